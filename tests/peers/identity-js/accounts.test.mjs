// An account's life by amazon-cognito-identity-js: signing up and confirming, the forgotten and the changed password,
// deletion. Codes are read from the outbox; wrong, used and late ones are refused.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { travel } from '../traveling.mjs';
import { answer, attributes, next, person, readAttributes, refusal, refused, signedIn } from './person.mjs';

const OTHER_PASSWORD = 'Battery-staple-8';
const HOUR = 3600;

let pool;
let app;
let prepared;

before(async () => {
  pool = await startLocalPool();
  prepared = await preparePool(pool.url, {
    pool: {
      AutoVerifiedAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 10, RequireNumbers: true, RequireUppercase: true } },
    },
  });
  app = { url: pool.url, ...prepared };
});

after(() => pool?.stop());

test('signing up sends a code, the code confirms, and the password signs in', async () => {
  const { user, sub, delivery } = await signedUp('ada');
  assert.deepEqual(delivery, { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: delivery.Destination });
  assert.match(delivery.Destination, /^a\*+@e\*+$/);
  const message = await pool.message('ada@example.com');
  assert.match(message.code, /^\d{6}$/);
  assert.ok(message.body.includes(message.code));
  assert.equal(message.medium, 'EMAIL');

  assert.equal(await refused(person(app, 'ada').signIn(PASSWORD)), 'UserNotConfirmedException');
  assert.equal(await answer((done) => user.confirmRegistration(message.code, false, done)), 'SUCCESS');
  const { session, ...ada } = await signedIn(app, 'ada', PASSWORD);
  assert.equal(session.getIdToken().payload.sub, sub);
  assert.deepEqual(await readAttributes(ada.user), { sub, email: 'ada@example.com', email_verified: 'true' });
});

test('a wrong code is refused and the right one still good; once used it is not', async () => {
  const { user } = await signedUp('ben');
  const code = await pool.code('ben@example.com');
  const confirm = (given) => answer((done) => user.confirmRegistration(given, false, done));
  assert.equal(await refused(confirm(other(code))), 'CodeMismatchException');
  await confirm(code);
  const again = await refusal(confirm(code));
  assert.equal(again.code, 'NotAuthorizedException');
  assert.match(again.message, /Current status is CONFIRMED/);
});

test('the code of somebody else confirms nobody', async () => {
  const { user } = await signedUp('cora');
  await signedUp('dora');
  let code = await pool.code('dora@example.com');
  if (code === (await pool.code('cora@example.com'))) code = other(code);
  assert.equal(await refused(answer((done) => user.confirmRegistration(code, false, done))), 'CodeMismatchException');
});

test('a code that was asked for again takes the place of the first', async () => {
  const { user } = await signedUp('eva');
  const first = await pool.code('eva@example.com');
  const { CodeDeliveryDetails } = await answer((done) => user.resendConfirmationCode(done));
  assert.equal(CodeDeliveryDetails.AttributeName, 'email');
  const second = await pool.code('eva@example.com');
  assert.equal((await pool.outbox()).filter(({ to }) => to === 'eva@example.com').length, 2);
  const confirm = (given) => answer((done) => user.confirmRegistration(given, false, done));
  if (first !== second)
    assert.ok(['CodeMismatchException', 'ExpiredCodeException'].includes(await refused(confirm(first))));
  await confirm(second);
});

test('a name is taken once, and nothing is sent for the second try', async () => {
  await signedUp('finn');
  const sent = (await pool.outbox()).length;
  assert.equal(await refused(signedUp('finn')), 'UsernameExistsException');
  assert.equal((await pool.outbox()).length, sent);
});

for (const [what, password] of [
  ['too short', 'Short-1'],
  ['without a digit', 'Correct-horse'],
  ['without a capital', 'correct-horse-7'],
]) {
  test(`a password ${what} is refused by the policy`, async () => {
    const { userPool } = person(app, 'weak');
    const error = await refusal(answer((done) => userPool.signUp('weak', password, [], null, done)));
    assert.equal(error.code, 'InvalidPasswordException');
    assert.match(error.message, /^Password did not conform with policy: /);
  });
}

test('an email address that is none, and an attribute that the pool has not, are refused', async () => {
  const { userPool } = person(app, 'odd');
  const signUp = (values) => answer((done) => userPool.signUp('odd', PASSWORD, attributes(values), null, done));
  assert.equal(await refused(signUp({ email: 'nowhere' })), 'InvalidParameterException');
  assert.equal(await refused(signUp({ email: 'odd@example.com', 'custom:shoe': '43' })), 'InvalidParameterException');
});

test('a forgotten password is replaced by the code, and the old one is dead', async () => {
  await prepared.addUser('gwen', { email: 'gwen@example.com', email_verified: 'true' });
  const { user } = person(app, 'gwen');
  const { delivery } = await next((on) => user.forgotPassword(on));
  assert.equal(delivery.CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
  const code = await pool.code('gwen@example.com');
  assert.equal(await refused(newPassword(user, other(code), OTHER_PASSWORD)), 'CodeMismatchException');
  assert.equal(await refused(newPassword(user, code, 'weak')), 'InvalidPasswordException');
  await newPassword(user, code, OTHER_PASSWORD);
  await signedIn(app, 'gwen', OTHER_PASSWORD);
  assert.equal(await refused(person(app, 'gwen').signIn(PASSWORD)), 'NotAuthorizedException');
  assert.equal(await refused(newPassword(user, code, PASSWORD)), 'ExpiredCodeException');
});

test('a forgotten password without a verified address cannot be replaced, which only some apps are told', async () => {
  await prepared.addUser('hugo', { email: 'hugo@example.com' });
  const telling = { ...app, clientId: await prepared.addClient({ PreventUserExistenceErrors: 'LEGACY' }) };
  const error = await refusal(next((on) => person(telling, 'hugo').user.forgotPassword(on)));
  assert.equal(error.code, 'InvalidParameterException');
  assert.match(error.message, /no registered\/verified email or phone_number/);
  const sent = (await pool.outbox()).length;
  await next((on) => person(app, 'hugo').user.forgotPassword(on));
  assert.equal((await pool.outbox()).length, sent);
});

test('who asks for the password of nobody is told what anybody is told', async () => {
  const sent = (await pool.outbox()).length;
  const { user } = person(app, 'nobody');
  const { delivery } = await next((on) => user.forgotPassword(on));
  assert.equal(delivery.CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
  assert.equal((await pool.outbox()).length, sent);
  assert.ok(['CodeMismatchException', 'ExpiredCodeException'].includes(await refused(newPassword(user, '123456'))));
});

test('guessing codes ends: the limit is reached before the right code can be found', async () => {
  await prepared.addUser('ivy', { email: 'ivy@example.com', email_verified: 'true' });
  const { user } = person(app, 'ivy');
  await next((on) => user.forgotPassword(on));
  const code = await pool.code('ivy@example.com');
  const answers = [];
  for (let guess = 0; guess < 25; guess += 1) answers.push(await refused(newPassword(user, other(code))));
  const last = answers.at(-1);
  assert.equal(answers[0], 'CodeMismatchException');
  assert.ok(['LimitExceededException', 'TooManyFailedAttemptsException'].includes(last), last);
  assert.equal(await refused(newPassword(user, code)), last);
});

test('a password is changed by who knows it', async () => {
  await prepared.addUser('jon');
  const { user } = await signedIn(app, 'jon', PASSWORD);
  const change = (from, to) => answer((done) => user.changePassword(from, to, done));
  assert.equal(await refused(change(`${PASSWORD}!`, OTHER_PASSWORD)), 'NotAuthorizedException');
  assert.equal(await refused(change(PASSWORD, 'weak')), 'InvalidPasswordException');
  assert.equal(await change(PASSWORD, OTHER_PASSWORD), 'SUCCESS');
  assert.equal(await refused(person(app, 'jon').signIn(PASSWORD)), 'NotAuthorizedException');
  await signedIn(app, 'jon', OTHER_PASSWORD);
});

test('a temporary password must be replaced at the first sign-in', async () => {
  const { admin, poolId } = prepared;
  await admin.adminCreateUser({
    UserPoolId: poolId,
    Username: 'kim',
    TemporaryPassword: 'Temporary-pass-1',
    UserAttributes: [{ Name: 'email', Value: 'kim@example.com' }],
  });
  assert.ok((await pool.message('kim@example.com')).body.includes('Temporary-pass-1'));
  const kim = person(app, 'kim');
  const { step, attributes: shown } = await kim.signIn('Temporary-pass-1');
  assert.equal(step, 'newPasswordRequired');
  assert.equal(shown.email, 'kim@example.com');
  const complete = (password) => next((on) => kim.user.completeNewPasswordChallenge(password, {}, on));
  assert.equal(await refused(complete('weak')), 'InvalidPasswordException');
  assert.equal((await complete(PASSWORD)).step, 'onSuccess');
  await signedIn(app, 'kim', PASSWORD);
  assert.equal(await refused(person(app, 'kim').signIn('Temporary-pass-1')), 'NotAuthorizedException');
});

test('who deletes their account is gone, and so are their tokens', async () => {
  await prepared.addUser('lena');
  const { user, session } = await signedIn(app, 'lena', PASSWORD);
  const there = await signedIn(app, 'lena', PASSWORD);
  assert.equal(await answer((done) => user.deleteUser(done)), 'SUCCESS');
  assert.equal(session.isValid(), true, 'the library alone cannot know');
  assert.ok(
    ['UserNotFoundException', 'NotAuthorizedException'].includes(
      await refused(answer((done) => there.user.getUserAttributes(done))),
    ),
  );
  assert.equal(await refused(person(app, 'lena').signIn(PASSWORD)), 'NotAuthorizedException');
});

test('after five wrong passwords the right one waits as well, longer each time', async () => {
  await prepared.addUser('mona');
  for (let guess = 0; guess < 5; guess += 1)
    assert.equal(await refused(person(app, 'mona').signIn('wrong')), 'NotAuthorizedException');
  // A second at first, which a busy machine may take by itself; twice as long with each wrong password after that.
  for (let wait = 1; wait <= 64; wait *= 2) {
    await travel(pool, wait);
    assert.equal(await refused(person(app, 'mona').signIn('wrong')), 'NotAuthorizedException');
  }
  const locked = await refusal(person(app, 'mona').signIn(PASSWORD));
  assert.deepEqual([locked.code, locked.message], ['NotAuthorizedException', 'Password attempts exceeded']);
  await travel(pool, 16 * 60);
  await signedIn(app, 'mona', PASSWORD);
});

test('a code for a new password is good for an hour, one for a new account for a day', async () => {
  await prepared.addUser('nils', { email: 'nils@example.com', email_verified: 'true' });
  const nils = person(app, 'nils').user;
  await next((on) => nils.forgotPassword(on));
  const { user: olga } = await signedUp('olga');
  const [forgotten, registered] = [await pool.code('nils@example.com'), await pool.code('olga@example.com')];
  await travel(pool, HOUR + 1);
  assert.equal(await refused(newPassword(nils, forgotten)), 'ExpiredCodeException');
  await travel(pool, 23 * HOUR);
  assert.equal(
    await refused(answer((done) => olga.confirmRegistration(registered, false, done))),
    'ExpiredCodeException',
  );
  await answer((done) => olga.resendConfirmationCode(done));
  const fresh = await pool.code('olga@example.com');
  await answer((done) => olga.confirmRegistration(fresh, false, done));
  await signedIn(app, 'olga', PASSWORD);
});

async function signedUp(name) {
  const { userPool } = person(app, name);
  const given = attributes({ email: `${name}@example.com` });
  const result = await answer((done) => userPool.signUp(name, PASSWORD, given, null, done));
  assert.equal(result.userConfirmed, false);
  return { user: result.user, sub: result.userSub, delivery: result.codeDeliveryDetails };
}

function newPassword(user, code, password = OTHER_PASSWORD) {
  return new Promise((onSuccess, onFailure) => user.confirmPassword(code, password, { onSuccess, onFailure }));
}

/** Six digits that are not these. */
const other = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
