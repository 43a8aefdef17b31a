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
  /** How long a request may take before it fails with `timeout`; 15,000 if not set. */
  timeoutMs?: number;
  /** Where the wasm is, if your bundler does not find it by itself. */
  wasmUrl?: string | URL;
}

/** Name and password. */
export interface Credentials {
  username: string;
  password: string;
}

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
}

/** The session is gone from memory in either case; `revoked` says whether the pool was told. */
export interface SignedOut {
  revoked: boolean;
}

/** Where a sign-in stands. */
export type SignInStep = SignedInStep | OtherStep;

/** Done. */
export interface SignedInStep {
  kind: 'signedIn';
  user: User;
}

/** A challenge that this version knows by its name only. */
export interface OtherStep {
  kind: 'other';
  /** Cognito's name, such as `SOFTWARE_TOKEN_MFA`. */
  challenge: string;
  /** What the pool says with it. */
  parameters: Record<string, string>;
  /** Answers with Cognito's own names, such as `{ SOFTWARE_TOKEN_MFA_CODE: '123456' }`. A wrong one leaves the challenge open. */
  answer(responses: Record<string, string>): Promise<SignInStep>;
}

/** Signs people in to one user pool through one app client. */
export interface Auth {
  /** Settles when the core runs. Every call waits for it by itself; await it to learn of a bad configuration early. */
  readonly ready: Promise<void>;
  /** Signs in with SRP: the password is proved, never sent. */
  signIn(credentials: Credentials): Promise<SignInStep>;
  /** Who is signed in, without asking the pool. */
  user(): Promise<User | undefined>;
  /** Name and attributes as the pool has them now. */
  profile(): Promise<UserProfile>;
  /** A good access token for your API, renewed first if it is due. */
  accessToken(): Promise<string>;
  /** Renews the tokens now. */
  refresh(): Promise<User>;
  /** Forgets the session at once, and asks the pool to revoke it. */
  signOut(): Promise<SignedOut>;
  /** Forgets everything and ends what is under way. */
  close(): void;
}
