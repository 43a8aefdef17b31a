// `poolkey/passkeys`: the WebAuthn ceremony in the page, around a step of a sign-in or for somebody who is signed in.
// https://www.w3.org/TR/webauthn-3/ - It keeps no key and sees none: those stay in the authenticator.

import { ask } from './account-input.js';
import { failure, type PoolkeyError } from './errors.js';
import { checkedSignal, readable } from './input.js';
import type { Auth, PasskeyStep, SignInStep } from './types.js';
import { authenticationJson, creationOptions, registrationJson, requestOptions } from './webauthn-json.js';

/** How a ceremony is begun, and who can end it. */
export interface PasskeyOptions {
  /** Ends the ceremony, and the call around it, with `aborted`. */
  signal?: AbortSignal | undefined;
  /**
   * Without a dialog of its own. Signing in: the browser offers the passkey in the field that has
   * `autocomplete="username webauthn"`. Registering, right after a sign-in with a password: the browser makes one if its password
   * manager is willing.
   */
  conditional?: boolean | undefined;
}

/** What this browser can. */
export interface PasskeySupport {
  /** Passkeys at all. */
  available: boolean;
  /** `usePasskey` with `conditional`. */
  conditionalGet: boolean;
  /** `registerPasskey` with `conditional`. */
  conditionalCreate: boolean;
  /** This device itself can hold one, and asks for a fingerprint, a face or a PIN. */
  platform: boolean;
}

/** Asks the browser what it can. Never fails. */
export async function passkeySupport(): Promise<PasskeySupport> {
  const known = globalThis.PublicKeyCredential as Partial<typeof PublicKeyCredential> | undefined;
  if (!known || !globalThis.navigator?.credentials) {
    return { available: false, conditionalGet: false, conditionalCreate: false, platform: false };
  }
  // Newer browsers tell all at once; what they leave out the older questions may still answer.
  const can: Record<string, boolean | undefined> = (await quietly(() => known.getClientCapabilities?.())) ?? {};
  const [conditionalGet, platform] = await Promise.all([
    can.conditionalGet ?? quietly(() => known.isConditionalMediationAvailable?.()),
    can.userVerifyingPlatformAuthenticator ?? quietly(() => known.isUserVerifyingPlatformAuthenticatorAvailable?.()),
  ]);
  return {
    available: true,
    conditionalGet: conditionalGet === true,
    conditionalCreate: can.conditionalCreate === true,
    platform: platform === true,
  };
}

/** Answers a sign-in that asks for a passkey. A cancelled ceremony leaves the step open: it can be tried again. */
export async function usePasskey(step: PasskeyStep, options?: PasskeyOptions): Promise<SignInStep> {
  const { signal, conditional } = checked(options, 'usePasskey');
  await supported(conditional && 'conditionalGet');
  const publicKey = parsed('the question', () => requestOptions(step.request));
  const credential = await ceremony(publicKey.rpId, signal, () =>
    navigator.credentials.get({ publicKey, ...mediation(conditional), ...(signal && { signal }) }),
  );
  return step.answer({ credential: told(() => authenticationJson(credential)) }, { signal });
}

/** Makes a passkey for who is signed in, and has the pool keep its public key. */
export async function registerPasskey(auth: Auth, options?: PasskeyOptions): Promise<{ id: string }> {
  const { signal, conditional } = checked(options, 'registerPasskey');
  await supported(conditional && 'conditionalCreate');
  const answer = await ask(auth, 'StartWebAuthnRegistration', () => ({}), { signal });
  const json = answer.required(answer.document('CredentialCreationOptions'), 'CredentialCreationOptions');
  const publicKey = parsed('the answer to StartWebAuthnRegistration', () => creationOptions(json));
  const credential = await ceremony(publicKey.rp?.id, signal, () =>
    navigator.credentials.create({ publicKey, ...mediation(conditional), ...(signal && { signal }) }),
  );
  const Credential = told(() => registrationJson(credential));
  await ask(auth, 'CompleteWebAuthnRegistration', () => ({ Credential }), { signal });
  return { id: credential.id };
}

function checked(options: PasskeyOptions | undefined, what: string) {
  return readable('invalid_input', what, () => {
    const { signal, conditional } = options ?? {};
    return { signal: checkedSignal(signal), conditional: conditional === true };
  });
}

async function supported(conditional: false | 'conditionalGet' | 'conditionalCreate'): Promise<void> {
  const support = await passkeySupport();
  if (!support.available) {
    throw failure(
      'passkey_unsupported',
      'This browser has no passkeys, or the page is not secure. Serve it over https, or offer another way to sign in.',
    );
  }
  if (conditional && !support[conditional]) {
    throw failure(
      'passkey_unsupported',
      'This browser cannot do that without a dialog. Call it without `conditional`, on a click.',
    );
  }
}

function mediation(conditional: boolean): { mediation?: CredentialMediationRequirement } {
  return conditional ? { mediation: 'conditional' } : {};
}

/** What the pool says becomes the browser's; what cannot is no pool's. */
function parsed<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw unusable(what, cause);
  }
}

/** What the device answered; a browser extension that plays the device may forget something. */
function told<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw failure('passkey_refused', 'The device answered with something that is no passkey. Use another one.', cause);
  }
}

function unusable(what: string, cause: unknown): PoolkeyError {
  return failure(
    'unexpected_reply',
    `The browser cannot use ${what}: it is not what WebAuthn asks for. Check that the endpoint is a Cognito user pool.`,
    cause,
  );
}

async function ceremony(
  relyingParty: string | undefined,
  signal: AbortSignal | undefined,
  run: () => Promise<Credential | null>,
): Promise<PublicKeyCredential> {
  let credential: Credential | null;
  try {
    credential = await run();
  } catch (cause) {
    // An aborted ceremony is rejected with the signal's reason, which can be anything.
    if (signal?.aborted) throw failure('aborted', 'The passkey ceremony was given up by its signal.', signal.reason);
    throw explained(cause, relyingParty);
  }
  if (!credential) throw cancelled(undefined);
  return credential as PublicKeyCredential;
}

/** The browser's failures (sections 5.1.3 and 5.1.4) in our words. */
function explained(cause: unknown, relyingParty: string | undefined): PoolkeyError {
  switch ((cause as { name?: unknown } | null | undefined)?.name) {
    case 'NotAllowedError':
    case 'AbortError':
      return cancelled(cause);
    case 'InvalidStateError':
      return failure('passkey_refused', 'This device has a passkey for this account already. Sign in with it.', cause);
    case 'SecurityError':
      return failure(
        'passkey_refused',
        `Passkeys of ${relyingParty ?? 'this page'} do not work on ${globalThis.location?.hostname ?? 'this page'}. The relying party id of the user pool must be the page's domain, or one that it ends in.`,
        cause,
      );
    case 'NotSupportedError':
    case 'ConstraintError':
      return failure(
        'passkey_unsupported',
        'This device cannot make a passkey of the kind that the user pool asks for. Try another device or security key.',
        cause,
      );
    case 'TypeError':
      return unusable('what the pool said', cause);
    default:
      return failure('passkey_refused', 'The device could not use the passkey. Try again, or use another one.', cause);
  }
}

function cancelled(cause: unknown): PoolkeyError {
  return failure(
    'passkey_cancelled',
    'No passkey was given: the dialog was closed, or it took too long. Try again, or use another way to sign in.',
    cause,
  );
}

async function quietly<T>(question: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await question();
  } catch {
    return undefined;
  }
}
