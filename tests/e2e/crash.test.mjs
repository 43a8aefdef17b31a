// A core that crashes in a real page, under the strict policy: whatever is pending is told at once, nothing waits for
// ever, and the next sign-in finds a fresh core. The wasm traps for real; it is the one of `npm run build -- --trap`.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fakePool, PASSWORD_VERIFIER, tokens } from '../../pkg-js/test/fake-pool.mjs';
import { serveSite, strictPolicy } from '../../scripts/static-site.mjs';
import { launch } from '../browser/engines.mjs';
import { ADA, CLIENT_ID, engines, POOL_ID, violations } from './demo-site.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// The fake pool waits for requests without end; a core that never asks again must fail, not hang.
const WITHIN = { timeout: 60_000 };
const CHALLENGE = { ChallengeName: 'SMS_MFA', Session: 'x'.repeat(30), ChallengeParameters: {} };

for (const engine of engines) {
  describe(`a core that crashes in ${engine}`, { concurrency: false }, () => {
    let folder;
    let page;
    let pool;
    let gateway;
    let site;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'poolkey-crash-'));
      await cp(here('pages/crash'), folder, { recursive: true });
      await cp(here('../../.cache/trap/dist'), join(folder, 'poolkey'), { recursive: true }).catch((cause) => {
        throw new Error('The core that crashes is not built: run `node scripts/build.mjs --trap`.', { cause });
      });
      page = await launch(engine);
    });

    after(async () => {
      await page?.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    beforeEach(async () => {
      pool = await fakePool();
      gateway = await startGateway(pool.url);
      site = await serveSite({ folder, policy: strictPolicy([gateway.url]) });
      await page.goto(`${site.url}/`);
      await page.waitFor(() => globalThis.crashPage !== undefined);
      const options = { userPoolId: POOL_ID, clientId: CLIENT_ID, endpoint: gateway.url };
      await page.evaluate((options) => globalThis.crashPage.open(options), options);
    });

    afterEach(async () => {
      await site?.stop();
      await gateway?.stop();
      await pool?.stop();
    });

    test('rejects every call that is pending, and signs in on a fresh core', WITHIN, async () => {
      const signedIn = await begin('signIn', ADA);
      await pool.answer(200, PASSWORD_VERIFIER);
      await pool.answer(200, tokens());
      assert.equal((await settled(signedIn)).state, 'resolved');

      const pending = [
        await begin('call', 'GetUser'),
        await begin('refresh'),
        await begin('accessToken'),
        await begin('signIn', ADA),
        await begin('signIn', ADA),
      ];
      await pool.asked(2 + 4);
      assert.equal((await settled(pending.splice(2, 1)[0])).state, 'resolved', 'a token that is good needs no request');
      assert.deepEqual(await states(pending), Array(4).fill('pending'));
      await armTrap();
      await pool.answer(200, {});
      for (const number of pending) await assertCrashed(number);
      await assertFresh(3);
    });

    test('rejects the very call that it crashes in, and sends nothing', WITHIN, async () => {
      await armTrap();
      await assertCrashed(await begin('signIn', ADA));
      assert.equal(pool.requests.length, 0);
      await assertFresh(0);
    });

    test('takes its challenges along: their steps say so for ever', WITHIN, async () => {
      const signIn = await begin('signIn', ADA);
      await pool.answer(200, PASSWORD_VERIFIER);
      await pool.answer(200, CHALLENGE);
      assert.equal((await settled(signIn)).value.challenge, 'SMS_MFA');
      const answer = await begin('answer', { code: '123456' });
      await pool.asked(3);
      await armTrap();
      await pool.answer(200, tokens());
      await assertCrashed(answer);
      await assertCrashed(await begin('answer', { code: '123456' }));
      await assertFresh(3);
      await assertCrashed(await begin('answer', { code: '123456' }));
      const user = await settled(await begin('user'));
      assert.equal(user.value?.username, 'ada', 'the new session outlives an answer to the dead core');
    });

    test('may crash again and again', WITHIN, async () => {
      for (const round of [0, 1, 2, 3, 4]) {
        const signIn = await begin('signIn', ADA);
        await pool.asked(round + 1);
        await armTrap();
        await pool.answer(200, PASSWORD_VERIFIER);
        await assertCrashed(signIn);
      }
      await assertFresh(5);
    });

    const begin = (name, argument = null) =>
      page.evaluate((name, argument) => globalThis.crashPage.begin(name, argument ?? undefined), name, argument);

    const armTrap = () => page.evaluate(() => globalThis.armTrap());

    const states = (numbers) =>
      page.evaluate((numbers) => numbers.map((number) => globalThis.crashPage.outcomes[number].state), numbers);

    /** What became of a call, once it is known. */
    async function settled(number) {
      await page.waitFor((number) => globalThis.crashPage.outcomes[number].state !== 'pending', 15_000, number);
      return page.evaluate((number) => globalThis.crashPage.outcomes[number], number);
    }

    async function assertCrashed(number) {
      const { code, message, isTrap } = await settled(number);
      assert.deepEqual({ code, isTrap }, { code: 'core_crashed', isTrap: true });
      assert.match(message, /sign in again\.$/);
    }

    /**
     * Nobody is signed in, a sign-in works, no call was forgotten, nothing was thrown past the calls. What the pool had
     * not answered before the crash it answers now, to nobody; `answered` says how many it had.
     */
    async function assertFresh(answered) {
      assert.equal((await settled(await begin('user'))).value, null);
      const stale = pool.requests.length - answered;
      const signIn = await begin('signIn', ADA);
      for (let late = 0; late < stale; late += 1) await pool.answer(200, PASSWORD_VERIFIER);
      await pool.answer(200, PASSWORD_VERIFIER);
      await pool.answer(200, tokens());
      assert.equal((await settled(signIn)).value?.user.username, 'ada');
      const { left, unhandled } = await page.evaluate(() => ({
        left: globalThis.crashPage.outcomes.filter(({ state }) => state === 'pending'),
        unhandled: globalThis.crashPage.unhandled,
      }));
      assert.deepEqual({ left, unhandled }, { left: [], unhandled: [] });
      assert.deepEqual(await violations(page, site), []);
    }
  });
}

/** Passes requests on to the pool, and lets any page ask and read: what CORS wants of a user pool. */
async function startGateway(target) {
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const { method, headers } = request;
    const onward = send(target, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy()); // the pool was stopped
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
