// amazon-cognito-identity-js against local-pool: the oldest client of Cognito decides whether this pool is one.
// Sign-in by SRP, attributes, refresh, revocation, and the refusals. Nothing of Poolkey takes part.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import identity from 'amazon-cognito-identity-js';
import { startLocalPool } from '../local-pool.mjs';
import { answer, refusal, signedIn as signedInAt } from './person.mjs';

const { CognitoRefreshToken } = identity;

const POOL_ID = 'us-east-1_Peers0001';
const CLIENT_ID = 'identityjs';
const PASSWORD = 'Correct-horse-7';
const ODD = { username: 'grace:hopper+ναυτικό', password: 'Pässwörd mit Leerzeichen \u{1F511}' };

let pool;

before(async () => {
  pool = await startLocalPool(`
[pool]
id = "${POOL_ID}"
[pool.password_policy]
numbers = false
[[pool.attributes]]
name = "custom:team"
[[clients]]
id = "${CLIENT_ID}"
[[clients]]
id = "${CLIENT_ID}Legacy"
prevent_user_existence_errors = "LEGACY"
[[users]]
username = "ada"
password = "${PASSWORD}"
groups = ["admins", "engineers"]
attributes = { email = "ada@example.com", email_verified = "true", "custom:team" = "engines" }
[[users]]
username = "${ODD.username}"
password = "${ODD.password}"
[[users]]
username = "new"
password = "${PASSWORD}"
status = "UNCONFIRMED"
[[users]]
username = "left"
password = "${PASSWORD}"
enabled = false
[[users]]
username = "forgetful"
password = "${PASSWORD}"
status = "RESET_REQUIRED"
`);
});

after(() => pool?.stop());

test('the right password signs in, with the claims of Cognito', async () => {
  const { session } = await signedIn('ada', PASSWORD);
  const id = session.getIdToken().payload;
  const access = session.getAccessToken().payload;
  assert.equal(id.iss, `https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`);
  assert.equal(id.aud, CLIENT_ID);
  assert.equal(id.token_use, 'id');
  assert.equal(id['cognito:username'], 'ada');
  assert.deepEqual(id['cognito:groups'], ['admins', 'engineers']);
  assert.equal(id.email, 'ada@example.com');
  assert.equal(id.email_verified, true);
  assert.equal(id['custom:team'], 'engines');
  assert.equal(access.token_use, 'access');
  assert.equal(access.client_id, CLIENT_ID);
  assert.equal(access.aud, undefined);
  assert.equal(access.scope, 'aws.cognito.signin.user.admin');
  assert.equal(access.username, 'ada');
  assert.equal(access.origin_jti, id.origin_jti);
  assert.notEqual(access.jti, id.jti);
  assert.equal(access.sub, id.sub);
  assert.equal(access.exp - access.iat, 3600);
  assert.ok(session.isValid());
});

test('a name with a colon, spaces and Greek, and a password with an emoji, sign in', async () => {
  const { session } = await signedIn(ODD.username, ODD.password);
  assert.equal(session.getAccessToken().payload.username, ODD.username);
});

test('ten sign-ins in a row succeed: odd lengths and leading zeros are agreed on', async () => {
  for (let count = 0; count < 10; count += 1) await signedIn('ada', PASSWORD);
});

test('the user reads their attributes', async () => {
  const { user, session } = await signedIn('ada', PASSWORD);
  const attributes = await answer((done) => user.getUserAttributes(done));
  const read = Object.fromEntries(attributes.map((attribute) => [attribute.getName(), attribute.getValue()]));
  assert.deepEqual(read, {
    sub: session.getIdToken().payload.sub,
    email: 'ada@example.com',
    email_verified: 'true',
    'custom:team': 'engines',
  });
});

test('a refresh gives new tokens of the same sign-in, and keeps the refresh token', async () => {
  const { user, session } = await signedIn('ada', PASSWORD);
  const refreshed = await answer((done) => user.refreshSession(session.getRefreshToken(), done));
  const [before, now] = [session.getAccessToken().payload, refreshed.getAccessToken().payload];
  assert.notEqual(now.jti, before.jti);
  assert.equal(now.origin_jti, before.origin_jti);
  assert.equal(now.auth_time, before.auth_time);
  assert.equal(refreshed.getRefreshToken().getToken(), session.getRefreshToken().getToken());
});

// The library repeats a refused refresh for five seconds before it says so.
test('an invented refresh token is refused', async () => {
  const { user } = await signedIn('ada', PASSWORD);
  const invented = new CognitoRefreshToken({ RefreshToken: 'a.b.c.d.e' });
  const error = await refusal(answer((done) => user.refreshSession(invented, done)));
  assert.deepEqual([error.code, error.message], ['NotAuthorizedException', 'Invalid Refresh Token']);
});

test('a wrong password is refused', async () => {
  const error = await refusal(signedIn('ada', `${PASSWORD} `));
  assert.deepEqual([error.code, error.message], ['NotAuthorizedException', 'Incorrect username or password.']);
});

test('an unknown user is refused in the same words, after as many steps', async () => {
  const error = await refusal(signedIn('nobody', PASSWORD));
  assert.deepEqual([error.code, error.message], ['NotAuthorizedException', 'Incorrect username or password.']);
});

test('a client that asks to be told is told that a user does not exist', async () => {
  const error = await refusal(signedIn('nobody', PASSWORD, `${CLIENT_ID}Legacy`));
  assert.equal(error.code, 'UserNotFoundException');
});

for (const [username, code] of [
  ['new', 'UserNotConfirmedException'],
  ['left', 'NotAuthorizedException'],
  ['forgetful', 'PasswordResetRequiredException'],
]) {
  test(`the account "${username}" is refused with ${code}, and only to who has the password`, async () => {
    assert.equal((await refusal(signedIn(username, PASSWORD))).code, code);
    const stranger = await refusal(signedIn(username, 'guess'));
    assert.equal(stranger.message, 'Incorrect username or password.');
  });
}

test('signing out everywhere ends the other sign-ins of the user', async () => {
  const [here, there] = [await signedIn('ada', PASSWORD), await signedIn('ada', PASSWORD)];
  await new Promise((onSuccess, onFailure) => here.user.globalSignOut({ onSuccess, onFailure }));
  const error = await refusal(answer((done) => there.user.getUserAttributes(done)));
  assert.deepEqual([error.code, error.message], ['NotAuthorizedException', 'Access Token has been revoked']);
});

test('signing out ends the tokens of this sign-in alone', async () => {
  const [here, there] = [await signedIn('ada', PASSWORD), await signedIn('ada', PASSWORD)];
  await answer((done) => here.user.signOut(done));
  const reply = await getUser(here.session.getAccessToken().getJwtToken());
  assert.equal(reply.status, 400);
  assert.equal(reply.headers.get('x-amzn-errortype'), 'NotAuthorizedException');
  assert.equal((await reply.json()).message, 'Access Token has been revoked');
  assert.equal((await getUser(there.session.getAccessToken().getJwtToken())).status, 200);
});

// The library forgets its tokens when it signs out: this is what somebody else could do with one.
function getUser(accessToken) {
  return fetch(pool.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser',
    },
    body: JSON.stringify({ AccessToken: accessToken }),
  });
}

function signedIn(username, password, clientId = CLIENT_ID) {
  return signedInAt({ url: pool.url, poolId: POOL_ID, clientId }, username, password);
}
