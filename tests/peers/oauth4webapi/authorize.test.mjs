// What the authorization endpoint says to apps by redirects, and to people by pages: errors, prompts, the cookie that signs in
// again, signing out. Redirects are read by oauth4webapi, pages by a browser without scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { travel } from '../traveling.mjs';
import { app, CALLBACK, CODE_FLOW, discover, SIGNED_OUT } from './app.mjs';

const HOUR = 3600;

let pool;
let prepared;
let server;

before(async () => {
  pool = await startLocalPool();
  prepared = await preparePool(pool.url, { client: CODE_FLOW, users: { ada: {}, ben: {} } });
  server = await discover({ url: pool.url, poolId: prepared.poolId });
});

after(() => pool?.stop());

test('what is published is where everything is', () => {
  for (const name of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'revocation_endpoint'])
    assert.equal(new URL(server[name]).origin, new URL(pool.url).origin, name);
  assert.ok(server.token_endpoint_auth_methods_supported.includes('client_secret_basic'));
  assert.ok(server.response_types_supported.includes('code'));
  assert.deepEqual(server.id_token_signing_alg_values_supported, ['RS256']);
});

for (const [what, changes, error] of [
  ['a scope that nobody has', { scope: 'openid invented' }, ['invalid_scope']],
  ['a scope that this client may not ask for', { scope: 'openid phone' }, ['invalid_scope']],
  ['no kind of answer', { response_type: undefined }, ['invalid_request', 'unsupported_response_type']],
  ['tokens in the address', { response_type: 'token' }, ['unauthorized_client', 'unsupported_response_type']],
  ['PKCE without a hash', { code_challenge_method: 'plain' }, ['invalid_request']],
  ['a challenge without its method', { code_challenge_method: undefined }, ['invalid_request']],
  ['no page, where nobody is signed in', { prompt: 'none' }, ['login_required']],
])
  test(`an app that asks for ${what} is told so`, async () => {
    const web = app(server, prepared.clientId);
    const begun = await web.begin(changes);
    const { left } = await web.browser.open(begun.address);
    assert.ok(left, 'by a redirect');
    // OAuth 2.0, 4.2.2.1: what is said to who asked for tokens in the address is said behind the `#`.
    const said = left.hash === '' ? left.searchParams : new URLSearchParams(left.hash.slice(1));
    assert.throws(
      () => oauth.validateAuthResponse(server, web.client, said, begun.state),
      (refusal) => {
        assert.ok(refusal instanceof oauth.AuthorizationResponseError, refusal.message);
        assert.ok(error.includes(refusal.error), refusal.error);
        return true;
      },
    );
  });

for (const [what, changes] of [
  ['an unknown client', { client_id: 'unknown' }],
  ['no client', { client_id: undefined }],
  ['an address that is not registered', { redirect_uri: 'http://localhost:7357/elsewhere' }],
  ['an address that only begins like one', { redirect_uri: `${CALLBACK}/more` }],
  ['an address with another query', { redirect_uri: `${CALLBACK}?more=1` }],
])
  test(`a person who comes with ${what} sees a page and is sent nowhere`, async () => {
    const web = app(server, prepared.clientId);
    const begun = await web.begin(changes);
    const seen = await web.browser.open(begun.address);
    assert.equal(seen.left, undefined);
    assert.equal(seen.url.origin, new URL(pool.url).origin);
    assert.ok(seen.status >= 400 || seen.url.pathname.includes('error'), `${seen.status}`);
    assert.doesNotMatch(seen.html, /name="password"/);
  });

test('a wrong password is told on the page, the same for somebody and for nobody, and the next one is taken', async () => {
  const web = app(server, prepared.clientId);
  const begun = await web.begin();
  let seen = await web.browser.open(begun.address);
  const said = [];
  for (const username of ['ada', 'nobody']) {
    seen = await web.browser.send(seen, { username, password: 'wrong' });
    assert.equal(seen.left, undefined);
    said.push(seen.html.match(/role="alert"[^>]*>(.*?)<\/div>/s)?.[1]);
  }
  assert.ok(said[0]);
  assert.equal(said[0], said[1]);
  const { left } = await web.browser.send(seen, { username: 'ada', password: PASSWORD });
  assert.ok((await web.exchange({ ...begun, left })).refresh_token);
});

test('a form from elsewhere is not taken', async () => {
  const web = app(server, prepared.clientId);
  const begun = await web.begin();
  const seen = await web.browser.open(begun.address);
  const without = app(server, prepared.clientId);
  const other = app(server, prepared.clientId);
  await other.browser.open((await other.begin()).address);
  for (const stranger of [without, other]) {
    const taken = await stranger.browser.send(seen, { username: 'ada', password: PASSWORD });
    assert.equal(taken.left, undefined, 'a form without the cookies of its page');
  }
  const elsewhere = await fetch(seen.url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ username: 'ada', password: PASSWORD }),
    headers: { origin: 'https://attacker.example' },
  });
  assert.notEqual(elsewhere.headers.get('location')?.startsWith(CALLBACK), true);
});

test('the cookie signs in again for an hour, also at another app of the pool', async () => {
  const web = app(server, prepared.clientId);
  const first = await web.exchange(await web.signIn('ada'));
  const begun = await web.begin();
  const { left } = await web.browser.open(begun.address);
  const again = await web.exchange({ ...begun, left });
  assert.equal(again.claims.sub, first.claims.sub);
  assert.equal(again.claims.auth_time, first.claims.auth_time);

  const other = { ...app(server, await prepared.addClient()), browser: web.browser };
  const silent = await other.begin({ prompt: 'none' });
  const silently = await web.browser.open(silent.address);
  assert.ok(oauth.validateAuthResponse(server, other.client, silently.left, silent.state).get('code'));

  await travel(pool, HOUR + 1);
  const late = await web.begin();
  assert.equal((await web.browser.open(late.address)).left, undefined);
});

test('prompt=login asks in spite of the cookie, and a maximum age when it is over', async () => {
  const web = app(server, prepared.clientId);
  const first = await web.exchange(await web.signIn('ada'));
  const fresh = await web.begin({ prompt: 'login' });
  assert.equal((await web.browser.open(fresh.address)).left, undefined);
  await travel(pool, 120);
  const young = await web.begin({ max_age: '600' });
  const { left } = await web.browser.open(young.address);
  await web.exchange({ ...young, left }, { maxAge: 600 });
  const old = await web.begin({ max_age: '60' });
  const asked = await web.browser.open(old.address);
  assert.equal(asked.left, undefined);
  const { left: then } = await web.browser.send(asked, { username: 'ada', password: PASSWORD });
  const tokens = await web.exchange({ ...old, left: then }, { maxAge: 60 });
  assert.ok(tokens.claims.auth_time > first.claims.auth_time);
});

test('prompt=select_account shows who is signed in, and lets somebody else in', async () => {
  const web = app(server, prepared.clientId);
  await web.exchange(await web.signIn('ada'));
  const begun = await web.begin({ prompt: 'select_account' });
  const seen = await web.browser.open(begun.address);
  assert.equal(seen.left, undefined);
  assert.match(seen.text, /ada/);
});

test('a hint fills in the name', async () => {
  const web = app(server, prepared.clientId);
  const begun = await web.begin({ login_hint: 'ben@example.com' });
  const seen = await web.browser.open(begun.address);
  assert.match(seen.html, /value="ben@example\.com"/);
});

test('identity_provider=COGNITO only selects, and an unknown one is refused', async () => {
  const web = app(server, prepared.clientId);
  const begun = await web.begin({ identity_provider: 'COGNITO' });
  const seen = await web.browser.open(begun.address);
  const { left } = await web.browser.send(seen, { username: 'ada', password: PASSWORD });
  await web.exchange({ ...begun, left });
  const other = app(server, prepared.clientId);
  const refused = await other.browser.open((await other.begin({ identity_provider: 'Nowhere' })).address);
  assert.equal(refused.left?.searchParams.has('code') ?? false, false);
});

test('signing out takes the cookie away and goes only where it may', async () => {
  const web = app(server, prepared.clientId);
  await web.exchange(await web.signIn('ada'));
  const logout = (logout_uri) =>
    web.browser.open(`${pool.url}/logout?${new URLSearchParams({ client_id: prepared.clientId, logout_uri })}`);
  const astray = await logout('http://localhost:7357/elsewhere');
  assert.equal(astray.left, undefined);
  const { left } = await logout(SIGNED_OUT);
  assert.equal(left.href, SIGNED_OUT);
  const begun = await web.begin({ prompt: 'none' });
  const silently = await web.browser.open(begun.address);
  assert.equal(silently.left.searchParams.get('error'), 'login_required');
});

test('signing out may lead to the next sign-in', async () => {
  const web = app(server, prepared.clientId);
  await web.exchange(await web.signIn('ada'));
  const begun = await web.begin();
  const seen = await web.browser.open(`${pool.url}/logout${begun.address.search}`);
  assert.equal(seen.left, undefined, 'a page that asks');
  const { left } = await web.browser.send(seen, { username: 'ben', password: PASSWORD });
  const { claims } = await web.exchange({ ...begun, left });
  assert.equal(claims['cognito:username'], 'ben');
});

test('pages may not be framed, run only their own scripts, and are kept by nobody', async () => {
  const web = app(server, prepared.clientId);
  const { headers } = await web.browser.open((await web.begin()).address);
  const policy = headers.get('content-security-policy');
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe-/);
  assert.match(headers.get('cache-control'), /no-store/);
  for (const { line } of web.browser.cookies.values()) {
    assert.match(line, /HttpOnly/i);
    assert.match(line, /SameSite=(Lax|Strict)/i);
  }
});
