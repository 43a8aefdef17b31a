// The hand-written types against tests/contract, one JSON file per shape: each file's text is pasted into TypeScript
// as a literal of its type, and the compiler says whether it fits, missing and extra members included.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const contract = join(here, '../../tests/contract');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const cache = join(here, '../../.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'contract-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const text = (name) => readFileSync(join(contract, `${name}.json`), 'utf8').trim();

/** The compiler's complaints about these lines, which may use every type of the package. */
function complaints(lines) {
  const file = join(folder, 'shapes.ts');
  const imports = [
    "import type { ErrorCode, ErrorShape, LoadErrorCode } from '../../pkg-js/src/errors.js';",
    "import type { AuthOptions, SignedOut, User, UserProfile } from '../../pkg-js/src/types.js';",
    "import type { RawStep } from '../../pkg-js/src/steps.js';",
    'export type Used = [ErrorCode, ErrorShape, LoadErrorCode, AuthOptions, SignedOut, User, UserProfile, RawStep];',
  ];
  writeFileSync(file, [...imports, ...lines].join('\n'));
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--module', 'esnext'];
  const { stdout } = spawnSync(
    process.execPath,
    [tsc, '--ignoreConfig', ...options, '--moduleResolution', 'bundler', file],
    {
      encoding: 'utf8',
    },
  );
  return stdout.trim();
}

test('every shape of the contract fits its type', () => {
  const shapes = {
    error: 'ErrorShape',
    'service-error': 'ErrorShape',
    user: 'User',
    'signed-out': 'SignedOut',
  };
  const lines = Object.entries(shapes).map(
    ([name, type]) => `export const ${name.replace('-', '_')}: ${type} = ${text(name)};`,
  );
  lines.push(
    `export const signedIn: RawStep = ${text('step-signed-in')};`,
    `export const challenge: RawStep = ${text('step-challenge')};`,
  );
  lines.push(`export const options: AuthOptions = ${text('options')};`);
  assert.equal(complaints(lines), '');
});

test('the codes of the core are exactly those of the type', () => {
  const codes = JSON.parse(text('core-error-codes'));
  const union = codes.map((code) => `'${code}'`).join(' | ');
  assert.equal(
    complaints([
      `type FromCore = Exclude<ErrorCode, LoadErrorCode>;`,
      `export const every: (code: ${union}) => FromCore = (code) => code;`,
      `export const noOther: (code: FromCore) => ${union} = (code) => code;`,
    ]),
    '',
  );
});

test('a shape that does not fit is seen', () => {
  assert.match(complaints(["export const user: User = { sub: 's', username: 'ada' };"]), /claims/);
  assert.match(complaints(['export const out: SignedOut = { revoked: true, extra: 1 };']), /extra/);
});
