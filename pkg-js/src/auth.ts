// What an app holds: checks what it is given, keeps a core running, and turns the core's JSON into typed values.

import { Core, type Verb } from './core.js';
import { failure } from './errors.js';
import type { Auth, AuthOptions, Credentials, SignedOut, SignInStep, User, UserProfile } from './types.js';

/** Longer than any name, password or answer that a pool accepts. */
const MAX_LENGTH = 4096;

/** A step as it crosses: a challenge carries its number in the core. */
export type RawStep =
  | { kind: 'signedIn'; user: User }
  | { kind: 'other'; id: number; challenge: string; parameters: Record<string, string> };

/** How the wasm gets here; each entry of the package has its own way. */
export type Load = (options: AuthOptions) => Promise<WebAssembly.Module>;

/** An `Auth` whose wasm comes from `load`. */
export function authFrom(options: AuthOptions, load: Load): Auth {
  // Plain JavaScript may pass nothing at all; the core then says what is missing.
  return new LoadedAuth(options ?? {}, load);
}

class LoadedAuth implements Auth {
  readonly ready: Promise<void>;
  readonly #start: () => Promise<Core>;
  #core: Promise<Core>;
  #closed = false;

  constructor(options: AuthOptions, load: Load) {
    let module: Promise<WebAssembly.Module> | undefined;
    this.#start = async () => {
      const { text, timeoutMs } = checked(options);
      module ??= load(options);
      return Core.start(await module, text, timeoutMs, () => this.#restart());
    };
    this.#core = this.#start();
    this.ready = this.#core.then(() => undefined);
    // Who does not wait for it learns of a failure from the first call.
    this.ready.catch(() => undefined);
  }

  async signIn(credentials: Credentials): Promise<SignInStep> {
    const username = typed(credentials?.username, 'username');
    const password = typed(credentials?.password, 'password');
    const core = await this.#running();
    return step(core, await core.call('signIn', JSON.stringify({ username, password })));
  }

  async user(): Promise<User | undefined> {
    return JSON.parse(await this.#call('user')) ?? undefined;
  }

  async profile(): Promise<UserProfile> {
    return JSON.parse(await this.#call('profile')) as UserProfile;
  }

  async accessToken(): Promise<string> {
    return this.#call('accessToken');
  }

  async refresh(): Promise<User> {
    return JSON.parse(await this.#call('refresh')) as User;
  }

  async signOut(): Promise<SignedOut> {
    return JSON.parse(await this.#call('signOut')) as SignedOut;
  }

  close(): void {
    this.#closed = true;
    this.#core.then((core) => core.end(closed())).catch(() => undefined);
  }

  async #call(verb: Verb): Promise<string> {
    return (await this.#running()).call(verb);
  }

  async #running(): Promise<Core> {
    const core = await this.#core;
    if (this.#closed) throw closed();
    return core;
  }

  #restart(): void {
    this.#core = this.#start();
    this.#core.catch(() => undefined);
  }
}

/** Hands the options over as JSON; whether they make sense is the core's to say. */
function checked(options: AuthOptions): { text: string; timeoutMs: number } {
  const { userPoolId, clientId, endpoint, timeoutMs = 15_000 } = options;
  if ('clientSecret' in options) {
    throw failure(
      'client_secret_refused',
      'A browser cannot keep a client secret: everybody could read it. Create an app client without a secret and use its id.',
    );
  }
  if (!(Number.isInteger(timeoutMs) && timeoutMs > 0)) {
    throw failure('invalid_config', 'timeoutMs must be a whole number of milliseconds above 0.');
  }
  return { text: JSON.stringify({ userPoolId, clientId, endpoint }), timeoutMs };
}

/** Only text may cross, and only so much. */
function typed(value: unknown, name: string): string {
  if (typeof value === 'string' && value.length <= MAX_LENGTH) return value;
  throw failure('invalid_input', `${name} must be a text of at most ${MAX_LENGTH} characters.`);
}

function step(core: Core, text: string): SignInStep {
  const raw = JSON.parse(text) as RawStep;
  if (raw.kind === 'signedIn') return raw;
  const { id, ...other } = raw;
  return {
    ...other,
    async answer(responses) {
      const answer = typed(JSON.stringify({ id, responses }), 'The answer');
      return step(core, await core.call('answer', answer));
    },
  };
}

function closed() {
  return failure('closed', 'This auth was closed. Create another one.');
}
