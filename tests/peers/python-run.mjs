// Runs a Python script of tests once, from one of the project's own environments, and reports each of its tests as a test
// here. The script says an outcome a line (json_lines.py). A run that ended early, said nothing or took too long has failed.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const DONE_WITHIN_MS = 180_000;
const shared = fileURLToPath(new URL('python', import.meta.url));

/** `environment` is venv or venv-aws; `script` a URL; `env` what the script reads. */
export async function reportPython({ environment, script, env }) {
  const python = programOf(environment, 'python');
  await access(python).catch(() => {
    throw new Error(`.cache/${environment} is missing: run \`npm test\` once, it fetches the Python peers.`);
  });
  const { code, stdout, stderr } = await run(python, fileURLToPath(script), env);
  const outcomes = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  for (const { name, failure } of outcomes) test(name, () => assert.equal(failure, null, failure ?? undefined));
  test(`the run of ${environment} came to its end`, () => {
    assert.ok(outcomes.length > 0, `no test was run: ${stderr}`);
    const failed = outcomes.some(({ failure }) => failure !== null);
    assert.equal(code, failed ? 1 : 0, stderr);
  });
}

export const programOf = (environment, name) =>
  fileURLToPath(new URL(`../../.cache/${environment}/bin/${name}`, import.meta.url));

/** Nothing of a developer's own AWS set-up may be read, nor a machine's metadata asked. */
export const NO_AWS = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_DEFAULT_REGION: 'us-east-1',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
};

function run(python, script, env) {
  const options = {
    env: { ...NO_AWS, PYTHONPATH: shared, ...env },
    timeout: DONE_WITHIN_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 16 * 1024 * 1024,
  };
  return new Promise((resolve) => {
    execFile(python, [script], options, (error, stdout, stderr) => {
      const code = error ? (error.code ?? `killed after ${DONE_WITHIN_MS / 1000} s`) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}
