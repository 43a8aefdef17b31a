// Remembered devices by amazon-cognito-identity-js: confirming one, signing in by its secret in place of a second factor,
// listing, forgetting, and what becomes of a device whose secret is wrong.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { oneTimePassword } from '../one-time-password.mjs';
import { travel } from '../traveling.mjs';
import { answer, memory, next, person, refused, signedIn } from './person.mjs';

let pool;
let always;
let onRequest;
const spoken = [];

before(async () => {
  pool = await startLocalPool();
  const mfa = { SoftwareTokenMfaConfiguration: { Enabled: true }, MfaConfiguration: 'OPTIONAL' };
  const prepared = (asked) =>
    preparePool(pool.url, {
      pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: asked } },
      mfa,
    });
  always = { url: pool.url, ...(await prepared(false)) };
  onRequest = { url: pool.url, ...(await prepared(true)) };
});

after(() => pool?.stop());

// What the library says to the pool, by operation and challenge: that a device took part is seen in nothing else.
const plainFetch = globalThis.fetch;
globalThis.fetch = (url, options) => {
  const operation = options?.headers?.['X-Amz-Target']?.split('.')[1];
  if (operation) spoken.push(JSON.parse(options.body).ChallengeName ?? operation);
  return plainFetch(url, options);
};

test('the first sign-in makes a device, the second proves it', async () => {
  await always.addUser('ada');
  const browser = memory();
  const first = await signedIn(always, 'ada', PASSWORD, browser);
  const key = stored(browser, 'deviceKey');
  assert.match(key, /^us-east-1_[0-9a-f-]{36}$/);
  assert.ok(stored(browser, 'deviceGroupKey'));
  spoken.length = 0;
  const { session } = await signedIn(always, 'ada', PASSWORD, browser);
  assert.deepEqual(spoken, ['InitiateAuth', 'PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER']);
  assert.equal(session.getAccessToken().payload.device_key, key);
  assert.equal(stored(browser, 'deviceKey'), key, 'no second device is made');
  assert.equal((await devices(first.user)).length, 1);
});

test('ten sign-ins by a device agree on every leading zero', async () => {
  await always.addUser('ben');
  const browser = memory();
  for (let count = 0; count < 11; count += 1) await signedIn(always, 'ben', PASSWORD, browser);
});

test('a device whose secret is wrong does not sign in', async () => {
  await always.addUser('cora');
  const browser = memory();
  await signedIn(always, 'cora', PASSWORD, browser);
  browser.setItem(keyOf(browser, 'randomPasswordKey'), 'not the secret of this device');
  assert.equal(await refused(person(always, 'cora', browser).signIn(PASSWORD)), 'NotAuthorizedException');
});

test('the device of one user is not the device of another', async () => {
  await always.addUser('dora');
  await always.addUser('eva');
  const [doras, evas] = [memory(), memory()];
  await signedIn(always, 'dora', PASSWORD, doras);
  await signedIn(always, 'eva', PASSWORD, evas);
  for (const part of ['deviceKey', 'randomPasswordKey', 'deviceGroupKey'])
    evas.setItem(keyOf(evas, part), stored(doras, part));
  spoken.length = 0;
  // The pool does not know Dora's device as Eva's; the library goes on without one and is given a new one.
  await signedIn(always, 'eva', PASSWORD, evas);
  assert.equal(spoken.includes('DEVICE_SRP_AUTH'), false);
  assert.notEqual(stored(evas, 'deviceKey'), stored(doras, 'deviceKey'));
});

test('a forgotten device is a new one the next time', async () => {
  await always.addUser('finn');
  const browser = memory();
  const { user } = await signedIn(always, 'finn', PASSWORD, browser);
  const key = stored(browser, 'deviceKey');
  await next((on) => user.forgetDevice(on));
  assert.deepEqual(await devices(user), []);
  const { storage, session } = await signedIn(always, 'finn', PASSWORD, browser);
  assert.notEqual(stored(storage, 'deviceKey'), key);
  assert.notEqual(session.getAccessToken().payload.device_key, key);
});

test('a remembered device stands for the second factor, a new one does not', async () => {
  await always.addUser('gwen');
  const browser = memory();
  const { user } = await signedIn(always, 'gwen', PASSWORD, browser);
  const { secret } = await next((on) => user.associateSoftwareToken(on));
  await next((on) => user.verifySoftwareToken(oneTimePassword(secret, Date.now() / 1000), 'phone', on));
  await answer((done) => user.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, done));
  await signedIn(always, 'gwen', PASSWORD, browser);

  await travel(pool, 30);
  const elsewhere = memory();
  const there = person(always, 'gwen', elsewhere);
  assert.equal((await there.signIn(PASSWORD)).step, 'totpRequired');
  const code = oneTimePassword(secret, Date.now() / 1000);
  await next((on) => there.user.sendMFACode(code, on, 'SOFTWARE_TOKEN_MFA'));
  assert.ok(stored(elsewhere, 'deviceKey'));
  await signedIn(always, 'gwen', PASSWORD, elsewhere);
});

test('where the user is asked, a device counts only after they said so', async () => {
  await onRequest.addUser('hugo');
  const browser = memory();
  const first = person(onRequest, 'hugo', browser);
  const { step, confirmationNecessary } = await first.signIn(PASSWORD);
  assert.deepEqual([step, confirmationNecessary], ['onSuccess', true]);
  spoken.length = 0;
  await person(onRequest, 'hugo', browser).signIn(PASSWORD);
  assert.equal(spoken.includes('DEVICE_SRP_AUTH'), false, 'not remembered yet');

  const asked = person(onRequest, 'hugo', browser);
  await asked.signIn(PASSWORD);
  assert.equal(await next((on) => asked.user.setDeviceStatusRemembered(on)).then(({ session }) => session), 'SUCCESS');
  spoken.length = 0;
  const again = person(onRequest, 'hugo', browser);
  await again.signIn(PASSWORD);
  assert.ok(spoken.includes('DEVICE_SRP_AUTH'));
  await next((on) => again.user.setDeviceStatusNotRemembered(on));
  spoken.length = 0;
  await person(onRequest, 'hugo', browser).signIn(PASSWORD);
  assert.equal(spoken.includes('DEVICE_SRP_AUTH'), false, 'not remembered any more');
});

test('devices are listed by pages and read one by one', async () => {
  await always.addUser('ivy');
  const browsers = [memory(), memory(), memory()];
  let last;
  for (const browser of browsers) last = await signedIn(always, 'ivy', PASSWORD, browser);
  const keys = browsers.map((browser) => stored(browser, 'deviceKey')).sort();
  assert.deepEqual((await devices(last.user)).map(({ DeviceKey }) => DeviceKey).sort(), keys);
  const page = await next((on) => last.user.listDevices(2, null, on));
  assert.equal(page.session.Devices.length, 2);
  const rest = await next((on) => last.user.listDevices(2, page.session.PaginationToken, on));
  assert.equal(rest.session.Devices.length, 1);
  const { session: read } = await next((on) => last.user.getDevice(on));
  assert.equal(read.Device.DeviceKey, stored(browsers[2], 'deviceKey'));
  const named = Object.fromEntries(read.Device.DeviceAttributes.map(({ Name, Value }) => [Name, Value]));
  assert.equal(named.device_status, 'valid');
  assert.ok(named.device_name);
});

test('a refresh token of a device is refreshed with it alone', async () => {
  await always.addUser('jon');
  const browser = memory();
  await signedIn(always, 'jon', PASSWORD, browser);
  const { user, session } = await signedIn(always, 'jon', PASSWORD, browser);
  await answer((done) => user.refreshSession(session.getRefreshToken(), done));
  const thief = person(always, 'jon').user;
  assert.equal(
    await refused(answer((done) => thief.refreshSession(session.getRefreshToken(), done))),
    'NotAuthorizedException',
  );
});

async function devices(user) {
  const { session } = await next((on) => user.listDevices(10, null, on));
  return session.Devices;
}

const keyOf = (browser, part) => browser.keys().find((key) => key.endsWith(`.${part}`));
const stored = (browser, part) => browser.getItem(keyOf(browser, part));
