// signInWithRedirect and sign-out of aws-amplify in Chromium, over TLS: the library leaves no other way. The page goes to the
// pool's login page, comes back with a code that it exchanges, and takes its leave at the pool.

import assert from 'node:assert/strict';
import { request } from 'node:https';
import { after, before, test } from 'node:test';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { startChromium, startSite } from './chromium-app.mjs';

const SCOPES = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'];

let pool;
let site;
let chromium;
let address;
let domain;

before(async () => {
  pool = await startLocalPool(undefined, { https: true });
  site = await startSite();
  chromium = await startChromium();
  address = `${site.url}/redirect/`;
  domain = `localhost:${new URL(pool.secureUrl).port}`;
  const prepared = await preparePool(pool.url, {
    client: {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: SCOPES,
      CallbackURLs: [address],
      LogoutURLs: [address],
      SupportedIdentityProviders: ['COGNITO'],
    },
    users: { ada: { email: 'ada@example.com', email_verified: 'true' } },
  });
  const oauth = {
    domain,
    scopes: SCOPES,
    redirectSignIn: [address],
    redirectSignOut: [address],
    responseType: 'code',
  };
  site.add('redirect', { ...prepared, url: `https://${domain}` }, { loginWith: { username: true, oauth } });
});

after(async () => {
  await chromium?.close();
  await site?.stop();
  await pool?.stop();
});

test('the certificate is good for who trusts its authority, and for nobody else', async () => {
  const ask = (ca) =>
    new Promise((resolve, reject) => {
      const asked = request(`https://${domain}/_local/health`, { ca }, (answer) => resolve(answer.resume().statusCode));
      asked.on('error', reject).end();
    });
  assert.equal(await ask(pool.ca), 200);
  await assert.rejects(ask(undefined), { code: /UNABLE_TO_VERIFY|SELF_SIGNED/ });
});

test('the page goes to the login page and comes back signed in, then goes and comes back signed out', async () => {
  await inWindow(async (window) => {
    const { page, call, refused } = window;
    await window.leave('signInWithRedirect', { customState: 'from the cart' });
    await page.waitForURL(`https://${domain}/**`);
    await fillIn(page, 'wrong');
    await page.waitForLoadState();
    assert.equal(new URL(page.url()).host, domain);
    await fillIn(page, PASSWORD);
    await signedInBy(window);
    const user = await call('getCurrentUser');
    assert.equal(user.username, 'ada');
    const events = await page.evaluate(() => globalThis.app.events);
    assert.equal(events.find(({ event }) => event === 'customOAuthState')?.data, 'from the cart');
    assert.equal(new URL(page.url()).search, '', 'the code is not left in the address');

    const { tokens } = await call('fetchAuthSession', { forceRefresh: true });
    assert.equal(tokens.idToken.payload.email, 'ada@example.com');
    assert.deepEqual(tokens.accessToken.payload.scope.split(' ').sort(), [...SCOPES].sort());
    assert.equal((await call('fetchUserAttributes')).email, 'ada@example.com');

    const left = page.waitForRequest((sent) => sent.url().startsWith(`https://${domain}/logout`));
    await window.leave('signOut');
    await left;
    await page.waitForURL(address);
    await page.waitForFunction(() => globalThis.app !== undefined);
    assert.equal(await refused('getCurrentUser'), 'UserUnAuthenticatedException');
    await window.leave('signInWithRedirect', {});
    await page.waitForURL(`https://${domain}/**`);
    await page.waitForSelector('input[name="password"]');
  });
});

test('who is signed in at the pool is not asked again', async () => {
  await inWindow(async (window) => {
    const { page, call } = window;
    await window.leave('signInWithRedirect', {});
    await page.waitForURL(`https://${domain}/**`);
    await fillIn(page, PASSWORD);
    await signedInBy(window);
    const first = await call('fetchAuthSession');
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await window.leave('signInWithRedirect', {});
    await page.waitForURL(address);
    await signedInBy(window);
    const second = await call('fetchAuthSession');
    assert.equal(second.tokens.idToken.payload.sub, first.tokens.idToken.payload.sub);
    assert.equal(second.tokens.idToken.payload.auth_time, first.tokens.idToken.payload.auth_time);
  });
});

test('what comes back without having been asked for is no sign-in', async () => {
  await inWindow(async ({ page, refused }) => {
    await page.goto(`${address}?code=11111111-2222-4333-8444-555555555555&state=invented`);
    await page.waitForFunction(() => globalThis.app !== undefined);
    assert.equal(await refused('getCurrentUser'), 'UserUnAuthenticatedException');
  });
});

async function fillIn(page, password) {
  await page.fill('input[name="username"]', 'ada');
  await page.fill('input[name="password"]', password);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.press('input[name="password"]', 'Enter');
  await answered;
}

async function signedInBy({ page }) {
  await page.waitForURL((url) => url.href.startsWith(address));
  await page.waitForFunction(() => globalThis.app?.events.some(({ event }) => event === 'signInWithRedirect'));
}

async function inWindow(work) {
  const window = await chromium.open(address);
  try {
    await work(window);
  } finally {
    await window.close();
  }
}
