// A stranger's Vite app in TypeScript, with no configuration at all: it type-checks, builds, and signs in, both as built
// and under the development server. The built page runs under the strict policy.

import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { serveSite, strictPolicy } from '../../scripts/static-site.mjs';
import { launch } from '../browser/engines.mjs';
import { ADA, signIn, violations } from '../e2e/demo-site.mjs';
import { compile, installApp, run, startPool } from './stranger.mjs';

describe('a Vite app', { concurrency: false }, () => {
  let app;
  let pool;
  let page;
  const running = [];

  before(async () => {
    app = await installApp('vite-app');
    pool = await startPool();
    await mkdir(app.at('public'));
    await writeFile(app.at('public/pool.json'), JSON.stringify(pool.options));
    page = await launch('chromium');
  });

  after(async () => {
    await page?.close();
    for (const server of running) await server.stop();
    await pool?.stop();
    await app?.remove();
  });

  test('has the package itself, not a link into this project', async () => {
    assert.equal(await realpath(app.at('node_modules/poolkey')), app.at('node_modules/poolkey'));
  });

  test('type-checks, with the declarations of the package looked at', async () => {
    assert.deepEqual(await compile(app.folder), { code: 0, output: '' });
  });

  test('builds without a warning, and the wasm is a file of its own', async () => {
    const said = await build(app, 'dist');
    assert.doesNotMatch(said, /warn|externalized|could not|unresolved/i);
    const assets = await readdir(app.at('dist/assets'));
    const wasm = assets.filter((name) => name.endsWith('.wasm'));
    assert.equal(wasm.length, 1, assets.join(' '));
    const built = await readFile(app.at('dist/assets', wasm[0]));
    assert.ok(built.equals(await readFile(app.at('node_modules/poolkey/dist/generated/poolkey.wasm'))));
  });

  test('signs in as built, under the strict policy', async () => {
    const site = await serve(app.at('dist'));
    await page.goto(`${site.url}/`);
    await assertSignsIn(page);
    assert.deepEqual(await violations(page, site), []);
  });

  test('names the failure as built', async () => {
    await page.reload();
    await signIn(page, { ...ADA, password: 'Correct-horse-8' });
    await page.waitFor('#failure:not(:empty)');
    assert.match(await page.text('#failure'), /^wrong_credentials: /);
  });

  test('signs in from a subfolder, built with relative addresses', async () => {
    await build(app, 'site/below/here', '--base', './');
    const site = await serve(app.at('site'));
    await page.goto(`${site.url}/below/here/`);
    await assertSignsIn(page);
    assert.deepEqual(await violations(page, site), []);
  });

  test('says in a sentence what stands in the way where the wasm was put inline', async () => {
    await build(app, 'inline', '--assetsInlineLimit', '9999999');
    assert.ok(!(await readdir(app.at('inline/assets'))).some((name) => name.endsWith('.wasm')));
    const site = await serve(app.at('inline'));
    await page.goto(`${site.url}/`);
    await signIn(page, ADA);
    await page.waitFor('#failure:not(:empty)');
    const said = await page.text('#failure');
    assert.match(said, /^wasm_load_failed: data:.*connect-src\.$/);
    assert.ok(said.length < 500, `${said.length} characters are no sentence`);
  });

  test('signs in under the development server, from cold and again', async () => {
    const { createServer } = await import(pathToFileURL(app.at('node_modules/vite/dist/node/index.js')));
    const said = [];
    const say = (message) => said.push(message);
    const server = await createServer({
      root: app.folder,
      server: { host: '127.0.0.1', port: 0 },
      customLogger: {
        info: () => {},
        warn: say,
        warnOnce: say,
        error: say,
        clearScreen: () => {},
        hasErrorLogged: () => false,
        hasWarned: false,
      },
    });
    running.push({ stop: () => server.close() });
    await server.listen();
    await page.goto(`http://127.0.0.1:${server.httpServer.address().port}/`);
    await assertSignsIn(page);
    await page.reload();
    await assertSignsIn(page);
    assert.deepEqual(said, []);
  });

  async function serve(folder) {
    const site = await serveSite({ folder, policy: strictPolicy([pool.url]) });
    running.push(site);
    return site;
  }
});

async function build(app, folder, ...options) {
  const args = [app.at('node_modules/vite/bin/vite.js'), 'build', '--outDir', folder, ...options];
  const { stdout, stderr } = await run(process.execPath, args, app.folder);
  return stdout + stderr;
}

async function assertSignsIn(page) {
  await page.waitFor('#submit');
  await signIn(page, ADA);
  await page.waitFor('#who:not(:empty), #failure:not(:empty)');
  assert.equal(await page.text('#failure'), '');
  assert.equal(await page.text('#who'), 'Signed in as ada, ada@example.com');
}
