// The documentation taken at its word: every code of an error is explained, and every example compiles.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

test('every code of an error is in the table of docs/errors.md, with what happened and what to do', () => {
  const [, union] = read('pkg-js/src/errors.ts').match(/export type LoadErrorCode =([^;]+);/);
  const ofLoading = [...union.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code);
  assert.ok(ofLoading.includes('wasm_blocked'));
  const codes = [...JSON.parse(read('tests/contract/core-error-codes.json')), ...ofLoading];
  const rows = [...read('docs/errors.md').matchAll(/^\| `([a-z_]+)` \| (.+) \| (.+) \|$/gm)];
  assert.deepEqual(rows.map(([, code]) => code).sort(), codes.sort());
  for (const [, code, happened, todo] of rows) {
    for (const sentence of [happened, todo]) assert.match(sentence, /^[A-Z`].{5,}[.]$/, code);
  }
});

test('every example of the documentation compiles', () => {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'docs-'));
  try {
    let count = 0;
    for (const page of ['signing-in', 'account', 'passkeys', 'devices', 'errors']) {
      for (const [, lines] of read(`docs/${page}.md`).matchAll(/^```ts\n(.*?)^```/gms)) {
        writeFileSync(join(folder, `${page}-${++count}.ts`), `${preamble(lines)}${lines}export {};\n`);
      }
    }
    assert.ok(count >= 12, `${count} examples`);
    const entry = (name) => [`../../pkg-js/dist/${name}.d.ts`];
    const compilerOptions = {
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['es2022', 'dom'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      noEmit: true,
      paths: { poolkey: entry('index'), 'poolkey/account': entry('account'), 'poolkey/passkeys': entry('passkeys') },
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }));
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    assert.equal(stdout.trim(), '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What an example takes for granted. */
function preamble(lines) {
  return [
    "import type * as types from 'poolkey';",
    /const auth\b/.test(lines) ? '' : 'declare const auth: types.Auth;',
    /(const|let) step\b/.test(lines) ? '' : 'declare const step: types.SignInStep;',
    'declare function ask(question: string): Promise<string>;',
    'declare function show(...things: unknown[]): void;',
    '',
  ].join('\n');
}
