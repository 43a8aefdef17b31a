// One login's arithmetic as amazon-cognito-identity-js ships it, imported by path, nothing rewritten.
// A login draws its ephemeral the way that client does: 1024 bits.

import AuthenticationHelper from 'amazon-cognito-identity-js/es/AuthenticationHelper.js';
import BigInteger from 'amazon-cognito-identity-js/es/BigInteger.js';
import { hex } from './hex.mjs';

export const name = 'amazon-cognito-identity-js';
export const ephemeralBits = 1024;

export async function login(input) {
  return key(new AuthenticationHelper(input.poolName), input);
}

/** The same with the record's own ephemeral, to compare the keys. */
export async function keyWith(a, input) {
  class Fixed extends AuthenticationHelper {
    generateRandomSmallA() {
      return new BigInteger(a, 16);
    }
  }
  return key(new Fixed(input.poolName), input);
}

function key(helper, { userIdForSrp, password, salt, B }) {
  return new Promise((resolve, reject) => {
    helper.getPasswordAuthenticationKey(
      userIdForSrp,
      password,
      new BigInteger(B, 16),
      new BigInteger(salt, 16),
      (error, bytes) => (error ? reject(error) : resolve(hex(bytes))),
    );
  });
}
