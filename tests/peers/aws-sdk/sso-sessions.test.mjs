// Sessions of managed login by AWS's SDK: the browser's own (SSO) beside those of its apps (TOKEN), and what LINKED ends.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { app, CODE_FLOW, discover } from '../oauth4webapi/app.mjs';

let pool;
let prepared;
let server;
let number = 0;
let name;

before(async () => {
  pool = await startLocalPool();
  prepared = await preparePool(pool.url, { client: CODE_FLOW });
  await prepared.admin.setUserPoolSessionConfiguration({
    UserPoolId: prepared.poolId,
    UserSessionTracking: 'ENABLED',
    TokenSession: { MaxPerUser: 10 },
  });
  server = await discover({ url: pool.url, poolId: prepared.poolId });
});

beforeEach(async () => {
  number += 1;
  name = `user${number}`;
  await prepared.addUser(name);
});

after(() => pool?.stop());

test('the browser’s session is listed beside the app’s, which names it as its origin', async () => {
  const { tokens } = await signIn();
  const sessions = await list(tokens);
  const [token, sso] = [ofType(sessions, 'TOKEN'), ofType(sessions, 'SSO')];
  assert.equal(sessions.length, 2);
  assert.match(sso.SessionId, /^sso[a-z0-9]{25}$/);
  assert.equal(token.OriginSessionId, sso.SessionId);
  assert.equal(sso.OriginSessionId, undefined);
  assert.equal(token.IsCurrentSession, true);
});

test('revoking a refresh token alone leaves the browser signed in, LINKED does not', async () => {
  for (const [RevokeAssociatedSessions, stays] of [
    ['NONE', true],
    ['LINKED', false],
  ]) {
    const { web, tokens } = await signIn();
    await prepared.admin.revokeToken({
      Token: tokens.refresh_token,
      ClientId: prepared.clientId,
      RevokeAssociatedSessions,
    });
    assert.equal(await isSignedIn(web), stays, RevokeAssociatedSessions);
  }
});

test('revoking the browser’s session with LINKED ends its apps’ as well, and no other', async () => {
  const away = await signIn();
  const here = await signIn();
  assert.notEqual(away.origin, here.origin);
  await prepared.admin.revokeUserSession({
    AccessToken: here.tokens.access_token,
    SessionId: away.origin,
    RevokeAssociatedSessions: 'LINKED',
  });
  assert.equal(await isSignedIn(away.web), false);
  await assert.rejects(list(away.tokens), { name: 'NotAuthorizedException' });
  assert.equal(await isSignedIn(here.web), true);
  await list(here.tokens);
});

test('an administrator ends the browser’s session and leaves the apps’', async () => {
  const { web, tokens } = await signIn();
  const at = { UserPoolId: prepared.poolId, Username: name };
  const { Sessions } = await prepared.admin.adminListUserSessions(at);
  await prepared.admin.adminRevokeUserSession({ ...at, SessionId: ofType(Sessions, 'SSO').SessionId });
  assert.equal(await isSignedIn(web), false);
  await list(tokens);
});

/** A new browser, signed in at one app; the session that it began is remembered by its app's tokens. */
async function signIn() {
  const web = app(server, prepared.clientId);
  const tokens = await web.exchange(await web.signIn(name));
  const current = (await list(tokens)).find(({ IsCurrentSession }) => IsCurrentSession);
  return { web, tokens, origin: current.OriginSessionId };
}

async function isSignedIn(web) {
  const { left } = await web.browser.open((await web.begin({ prompt: 'none' })).address);
  return left.searchParams.has('code');
}

const list = async ({ access_token: AccessToken }) => (await prepared.admin.listUserSessions({ AccessToken })).Sessions;

function ofType(sessions, type) {
  const found = sessions.filter(({ SessionType }) => SessionType === type);
  assert.equal(found.length, 1, `one session of type ${type}`);
  return found[0];
}
