// The six digits of an authenticator app (RFC 6238: SHA-1, 30 seconds), so that a test can be somebody's telephone.

import { createHmac } from 'node:crypto';

const STEP_SECONDS = 30;

/** `secret` in base32, as Cognito's SecretCode; `at` in seconds since 1970. */
export function oneTimePassword(secret, at) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_SECONDS)));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  // RFC 4226, 5.3: the last four bits say where the 31 bits are.
  const truncated = digest.readUInt32BE(digest[digest.length - 1] & 0x0f) & 0x7fffffff;
  return String(truncated % 1_000_000).padStart(6, '0');
}

/** Six digits that are right at no time from a minute before to a minute after. */
export function wrongOneTimePassword(secret, at) {
  const near = [-60, -30, 0, 30, 60].map((shift) => oneTimePassword(secret, at + shift));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code));
}

function fromBase32(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text.replace(/=+$/, '')].map((letter) => {
    const value = alphabet.indexOf(letter);
    if (value < 0) throw new Error('a secret that is not base32');
    return value.toString(2).padStart(5, '0');
  });
  return Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      .map((byte) => Number.parseInt(byte, 2)),
  );
}
