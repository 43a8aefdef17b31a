// Runs the SRP arithmetic that aws-amplify ships and records what it computes: A, u, x, S, the HKDF key, the
// signature and the time string, for inputs that record.py chose. See README.md in this folder.
// It reads one JSON document from standard input and writes one to standard output; record.py starts it.
// It computes nothing itself: every value comes out of Amplify's own functions, observed while they run.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

// The package keeps these modules out of its `exports`, so they are reached by path.
const fromTests = createRequire(import.meta.url);
const fromAmplify = createRequire(fromTests.resolve('aws-amplify'));
const authRoot = join(dirname(fromAmplify.resolve('@aws-amplify/auth')), '..', '..');
const srp = (file) => import(pathToFileURL(join(authRoot, 'dist/esm/providers/cognito/utils/srp', file)));

const { default: BigInteger } = await srp('BigInteger/BigInteger.mjs');
const { default: AuthenticationHelper } = await srp('AuthenticationHelper/AuthenticationHelper.mjs');
const { calculateA } = await srp('calculate/calculateA.mjs');
const { calculateU } = await srp('calculate/calculateU.mjs');
const { INIT_N } = await srp('constants.mjs');
const { getNowString } = await srp('getNowString.mjs');
const { getSignatureString } = await srp('getSignatureString.mjs');

const N = new BigInteger(INIT_N, 16);
const g = new BigInteger('2', 16);

const asked = JSON.parse(readFileSync(0, 'utf8'));
const answer = { version: packageVersion('aws-amplify'), signIn: [], deviceConfirm: [] };
for (const input of asked.signIn) answer.signIn.push(await signIn(input));
for (const input of asked.deviceConfirm) answer.deviceConfirm.push(await deviceConfirm(input));
process.stdout.write(JSON.stringify(answer));

async function signIn({ poolName, userIdForSrp, password, a: aHex, salt, B: bHex, secretBlock, time }) {
  const a = new BigInteger(aHex, 16);
  const A = await calculateA({ a, g, N });
  const helper = new AuthenticationHelper({ userPoolName: poolName, a, g, A, N });
  const serverBValue = new BigInteger(bHex, 16);
  const { result: key, powers } = await observePowers(() =>
    helper.getPasswordAuthenticationKey({
      username: userIdForSrp,
      password,
      serverBValue,
      salt: new BigInteger(salt, 16),
    }),
  );
  // Amplify raises twice: g to x, then (B - k g^x) to (a + u x), whose result is S.
  const [gToX, session] = powers;
  const timestamp = atTime(time, getNowString);
  return {
    A: A.toString(16),
    u: calculateU({ A, B: serverBValue }).toString(16),
    x: gToX.exponent.toString(16),
    S: session.result.toString(16),
    key: Buffer.from(key).toString('hex'),
    timestamp,
    signature: getSignatureString({
      userPoolName: poolName,
      username: userIdForSrp,
      challengeParameters: { SECRET_BLOCK: secretBlock },
      dateNow: timestamp,
      hkdf: key,
    }),
  };
}

async function deviceConfirm({ deviceGroupKey, deviceKey, random }) {
  const helper = new AuthenticationHelper({ userPoolName: deviceGroupKey, a: g, g, A: g, N });
  await withRandomBytes(Buffer.from(random, 'hex'), () => helper.generateHashDevice(deviceGroupKey, deviceKey));
  return {
    password: helper.getRandomPassword(),
    salt: helper.getSaltToHashDevices(),
    verifier: helper.getVerifierDevices(),
  };
}

async function observePowers(action) {
  const original = BigInteger.prototype.modPow;
  const powers = [];
  BigInteger.prototype.modPow = function modPow(exponent, modulus, callback) {
    const result = original.call(this, exponent, modulus, () => {});
    powers.push({ exponent, result });
    callback(null, result);
    return result;
  };
  try {
    return { result: await action(), powers };
  } finally {
    BigInteger.prototype.modPow = original;
  }
}

function atTime(unixSeconds, action) {
  const RealDate = globalThis.Date;
  globalThis.Date = class extends RealDate {
    constructor() {
      super(unixSeconds * 1000);
    }
  };
  try {
    return action();
  } finally {
    globalThis.Date = RealDate;
  }
}

// Amplify asks for its random bytes as big-endian 32-bit words, one at a time.
async function withRandomBytes(bytes, action) {
  let offset = 0;
  Object.defineProperty(globalThis.crypto, 'getRandomValues', {
    configurable: true,
    value(words) {
      for (let i = 0; i < words.length; i += 1, offset += 4) words[i] = bytes.readUInt32BE(offset);
      return words;
    },
  });
  try {
    await action();
  } finally {
    delete globalThis.crypto.getRandomValues;
  }
  if (offset !== bytes.length) throw new Error(`Amplify took ${offset} random bytes, ${bytes.length} were set out`);
}

function packageVersion(name) {
  return JSON.parse(readFileSync(join(dirname(fromTests.resolve(`${name}/package.json`)), 'package.json'), 'utf8'))
    .version;
}
