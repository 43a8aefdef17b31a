// The second factors of who is signed in: an authenticator app that is set up, and which of them are on.

import { ask } from './account-input.js';
import { failure } from './errors.js';
import { checkedObject, checkedText, maybeText } from './input.js';
import { otpauth } from './otpauth.js';
import type { Auth, CallOptions } from './types.js';

/** An authenticator app that is being set up. */
export interface NewAuthenticatorApp {
  /** What the app is given, in base32. Show it once and keep it nowhere. */
  secretCode: string;
  /** The same as an address, for a QR code. */
  uri(issuer: string, account: string): string;
  /** The app's first code. A wrong one can be followed by another. `setPreference` then turns the app on. */
  verify(input: { code: string; deviceName?: string | undefined }, options?: CallOptions): Promise<void>;
}

/** Begins to set up an authenticator app. */
export async function setUpTotp(auth: Auth, options?: CallOptions): Promise<NewAuthenticatorApp> {
  const answer = await ask(auth, 'AssociateSoftwareToken', () => ({}), options);
  const secretCode = answer.required(answer.text('SecretCode'), 'SecretCode');
  return {
    secretCode,
    uri: (issuer, account) => otpauth(issuer, account, secretCode),
    async verify(input, verifyOptions) {
      const verified = await ask(
        auth,
        'VerifySoftwareToken',
        () => ({
          UserCode: checkedText(input.code, 'code'),
          FriendlyDeviceName: maybeText(input.deviceName, 'deviceName'),
        }),
        verifyOptions,
      );
      if (verified.required(verified.text('Status'), 'Status') !== 'SUCCESS') {
        throw failure('wrong_code', "The authenticator app's code was not accepted. Wait for the next one.");
      }
    },
  };
}

/** What a second factor can be. */
export type MfaSetting = 'off' | 'on' | 'preferred';

/** Which second factors are on. What is left out stays as it is. */
export interface MfaPreference {
  sms?: MfaSetting | undefined;
  /** An authenticator app, once it is set up. */
  totp?: MfaSetting | undefined;
  email?: MfaSetting | undefined;
  /** Cognito knows no preference for it: it is on or off. */
  passkey?: Exclude<MfaSetting, 'preferred'> | undefined;
}

/** Turns second factors on and off, and says which is asked for first. */
export async function setPreference(auth: Auth, input: MfaPreference, options?: CallOptions): Promise<void> {
  await ask(
    auth,
    'SetUserMFAPreference',
    () => {
      const { sms, totp, email, passkey } = checkedObject(input, 'The preference');
      return {
        SMSMfaSettings: setting(sms, 'sms'),
        SoftwareTokenMfaSettings: setting(totp, 'totp'),
        EmailMfaSettings: setting(email, 'email'),
        WebAuthnMfaSettings: passkeySetting(passkey),
      };
    },
    options,
  );
}

/** The second factors that are on, such as `SOFTWARE_TOKEN_MFA`, and the one that is asked for first. */
export async function preference(
  auth: Auth,
  options?: CallOptions,
): Promise<{ enabled: string[]; preferred?: string | undefined }> {
  const answer = await ask(auth, 'GetUser', () => ({}), options);
  return { enabled: answer.texts('UserMFASettingList') ?? [], preferred: answer.text('PreferredMfaSetting') };
}

function setting(value: unknown, name: string) {
  if (value === undefined) return undefined;
  if (value !== 'off' && value !== 'on' && value !== 'preferred') {
    throw failure('invalid_input', `${name} must be 'off', 'on' or 'preferred', or be left out.`);
  }
  return { Enabled: value !== 'off', PreferredMfa: value === 'preferred' };
}

function passkeySetting(value: unknown) {
  if (value === undefined) return undefined;
  if (value !== 'off' && value !== 'on') {
    throw failure(
      'invalid_input',
      "passkey must be 'off' or 'on', or be left out: Cognito knows no preference for it.",
    );
  }
  return { Enabled: value === 'on' };
}
