// What `npm publish` would send: every file that is needed, no file that is not, nothing about the machine that built it.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { installApp, pack, root } from './stranger.mjs';

describe('the tarball', () => {
  let packed;
  let app;
  let contents;
  let manifest;

  before(async () => {
    packed = await pack();
    app = await installApp();
    const path = (file) => app.at('node_modules/poolkey', file);
    contents = new Map(await Promise.all(packed.files.map(async (file) => [file, await readFile(path(file))])));
    manifest = JSON.parse(contents.get('package.json'));
  });

  after(async () => {
    await packed?.remove();
    await app?.remove();
  });

  test('holds the compiled modules, the core, the licenses and the README, and nothing else', async () => {
    const sources = await readdir(join(root, 'pkg-js/src'));
    const modules = sources
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .map((name) => name.slice(0, -3));
    assert.ok(modules.includes('index') && modules.includes('node'));
    const expected = [
      ...modules.flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]),
      ...['core.js', 'core.d.ts', 'poolkey.wasm'].map((name) => `dist/generated/${name}`),
      ...['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json'],
    ];
    assert.deepEqual(packed.files, expected.sort());
  });

  test('is installed whole', async () => {
    const installed = await readdir(app.at('node_modules/poolkey'), { recursive: true, withFileTypes: true });
    assert.equal(installed.filter((entry) => entry.isFile()).length, packed.files.length);
    for (const [file, bytes] of contents) assert.ok(bytes.length > 100, `${file} has ${bytes.length} bytes`);
  });

  test('has every file that its package.json names', () => {
    const named = [...leaves(manifest.exports), manifest.types, manifest.main, manifest.module].filter(Boolean);
    assert.ok(named.length >= 5, 'at least the entries, their types and the wasm');
    for (const path of named) assert.ok(contents.has(path.replace(/^\.\//, '')), `${path} is not in the tarball`);
  });

  test('offers its types before anything else, and a default at the end', () => {
    for (const [name, conditions] of Object.entries(manifest.exports)) {
      if (typeof conditions === 'string') continue;
      const keys = Object.keys(conditions);
      assert.equal(keys[0], 'types', `TypeScript takes the first condition that fits ${name}`);
      assert.equal(keys.at(-1), 'default', `a bundler with other conditions finds nothing at ${name}`);
    }
  });

  test('imports, by relative paths, only files that it has', () => {
    for (const [file, bytes] of contents) {
      if (!/\.(js|d\.ts)$/.test(file)) continue;
      const named = bytes.toString().matchAll(/(?:from|import|import\(|new URL\()\s*'(\.[^']+)'/g);
      for (const [, path] of named) {
        const target = new URL(path, `http://tarball/${file}`).pathname.slice(1);
        assert.ok(contents.has(target), `${file} refers to ${path}`);
      }
    }
  });

  test('needs no other package and runs nothing when it is installed', () => {
    for (const key of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies']) {
      assert.equal(manifest[key], undefined, key);
    }
    for (const name of ['preinstall', 'install', 'postinstall'])
      assert.equal(manifest.scripts?.[name], undefined, name);
  });

  test('tells nothing about the machine that built it', () => {
    const traces = [root, '/home/', '/Users/', '\\Users\\', '/rustc/', '.cargo/registry'];
    if (homedir().length > 3) traces.push(homedir());
    for (const [file, bytes] of contents) {
      for (const trace of traces) assert.ok(!bytes.includes(trace), `${file} has ${trace}`);
    }
  });

  test('has no source map and no name of a function of the core', () => {
    const wasm = contents.get('dist/generated/poolkey.wasm');
    assert.deepEqual(customSections(wasm), []);
    for (const [file, bytes] of contents) assert.ok(!bytes.includes('sourceMappingURL'), file);
  });
});

function leaves(value) {
  return typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(leaves);
}

/** Names of the custom sections, where compilers keep names, producers and debug information. */
function customSections(wasm) {
  const module = new WebAssembly.Module(wasm);
  const usual = [
    'name',
    'producers',
    'target_features',
    'sourceMappingURL',
    '.debug_info',
    '.debug_str',
    '.debug_line',
  ];
  return usual.filter((name) => WebAssembly.Module.customSections(module, name).length > 0);
}
