// One POST to the user pool: no cookies, no cache, no referrer, no redirect followed, a timeout, a bounded body.

/** The core refuses what is longer; no answer of a user pool comes near. */
const MAX_BYTES = 1 << 20;

/** A reply with its status, and what the browser was allowed to see of it. Status 0 is no reply; then `errorType` says why. */
export interface Reply {
  status: number;
  requestId: string;
  errorType: string;
  /** Seconds; 0 where nothing was said. */
  retryAfter: number;
  body: string;
}

/** Sends, and reads the whole body. Never rejects; `abort` ends it early. */
export async function post(
  url: string,
  target: string,
  body: string,
  timeoutMs: number,
  abort: AbortController,
): Promise<Reply> {
  // Where the browser knows that it is offline, nothing is sent, so anything may be sent again.
  let why = globalThis.navigator?.onLine === false ? 'offline' : 'network';
  const timer = setTimeout(() => {
    why = 'timeout';
    abort.abort();
  }, timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: abort.signal,
    });
    const text = await until(abort.signal, readText(response));
    if (text === undefined) {
      abort.abort();
      return noReply('too_long');
    }
    return {
      status: response.status,
      requestId: response.headers.get('x-amzn-requestid') ?? '',
      errorType: response.headers.get('x-amzn-errortype') ?? '',
      retryAfter: Number.parseInt(response.headers.get('retry-after') ?? '', 10) || 0,
      body: text,
    };
  } catch {
    return noReply(why);
  } finally {
    clearTimeout(timer);
  }
}

function noReply(why: string): Reply {
  return { status: 0, requestId: '', errorType: why, retryAfter: 0, body: '' };
}

/** The work, or a rejection when the signal ends it: Node 20, once it has collected garbage, forgets to end a body. */
function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const ended = new Promise<never>((_, reject) => signal.addEventListener('abort', reject, { once: true }));
  return Promise.race([work, ended]);
}

async function readText(response: Response): Promise<string | undefined> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > MAX_BYTES) return undefined;
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
