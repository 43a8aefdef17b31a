// All that is tested, as one table: a suite is one row. `npm test` runs the rows from top to bottom, `npm run test:fast`
// the fast ones, `npm run check` those that only look. No row is left out because something is missing: it fails then.
//
// name      as printed, and as --only takes it (a row's name or the start of one)
// command   program and arguments, run in the root; a function where it depends on what is there by then
// count     how its tests are counted: 'libtest' (cargo test), 'tap' (node --test), 'exit' (the command is one test)
// env       changes to the environment, undefined removes a variable; a function where it depends on what is there
// needs     rows that must have passed; they are run first when --only asks for this row
// makes     what a row leaves for others; the fast run does such a row only where that is missing
// fast, look    part of `npm run test:fast`, part of `npm run check`

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES, findBrowser } from '../tests/browser/installed.mjs';
import { root } from './processes.mjs';

const WASM = ['--target', 'wasm32-unknown-unknown'];
const EXAMPLES = ['poolkey-example-leptos', 'poolkey-example-yew'];
// The core and the probe are wasm cdylibs with a panic handler of their own, the examples are browser apps, and the leak
// test reads the built probe: none of them belongs to a plain run on the host.
const NOT_ON_HOST = ['poolkey-core', 'poolkey-probe', 'poolkey-leak', ...EXAMPLES];
const HOST = [
  '--locked',
  '--workspace',
  '--features',
  'poolkey/bindings',
  ...NOT_ON_HOST.flatMap((name) => ['--exclude', name]),
];

// biome-ignore format: a suite is one row
export const suites = [
  { name: 'format', command: ['cargo', 'fmt', '--all', '--check', '--', '--color', 'never'], count: 'exit', fast: true, look: true },
  { name: 'clippy host', command: ['cargo', 'clippy', ...HOST, '--all-targets', '--', '-D', 'warnings'], count: 'exit', fast: true, look: true },
  { name: 'clippy leak', command: ['cargo', 'clippy', '--locked', '-p', 'poolkey-leak', '--all-targets', '--', '-D', 'warnings'], count: 'exit', look: true },
  { name: 'clippy wasm', command: ['cargo', 'clippy', '--locked', ...WASM, '-p', 'poolkey', '-p', 'poolkey-core', '--', '-D', 'warnings'], count: 'exit', fast: true, look: true },
  { name: 'clippy wasm local-pool', command: ['cargo', 'clippy', '--locked', ...WASM, '-p', 'local-pool', '--lib', '--example', 'without_sockets', '--', '-D', 'warnings'], count: 'exit', look: true },
  { name: 'lint', command: ['node_modules/.bin/biome', 'ci', '--error-on-warnings', '--colors=off'], count: 'exit', fast: true, look: true },
  { name: 'scripts', command: nodeTests('scripts'), count: 'tap', fast: true },
  { name: 'host', command: ['cargo', 'test', ...HOST, '--exclude', 'local-pool'], count: 'libtest', fast: true },
  { name: 'local-pool', command: ['cargo', 'test', '--locked', '-p', 'local-pool'], count: 'libtest' },

  { name: 'build', command: ['node', 'scripts/build.mjs'], count: 'exit', makes: 'pkg-js/dist/index.d.ts' },
  { name: 'build trap', command: ['node', 'scripts/build.mjs', '--trap'], count: 'exit', makes: '.cache/trap/dist/node.js', needs: ['build'] },
  { name: 'types pkg-js', command: ['node_modules/.bin/tsc', '--noEmit', '-p', 'pkg-js'], count: 'exit', fast: true, look: true, needs: ['build'] },
  { name: 'types demo-spa', command: ['node_modules/.bin/tsc', '--noEmit', '-p', 'demo-spa'], count: 'exit', fast: true, look: true, needs: ['build'] },
  { name: 'js', command: nodeTests('pkg-js/test'), count: 'tap', fast: true, needs: ['build', 'build trap'] },

  { name: 'wasm node', command: wasmTests('node'), count: 'libtest', env: driver({}) },
  { name: 'wasm chromium', command: inBrowser('chromium'), count: 'libtest', env: () => driver({ CHROMEDRIVER: findBrowser('chromium').driver }) },
  { name: 'wasm firefox', command: inBrowser('firefox'), count: 'libtest', env: () => driver({ GECKODRIVER: findBrowser('firefox').driver }) },
  { name: 'wasm webkit', command: inBrowser('webkit'), count: 'libtest', env: () => driver({ SAFARIDRIVER: findBrowser('webkit').driver }) },
  { name: 'build probe', command: ['cargo', 'xtask', 'wasm', '--probe'], count: 'exit' },
  { name: 'leak', command: ['cargo', 'test', '--locked', '-p', 'poolkey-leak'], count: 'libtest', needs: ['build probe'] },

  { name: 'build local-pool wasm', command: ['cargo', 'build', '--locked', ...WASM, '-p', 'local-pool', '--example', 'without_sockets'], count: 'exit' },
  { name: 'local-pool wasm', command: nodeTests('tests/wasm'), count: 'tap', needs: ['build local-pool wasm'] },
  { name: 'build local-pool', command: ['cargo', 'build', '--locked', '--release', '-p', 'local-pool'], count: 'exit' },
  { name: 'peers', command: nodeTests('tests/peers'), count: 'tap', needs: ['build', 'build local-pool'] },
  ...ENGINES.map((engine) => ({
    name: `e2e ${engine}`,
    command: nodeTests('tests/e2e', { without: 'ministack' }),
    count: 'tap',
    env: { POOLKEY_ENGINE: engine },
    needs: ['build', 'build trap', 'build local-pool'],
  })),
  { name: 'e2e ministack', command: nodeTests('tests/e2e', { only: 'ministack' }), count: 'tap', needs: ['build'] },
  { name: 'packaging', command: nodeTests('tests/packaging'), count: 'tap', needs: ['build', 'build local-pool'] },
  { name: 'examples', command: ['cargo', 'check', '--locked', ...WASM, ...EXAMPLES.flatMap((name) => ['-p', name])], count: 'exit' },
];

/** All *.test.mjs of a folder, one file after the other: two browsers at once are too much for a small machine. */
function nodeTests(folder, { only = '', without = '\0' } = {}) {
  return () => {
    const inside = existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true }) : [];
    const files = inside
      .filter((file) => file.endsWith('.test.mjs') && !file.includes('node_modules'))
      .filter((file) => file.includes(only) && !file.includes(without))
      .map((file) => join(folder, file))
      .sort();
    if (files.length === 0) throw new Error(`there is no test file in ${folder}`);
    // What waits for ever fails after ten minutes, so that it does not hold up the rest.
    return ['node', '--test', '--test-reporter=tap', '--test-concurrency=1', '--test-timeout=600000', ...files];
  };
}

function wasmTests(target) {
  return ['cargo', 'test', '--locked', ...WASM, '-p', 'poolkey', '--test', target];
}

function inBrowser(engine) {
  return () => {
    const { missing } = findBrowser(engine);
    if (missing.length > 0)
      throw new Error(`${missing.join(' and ')} not found; node scripts/setup.mjs says what to install`);
    const command = wasmTests('browser');
    return engine === 'webkit' ? ['xvfb-run', '-a', ...command] : command;
  };
}

/** The runner of the wasm tests takes whichever driver it finds in the environment, so it finds exactly one. */
function driver(chosen) {
  return { CHROMEDRIVER: undefined, GECKODRIVER: undefined, SAFARIDRIVER: undefined, ...chosen };
}
