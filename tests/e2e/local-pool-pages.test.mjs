// local-pool's own pages by real clicks: the clock, a fault, reset. A form has headers (Origin, Sec-Fetch-Site) that only a
// browser gives it, and by them the pages of others are refused.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from '../browser/engines.mjs';
import { startLocalPool } from '../peers/local-pool.mjs';
import { engines } from './demo-site.mjs';

for (const engine of engines) {
  describe(`local-pool's own pages in ${engine}`, { concurrency: false }, () => {
    let page;
    let pool;

    before(async () => {
      pool = await startLocalPool();
      page = await launch(engine);
    });

    after(async () => {
      await page?.close();
      await pool?.stop();
    });

    const told = async (what) => (await fetch(`${pool.url}/_local/${what}`)).json();

    for (const host of ['127.0.0.1', 'localhost']) {
      test(`the buttons of the control page work at ${host}`, async () => {
        await page.goto(`${pool.url.replace('127.0.0.1', host)}/_local/`);
        await page.click('button[name="advance"][value="3600"]');
        await page.waitFor('button[value="now"]');
        assert.equal((await told('clock')).movedSeconds, 3600);
        await page.click('button[value="now"]');
        await page.waitFor(() => !document.querySelector('button[value="now"]'));
        assert.equal((await told('clock')).movedSeconds, 0);

        await page.fill('#on', 'InitiateAuth');
        await page.fill('#amount', '250');
        await page.click('form:has(#kind) button');
        await page.waitFor('button[name="remove"]');
        assert.equal((await told('faults')).faults[0].on, 'InitiateAuth');
        await page.click('button.danger');
        await page.waitFor(() => !document.querySelector('button[name="remove"]'));
        assert.deepEqual((await told('faults')).faults, []);
      });
    }
  });
}
