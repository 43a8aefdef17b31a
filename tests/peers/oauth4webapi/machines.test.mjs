// Client credentials by oauth4webapi: a machine with a secret gets an access token for the scopes of a resource server, and
// nothing of a user.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { claimsOf, discover, refusal } from './app.mjs';

const insecure = { [oauth.allowInsecureRequests]: true };

let pool;
let prepared;
let server;
let machine;

before(async () => {
  pool = await startLocalPool();
  prepared = await preparePool(pool.url);
  server = await discover({ url: pool.url, poolId: prepared.poolId });
  await prepared.admin.createResourceServer({
    UserPoolId: prepared.poolId,
    Identifier: 'https://api.example.com',
    Name: 'api',
    Scopes: ['read', 'write', 'delete'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
  });
  const { UserPoolClient } = await prepared.admin.createUserPoolClient({
    UserPoolId: prepared.poolId,
    ClientName: 'machine',
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['https://api.example.com/read', 'https://api.example.com/write'],
  });
  machine = { client: { client_id: UserPoolClient.ClientId }, secret: UserPoolClient.ClientSecret };
});

after(() => pool?.stop());

test('it gets the scopes that it asks for, in either way of showing its secret', async () => {
  for (const auth of [oauth.ClientSecretBasic(machine.secret), oauth.ClientSecretPost(machine.secret)]) {
    const tokens = await ask({ scope: 'https://api.example.com/read' }, { auth });
    assert.equal(tokens.token_type, 'bearer');
    assert.equal(tokens.expires_in, 3600);
    assert.equal(tokens.refresh_token, undefined);
    assert.equal(tokens.id_token, undefined);
    const claims = claimsOf(tokens.access_token);
    assert.equal(claims.sub, machine.client.client_id);
    assert.equal(claims.client_id, machine.client.client_id);
    assert.equal(claims.scope, 'https://api.example.com/read');
    assert.equal(claims.token_use, 'access');
    assert.equal(claims.username, undefined);
  }
});

test('it gets all of its scopes where it names none', async () => {
  const { access_token } = await ask({});
  assert.deepEqual(claimsOf(access_token).scope.split(' ').sort(), [
    'https://api.example.com/read',
    'https://api.example.com/write',
  ]);
});

test('a scope that is not its own, a wrong secret, no secret and another flow are refused', async () => {
  for (const scope of ['https://api.example.com/delete', 'openid', 'invented'])
    assert.deepEqual(await refusal(ask({ scope })), { error: 'invalid_scope', status: 400 }, scope);
  for (const auth of [oauth.ClientSecretPost('wrong'), oauth.ClientSecretBasic('wrong'), oauth.None()])
    assert.ok(['invalid_client', oauth.WWW_AUTHENTICATE_CHALLENGE].includes((await refusal(ask({}, { auth }))).error));
  const { clientId } = prepared;
  const { error } = await refusal(ask({}, { client: { client_id: clientId }, auth: oauth.None() }));
  assert.ok(['unauthorized_client', 'invalid_client', 'invalid_grant'].includes(error), error);
});

test('a machine has no page to sign in at and no profile', async () => {
  const { access_token } = await ask({});
  const response = await oauth.userInfoRequest(server, machine.client, access_token, insecure);
  assert.ok([400, 401, 403].includes(response.status));
});

async function ask(parameters, { client = machine.client, auth = oauth.ClientSecretBasic(machine.secret) } = {}) {
  const response = await oauth.clientCredentialsGrantRequest(server, client, auth, parameters, insecure);
  return oauth.processClientCredentialsResponse(server, client, response);
}
