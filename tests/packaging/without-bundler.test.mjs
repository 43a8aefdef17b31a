// The package without any bundler: a page that imports the files as they are, under the strict policy, and Node, which
// takes an entry of its own under the same name.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { strictPolicy } from '../../scripts/static-site.mjs';
import { launch } from '../browser/engines.mjs';
import { ADA, signIn, violations } from '../e2e/demo-site.mjs';
import { installApp, plainPage, run, startPool } from './stranger.mjs';

describe('without a bundler', { concurrency: false }, () => {
  let app;
  let pool;

  before(async () => {
    app = await installApp();
    pool = await startPool();
  });

  after(async () => {
    await pool?.stop();
    await app?.remove();
  });

  test('a page signs in under the strict policy', async () => {
    const site = await plainPage(app, pool, strictPolicy([pool.url]));
    const page = await launch('chromium');
    try {
      await page.goto(`${site.url}/`);
      await signIn(page, ADA);
      await page.waitFor('#who:not(:empty)');
      assert.equal(await page.text('#who'), 'Signed in as ada');
      assert.deepEqual(await violations(page, site), []);
    } finally {
      await page.close();
      await site.stop();
    }
  });

  test('Node signs in, and ends by itself', async () => {
    const lines = `
      import { createAuth, PoolkeyError } from 'poolkey';
      const auth = createAuth(${JSON.stringify(pool.options)});
      const refused = await auth.signIn(${JSON.stringify({ ...ADA, password: 'x' })}).catch((error) => error);
      const step = await auth.signIn(${JSON.stringify(ADA)});
      console.log(JSON.stringify([refused instanceof PoolkeyError, refused.code, step.kind, step.user.username]));
    `;
    await writeFile(app.at('script.mjs'), lines);
    const { stdout } = await run(process.execPath, ['script.mjs'], app.folder);
    assert.deepEqual(JSON.parse(stdout), [true, 'wrong_credentials', 'signedIn', 'ada']);
  });

  test('Node finds the wasm and the package.json by their public names', async () => {
    const lines = `console.log(['poolkey', 'poolkey/poolkey.wasm', 'poolkey/package.json'].map((name) => import.meta.resolve(name)).join(' '));`;
    await writeFile(app.at('names.mjs'), lines);
    const { stdout } = await run(process.execPath, ['names.mjs'], app.folder);
    assert.match(stdout, /poolkey\/dist\/node\.js .*\/dist\/generated\/poolkey\.wasm .*\/poolkey\/package\.json/);
  });
});
