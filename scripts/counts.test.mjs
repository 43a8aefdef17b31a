// The arithmetic behind the last line of `npm test`: what each runner prints, and that nothing that went wrong counts as
// passed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTests } from './counts.mjs';

const LIBTEST = `running 2 tests
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s

test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out
`;
const TAP = '1..9\n# tests 9\n# suites 1\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n# duration_ms 7\n';

test('the binaries of one cargo run are added up', () => {
  assert.deepEqual(countTests('libtest', { code: 101, output: LIBTEST }), { passed: 15, failed: 2, skipped: 1 });
});

test('a cancelled test counts as failed and a todo as skipped', () => {
  assert.deepEqual(countTests('tap', { code: 1, output: TAP }), { passed: 5, failed: 2, skipped: 2 });
});

test('a command that is one test passes by its exit code', () => {
  assert.deepEqual(countTests('exit', { code: 0, output: '' }), { passed: 1, failed: 0, skipped: 0 });
  assert.deepEqual(countTests('exit', { code: 2, output: 'error' }), { passed: 0, failed: 1, skipped: 0 });
});

test('a runner that ran nothing has failed', () => {
  assert.equal(countTests('libtest', { code: 0, output: 'warning: unused' }).failed, 1);
  assert.equal(countTests('tap', { code: 0, output: '# pass 0\n# fail 0\n' }).failed, 1);
});

test('a runner that passed everything and then crashed has failed', () => {
  const output = 'test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured\n';
  assert.deepEqual(countTests('libtest', { code: undefined, output }), { passed: 4, failed: 1, skipped: 0 });
});
