// Passkeys by the package, with an authenticator that the browser pretends: made for somebody who is signed in, then the way
// in, and what must not work. WebKitGTK has no passkeys: there the package says so.

import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serveSite, strictPolicy } from '../../scripts/static-site.mjs';
import { launch } from '../browser/engines.mjs';
import { PASSWORD, preparePool } from '../peers/administrator.mjs';
import { startLocalPool } from '../peers/local-pool.mjs';
import { engines } from './demo-site.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PREFERRED = { username: 'ada', flow: 'choice', preferred: 'WEB_AUTHN' };

for (const engine of engines) {
  describe(`passkeys in ${engine}`, { concurrency: false }, () => {
    let folder;
    let page;
    let server;
    let site;
    let app;

    before(async () => {
      server = await startLocalPool();
      app = await preparePool(server.url, {
        client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
        pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
        mfa: { WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' } },
        users: { ada: { email: 'ada@example.com' }, ben: { email: 'ben@example.com' } },
      });
      folder = await mkdtemp(join(tmpdir(), 'poolkey-passkeys-'));
      await cp(here('pages/passkeys'), folder, { recursive: true });
      await cp(here('../../pkg-js/dist'), join(folder, 'poolkey'), { recursive: true });
      await writeFile(join(folder, 'favicon.ico'), '');
      site = await serveSite({ folder, policy: strictPolicy([server.url]) });
      page = await launch(engine);
      await page.goto(`${site.url.replace('127.0.0.1', 'localhost')}/`);
      await page.waitFor(() => globalThis.page !== undefined);
      const options = { userPoolId: app.poolId, clientId: app.clientId, endpoint: server.url };
      await page.evaluate((options) => globalThis.page.open(options), options);
    });

    after(async () => {
      await page?.close();
      await site?.stop();
      await server?.stop();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    const call = (name, ...args) => page.evaluate((name, ...args) => globalThis.page[name](...args), name, ...args);
    const signIn = (more) => call('signIn', { username: 'ada', password: PASSWORD, ...more });

    if (engine === 'webkit') {
      test('where a browser has none, the package says so', async () => {
        assert.deepEqual(await call('support'), {
          available: false,
          conditionalGet: false,
          conditionalCreate: false,
          platform: false,
        });
        assert.equal(await signIn(), 'signedIn');
        assert.equal(await call('register'), 'passkey_unsupported');
      });
      return;
    }

    test('one is made by somebody who is signed in, and is the way in from then on', async () => {
      const authenticator = await page.addAuthenticator();
      assert.equal((await call('support')).available, true);
      assert.equal(await call('register'), 'signed_out');
      assert.equal(await signIn(), 'signedIn');
      assert.match((await call('register')).id, /^[\w-]{16,}$/);
      assert.equal(await call('list'), 1);
      assert.equal(await call('register'), 'passkey_refused', 'this device has one');
      assert.equal(await call('list'), 1);
      await call('signOut');

      for (let count = 0; count < 3; count += 1) {
        assert.equal(await call('signIn', PREFERRED), 'passkey');
        assert.equal(await call('use'), 'signedIn');
      }
      // Offered among others, and given up: the question stays open.
      assert.equal(await call('signIn', { username: 'ada', flow: 'choice' }), 'selectFirstFactor');
      assert.equal(await call('answer', { choice: 'WEB_AUTHN' }), 'passkey');
      assert.equal(await call('useAndAbort'), 'aborted');
      assert.equal(await call('use'), 'signedIn');
      await authenticator.unplug();
    });

    test('a device that has none, and a person who does not prove who they are, do not get in', async () => {
      assert.equal(await call('signIn', PREFERRED), 'passkey');
      const other = await page.addAuthenticator();
      assert.equal(await call('answer', { credential: { id: 'nonsense' } }), 'invalid_request');
      assert.equal(await call('answer', {}), 'invalid_input');
      const nobody = await call('signIn', { username: 'ben', flow: 'choice', preferred: 'WEB_AUTHN' });
      assert.notEqual(nobody, 'signedIn');
      await other.unplug();
    });
  });
}
