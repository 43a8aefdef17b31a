// Runs test_pycognito.py once, from the project's Python environment, against a local-pool of its own, and reports
// each of its tests as a test here. It refuses a run that ended early, said nothing or took too long.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startLocalPool } from '../local-pool.mjs';

const python = fileURLToPath(new URL('../../../.cache/venv/bin/python', import.meta.url));
const script = fileURLToPath(new URL('test_pycognito.py', import.meta.url));

const POOL_ID = 'us-east-1_Peers0002';
const CLIENT_ID = 'pycognito';
const ROTATING_CLIENT_ID = 'rotating';
const DONE_WITHIN_MS = 120_000;

const { code, outcomes, stderr } = await run();

for (const { name, failure } of outcomes) {
  test(name, () => assert.equal(failure, null, failure ?? undefined));
}

test('the Python run came to its end', () => {
  assert.ok(outcomes.length > 0, `no test was run: ${stderr}`);
  const failed = outcomes.some(({ failure }) => failure !== null);
  assert.equal(code, failed ? 1 : 0, stderr);
});

async function run() {
  await access(python).catch(() => {
    throw new Error('.cache/venv is missing: run `npm test` once, it fetches the Python peers.');
  });
  const pool = await startLocalPool(`
[pool]
id = "${POOL_ID}"
[[clients]]
id = "${CLIENT_ID}"
[[clients]]
id = "${ROTATING_CLIENT_ID}"
refresh_token_rotation = true
[[users]]
username = "ada"
password = "Correct-horse-7"
attributes = { email = "ada@example.com", email_verified = "true" }
`);
  try {
    const { code, stdout, stderr } = await python3(pool.url);
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    return { code, stderr, outcomes: lines.map((line) => JSON.parse(line)) };
  } finally {
    await pool.stop();
  }
}

function python3(url) {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    // Nothing of a developer's own AWS set-up may be read, nor a machine's metadata asked.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    LOCAL_POOL_URL: url,
    LOCAL_POOL_ID: POOL_ID,
    LOCAL_POOL_CLIENT_ID: CLIENT_ID,
    LOCAL_POOL_ROTATING_CLIENT_ID: ROTATING_CLIENT_ID,
  };
  return new Promise((resolve) => {
    execFile(python, [script], { env, timeout: DONE_WITHIN_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const code = error ? (error.code ?? `killed after ${DONE_WITHIN_MS / 1000} s`) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}
