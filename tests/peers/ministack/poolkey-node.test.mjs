// Poolkey in Node against ministack, a user pool that others wrote, with real SRP: sign-in, GetUser, refresh, RevokeToken
// and a wrong password. A recording proxy between the two shows what crossed the wire.
// Nothing of the server is imitated here; the browser's turn is in tests/e2e.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAuth, PoolkeyError } from 'poolkey';
import { startMinistack } from '../ministack.mjs';
import { startRecordingProxy } from '../recording-proxy.mjs';

let pool;
let proxy;

before(async () => {
  pool = await startMinistack();
  proxy = await startRecordingProxy(pool.endpoint);
});

after(async () => {
  await proxy?.stop();
  await pool?.stop();
});

test('the right password signs in, and the password itself never crosses the wire', async () => {
  const auth = await signedIn();
  const user = await auth.user();
  assert.equal(user.username, pool.username);
  assert.equal(user.claims.email, 'ada@example.com');
  assert.match(user.sub, /^[0-9a-f-]{36}$/);
  assert.equal(proxy.of('RespondToAuthChallenge').at(-1).status, 200);
  assert.ok(!JSON.stringify(proxy.exchanges.map((exchange) => exchange.request)).includes(pool.password));
});

test('the profile is what the server keeps about the user', async () => {
  const auth = await signedIn();
  const { Username, UserAttributes } = await auth.call('GetUser');
  const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  assert.equal(Username, pool.username);
  assert.equal(attributes.email, 'ada@example.com');
  assert.equal(attributes.email_verified, 'true');
  assert.equal(proxy.of('GetUser').at(-1).status, 200);
});

test('a refresh brings another access token that the server accepts', async () => {
  const auth = await signedIn();
  const first = await auth.accessToken();
  const refreshes = proxy.of('GetTokensFromRefreshToken').length;
  const user = await auth.refresh();
  const second = await auth.accessToken();
  assert.equal(user.username, pool.username);
  assert.notEqual(second, first);
  assert.equal(proxy.of('GetTokensFromRefreshToken').length, refreshes + 1);
  const answer = await call('GetUser', { AccessToken: second });
  assert.equal(answer.status, 200);
});

test('signing out revokes: the server refuses the refresh token afterwards', async () => {
  const auth = await signedIn();
  const refreshToken = proxy.of('RespondToAuthChallenge').at(-1).response.AuthenticationResult.RefreshToken;
  const useIt = () => call('GetTokensFromRefreshToken', { ClientId: pool.clientId, RefreshToken: refreshToken });
  assert.equal((await useIt()).status, 200, 'the token must be good before, or the refusal afterwards proves nothing');

  assert.deepEqual(await auth.signOut(), { revoked: true });

  const refused = await useIt();
  assert.equal(refused.status, 400);
  assert.equal(refused.body.__type, 'NotAuthorizedException');
  assert.equal(await auth.user(), undefined);
  await assert.rejects(auth.accessToken(), { code: 'signed_out' });
});

test('a wrong password is refused with wrong_credentials, and the right one still signs in afterwards', async () => {
  const auth = newAuth();
  const attempt = auth.signIn({ username: pool.username, password: `${pool.password}x` });
  await assert.rejects(attempt, (error) => {
    assert.ok(error instanceof PoolkeyError);
    assert.equal(error.code, 'wrong_credentials');
    return true;
  });
  assert.equal(await auth.user(), undefined);
  assert.equal(proxy.of('RespondToAuthChallenge').at(-1).response.__type, 'NotAuthorizedException');
  const step = await auth.signIn({ username: pool.username, password: pool.password });
  assert.equal(step.kind, 'signedIn');
});

function newAuth() {
  return createAuth({ userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: proxy.endpoint });
}

async function signedIn() {
  const auth = newAuth();
  const step = await auth.signIn({ username: pool.username, password: pool.password });
  assert.equal(step.kind, 'signedIn');
  return auth;
}

// Straight to the server, past the SDK and the proxy.
async function call(operation, input) {
  const answer = await fetch(pool.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  return { status: answer.status, body: await answer.json() };
}
