// Operations that send a code to somebody by name, and tell where it went.

import { ask, context, type WithContext } from './account-input.js';
import { checkedText } from './input.js';
import type { Auth, CallOptions, CodeDelivery } from './types.js';

/** Whom a code is for. */
export type CodeInput = { username: string } & WithContext;

/** Where it went; pools that hide who has an account answer alike for everybody. */
export type CodeSent = { delivery?: CodeDelivery | undefined };

/** Asks for a code. */
export async function sendCode(
  auth: Auth,
  operation: 'ForgotPassword' | 'ResendConfirmationCode',
  input: CodeInput,
  options?: CallOptions,
): Promise<CodeSent> {
  const members = () => ({ Username: checkedText(input.username, 'username'), ...context(input) });
  return { delivery: (await ask(auth, operation, members, options)).delivery() };
}
