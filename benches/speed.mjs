// SRP speed in one browser: warm logins, all contestants interleaved in one page, and first logins in fresh pages.
// Before anything is timed every contestant must compute the keys that tests/vectors recorded; one wrong key ends it.
// It gives medians of times and of ratios, and no other statistic: times move with the machine, ratios hardly.

import { median } from './median.mjs';
import { callInPage } from './page-call.mjs';

const BASELINE = 'aws-amplify';

/** -> rows of { name, ephemeralBits, medianMs, timesFasterThanAmplify } */
export async function warmLogins(page, url, records, { rounds, progress }) {
  await page.goto(`${url}/`);
  const inPage = (name, ...args) => callInPage(page, '/warm-logins.js', name, ...args);
  const contestants = await inPage('ready', '/probe.wasm');
  await checkKeys(inPage, records, progress);

  const inputs = records.slice(0, 8); // the ordinary ones
  progress('warming up');
  // Twice: the first pass is slow with code that is not optimized yet, and would count too few logins to a sample.
  for (let pass = 0; pass < 2; pass += 1) {
    await inPage('calibrate', inputs);
    for (let i = 0; i < 2; i += 1) await inPage('round', inputs);
  }
  const samples = [];
  for (let i = 0; i < rounds; i += 1) {
    progress(`round ${i + 1} of ${rounds}`);
    samples.push(await inPage('round', inputs));
  }
  return contestants.map((contestant) => ({
    ...contestant,
    medianMs: median(samples.map((sample) => sample[contestant.name])),
    timesFasterThanAmplify: timesFaster(samples, contestant.name, (sample) => sample),
  }));
}

/** The first login of a page: `medianMs` the login itself, `withLoadMs` from import to key, code and wasm loaded. */
export async function firstLogins(page, url, contestants, input, { rounds, progress }) {
  const samples = [];
  for (let i = 0; i < rounds; i += 1) {
    progress(`fresh pages, round ${i + 1} of ${rounds}`);
    const sample = {};
    for (const { name, file } of contestants) {
      await page.goto(`${url}/`);
      const fresh = `?fresh=${file}-${i}`;
      sample[name] = await callInPage(
        page,
        '/first-login.js',
        'firstLogin',
        `/${file}.js${fresh}`,
        `/probe.wasm${fresh}`,
        input,
      );
    }
    samples.push(sample);
  }
  return contestants.map(({ name, ephemeralBits }) => ({
    name,
    ephemeralBits,
    medianMs: median(samples.map((sample) => sample[name].login)),
    timesFasterThanAmplify: timesFaster(samples, name, (sample) => sample.login),
    withLoadMs: median(samples.map((sample) => sample[name].load + sample[name].login)),
  }));
}

async function checkKeys(inPage, records, progress) {
  progress(`checking the keys of ${records.length} recorded logins`);
  for (const record of records) {
    const wrong = await inPage('gate', record);
    if (wrong.length > 0) {
      throw new Error(
        `${wrong.join(' and ')} computed another key than was recorded, for the record tagged ${record.tags}: ${JSON.stringify(record)}`,
      );
    }
  }
}

// The median of the rounds' ratios: what slows one round slows both of its sides.
function timesFaster(samples, name, milliseconds) {
  return median(samples.map((sample) => milliseconds(sample[BASELINE]) / milliseconds(sample[name])));
}
