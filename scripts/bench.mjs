// `npm run bench`: Poolkey's speed and size against its peers, in one run on one machine, and the verdict on
// benches/budgets.json. Prints tables, writes benches/results.json, exits with 1 where a budget is missed, a browser is
// missing or a contestant computes a wrong key. What is measured and how: benches/README.md.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { endAllOnInterrupt, root } from './processes.mjs';
import { setUpToBuild } from './setup.mjs';
import { leave, step } from './steps.mjs';

const USAGE = `npm run bench -- [options]
  --engine NAME   only this browser: chromium or firefox (may be repeated)
  --only PART     only speed, load or size (may be repeated)
  --quick         few rounds: to see that it runs, not to quote
  --probe FILE    another build of the probe's arithmetic, to compare
  --no-build      measure what is built
Only a whole run writes benches/results.json.`;

endAllOnInterrupt();
try {
  const options = read();
  if (!options.noBuild) {
    await setUpToBuild();
    await build();
    await step('Probe: the bare arithmetic', 'cargo', ['xtask', 'wasm', '--probe'], {
      advice: 'Mend what the compiler says above.',
    });
  }
  const { bench } = await import('../benches/bench.mjs');
  const missed = await bench(options);
  for (const { name, committed, measured } of missed) {
    console.error(`Budget missed: ${name}: committed ${committed}, measured ${measured}.`);
  }
  process.exit(missed.length > 0 ? 1 : 0);
} catch (error) {
  leave(error);
}

function read() {
  const several = { type: 'string', multiple: true };
  const flag = { type: 'boolean', default: false };
  const asked = {
    engine: several,
    only: several,
    quick: flag,
    probe: { type: 'string' },
    'no-build': flag,
    help: flag,
  };
  let values;
  try {
    ({ values } = parseArgs({ options: asked }));
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  return {
    engines: oneOf('--engine', values.engine, ['chromium', 'firefox']),
    parts: oneOf('--only', values.only, ['size', 'speed', 'load']),
    quick: values.quick,
    probe: values.probe ?? join(root, '.cache/probe/probe.wasm'),
    isOwnProbe: values.probe === undefined,
    noBuild: values['no-build'],
  };
}

/** What was asked for, or all there is; a name that is none of them is told. */
function oneOf(option, asked, all) {
  const unknown = asked?.find((name) => !all.includes(name));
  if (unknown === undefined) return asked ?? all;
  console.error(`${option} ${unknown}: choose from ${all.join(', ')}.`);
  process.exit(2);
}
