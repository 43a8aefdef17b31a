// Runs in the page: all contestants in one page, warm, one sample of each per round, the order turning every round.
// speed.mjs calls `gate`, `calibrate` and `round` one after the other; nothing else of the page is running meanwhile.

import * as amplify from '../contestants/aws-amplify.mjs';
import * as identityJs from '../contestants/identity-js.mjs';
import * as poolkey from '../contestants/poolkey.mjs';
import * as poolkey1024 from '../contestants/poolkey-1024.mjs';
import * as bigint from '../contestants/windowed-bigint.mjs';

const contestants = [amplify, identityJs, bigint, poolkey, poolkey1024];
// A sample shorter than this would measure the clock's grain.
const SAMPLE_MS = 40;
const repeats = new Map();
let turn = 0;

export async function ready(wasmUrl) {
  if (!crossOriginIsolated) throw new Error('the page is not cross-origin isolated, so its clock is too coarse');
  await poolkey.ready(wasmUrl);
  return contestants.map(({ name, ephemeralBits }) => ({ name, ephemeralBits }));
}

/** The names of contestants whose key is not the recorded one. */
export async function gate(record) {
  const wrong = [];
  for (const contestant of contestants) {
    if ((await contestant.keyWith(record.a, record)) !== record.key) wrong.push(contestant.name);
  }
  return wrong;
}

export async function calibrate(inputs) {
  for (const contestant of contestants) {
    const start = performance.now();
    await contestant.login(inputs[0]);
    await contestant.login(inputs[1]);
    const each = (performance.now() - start) / 2;
    repeats.set(contestant, Math.max(1, Math.ceil(SAMPLE_MS / each)));
  }
}

/** Milliseconds per login, one number for each contestant by name. */
export async function round(inputs) {
  turn += 1;
  const sample = {};
  for (let i = 0; i < contestants.length; i += 1) {
    const contestant = contestants[(i + turn) % contestants.length];
    const count = repeats.get(contestant);
    const start = performance.now();
    for (let n = 0; n < count; n += 1) await contestant.login(inputs[(turn + n) % inputs.length]);
    sample[contestant.name] = (performance.now() - start) / count;
  }
  return sample;
}
