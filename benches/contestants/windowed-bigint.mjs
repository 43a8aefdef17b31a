// What a JavaScript author could write today: native BigInt, a 5-bit window, a 256-bit ephemeral, SubtleCrypto hashes.
// It is the bar for "why wasm at all". It is not constant-time (BigInt cannot be), so it is no way to ship this.

import { fromHex, hex } from './hex.mjs';

export const name = 'JS BigInt, 5-bit window';
export const ephemeralBits = 256;

const N = BigInt(
  '0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
    'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f' +
    '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
    'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510' +
    '15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7' +
    'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c' +
    'bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff',
);
const g = 2n;
const WINDOW = 5;
const utf8 = new TextEncoder();
let k;

export async function login(input) {
  return keyWith(hex(crypto.getRandomValues(new Uint8Array(ephemeralBits / 8))), input);
}

/** The same with the record's own ephemeral, to compare the keys. */
export async function keyWith(aHex, { poolName, userIdForSrp, password, salt, B: bHex }) {
  k ??= await sha256(pad(N), pad(g));
  const a = BigInt(`0x${aHex}`);
  const B = BigInt(`0x${bHex}`);
  const A = power(g, a);
  const u = await sha256(pad(A), pad(B));
  const identity = await digest(utf8.encode(`${poolName}${userIdForSrp}:${password}`));
  const x = await sha256(pad(BigInt(`0x${salt}`)), identity);
  const base = (((B - k * power(g, x)) % N) + N) % N;
  return hex(await hkdf(pad(power(base, a + u * x)), pad(u)));
}

function power(base, exponent) {
  const table = [1n, base];
  for (let i = 2; i < 1 << WINDOW; i += 1) table.push((table[i - 1] * base) % N);
  const digits = exponent.toString(1 << WINDOW);
  let result = 1n;
  for (const digit of digits) {
    if (result !== 1n) for (let i = 0; i < WINDOW; i += 1) result = (result * result) % N;
    const value = Number.parseInt(digit, 1 << WINDOW);
    if (value !== 0) result = (result * table[value]) % N;
  }
  return result;
}

function pad(number) {
  const digits = number.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return fromHex(/^[89a-f]/.test(even) ? `00${even}` : even);
}

async function digest(...parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
}

async function sha256(...parts) {
  return BigInt(`0x${hex(await digest(...parts))}`);
}

async function hkdf(ikm, salt) {
  const source = await crypto.subtle.importKey('raw', ikm, 'HKDF', false, ['deriveBits']);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8.encode('Caldera Derived Key') };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, source, 128));
}
