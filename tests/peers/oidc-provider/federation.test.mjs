// local-pool as a client of an OpenID provider that others wrote: an app sends its user to the pool, the pool to the provider,
// and back through both. The provider is strict about what a client may send; the app is oauth4webapi with every check on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { app, CODE_FLOW, claimsOf, discover } from '../oauth4webapi/app.mjs';
import { startProvider } from './provider.mjs';

const ada = { email: 'ada@corp.example', email_verified: true, name: 'Ada of Corp' };

let pool;
let prepared;
let server;
let corp;

before(async () => {
  pool = await startLocalPool();
  corp = await startProvider({ redirectUris: [`${pool.url}/oauth2/idpresponse`] });
  corp.people.set('ada', ada);
  prepared = await preparePool(pool.url);
  await addProvider('Corp', {});
  prepared.appId = await prepared.addClient({ ...CODE_FLOW, SupportedIdentityProviders: ['COGNITO', 'Corp'] });
  server = await discover({ url: pool.url, poolId: prepared.poolId });
});

after(async () => {
  await corp?.stop();
  await pool?.stop();
});

test('the first sign-in through the provider makes a user, the second finds it', async () => {
  const first = await throughCorp('ada');
  const { claims } = first;
  assert.match(claims['cognito:username'], /^corp_/i);
  assert.equal(claims.email, ada.email);
  assert.equal(claims.name, ada.name);
  const [identity] = claims.identities;
  assert.equal(identity.providerName, 'Corp');
  assert.equal(identity.providerType, 'OIDC');
  assert.equal(identity.userId, 'ada');

  const second = await throughCorp('ada');
  assert.equal(second.claims.sub, claims.sub);
  assert.notEqual(claimsOf(second.access_token).jti, claimsOf(first.access_token).jti);
  const { UserStatus } = await prepared.admin.adminGetUser({
    UserPoolId: prepared.poolId,
    Username: claims['cognito:username'],
  });
  assert.equal(UserStatus, 'EXTERNAL_PROVIDER');
  assert.ok(claimsOf(first.access_token)['cognito:groups'].some((group) => group.endsWith('_Corp')));
});

test('what the provider says anew is taken over, and somebody else is somebody else', async () => {
  const before = await throughCorp('ada');
  corp.people.set('ada', { ...ada, name: 'Ada the Second' });
  const now = await throughCorp('ada');
  assert.equal(now.claims.name, 'Ada the Second');
  assert.equal(now.claims.sub, before.claims.sub);
  corp.people.set('ben', { email: 'ben@corp.example', email_verified: true, name: 'Ben' });
  assert.notEqual((await throughCorp('ben')).claims.sub, now.claims.sub);
});

test('the login page offers the provider, and the person stays signed in at the pool', async () => {
  const web = newApp();
  const begun = await web.begin();
  const page = await web.browser.open(begun.address);
  const [, link] = page.html.match(/href="([^"]*identity_provider=Corp[^"]*)"/);
  const asked = await web.browser.open(new URL(link.replaceAll('&amp;', '&'), page.url));
  const { left } = await web.browser.send(asked, { login: 'ada', password: 'any' });
  const { claims } = await web.exchange({ ...begun, left });
  const again = await web.begin({ prompt: 'none' });
  const silently = await web.browser.open(again.address);
  const tokens = await web.exchange({ ...again, left: silently.left });
  assert.equal(tokens.claims.sub, claims.sub);
});

test('an identifier of the provider selects it as well', async () => {
  const web = newApp();
  const begun = await web.begin({ idp_identifier: 'corp.example' });
  const asked = await web.browser.open(begun.address);
  assert.equal(asked.url.origin, corp.issuer);
});

test('a person who says no at the provider is told to the app as an error', async () => {
  const web = newApp();
  const begun = await web.begin({ identity_provider: 'Corp' });
  const asked = await web.browser.open(begun.address);
  const [, abort] = asked.html.match(/href="([^"]*\/abort)"/);
  const { left } = await web.browser.open(new URL(abort, asked.url));
  assert.ok(left, 'back at the app');
  assert.ok(left.searchParams.get('error'));
  assert.equal(left.searchParams.get('state'), begun.state);
  assert.equal(left.searchParams.has('code'), false);
});

test('what comes back without having been asked for, or to another browser, is no sign-in', async () => {
  const stranger = newApp();
  const invented = await stranger.browser.open(`${pool.url}/oauth2/idpresponse?code=invented&state=invented`);
  assert.equal(invented.left?.searchParams.has('code') ?? false, false);

  const web = newApp();
  const begun = await web.begin({ identity_provider: 'Corp' });
  const asked = await web.browser.open(begun.address);
  const stop = `${pool.url}/oauth2/idpresponse`;
  const back = await answerOf(web, asked, stop);
  const other = newApp();
  await other.browser.open((await other.begin({ identity_provider: 'Corp' })).address);
  for (const browser of [newApp().browser, other.browser]) {
    const elsewhere = await browser.open(back);
    assert.equal(elsewhere.left?.searchParams.has('code') ?? false, false);
  }
});

test('a provider that has another secret in mind for this client signs nobody in', async () => {
  await addProvider('Wrong', { client_secret: 'not what was agreed' });
  const clientId = await prepared.addClient({ ...CODE_FLOW, SupportedIdentityProviders: ['Wrong'] });
  const web = app(server, clientId);
  const begun = await web.begin({ identity_provider: 'Wrong' });
  const asked = await web.browser.open(begun.address);
  const after = await web.browser.send(asked, { login: 'ada', password: 'any' });
  assert.equal(after.left?.searchParams.has('code') ?? false, false);
});

test('an app that does not have the provider does not reach it', async () => {
  const web = app(server, await prepared.addClient(CODE_FLOW));
  const seen = await web.browser.open((await web.begin({ identity_provider: 'Corp' })).address);
  assert.notEqual(seen.url?.origin, corp.issuer);
  assert.equal(seen.left?.searchParams.has('code') ?? false, false);
});

const newApp = () => app(server, prepared.appId);

async function throughCorp(login) {
  const web = newApp();
  const begun = await web.begin({ identity_provider: 'Corp' });
  const asked = await web.browser.open(begun.address);
  assert.equal(asked.url.origin, corp.issuer, asked.text?.slice(0, 200));
  const { left } = await web.browser.send(asked, { login, password: 'any' });
  assert.ok(left, 'back at the app');
  return web.exchange({ ...begun, left });
}

/** The address at the pool that the provider sends this browser to, which it does not go to. */
async function answerOf(web, asked, stop) {
  const cautious = web.browser.stoppingAt(stop);
  const { left } = await cautious.send(asked, { login: 'ada', password: 'any' });
  assert.ok(left.searchParams.has('code'));
  return left;
}

async function addProvider(ProviderName, changes) {
  await prepared.admin.createIdentityProvider({
    UserPoolId: prepared.poolId,
    ProviderName,
    ProviderType: 'OIDC',
    IdpIdentifiers: [`${ProviderName.toLowerCase()}.example`],
    ProviderDetails: {
      ...corp.client,
      oidc_issuer: corp.issuer,
      authorize_scopes: 'openid email profile',
      attributes_request_method: 'GET',
      ...changes,
    },
    AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name', username: 'sub' },
  });
}
