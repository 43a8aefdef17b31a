// What goes wrong on real pages: each failure has one stable code and a sentence that says what to do, the same in every
// engine, and no engine's own words show through.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, afterEach, before, describe, test } from 'node:test';
import { launch } from '../browser/engines.mjs';
import { ADA, CLIENT_ID, engines, openDemo, POOL_ID, refusal, serveDemo, signIn, violations } from './demo-site.mjs';

for (const engine of engines) {
  describe(`bad input in ${engine}`, { concurrency: false }, () => {
    let page;
    const running = [];

    before(async () => {
      page = await launch(engine);
    });

    after(() => page?.close());

    afterEach(async () => {
      for (const server of running.splice(0)) await server.stop();
    });

    async function open(config, options) {
      const site = await serveDemo({ userPoolId: POOL_ID, clientId: CLIENT_ID, ...config }, options);
      running.push(site);
      await openDemo(page, site);
      return site;
    }

    async function standIn(status, headers, body) {
      const server = await startStandIn(status, headers, body);
      running.push(server);
      return server;
    }

    test('a pool that cannot be reached is a network_error', async () => {
      const gone = await standIn(200, {}, '');
      await gone.stop();
      await open({ endpoint: gone.url });
      await signIn(page, ADA);
      await assertRefusal(page, 'network_error', /connection|reach|network/i);
      assert.equal(await page.evaluate(() => document.querySelector('#username').value), 'ada');
    });

    test('a pool that answers HTML is an unexpected_reply', async () => {
      const portal = await standIn(200, { 'content-type': 'text/html' }, '<!doctype html><title>Hotel Wi-Fi</title>');
      await open({ endpoint: portal.url });
      await signIn(page, ADA);
      const { sentence } = await assertRefusal(page, 'unexpected_reply', /endpoint|address|proxy|network/i);
      assert.doesNotMatch(sentence, /doctype|Wi-Fi/, 'what a stranger sent is not for the page');
      assert.ok(portal.requests > 0);
    });

    test('an empty password is invalid_input and nothing is sent', async () => {
      const pool = await standIn(200, { 'content-type': 'application/json' }, '{}');
      await open({ endpoint: pool.url });
      await signIn(page, { ...ADA, password: '' });
      await assertRefusal(page, 'invalid_input', /password/i);
      assert.equal(pool.requests, 0);
    });

    test('a pool id of the wrong form is invalid_config and says so before anybody types', async () => {
      await open({ userPoolId: 'Local0001', endpoint: 'http://127.0.0.1:9' });
      await assertRefusal(page, 'invalid_config', /pool ?id/i);
      assert.equal(await page.evaluate(() => document.querySelector('#submit').disabled), true);
    });

    test("a policy without 'wasm-unsafe-eval' is wasm_blocked and the sentence has the words to add", async () => {
      const site = await open({ endpoint: 'http://127.0.0.1:9' }, { scriptSources: "'self'" });
      const { sentence } = await assertRefusal(page, 'wasm_blocked', /'wasm-unsafe-eval'/);
      assert.match(sentence, /script-src/);
      assert.ok((await violations(page, site)).every((violation) => violation.startsWith('script-src')));
    });
  });
}

async function assertRefusal(page, code, whatToDo) {
  const said = await refusal(page);
  assert.equal(said.code, code, said.sentence);
  assert.match(said.sentence, whatToDo);
  assert.match(said.sentence, /^[A-Z].{30,}\.$/s, 'a whole sentence');
  return said;
}

/** A server that answers everything alike, lets any page read it, and counts what is asked of it. */
async function startStandIn(status, headers, body) {
  const started = { requests: 0 };
  const server = createServer((request, response) => {
    const cors = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'access-control-max-age': '0',
    };
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
    started.requests += 1;
    response.writeHead(status, { ...cors, ...headers }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  started.url = `http://127.0.0.1:${server.address().port}`;
  started.stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return started;
}
