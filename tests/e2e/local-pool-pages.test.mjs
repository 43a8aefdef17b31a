// local-pool's own pages by real clicks: a first sign-in, the clock, a fault, quotas, reset. A form has headers (Origin, Sec-Fetch-Site) that only a
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

        await page.fill('#UserAuthentication', '5');
        await page.click('form[action="/_local/quotas"] button');
        await page.waitFor('button[name="default"][value="false"]');
        assert.deepEqual((await told('quotas')).requestsPerSecond, { UserAuthentication: 5 });
        await page.click('button[name="default"][value="false"]');
        await page.waitFor(() => !document.querySelector('button[name="default"][value="false"]'));
        assert.deepEqual((await told('quotas')).requestsPerSecond, {});

        await page.evaluate(() => {
          document.querySelector('#set_to').value = '2030-02-28T23:58:01';
        });
        await page.click('form:has(#set_to) button');
        await page.waitFor('button[value="now"]');
        assert.equal(Math.floor((await told('clock')).now / 60), Date.UTC(2030, 1, 28, 23, 58) / 60_000);

        await page.fill('#on', 'InitiateAuth');
        await page.fill('#amount', '250');
        await page.click('form:has(#kind) button');
        await page.waitFor('button[name="remove"]');
        assert.equal((await told('faults')).faults[0].on, 'InitiateAuth');
        await page.click('button.danger');
        await page.waitFor(() => !document.querySelector('button[name="remove"]'));
        assert.deepEqual((await told('faults')).faults, []);
      });

      test(`who tries the overview's sign-in at ${host} ends at a page that is there`, async () => {
        await page.goto(`${pool.url.replace('127.0.0.1', host)}/`);
        await page.click('.clients a.button');
        await page.waitFor('input[name="username"]');
        await page.fill('input[name="username"]', 'ada');
        await page.click('button.primary');
        await page.waitFor('button[value="PASSWORD"]');
        await page.click('button[value="PASSWORD"]');
        await page.waitFor('input[name="password"]');
        await page.fill('input[name="password"]', 'Correct-horse-7');
        await page.click('button.primary');
        await page.waitFor('dl.came');
        assert.match(await page.text('h1'), /^Signed in$/);
      });
    }

    test('a badge stays in one piece beside a long name on a narrow screen', async () => {
      await page.setViewport(320, 640);
      await page.goto(
        `${pool.url}/login?client_id=1h57kf5cpq17m0eml12EXAMPLE&response_type=code&redirect_uri=http://localhost:3000/`,
      );
      const lines = await page.evaluate(() => {
        const brand = document.querySelector('.brand');
        // As the page of a pretended provider has it.
        brand.innerHTML =
          '<span class="monogram">A</span><span class="brand-name">A rather long name of somebody</span><span class="tag">pretended</span>';
        const text = document.createRange();
        text.selectNodeContents(brand.querySelector('.tag'));
        return text.getClientRects().length;
      });
      assert.equal(lines, 1);
    });
  });
}
