// The test's own authenticator against the numbers of RFC 6238, appendix B (its last six digits).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneTimePassword } from './one-time-password.mjs';

// base32 of "12345678901234567890"
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

for (const [at, code] of [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
]) {
  test(`at ${at} seconds the code is ${code}`, () => assert.equal(oneTimePassword(SECRET, at), code));
}
