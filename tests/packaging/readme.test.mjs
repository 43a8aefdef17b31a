// What the README of the package promises, taken at its word: its example compiles and signs in, its policy is enough,
// its table of errors is whole.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { launch } from '../browser/engines.mjs';
import { ADA, CLIENT_ID, signIn, violations } from '../e2e/demo-site.mjs';
import { compile, installApp, plainPage, run, startPool } from './stranger.mjs';

const POOL_ID = 'eu-west-1_AbCdEfGhI';
const SERVICE = 'https://cognito-idp.eu-west-1.amazonaws.com';

describe('the README', { concurrency: false }, () => {
  let app;
  let pool;
  let readme;

  before(async () => {
    app = await installApp();
    pool = await startPool();
    readme = await readFile(app.at('node_modules/poolkey/README.md'), 'utf8');
  });

  after(async () => {
    await pool?.stop();
    await app?.remove();
  });

  test('has an example that compiles and signs in', async () => {
    const example = block(readme, 'ts');
    await mkdir(app.at('src'));
    await writeFile(app.at('src/example.ts'), example);
    const options = [
      '--strict',
      '--noEmit',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--types',
      '',
      'src/example.ts',
    ];
    assert.deepEqual(await compile(app.folder, ...options), { code: 0, output: '' });

    const here = JSON.stringify(pool.options);
    const ids = `{ userPoolId: '${POOL_ID}', clientId: '${CLIENT_ID}' }`;
    assert.ok(example.includes(ids));
    await writeFile(app.at('example.mjs'), example.replace(ids, here));
    assert.equal((await run(process.execPath, ['example.mjs'], app.folder)).stdout, 'Hello ada\n');
    await writeFile(app.at('wrong.mjs'), example.replace(ids, here).replace(ADA.password, 'wrong'));
    assert.match((await run(process.execPath, ['wrong.mjs'], app.folder)).stdout, /^wrong_credentials [A-Z].*\.\n$/);
  });

  test('names a policy that is enough', async () => {
    const [, policy] = block(readme, 'http').match(/^Content-Security-Policy: (.+)\n$/);
    assert.ok(policy.includes(` ${SERVICE};`));
    const site = await plainPage(app, pool, policy.replace(SERVICE, pool.url));
    const page = await launch('chromium');
    try {
      await page.goto(`${site.url}/`);
      await signIn(page, ADA);
      await page.waitFor('#who:not(:empty)');
      assert.equal(await page.text('#who'), 'Signed in as ada');
      assert.deepEqual(
        (await violations(page, site)).filter((violation) => !violation.includes('favicon')),
        [],
      );
    } finally {
      await page.close();
      await site.stop();
    }
  });

  test('explains every code of an error, and none that there is not', async () => {
    const declared = await readFile(app.at('node_modules/poolkey/dist/errors.d.ts'), 'utf8');
    const unions = declared.match(/export type (?:Load)?ErrorCode = [^;]+;/g).join('\n');
    const codes = [...unions.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code);
    const rows = readme.slice(readme.indexOf('## Errors'), readme.indexOf('## Content')).split('\n');
    const explained = rows.filter((row) => row.startsWith('| `')).flatMap((row) => row.split('|')[1].match(/[a-z_]+/g));
    assert.deepEqual(explained.sort(), codes.sort());
  });

  test('names every member of an auth', async () => {
    const declared = await readFile(app.at('node_modules/poolkey/dist/types.d.ts'), 'utf8');
    const auth = declared.slice(declared.indexOf('export interface Auth {'));
    const members = [...auth.matchAll(/^ {4}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name);
    assert.ok(members.length >= 8, members.join(' '));
    for (const name of members) assert.ok(readme.includes(`\`auth.${name}`), name);
  });
});

/** The first block of that language in a text of Markdown. */
function block(markdown, language) {
  const [, lines] = markdown.match(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms')) ?? [];
  assert.ok(lines, `the README has a block of ${language}`);
  return lines;
}
