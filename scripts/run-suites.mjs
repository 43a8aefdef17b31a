// Runs rows of the table of suites one after the other and tells what came of each: its counts, its seconds, and, where
// anything failed, everything it printed. A suite that could not run has failed.

import { countTests } from './counts.mjs';
import { run } from './processes.mjs';

// Longer than the slowest suite from cold; a suite that hangs is ended and has failed.
const DEADLINE_MS = 20 * 60_000;

/** Run the rows; answers { passed, failed, skipped, inTrouble: names of the suites with failures }. */
export async function runSuites(rows) {
  const total = { passed: 0, failed: 0, skipped: 0, inTrouble: [] };
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const row of rows) {
    const blocked = (row.needs ?? []).filter((name) => total.inTrouble.includes(name));
    const outcome =
      blocked.length > 0 ? couldNot(`it needs ${blocked.join(' and ')}, which failed`) : await runSuite(row);
    for (const key of ['passed', 'failed', 'skipped']) total[key] += outcome[key];
    if (outcome.failed > 0) total.inTrouble.push(row.name);
    report(row.name.padEnd(width), outcome);
  }
  return total;
}

/** The last line of every run, the same for people and for machines. */
export const lastLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

async function runSuite({ command, count, env }) {
  let words;
  try {
    words = typeof command === 'function' ? command() : command;
  } catch (error) {
    return couldNot(error.message);
  }
  const [program, ...args] = words;
  const changes = typeof env === 'function' ? env() : env;
  const ended = await run(program, args, { env: changes, deadlineMs: DEADLINE_MS });
  return { ...countTests(count, ended), ...ended, words };
}

const couldNot = (reason) => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  seconds: 0,
  output: `It could not run: ${reason}.\n`,
});

function report(name, { passed, failed, skipped, seconds, output, words }) {
  const mark = failed > 0 ? '✗' : '✓';
  const parts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
  console.log(`${mark} ${name}  ${parts.filter(Boolean).join(', ').padEnd(26)} ${seconds.toFixed(1).padStart(6)} s`);
  if (failed === 0) return;
  if (words) console.log(`    $ ${words.join(' ')}`);
  console.log(output.trimEnd().replace(/^/gm, '    '));
}
