// The built demo on a site of its own, and what a test does with it: type, click, read what the page says, and look for
// anything the page left behind in the browser. Takes the demo as `npm run build` made it and never builds it itself.

import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serveSite, strictPolicy } from '../../scripts/static-site.mjs';
import { ENGINES } from '../browser/engines.mjs';

export const CLIENT_ID = '1h57kf5cpq17m0eml12EXAMPLE';
export const POOL_ID = 'us-east-1_Local0001';
export const ADA = { username: 'ada', password: 'Correct-horse-7' };

/** The engines to test with: all, or the one that POOLKEY_ENGINE names. */
export const engines = process.env.POOLKEY_ENGINE ? [process.env.POOLKEY_ENGINE] : ENGINES;

const folder = fileURLToPath(new URL('../../demo-spa/dist/', import.meta.url));

/** Serve the demo with that demo-config.json, under the strict policy unless told otherwise. */
export async function serveDemo(config, { scriptSources } = {}) {
  await access(`${folder}index.html`).catch(() => {
    throw new Error('demo-spa/dist is not there: run `npm run build` first.');
  });
  const policy = strictPolicy(config.endpoint ? [new URL(config.endpoint).origin] : [], { scriptSources });
  return serveSite({ folder, policy, files: { '/demo-config.json': config } });
}

/** Open the page and wait for its form. */
export async function openDemo(page, site) {
  await page.goto(`${site.url}/`);
  await page.waitFor('#signed-out');
}

/** Fill in the form with real keys and send it. */
export async function signIn(page, { username, password }) {
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('#submit');
}

/** Wait until the page says what went wrong: { code, sentence }. */
export async function refusal(page) {
  await page.waitFor('#failure[data-code] p');
  return page.evaluate(() => {
    const failure = document.querySelector('#failure');
    return { code: failure.dataset.code, sentence: failure.querySelector('p').textContent };
  });
}

/** Everything this origin holds in the browser, as a list of names; empty when nothing was left behind. */
export async function leftBehind(page) {
  const inPage = await page.evaluate(async () => [
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...(await indexedDB.databases()).map(({ name }) => `IndexedDB ${name}`),
    ...(await caches.keys()).map((name) => `cache ${name}`),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `service worker ${scope}`),
  ]);
  const cookies = (await page.cookies()).map(({ name }) => `cookie ${name}`);
  return [...inPage, ...cookies].sort();
}

/**
 * All violations of the policy that the page caused. Reports travel on their own time, so one is provoked and waited for:
 * what was violated before it has arrived by then. The provoked one is not in the answer.
 */
export async function violations(page, site) {
  await page.evaluate(() => {
    const image = new Image();
    image.src = 'http://provoked.invalid/';
  });
  const deadline = Date.now() + 15_000;
  const isProvoked = (violation) => violation.includes('provoked.invalid');
  while (!site.violations.some(isProvoked)) {
    if (Date.now() > deadline) throw new Error('the browser reports no violations at all, so none can be ruled out');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return site.violations.filter((violation) => !isProvoked(violation));
}
