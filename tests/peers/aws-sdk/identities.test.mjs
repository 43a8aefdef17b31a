// Credentials of an identity pool by AWS's SDK for JavaScript, the way an app goes: GetId, then GetCredentialsForIdentity
// with the ID token of the user pool. What the credentials open is not local-pool's matter.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { identityAdministrator, PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { travel } from '../traveling.mjs';

const ROLES = {
  authenticated: 'arn:aws:iam::123456789012:role/in',
  unauthenticated: 'arn:aws:iam::123456789012:role/guest',
};

let pool;
let app;
let provider;
let identities;
let IdentityPoolId;

before(async () => {
  pool = await startLocalPool();
  app = await preparePool(pool.url, {
    client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
    users: { ada: {}, ben: {} },
  });
  provider = `cognito-idp.us-east-1.amazonaws.com/${app.poolId}`;
  identities = identityAdministrator(pool.url);
  const made = await identities.createIdentityPool({
    IdentityPoolName: 'peers',
    AllowUnauthenticatedIdentities: true,
    CognitoIdentityProviders: [{ ProviderName: provider, ClientId: app.clientId, ServerSideTokenCheck: true }],
  });
  IdentityPoolId = made.IdentityPoolId;
  await identities.setIdentityPoolRoles({ IdentityPoolId, Roles: ROLES });
});

after(() => pool?.stop());

test('somebody keeps their identity, and gets credentials for an hour', async () => {
  const first = await credentials(await idToken('ada'));
  const second = await credentials(await idToken('ada'));
  assert.equal(second.IdentityId, first.IdentityId);
  assert.notEqual((await credentials(await idToken('ben'))).IdentityId, first.IdentityId);
  assert.match(first.Credentials.AccessKeyId, /^ASIA/);
  assert.notEqual(first.Credentials.AccessKeyId, second.Credentials.AccessKeyId);
  assert.ok(first.Credentials.SecretKey.length >= 40 && first.Credentials.SessionToken.length > 40);
  const minutes = (first.Credentials.Expiration - Date.now()) / 60_000;
  assert.ok(minutes > 59 && minutes <= 61, `${minutes} minutes`);
});

test('a guest is nobody in particular, and becomes somebody by signing in', async () => {
  const { IdentityId: guest } = await identities.getId({ IdentityPoolId });
  const given = await identities.getCredentialsForIdentity({ IdentityId: guest });
  assert.equal(given.IdentityId, guest);
  assert.notEqual((await identities.getId({ IdentityPoolId })).IdentityId, guest);
});

test('whose identity it is, needs their token', async () => {
  const { IdentityId } = await credentials(await idToken('ada'));
  assert.equal(await refused(identities.getCredentialsForIdentity({ IdentityId })), 'NotAuthorizedException');
  const Logins = { [provider]: await idToken('ben') };
  assert.equal(await refused(identities.getCredentialsForIdentity({ IdentityId, Logins })), 'NotAuthorizedException');
});

test('a token that is altered, of another kind, too old or revoked opens nothing', async () => {
  const tokens = await signIn('ada');
  const { IdToken } = tokens;
  const getId = (token, name = provider) => identities.getId({ IdentityPoolId, Logins: { [name]: token } });
  for (const token of [`${IdToken.slice(0, -8)}AAAAAAAA`, tokens.AccessToken, 'invented'])
    assert.equal(await refused(getId(token)), 'NotAuthorizedException');
  const strange = 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Nowhere00';
  assert.equal(await refused(getId(IdToken, strange)), 'NotAuthorizedException');
  const { IdentityId } = await getId(IdToken);
  await app.admin.globalSignOut({ AccessToken: tokens.AccessToken });
  const Logins = { [provider]: IdToken };
  // The pool was told to ask the user pool whether the user is still signed in.
  assert.equal(await refused(identities.getCredentialsForIdentity({ IdentityId, Logins })), 'NotAuthorizedException');
  const late = await idToken('ada');
  await travel(pool, 3601);
  assert.equal(await refused(getId(late)), 'NotAuthorizedException');
});

test('a token of OpenID Connect for the identity names it and its pool', async () => {
  const Logins = { [provider]: await idToken('ben') };
  const { IdentityId } = await identities.getId({ IdentityPoolId, Logins });
  const { Token } = await identities.getOpenIdToken({ IdentityId, Logins });
  const claims = JSON.parse(Buffer.from(Token.split('.')[1], 'base64url').toString());
  assert.equal(claims.sub, IdentityId);
  assert.equal(claims.aud, IdentityPoolId);
  assert.equal(claims.iss, 'https://cognito-identity.amazonaws.com');
  assert.equal(claims.amr[0], 'authenticated');
});

test('a login is taken off an identity, which then belongs to nobody', async () => {
  const Logins = { [provider]: await idToken('ada') };
  const { IdentityId } = await identities.getId({ IdentityPoolId, Logins });
  await identities.unlinkIdentity({ IdentityId, Logins, LoginsToRemove: [provider] });
  assert.notEqual((await identities.getId({ IdentityPoolId, Logins })).IdentityId, IdentityId);
});

async function credentials(token) {
  const Logins = { [provider]: token };
  const { IdentityId } = await identities.getId({ IdentityPoolId, Logins });
  return identities.getCredentialsForIdentity({ IdentityId, Logins });
}

const idToken = async (name) => (await signIn(name)).IdToken;

async function signIn(USERNAME) {
  const { AuthenticationResult } = await app.admin.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: app.clientId,
    AuthParameters: { USERNAME, PASSWORD },
  });
  return AuthenticationResult;
}

async function refused(promise) {
  const error = await promise.then(
    () => assert.fail('expected a refusal, but it succeeded'),
    (caught) => caught,
  );
  return error.name;
}
