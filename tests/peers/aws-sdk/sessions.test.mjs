// Sessions of a user by AWS's SDK for JavaScript, whose newest operations no other client of a browser has: listed, ended
// one by one, by their refresh token, and by an administrator. Those with an SSO session are in sso-sessions.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { travel } from '../traveling.mjs';

const FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

let pool;
let app;

before(async () => {
  pool = await startLocalPool();
  app = await preparePool(pool.url, { client: { ExplicitAuthFlows: FLOWS } });
  await app.admin.setUserPoolSessionConfiguration({
    UserPoolId: app.poolId,
    UserSessionTracking: 'ENABLED',
    TokenSession: { MaxPerUser: 3 },
  });
});

after(() => pool?.stop());

test('each sign-in is a session, and one of them is the current one', async () => {
  await app.addUser('ada');
  const [here, there] = [await signIn('ada'), await signIn('ada')];
  const sessions = await list(here);
  assert.equal(sessions.length, 2);
  assert.notEqual(current(sessions).SessionId, current(await list(there)).SessionId);
  for (const session of sessions) {
    assert.match(session.SessionId, /^tkn[a-z0-9]{25}$/);
    assert.equal(session.SessionType, 'TOKEN');
    assert.equal(session.ClientId, app.clientId);
    assert.ok(Math.abs(session.CreateDate - Date.now()) < 60_000);
  }
});

test('ending another session ends its tokens and leaves one’s own', async () => {
  await app.addUser('ben');
  const [here, there] = [await signIn('ben'), await signIn('ben')];
  const { SessionId } = current(await list(there));
  await app.admin.revokeUserSession({ AccessToken: here.AccessToken, SessionId });
  assert.equal(await refused(getUser(there)), 'NotAuthorizedException');
  assert.equal(await refused(refresh(there)), 'NotAuthorizedException');
  await getUser(here);
  await refresh(here);
  assert.equal((await list(here)).length, 1);
});

test('neither one’s own session, nor an unknown one, nor somebody else’s is ended', async () => {
  await app.addUser('cora');
  await app.addUser('dora');
  const [mine, theirs] = [await signIn('cora'), await signIn('dora')];
  for (const SessionId of [
    current(await list(mine)).SessionId,
    current(await list(theirs)).SessionId,
    `tkn${'0'.repeat(25)}`,
    'tkn',
  ]) {
    const name = await refused(app.admin.revokeUserSession({ AccessToken: mine.AccessToken, SessionId }));
    assert.ok(
      ['ResourceNotFoundException', 'InvalidParameterException', 'NotAuthorizedException'].includes(name),
      name,
    );
  }
  await getUser(mine);
  await getUser(theirs);
});

test('a refresh token that is revoked ends its session', async () => {
  await app.addUser('eva');
  const [here, there] = [await signIn('eva'), await signIn('eva')];
  const revoke = (Token, changes) => app.admin.revokeToken({ Token, ClientId: app.clientId, ...changes });
  assert.equal(await refused(revoke(there.AccessToken)), 'UnsupportedTokenTypeException');
  const other = await refused(revoke(there.RefreshToken, { ClientId: await app.addClient() }));
  assert.ok(['NotAuthorizedException', 'UnauthorizedException'].includes(other), other);
  await revoke(there.RefreshToken, { RevokeAssociatedSessions: 'LINKED' });
  assert.equal(await refused(getUser(there)), 'NotAuthorizedException');
  assert.equal((await list(here)).length, 1);
});

test('refreshing goes on with the session, and signing out everywhere ends all', async () => {
  await app.addUser('finn');
  const first = await signIn('finn');
  const { SessionId } = current(await list(first));
  const again = await refresh(first);
  assert.equal(current(await list(again)).SessionId, SessionId);
  await app.admin.globalSignOut({ AccessToken: again.AccessToken });
  assert.equal(await refused(list(first)), 'NotAuthorizedException');
  assert.equal((await list(await signIn('finn'))).length, 1);
});

test('a sign-in beyond what the pool allows ends the session that was used least lately', async () => {
  await app.addUser('gwen');
  const oldest = await signIn('gwen');
  await travel(pool, 1);
  const second = await signIn('gwen');
  await travel(pool, 1);
  const third = await signIn('gwen');
  await travel(pool, 1);
  await refresh(oldest);
  await travel(pool, 1);
  const fourth = await signIn('gwen');
  assert.equal((await list(fourth)).length, 3);
  assert.equal(await refused(refresh(second)), 'NotAuthorizedException');
  await refresh(oldest);
  await refresh(third);
});

test('an administrator lists and ends sessions', async () => {
  await app.addUser('hugo');
  await app.addUser('ivy');
  const [here, there] = [await signIn('hugo'), await signIn('hugo')];
  const at = { UserPoolId: app.poolId, Username: 'hugo' };
  const { Sessions } = await app.admin.adminListUserSessions(at);
  assert.equal(Sessions.length, 2);
  const { SessionId } = current(await list(there));
  const wrong = { ...at, Username: 'ivy', SessionId };
  assert.equal(await refused(app.admin.adminRevokeUserSession(wrong)), 'ResourceNotFoundException');
  await app.admin.adminRevokeUserSession({ ...at, SessionId });
  assert.equal(await refused(getUser(there)), 'NotAuthorizedException');
  await getUser(here);
  const nobody = { ...at, Username: 'nobody' };
  assert.equal(await refused(app.admin.adminListUserSessions(nobody)), 'UserNotFoundException');
});

test('sessions are read with a token that is good, and end with it', async () => {
  await app.addUser('jon');
  const tokens = await signIn('jon');
  const altered = { AccessToken: `${tokens.AccessToken.slice(0, -8)}AAAAAAAA` };
  assert.equal(await refused(list(altered)), 'NotAuthorizedException');
  assert.equal(await refused(list({ AccessToken: tokens.IdToken })), 'NotAuthorizedException');
  await travel(pool, 3601);
  assert.equal(await refused(list(tokens)), 'NotAuthorizedException');
  await travel(pool, 30 * 24 * 3600);
  assert.deepEqual(
    (await app.admin.adminListUserSessions({ UserPoolId: app.poolId, Username: 'jon' })).Sessions,
    [],
    'a session whose refresh token has expired is none',
  );
});

test('a pool that does not track sessions has none to list', async () => {
  const plain = await preparePool(pool.url, { client: { ExplicitAuthFlows: FLOWS }, users: { kim: {} } });
  await plain.admin.setUserPoolSessionConfiguration({
    UserPoolId: plain.poolId,
    UserSessionTracking: 'DISABLED',
    TokenSession: { MaxPerUser: 20 },
  });
  const tokens = await signIn('kim', plain);
  assert.equal(await refused(list(tokens)), 'OperationNotEnabledException');
});

async function signIn(USERNAME, { admin, clientId } = app) {
  const { AuthenticationResult } = await admin.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME, PASSWORD },
  });
  return AuthenticationResult;
}

async function refresh({ RefreshToken }) {
  const { AuthenticationResult } = await app.admin.getTokensFromRefreshToken({ ClientId: app.clientId, RefreshToken });
  return AuthenticationResult;
}

const list = async ({ AccessToken }) => (await app.admin.listUserSessions({ AccessToken })).Sessions;

const getUser = ({ AccessToken }) => app.admin.getUser({ AccessToken });

function current(sessions) {
  const found = sessions.filter(({ IsCurrentSession }) => IsCurrentSession);
  assert.equal(found.length, 1);
  return found[0];
}

async function refused(promise) {
  const error = await promise.then(
    () => assert.fail('expected a refusal, but it succeeded'),
    (caught) => caught,
  );
  return error.name;
}
