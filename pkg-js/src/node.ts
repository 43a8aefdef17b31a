// The entry for Node: the same, with the wasm from the package's own folder. For tests and server-side scripts.

import { authFrom } from './auth.js';
import type { Auth, AuthOptions } from './types.js';
import { compile, compileFrom } from './wasm.js';

export { type ErrorCode, PoolkeyError } from './errors.js';
export type * from './types.js';

/** Opens a user pool. Returns at once; loading begins now, and every call waits for it. */
export function createAuth(options: AuthOptions): Auth {
  return authFrom(options, async (wasmUrl) => {
    if (wasmUrl !== undefined) return compileFrom(wasmUrl);
    const { readFile } = await import('node:fs/promises');
    const file = new URL('./generated/poolkey.wasm', import.meta.url);
    return compile(file.href, 'a file', async () => WebAssembly.compile(await readFile(file)));
  });
}
