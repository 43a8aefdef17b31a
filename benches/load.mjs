// Load: from the first line of the page's script to a library that could sign somebody in, each time in a fresh page.
// For Poolkey that is createAuth() until `ready`, wasm fetched and compiled; for the peers, evaluated and configured.
// Everything comes over loopback, so the network's share is the same and small.

import { median } from './median.mjs';
import { callInPage } from './page-call.mjs';

const POOL = { userPoolId: 'us-east-1_Local0001', clientId: '1h57kf5cpq17m0eml12EXAMPLE' };

/** -> rows of { name, medianMs, timesFasterThanAmplify } */
export async function loads(page, url, libraries, { rounds, progress }) {
  const samples = [];
  for (let i = 0; i < rounds; i += 1) {
    progress(`load, round ${i + 1} of ${rounds}`);
    const sample = {};
    for (const { name, file } of libraries) {
      await page.goto(`${url}/`);
      const fresh = `?fresh=${file}-${i}`;
      const pool = { ...POOL, wasmUrl: `${url}/poolkey.wasm${fresh}` };
      sample[name] = await callInPage(page, '/load.js', 'load', `/${file}.js${fresh}`, pool);
    }
    samples.push(sample);
  }
  return libraries.map(({ name }) => ({
    name,
    medianMs: median(samples.map((sample) => sample[name])),
    timesFasterThanAmplify: median(samples.map((sample) => sample['aws-amplify'] / sample[name])),
  }));
}
