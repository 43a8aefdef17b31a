// `poolkey/account`: everything a user does to an account, as plain functions that take the `auth` first, so that a bundler
// drops what is not imported. Here is what concerns the account as a whole; each other idea has a file.

import { ask, attributeList, metadata, type WithMetadata } from './account-input.js';
import { failure } from './errors.js';
import { checkedText } from './input.js';
import type { Auth, CallOptions, CodeDelivery, UserProfile } from './types.js';

export type { WithContext, WithMetadata } from './account-input.js';
export type { Device } from './devices.js';
export * as devices from './devices.js';
export type { MfaPreference, NewAuthenticatorApp } from './mfa.js';
export * as mfa from './mfa.js';
export type { Passkey } from './passkey-list.js';
export * as passkeys from './passkey-list.js';
export { type ConfirmForgotPasswordInput, changePassword, confirmForgotPassword, forgotPassword } from './password.js';
export {
  type ConfirmedSignUp,
  type ConfirmSignUpInput,
  confirmSignUp,
  resendCode,
  type SignedUp,
  type SignUpInput,
  signUp,
} from './sign-up.js';
export type { CodeDelivery, UserProfile } from './types.js';
export type { UserSession } from './user-sessions.js';
export * as sessions from './user-sessions.js';

/** Name, attributes and second factors as the pool has them now. */
export async function profile(auth: Auth, options?: CallOptions): Promise<UserProfile> {
  const answer = await ask(auth, 'GetUser', () => ({}), options);
  return {
    username: answer.required(answer.text('Username'), 'Username'),
    attributes: answer.required(answer.attributes('UserAttributes'), 'UserAttributes'),
    mfaPreferred: answer.text('PreferredMfaSetting'),
    mfaEnabled: answer.texts('UserMFASettingList'),
  };
}

/** Sets attributes. Where one must be verified, a code goes out: `verifyAttribute` takes it. */
export async function updateAttributes(
  auth: Auth,
  input: { attributes: Record<string, string> } & WithMetadata,
  options?: CallOptions,
): Promise<{ deliveries: CodeDelivery[] }> {
  const answer = await ask(
    auth,
    'UpdateUserAttributes',
    () => ({ UserAttributes: attributeList(input.attributes, 'attributes'), ...metadata(input) }),
    options,
  );
  return { deliveries: (answer.objects('CodeDeliveryDetailsList') ?? []).map((sent) => sent.asDelivery()) };
}

/** Removes attributes, by Cognito's names. */
export async function deleteAttributes(auth: Auth, names: readonly string[], options?: CallOptions): Promise<void> {
  await ask(auth, 'DeleteUserAttributes', () => ({ UserAttributeNames: checkedNames(names) }), options);
}

/** Sends a code to an address or a number, so that it can be verified. */
export async function sendAttributeCode(
  auth: Auth,
  input: { attribute: 'email' | 'phone_number' | (string & {}) } & WithMetadata,
  options?: CallOptions,
): Promise<{ delivery?: CodeDelivery | undefined }> {
  const answer = await ask(
    auth,
    'GetUserAttributeVerificationCode',
    () => ({ AttributeName: checkedText(input.attribute, 'attribute'), ...metadata(input) }),
    options,
  );
  return { delivery: answer.delivery() };
}

/** Verifies an address or a number with the code that was sent there. */
export async function verifyAttribute(
  auth: Auth,
  input: { attribute: 'email' | 'phone_number' | (string & {}); code: string },
  options?: CallOptions,
): Promise<void> {
  await ask(
    auth,
    'VerifyUserAttribute',
    () => ({ AttributeName: checkedText(input.attribute, 'attribute'), Code: checkedText(input.code, 'code') }),
    options,
  );
}

/** Deletes the account for good, and forgets the session. */
export async function deleteUser(auth: Auth, options?: CallOptions): Promise<void> {
  await ask(auth, 'DeleteUser', () => ({}), options);
  await auth.signOut(options);
}

/** Signs out everywhere, here too. If it fails, this session is still there, and it can be tried again. */
export async function signOutEverywhere(auth: Auth, options?: CallOptions): Promise<void> {
  await ask(auth, 'GlobalSignOut', () => ({}), options);
  await auth.signOut(options);
}

/** What somebody can sign in with. */
export interface AuthFactors {
  username: string;
  /** Such as `PASSWORD` and `WEB_AUTHN`. */
  first: string[];
  /** The second factors that are on, such as `SOFTWARE_TOKEN_MFA`. */
  second: string[];
  /** The second factor that is asked for. */
  preferred?: string | undefined;
}

/** The ways in that the user has, and the second factors. */
export async function authFactors(auth: Auth, options?: CallOptions): Promise<AuthFactors> {
  const answer = await ask(auth, 'GetUserAuthFactors', () => ({}), options);
  return {
    username: answer.required(answer.text('Username'), 'Username'),
    first: answer.texts('ConfiguredUserAuthFactors') ?? [],
    second: answer.texts('UserMFASettingList') ?? [],
    preferred: answer.text('PreferredMfaSetting'),
  };
}

function checkedNames(names: unknown): string[] {
  if (!Array.isArray(names)) throw failure('invalid_input', "The names must be a list of texts, such as ['nickname'].");
  return names.map((name) => checkedText(name, 'The name of an attribute'));
}
