// `npm run build`: the wasm, the npm package around it, the demo on top, in this order. Each step says how long it took;
// the first that fails ends the build with its output and with what to do. `--trap` builds only a second copy of the
// package around a core that crashes on demand, for the tests of the crash.

import { endAllOnInterrupt, isStarted } from './processes.mjs';
import { setUpToBuild } from './setup.mjs';
import { leave, step } from './steps.mjs';

export async function build() {
  const rust =
    'Mend what the compiler says above. If it cannot find a crate or a target, run: node scripts/setup.mjs --for build';
  await step('Core: compiling to WebAssembly and shrinking', 'cargo', ['xtask', 'wasm'], { advice: rust });
  await step('Package: pkg-js', 'npm', ['run', 'build', '--workspace', 'pkg-js'], {
    advice: 'Mend what the TypeScript compiler says above.',
  });
  await step('Demo: demo-spa', 'npm', ['run', 'build', '--workspace', 'demo-spa'], {
    advice: 'Mend what Vite says above.',
  });
}

async function buildTrap() {
  const advice = 'Mend what the compiler says above.';
  await step('Core that crashes on demand: compiling', 'cargo', ['xtask', 'wasm', '--trap'], { advice });
  await step('Package around it: .cache/trap/dist', 'node', ['pkg-js/build.mjs', '--trap'], { advice });
}

if (isStarted(import.meta.url)) {
  endAllOnInterrupt();
  try {
    await setUpToBuild();
    await (process.argv.includes('--trap') ? buildTrap() : build());
  } catch (error) {
    leave(error);
  }
}
