// What an app holds: checks what it is given, keeps a core running, and turns the core's JSON into typed values.

import { Core, type Verb } from './core.js';
import { failure } from './errors.js';
import { checkedObject, checkedText, isTimeout, MAX_TIMEOUT, maybeText, readable } from './input.js';
import { toStep } from './steps.js';
import type {
  Auth,
  AuthOptions,
  CallOptions,
  ChoiceSignIn,
  SignedOut,
  SignInInput,
  SignInStep,
  User,
} from './types.js';

/** More than any account operation takes. */
const MAX_INPUT = 65_536;

/** The ways in. */
const FLOWS = ['srp', 'password', 'choice', 'custom', 'session'];

/** The account operations that take what threat protection wants to know. */
const WITH_FINGERPRINT = [
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'ForgotPassword',
  'ConfirmForgotPassword',
];

/** How the wasm gets here; each entry of the package has its own way. */
export type Load = (wasmUrl: string | URL | undefined) => Promise<WebAssembly.Module>;

/** An `Auth` whose wasm comes from `load`. */
export function authFrom(options: AuthOptions, load: Load): Auth {
  return new LoadedAuth(options, load);
}

/** A sign-in that goes on where `confirmSignUp` left off. It has no place in the public types. */
export interface SessionStart extends Pick<ChoiceSignIn, 'username' | 'clientMetadata' | 'analyticsEndpointId'> {
  flow: 'session';
  session: string;
}

declare global {
  /** AWS's script for threat protection, where a page loads it. */
  var AmazonCognitoAdvancedSecurityData:
    | { getData(username: string, userPoolId: string | undefined, clientId: string | undefined): string | undefined }
    | undefined;
}

class LoadedAuth implements Auth {
  readonly #options: AuthOptions;
  readonly ready: Promise<void>;
  readonly #start: () => Promise<Core>;
  #core: Promise<Core>;
  #failed = false;
  #closed = false;

  constructor(options: AuthOptions, load: Load) {
    this.#options = options;
    let module: WebAssembly.Module | undefined;
    this.#start = async () => {
      try {
        const { text, timeoutMs, wasmUrl } = readable('invalid_config', 'createAuth', () => checked(options));
        module ??= await load(wasmUrl);
        return await Core.start(module, text, timeoutMs, () => this.#restart());
      } catch (error) {
        this.#failed = true;
        throw error;
      }
    };
    this.#core = this.#start();
    this.ready = this.#core.then(() => undefined);
    // Who does not wait for it learns of a failure from the first call.
    this.ready.catch(() => undefined);
  }

  async signIn(input: SignInInput | SessionStart, options?: CallOptions): Promise<SignInStep> {
    const start = readable('invalid_input', 'signIn', () => read(input));
    const core = await this.#running();
    start.encodedData ??= await this.#fingerprint(start.username);
    return toStep(core, await core.call('signIn', JSON.stringify(start), options));
  }

  async user(): Promise<User | undefined> {
    return JSON.parse(await this.#call('user')) ?? undefined;
  }

  async call<T = unknown>(operation: string, input: object = {}, options?: CallOptions): Promise<T> {
    const asked = readable('invalid_input', 'call', () => ({
      operation: checkedText(operation, 'operation'),
      input: { ...checkedObject(input, 'The input') } as Record<string, unknown>,
    }));
    await this.#addFingerprint(asked);
    const text = readable('invalid_input', operation, () => JSON.stringify(asked));
    return JSON.parse(await this.#call('call', checkedText(text, 'The input', MAX_INPUT), options)) as T;
  }

  async accessToken(options?: CallOptions): Promise<string> {
    return this.#call('accessToken', '', options);
  }

  async refresh(options?: CallOptions): Promise<User> {
    return JSON.parse(await this.#call('refresh', '', options)) as User;
  }

  async signOut(options?: CallOptions): Promise<SignedOut> {
    return JSON.parse(await this.#call('signOut', '', options)) as SignedOut;
  }

  async exportDevice(username: string): Promise<string | undefined> {
    const text = await this.#call('exportDevice', JSON.stringify({ username: checkedText(username, 'username') }));
    return text === 'null' ? undefined : text;
  }

  async importDevice(device: string): Promise<void> {
    await this.#call('importDevice', checkedText(device, 'device'));
  }

  close(): void {
    this.#closed = true;
    this.#core.then((core) => core.close(closed())).catch(() => undefined);
  }

  async #call(verb: Verb, input?: string, options?: CallOptions): Promise<string> {
    return (await this.#running()).call(verb, input, options);
  }

  /** Adds it where it belongs, unless the app did so itself. */
  async #addFingerprint({ operation, input }: { operation: string; input: Record<string, unknown> }): Promise<void> {
    const { Username: username } = input;
    if (!WITH_FINGERPRINT.includes(operation) || typeof username !== 'string' || input.UserContextData) return;
    const data = await this.#fingerprint(username);
    if (data !== undefined) input.UserContextData = { EncodedData: data };
  }

  /** What threat protection wants to know of the page: from the app, or from AWS's script if the page has it. */
  async #fingerprint(username: string): Promise<string | undefined> {
    const { userPoolId, clientId, userContext } = this.#options ?? {};
    try {
      if (userContext) return (await userContext(username)) ?? undefined;
      return globalThis.AmazonCognitoAdvancedSecurityData?.getData(username, userPoolId, clientId) || undefined;
    } catch {
      // Without it the pool judges by less; that is no reason not to sign in.
      return undefined;
    }
  }

  async #running(): Promise<Core> {
    // What could not be loaded a while ago may be there now.
    if (this.#failed) this.#restart();
    const core = await this.#core;
    if (this.#closed) throw closed();
    return core;
  }

  #restart(): void {
    this.#failed = false;
    this.#core = this.#start();
    this.#core.catch(() => undefined);
  }
}

/** Hands the options over as JSON; whether they make sense is the core's to say. */
function checked(options: AuthOptions) {
  // Plain JavaScript may pass nothing at all; the core then says what is missing.
  const {
    userPoolId,
    clientId,
    endpoint,
    identityPoolId,
    identityEndpoint,
    timeoutMs = 15_000,
    wasmUrl,
  } = options ?? {};
  if (Object.hasOwn(options ?? {}, 'clientSecret')) {
    throw failure(
      'client_secret_refused',
      'A browser cannot keep a client secret: everybody could read it. Create an app client without a secret and use its id.',
    );
  }
  if (!isTimeout(timeoutMs)) {
    throw failure('invalid_config', `timeoutMs must be a whole number of milliseconds from 1 to ${MAX_TIMEOUT}.`);
  }
  for (const [name, value] of Object.entries({ endpoint, identityPoolId, identityEndpoint })) {
    if (value !== undefined && typeof value !== 'string') {
      throw failure('invalid_config', `${name} must be a text, such as https://auth.example.com, or be left out.`);
    }
  }
  const text = JSON.stringify({ userPoolId, clientId, endpoint, identityPoolId, identityEndpoint });
  return { text, timeoutMs, wasmUrl };
}

/** What a sign-in can begin with, whatever the flow. */
type Given = Partial<Omit<ChoiceSignIn, 'flow'>> & { flow?: string | undefined; session?: string | undefined };

/** A start as it crosses. */
interface RawStart extends Omit<Given, 'stepUp' | 'username'> {
  username: string;
  encodedData?: string | undefined;
  targetAcrValues?: string | undefined;
  maxAge?: number | undefined;
  stepUp?: boolean;
}

/** Reads what a sign-in begins with; whether it makes sense is the core's to say. */
function read(input: SignInInput | SessionStart): RawStart {
  const given: Given = input ?? {};
  const { username, password, flow, session, preferred, clientMetadata, analyticsEndpointId, stepUp } = given;
  const start: RawStart = { username: checkedText(username, 'username') };
  if (password !== undefined || flow === undefined) start.password = checkedText(password, 'password');
  if (flow !== undefined && !FLOWS.includes(flow)) {
    throw failure('invalid_input', "flow must be 'srp', 'password', 'choice' or 'custom', or be left out.");
  }
  if (stepUp && flow !== 'choice') {
    throw failure('invalid_input', "stepUp needs the flow 'choice'.");
  }
  if (stepUp?.maxAge !== undefined && !(Number.isSafeInteger(stepUp.maxAge) && stepUp.maxAge >= 0)) {
    throw failure('invalid_input', 'maxAge must be a whole number of seconds.');
  }
  for (const [name, value] of Object.entries(clientMetadata ?? {})) checkedText(value, name);
  return {
    ...start,
    flow,
    session: maybeText(session, 'session'),
    preferred: maybeText(preferred, 'preferred'),
    clientMetadata,
    analyticsEndpointId: maybeText(analyticsEndpointId, 'analyticsEndpointId'),
    ...(stepUp && { targetAcrValues: stepUp.acrValues?.join(' '), maxAge: stepUp.maxAge, stepUp: true }),
  };
}

function closed() {
  return failure('closed', 'This auth was closed. Create another one.');
}
