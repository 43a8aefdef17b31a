// The site that the demo and the end-to-end tests stand on: what it serves, what it refuses, what it remembers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { serveSite, strictPolicy } from './static-site.mjs';

describe('the static site', () => {
  let home;
  let site;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'poolkey-site-'));
    await mkdir(join(home, 'public'));
    await writeFile(join(home, 'public/index.html'), '<!doctype html>');
    await writeFile(join(home, 'public/poolkey.wasm'), '');
    await writeFile(join(home, 'secret.txt'), 'not for the web');
    await mkdir(join(home, 'public-not'));
    await writeFile(join(home, 'public-not/secret.txt'), 'not for the web');
    site = await serveSite({
      folder: join(home, 'public'),
      policy: strictPolicy(['http://127.0.0.1:4600']),
      files: { '/demo-config.json': { clientId: 'a' } },
    });
  });

  after(async () => {
    await site?.stop();
    await rm(home, { recursive: true, force: true });
  });

  test('sends every page under the strict policy', async () => {
    const answer = await fetch(`${site.url}/`);
    assert.equal(answer.status, 200);
    const policy = answer.headers.get('content-security-policy');
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    assert.match(policy, /connect-src 'self' http:\/\/127\.0\.0\.1:4600;/);
    assert.match(policy, /require-trusted-types-for 'script'/);
  });

  test('names wasm as wasm, for streaming compilation asks for it', async () => {
    assert.equal((await fetch(`${site.url}/poolkey.wasm`)).headers.get('content-type'), 'application/wasm');
  });

  test('answers a file of its own from memory', async () => {
    assert.deepEqual(await (await fetch(`${site.url}/demo-config.json`)).json(), { clientId: 'a' });
  });

  test('serves nothing outside its folder, however the path is spelled', async () => {
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/../public-not/secret.txt',
      '/%2e%2e%2fpublic-not/secret.txt',
    ]) {
      assert.equal(await statusOf(path), 404, path);
    }
  });

  test('remembers the violations that browsers report', async () => {
    const report = {
      'csp-report': { 'violated-directive': 'img-src', 'blocked-uri': 'http://a.example', 'document-uri': site.url },
    };
    await fetch(`${site.url}/csp-violations`, { method: 'POST', body: JSON.stringify(report) });
    assert.deepEqual(site.violations, [`img-src: http://a.example at ${site.url}`]);
  });

  test('says that a port is taken instead of taking another', async () => {
    const port = Number(new URL(site.url).port);
    await assert.rejects(serveSite({ folder: home, port }), { code: 'EADDRINUSE' });
  });

  /** fetch() would tidy the path before it is sent. */
  async function statusOf(path) {
    const sent = request(site.url, { path });
    sent.end();
    const [answer] = await once(sent, 'response');
    answer.resume();
    return answer.statusCode;
  }
});
