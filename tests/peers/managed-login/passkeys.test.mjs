// Passkeys on the pages of managed login, in Chromium with an authenticator that the browser pretends: made at /passkeys/add,
// used at a sign-in whose code oauth4webapi exchanges, and everything that must not work. wire/managed_login/ has what needs
// no browser.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startChromium } from '../amplify/chromium-app.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { app, CODE_FLOW, claimsOf, discover } from '../oauth4webapi/app.mjs';
import { travel } from '../traveling.mjs';

let pool;
let site;
let callback;
let host;
let prepared;
let server;
let chromium;
let window;
let page;
let authenticator;

before(async () => {
  pool = await startLocalPool();
  // The pool's passkeys are of localhost, and 127.0.0.1 is another host.
  host = `http://localhost:${new URL(pool.url).port}`;
  chromium = await startChromium();
  // An app that takes no notice of what comes to its callback: redirects within Chromium have to end somewhere.
  site = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<title>app</title>'));
  site.listen(0, 'localhost');
  await once(site, 'listening');
  callback = `http://localhost:${site.address().port}/callback`;
  prepared = await preparePool(pool.url, {
    client: {
      ...CODE_FLOW,
      CallbackURLs: [callback],
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    mfa: { WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' } },
  });
  const found = await discover({ url: pool.url, poolId: prepared.poolId });
  server = { ...found, authorization_endpoint: `${host}/oauth2/authorize` };
});

after(async () => {
  await chromium?.close();
  site?.closeAllConnections();
  site?.close();
  await pool?.stop();
});

beforeEach(async () => {
  window = await chromium.open('about:blank');
  page = window.page;
  authenticator = await window.authenticator();
});

afterEach(async () => {
  const refused = window.thrown.filter((text) => !text.includes('status of 403'));
  await window.close();
  assert.deepEqual(refused, [], 'the pages put nothing into the console');
});

test('a passkey is made on the page and signs in, to tokens that pass every check', async () => {
  await prepared.addUser('ada', { email: 'ada@example.com', email_verified: 'true' });
  await makePasskey('ada');
  const [credential] = await authenticator.credentials();
  assert.equal(credential.rpId, 'localhost');

  const web = it();
  const begun = await begin(web, 'ada');
  assert.match(page.url(), /\/login\/passkey\?/);
  await press('Use passkey');
  const tokens = await web.exchange({ ...begun, left: await atCallback() });
  assert.equal(tokens.claims['cognito:username'], 'ada');
  assert.equal(tokens.claims.email, 'ada@example.com');
  assert.equal(claimsOf(tokens.access_token).client_id, prepared.clientId);
});

test('a device that has a passkey for the account says so and makes no second one', async () => {
  await prepared.addUser('ann');
  await makePasskey('ann');
  await page.goto(adding());
  await press('Create a passkey');
  await said('already has a passkey');
  assert.equal((await authenticator.credentials()).length, 1);
});

test('who declines or cancels goes on without a passkey', async () => {
  await prepared.addUser('bea');
  await signIn('bea');
  await page.goto(adding());
  await authenticator.refuse();
  await press('Create a passkey');
  await said('No passkey was made');
  await press('Not now');
  assert.equal((await atCallback()).searchParams.get('result'), 'cancelled');
  assert.deepEqual(await authenticator.credentials(), []);
});

test('a browser that remembers nobody makes no passkey', async () => {
  await page.goto(adding());
  assert.equal((await atCallback()).searchParams.get('result'), 'invalid_session');
});

test('a page on another host than the passkeys says where they belong', async () => {
  await prepared.addUser('cat');
  await signIn('cat', pool.url);
  await page.goto(adding(pool.url));
  await press('Create a passkey');
  await said('belong to localhost');
});

test('who cancels can try again, and sign in another way', async () => {
  await prepared.addUser('dee');
  await makePasskey('dee');
  const web = it();
  const begun = await begin(web, 'dee');
  await authenticator.refuse();
  await press('Use passkey');
  await said('No passkey was used');
  await authenticator.accept();
  await press('Use passkey');
  await web.exchange({ ...begun, left: await atCallback() });

  const another = await begin(web, 'dee');
  await page.getByRole('link', { name: 'Sign in another way' }).click();
  await page.click('button[value=PASSWORD]');
  await page.fill('#password', PASSWORD);
  await page.keyboard.press('Enter');
  await web.exchange({ ...another, left: await atCallback() });
});

test('a device without the passkey signs nobody in', async () => {
  await prepared.addUser('eli');
  await makePasskey('eli');
  await authenticator.clear();
  await begin(it(), 'eli');
  await press('Use passkey');
  await said('No passkey was used');
});

test('the passkey of somebody else does not sign in, nor one that is not known, nor another key', async () => {
  await prepared.addUser('fay');
  await prepared.addUser('gus');
  await makePasskey('fay');
  const [fays] = await authenticator.credentials();
  await authenticator.clear();
  await makePasskey('gus');
  const [guss] = await authenticator.credentials();
  const nobodys = Buffer.from('nobody has this one').toString('base64');
  const later = { signCount: fays.signCount + 10 };
  for (const [what, held] of [
    ['of somebody else', guss],
    ['not known', { ...fays, ...later, credentialId: nobodys }],
    ['another key', { ...fays, ...later, privateKey: otherKey() }],
  ]) {
    await authenticator.clear();
    await authenticator.add(held);
    await begin(it(), 'fay');
    // The browser would not offer it: somebody who lies to the page would.
    await page.evaluate((id) => {
      const form = document.querySelector('form[data-passkey]');
      const options = JSON.parse(form.dataset.options);
      options.allowCredentials = [{ type: 'public-key', id }];
      form.dataset.options = JSON.stringify(options);
    }, Buffer.from(held.credentialId, 'base64').toString('base64url'));
    await press('Use passkey');
    await page.waitForSelector('[role=alert]');
    assert.match(await page.innerText('[role=alert]'), /That passkey did not work/, what);
    assert.ok(page.url().startsWith(host), what);
  }
  await authenticator.clear();
  await authenticator.add({ ...fays, ...later });
  await begin(it(), 'fay');
  await press('Use passkey');
  assert.ok((await atCallback()).searchParams.has('code'), 'and the right one does');
});

test('a form that was tampered with signs nobody in and makes no passkey', async () => {
  await prepared.addUser('hal');
  await makePasskey('hal');
  await begin(it(), 'hal');
  await tamper();
  await press('Use passkey');
  await page.waitForSelector('[role=alert]');
  assert.match(await page.innerText('[role=alert]'), /out of date/);

  await authenticator.clear();
  await prepared.addUser('ivy');
  await signIn('ivy');
  await page.goto(adding());
  await tamper();
  await press('Create a passkey');
  await page.waitForSelector('[role=alert]');
  assert.match(await page.innerText('[role=alert]'), /out of date/);
  assert.equal(await hasPasskey('ivy'), false);
});

// The clock does not come back: these are the last.
test('a step that took too long begins anew', async () => {
  await prepared.addUser('ida');
  await makePasskey('ida');
  const web = it();
  const begun = await begin(web, 'ida');
  await travel(pool, 181);
  await press('Use passkey');
  await page.waitForSelector('[role=alert]');
  assert.match(await page.innerText('[role=alert]'), /took too long/);
  await press('Sign in with a passkey');
  await press('Use passkey');
  await web.exchange({ ...begun, left: await atCallback() });
});

test('a page that waited for an hour makes no passkey', async () => {
  await prepared.addUser('joy');
  await signIn('joy');
  await page.goto(adding());
  await travel(pool, 3600);
  await press('Create a passkey');
  assert.equal((await atCallback()).searchParams.get('result'), 'invalid_session');
  assert.equal(await hasPasskey('joy'), false);
});

const adding = (at = host) =>
  `${at}/passkeys/add?${new URLSearchParams({ client_id: prepared.clientId, redirect_uri: callback })}`;

const it = (at = server) => app(at, prepared.clientId, { callback });

/** By the password, in this window, which is remembered then. */
async function signIn(name, at = host) {
  const { address } = await it({ ...server, authorization_endpoint: `${at}/oauth2/authorize` }).begin();
  await page.goto(address.href);
  await page.fill('#username', name);
  await press('Continue');
  await page.fill('#password', PASSWORD);
  await page.keyboard.press('Enter');
  await atCallback();
}

async function makePasskey(name) {
  await page.context().clearCookies();
  await signIn(name);
  await page.goto(adding());
  await press('Create a passkey');
  assert.equal((await atCallback()).searchParams.get('result'), 'success');
}

/** To the passkey's step of a sign-in in a browser that remembers nobody. */
async function begin(web, name) {
  await page.context().clearCookies();
  const begun = await web.begin();
  await page.goto(begun.address.href);
  await page.fill('#username', name);
  await press('Sign in with a passkey');
  await page.waitForSelector('form[data-passkey]');
  return begun;
}

const press = (name) => page.getByRole('button', { name, exact: true }).click();

async function atCallback() {
  await page.waitForURL(`${callback}**`);
  return new URL(page.url());
}

const said = (text) => page.waitForSelector(`[data-passkey-message]:has-text("${text}")`);

const tamper = () =>
  page.evaluate(() => {
    const [form] = document.querySelectorAll('form[data-passkey]');
    form.elements.csrf.value = form.elements.csrf.value.split('').reverse().join('');
  });

async function hasPasskey(Username) {
  const factors = await prepared.admin.adminGetUserAuthFactors({ UserPoolId: prepared.poolId, Username });
  return factors.ConfiguredUserAuthFactors.includes('WEB_AUTHN');
}

/** PKCS #8 in base64, as WebAuthn.addCredential takes it. */
function otherKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}
