// The entry for browsers and bundlers.

import { authFrom } from './auth.js';
import { failure } from './errors.js';
import type { Auth, AuthOptions } from './types.js';
import { compileFrom } from './wasm.js';

export { type ErrorCode, PoolkeyError } from './errors.js';
export type * from './types.js';

/** Opens a user pool. Returns at once; loading begins now, and every call waits for it. */
export function createAuth(options: AuthOptions): Auth {
  return authFrom(options, async (wasmUrl) => {
    if (globalThis.isSecureContext === false) {
      throw failure(
        'insecure_context',
        'Passwords need a secure page: serve it over https. Plain http works on localhost alone.',
      );
    }
    // Written out like this, bundlers find the file and give it a place.
    return compileFrom(wasmUrl ?? new URL('./generated/poolkey.wasm', import.meta.url));
  });
}
