// What `npm test` makes of a suite that passes, fails, cannot start, or waits for one that failed.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { lastLine, runSuites } from './run-suites.mjs';

const PASSING = { name: 'passing', command: ['node', '-e', ''], count: 'exit' };
const FAILING = {
  name: 'failing',
  command: ['node', '-e', 'console.log("the reason"); process.exit(3)'],
  count: 'exit',
};

test('a failure is counted, shown with its output, and does not stop the rest', async () => {
  const { total, printed } = await runQuietly([FAILING, PASSING]);
  assert.equal(lastLine(total), '1 passed, 1 failed, 0 skipped');
  assert.deepEqual(total.inTrouble, ['failing']);
  assert.match(printed, /the reason/);
});

test('a suite whose program is missing has failed', async () => {
  const { total, printed } = await runQuietly([{ name: 'missing', command: ['/nowhere/program'], count: 'exit' }]);
  assert.equal(lastLine(total), '0 passed, 1 failed, 0 skipped');
  assert.match(printed, /ENOENT/);
});

test('a suite that finds nothing to run has failed and says why', async () => {
  const command = () => {
    throw new Error('there is no test file in tests/nothing');
  };
  const { total, printed } = await runQuietly([{ name: 'empty', command, count: 'tap' }]);
  assert.equal(total.failed, 1);
  assert.match(printed, /could not run: there is no test file/);
});

test('a suite that needs a failed one is not run, and has failed too', async () => {
  const { total, printed } = await runQuietly([FAILING, { ...PASSING, needs: ['failing'] }]);
  assert.equal(lastLine(total), '0 passed, 2 failed, 0 skipped');
  assert.match(printed, /it needs failing, which failed/);
});

async function runQuietly(rows) {
  const log = mock.method(console, 'log', () => {});
  try {
    const total = await runSuites(rows);
    return { total, printed: log.mock.calls.map(({ arguments: [line] }) => line).join('\n') };
  } finally {
    log.mock.restore();
  }
}
