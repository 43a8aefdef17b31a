// Poolkey's package in Node against local-pool: every way in and every question, with the wrong answers.

import { after, before, describe, test } from 'node:test';
import { createAuth } from 'poolkey';
import { poolOf } from '../../scenarios/pools.mjs';
import { kitOf, scenarios } from '../../scenarios/scenarios.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { oneTimePassword } from '../one-time-password.mjs';
import { startTriggers } from '../triggers.mjs';

describe('Poolkey in Node', () => {
  let server;
  before(async () => {
    server = await startLocalPool();
  });
  after(() => server?.stop());

  for (const [name, run] of Object.entries(scenarios)) {
    test(name, { timeout: 60_000 }, async () => {
      const pool = await poolOf(name, server.url, startTriggers);
      const kit = kitOf({ createAuth, pool, oneTimePassword });
      try {
        await run(kit);
      } finally {
        kit.end();
        await pool.stop();
      }
    });
  }
});
