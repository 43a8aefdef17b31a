// The demo in Chromium against ministack, a server that others wrote: what Poolkey speaks is understood by somebody who
// never saw its code. The wrong password is refused there too, so the right one proves something.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from '../browser/engines.mjs';
import { startMinistack } from '../peers/ministack.mjs';
import { leftBehind, openDemo, refusal, serveDemo, signIn, violations } from './demo-site.mjs';

describe('the demo in chromium against ministack', { concurrency: false }, () => {
  let pool;
  let site;
  let page;

  before(async () => {
    pool = await startMinistack();
    site = await serveDemo({ userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.endpoint });
    page = await launch('chromium');
  });

  after(async () => {
    await page?.close();
    await site?.stop();
    await pool?.stop();
  });

  test('refuses a wrong password', async () => {
    await openDemo(page, site);
    await signIn(page, { username: pool.username, password: `${pool.password}?` });
    assert.equal((await refusal(page)).code, 'wrong_credentials');
  });

  test('signs in with SRP and reads the profile', async () => {
    await openDemo(page, site);
    await signIn(page, pool);
    await page.waitFor('#signed-in');
    assert.equal(await page.text('#who'), `Signed in as ${pool.username}`);
    await page.waitFor('#profile tbody tr');
    assert.deepEqual(await leftBehind(page), []);
  });

  test('refreshes the tokens', async () => {
    await page.click('#refresh');
    await page.waitFor('#notice:not(:empty)');
    assert.match(await page.text('#notice'), /Fresh tokens/);
  });

  test('signs out and has the refresh token revoked', async () => {
    await page.click('#sign-out');
    await page.waitFor('#signed-out');
    assert.match(await page.text('#notice'), /signed out.*revoked/i);
    assert.deepEqual(await leftBehind(page), []);
    assert.deepEqual(await violations(page, site), []);
  });
});
