// A page in which a scenario runs; the test says which, and reads how it ended.

import { createAuth } from './poolkey/index.js';
import { kitOf, scenarios } from './scenarios.js';

globalThis.scenario = {
  outcome: undefined,
  async begin(name, pool) {
    const kit = kitOf({ createAuth, pool, oneTimePassword });
    try {
      await scenarios[name](kit);
      this.outcome = 'well';
    } catch (error) {
      this.outcome = `${error.code ?? error.name}: ${error.message} ${error.serviceMessage ?? ''}`;
    } finally {
      kit.end();
    }
  },
};

/** The six digits of an authenticator app (RFC 6238: SHA-1, 30 seconds). */
async function oneTimePassword(secret, at) {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = Uint8Array.from(bits.join('').match(/.{8}/g), (byte) => Number.parseInt(byte, 2));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(at / 30)));
  const digest = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
  const truncated = digest.getUint32(digest.getUint8(19) & 0x0f) & 0x7fffffff;
  return String(truncated % 1_000_000).padStart(6, '0');
}
