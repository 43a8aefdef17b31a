// AWS's own verifier of Cognito's tokens against those of local-pool: both kinds, both forms of the issuer, and what it must
// not take. It asks for keys at Cognito's addresses, which are looked up here at the pool under the same path.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { travel } from '../traveling.mjs';

const ISSUERS = {
  ORIGINAL: 'https://cognito-idp.us-east-1.amazonaws.com/',
  UPDATED: 'https://issuer-cognito-idp.us-east-1.amazonaws.com/',
};
const FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

let pool;
const apps = {};

before(async () => {
  pool = await startLocalPool();
  for (const Type of Object.keys(ISSUERS)) {
    apps[Type] = await preparePool(pool.url, {
      pool: { IssuerConfiguration: { Type } },
      client: { ExplicitAuthFlows: FLOWS },
      users: { ada: { email: 'ada@example.com' } },
    });
    await apps[Type].admin.createGroup({ UserPoolId: apps[Type].poolId, GroupName: 'admins' });
    await apps[Type].admin.adminAddUserToGroup({ UserPoolId: apps[Type].poolId, Username: 'ada', GroupName: 'admins' });
  }
});

after(() => pool?.stop());

for (const Type of Object.keys(ISSUERS)) {
  test(`both tokens are good where the issuer is ${Type}`, async () => {
    const app = apps[Type];
    const tokens = await signIn(app);
    const id = await verifier(app, 'id').verify(tokens.IdToken);
    const access = await verifier(app, 'access').verify(tokens.AccessToken);
    for (const claims of [id, access]) {
      assert.equal(claims.iss, `${ISSUERS[Type]}${app.poolId}`);
      assert.deepEqual(claims['cognito:groups'], ['admins']);
      assert.equal(claims.sub, id.sub);
      assert.equal(claims.exp - claims.iat, 3600);
    }
    assert.equal(id.email, 'ada@example.com');
    assert.equal(access.username, 'ada');
  });

  test(`the published configuration names the issuer ${Type} and where its keys are`, async () => {
    const { poolId } = apps[Type];
    const document = await (await fetch(`${pool.url}/${poolId}/.well-known/openid-configuration`)).json();
    assert.equal(document.issuer, `${ISSUERS[Type]}${poolId}`);
    const keys = await (await fetch(`${pool.url}${new URL(document.jwks_uri).pathname}`)).json();
    const { payload, protectedHeader } = await jwtVerify((await signIn(apps[Type])).IdToken, createLocalJWKSet(keys), {
      issuer: document.issuer,
      audience: apps[Type].clientId,
      algorithms: document.id_token_signing_alg_values_supported,
    });
    assert.equal(payload.token_use, 'id');
    assert.equal(protectedHeader.typ, undefined);
  });
}

test('the two kinds are signed by two keys, and each is good for its own use alone', async () => {
  const tokens = await signIn(apps.ORIGINAL);
  assert.notEqual(headerOf(tokens.IdToken).kid, headerOf(tokens.AccessToken).kid);
  assert.equal(await refused(apps.ORIGINAL, 'access', tokens.IdToken), 'CognitoJwtInvalidTokenUseError');
  assert.equal(await refused(apps.ORIGINAL, 'id', tokens.AccessToken), 'CognitoJwtInvalidTokenUseError');
});

test('tokens of another client are refused', async () => {
  const app = apps.ORIGINAL;
  const tokens = await signIn({ ...app, clientId: await app.addClient() });
  assert.equal(await refused(app, 'id', tokens.IdToken), 'CognitoJwtInvalidClientIdError');
  assert.equal(await refused(app, 'access', tokens.AccessToken), 'CognitoJwtInvalidClientIdError');
});

test('tokens of another pool are refused by their issuer and by their key', async () => {
  const tokens = await signIn(apps.UPDATED);
  // The verifier's word for an issuer that it was not given.
  assert.equal(await refused(apps.ORIGINAL, 'id', tokens.IdToken), 'ParameterValidationError');
  const misled = verifier(apps.UPDATED, 'id', () => apps.ORIGINAL.poolId);
  assert.equal(await nameOf(misled.verify(tokens.IdToken)), 'KidNotFoundInJwksError');
});

test('whoever is in no such group is refused', async () => {
  const { AccessToken } = await signIn(apps.ORIGINAL);
  const strict = verifier(apps.ORIGINAL, 'access');
  assert.equal((await strict.verify(AccessToken, { groups: ['admins'] })).username, 'ada');
  assert.equal(await nameOf(strict.verify(AccessToken, { groups: ['pilots'] })), 'CognitoJwtInvalidGroupError');
});

test('a signature, claims or an algorithm that somebody altered are refused', async () => {
  const { AccessToken } = await signIn(apps.ORIGINAL);
  const [header, claims, signature] = AccessToken.split('.');
  const flipped = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
  const promoted = encode({ ...decode(claims), 'cognito:groups': ['admins', 'pilots'] });
  for (const [why, token] of [
    ['JwtInvalidSignatureError', [header, claims, flipped]],
    ['JwtInvalidSignatureError', [header, promoted, signature]],
    ['JwtInvalidSignatureAlgorithmError', [encode({ ...decode(header), alg: 'none' }), claims, signature]],
    ['JwtInvalidSignatureAlgorithmError', [encode({ ...decode(header), alg: 'HS256' }), claims, signature]],
  ])
    assert.equal(await refused(apps.ORIGINAL, 'access', token.join('.')), why);
});

test('refreshed tokens are good as well, and are of the same sign-in', async () => {
  const app = apps.ORIGINAL;
  const first = await signIn(app);
  const { AuthenticationResult: again } = await app.admin.getTokensFromRefreshToken({
    ClientId: app.clientId,
    RefreshToken: first.RefreshToken,
  });
  const before = await verifier(app, 'access').verify(first.AccessToken);
  const now = await verifier(app, 'access').verify(again.AccessToken);
  assert.equal(now.origin_jti, before.origin_jti);
  assert.equal(now.auth_time, before.auth_time);
  assert.notEqual(now.jti, before.jti);
});

test('each kind ends when its client says', async () => {
  const app = apps.ORIGINAL;
  const clientId = await app.addClient({
    AccessTokenValidity: 5,
    IdTokenValidity: 10,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
  });
  const short = { ...app, clientId };
  const tokens = await signIn(short);
  assert.equal(tokens.ExpiresIn, 300);
  await travel(pool, 301);
  assert.equal(await refused(short, 'access', tokens.AccessToken), 'JwtExpiredError');
  await verifier(short, 'id').verify(tokens.IdToken);
  await travel(pool, 300);
  assert.equal(await refused(short, 'id', tokens.IdToken), 'JwtExpiredError');
});

async function signIn({ admin, clientId }) {
  const { AuthenticationResult } = await admin.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME: 'ada', PASSWORD },
  });
  return AuthenticationResult;
}

/** A verifier with a cache of its own; `keysOf` says whose keys it is given. */
function verifier(app, tokenUse, keysOf = (poolId) => poolId) {
  const fetcher = {
    async fetch(uri) {
      const [, poolId, ...rest] = new URL(uri).pathname.split('/');
      const answer = await fetch(`${pool.url}/${keysOf(poolId)}/${rest.join('/')}`);
      assert.equal(answer.status, 200);
      return answer.arrayBuffer();
    },
  };
  return CognitoJwtVerifier.create(
    { userPoolId: app.poolId, clientId: app.clientId, tokenUse },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
}

const refused = (app, tokenUse, token) => nameOf(verifier(app, tokenUse).verify(token));

async function nameOf(promise) {
  const error = await promise.then(
    () => assert.fail('a token that must not be taken was taken'),
    (caught) => caught,
  );
  return error.constructor.name;
}

const headerOf = (token) => decode(token.split('.')[0]);

const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
