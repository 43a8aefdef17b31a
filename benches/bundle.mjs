// Bundles for the browser, all made the same way: esbuild, minified, ESM, today's syntax. Also the yardstick for size,
// brotli at its best quality, which is what a CDN sends of a file that does not change.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));

/** The text of one bundled module; `entry` is relative to this folder, or absolute. */
export async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [join(entry.startsWith('/') ? '' : here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
    define: { global: 'globalThis' }, // amazon-cognito-identity-js does not run in a browser without it
    alias: { 'amplify-srp': amplifySrpFolder() },
  });
  return outputFiles[0].text;
}

export function brotliBytes(content) {
  const bytes = Buffer.from(content);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}

export function installedVersion(name) {
  return require(`${name}/package.json`).version;
}

// Amplify keeps its arithmetic out of its package's `exports`, so it is reached by path.
function amplifySrpFolder() {
  const auth = createRequire(require.resolve('aws-amplify')).resolve('@aws-amplify/auth');
  return join(dirname(auth), '..', 'esm/providers/cognito/utils/srp');
}
