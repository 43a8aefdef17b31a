// The steps of a sign-in: what the core says of a challenge becomes one member of the union, with the answers that are
// legal there. The names of parameters are Cognito's.

import type { Core } from './core.js';
import { checkedObject, checkedText, maybeText, readable } from './input.js';
import { otpauth } from './otpauth.js';
import type { CallOptions, Destination, SetUpFactorStep, SignInStep, TotpSetUp, User } from './types.js';

/** A step as it crosses: a challenge carries its number in the core. */
export type RawStep = { kind: 'signedIn'; user: User } | RawChallenge;

/** A challenge as it crosses. */
export interface RawChallenge {
  kind: 'challenge';
  id: number;
  challenge: string;
  parameters: Record<string, string>;
  available?: string[];
  restartNeedsPassword: boolean;
}

type Responses = Record<string, string>;

/** A passkey's answer is the longest. */
const MAX_ANSWER = 65_536;

/** The step that the core's text is about. */
export function toStep(core: Core, text: string): SignInStep {
  const raw = JSON.parse(text) as RawStep;
  return raw.kind === 'signedIn' ? raw : new Challenge(core, raw).step();
}

class Challenge {
  readonly #core: Core;
  readonly #raw: RawChallenge;

  constructor(core: Core, raw: RawChallenge) {
    this.#core = core;
    this.#raw = raw;
  }

  step(): SignInStep {
    const { challenge, parameters, available, restartNeedsPassword } = this.#raw;
    const every = {
      challenge,
      parameters,
      restartNeedsPassword,
      restart: (input?: { password?: string | undefined }, options?: CallOptions) =>
        this.#ask('restart', () => ({ password: maybeText(input?.password, 'password') }), options),
    };
    const destination: Destination = {
      medium: parameters.CODE_DELIVERY_DELIVERY_MEDIUM ?? '',
      to: parameters.CODE_DELIVERY_DESTINATION ?? '',
    };
    const code = {
      answer: (input: { code: string }, options?: CallOptions) =>
        this.#respond(() => ({ [`${challenge}_CODE`]: checkedText(input?.code, 'code') }), options),
    };
    const choice = {
      options: listed(parameters.MFAS_CAN_CHOOSE) ?? available ?? [],
      answer: (input: { choice: string }, options?: CallOptions) =>
        this.#respond(() => ({ ANSWER: checkedText(input?.choice, 'choice') }), options),
    };
    switch (challenge) {
      case 'SMS_MFA':
      case 'SMS_OTP':
        return { ...every, kind: 'smsCode', destination, ...code };
      case 'EMAIL_OTP':
        return { ...every, kind: 'emailCode', destination, ...code };
      case 'SOFTWARE_TOKEN_MFA':
        return { ...every, kind: 'totp', deviceName: parameters.FRIENDLY_DEVICE_NAME ?? '', ...code };
      case 'SELECT_MFA_TYPE':
        return { ...every, kind: 'selectFactor', ...choice };
      case 'SELECT_CHALLENGE':
        return {
          ...every,
          kind: 'selectFirstFactor',
          options: choice.options,
          answer: (input: { choice?: string; password?: string }, options) =>
            this.#ask(
              'answer',
              () =>
                input?.password === undefined
                  ? { responses: { ANSWER: checkedText(input?.choice, 'choice') } }
                  : { password: checkedText(input.password, 'password') },
              options,
            ),
        };
      case 'PASSWORD':
        return {
          ...every,
          kind: 'password',
          answer: (input, options) =>
            this.#respond(() => ({ PASSWORD: checkedText(input?.password, 'password') }), options),
        };
      case 'PASSWORD_SRP':
        return {
          ...every,
          kind: 'password',
          answer: (input, options) =>
            this.#ask('answer', () => ({ password: checkedText(input?.password, 'password') }), options),
        };
      case 'NEW_PASSWORD_REQUIRED':
        return {
          ...every,
          kind: 'newPassword',
          requiredAttributes: (listed(parameters.requiredAttributes) ?? []).map((name) =>
            name.replace(/^userAttributes\./, ''),
          ),
          attributes: texts(parameters.userAttributes),
          answer: (input, options) =>
            this.#respond(() => {
              const responses: Responses = { NEW_PASSWORD: checkedText(input?.password, 'password') };
              for (const [name, value] of Object.entries(input.attributes ?? {})) {
                responses[`userAttributes.${name}`] = checkedText(value, name);
              }
              return responses;
            }, options),
        };
      case 'MFA_SETUP':
        return { ...every, ...this.#setUp(listed(parameters.MFAS_CAN_SETUP) ?? []) };
      case 'WEB_AUTHN':
        return {
          ...every,
          kind: 'passkey',
          request: members(parameters.CREDENTIAL_REQUEST_OPTIONS),
          answer: (input, options) =>
            this.#respond(
              () => ({ CREDENTIAL: JSON.stringify(checkedObject(input?.credential, 'credential')) }),
              options,
            ),
        };
      case 'CUSTOM_CHALLENGE':
        return {
          ...every,
          kind: 'custom',
          answer: (input, options) => this.#respond(() => ({ ANSWER: checkedText(input?.answer, 'answer') }), options),
        };
      default:
        return {
          ...every,
          kind: 'other',
          answer: (responses, options) => this.#respond(() => checkedObject(responses, 'The answer'), options),
        };
    }
  }

  #setUp(factors: string[]): Pick<SetUpFactorStep, 'kind' | 'options' | 'totp' | 'email'> {
    return {
      kind: 'setUpFactor',
      options: factors,
      totp: async (options): Promise<TotpSetUp> => {
        const { id } = this.#raw;
        const secretCode = await this.#core.call('setUpTotp', JSON.stringify({ id }), options);
        return {
          secretCode,
          uri: (issuer, account) => otpauth(issuer, account, secretCode),
          verify: (input, verifyOptions) =>
            this.#ask(
              'verifyTotp',
              () => ({
                code: checkedText(input?.code, 'code'),
                deviceName: maybeText(input?.deviceName, 'deviceName'),
              }),
              verifyOptions,
            ),
        };
      },
      email: (input, options) => this.#respond(() => ({ EMAIL: checkedText(input?.email, 'email') }), options),
    };
  }

  #respond(read: () => Responses, options?: CallOptions): Promise<SignInStep> {
    return this.#ask('answer', () => ({ responses: read() }), options);
  }

  /** What the app gave is read in here, so that whatever is wrong with it rejects and is never thrown. */
  async #ask(
    verb: 'answer' | 'restart' | 'verifyTotp',
    read: () => object,
    options?: CallOptions,
  ): Promise<SignInStep> {
    const text = readable('invalid_input', verb, () => JSON.stringify({ ...read(), id: this.#raw.id }));
    return toStep(this.#core, await this.#core.call(verb, checkedText(text, 'The answer', MAX_ANSWER), options));
  }
}

/** Cognito writes lists as JSON in a text. */
function listed(text: string | undefined): string[] | undefined {
  const list = parsed(text);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : undefined;
}

function texts(text: string | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(members(text)).filter(([, value]) => typeof value === 'string')) as Record<
    string,
    string
  >;
}

function members(text: string | undefined): Record<string, unknown> {
  const value = parsed(text);
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
