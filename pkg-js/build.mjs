// Builds dist/: the TypeScript compiled, the generated core and its wasm beside it, the licenses.
// The core comes first: `cargo xtask wasm`, which `npm run build` at the root runs. `--trap` makes a second copy in
// .cache/trap/dist around the core that crashes on demand (`cargo xtask wasm --trap`), for the tests of the crash.

import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);
const generated = ['core.js', 'core.d.ts', 'poolkey.wasm'];

for (const file of generated) {
  if (!existsSync(at('src/generated', file))) {
    console.error(
      `src/generated/${file} is missing. Run \`cargo xtask wasm\` first, or \`npm run build\` at the root, which does.`,
    );
    process.exit(1);
  }
}
rmSync(at('dist'), { recursive: true, force: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const compiled = spawnSync(process.execPath, [tsc, '--project', at('tsconfig.json')], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(1);
mkdirSync(at('dist/generated'), { recursive: true });
for (const file of generated) copyFileSync(at('src/generated', file), at('dist/generated', file));
for (const license of ['LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(at('..', license), at(license));

if (process.argv.includes('--trap')) {
  const trap = (...parts) => at('../.cache/trap', ...parts);
  rmSync(trap('dist'), { recursive: true, force: true });
  cpSync(at('dist'), trap('dist'), { recursive: true });
  for (const file of generated) copyFileSync(trap(file), trap('dist/generated', file));
}
