// One login's arithmetic as aws-amplify ships it: its own functions, imported by path, nothing rewritten.
// A login draws its ephemeral the way Amplify does: 1024 bits.

import AuthenticationHelper from 'amplify-srp/AuthenticationHelper/AuthenticationHelper.mjs';
import BigInteger from 'amplify-srp/BigInteger/BigInteger.mjs';
import { calculateA } from 'amplify-srp/calculate/calculateA.mjs';
import { INIT_N } from 'amplify-srp/constants.mjs';
import { getAuthenticationHelper } from 'amplify-srp/getAuthenticationHelper.mjs';
import { hex } from './hex.mjs';

export const name = 'aws-amplify';
export const ephemeralBits = 1024;

export async function login(input) {
  return key(await getAuthenticationHelper(input.poolName), input);
}

/** The same with the record's own ephemeral, to compare the keys. */
export async function keyWith(a, input) {
  const N = new BigInteger(INIT_N, 16);
  const g = new BigInteger('2', 16);
  const ephemeral = new BigInteger(a, 16);
  const A = await calculateA({ a: ephemeral, g, N });
  return key(new AuthenticationHelper({ userPoolName: input.poolName, a: ephemeral, g, A, N }), input);
}

async function key(helper, { userIdForSrp, password, salt, B }) {
  const bytes = await helper.getPasswordAuthenticationKey({
    username: userIdForSrp,
    password,
    serverBValue: new BigInteger(B, 16),
    salt: new BigInteger(salt, 16),
  });
  return hex(bytes);
}
