// Starts local-pool's release binary (or LOCAL_POOL_BINARY) on free ports and ends it by pid; without a configuration it
// runs its demo pool.
// startLocalPool(toml, { https, data, args }) gives { url, secureUrl, ca, pid, stop(), kill() } and what a test may do to
// a pool: outbox(), code(whom), moveClock(seconds), fault(rule), reset(), said().
// It refuses to build the binary or to wait for ever: what is missing, or what local-pool said, is in the error.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const released = fileURLToPath(new URL('../../target/release/local-pool', import.meta.url));
const binary = process.env.LOCAL_POOL_BINARY ?? released;

const LISTENS_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 5_000;

/** `https` opens a TLS port as well, `data` is the file that it keeps everything in, `args` are passed on as they are. */
export async function startLocalPool(toml, { https = false, data, args = [] } = {}) {
  await access(binary).catch(() => {
    throw new Error(`${binary} is missing: run \`cargo build --locked --release -p local-pool\`.`);
  });
  const folder = await mkdtemp(join(tmpdir(), 'local-pool-'));
  const caFile = join(folder, 'ca.pem');
  let child;
  try {
    const line = ['--port', '0'];
    if (toml !== undefined) {
      await writeFile(join(folder, 'pool.toml'), toml);
      line.push('--config', join(folder, 'pool.toml'));
    }
    if (https) line.push('--https-port', '0', '--certificate-out', caFile);
    if (data !== undefined) line.push('--data', data);
    child = spawn(binary, [...line, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    // Should this process end without stop(), local-pool does not outlive it.
    const orphaned = () => child.kill('SIGKILL');
    process.once('exit', orphaned);
    child.once('exit', () => process.off('exit', orphaned));
    const said = tailOf(child);
    const [url, secureUrl] = await listening(child, said, https ? ['http', 'https'] : ['http']);
    const ca = https ? await readFile(caFile, 'utf8') : undefined;
    return { url, secureUrl, caFile, ca, pid: child.pid, said, stop, kill, ...powersOver(url) };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop() {
    if (child) await endProcess(child, 'SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }

  /** Ends it as a power cut does, to see what is left in its data. */
  async function kill() {
    await endProcess(child, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a test may do to a pool and no user of Cognito can. */
function powersOver(url) {
  const local = async (path, body) => {
    const answer = await fetch(new URL(`/_local/${path}`, url), {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`/_local/${path} answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const outbox = async () => (await local('outbox')).messages;
  return {
    /** Everything that the pool sent, the newest last. */
    outbox,

    /** The newest message to an address or for a user; it fails where there is none. */
    async message(whom) {
      const messages = await outbox();
      const found = messages.findLast(({ to, username }) => to === whom || username === whom);
      if (!found) throw new Error(`nothing was sent to ${whom}; the outbox has ${messages.length} messages`);
      return found;
    },

    async code(whom) {
      return (await this.message(whom)).code;
    },

    /** The pool's clock alone; traveling.mjs takes the clients along. */
    moveClock: (seconds) => local('clock', { advanceSeconds: seconds }),

    reset: () => local('reset', {}),

    fault: (rule) => local('faults', rule),
  };
}

function listening(child, said, schemes) {
  return new Promise((resolve, reject) => {
    const fail = (what) => {
      clearTimeout(deadline);
      reject(new Error(`local-pool ${what}. It said:\n${said() || '(nothing)'}`));
    };
    const deadline = setTimeout(
      () => fail(`was not listening within ${LISTENS_WITHIN_MS / 1000} s`),
      LISTENS_WITHIN_MS,
    );
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // `close` comes after the last output, so that the error has it.
    child.once('close', (code, signal) => fail(`ended with ${signal ?? `exit code ${code}`}`));
    child.stdout.on('data', () => {
      const found = schemes.map((scheme) =>
        said().match(new RegExp(`^local-pool listening on (${scheme}://\\S+)$`, 'm')),
      );
      if (found.includes(null)) return;
      clearTimeout(deadline);
      resolve(found.map(([, url]) => url));
    });
  });
}

function tailOf(child) {
  let tail = '';
  const hear = (chunk) => {
    tail = (tail + chunk).slice(-64_000);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  return () => tail;
}

async function endProcess(child, signal) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(force);
}
