// `npm start`: fetches what is missing, builds, starts a user pool on this machine with a demo user, serves the demo under
// the strict policy and prints where. Ctrl-C ends everything. Nothing listens beyond 127.0.0.1.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { endAllOnInterrupt, root, start, tail, unlessLeaving } from './processes.mjs';
import { setUpToBuild } from './setup.mjs';
import { serveSite, strictPolicy } from './static-site.mjs';
import { leave, StepFailed, step } from './steps.mjs';

const HELP = `npm start [-- OPTIONS]

  --port N         where the demo is served (4601)
  --pool-port N    where the user pool listens (4600)
  --help           print this
`;

const DEMO = {
  userPoolId: 'us-east-1_Local0001',
  clientId: '1h57kf5cpq17m0eml12EXAMPLE',
  credentials: { username: 'ada', password: 'Correct-horse-7' },
};
/** The users of demo-spa/pool.toml. */
const TO_TRY = [
  ['ada', 'signs in; "More ways" offers a code by email, and a passkey once she has added one'],
  ['sam', 'is asked for a code by text message, until he has this device remembered'],
  ['max', 'chooses between two second steps'],
  ['nina', 'has a temporary password, Temporary-horse-7, and sets a new one'],
];
const POOL_READY_WITHIN_MS = 20_000;

const options = readOptions();
endAllOnInterrupt(() => console.log('\nEnding the demo and its pool.'));
try {
  await setUpToBuild();
  await build();
  await step('User pool: compiling local-pool', 'cargo', ['build', '--locked', '--release', '-p', 'local-pool'], {
    advice: 'Mend what the compiler says above.',
  });
  const poolPort = await choosePort('the user pool', options['pool-port'], []);
  const port = await choosePort('the demo', options.port, [poolPort]);
  const pool = await startPool(poolPort);
  const site = await serveSite({
    folder: join(root, 'demo-spa/dist'),
    port,
    policy: strictPolicy([pool.url]),
    files: { '/demo-config.json': { ...DEMO, endpoint: pool.url } },
  });
  console.log(`
  The demo       ${site.url.replace('127.0.0.1', 'localhost')}
  Sign in with   ${DEMO.credentials.username}  /  ${DEMO.credentials.password}
  Codes          ${pool.url}/_local/outbox  (nothing is sent: emails and text messages are here)
  User pool      ${pool.url}  (${DEMO.userPoolId}, in memory, for trying things out)

  What to try, each with the password ${DEMO.credentials.password}:
${TO_TRY.map(([who, what]) => `    ${who.padEnd(6)} ${what}`).join('\n')}

  Ctrl-C ends both.
`);
  await once(pool.child, 'close');
  await unlessLeaving();
  throw new StepFailed(
    'The user pool',
    pool.child.output,
    'It ended by itself. Run npm start again; if it happens again, its last words are above.',
  );
} catch (error) {
  leave(error);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4601' },
        'pool-port': { type: 'string', default: '4600' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    return { port: portNumber(values.port), 'pool-port': portNumber(values['pool-port']) };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

function portNumber(text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65535)
    throw new Error(`${text} is no port; take a number from 1 to 65535.`);
  return number;
}

/** The wanted port, or where it is taken another that the person agrees to. */
async function choosePort(what, wanted, spoken) {
  if (!spoken.includes(wanted) && (await isFree(wanted))) return wanted;
  let other = wanted + 1;
  while (spoken.includes(other) || !(await isFree(other))) {
    other += 1;
    if (other > 65535)
      throw new StepFailed(`Finding a port for ${what}`, '', 'Name a free one with --port or --pool-port.');
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    console.log(`  Port ${wanted} is taken; ${what} goes to ${other}.`);
    return other;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const answer = await terminal.question(
    `  Port ${wanted} is taken. Put ${what} on ${other}? Enter for yes, or another number: `,
  );
  terminal.close();
  if (/^(y|yes)?$/i.test(answer.trim())) return other;
  if (!/^\d+$/.test(answer.trim()))
    throw new StepFailed(`Finding a port for ${what}`, '', 'Name a free one with --port or --pool-port.');
  return choosePort(what, portNumber(answer.trim()), spoken);
}

async function isFree(port) {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}

/** Start local-pool and wait for the line that says where it listens. */
async function startPool(port) {
  const file = join(root, 'demo-spa/pool.toml');
  const child = start(join(root, 'target/release/local-pool'), ['--port', String(port), '--config', file]);
  const signs = new Promise((resolve, reject) => {
    const fail = (why) => reject(new StepFailed('Starting the user pool', tail(child.output), why));
    child.stdout.on('data', () => {
      const [, url] = child.output.match(/^local-pool listening on (http:\S+)$/m) ?? [];
      if (url) resolve(url);
    });
    child.once('close', () =>
      fail(`It ended at once. If port ${port} is taken by now, choose another with --pool-port.`),
    );
    setTimeout(() => fail('It said nothing in time.'), POOL_READY_WITHIN_MS).unref();
  });
  return { child, url: await signs };
}
