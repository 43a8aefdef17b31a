// A new account: signing up, the code, and the sign-in that may follow it at once.

import { ask, context, maybeAttributeList, maybeFlag, type WithContext } from './account-input.js';
import type { SessionStart } from './auth.js';
import { checkedText, maybeText } from './input.js';
import { type CodeInput, type CodeSent, sendCode } from './sent-code.js';
import type { Auth, CallOptions, CodeDelivery, SignInInput, SignInStep } from './types.js';

/** What a new account begins with. */
export interface SignUpInput extends WithContext {
  username: string;
  /** Pools that let people sign in without one do without. */
  password?: string | undefined;
  /** By Cognito's names, such as `email` and `custom:team`. */
  attributes?: Record<string, string> | undefined;
  /** For the pre sign-up trigger alone; it is not kept. */
  validationData?: Record<string, string> | undefined;
}

/** A new account. */
export interface SignedUp {
  /** The one name that never changes. */
  sub: string;
  /** Whether it can be signed in to; if not, `confirmSignUp` is next. */
  isConfirmed: boolean;
  /** Where the code went. */
  delivery?: CodeDelivery | undefined;
  /** For `confirmSignUp`, where a sign-in shall follow at once. */
  session?: string | undefined;
}

/** Makes an account. Nobody need be signed in. */
export async function signUp(auth: Auth, input: SignUpInput, options?: CallOptions): Promise<SignedUp> {
  const answer = await ask(
    auth,
    'SignUp',
    () => ({
      Username: checkedText(input.username, 'username'),
      Password: maybeText(input.password, 'password'),
      UserAttributes: maybeAttributeList(input.attributes, 'attributes'),
      ValidationData: maybeAttributeList(input.validationData, 'validationData'),
      ...context(input),
    }),
    options,
  );
  return {
    sub: answer.required(answer.text('UserSub'), 'UserSub'),
    isConfirmed: answer.required(answer.flag('UserConfirmed'), 'UserConfirmed'),
    delivery: answer.delivery(),
    session: answer.text('Session'),
  };
}

/** The code of a new account. */
export interface ConfirmSignUpInput extends WithContext {
  username: string;
  code: string;
  /** What `signUp` gave, where a sign-in shall follow at once. */
  session?: string | undefined;
  /** Takes the address away from another account that has it as an alias. */
  forceAliasCreation?: boolean | undefined;
}

/** A confirmed account. */
export interface ConfirmedSignUp {
  /** Signs in without asking for anything again, where the pool offers it. Good once, for a few minutes. */
  signIn?: ((options?: CallOptions) => Promise<SignInStep>) | undefined;
}

/** `Auth` as the package knows it: a sign-in can also go on with the session of a confirmation. */
interface Continuing {
  signIn(input: SignInInput | SessionStart, options?: CallOptions): Promise<SignInStep>;
}

/** Confirms a new account with the code that was sent. */
export async function confirmSignUp(
  auth: Auth,
  input: ConfirmSignUpInput,
  options?: CallOptions,
): Promise<ConfirmedSignUp> {
  let username = '';
  const answer = await ask(
    auth,
    'ConfirmSignUp',
    () => {
      username = checkedText(input.username, 'username');
      return {
        Username: username,
        ConfirmationCode: checkedText(input.code, 'code'),
        Session: maybeText(input.session, 'session'),
        ForceAliasCreation: maybeFlag(input.forceAliasCreation, 'forceAliasCreation'),
        ...context(input),
      };
    },
    options,
  );
  const session = answer.text('Session');
  if (session === undefined) return {};
  const { clientMetadata, analyticsEndpointId } = input;
  return {
    signIn: (signInOptions) =>
      (auth as Continuing).signIn(
        { username, flow: 'session', session, clientMetadata, analyticsEndpointId },
        signInOptions,
      ),
  };
}

/** Sends the code of a new account once more. */
export function resendCode(auth: Auth, input: CodeInput, options?: CallOptions): Promise<CodeSent> {
  return sendCode(auth, 'ResendConfirmationCode', input, options);
}
