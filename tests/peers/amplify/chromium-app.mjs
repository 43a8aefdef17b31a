// An app with aws-amplify in a real Chromium: startSite() serves its page at http://localhost, once for each configuration,
// and startChromium() gives windows that know nothing of each other. A window's call(name, input) is the library's own
// function in the page; refused(name, input) is the name of the error that it ends with.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { bundle } from '../../../benches/bundle.mjs';
import { findBrowser } from '../../browser/installed.mjs';

const DEADLINE_MS = 15_000;

/** -> { url, add(name, app, more) -> the page's address, stop() }; `app` is { url, poolId, clientId }. */
export async function startSite() {
  const script = await bundle(fileURLToPath(new URL('page.mjs', import.meta.url)));
  const pages = new Map();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://site');
    const answer = (status, type, text) =>
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(text);
    if (pathname === '/app.js') return answer(200, 'text/javascript', script);
    const configuration = pages.get(pathname);
    if (configuration) return answer(200, 'text/html', html(configuration));
    answer(404, 'text/plain', 'not found');
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const url = `http://localhost:${server.address().port}`;
  return {
    url,
    add(name, app, more = {}) {
      const { url: userPoolEndpoint, poolId: userPoolId, clientId: userPoolClientId } = app;
      const Cognito = { userPoolId, userPoolClientId, userPoolEndpoint, ...more };
      pages.set(`/${name}/`, { Auth: { Cognito } });
      return `${url}/${name}/`;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export async function startChromium() {
  const browser = await chromium.launch({
    executablePath: findBrowser('chromium').browser,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'],
  });
  return { open, close: () => browser.close() };

  /** A window with nothing of anybody else in it. The authority that signed local-pool's certificate is nobody's. */
  async function open(address) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    page.setDefaultTimeout(DEADLINE_MS);
    const thrown = [];
    page.on('pageerror', (error) => thrown.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && thrown.push(message.text()));
    await page.goto(address);

    const outcome = async (name, input) =>
      JSON.parse(await page.evaluate(([called, given]) => globalThis.app.call(called, given), [name, input]));
    return {
      page,
      thrown,
      async call(name, input) {
        const { value, refused, message } = await outcome(name, input);
        assert.equal(refused, undefined, `${name} was refused: ${message}`);
        return value;
      },
      async refused(name, input) {
        const { refused } = await outcome(name, input);
        assert.ok(refused, `${name} was expected to be refused`);
        return refused;
      },
      /** Goes when the page does, as a redirect takes it along. */
      leave: (name, input) =>
        page.evaluate(([called, given]) => void globalThis.app.call(called, given), [name, input]),
      stored: (end) =>
        page.evaluate((ending) => {
          const key = Object.keys(localStorage).find((one) => one.endsWith(ending));
          return key === undefined ? null : localStorage.getItem(key);
        }, end),
      meddle: (end, changed) =>
        page.evaluate(
          ([ending, value]) => {
            const key = Object.keys(localStorage).find((one) => one.endsWith(ending));
            localStorage.setItem(key, value);
          },
          [end, changed],
        ),
      authenticator: () => addAuthenticator(context, page),
      close: () => context.close(),
    };
  }
}

/** A passkey's home in this window, which says yes by itself (WebAuthn, 11: automation). */
async function addAuthenticator(context, page) {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const send = (command, more = {}) => session.send(`WebAuthn.${command}`, { authenticatorId, ...more });
  return {
    credentials: async () => (await send('getCredentials')).credentials,
    /** The same credential by its name, with changes of what is behind it. */
    async replace(credential, changes) {
      await send('removeCredential', { credentialId: credential.credentialId });
      await send('addCredential', { credential: { ...credential, ...changes } });
    },
    add: (credential) => send('addCredential', { credential }),
    clear: () => send('clearCredentials'),
    /** From now on its owner cannot be verified, which ends a ceremony as a cancel does. */
    refuse: () => send('setUserVerified', { isUserVerified: false }),
    accept: () => send('setUserVerified', { isUserVerified: true }),
  };
}

function html(configuration) {
  const json = JSON.stringify(configuration).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="en"><title>app</title><link rel="icon" href="data:,">
<script id="configuration" type="application/json">${json}</script>
<script type="module" src="/app.js"></script>`;
}
