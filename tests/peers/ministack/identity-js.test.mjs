// Is ministack a judge worth asking? A client that others wrote, amazon-cognito-identity-js, signs in to it with the right
// password and is refused with a wrong one. Only then do Poolkey's own tests against it mean something.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import cognito from 'amazon-cognito-identity-js';
import { startMinistack } from '../ministack.mjs';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } = cognito;
let server;

before(async () => {
  server = await startMinistack();
});

after(async () => {
  await server?.stop();
});

test('ministack accepts the right password of another client', async () => {
  const session = await signIn(server.password);
  assert.equal(session.getIdToken().decodePayload()['cognito:username'], server.username);
});

test('ministack refuses a wrong password of another client', async () => {
  await assert.rejects(signIn(`${server.password}x`), { code: 'NotAuthorizedException' });
});

test('ministack lets any origin in, as Cognito does', async () => {
  const preflight = await fetch(server.endpoint, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://127.0.0.1:1',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-amz-target',
    },
  });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
});

function signIn(password) {
  const pool = new CognitoUserPool({
    UserPoolId: server.userPoolId,
    ClientId: server.clientId,
    endpoint: server.endpoint,
  });
  const user = new CognitoUser({ Username: server.username, Pool: pool });
  const details = new AuthenticationDetails({ Username: server.username, Password: password });
  return new Promise((onSuccess, onFailure) => {
    const newPasswordRequired = () => onFailure(new Error('ministack asks for a new password'));
    user.authenticateUser(details, { onSuccess, onFailure, newPasswordRequired });
  });
}
