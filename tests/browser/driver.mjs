// One WebDriver process (and for WebKitGTK the X server it draws on): started on a free port, waited for until /status
// says ready, ended by pid. Refuses to hand out a driver that is not ready, and shows what the process printed instead.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const READY_WITHIN = 30_000;
const GONE_WITHIN = 5_000;

/** { url, stop() } of a ready driver. */
export async function startDriver(engine, found, { colorScheme }) {
  const started = [];
  const stop = async () => {
    for (const child of started.reverse()) await end(child);
  };
  try {
    const env = { ...process.env };
    if (engine === 'webkit') {
      const xvfb = await startXvfb(found.xvfb, started);
      env.DISPLAY = `:${xvfb}`;
      env.GDK_BACKEND = 'x11';
      if (colorScheme === 'dark') env.GTK_THEME = 'Adwaita:dark';
    }
    const port = await freePort();
    const child = start(found.driver, commandLine[engine](port), { env });
    started.push(child);
    const url = `http://127.0.0.1:${port}`;
    await ready(url, child, found.driver);
    return { engine, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Wait for `condition()` to be truthy, asking again and again until the deadline. */
export async function until(condition, deadline, whatIsAwaited) {
  const end = Date.now() + deadline;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) {
      const what = typeof whatIsAwaited === 'function' ? await whatIsAwaited() : whatIsAwaited;
      throw new Error(`waited ${deadline} ms in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

// A test run that is interrupted, or that throws outside any hook, must not leave a browser behind. A driver leads a
// process group, because its browser outlives it otherwise.
const alive = new Set();
process.on('exit', () => {
  for (const child of alive) signalGroup(child, 'SIGKILL');
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.once(signal, () => process.exit(code));
}

const commandLine = {
  chromium: (port) => [`--port=${port}`, '--allowed-ips=127.0.0.1'],
  firefox: (port) => ['--host', '127.0.0.1', '--port', String(port)],
  webkit: (port) => ['--host=127.0.0.1', `--port=${port}`],
};

function start(program, args, { env, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
  const child = spawn(program, args, { env, stdio, detached: true });
  child.printed = '';
  const keepTail = (bytes) => {
    child.printed = (child.printed + bytes).slice(-4000);
  };
  child.stdout?.on('data', keepTail);
  child.stderr?.on('data', keepTail);
  child.on('error', (error) => keepTail(String(error)));
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  const stubborn = setTimeout(() => signalGroup(child, 'SIGKILL'), GONE_WITHIN);
  await gone;
  clearTimeout(stubborn);
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Xvfb picks a free display itself and writes its number to the descriptor it is given. */
async function startXvfb(program, started) {
  const child = start(program, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  started.push(child);
  let display = '';
  child.stdio[3].on('data', (bytes) => {
    display += bytes;
  });
  await until(
    () => display.endsWith('\n') || hasEnded(child),
    READY_WITHIN,
    () => `Xvfb's display number; it printed: ${child.printed}`,
  );
  if (hasEnded(child)) throw new Error(`Xvfb ended at once: ${child.printed}`);
  return Number(display);
}

async function ready(url, child, name) {
  const status = async () => {
    if (hasEnded(child)) return true;
    try {
      const answer = await fetch(`${url}/status`, { signal: AbortSignal.timeout(2000) });
      return (await answer.json()).value?.ready === true;
    } catch {
      return false;
    }
  };
  await until(status, READY_WITHIN, () => `${name} to be ready; it printed: ${child.printed}`);
  if (hasEnded(child)) throw new Error(`${name} ended at once: ${child.printed}`);
}

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
