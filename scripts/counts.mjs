// How many tests passed, failed and were skipped, read from what a test runner printed. Believes no output that names no
// test: a runner that ran nothing has failed.

/** { passed, failed, skipped } of one suite's run. `code` is the exit code, undefined where there was none. */
export function countTests(kind, { code, output }) {
  const counted = { libtest, tap, exit: () => ({ passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 }) }[kind](output);
  const ranNothing = counted.passed + counted.failed + counted.skipped === 0;
  // A crash, a compile error or a hook that failed shows in the exit code alone.
  if (counted.failed === 0 && (code !== 0 || ranNothing)) counted.failed = 1;
  return counted;
}

/** cargo test, and wasm-bindgen-test which prints the same: one line for each test binary. */
function libtest(output) {
  const lines = [...output.matchAll(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm)];
  const sum = (column) => lines.reduce((total, line) => total + Number(line[column]), 0);
  return { passed: sum(1), failed: sum(2), skipped: sum(3) };
}

/** node --test: totals at the end of its TAP. A cancelled test did not pass, and a todo one was not done. */
function tap(output) {
  const total = (name) => Number(output.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  return {
    passed: total('pass'),
    failed: total('fail') + total('cancelled'),
    skipped: total('skipped') + total('todo'),
  };
}
