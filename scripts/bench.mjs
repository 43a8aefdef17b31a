// `npm run bench`: Poolkey's speed and size against its peers, in one run on one machine, and the verdict on
// benches/budgets.json. Prints tables, writes benches/results.json, exits with 1 where a budget is missed, a browser is
// missing or a contestant computes a wrong key. See benches/README.md.
// It measures; it fetches nothing: `npm test` or `npm start` has installed what it needs.

import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

const USAGE = `npm run bench -- [options]
  --engine NAME   only this browser: chromium or firefox (may be repeated)
  --only PART     only speed, load or size (may be repeated)
  --quick         few rounds: to see that it runs, not to quote
  --probe FILE    another build of the probe's arithmetic, to compare
  --no-build      measure what is built
Only a whole run writes benches/results.json.`;

const options = read();
if (!options['no-build']) build();

const { bundle } = await importBench('bundle.mjs');
const { servePages } = await importBench('page-server.mjs');
const { firstLogins, warmLogins } = await importBench('speed.mjs');
const { loads } = await importBench('load.mjs');
const { poolkeyFolder, sizes } = await importBench('size.mjs');
const { judge, tables } = await importBench('report.mjs');
const { launch } = await import('../tests/browser/engines.mjs');

const FIRST = [
  { name: 'aws-amplify', file: 'first-aws-amplify', ephemeralBits: 1024 },
  { name: 'amazon-cognito-identity-js', file: 'first-identity-js', ephemeralBits: 1024 },
  { name: 'JS BigInt, 5-bit window', file: 'first-windowed-bigint', ephemeralBits: 256 },
  { name: 'poolkey', file: 'first-poolkey', ephemeralBits: 256 },
];
const LOAD = [
  { name: 'aws-amplify', file: 'load-aws-amplify' },
  { name: 'amazon-cognito-identity-js', file: 'load-identity-js' },
  { name: 'poolkey', file: 'load-poolkey' },
];

if (loadavg()[0] > cpus().length / 2) say('this machine is busy with something else: expect times that are too long and ratios that wander');
const results = { machine: `${cpus().length} x ${cpus()[0].model.trim()}`, node: process.version, engines: {} };
if (wanted('size')) {
  say('size: bundling and compressing');
  results.size = await sizes();
}
if (wanted('speed') || wanted('load')) {
  const site = await servePages(await pages());
  try {
    for (const engine of options.engine) results.engines[engine] = await measure(engine, site.url);
  } finally {
    await site.stop();
  }
}

const verdicts = judge(JSON.parse(await readFile(join(root, 'benches/budgets.json'), 'utf8')), results);
process.stdout.write(`\n${tables(results, verdicts)}`);
if (isWhole()) {
  await writeFile(join(root, 'benches/results.json'), `${JSON.stringify(rounded({ ...results, budgets: verdicts }), null, 2)}\n`);
  say('wrote benches/results.json');
}
const missed = verdicts.filter((verdict) => !verdict.met);
for (const { name, committed, measured } of missed) console.error(`Budget missed: ${name}: committed ${committed}, measured ${measured}.`);
process.exitCode = missed.length > 0 ? 1 : 0;

async function measure(engine, url) {
  say(`${engine}: starting`);
  const page = await launch(engine);
  const progress = (what) => say(`${engine}: ${what}`);
  const rounds = options.quick ? { warm: 3, first: 1, load: 2 } : { warm: 21, first: 9, load: 15 };
  try {
    const result = { version: page.version };
    if (wanted('speed')) {
      const records = await recordedLogins();
      result.warmLogin = await warmLogins(page, url, records, { rounds: rounds.warm, progress });
      result.firstLogin = await firstLogins(page, url, FIRST, records[0], { rounds: rounds.first, progress });
    }
    if (wanted('load')) result.load = await loads(page, url, LOAD, { rounds: rounds.load, progress });
    return result;
  } finally {
    await page.close();
  }
}

async function pages() {
  const files = { '/bridge.js': { js: await readFile(join(root, 'benches/pages/bridge.js'), 'utf8') } };
  if (wanted('speed')) {
    const probe = options.probe ?? join(root, '.cache/probe/probe.wasm');
    files['/probe.wasm'] = { wasm: await readFile(probe) };
    files['/first-login.js'] = { js: await bundle('pages/first-login.mjs') };
    files['/warm-logins.js'] = { js: await bundle('pages/warm-logins.mjs') };
    for (const { file } of FIRST) files[`/${file}.js`] = { js: await bundle(`contestants/${file.replace('first-', '')}.mjs`) };
  }
  if (wanted('load')) {
    files['/poolkey.wasm'] = { wasm: await readFile(join(poolkeyFolder(), 'poolkey.wasm')) };
    files['/load.js'] = { js: await bundle('pages/load.mjs') };
    for (const { file } of LOAD) files[`/${file}.js`] = { js: await bundle(`pages/${file}.mjs`) };
  }
  return files;
}

// Logins that both clients computed alike: ordinary ones first, then one for each special form, then 1024-bit ephemerals.
async function recordedLogins() {
  const { signIn } = JSON.parse(await readFile(join(root, 'tests/vectors/srp.json'), 'utf8'));
  const settled = signIn.filter((record) => record.recordedFrom.length === 2 && record.kind === 'user' && [64, 256].includes(record.a.length));
  const plain = settled.filter((record) => record.tags.includes('plain')).slice(0, 8);
  const seen = new Set(['plain']);
  const special = settled.filter((record) => {
    const isNew = record.tags.some((tag) => !seen.has(tag));
    for (const tag of record.tags) seen.add(tag);
    return isNew && record.tags.some((tag) => tag.includes(':') || tag === 'a-1024-bits');
  });
  return [...plain, ...special];
}

function build() {
  say('building the package and the probe');
  run(process.execPath, [join(root, 'scripts/build.mjs')]);
  run('cargo', ['xtask', 'wasm', '--probe']);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) fail(`\`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ''}; there is nothing to measure.`);
}

async function importBench(file) {
  try {
    return await import(`../benches/${file}`);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    fail(`${error.message.split('\n')[0]}. Run \`npm install\` once; the bench fetches nothing by itself.`);
  }
}

function read() {
  const list = { type: 'string', multiple: true };
  const flag = { type: 'boolean', default: false };
  let values;
  try {
    ({ values } = parseArgs({
      options: { engine: list, only: list, quick: flag, probe: { type: 'string' }, 'no-build': flag, help: flag },
    }));
  } catch (error) {
    fail(`${error.message}\n${USAGE}`);
  }
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  values.engine ??= ['chromium', 'firefox'];
  values.only ??= ['size', 'speed', 'load'];
  return values;
}

function wanted(part) {
  return options.only.includes(part);
}

function isWhole() {
  return !options.quick && !options.probe && options.engine.length === 2 && options.only.length === 3;
}

function rounded(value) {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toFixed(3));
  if (Array.isArray(value)) return value.map(rounded);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rounded(inner)]));
  return value;
}

function say(what) {
  console.error(`[bench] ${what}`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
