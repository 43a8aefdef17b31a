// aws-amplify in Node: SRP, the choice of USER_AUTH with codes by email, rotation, devices, the authenticator app, and an
// account from sign-up to a forgotten password. The browser's half is in chromium.test.mjs, and with it auto sign-in, whose
// timer would keep Node for three minutes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  fetchAuthSession,
  fetchDevices,
  fetchMFAPreference,
  fetchUserAttributes,
  forgetDevice,
  getCurrentUser,
  rememberDevice,
  resetPassword,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  updateUserAttribute,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { PASSWORD, preparePool, SMS } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { oneTimePassword, wrongOneTimePassword } from '../one-time-password.mjs';
import { travel } from '../traveling.mjs';
import { newBrowser, refused, sitAt, stepAt } from './browser-storage.mjs';

const OTHER_PASSWORD = 'Battery-staple-8';
const FLOWS = ['USER_SRP_AUTH', 'USER_AUTH', 'REFRESH_TOKEN_AUTH'].map((flow) => `ALLOW_${flow}`);

let pool;
let app;
let insisting;
let tracking;

before(async () => {
  pool = await startLocalPool();
  const prepared = async (settings) => ({ url: pool.url, ...(await preparePool(pool.url, settings)) });
  const client = { ExplicitAuthFlows: FLOWS };
  const appOnly = { SoftwareTokenMfaConfiguration: { Enabled: true } };
  app = await prepared({
    client,
    pool: {
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
    },
    mfa: { ...appOnly, SmsMfaConfiguration: { SmsConfiguration: SMS }, MfaConfiguration: 'OPTIONAL' },
  });
  insisting = await prepared({ client, mfa: { ...appOnly, MfaConfiguration: 'ON' } });
  tracking = await prepared({
    client,
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } },
  });
});

after(() => pool?.stop());

test('SRP signs in, and the session is who it should be', async () => {
  await withAddress('ada');
  const { signInStep } = await stepAt(app, newBrowser(), { username: 'ada', password: PASSWORD });
  assert.equal(signInStep, 'DONE');
  assert.equal((await getCurrentUser()).username, 'ada');
  const { tokens } = await fetchAuthSession();
  assert.equal(tokens.idToken.payload.email, 'ada@example.com');
  assert.equal(tokens.accessToken.payload.client_id, app.clientId);
});

test('a wrong password and nobody are refused alike', async () => {
  await withAddress('ben');
  for (const input of [
    { username: 'ben', password: 'wrong' },
    { username: 'nobody', password: PASSWORD },
  ])
    assert.equal(await refused(stepAt(app, newBrowser(), input)), 'NotAuthorizedException');
});

test('signing up without a password, signed in by codes alone', async () => {
  sitAt(app);
  await signUp({ username: 'dora', options: { userAttributes: { email: 'dora@example.com' } } });
  await confirmSignUp({ username: 'dora', confirmationCode: await pool.code('dora@example.com') });
  const step = await stepAt(app, newBrowser(), {
    username: 'dora',
    options: { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' },
  });
  assert.equal(step.signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  const code = await pool.code('dora@example.com');
  assert.equal(await refused(confirmSignIn({ challengeResponse: other(code) })), 'CodeMismatchException');
  assert.equal((await confirmSignIn({ challengeResponse: code })).isSignedIn, true);
});

test('the choice of factors is told, and one is taken', async () => {
  await withAddress('eva');
  const step = await stepAt(app, newBrowser(), { username: 'eva', options: { authFlowType: 'USER_AUTH' } });
  assert.equal(step.signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
  assert.deepEqual([...step.availableChallenges].sort(), ['EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP']);
  const { nextStep } = await confirmSignIn({ challengeResponse: 'EMAIL_OTP' });
  assert.equal(nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  const challengeResponse = await pool.code('eva@example.com');
  assert.equal((await confirmSignIn({ challengeResponse })).isSignedIn, true);
});

test('a password by SRP within the choice', async () => {
  await withAddress('finn');
  const input = (password) => ({
    username: 'finn',
    password,
    options: { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
  });
  assert.equal((await stepAt(app, newBrowser(), input(PASSWORD))).signInStep, 'DONE');
  assert.equal(await refused(stepAt(app, newBrowser(), input('wrong'))), 'NotAuthorizedException');
});

test('a code that comes after three minutes is refused', async () => {
  await withAddress('gwen');
  await stepAt(app, newBrowser(), {
    username: 'gwen',
    options: { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' },
  });
  const challengeResponse = await pool.code('gwen@example.com');
  await travel(pool, 181);
  assert.equal(await refused(confirmSignIn({ challengeResponse })), 'NotAuthorizedException');
});

test('rotation gives a new refresh token each time, and a stolen old one ends at its reuse', async () => {
  await withAddress('hugo');
  const clientId = await app.addClient({
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  });
  const browser = newBrowser();
  await stepAt({ ...app, clientId }, browser, { username: 'hugo', password: PASSWORD });
  const first = browser.stored('.refreshToken');
  const { tokens: before } = await fetchAuthSession();
  const { tokens: now } = await fetchAuthSession({ forceRefresh: true });
  assert.notEqual(browser.stored('.refreshToken'), first);
  assert.notEqual(now.accessToken.payload.jti, before.accessToken.payload.jti);
  assert.equal(now.accessToken.payload.origin_jti, before.accessToken.payload.origin_jti);
  await fetchAuthSession({ forceRefresh: true });
  browser.meddle('.refreshToken', first);
  const outcome = await fetchAuthSession({ forceRefresh: true }).catch((error) => error);
  assert.ok(outcome.tokens === undefined, 'no tokens come of it');
});

test('a device is remembered, proves itself at the next sign-in, and is forgotten', async () => {
  await tracking.addUser('ivy');
  const browser = newBrowser();
  await stepAt(tracking, browser, { username: 'ivy', password: PASSWORD });
  await rememberDevice();
  const key = browser.stored('.deviceKey');
  assert.deepEqual(
    (await fetchDevices()).map(({ id }) => id),
    [key],
  );
  await signOut();
  await stepAt(tracking, browser, { username: 'ivy', password: PASSWORD });
  const { tokens } = await fetchAuthSession();
  assert.equal(tokens.accessToken.payload.device_key, key);
  await fetchAuthSession({ forceRefresh: true });
  assert.equal((await fetchDevices()).length, 1);
  await signOut();
  browser.meddle('.randomPasswordKey', 'not the secret of this device');
  assert.equal(
    await refused(stepAt(tracking, browser, { username: 'ivy', password: PASSWORD })),
    'NotAuthorizedException',
  );
});

test('a device that the user forgot is made anew', async () => {
  await tracking.addUser('jon');
  const browser = newBrowser();
  await stepAt(tracking, browser, { username: 'jon', password: PASSWORD });
  const key = browser.stored('.deviceKey');
  await forgetDevice();
  await signOut();
  await stepAt(tracking, browser, { username: 'jon', password: PASSWORD });
  assert.notEqual(browser.stored('.deviceKey'), key);
});

test('where the pool insists, an authenticator app is set up on the way in', async () => {
  await insisting.addUser('kim');
  const step = await stepAt(insisting, newBrowser(), { username: 'kim', password: PASSWORD });
  assert.equal(step.signInStep, 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP');
  const secret = step.totpSetupDetails.sharedSecret;
  const wrong = wrongOneTimePassword(secret, seconds());
  assert.equal(await refused(confirmSignIn({ challengeResponse: wrong })), 'EnableSoftwareTokenMFAException');
  const { isSignedIn } = await confirmSignIn({ challengeResponse: oneTimePassword(secret, seconds()) });
  assert.equal(isSignedIn, true);

  await travel(pool, 30);
  const again = await stepAt(insisting, newBrowser(), { username: 'kim', password: PASSWORD });
  assert.equal(again.signInStep, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  const late = wrongOneTimePassword(secret, seconds());
  assert.equal(await refused(confirmSignIn({ challengeResponse: late })), 'CodeMismatchException');
  const done = await confirmSignIn({ challengeResponse: oneTimePassword(secret, seconds()) });
  assert.equal(done.isSignedIn, true);
});

test('an authenticator app is set up by who is signed in, and preferred', async () => {
  await withAddress('lena');
  await stepAt(app, newBrowser(), { username: 'lena', password: PASSWORD });
  const { sharedSecret } = await setUpTOTP();
  const wrong = wrongOneTimePassword(sharedSecret, seconds());
  assert.equal(await refused(verifyTOTPSetup({ code: wrong })), 'EnableSoftwareTokenMFAException');
  await verifyTOTPSetup({ code: oneTimePassword(sharedSecret, seconds()) });
  await updateMFAPreference({ totp: 'PREFERRED' });
  assert.deepEqual(await fetchMFAPreference(), { enabled: ['TOTP'], preferred: 'TOTP' });
  const step = await stepAt(app, newBrowser(), { username: 'lena', password: PASSWORD });
  assert.equal(step.signInStep, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
});

test('a forgotten password is replaced, and a known one changed', async () => {
  await withAddress('mona');
  sitAt(app);
  const { nextStep } = await resetPassword({ username: 'mona' });
  assert.equal(nextStep.resetPasswordStep, 'CONFIRM_RESET_PASSWORD_WITH_CODE');
  const confirmationCode = await pool.code('mona@example.com');
  const replace = (code) =>
    confirmResetPassword({ username: 'mona', newPassword: OTHER_PASSWORD, confirmationCode: code });
  assert.equal(await refused(replace(other(confirmationCode))), 'CodeMismatchException');
  await replace(confirmationCode);
  await signIn({ username: 'mona', password: OTHER_PASSWORD });
  assert.equal(
    await refused(updatePassword({ oldPassword: PASSWORD, newPassword: PASSWORD })),
    'NotAuthorizedException',
  );
  await updatePassword({ oldPassword: OTHER_PASSWORD, newPassword: PASSWORD });
  assert.equal((await stepAt(app, newBrowser(), { username: 'mona', password: PASSWORD })).signInStep, 'DONE');
});

test('an address is changed and confirmed', async () => {
  await withAddress('nils');
  await stepAt(app, newBrowser(), { username: 'nils', password: PASSWORD });
  const { nextStep } = await updateUserAttribute({
    userAttribute: { attributeKey: 'email', value: 'new.nils@example.com' },
  });
  assert.equal(nextStep.updateAttributeStep, 'CONFIRM_ATTRIBUTE_WITH_CODE');
  const confirmationCode = await pool.code('new.nils@example.com');
  const confirm = (code) => confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: code });
  assert.equal(await refused(confirm(other(confirmationCode))), 'CodeMismatchException');
  await confirm(confirmationCode);
  assert.equal((await fetchUserAttributes()).email_verified, 'true');
});

test('signing out everywhere ends the other browser as well', async () => {
  await withAddress('olga');
  const [here, there] = [newBrowser(), newBrowser()];
  await stepAt(app, there, { username: 'olga', password: PASSWORD });
  await stepAt(app, here, { username: 'olga', password: PASSWORD });
  await signOut({ global: true });
  sitAt(app, there);
  assert.equal(await refused(fetchUserAttributes()), 'NotAuthorizedException');
});

const seconds = () => Date.now() / 1000;

const withAddress = (name) => app.addUser(name, { email: `${name}@example.com`, email_verified: 'true' });

/** As many digits, but not these. */
const other = (code) => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
