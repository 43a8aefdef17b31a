// Poolkey's package in Node against ministack, a user pool that others wrote: signing up with confirmation, a forgotten
// password, the password itself, and a pool that asks its own questions by real Lambda functions.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAuth, PoolkeyError } from 'poolkey';
import { confirmForgotPassword, confirmSignUp, forgotPassword, profile, signUp } from 'poolkey/account';
import { startMinistack } from '../ministack.mjs';

const GRACE = { username: 'grace', password: 'Correct-horse-7' };

let pool;
const open = [];

before(async () => {
  pool = await startMinistack();
});

after(async () => {
  for (const auth of open) auth.close();
  await pool?.stop();
});

function auth(ids = pool) {
  const made = createAuth({ userPoolId: ids.userPoolId, clientId: ids.clientId, endpoint: pool.endpoint });
  open.push(made);
  return made;
}

async function refused(call) {
  const error = await call.then(
    (value) => assert.fail(`it was not refused but gave ${JSON.stringify(value)}`),
    (error) => error,
  );
  assert.ok(error instanceof PoolkeyError, String(error));
  return error.code;
}

test('somebody signs up, confirms the address and signs in', async () => {
  const browser = auth();
  const made = await signUp(browser, { ...GRACE, attributes: { email: 'grace@example.com' } });
  assert.equal(made.isConfirmed, false);
  assert.equal(await refused(signUp(browser, GRACE)), 'username_taken');
  assert.equal(await refused(browser.signIn(GRACE)), 'user_not_confirmed');
  assert.equal(await refused(confirmSignUp(browser, { username: 'grace', code: '999999' })), 'wrong_code');
  // The code that ministack gives to everybody.
  await confirmSignUp(browser, { username: 'grace', code: '123456' });
  assert.equal((await browser.signIn(GRACE)).kind, 'signedIn');
  assert.equal((await profile(browser)).attributes.email, 'grace@example.com');
});

test('a forgotten password is replaced', async () => {
  const browser = auth();
  await forgotPassword(browser, { username: 'ada' });
  const fresh = { username: 'ada', password: 'Another-horse-8' };
  assert.equal(await refused(confirmForgotPassword(browser, { ...fresh, code: '000001' })), 'wrong_code');
  await confirmForgotPassword(browser, { ...fresh, code: '654321' });
  assert.equal(await refused(browser.signIn({ username: 'ada', password: pool.password })), 'wrong_credentials');
  assert.equal((await browser.signIn(fresh)).kind, 'signedIn');
  assert.equal((await browser.signIn({ ...fresh, flow: 'password' })).kind, 'signedIn');
});

test('the questions of a pool are asked by its own functions, until one is answered rightly', async () => {
  const browser = auth(pool.asking);
  const first = await browser.signIn({ username: 'ada', flow: 'custom' });
  assert.deepEqual([first.kind, first.parameters.riddle], ['custom', '6 x 7']);
  const second = await first.answer({ answer: '41' });
  assert.equal(second.kind, 'custom');
  const done = await second.answer({ answer: '42' });
  assert.deepEqual([done.kind, done.user?.username], ['signedIn', 'ada']);

  let step = await browser.signIn({ username: 'ada', flow: 'custom' });
  for (let round = 0; round < 2; round += 1) step = await step.answer({ answer: 'wrong' });
  assert.match(await refused(step.answer({ answer: 'wrong' })), /^(not_authorized|wrong_credentials)$/);
});
