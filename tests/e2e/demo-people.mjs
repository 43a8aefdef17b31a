// What the tests of the demo's flows share: the pool that `npm start` runs, the demo before it, and what a person does in
// the page. Codes come from the pool's outbox, as from somebody's telephone.

import { readFile } from 'node:fs/promises';
import { launch } from '../browser/engines.mjs';
import { startLocalPool } from '../peers/local-pool.mjs';
import { CLIENT_ID, POOL_ID, serveDemo } from './demo-site.mjs';

export const PASSWORD = 'Correct-horse-7';

export const demoPool = () => readFile(new URL('../../demo-spa/pool.toml', import.meta.url), 'utf8');

/** -> { pool, site, page, stop() } */
export async function startDemo(engine, toml) {
  const pool = await startLocalPool(toml ?? (await demoPool()));
  const site = await serveDemo({ userPoolId: POOL_ID, clientId: CLIENT_ID, endpoint: pool.url });
  const page = await launch(engine);
  return {
    pool,
    site,
    page,
    async stop() {
      await page.close();
      await site.stop();
      await pool.stop();
    },
  };
}

/** Fill in several fields, then click. */
export async function send(page, fields, submit) {
  for (const [css, text] of Object.entries(fields)) await page.fill(css, text);
  await page.click(submit);
}

/** Choose an option of a list by its value. */
export const choose = (page, css, value) =>
  page.evaluate(
    (selector, chosen) => {
      const list = document.querySelector(selector);
      list.value = chosen;
      list.dispatchEvent(new Event('change', { bubbles: true }));
    },
    css,
    value,
  );

/** Wait until a failure is told there, and answer its code. */
export async function refusedAt(page, css) {
  await page.waitFor(`${css}[data-code] p`);
  return page.evaluate((selector) => document.querySelector(selector).dataset.code, css);
}

/** Wait for a step of a sign-in, by its kind. */
export const atStep = (page, kind) => page.waitFor(`#step-view[data-kind="${kind}"]`);

export async function signedInAs(page, name) {
  await page.waitFor('#signed-in');
  const who = await page.text('#who');
  if (who !== `Signed in as ${name}`) throw new Error(`the page says "${who}"`);
}

/** Open a section of the account and wait for what is in it. */
export async function openSection(page, id) {
  await page.click(`#${id} > summary`);
  await page.waitFor(`#${id} .section-body > *`);
}

/** Wait for the news at the top of the page to say something. */
export const told = (page, what) =>
  page.waitFor((text) => document.querySelector('#notice').textContent.includes(text), 15_000, what);

export async function signOut(page) {
  await page.click('#sign-out');
  await page.waitFor('#signed-out');
}
