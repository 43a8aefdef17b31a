// `npm test`: fetches what is missing, runs every suite, and ends in one line, "N passed, N failed, N skipped".
// Exits with 1 when anything failed or could not run. A browser that is missing is a failure, never a skip.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endAllOnInterrupt, root } from './processes.mjs';
import { lastLine, runSuites } from './run-suites.mjs';
import { setUpToBuild, setUpToTest } from './setup.mjs';
import { StepFailed } from './steps.mjs';
import { suites } from './suites.mjs';

const HELP = `npm test [-- OPTIONS]

  --fast         only what a developer runs every minute: lints, types, host and unit tests
  --only NAME    only the suites whose name is or starts with NAME, and what they need; may be given again
  --list         print the names of the suites
  --help         print this
`;

const began = performance.now();
const options = readOptions();
if (options.help) print(HELP);
if (options.list) print(`${suites.map(({ name }) => name).join('\n')}\n`);

endAllOnInterrupt(() => console.log('\nInterrupted; ending what runs.'));
const rows = chosenRows();
const gaps = await setUp();
const total = await runSuites(rows);
for (const gap of gaps) gap.print();
total.failed += gaps.length;

const minutes = (performance.now() - began) / 60_000;
console.log(`\n${rows.length} suite${rows.length === 1 ? '' : 's'} in ${minutes.toFixed(1)} minutes.`);
if (total.inTrouble.length > 0)
  console.log(`In trouble: ${total.inTrouble.join(', ')}. One of them alone: npm test -- --only "NAME"`);
console.log(lastLine(total));
process.exit(total.failed > 0 ? 1 : 0);

function readOptions() {
  const flag = { type: 'boolean', default: false };
  try {
    return parseArgs({ options: { fast: flag, only: { type: 'string', multiple: true }, list: flag, help: flag } })
      .values;
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

function print(text) {
  process.stdout.write(text);
  process.exit(0);
}

function chosenRows() {
  const asked = (name) => options.only.some((start) => name === start || name.startsWith(`${start} `));
  let chosen = options.fast ? suites.filter(({ fast }) => fast) : suites;
  if (options.only) chosen = chosen.filter(({ name }) => asked(name));
  if (chosen.length === 0) {
    console.error(`No suite is called ${options.only.join(' or ')}. npm test -- --list prints the names.`);
    process.exit(2);
  }
  const needed = new Set(chosen.flatMap(({ needs }) => needs ?? []));
  const isMissing = (row) => !options.fast || !existsSync(join(root, row.makes));
  return suites.filter((row) => chosen.includes(row) || (needed.has(row.name) && isMissing(row)));
}

async function setUp() {
  try {
    await setUpToBuild();
    return options.fast ? [] : await setUpToTest();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    error.print();
    console.log('\nNothing can be tested without it.');
    console.log(lastLine({ passed: 0, failed: 1, skipped: 0 }));
    process.exit(1);
  }
}
