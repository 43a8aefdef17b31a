// One login's arithmetic as Poolkey ships it: the same Rust, compiled with the same profile, exported bare by the probe
// (`cargo xtask wasm --probe`), so that nothing but the arithmetic is timed. A login is g^a and then the proof.

import { fromHex, hex } from './hex.mjs';

export const name = 'poolkey';
export const ephemeralBits = 256;

const utf8 = new TextEncoder();
let probe;

export async function ready(wasmUrl) {
  const module = await WebAssembly.compileStreaming(fetch(wasmUrl));
  const { exports } = await WebAssembly.instantiate(module, untouchable(module));
  probe = exports;
}

export async function login(input) {
  return prove(crypto.getRandomValues(new Uint8Array(ephemeralBits / 8)), input);
}

/** The same with the record's own ephemeral, to compare the keys. */
export async function keyWith(aHex, input) {
  return prove(fromHex(aHex), input);
}

export function prove(a, { poolName, userIdForSrp, password, salt: saltHex, B: bHex }) {
  const big_b = fromHex(bHex);
  const salt = fromHex(saltHex);
  const inner = utf8.encode(`${poolName}${userIdForSrp}:${password}`);
  write([a]);
  probe.srp_public(a.length);
  write([a, big_b, salt, inner]);
  const refused = probe.srp_prove(a.length, big_b.length, salt.length, inner.length);
  if (refused !== 0) throw new Error(`the probe refused with ${refused}`);
  return hex(new Uint8Array(probe.memory.buffer, probe.buffer(), 16));
}

// The arithmetic asks nothing of the page; what the crate around it might import is there to be refused.
function untouchable(module) {
  const imports = {};
  for (const { module: from, name: wanted } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][wanted] = () => {
      throw new Error(`the arithmetic called ${wanted}, which it must not need`);
    };
  }
  return imports;
}

function write(parts) {
  let offset = probe.buffer();
  for (const part of parts) {
    new Uint8Array(probe.memory.buffer, offset, part.length).set(part);
    offset += part.length;
  }
}
