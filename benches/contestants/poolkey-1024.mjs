// Poolkey's arithmetic with an ephemeral as long as the peers': what is left of the ratio when all draw 1024 bits.
// Poolkey never does this in an app; RFC 5054, 2.5.4 asks for 256.

import { prove } from './poolkey.mjs';

export { keyWith } from './poolkey.mjs';

export const name = 'poolkey, 1024-bit a';
export const ephemeralBits = 1024;

export async function login(input) {
  return prove(crypto.getRandomValues(new Uint8Array(ephemeralBits / 8)), input);
}
