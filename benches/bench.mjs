// One run of the benchmark: bundles and serves the pages, drives the browsers one after the other, prints the tables,
// judges the budgets. `scripts/bench.mjs` reads the options and builds; the measuring itself is in speed, load and size.
// Only a whole run, on the project's own probe, may write results.json.

import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { launch } from '../tests/browser/engines.mjs';
import { bundle } from './bundle.mjs';
import { loads } from './load.mjs';
import { servePages } from './page-server.mjs';
import { judge, rounded, tables } from './report.mjs';
import { poolkeyWasm, sizes } from './size.mjs';
import { firstLogins, warmLogins } from './speed.mjs';

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
const ROUNDS = { warm: 21, first: 9, load: 15 };
const QUICK_ROUNDS = { warm: 3, first: 1, load: 3 };

/** Answers with the budgets that were missed: [{ name, committed, measured }]. */
export async function bench({ engines, parts, quick, probe, isOwnProbe }) {
  if (loadavg()[0] > cpus().length / 2) {
    say('this machine is busy with something else: expect times that are too long and ratios that wander');
  }
  const results = { machine: `${cpus().length} x ${cpus()[0].model.trim()}`, node: process.version, engines: {} };
  if (parts.includes('size')) {
    say('size: bundling and compressing');
    results.size = await sizes();
  }
  if (parts.includes('speed') || parts.includes('load')) {
    const site = await servePages(await pages(parts, probe));
    try {
      for (const engine of engines) {
        results.engines[engine] = await measure(engine, site.url, parts, quick ? QUICK_ROUNDS : ROUNDS);
      }
    } finally {
      await site.stop();
    }
  }
  const verdicts = judge(await json('./budgets.json'), results);
  process.stdout.write(`\n${tables(results, verdicts)}`);
  if (!quick && isOwnProbe && engines.length === 2 && parts.length === 3) {
    const text = JSON.stringify(rounded({ ...results, budgets: verdicts }), null, 2);
    await writeFile(new URL('./results.json', import.meta.url), `${text}\n`);
    say('wrote benches/results.json');
  }
  return verdicts.filter((verdict) => !verdict.met);
}

async function measure(engine, url, parts, rounds) {
  const progress = (what) => say(`${engine}: ${what}`);
  progress('starting');
  const page = await launch(engine);
  try {
    const result = { version: page.version };
    if (parts.includes('speed')) {
      const records = await recordedLogins();
      result.warmLogin = await warmLogins(page, url, records, { rounds: rounds.warm, progress });
      result.firstLogin = await firstLogins(page, url, FIRST, records[0], { rounds: rounds.first, progress });
    }
    if (parts.includes('load')) result.load = await loads(page, url, LOAD, { rounds: rounds.load, progress });
    return result;
  } finally {
    await page.close();
  }
}

async function pages(parts, probe) {
  const files = { '/bridge.js': { js: await readFile(new URL('./pages/bridge.js', import.meta.url), 'utf8') } };
  if (parts.includes('speed')) {
    files['/probe.wasm'] = { wasm: await readFile(probe) };
    files['/warm-logins.js'] = { js: await bundle('pages/warm-logins.mjs') };
    files['/first-login.js'] = { js: await bundle('pages/first-login.mjs') };
    for (const { file } of FIRST)
      files[`/${file}.js`] = { js: await bundle(`contestants/${file.replace('first-', '')}.mjs`) };
  }
  if (parts.includes('load')) {
    files['/poolkey.wasm'] = { wasm: await readFile(poolkeyWasm()) };
    files['/load.js'] = { js: await bundle('pages/load.mjs') };
    for (const { file } of LOAD) files[`/${file}.js`] = { js: await bundle(`pages/${file}.mjs`) };
  }
  return files;
}

// Logins that both clients computed alike: ordinary ones first, then one for each special form, then 1024-bit ephemerals.
async function recordedLogins() {
  const { signIn } = await json('../tests/vectors/srp.json');
  const settled = signIn.filter(
    (record) => record.recordedFrom.length === 2 && record.kind === 'user' && [64, 256].includes(record.a.length),
  );
  const plain = settled.filter((record) => record.tags.includes('plain')).slice(0, 8);
  const seen = new Set(['plain']);
  const special = settled.filter((record) => {
    const isNew = record.tags.some((tag) => !seen.has(tag));
    for (const tag of record.tags) seen.add(tag);
    return isNew && record.tags.some((tag) => tag.includes(':') || tag === 'a-1024-bits');
  });
  return [...plain, ...special];
}

async function json(file) {
  return JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'));
}

function say(what) {
  console.error(`[bench] ${what}`);
}
