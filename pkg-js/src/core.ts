// One running core: the wasm instance, the calls under way, the requests it asked for, and its end.
//
// Every entry into the wasm goes through `#enter`. A trap there ends the core at once: what is pending is rejected with
// `core_crashed`, nothing enters it again, and whoever holds it starts a fresh one. A value that crosses is checked
// before, so that nothing but a crash can throw.

import { type ErrorShape, failure, PoolkeyError } from './errors.js';
import { type Core as Glue, type Host, makeCore, type RawCore } from './generated/core.js';
import { post } from './reply.js';
import { instantiate } from './wasm.js';

interface Call {
  resolve(text: string): void;
  reject(error: PoolkeyError): void;
}

/** What a core can be asked to do. */
export type Verb = 'open' | 'signIn' | 'answer' | 'user' | 'profile' | 'accessToken' | 'refresh' | 'signOut';

export class Core {
  readonly #raw: RawCore;
  readonly #calls: Map<number, Call>;
  readonly #requests = new Set<AbortController>();
  readonly #onCrash: () => void;
  #calledLast = 0;
  #ended: PoolkeyError | undefined;

  /** Starts a core from the compiled wasm. `options` is what `createAuth` was given, as JSON. */
  static async start(
    module: WebAssembly.Module,
    options: string,
    timeoutMs: number,
    onCrash: () => void,
  ): Promise<Core> {
    const calls = new Map<number, Call>();
    let core: Core | undefined;
    const glue: Glue = makeCore(
      host(calls, (number, url, target, body) => {
        if (core) void core.#send(number, url, target, body, timeoutMs);
      }),
    );
    core = new Core(glue.start(await instantiate(module, glue.imports)), calls, onCrash);
    await core.call('open', options);
    return core;
  }

  private constructor(raw: RawCore, calls: Map<number, Call>, onCrash: () => void) {
    this.#raw = raw;
    this.#calls = calls;
    this.#onCrash = onCrash;
  }

  /** Begins a call with JSON text; settles when the core does. */
  call(verb: Verb, input = ''): Promise<string> {
    return new Promise((resolve, reject) => {
      const number = ++this.#calledLast;
      this.#calls.set(number, { resolve, reject });
      try {
        this.#enter((raw) => raw.call(number, verb, input));
      } catch (error) {
        this.#calls.delete(number);
        reject(error);
      }
    });
  }

  /** Runs wasm. */
  #enter(use: (raw: RawCore) => void): void {
    if (this.#ended) throw this.#ended;
    try {
      use(this.#raw);
    } catch (cause) {
      const crashed = failure(
        'core_crashed',
        'The sign-in core stopped working and was replaced by a fresh one. The session is lost; sign in again.',
        cause,
      );
      this.#end(crashed);
      this.#onCrash();
      throw crashed;
    }
  }

  /** Ends what is under way with this error, and has the core drop and wipe what it holds. */
  close(error: PoolkeyError): void {
    if (this.#ended) return;
    this.#end(error);
    this.#raw.free();
  }

  /** Rejects what is pending, ends its requests, and refuses everything after. */
  #end(error: PoolkeyError): void {
    this.#ended ??= error;
    for (const request of this.#requests) request.abort();
    const pending = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of pending) call.reject(error);
  }

  async #send(number: number, url: string, target: string, body: string, timeoutMs: number): Promise<void> {
    const request = new AbortController();
    this.#requests.add(request);
    const reply = await post(url, target, body, timeoutMs, request);
    this.#requests.delete(request);
    if (this.#ended) return;
    try {
      this.#enter((raw) => raw.reply(number, reply.status, reply.requestId, reply.errorType, reply.body));
    } catch {
      // A crash: `#enter` has told everybody who waits.
    }
  }
}

/** What the core may ask of us. */
function host(calls: Map<number, Call>, send: Host['send']): Host {
  return {
    send,
    settle(number, isOk, text) {
      const call = calls.get(number);
      calls.delete(number);
      if (isOk) call?.resolve(text);
      else call?.reject(new PoolkeyError(JSON.parse(text) as ErrorShape));
    },
    now: () => Date.now(),
    random(bytes) {
      try {
        crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
        return true;
      } catch {
        return false;
      }
    },
  };
}
