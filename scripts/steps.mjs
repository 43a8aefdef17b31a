// A long step on the way to something else (fetching, building), shown while it runs: what it does, that it still does,
// how long it took. A step that fails ends the script with its output's tail and with what to do about it.

import { run, tail } from './processes.mjs';

const STILL_AT_IT_MS = 30_000;

export class StepFailed extends Error {
  constructor(title, output, advice) {
    super(`${title} failed.`);
    this.output = output;
    this.advice = advice;
  }

  /** For the terminal: the step, the end of its output, what to do. */
  print() {
    console.error(`\n✗ ${this.message}`);
    const shown = tail(this.output ?? '');
    if (shown !== '') console.error(shown.replace(/^/gm, '    '));
    if (this.advice) console.error(`\n  ${this.advice}`);
  }
}

/** Run one program as a step. */
export async function step(title, program, args, { env, advice } = {}) {
  const began = performance.now();
  process.stdout.write(`  ${title} …\n`);
  const heartbeat = setInterval(() => console.log(`    still at it (${seconds(began)})`), STILL_AT_IT_MS);
  const { code, output } = await run(program, args, { env });
  clearInterval(heartbeat);
  if (code !== 0) throw new StepFailed(title, output, advice);
  console.log(`    done in ${seconds(began)}`);
  return output;
}

/** Leave the script with a failure told once: no stack for what is not a mistake of the script. */
export function leave(error) {
  if (error instanceof StepFailed) error.print();
  else console.error(error);
  process.exit(1);
}

const seconds = (began) => `${((performance.now() - began) / 1000).toFixed(1)} s`;
