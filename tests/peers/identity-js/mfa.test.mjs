// The second factor by amazon-cognito-identity-js: SMS, an authenticator app, choosing between them, and setting one up
// where the pool insists. The library knows no code by email: boto3 and aws-amplify test that one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, preparePool, SMS } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { oneTimePassword, wrongOneTimePassword } from '../one-time-password.mjs';
import { travel } from '../traveling.mjs';
import { answer, next, person, refusal, refused, signedIn } from './person.mjs';

const STEP_SECONDS = 30;
const FACTORS = {
  SmsMfaConfiguration: { SmsConfiguration: SMS },
  SoftwareTokenMfaConfiguration: { Enabled: true },
};

let pool;
let app;
let strict;
let phones = 0;

before(async () => {
  pool = await startLocalPool();
  app = { url: pool.url, ...(await preparePool(pool.url, { mfa: { ...FACTORS, MfaConfiguration: 'OPTIONAL' } })) };
  const on = { SoftwareTokenMfaConfiguration: { Enabled: true }, MfaConfiguration: 'ON' };
  strict = { url: pool.url, ...(await preparePool(pool.url, { mfa: on })) };
});

after(() => pool?.stop());

test('a code by SMS is asked for and let in; the telephone number is shown as its end alone', async () => {
  const phone = await withSms('ada');
  const { user, signIn } = person(app, 'ada');
  const { step, name, parameters } = await signIn(PASSWORD);
  assert.deepEqual([step, name], ['mfaRequired', 'SMS_MFA']);
  assert.equal(parameters.CODE_DELIVERY_DELIVERY_MEDIUM, 'SMS');
  assert.equal(parameters.CODE_DELIVERY_DESTINATION, `+*******${phone.slice(-4)}`);
  const code = await pool.code(phone);
  assert.equal(await refused(sendCode(user, other(code))), 'CodeMismatchException');
  const { session } = await sendCode(user, code);
  assert.equal(session.getAccessToken().payload.username, 'ada');
});

test('neither the session nor the code of a sign-in by SMS is good twice', async () => {
  const phone = await withSms('ben');
  const { user, signIn } = person(app, 'ben');
  await signIn(PASSWORD);
  const used = user.Session;
  const code = await pool.code(phone);
  await sendCode(user, code);
  user.Session = used;
  assert.equal(await refused(sendCode(user, code)), 'NotAuthorizedException');

  const next = person(app, 'ben');
  await next.signIn(PASSWORD);
  if ((await pool.code(phone)) !== code)
    assert.equal(await refused(sendCode(next.user, code)), 'CodeMismatchException');
});

test('the session of one sign-in does not take the code of another user', async () => {
  const phone = await withSms('cora');
  await withSms('dora');
  const cora = person(app, 'cora');
  const dora = person(app, 'dora');
  await cora.signIn(PASSWORD);
  await dora.signIn(PASSWORD);
  dora.user.Session = cora.user.Session;
  assert.equal(await refused(sendCode(dora.user, await pool.code(phone))), 'NotAuthorizedException');
});

test('three minutes after the password, the right code is too late', async () => {
  const phone = await withSms('eva');
  const { user, signIn } = person(app, 'eva');
  await signIn(PASSWORD);
  const code = await pool.code(phone);
  await travel(pool, 181);
  const late = await refusal(sendCode(user, code));
  assert.equal(late.code, 'NotAuthorizedException');
  assert.match(late.message, /session/i);
});

test('an authenticator app is set up by a code of it, and asked for from then on', async () => {
  await app.addUser('finn');
  const { user } = await signedIn(app, 'finn', PASSWORD);
  const { secret } = await next((on) => user.associateSoftwareToken(on));
  assert.match(secret, /^[A-Z2-7]{32,}$/);
  assert.equal(
    await refused(next((on) => user.verifySoftwareToken(wrongOneTimePassword(secret, seconds()), 'phone', on))),
    'EnableSoftwareTokenMFAException',
  );
  assert.equal(await refused(prefer(user, null, { Enabled: true, PreferredMfa: true })), 'InvalidParameterException');
  const verified = await next((on) => user.verifySoftwareToken(oneTimePassword(secret, seconds()), 'phone', on));
  assert.equal(verified.session.Status, 'SUCCESS');
  await prefer(user, null, { Enabled: true, PreferredMfa: true });

  await travel(pool, STEP_SECONDS);
  const again = person(app, 'finn');
  const { step, name } = await again.signIn(PASSWORD);
  assert.deepEqual([step, name], ['totpRequired', 'SOFTWARE_TOKEN_MFA']);
  const send = (code) => sendCode(again.user, code, 'SOFTWARE_TOKEN_MFA');
  assert.equal(await refused(send(wrongOneTimePassword(secret, seconds()))), 'CodeMismatchException');
  assert.equal((await send(oneTimePassword(secret, seconds()))).step, 'onSuccess');
});

test('a code of the app is good once, and not long after its half minute', async () => {
  const secret = await withApp('gwen');
  await travel(pool, STEP_SECONDS);
  const code = oneTimePassword(secret, seconds());
  const first = person(app, 'gwen');
  await first.signIn(PASSWORD);
  await sendCode(first.user, code, 'SOFTWARE_TOKEN_MFA');
  const second = person(app, 'gwen');
  await second.signIn(PASSWORD);
  assert.equal(await refused(sendCode(second.user, code, 'SOFTWARE_TOKEN_MFA')), 'ExpiredCodeException');

  const old = oneTimePassword(secret, seconds());
  await travel(pool, 10 * STEP_SECONDS);
  const third = person(app, 'gwen');
  await third.signIn(PASSWORD);
  assert.equal(await refused(sendCode(third.user, old, 'SOFTWARE_TOKEN_MFA')), 'CodeMismatchException');
});

for (const [choice, step] of [
  ['SMS_MFA', 'mfaRequired'],
  ['SOFTWARE_TOKEN_MFA', 'totpRequired'],
]) {
  test(`who has two factors and prefers none is asked which, and takes ${choice}`, async () => {
    const name = `hugo-${step}`;
    const secret = await withApp(name);
    const phone = await givePhone(name);
    await app.admin.adminSetUserMFAPreference({
      UserPoolId: app.poolId,
      Username: name,
      SMSMfaSettings: { Enabled: true, PreferredMfa: false },
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: false },
    });
    await travel(pool, STEP_SECONDS);
    const { user, signIn } = person(app, name);
    const asked = await signIn(PASSWORD);
    assert.equal(asked.step, 'selectMFAType');
    assert.deepEqual(JSON.parse(asked.parameters.MFAS_CAN_CHOOSE).sort(), ['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);
    const chosen = await next((on) => user.sendMFASelectionAnswer(choice, on));
    assert.deepEqual([chosen.step, chosen.name], [step, choice]);
    const code = choice === 'SMS_MFA' ? await pool.code(phone) : oneTimePassword(secret, seconds());
    assert.equal((await sendCode(user, code, choice)).step, 'onSuccess');
  });
}

test('a factor that was not offered cannot be chosen', async () => {
  const name = 'ivy';
  await withApp(name);
  await givePhone(name);
  await app.admin.adminSetUserMFAPreference({
    UserPoolId: app.poolId,
    Username: name,
    SMSMfaSettings: { Enabled: true },
    SoftwareTokenMfaSettings: { Enabled: true },
  });
  const { user, signIn } = person(app, name);
  await signIn(PASSWORD);
  assert.ok(
    ['InvalidParameterException', 'NotAuthorizedException'].includes(
      await refused(next((on) => user.sendMFASelectionAnswer('EMAIL_OTP', on))),
    ),
  );
});

test('who switches the factor off is asked no more', async () => {
  await withSms('jon');
  const { user, signIn } = person(app, 'jon');
  await signIn(PASSWORD);
  await sendCode(user, await pool.code('jon'));
  await prefer(user, { Enabled: false, PreferredMfa: false }, null);
  await signedIn(app, 'jon', PASSWORD);
});

test('where the pool insists, the first sign-in sets an app up, and no token comes before', async () => {
  await strict.addUser('kim');
  const first = person(strict, 'kim');
  const asked = await first.signIn(PASSWORD);
  assert.deepEqual([asked.step, asked.name], ['mfaSetup', 'MFA_SETUP']);
  assert.deepEqual(JSON.parse(asked.parameters.MFAS_CAN_SETUP), ['SOFTWARE_TOKEN_MFA']);
  const { secret } = await next((on) => first.user.associateSoftwareToken(on));
  const verify = (code) => next((on) => first.user.verifySoftwareToken(code, 'phone', on));
  assert.equal(await refused(verify(wrongOneTimePassword(secret, seconds()))), 'EnableSoftwareTokenMFAException');
  const { session } = await verify(oneTimePassword(secret, seconds()));
  assert.equal(session.getAccessToken().payload.username, 'kim');

  await travel(pool, STEP_SECONDS);
  const again = person(strict, 'kim');
  assert.equal((await again.signIn(PASSWORD)).step, 'totpRequired');
  await sendCode(again.user, oneTimePassword(secret, seconds()), 'SOFTWARE_TOKEN_MFA');
});

test('setting up cannot be skipped by answering for it', async () => {
  await strict.addUser('lena');
  const { user, signIn } = person(strict, 'lena');
  await signIn(PASSWORD);
  const answered = await fetch(pool.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.RespondToAuthChallenge',
    },
    body: JSON.stringify({
      ClientId: strict.clientId,
      ChallengeName: 'MFA_SETUP',
      Session: user.Session,
      ChallengeResponses: { USERNAME: 'lena' },
    }),
  });
  assert.equal(answered.status, 400);
  assert.equal('AuthenticationResult' in (await answered.json()), false);
});

const seconds = () => Date.now() / 1000;

const sendCode = (user, code, kind) => next((on) => user.sendMFACode(code, on, kind));

const prefer = (user, sms, app) => answer((done) => user.setUserMfaPreference(sms, app, done));

async function withSms(name) {
  await app.addUser(name);
  const phone = await givePhone(name);
  await app.admin.adminSetUserMFAPreference({
    UserPoolId: app.poolId,
    Username: name,
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  return phone;
}

async function givePhone(Username) {
  phones += 1;
  const phone = `+1206555${String(phones).padStart(4, '0')}`;
  await app.admin.adminUpdateUserAttributes({
    UserPoolId: app.poolId,
    Username,
    UserAttributes: [
      { Name: 'phone_number', Value: phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ],
  });
  return phone;
}

async function withApp(name) {
  await app.addUser(name);
  const { user } = await signedIn(app, name, PASSWORD);
  const { secret } = await next((on) => user.associateSoftwareToken(on));
  await next((on) => user.verifySoftwareToken(oneTimePassword(secret, seconds()), 'phone', on));
  await prefer(user, null, { Enabled: true, PreferredMfa: true });
  return secret;
}

/** Six digits that are not these. */
const other = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
