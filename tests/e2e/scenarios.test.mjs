// Every way in and every question in a browser: the lines of tests/scenarios run in a page, under the strict policy, with
// the package as it is published.

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serveSite, strictPolicy } from '../../scripts/static-site.mjs';
import { launch } from '../browser/engines.mjs';
import { startLocalPool } from '../peers/local-pool.mjs';
import { startTriggers } from '../peers/triggers.mjs';
import { poolOf } from '../scenarios/pools.mjs';
import { scenarios } from '../scenarios/scenarios.mjs';
import { engines } from './demo-site.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

for (const engine of engines) {
  describe(`every way in, in ${engine}`, { concurrency: false }, () => {
    let folder;
    let page;
    let server;
    let site;

    before(async () => {
      server = await startLocalPool();
      folder = await mkdtemp(join(tmpdir(), 'poolkey-scenarios-'));
      await cp(here('pages/scenarios'), folder, { recursive: true });
      await cp(here('../scenarios/scenarios.mjs'), join(folder, 'scenarios.js'));
      await cp(here('../../pkg-js/dist'), join(folder, 'poolkey'), { recursive: true });
      await writeFile(join(folder, 'favicon.ico'), '');
      site = await serveSite({ folder, policy: strictPolicy([server.url]) });
      page = await launch(engine);
    });

    after(async () => {
      await page?.close();
      await site?.stop();
      await server?.stop();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    for (const name of Object.keys(scenarios)) {
      test(name, { timeout: 90_000 }, async () => {
        const { stop, ...pool } = await poolOf(name, server.url, startTriggers);
        try {
          await page.goto(`${site.url}/`);
          await page.waitFor(() => globalThis.scenario !== undefined);
          await page.evaluate((name, pool) => void globalThis.scenario.begin(name, pool), name, pool);
          await page.waitFor(() => globalThis.scenario.outcome !== undefined, 60_000);
          const outcome = await page.evaluate(() => globalThis.scenario.outcome);
          if (outcome !== 'well') throw new Error(outcome);
        } finally {
          await stop();
        }
      });
    }
  });
}
