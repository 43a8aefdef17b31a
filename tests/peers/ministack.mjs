// Starts ministack, an AWS emulator that others wrote, whose SRP is real: startMinistack() gives a user pool, a public
// client and one confirmed user on a loopback port, and stop() ends it by pid and removes what it wrote.
// It runs from the project's Python environment (.cache/venv) and never from one of the system's.
// It refuses to wait for ever: every step has a deadline, and what ministack last said is in the error.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const bin = join(here, '..', '..', '.cache', 'venv', 'bin');

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 5_000;
const PREPARED_WITHIN_MS = 60_000;

/** -> { endpoint, userPoolId, clientId, username, password, stop() }; browsers of any origin may call the endpoint. */
export async function startMinistack() {
  await access(join(bin, 'ministack')).catch(() => {
    throw new Error('ministack is not installed in .cache/venv: run `npm test` once, it fetches the Python peers.');
  });
  const state = await mkdtemp(join(tmpdir(), 'poolkey-ministack-'));
  let server;
  try {
    server = await startServer(state);
    const prepared = await prepare(server.endpoint, state);
    return { endpoint: server.endpoint, ...prepared, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop() {
    if (server) await endProcess(server.child);
    await rm(state, { recursive: true, force: true });
  }
}

async function startServer(state) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = spawn(join(bin, 'ministack'), [], {
      cwd: state,
      env: await environment(state, port),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Should this process end without stop(), ministack does not outlive it.
    const orphaned = () => child.kill('SIGKILL');
    process.once('exit', orphaned);
    child.once('exit', () => process.off('exit', orphaned));
    const said = tailOf(child);
    const endpoint = `http://127.0.0.1:${port}/`;
    try {
      await untilReady(child, endpoint, said);
      return { child, endpoint };
    } catch (error) {
      await endProcess(child);
      // Somebody else may have taken the port between our look and ministack's bind.
      if (attempt === 3 || !/address already in use/i.test(said())) throw error;
    }
  }
}

async function environment(state, port) {
  const folder = async (name) => {
    await mkdir(join(state, name), { recursive: true });
    return join(state, name);
  };
  return {
    PATH: process.env.PATH,
    HOME: state,
    TMPDIR: await folder('tmp'),
    STATE_DIR: await folder('state'),
    S3_DATA_DIR: await folder('s3'),
    PYTHONDONTWRITEBYTECODE: '1',
    AUTH: 'true', // without it, forged tokens are accepted
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: 'localhost',
    GATEWAY_PORT: String(port),
    SERVICES: 'cognito-idp,cognito-identity,s3,sts,iam,lambda,secretsmanager',
  };
}

async function untilReady(child, endpoint, said) {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`ministack ended at its start: ${said()}`);
    const answer = await fetch(`${endpoint}_ministack/ready`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    );
    if (answer?.ok) return;
    await answer?.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`ministack was not ready after ${READY_WITHIN_MS / 1000} s: ${said()}`);
}

async function prepare(endpoint, state) {
  const { stdout } = await promisify(execFile)(join(bin, 'python'), [join(here, 'ministack', 'prepare.py'), endpoint], {
    env: { PATH: process.env.PATH, HOME: state, PYTHONDONTWRITEBYTECODE: '1' },
    timeout: PREPARED_WITHIN_MS,
  });
  return JSON.parse(stdout);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function tailOf(child) {
  let tail = '';
  const keep = (chunk) => {
    tail = (tail + chunk).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => keep(String(error)));
  return () => tail.trim() || 'it said nothing';
}

async function endProcess(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await exited;
  clearTimeout(impatience);
}
