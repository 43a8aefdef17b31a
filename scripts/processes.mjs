// Running other programs from the scripts: each in a process group of its own, with a deadline, its output kept, and
// ended by its pid when the script ends or is interrupted. Never ends anything by name, never leaves a child behind.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../', import.meta.url));

/** Whether the module of that URL is the one that was started, and not imported by another. */
export const isStarted = (url) =>
  process.argv[1] !== undefined && url === pathToFileURL(realpathSync(process.argv[1])).href;

const GONE_WITHIN_MS = 5_000;
const PARENT_EVERY_MS = 500;
const running = new Set();
let leaving = false;

/** Start a program in the root of the project. It gets no terminal, so it cannot stop to ask. */
export function start(program, args, { env = {}, onOutput } = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own: Ctrl-C reaches the script, and the script ends the whole group
  });
  child.output = '';
  const keep = (bytes) => {
    child.output += bytes;
    onOutput?.(bytes);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  child.on('error', (error) => keep(`${error.message}\n`));
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Run a program to its end: { code, output, seconds }. Code is undefined where it could not start or was ended. */
export async function run(program, args, { env, onOutput, deadlineMs = 30 * 60_000 } = {}) {
  const began = performance.now();
  const child = start(program, args, { env, onOutput });
  const overdue = setTimeout(() => {
    child.output += `\nIt ran for more than ${deadlineMs / 60_000} minutes and was ended.\n`;
    void end(child);
  }, deadlineMs);
  const [code] = await once(child, 'close').catch(() => []);
  clearTimeout(overdue);
  await unlessLeaving();
  return { code: code ?? undefined, output: child.output, seconds: (performance.now() - began) / 1000 };
}

/** End a child and what it started, and wait until it is gone. */
export async function end(child) {
  if (!running.has(child) || child.pid === undefined) return;
  const gone = once(child, 'close');
  signal(child, 'SIGTERM');
  const stubborn = setTimeout(() => signal(child, 'SIGKILL'), GONE_WITHIN_MS);
  await gone;
  clearTimeout(stubborn);
}

/** Goes on at once, or never when the script is being interrupted: a child ended by Ctrl-C has not failed. */
export const unlessLeaving = () => (leaving ? new Promise(() => {}) : undefined);

/** On Ctrl-C or SIGTERM, to us or to the npm that runs us: say so, end every child, then leave. */
export function endAllOnInterrupt(sayGoodbye) {
  const leave = async (reason) => {
    if (leaving) return;
    leaving = true;
    sayGoodbye?.();
    await Promise.all([...running].map(end));
    process.exit(reason === 'SIGINT' ? 130 : 143);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, leave);
  process.stdout.on('error', leave); // whoever read our output is gone, as after `npm test | head`
  // npm hands a signal to its shell, and the shell ends without handing it on: then we have another parent.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined)
    setInterval(() => process.ppid === parent || leave('SIGTERM'), PARENT_EVERY_MS).unref();
  process.on('exit', () => {
    for (const child of running) signal(child, 'SIGKILL');
  });
}

/** The last lines of an output, for people. */
export function tail(output, lines = 60) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

function environment(changes) {
  const env = { ...process.env };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return env;
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group is gone already.
  }
}
