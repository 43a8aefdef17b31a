// aws-amplify in Chromium, as its users have it: its own storage, its own cryptography in a browser, and passkeys from an
// authenticator that the browser pretends. sign-in.test.mjs has more of the same in Node, redirect.test.mjs the redirect.
// A session cannot be replayed here: the library keeps it to itself and forgets it with the answer.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { oneTimePassword, wrongOneTimePassword } from '../one-time-password.mjs';
import { startChromium, startSite } from './chromium-app.mjs';

const FLOWS = ['USER_SRP_AUTH', 'USER_AUTH', 'REFRESH_TOKEN_AUTH'].map((flow) => `ALLOW_${flow}`);

let pool;
let site;
let chromium;
let app;
let tracking;
const at = {};

before(async () => {
  pool = await startLocalPool();
  site = await startSite();
  chromium = await startChromium();
  const prepared = async (settings) => ({ url: pool.url, ...(await preparePool(pool.url, settings)) });
  const client = { ExplicitAuthFlows: FLOWS };
  app = await prepared({
    client,
    pool: {
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
    },
    mfa: {
      SoftwareTokenMfaConfiguration: { Enabled: true },
      MfaConfiguration: 'OPTIONAL',
      WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' },
    },
  });
  tracking = await prepared({
    client,
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } },
  });
  const rotating = await app.addClient({
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  });
  at.app = site.add('app', app);
  at.tracking = site.add('tracking', tracking);
  at.rotating = site.add('rotating', { ...app, clientId: rotating });
});

after(async () => {
  await chromium?.close();
  await site?.stop();
  await pool?.stop();
});

test('SRP signs in, and a reload keeps the session', async () => {
  await withAddress('ada');
  await inWindow(at.app, async ({ page, call, refused }) => {
    assert.equal(await refused('signIn', { username: 'ada', password: 'wrong' }), 'NotAuthorizedException');
    const { nextStep } = await call('signIn', { username: 'ada', password: PASSWORD });
    assert.equal(nextStep.signInStep, 'DONE');
    await page.reload();
    assert.equal((await call('getCurrentUser')).username, 'ada');
    assert.equal((await call('fetchUserAttributes')).email, 'ada@example.com');
    await call('signOut');
    assert.equal(await refused('getCurrentUser'), 'UserUnAuthenticatedException');
  });
});

test('a code by email signs in, and a wrong one does not', async () => {
  await withAddress('ben');
  await inWindow(at.app, async ({ call, refused }) => {
    const options = { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' };
    const { nextStep } = await call('signIn', { username: 'ben', options });
    assert.equal(nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    const code = await pool.code('ben@example.com');
    assert.equal(await refused('confirmSignIn', { challengeResponse: other(code) }), 'CodeMismatchException');
    assert.equal((await call('confirmSignIn', { challengeResponse: code })).isSignedIn, true);
    assert.equal((await call('getCurrentUser')).username, 'ben');
  });
});

test('signing up goes on into the sign-in by itself', async () => {
  await inWindow(at.app, async ({ call, refused }) => {
    const options = { userAttributes: { email: 'cora@example.com' }, autoSignIn: { authFlowType: 'USER_AUTH' } };
    const { nextStep } = await call('signUp', { username: 'cora', password: PASSWORD, options });
    assert.equal(nextStep.signUpStep, 'CONFIRM_SIGN_UP');
    const confirmationCode = await pool.code('cora@example.com');
    const wrong = { username: 'cora', confirmationCode: other(confirmationCode) };
    assert.equal(await refused('confirmSignUp', wrong), 'CodeMismatchException');
    const confirmed = await call('confirmSignUp', { username: 'cora', confirmationCode });
    assert.equal(confirmed.nextStep.signUpStep, 'COMPLETE_AUTO_SIGN_IN');
    assert.equal((await call('autoSignIn')).isSignedIn, true);
    assert.equal((await call('getCurrentUser')).username, 'cora');
  });
});

test('signing up without a password goes on as well, by the code that confirmed it', async () => {
  await inWindow(at.app, async ({ call }) => {
    const options = { userAttributes: { email: 'cyd@example.com' }, autoSignIn: { authFlowType: 'USER_AUTH' } };
    await call('signUp', { username: 'cyd', options });
    await call('confirmSignUp', { username: 'cyd', confirmationCode: await pool.code('cyd@example.com') });
    assert.equal((await call('autoSignIn')).isSignedIn, true);
    assert.equal((await pool.outbox()).filter(({ to }) => to === 'cyd@example.com').length, 1, 'one code for both');
  });
});

test('signing up goes on by the password where the app says so', async () => {
  await inWindow(at.app, async ({ call }) => {
    const options = { userAttributes: { email: 'cleo@example.com' }, autoSignIn: true };
    await call('signUp', { username: 'cleo', password: PASSWORD, options });
    await call('confirmSignUp', { username: 'cleo', confirmationCode: await pool.code('cleo@example.com') });
    assert.equal((await call('autoSignIn')).isSignedIn, true);
  });
});

test('a passkey is made, listed, signs in, and is none of another key', async () => {
  await withAddress('dora');
  await inWindow(at.app, async ({ call, refused, authenticator }) => {
    const held = await authenticator();
    await call('signIn', { username: 'dora', password: PASSWORD });
    await call('associateWebAuthnCredential');
    const { credentials } = await call('listWebAuthnCredentials');
    assert.equal(credentials.length, 1);
    assert.equal(credentials[0].relyingPartyId, 'localhost');
    const [credential] = await held.credentials();
    assert.equal(credential.rpId, 'localhost');
    await call('signOut');

    const passkey = {
      username: 'dora',
      options: { authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' },
    };
    assert.equal((await call('signIn', passkey)).isSignedIn, true);
    assert.equal((await call('getCurrentUser')).username, 'dora');
    await call('signOut');

    // The counter goes on, or it would be the reason: WebAuthn, 6.1.1.
    await held.replace(credential, { privateKey: otherKey(), signCount: credential.signCount + 10 });
    assert.equal(await refused('signIn', passkey), 'NotAuthorizedException');
    await held.replace(credential, { signCount: credential.signCount + 20 });
    assert.equal((await call('signIn', passkey)).isSignedIn, true);
    await call('deleteWebAuthnCredential', { credentialId: credentials[0].credentialId });
    assert.deepEqual((await call('listWebAuthnCredentials')).credentials, []);
  });
});

test('a passkey is one of the choices of who has one', async () => {
  await withAddress('eva');
  await inWindow(at.app, async ({ call, authenticator }) => {
    await authenticator();
    await call('signIn', { username: 'eva', password: PASSWORD });
    await call('associateWebAuthnCredential');
    await call('signOut');
    const { nextStep } = await call('signIn', { username: 'eva', options: { authFlowType: 'USER_AUTH' } });
    assert.equal(nextStep.signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
    assert.deepEqual(nextStep.availableChallenges.sort(), ['EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP', 'WEB_AUTHN']);
    assert.equal((await call('confirmSignIn', { challengeResponse: 'WEB_AUTHN' })).isSignedIn, true);
  });
});

test('rotation replaces the refresh token, and one that was used ends at its reuse', async () => {
  await withAddress('finn');
  await inWindow(at.rotating, async ({ page, call, stored, meddle }) => {
    await call('signIn', { username: 'finn', password: PASSWORD });
    const first = await stored('.refreshToken');
    const { tokens } = await call('fetchAuthSession', { forceRefresh: true });
    const second = await stored('.refreshToken');
    assert.notEqual(second, first);
    await page.reload();
    const { tokens: again } = await call('fetchAuthSession', { forceRefresh: true });
    assert.notEqual(await stored('.refreshToken'), second);
    assert.equal(again.accessToken.payload.origin_jti, tokens.accessToken.payload.origin_jti);
    await meddle('.refreshToken', first);
    const session = await call('fetchAuthSession', { forceRefresh: true }).catch((error) => error);
    assert.equal(session.tokens, undefined);
  });
});

test('a device is remembered and proves itself at the next sign-in', async () => {
  await tracking.addUser('gwen');
  await inWindow(at.tracking, async ({ call, refused, stored, meddle }) => {
    await call('signIn', { username: 'gwen', password: PASSWORD });
    await call('rememberDevice');
    const key = await stored('.deviceKey');
    await call('signOut');
    await call('signIn', { username: 'gwen', password: PASSWORD });
    const { tokens } = await call('fetchAuthSession');
    assert.equal(tokens.accessToken.payload.device_key, key);
    assert.equal((await call('fetchDevices')).length, 1);
    await call('signOut');
    await meddle('.randomPasswordKey', 'not the secret of this device');
    assert.equal(await refused('signIn', { username: 'gwen', password: PASSWORD }), 'NotAuthorizedException');
  });
});

test('an authenticator app is set up, and asked for at the next sign-in', async () => {
  await withAddress('hugo');
  await inWindow(at.app, async ({ call, refused }) => {
    await call('signIn', { username: 'hugo', password: PASSWORD });
    const { sharedSecret } = await call('setUpTOTP');
    const wrong = wrongOneTimePassword(sharedSecret, seconds());
    assert.equal(await refused('verifyTOTPSetup', { code: wrong }), 'EnableSoftwareTokenMFAException');
    // The step before this one: a code is good once, and the next is for the sign-in.
    await call('verifyTOTPSetup', { code: oneTimePassword(sharedSecret, seconds() - 30) });
    await call('updateMFAPreference', { totp: 'PREFERRED' });
    await call('signOut');
    const { nextStep } = await call('signIn', { username: 'hugo', password: PASSWORD });
    assert.equal(nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    const late = wrongOneTimePassword(sharedSecret, seconds());
    assert.equal(await refused('confirmSignIn', { challengeResponse: late }), 'CodeMismatchException');
    const right = oneTimePassword(sharedSecret, seconds());
    assert.equal((await call('confirmSignIn', { challengeResponse: right })).isSignedIn, true);
  });
});

test("another client's token and an altered one are refused", async () => {
  await withAddress('iris');
  const otherClient = site.add('other', { ...app, clientId: await app.addClient({ ExplicitAuthFlows: FLOWS }) });
  let foreign;
  await inWindow(otherClient, async ({ call, stored }) => {
    await call('signIn', { username: 'iris', password: PASSWORD });
    foreign = await stored('.refreshToken');
  });
  await inWindow(at.app, async ({ call, refused, stored, meddle }) => {
    await call('signIn', { username: 'iris', password: PASSWORD });
    const [access, own] = [await stored('.accessToken'), await stored('.refreshToken')];
    await meddle('.accessToken', altered(access));
    assert.equal(await refused('fetchUserAttributes'), 'NotAuthorizedException');
    await meddle('.accessToken', access);
    for (const token of [altered(own), foreign]) {
      await meddle('.refreshToken', token);
      // The library says nothing, and signs out who is refused.
      assert.equal((await call('fetchAuthSession', { forceRefresh: true })).tokens, undefined);
      assert.equal(await refused('getCurrentUser'), 'UserUnAuthenticatedException');
      await call('signIn', { username: 'iris', password: PASSWORD });
    }
  });
});

test('everything expires by the moved clock', async () => {
  await withAddress('jana');
  await inWindow(at.app, async ({ page, call, refused }) => {
    const options = { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' };
    await call('signIn', { username: 'jana', options });
    const code = await pool.code('jana@example.com');
    await travel(page, 181);
    assert.equal(await refused('confirmSignIn', { challengeResponse: code }), 'NotAuthorizedException');

    await call('signIn', { username: 'jana', password: PASSWORD });
    const before = (await call('fetchAuthSession')).tokens.accessToken.payload;
    await travel(page, 3601);
    // An access token that expired is replaced without a question.
    const { tokens } = await call('fetchAuthSession');
    assert.ok(tokens.accessToken.payload.exp > before.exp);
    await travel(page, 31 * 86_400);
    assert.equal((await call('fetchAuthSession')).tokens, undefined);
    assert.equal(await refused('getCurrentUser'), 'UserUnAuthenticatedException');
  });
});

/** Moves the pool's clock, and that of the page with it: the library asks its own before it asks the pool. */
async function travel(page, seconds) {
  await pool.moveClock(seconds);
  await page.evaluate((millis) => {
    const now = Date.now;
    Date.now = () => now() + millis;
    const Before = Date;
    globalThis.Date = class extends Before {
      constructor(...parts) {
        super(...(parts.length === 0 ? [Before.now()] : parts));
      }
    };
  }, seconds * 1000);
}

/** The same token with another letter in the middle of its last part. */
function altered(token) {
  const at = token.lastIndexOf('.') + 10;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

async function inWindow(address, work) {
  const window = await chromium.open(address);
  try {
    await work(window);
  } finally {
    await window.close();
  }
}

const seconds = () => Date.now() / 1000;

const withAddress = (name) => app.addUser(name, { email: `${name}@example.com`, email_verified: 'true' });

/** As many digits, but not these. */
const other = (code) => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');

/** PKCS #8 in base64, as WebAuthn.addCredential takes it. */
function otherKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}
