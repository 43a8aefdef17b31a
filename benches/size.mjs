// Size: what a browser downloads to show a working sign-in form, as brotli bytes of minified bundles.
// For Poolkey that is the bundle and every file the bundle asks for by itself: the wasm, and worker scripts with what
// those ask for in turn. It refuses to weigh Poolkey without finding a wasm.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { brotliBytes, bundle, installedVersion } from './bundle.mjs';

const PEERS = ['amazon-cognito-identity-js', 'aws-amplify', 'oidc-client-ts', 'oauth4webapi'];
const ENTRIES = { 'amazon-cognito-identity-js': 'bundles/identity-js.mjs' };
// `new URL('./file', import.meta.url)`, the form that every bundler understands.
const ASSET = /new URL\(\s*(["'`])([^"'`]+)\1\s*,\s*import\.meta\.url\s*\)/g;

/** -> { total, parts: [{ file, brotli }], rows: [{ name, version, brotli, timesPoolkey }] } */
export async function sizes() {
  const parts = await poolkeyParts();
  const total = parts.reduce((sum, part) => sum + part.brotli, 0);
  const rows = [];
  for (const name of PEERS) {
    const brotli = brotliBytes(await bundle(ENTRIES[name] ?? `bundles/${name}.mjs`));
    rows.push({ name, version: installedVersion(name), brotli, timesPoolkey: brotli / total });
  }
  return { total, parts, rows };
}

export function poolkeyWasm() {
  return createRequire(import.meta.url).resolve('poolkey/poolkey.wasm');
}

async function poolkeyParts() {
  const code = await bundle('bundles/poolkey.mjs');
  const parts = [{ file: 'createAuth, bundled', brotli: brotliBytes(code) }];
  const seen = new Set();
  await weighAssets(code, poolkeyFolder(), parts, seen);
  if (![...seen].some((file) => file.endsWith('.wasm'))) {
    throw new Error(
      'the bundle of poolkey asks for no .wasm, so its size would be a lie: is the way it finds its wasm new?',
    );
  }
  return parts;
}

async function weighAssets(code, folder, parts, seen) {
  for (const [, , file] of code.matchAll(ASSET)) {
    const path = join(folder, file);
    if (seen.has(path)) continue;
    seen.add(path);
    const isScript = ['.js', '.mjs'].includes(extname(file));
    const content = isScript ? await bundle(path) : await readFile(path);
    parts.push({ file: file.replace(/^\.\//, ''), brotli: brotliBytes(content) });
    if (isScript) await weighAssets(content, dirname(path), parts, seen);
  }
}

function poolkeyFolder() {
  return join(dirname(createRequire(import.meta.url).resolve('poolkey/package.json')), 'dist');
}
