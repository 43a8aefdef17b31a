// What an app holds: checks what it is given, keeps a core running, and turns the core's JSON into typed values.

import { Core, type Verb } from './core.js';
import { type ErrorCode, failure, PoolkeyError } from './errors.js';
import type { Auth, AuthOptions, Credentials, SignedOut, SignInStep, User, UserProfile } from './types.js';

/** Longer than any name, password or answer that a pool accepts. */
const MAX_LENGTH = 4096;

/** A step as it crosses: a challenge carries its number in the core. */
export type RawStep =
  | { kind: 'signedIn'; user: User }
  | { kind: 'other'; id: number; challenge: string; parameters: Record<string, string> };

/** The longest time that a timer takes; a longer one would end at once. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** How the wasm gets here; each entry of the package has its own way. */
export type Load = (wasmUrl: string | URL | undefined) => Promise<WebAssembly.Module>;

/** An `Auth` whose wasm comes from `load`. */
export function authFrom(options: AuthOptions, load: Load): Auth {
  return new LoadedAuth(options, load);
}

class LoadedAuth implements Auth {
  readonly ready: Promise<void>;
  readonly #start: () => Promise<Core>;
  #core: Promise<Core>;
  #failed = false;
  #closed = false;

  constructor(options: AuthOptions, load: Load) {
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

  async signIn(credentials: Credentials): Promise<SignInStep> {
    const input = readable('invalid_input', 'signIn', () => {
      const username = typed(credentials?.username, 'username');
      return JSON.stringify({ username, password: typed(credentials?.password, 'password') });
    });
    const core = await this.#running();
    return step(core, await core.call('signIn', input));
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
    this.#core.then((core) => core.close(closed())).catch(() => undefined);
  }

  async #call(verb: Verb): Promise<string> {
    return (await this.#running()).call(verb);
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
  const { userPoolId, clientId, endpoint, timeoutMs = 15_000, wasmUrl } = options ?? {};
  if (Object.hasOwn(options ?? {}, 'clientSecret')) {
    throw failure(
      'client_secret_refused',
      'A browser cannot keep a client secret: everybody could read it. Create an app client without a secret and use its id.',
    );
  }
  if (!(Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT)) {
    throw failure('invalid_config', `timeoutMs must be a whole number of milliseconds from 1 to ${MAX_TIMEOUT}.`);
  }
  if (endpoint !== undefined && typeof endpoint !== 'string') {
    throw failure('invalid_config', 'endpoint must be a text such as https://auth.example.com, or be left out.');
  }
  return { text: JSON.stringify({ userPoolId, clientId, endpoint }), timeoutMs, wasmUrl };
}

/** What an app gives can be anything, even something that throws when it is looked at. */
function readable<T>(code: ErrorCode, what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof PoolkeyError) throw cause;
    throw failure(code, `What ${what} was given cannot be read. Pass plain objects with texts in them.`, cause);
  }
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
      const answer = readable('invalid_input', 'answer', () => typed(JSON.stringify({ id, responses }), 'The answer'));
      return step(core, await core.call('answer', answer));
    },
  };
}

function closed() {
  return failure('closed', 'This auth was closed. Create another one.');
}
