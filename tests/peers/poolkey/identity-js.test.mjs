// One user, one device and one authenticator app, used in turn by Poolkey and by amazon-cognito-identity-js: what one of
// them made, the other signs in with.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAuth } from 'poolkey';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { memory, next, person, signedIn } from '../identity-js/person.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { oneTimePassword } from '../one-time-password.mjs';

let server;
let app;
const open = [];
const spoken = [];

before(async () => {
  server = await startLocalPool();
  const prepared = await preparePool(server.url, {
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } },
    mfa: { SoftwareTokenMfaConfiguration: { Enabled: true }, MfaConfiguration: 'OPTIONAL' },
  });
  app = { url: server.url, ...prepared };
});

after(async () => {
  for (const auth of open) auth.close();
  await server?.stop();
});

// What is said to the pool, by either: that a device took part is seen in nothing else.
const plainFetch = globalThis.fetch;
globalThis.fetch = (url, options) => {
  const headers = new Headers(options?.headers);
  const operation = headers.get('x-amz-target')?.split('.')[1];
  if (operation) spoken.push(JSON.parse(options.body).ChallengeName ?? operation);
  return plainFetch(url, options);
};

const BY_DEVICE = ['InitiateAuth', 'PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'];

function poolkey() {
  const auth = createAuth({ userPoolId: app.poolId, clientId: app.clientId, endpoint: app.url });
  open.push(auth);
  return auth;
}

/** Where amazon-cognito-identity-js keeps the parts of a device. */
const partOf = (username, part) => `CognitoIdentityServiceProvider.${app.clientId}.${username}.${part}`;

/** Many times, because about one number in 256 begins with a zero byte, where implementations disagree. */
const TIMES = 8;

test('a device that Poolkey confirmed signs in through amazon-cognito-identity-js', async () => {
  await app.addUser('ada');
  for (let count = 0; count < TIMES; count += 1) {
    const auth = poolkey();
    assert.equal((await auth.signIn({ username: 'ada', password: PASSWORD })).kind, 'signedIn');
    const device = JSON.parse(await auth.exportDevice('ada'));
    const browser = memory();
    browser.setItem(partOf('ada', 'deviceKey'), device.deviceKey);
    browser.setItem(partOf('ada', 'deviceGroupKey'), device.deviceGroupKey);
    browser.setItem(partOf('ada', 'randomPasswordKey'), device.devicePassword);
    spoken.length = 0;
    const { session } = await signedIn(app, 'ada', PASSWORD, browser);
    assert.deepEqual(spoken, BY_DEVICE);
    assert.equal(session.getAccessToken().payload.device_key, device.deviceKey);
  }
});

test('a device that amazon-cognito-identity-js confirmed signs in through Poolkey', async () => {
  await app.addUser('ben');
  for (let count = 0; count < TIMES; count += 1) {
    const browser = memory();
    await signedIn(app, 'ben', PASSWORD, browser);
    const auth = poolkey();
    await auth.importDevice(
      JSON.stringify({
        username: 'ben',
        deviceKey: browser.getItem(partOf('ben', 'deviceKey')),
        deviceGroupKey: browser.getItem(partOf('ben', 'deviceGroupKey')),
        devicePassword: browser.getItem(partOf('ben', 'randomPasswordKey')),
      }),
    );
    spoken.length = 0;
    assert.equal((await auth.signIn({ username: 'ben', password: PASSWORD })).kind, 'signedIn');
    assert.deepEqual(spoken, BY_DEVICE);
    await auth.refresh();
  }
});

test('an authenticator app that one of them set up is asked for by the other', async () => {
  await app.addUser('cora');
  const auth = poolkey();
  await auth.signIn({ username: 'cora', password: PASSWORD });
  const { SecretCode } = await auth.call('AssociateSoftwareToken');
  const now = async () => (await (await plainFetch(`${app.url}/_local/clock`)).json()).now;
  const { Status } = await auth.call('VerifySoftwareToken', { UserCode: oneTimePassword(SecretCode, await now()) });
  assert.equal(Status, 'SUCCESS');
  await auth.call('SetUserMFAPreference', { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });

  await server.moveClock(30);
  const { user, signIn } = person(app, 'cora');
  assert.equal((await signIn(PASSWORD)).step, 'totpRequired');
  const code = oneTimePassword(SecretCode, await now());
  const done = await next((on) => user.sendMFACode(code, on, 'SOFTWARE_TOKEN_MFA'));
  assert.equal(done.step, 'onSuccess');

  await server.moveClock(30);
  const step = await poolkey().signIn({ username: 'cora', password: PASSWORD });
  assert.equal(step.kind, 'totp');
  assert.equal((await step.answer({ code: oneTimePassword(SecretCode, await now()) })).kind, 'signedIn');
});
