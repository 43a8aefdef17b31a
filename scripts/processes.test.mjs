// A script that npm runs, when npm is told to end: nothing of it stays behind.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const processes = new URL('./processes.mjs', import.meta.url).href;
const WITHIN_MS = 15_000;

test('a signal to npm alone ends the script and what the script started', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'poolkey-processes-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), '{ "private": true, "scripts": { "start": "node script.mjs" } }');
  await writeFile(
    join(folder, 'script.mjs'),
    `import { endAllOnInterrupt, start } from '${processes}';
     endAllOnInterrupt();
     const child = start('node', ['-e', 'setTimeout(() => {}, 60000)']);
     console.log('pids', process.pid, child.pid);`,
  );
  const npm = spawn('npm', ['start'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const pids = await started(npm);
  t.after(() => {
    for (const pid of pids.filter(isThere)) process.kill(pid, 'SIGKILL');
  });
  npm.kill('SIGTERM');
  const deadline = performance.now() + WITHIN_MS;
  while (pids.some(isThere)) {
    assert.ok(performance.now() < deadline, `still there: ${pids.filter(isThere)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

/** The pids that the script prints. */
function started(npm) {
  let output = '';
  return new Promise((resolve, reject) => {
    npm.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      const [, ...pids] = output.match(/^pids (\d+) (\d+)$/m) ?? [];
      if (pids.length > 0) resolve(pids.map(Number));
    });
    npm.once('close', () => reject(new Error(`npm ended: ${output}`)));
  });
}

function isThere(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
