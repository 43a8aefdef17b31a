// Starts local-pool's release binary: startLocalPool(toml) gives { url, stop() } once it listens, on a free port.
// Without a configuration it runs its demo pool. stop() ends it by pid and removes the configuration.
// It refuses to build the binary or to wait for ever: what is missing, or what local-pool said, is in the error.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../../target/release/local-pool', import.meta.url));

const LISTENS_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 5_000;

export async function startLocalPool(toml, { args = [] } = {}) {
  await access(binary).catch(() => {
    throw new Error('target/release/local-pool is missing: run `cargo build --locked --release -p local-pool`.');
  });
  const folder = await mkdtemp(join(tmpdir(), 'local-pool-'));
  let child;
  try {
    const config = join(folder, 'pool.toml');
    if (toml !== undefined) await writeFile(config, toml);
    child = spawn(binary, ['--port', '0', ...(toml === undefined ? [] : ['--config', config]), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Should this process end without stop(), local-pool does not outlive it.
    const orphaned = () => child.kill('SIGKILL');
    process.once('exit', orphaned);
    child.once('exit', () => process.off('exit', orphaned));
    return { url: await listening(child), pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop() {
    if (child) await endProcess(child);
    await rm(folder, { recursive: true, force: true });
  }
}

function listening(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (what) => {
      clearTimeout(deadline);
      reject(new Error(`local-pool ${what}. It said:\n${said.slice(-2000) || '(nothing)'}`));
    };
    const deadline = setTimeout(
      () => fail(`was not listening within ${LISTENS_WITHIN_MS / 1000} s`),
      LISTENS_WITHIN_MS,
    );
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // `close` comes after the last output, so that the error has it.
    child.once('close', (code, signal) => fail(`ended with ${signal ?? `exit code ${code}`}`));
    const hear = (chunk) => {
      said = (said + chunk).slice(-4000);
      const found = said.match(/^local-pool listening on (http:\/\/\S+)\n/m);
      if (!found) return;
      clearTimeout(deadline);
      resolve(found[1]);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
  });
}

async function endProcess(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(force);
}
