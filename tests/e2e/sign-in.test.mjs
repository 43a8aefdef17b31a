// The demo in a real browser against the pool that runs on this machine: in, refused, refreshed, out, and nothing left
// behind. Real keys and clicks; the page runs under the strict policy with Trusted Types.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from '../browser/engines.mjs';
import { startLocalPool } from '../peers/local-pool.mjs';
import {
  ADA,
  CLIENT_ID,
  engines,
  leftBehind,
  openDemo,
  POOL_ID,
  refusal,
  serveDemo,
  signIn,
  violations,
} from './demo-site.mjs';

const POOL = `
[pool]
id = "${POOL_ID}"
[[clients]]
id = "${CLIENT_ID}"
[[users]]
username = "${ADA.username}"
password = "${ADA.password}"
groups = ["admins"]
attributes = { email = "ada@example.com", email_verified = "true" }
`;

for (const engine of engines) {
  describe(`the demo in ${engine}`, { concurrency: false }, () => {
    let pool;
    let site;
    let page;

    before(async () => {
      pool = await startLocalPool(POOL);
      site = await serveDemo({ userPoolId: POOL_ID, clientId: CLIENT_ID, endpoint: pool.url, credentials: ADA });
      page = await launch(engine);
    });

    after(async () => {
      await page?.close();
      await site?.stop();
      await pool?.stop();
    });

    test('signs a person in and shows who they are', async () => {
      await openDemo(page, site);
      await signIn(page, ADA);
      await page.waitFor('#signed-in');
      assert.equal(await page.text('#who'), 'Signed in as ada');
      const claims = await table(page, '#claims');
      assert.equal(claims['cognito:username'], 'ada');
      assert.equal(claims.token_use, 'id');
      assert.equal(claims.aud, CLIENT_ID);
      assert.match(claims['cognito:groups'], /admins/);
      assert.match(claims.exp, /\d{4}.* \d{10}$/, 'a date, then the raw number');
    });

    test('shows the profile that GetUser answers', async () => {
      await page.waitFor('#profile tbody tr');
      const profile = await table(page, '#profile');
      assert.equal(profile.email, 'ada@example.com');
    });

    test('leaves nothing in the browser while signed in', async () => {
      assert.deepEqual(await leftBehind(page), []);
    });

    test('gets fresh tokens on request', async () => {
      const before = (await table(page, '#claims')).exp;
      await page.click('#refresh');
      await page.waitFor('#notice:not(:empty)');
      assert.match(await page.text('#notice'), /Fresh tokens/);
      const claims = await table(page, '#claims');
      assert.equal(claims['cognito:username'], 'ada');
      assert.ok(Number(claims.exp.slice(-10)) >= Number(before.slice(-10)));
    });

    test('signs out, says that the pool revoked the token, and leaves nothing behind', async () => {
      await page.click('#sign-out');
      await page.waitFor('#signed-out');
      assert.match(await page.text('#notice'), /signed out.*revoked/i);
      assert.equal(await page.evaluate(() => document.querySelector('#signed-in').hidden), true);
      assert.deepEqual(await leftBehind(page), []);
      const text = await page.evaluate(() => document.documentElement.textContent);
      assert.doesNotMatch(text, /ada@example\.com/, 'who was signed in is not left in the page');
    });

    test('tells a wrong password in a sentence and keeps the user name', async () => {
      await openDemo(page, site);
      await signIn(page, { ...ADA, password: 'Correct-horse-8' });
      const { code, sentence } = await refusal(page);
      assert.equal(code, 'wrong_credentials');
      assert.match(sentence, /^[A-Z].*password.*\.$/);
      const fields = await page.evaluate(() =>
        ['#username', '#password'].map((css) => document.querySelector(css).value),
      );
      assert.deepEqual(fields, ['ada', '']);
      assert.equal(await page.evaluate(() => document.querySelector('#signed-in').hidden), true);
    });

    test('shows the password on request and hides it again', async () => {
      const type = () => page.evaluate(() => document.querySelector('#password').type);
      await page.click('#show-password');
      assert.equal(await type(), 'text');
      await page.click('#show-password');
      assert.equal(await type(), 'password');
    });

    test('lets the same person in after a wrong password, by the Enter key', async () => {
      await page.fill('#password', ADA.password); // leaves the focus in the field
      await page.press('Enter');
      await page.waitFor('#signed-in');
      assert.equal(await page.text('#who'), 'Signed in as ada');
    });

    test('is signed out after a reload, for the session was in memory alone', async () => {
      await page.reload();
      await page.waitFor('#signed-out');
      assert.equal(await page.evaluate(() => document.querySelector('#signed-in').hidden), true);
      assert.deepEqual(await leftBehind(page), []);
    });

    test('caused no violation of the strict policy', async () => {
      assert.deepEqual(await violations(page, site), []);
    });

    test('would have been caught leaving something behind', async () => {
      await page.evaluate(async () => {
        localStorage.setItem('planted', '1');
        sessionStorage.setItem('planted', '1');
        // biome-ignore lint/suspicious/noDocumentCookie: not every engine has the Cookie Store API
        document.cookie = 'planted=1';
        await new Promise((resolve, reject) => {
          const opening = indexedDB.open('planted');
          opening.onsuccess = () => resolve(opening.result.close());
          opening.onerror = () => reject(opening.error);
        });
      });
      const found = await leftBehind(page);
      assert.deepEqual(found, [
        'IndexedDB planted',
        'cookie planted',
        'localStorage planted',
        'sessionStorage planted',
      ]);
    });

    // Last, because it ends the pool.
    test('signs out while the pool is away, and says that the token was not revoked', async () => {
      await openDemo(page, site);
      await signIn(page, ADA);
      await page.waitFor('#profile tbody tr');
      await pool.stop();
      pool = undefined;
      await page.click('#sign-out');
      await page.waitFor('#signed-out', 60_000);
      assert.match(await page.text('#notice'), /signed out here.*could not be told/i);
    });
  });
}

/** A two-column table of the page as an object; the texts with single spaces. */
function table(page, css) {
  return page.evaluate(
    (selector) =>
      Object.fromEntries(
        [...document.querySelectorAll(`${selector} tbody tr`)].map((row) =>
          [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()),
        ),
      ),
    css,
  );
}
