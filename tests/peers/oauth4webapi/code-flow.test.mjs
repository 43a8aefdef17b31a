// The code flow by oauth4webapi with its strict checks: codes, PKCE, state, nonce, refresh, revocation, the profile, and
// what a token endpoint must not give. The login pages are filled in by a browser without scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { travel } from '../traveling.mjs';
import { app, CALLBACK, CODE_FLOW, claimsOf, discover, hashOf, refusal, SCOPES } from './app.mjs';

const OTHER_CALLBACK = 'http://localhost:7357/other';

let pool;
let prepared;
let server;

before(async () => {
  pool = await startLocalPool();
  prepared = await preparePool(pool.url, {
    client: { ...CODE_FLOW, CallbackURLs: [CALLBACK, OTHER_CALLBACK] },
    users: { ada: { email: 'ada@example.com', email_verified: 'true', name: 'Ada' } },
  });
  server = await discover({ url: pool.url, poolId: prepared.poolId });
});

after(() => pool?.stop());

test('a code is exchanged for tokens that pass every check', async () => {
  const web = app(server, prepared.clientId);
  const tokens = await web.exchange(await web.signIn('ada'));
  const { claims } = tokens;
  assert.equal(claims.email, 'ada@example.com');
  assert.equal(claims['cognito:username'], 'ada');
  assert.equal(claims.token_use, 'id');
  assert.equal(claims.at_hash, hashOf(tokens.access_token));
  assert.equal(tokens.expires_in, 3600);
  const access = claimsOf(tokens.access_token);
  assert.deepEqual(access.scope.split(' ').sort(), [...SCOPES].sort());
  assert.equal(access.client_id, prepared.clientId);
  assert.equal(access.sub, claims.sub);
});

test('the profile is who signed in, as far as the scopes go', async () => {
  const web = app(server, prepared.clientId);
  const all = await web.exchange(await web.signIn('ada'));
  const profile = await web.userInfo(all.access_token, all.claims.sub);
  assert.equal(profile.email, 'ada@example.com');
  assert.equal(profile.username, 'ada');
  assert.equal(profile.name, 'Ada');

  const narrow = app(server, prepared.clientId);
  const some = await narrow.exchange(await narrow.signIn('ada', { scope: 'openid email' }));
  const less = await narrow.userInfo(some.access_token, some.claims.sub);
  assert.equal(less.email, 'ada@example.com');
  assert.equal(less.name, undefined);
  assert.equal(await unauthorized(narrow.userInfo(`${all.access_token.slice(0, -8)}AAAAAAAA`, all.claims.sub)), 401);
});

test('a token that is of no sign-in with openid shows no profile', async () => {
  const { AuthenticationResult } = await prepared.admin.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: prepared.clientId,
    AuthParameters: { USERNAME: 'ada', PASSWORD: 'Correct-horse-7' },
  });
  const web = app(server, prepared.clientId);
  const status = await unauthorized(web.userInfo(AuthenticationResult.AccessToken, oauth.skipSubjectCheck));
  assert.ok([400, 401, 403].includes(status), `${status}`);
});

test('refreshing keeps who and when, and the refresh token', async () => {
  const web = app(server, prepared.clientId);
  const first = await web.exchange(await web.signIn('ada'));
  await travel(pool, 60);
  const again = await web.refresh(first.refresh_token);
  assert.equal(again.refresh_token, undefined);
  assert.equal(again.claims.sub, first.claims.sub);
  assert.equal(again.claims.auth_time, first.claims.auth_time);
  assert.ok(again.claims.iat >= first.claims.iat + 60);
  assert.equal(claimsOf(again.access_token).origin_jti, claimsOf(first.access_token).origin_jti);
  assert.equal(claimsOf(again.access_token).scope, claimsOf(first.access_token).scope);
});

test('a revoked refresh token gives nothing more, and its access tokens end', async () => {
  const web = app(server, prepared.clientId);
  const tokens = await web.exchange(await web.signIn('ada'));
  await web.revoke(tokens.refresh_token);
  assert.deepEqual(await refusal(web.refresh(tokens.refresh_token)), { error: 'invalid_grant', status: 400 });
  assert.equal(await unauthorized(web.userInfo(tokens.access_token, tokens.claims.sub)), 401);
  await web.revoke(tokens.refresh_token);
  await web.revoke('invented');
});

test('another client neither refreshes nor revokes', async () => {
  const web = app(server, prepared.clientId);
  const tokens = await web.exchange(await web.signIn('ada'));
  const other = { by: { client_id: await prepared.addClient() } };
  assert.deepEqual(await refusal(web.refresh(tokens.refresh_token, other)), { error: 'invalid_grant', status: 400 });
  await web.revoke(tokens.refresh_token, other).catch(() => {});
  await web.refresh(tokens.refresh_token);
});

test('a code is good once, and its reuse ends what came of it', async () => {
  const web = app(server, prepared.clientId);
  const begun = await web.signIn('ada');
  const tokens = await web.exchange(begun);
  assert.deepEqual(await refused(web, begun), { error: 'invalid_grant', status: 400 });
  assert.deepEqual(await refusal(web.refresh(tokens.refresh_token)), { error: 'invalid_grant', status: 400 });
});

test('a code needs its verifier, its client and its address', async () => {
  const web = app(server, prepared.clientId);
  const other = { client_id: await prepared.addClient() };
  for (const changes of [
    { verifier: oauth.generateRandomCodeVerifier() },
    { verifier: oauth.nopkce },
    { by: other },
    { to: OTHER_CALLBACK },
    { to: 'http://localhost:7357/unknown' },
  ]) {
    // The cookie of the page is there after the first time.
    const begun = await signInAnew(web);
    const { error, status } = await refused(web, begun, changes);
    assert.ok(['invalid_grant', 'invalid_request'].includes(error), error);
    assert.equal(status, 400);
  }
});

test('a code is good for five minutes', async () => {
  const web = app(server, prepared.clientId);
  const begun = await web.signIn('ada');
  await travel(pool, 5 * 60 + 1);
  assert.deepEqual(await refused(web, begun), { error: 'invalid_grant', status: 400 });
});

test('an answer for another request is noticed by its state and its nonce', async () => {
  const web = app(server, prepared.clientId);
  const begun = await web.signIn('ada');
  assert.throws(() => oauth.validateAuthResponse(server, web.client, begun.left, oauth.generateRandomState()));
  await assert.rejects(web.exchange(begun, { expectedNonce: oauth.generateRandomNonce() }), /nonce/);
});

test('a request without PKCE and nonce is answered as it was asked', async () => {
  const web = app(server, prepared.clientId);
  const begun = await web.signIn('ada', {
    code_challenge: undefined,
    code_challenge_method: undefined,
    nonce: undefined,
  });
  const { claims } = await web.exchange({ ...begun, nonce: oauth.expectNoNonce, verifier: oauth.nopkce });
  assert.equal(claims.nonce, undefined);
});

test('a client with a secret must show it, in either way', async () => {
  const { UserPoolClient } = await prepared.admin.createUserPoolClient({
    UserPoolId: prepared.poolId,
    ClientName: 'confidential',
    GenerateSecret: true,
    ...CODE_FLOW,
  });
  const { ClientId, ClientSecret } = UserPoolClient;
  for (const auth of [oauth.ClientSecretBasic(ClientSecret), oauth.ClientSecretPost(ClientSecret)]) {
    const web = app(server, ClientId, { auth });
    const tokens = await web.exchange(await web.signIn('ada'));
    await web.refresh(tokens.refresh_token);
    for (const wrong of [oauth.None(), oauth.ClientSecretBasic('wrong'), oauth.ClientSecretPost('wrong')]) {
      const { error } = await refusal(web.refresh(tokens.refresh_token, { auth: wrong }));
      assert.ok(['invalid_client', 'OAUTH_WWW_AUTHENTICATE_CHALLENGE'].includes(error), error);
    }
    await web.revoke(tokens.refresh_token);
    assert.equal((await refusal(web.refresh(tokens.refresh_token))).error, 'invalid_grant');
  }
});

test('where refresh tokens rotate, this endpoint does not refresh', async () => {
  const clientId = await prepared.addClient({
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  });
  const web = app(server, clientId);
  const tokens = await web.exchange(await web.signIn('ada'));
  const { status } = await refusal(web.refresh(tokens.refresh_token));
  assert.equal(status, 400);
  const { AuthenticationResult } = await prepared.admin.getTokensFromRefreshToken({
    ClientId: clientId,
    RefreshToken: tokens.refresh_token,
  });
  assert.notEqual(AuthenticationResult.RefreshToken, tokens.refresh_token);
});

test('what no client may ask of the token endpoint', async () => {
  const { clientId } = prepared;
  for (const [form, error] of [
    [{ grant_type: 'password', client_id: clientId, username: 'ada' }, 'unsupported_grant_type'],
    [{ grant_type: 'authorization_code', client_id: clientId }, 'invalid_request'],
    [{ grant_type: 'refresh_token', client_id: clientId }, 'invalid_request'],
    [{ grant_type: 'refresh_token', client_id: clientId, refresh_token: 'invented' }, 'invalid_grant'],
    [{ grant_type: 'refresh_token', client_id: 'unknown', refresh_token: 'invented' }, 'invalid_client'],
    [{ client_id: clientId }, 'invalid_request'],
  ]) {
    const answer = await fetch(server.token_endpoint, { method: 'POST', body: new URLSearchParams(form) });
    assert.equal((await answer.json()).error, error, JSON.stringify(form));
    assert.ok([400, 401].includes(answer.status));
  }
  const get = await fetch(`${server.token_endpoint}?grant_type=refresh_token&client_id=${clientId}`);
  assert.equal(get.status, 405);
});

/** A sign-in by a page that asks, also where the browser is known already. */
const signInAnew = (web) => web.signIn('ada', { prompt: 'login' });

/** How the token endpoint answers a code, as the app would read it. */
async function refused(web, { left, state, verifier }, { verifier: shown = verifier, ...how } = {}) {
  const parameters = oauth.validateAuthResponse(server, web.client, left, state);
  const response = await web.redeem(parameters, shown, how);
  return refusal(oauth.processAuthorizationCodeResponse(server, how.by ?? web.client, response));
}

/** The status of a refusal by the profile's address. */
async function unauthorized(promise) {
  const error = await promise.then(
    () => assert.fail('a profile was shown'),
    (caught) => caught,
  );
  return error.status ?? error.response?.status ?? error.cause?.status;
}
