// `poolkey/account` and the steps of a sign-in against local-pool, in Node: an account from its sign-up to its end, a second
// factor, a device that is remembered, sessions. What a fake pool cannot show is whether the pool understands all of it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as account from '../../pkg-js/dist/account.js';
import { createAuth } from '../../pkg-js/dist/node.js';
import { startLocalPool } from '../peers/local-pool.mjs';
import { oneTimePassword } from '../peers/one-time-password.mjs';

const POOL_ID = 'eu-west-1_AbCdEfGhI';
const CLIENT_ID = '1h57kf5cpq17m0eml12EXAMPLE';
const PASSWORD = 'Correct-horse-7';
const POOL = `
  [pool]
  id = "${POOL_ID}"
  auto_verified_attributes = ["email"]
  first_factors = ["PASSWORD", "EMAIL_OTP"]
  [pool.mfa]
  mode = "OPTIONAL"
  factors = ["SOFTWARE_TOKEN_MFA"]
  [pool.devices]
  challenge_new = true
  remember_on_prompt = true
  [pool.sessions]
  tracking = true
  [[clients]]
  id = "${CLIENT_ID}"
  explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
`;

const { devices, mfa, sessions } = account;

const collect = async (list) => {
  const all = [];
  for await (const item of list) all.push(item);
  return all;
};

describe('an account', { concurrency: false }, () => {
  let pool;
  let auth;
  let secretCode;

  const open = () => createAuth({ userPoolId: POOL_ID, clientId: CLIENT_ID, endpoint: pool.url });

  before(async () => {
    pool = await startLocalPool(POOL);
    auth = open();
  });
  after(async () => {
    auth?.close();
    await pool?.stop();
  });

  test('is made, confirmed, and signed in to without typing anything again', async () => {
    const signedUp = await account.signUp(auth, {
      username: 'grace',
      password: PASSWORD,
      attributes: { email: 'grace@example.com', name: 'Grace' },
    });
    assert.equal(signedUp.isConfirmed, false);
    assert.equal(signedUp.delivery.attribute, 'email');
    await account.resendCode(auth, { username: 'grace' });
    const code = await pool.code('grace@example.com');
    const { session } = signedUp;
    const { signIn } = await account.confirmSignUp(auth, { username: 'grace', code, session });
    assert.equal((await signIn()).user.sub, signedUp.sub);
  });

  test('has attributes', async () => {
    await account.updateAttributes(auth, { attributes: { nickname: 'Amazing', name: 'Grace H' } });
    await account.deleteAttributes(auth, ['nickname']);
    const { username, attributes } = await account.profile(auth);
    assert.deepEqual([username, attributes.name, attributes.nickname], ['grace', 'Grace H', undefined]);
    const { deliveries } = await account.updateAttributes(auth, { attributes: { email: 'hopper@example.com' } });
    assert.equal(deliveries[0].attribute, 'email');
    await account.sendAttributeCode(auth, { attribute: 'email' });
    await account.verifyAttribute(auth, { attribute: 'email', code: await pool.code('hopper@example.com') });
    assert.equal((await account.profile(auth)).attributes.email_verified, 'true');
  });

  test('gets a second factor', async () => {
    const app = await mfa.setUpTotp(auth);
    ({ secretCode } = app);
    await app.verify({ code: oneTimePassword(secretCode, Date.now() / 1000), deviceName: 'phone' });
    await mfa.setPreference(auth, { totp: 'preferred' });
    assert.deepEqual(await mfa.preference(auth), {
      enabled: ['SOFTWARE_TOKEN_MFA'],
      preferred: 'SOFTWARE_TOKEN_MFA',
    });
    const { first, second } = await account.authFactors(auth);
    assert.ok(first.includes('PASSWORD'));
    assert.deepEqual(second, ['SOFTWARE_TOKEN_MFA']);
  });

  test('is asked for it, but not on a device that was remembered, which outlives its page', async () => {
    // A code is good once.
    await pool.moveClock(30);
    const step = await auth.signIn({ username: 'grace', password: PASSWORD });
    assert.equal(step.kind, 'totp');
    const soon = Date.now() / 1000 + 30;
    assert.equal((await step.answer({ code: oneTimePassword(secretCode, soon) })).kind, 'signedIn');

    const key = await devices.current(auth);
    await devices.remember(auth, key);
    assert.equal((await devices.get(auth, key)).key, key);
    assert.ok(
      (await collect(devices.list(auth))).some((device) => device.key === key && device.created instanceof Date),
    );

    const later = open();
    await later.importDevice(await auth.exportDevice('grace'));
    assert.equal((await later.signIn({ username: 'grace', password: PASSWORD })).kind, 'signedIn');
    await devices.forget(later, key);
    const asked = await later.signIn({ username: 'grace', password: PASSWORD });
    assert.equal(asked.kind, 'totp');
    assert.equal(await later.exportDevice('grace'), undefined);
    later.close();
  });

  test('has sessions, which are ended one by one or all at once', async () => {
    await mfa.setPreference(auth, { totp: 'off' });
    const other = open();
    assert.equal((await other.signIn({ username: 'grace', password: PASSWORD })).kind, 'signedIn');
    const all = await collect(sessions.list(other));
    assert.equal(all.filter(({ isCurrent }) => isCurrent).length, 1);
    const { id } = all.find(({ isCurrent }) => isCurrent);
    await sessions.revoke(auth, { sessionId: id, withLinked: false });
    await assert.rejects(account.profile(other), { name: 'PoolkeyError' });
    await account.signOutEverywhere(auth);
    assert.equal(await auth.user(), undefined);
    other.close();
  });

  test('gets a new password with a code, and changes it', async () => {
    const { delivery } = await account.forgotPassword(auth, { username: 'grace' });
    assert.equal(delivery.medium, 'EMAIL');
    const code = await pool.code('hopper@example.com');
    await account.confirmForgotPassword(auth, { username: 'grace', code, password: 'Other-horse-7' });
    assert.equal((await auth.signIn({ username: 'grace', password: 'Other-horse-7' })).kind, 'signedIn');
    await account.changePassword(auth, { previous: 'Other-horse-7', password: PASSWORD });
    await assert.rejects(account.changePassword(auth, { previous: 'Other-horse-7', password: PASSWORD }), {
      name: 'PoolkeyError',
    });
  });

  test('is chosen a way into', async () => {
    const step = await auth.signIn({ username: 'grace', flow: 'choice' });
    assert.equal(step.kind, 'selectFirstFactor');
    const asked = await step.answer({ choice: 'EMAIL_OTP' });
    assert.equal(asked.kind, 'emailCode');
    const code = await pool.code('hopper@example.com');
    assert.equal((await asked.answer({ code })).kind, 'signedIn');
    const again = await auth.signIn({ username: 'grace', flow: 'choice' });
    assert.equal((await again.answer({ password: PASSWORD })).kind, 'signedIn');
  });

  test('ends', async () => {
    await account.deleteUser(auth);
    assert.equal(await auth.user(), undefined);
    await assert.rejects(auth.signIn({ username: 'grace', password: PASSWORD }), { name: 'PoolkeyError' });
  });
});
