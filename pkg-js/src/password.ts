// Passwords: a forgotten one, set anew with a code, and a known one, changed.

import { ask, context, type WithContext } from './account-input.js';
import { checkedText, maybeText } from './input.js';
import { type CodeInput, type CodeSent, sendCode } from './sent-code.js';
import type { Auth, CallOptions } from './types.js';

/** Sends a code to somebody who forgot the password. Pools that hide who has an account answer alike for everybody. */
export function forgotPassword(auth: Auth, input: CodeInput, options?: CallOptions): Promise<CodeSent> {
  return sendCode(auth, 'ForgotPassword', input, options);
}

/** What ends a forgotten password. */
export interface ConfirmForgotPasswordInput extends WithContext {
  username: string;
  code: string;
  /** The new one. */
  password: string;
}

/** Sets a new password with the code that was sent. */
export async function confirmForgotPassword(
  auth: Auth,
  input: ConfirmForgotPasswordInput,
  options?: CallOptions,
): Promise<void> {
  await ask(
    auth,
    'ConfirmForgotPassword',
    () => ({
      Username: checkedText(input.username, 'username'),
      ConfirmationCode: checkedText(input.code, 'code'),
      Password: checkedText(input.password, 'password'),
      ...context(input),
    }),
    options,
  );
}

/** Changes the password of who is signed in. Somebody who has none leaves `previous` out. */
export async function changePassword(
  auth: Auth,
  input: { previous?: string | undefined; password: string },
  options?: CallOptions,
): Promise<void> {
  await ask(
    auth,
    'ChangePassword',
    () => ({
      PreviousPassword: maybeText(input.previous, 'previous'),
      ProposedPassword: checkedText(input.password, 'password'),
    }),
    options,
  );
}
