// One running core: the wasm instance, the calls under way, the requests it asked for, and its end.
//
// Every entry into the wasm goes through `#enter`. A trap there ends the core at once: what is pending is rejected with
// `core_crashed`, nothing enters it again, and whoever holds it starts a fresh one. A value that crosses is checked
// before, so that nothing but a crash can throw.

import { type ErrorShape, failure, PoolkeyError } from './errors.js';
import { type Core as Glue, type Host, makeCore, type RawCore } from './generated/core.js';
import { checkedSignal, isTimeout, MAX_TIMEOUT, readable } from './input.js';
import { post, type Reply } from './reply.js';
import type { CallOptions } from './types.js';
import { instantiate } from './wasm.js';

interface Call {
  resolve(text: string): void;
  reject(error: PoolkeyError): void;
}

/** What a core can be asked to do. */
export type Verb =
  | 'open'
  | 'signIn'
  | 'answer'
  | 'restart'
  | 'setUpTotp'
  | 'verifyTotp'
  | 'user'
  | 'accessToken'
  | 'refresh'
  | 'signOut'
  | 'call'
  | 'exportDevice'
  | 'importDevice';

export class Core {
  readonly #raw: RawCore;
  readonly #calls: Map<number, Call>;
  readonly #requests: Map<number, AbortController>;
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
    const requests = new Map<number, AbortController>();
    let core: Core | undefined;
    const glue: Glue = makeCore(
      host(
        calls,
        requests,
        (number, url, target, body) => {
          if (core) void core.#send(number, url, target, body, timeoutMs);
        },
        (number) => {
          if (core) core.#reply(number, AWAKE);
        },
      ),
    );
    core = new Core(glue.start(await instantiate(module, glue.imports)), calls, requests, onCrash);
    await core.call('open', options);
    return core;
  }

  private constructor(
    raw: RawCore,
    calls: Map<number, Call>,
    requests: Map<number, AbortController>,
    onCrash: () => void,
  ) {
    this.#raw = raw;
    this.#calls = calls;
    this.#requests = requests;
    this.#onCrash = onCrash;
  }

  /** Begins a call with JSON text; settles when the core does, or when its time is over or somebody ends it. */
  call(verb: Verb, input = '', options?: CallOptions): Promise<string> {
    return new Promise((resolve, reject) => {
      const { signal, timeoutMs } = readable('invalid_input', verb, () => checked(options));
      if (signal?.aborted) throw aborted(signal);
      const number = ++this.#calledLast;
      const stop = (error: PoolkeyError) => {
        if (this.#calls.get(number) !== call) return;
        call.reject(error);
        this.#calls.delete(number);
        try {
          this.#enter((raw) => raw.cancel(number));
        } catch {
          // A crash: `#enter` has told everybody who waits.
        }
      };
      const onAbort = () => stop(aborted(signal));
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => stop(late()), timeoutMs);
      const ended = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const call: Call = {
        resolve(text) {
          ended();
          resolve(text);
        },
        reject(error) {
          ended();
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort);
      this.#calls.set(number, call);
      try {
        this.#enter((raw) => raw.call(number, verb, input));
      } catch (error) {
        this.#calls.delete(number);
        call.reject(error as PoolkeyError);
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
    for (const request of this.#requests.values()) request.abort();
    const pending = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of pending) call.reject(error);
  }

  async #send(number: number, url: string, target: string, body: string, timeoutMs: number): Promise<void> {
    const request = new AbortController();
    this.#requests.set(number, request);
    const reply = await post(url, target, body, timeoutMs, request);
    // Whoever gave it up wants no reply.
    if (this.#requests.delete(number)) this.#reply(number, reply);
  }

  #reply(number: number, { status, requestId, errorType, retryAfter, body }: Reply): void {
    if (this.#ended) return;
    try {
      this.#enter((raw) => raw.reply(number, status, requestId, errorType, retryAfter, body));
    } catch {
      // A crash: `#enter` has told everybody who waits.
    }
  }
}

function checked(options: CallOptions | undefined): CallOptions {
  const { signal, timeoutMs } = options ?? {};
  if (timeoutMs !== undefined && !isTimeout(timeoutMs)) {
    throw failure('invalid_input', `timeoutMs must be a whole number of milliseconds from 1 to ${MAX_TIMEOUT}.`);
  }
  return { signal: checkedSignal(signal), timeoutMs };
}

/** What a sleep that is over brings. */
const AWAKE: Reply = { status: 200, requestId: '', errorType: '', retryAfter: 0, body: '' };

function aborted(signal: AbortSignal | undefined): PoolkeyError {
  return failure('aborted', 'The call was given up by its signal.', signal?.reason);
}

function late(): PoolkeyError {
  return failure('timeout', 'The call took longer than its timeoutMs. Check the connection, then try again.');
}

/** What the core may ask of us. */
function host(
  calls: Map<number, Call>,
  requests: Map<number, AbortController>,
  send: Host['send'],
  wake: (number: number) => void,
): Host {
  return {
    send,
    // A sleep has a controller as well, so that both are given up alike.
    sleep(number, millis) {
      const sleep = new AbortController();
      requests.set(number, sleep);
      const timer = setTimeout(() => {
        if (requests.delete(number)) wake(number);
      }, millis);
      sleep.signal.addEventListener('abort', () => clearTimeout(timer));
    },
    abort(number) {
      const request = requests.get(number);
      requests.delete(number);
      request?.abort();
    },
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
