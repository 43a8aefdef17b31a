// The public types, written by hand: what an app gives and gets. Each step of a sign-in offers just the answers that
// are legal there.

/** What `createAuth` needs. There is no place for a client secret: a browser cannot keep one. */
export interface AuthOptions {
  /** Such as `eu-west-1_AbCdEfGhI`: the id from the pool's overview. */
  userPoolId: string;
  /** The id of an app client without a secret. */
  clientId: string;
  /** Where user pool calls go instead of AWS: a proxy of yours, or local-pool. https, or http on loopback. */
  endpoint?: string;
  /** The identity pool that gives AWS credentials, such as `eu-west-1:1ce2a7d6-0000-4000-8000-c0ffee000000`. */
  identityPoolId?: string;
  /** Where identity pool calls go instead of AWS. */
  identityEndpoint?: string;
  /** What threat protection is told of the page (EncodedData). If not set, AWS's script is asked where the page loads it. */
  userContext?: (username: string) => string | undefined | Promise<string | undefined>;
  /** How long a request may take before it fails with `timeout`; 15,000 if not set. */
  timeoutMs?: number;
  /** Where the wasm is, if your bundler does not find it by itself. */
  wasmUrl?: string | URL;
}

/** How long a call may take, and who can end it. */
export interface CallOptions {
  /** Ends the call with `aborted`. A request that was sent may still take effect. */
  signal?: AbortSignal | undefined;
  /** Ends the whole call, its retries included, with `timeout`. */
  timeoutMs?: number | undefined;
}

/** What a sign-in begins with. Name and password suffice. */
export type SignInInput = PasswordSignIn | ChoiceSignIn | CustomSignIn;

interface EverySignIn {
  username: string;
  /** Notes to the pool's Lambda triggers; nothing secret. */
  clientMetadata?: Record<string, string> | undefined;
  /** The endpoint of an analytics campaign. */
  analyticsEndpointId?: string | undefined;
}

/** What only `choice` has. */
interface NoChoice {
  preferred?: undefined;
  stepUp?: undefined;
}

/** With a password. */
export interface PasswordSignIn extends EverySignIn, NoChoice {
  /**
   * `srp` if not set: the password is proved and never sent. `password` sends the password itself, for pools that migrate
   * users.
   */
  flow?: 'srp' | 'password' | undefined;
  /** Wiped after its proof. */
  password: string;
}

/** The way that the pool offers, or that is preferred (USER_AUTH). */
export interface ChoiceSignIn extends EverySignIn {
  flow: 'choice';
  /** For the ways with one. Without `preferred`, it is proved. */
  password?: string | undefined;
  /** The way to begin with. */
  preferred?: FirstFactor | undefined;
  /** For somebody who is signed in: proves more than the session has. */
  stepUp?: { acrValues?: string[] | undefined; maxAge?: number | undefined } | undefined;
}

/** With the app's own questions, after a proof of the password where there is one. */
export interface CustomSignIn extends EverySignIn, NoChoice {
  flow: 'custom';
  password?: string | undefined;
}

/** Name and password. */
export interface Credentials {
  username: string;
  password: string;
}

/** The ways in that a pool can offer. */
export type FirstFactor = 'PASSWORD_SRP' | 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN' | (string & {});

/** The second factors that a pool can offer. */
export type SecondFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP' | (string & {});

/** Who is signed in, as the ID token tells it. */
export interface User {
  /** The one name that never changes. */
  sub: string;
  /** The name in the pool. */
  username: string;
  /** All claims of the ID token. */
  claims: Record<string, unknown>;
}

/** The user as the pool has it now. */
export interface UserProfile {
  username: string;
  attributes: Record<string, string>;
  /** The second factor that is asked for, such as `SOFTWARE_TOKEN_MFA`. */
  mfaPreferred?: string | undefined;
  /** The second factors that are on. */
  mfaEnabled?: string[] | undefined;
}

/** The session is gone from memory in either case; `revoked` says whether the pool was told. */
export interface SignedOut {
  revoked: boolean;
}

/** Where a sign-in stands: done, or one question of the pool, which offers just the answers that are legal there. */
export type SignInStep =
  | SignedInStep
  | SmsCodeStep
  | EmailCodeStep
  | TotpStep
  | SelectFactorStep
  | SelectFirstFactorStep
  | SetUpFactorStep
  | NewPasswordStep
  | PasswordStep
  | PasskeyStep
  | CustomStep
  | OtherStep;

/** Done. */
export interface SignedInStep {
  kind: 'signedIn';
  user: User;
}

/** What every question has. A wrong answer leaves it open; `challenge_expired` says that its time is over. */
export interface Question {
  /** Cognito's name, such as `SOFTWARE_TOKEN_MFA`. */
  challenge: string;
  /** What the pool says with it. */
  parameters: Record<string, string>;
  /** Whether `restart` needs the password. */
  restartNeedsPassword: boolean;
  /** Starts the sign-in again for the same name, the same way. */
  restart(input?: { password?: string | undefined }, options?: CallOptions): Promise<SignInStep>;
}

/** Where a code went, as the pool shows it: `+*******1234`, `a***@e***`. */
export interface Destination {
  medium: string;
  to: string;
}

/** Where a code went, and which attribute it is about. */
export interface CodeDelivery extends Destination {
  /** `email` or `phone_number`. */
  attribute?: string | undefined;
}

interface CodeStep extends Question {
  answer(input: { code: string }, options?: CallOptions): Promise<SignInStep>;
}

/** A code went out by text message. */
export interface SmsCodeStep extends CodeStep {
  kind: 'smsCode';
  destination: Destination;
}

/** A code went out by email. */
export interface EmailCodeStep extends CodeStep {
  kind: 'emailCode';
  destination: Destination;
}

/** The authenticator app shows a code. */
export interface TotpStep extends CodeStep {
  kind: 'totp';
  deviceName: string;
}

/** There are several second factors. */
export interface SelectFactorStep extends Question {
  kind: 'selectFactor';
  options: SecondFactor[];
  answer(input: { choice: SecondFactor }, options?: CallOptions): Promise<SignInStep>;
}

/** There are several ways in. A password is proved, never sent. */
export interface SelectFirstFactorStep extends Question {
  kind: 'selectFirstFactor';
  options: FirstFactor[];
  answer(input: { choice: FirstFactor } | { password: string }, options?: CallOptions): Promise<SignInStep>;
}

/** A second factor is required, and there is none yet. */
export interface SetUpFactorStep extends Question {
  kind: 'setUpFactor';
  options: SecondFactor[];
  /** Begins to set up an authenticator app. */
  totp(options?: CallOptions): Promise<TotpSetUp>;
  /** Has codes sent to this address, where `EMAIL_OTP` is offered. */
  email(input: { email: string }, options?: CallOptions): Promise<SignInStep>;
}

/** An authenticator app that is being set up within a sign-in. */
export interface TotpSetUp {
  /** What the app is given, in base32. */
  secretCode: string;
  /** The same as an address, for a QR code. */
  uri(issuer: string, account: string): string;
  /** The app's first code. A wrong one can be followed by another. */
  verify(input: { code: string; deviceName?: string | undefined }, options?: CallOptions): Promise<SignInStep>;
}

/** The password was temporary. */
export interface NewPasswordStep extends Question {
  kind: 'newPassword';
  /** What the pool wants to know besides. */
  requiredAttributes: string[];
  /** What it knows already. */
  attributes: Record<string, string>;
  answer(input: { password: string; attributes?: Record<string, string> }, options?: CallOptions): Promise<SignInStep>;
}

/** The password is asked for. Where the pool takes a proof it is proved, otherwise sent. */
export interface PasswordStep extends Question {
  kind: 'password';
  answer(input: { password: string }, options?: CallOptions): Promise<SignInStep>;
}

/** A passkey is asked for: `usePasskey` of `poolkey/passkeys` does the ceremony. */
export interface PasskeyStep extends Question {
  kind: 'passkey';
  /** PublicKeyCredentialRequestOptionsJSON */
  request: Record<string, unknown>;
  /** AuthenticationResponseJSON */
  answer(input: { credential: unknown }, options?: CallOptions): Promise<SignInStep>;
}

/** The app's own question, asked by its Lambda triggers. */
export interface CustomStep extends Question {
  kind: 'custom';
  answer(input: { answer: string }, options?: CallOptions): Promise<SignInStep>;
}

/** A challenge that this version knows by its name only. */
export interface OtherStep extends Question {
  kind: 'other';
  /** Answers with Cognito's own names, such as `{ SOFTWARE_TOKEN_MFA_CODE: '123456' }`. */
  answer(responses: Record<string, string>, options?: CallOptions): Promise<SignInStep>;
}

/** Signs people in to one user pool through one app client. */
export interface Auth {
  /** Settles when the core runs. Every call waits for it by itself; await it to learn of a bad configuration early. */
  readonly ready: Promise<void>;
  /** Signs in; with SRP unless another way is asked for, so that the password is proved and never sent. */
  signIn(input: SignInInput, options?: CallOptions): Promise<SignInStep>;
  /** Who is signed in, without asking the pool. */
  user(): Promise<User | undefined>;
  /**
   * Asks an account operation by Cognito's name, with its input and answer as Cognito has them. The core adds the access token
   * or the client id. `poolkey/account` has a typed function for each.
   */
  call<T = unknown>(operation: string, input?: object, options?: CallOptions): Promise<T>;
  /** A good access token for your API, renewed first if it is due. */
  accessToken(options?: CallOptions): Promise<string>;
  /** Renews the tokens now. */
  refresh(options?: CallOptions): Promise<User>;
  /** Forgets the session at once, and asks the pool to revoke it. */
  signOut(options?: CallOptions): Promise<SignedOut>;
  /** The device that the pool remembers a user on, to be kept where you want. It is a secret: whoever has it is this device. */
  exportDevice(username: string): Promise<string | undefined>;
  /** Brings back a device that was exported. */
  importDevice(device: string): Promise<void>;
  /** Forgets everything and ends what is under way. */
  close(): void;
}
