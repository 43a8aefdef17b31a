// Compiles the wasm, and tells in words what stands in the way: a Content Security Policy, a missing or wrong file.

import { failure, type PoolkeyError } from './errors.js';

/** The smallest module there is: if even this does not compile, wasm itself is blocked. */
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Fetches and compiles. */
export async function compileFrom(url: string | URL): Promise<WebAssembly.Module> {
  // A bundler may have put the whole file into the address.
  const name = String(url).replace(/^(data:[^,]*,).*/s, '$1...');
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw failure(
      'wasm_load_failed',
      `${name} could not be fetched. Serve poolkey.wasm beside your scripts, or say where it is with wasmUrl; a Content Security Policy must allow it in connect-src.`,
      cause,
    );
  }
  if (!response.ok) {
    throw failure(
      'wasm_load_failed',
      `${name} answered ${response.status}. Serve poolkey.wasm there, or say where it is with wasmUrl.`,
    );
  }
  const type = response.headers.get('content-type') ?? 'no content type';
  return compile(name, type, () =>
    type.startsWith('application/wasm')
      ? WebAssembly.compileStreaming(response)
      : response.arrayBuffer().then((bytes) => WebAssembly.compile(bytes)),
  );
}

/** Compiles, and finds out why it failed where it did. */
export async function compile(
  name: string,
  type: string,
  work: () => Promise<WebAssembly.Module>,
): Promise<WebAssembly.Module> {
  try {
    return await work();
  } catch (cause) {
    throw await explained(cause, `${name} (${type})`);
  }
}

/** Instantiates; WebKit looks at the policy only here. */
export async function instantiate(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Exports> {
  try {
    return (await WebAssembly.instantiate(module, imports)).exports;
  } catch (cause) {
    throw await explained(cause, 'poolkey.wasm');
  }
}

async function explained(cause: unknown, what: string): Promise<PoolkeyError> {
  try {
    await WebAssembly.instantiate(EMPTY);
  } catch {
    return failure(
      'wasm_blocked',
      "The page may not run WebAssembly. Add 'wasm-unsafe-eval' to script-src in its Content-Security-Policy header.",
      cause,
    );
  }
  return failure(
    'wasm_load_failed',
    `${what} is not the wasm of this version. Serve poolkey.wasm there, or say where it is with wasmUrl.`,
    cause,
  );
}
