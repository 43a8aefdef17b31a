// The AWS CLI prepares a pool as Cognito's developer guide does, each command as it is written there and --endpoint-url
// added; then somebody whom it prepared signs in with another client. One test after the other: each stands on those before.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { signedIn } from '../identity-js/person.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { NO_AWS, programOf } from '../python-run.mjs';

const PASSWORD = 'MyExamplePassword1!';

let pool;
let poolId;
let clientId;

before(async () => {
  pool = await startLocalPool();
});

after(() => pool?.stop());

test('create-user-pool', async () => {
  const { UserPool } = await aws`create-user-pool --pool-name MyUserPool --auto-verified-attributes email
    --policies PasswordPolicy={MinimumLength=8,RequireUppercase=true,RequireSymbols=true}
    --schema Name=department,AttributeDataType=String,Mutable=true`;
  poolId = UserPool.Id;
  assert.equal(UserPool.Name, 'MyUserPool');
  const { UserPool: read } = await aws`describe-user-pool --user-pool-id ${poolId}`;
  assert.equal(read.Policies.PasswordPolicy.MinimumLength, 8);
  const { UserPools } = await aws`list-user-pools --max-results 20`;
  assert.ok(UserPools.some(({ Id }) => Id === poolId));
});

test('create-user-pool-client', async () => {
  const { UserPoolClient } = await aws`create-user-pool-client --user-pool-id ${poolId} --client-name MyTestClient
    --refresh-token-validity 10 --access-token-validity 60 --id-token-validity 60
    --token-validity-units AccessToken=minutes,IdToken=minutes,RefreshToken=days
    --read-attributes email email_verified --write-attributes email
    --explicit-auth-flows ALLOW_USER_PASSWORD_AUTH ALLOW_USER_SRP_AUTH ALLOW_REFRESH_TOKEN_AUTH
    --supported-identity-providers COGNITO
    --callback-urls https://example.com http://localhost:8001 myapp://example
    --allowed-o-auth-flows code --allowed-o-auth-scopes openid profile aws.cognito.signin.user.admin
    --allowed-o-auth-flows-user-pool-client --prevent-user-existence-errors ENABLED
    --enable-token-revocation --auth-session-validity 4`;
  clientId = UserPoolClient.ClientId;
  assert.deepEqual(UserPoolClient.CallbackURLs, ['https://example.com', 'http://localhost:8001', 'myapp://example']);
  assert.equal(UserPoolClient.AuthSessionValidity, 4);
});

test('create-user-pool-domain', async () => {
  await aws`create-user-pool-domain --user-pool-id ${poolId} --domain mydomainprefix`;
  const { DomainDescription } = await aws`describe-user-pool-domain --domain mydomainprefix`;
  assert.equal(DomainDescription.UserPoolId, poolId);
});

test('create-group', async () => {
  const { Group } = await aws`create-group --user-pool-id ${poolId} --group-name MyNewGroupWithRole
    --description ${'New group with a role.'} --role-arn arn:aws:iam::111111111111:role/MyNewGroupRole --precedence 2`;
  assert.equal(Group.Precedence, 2);
});

test('admin-create-user, admin-set-user-password and admin-add-user-to-group say nothing more than they should', async () => {
  const { User } = await aws`admin-create-user --user-pool-id ${poolId} --username diego
    --user-attributes Name=email,Value=diego@example.com Name=email_verified,Value=true
    --message-action SUPPRESS`;
  assert.equal(User.UserStatus, 'FORCE_CHANGE_PASSWORD');
  const quiet = [
    await aws`admin-set-user-password --user-pool-id ${poolId} --username diego --password ${PASSWORD} --permanent`,
    await aws`admin-add-user-to-group --user-pool-id ${poolId} --username diego --group-name MyNewGroupWithRole`,
  ];
  assert.deepEqual(quiet, [undefined, undefined]);
});

test('list-users with a filter', async () => {
  const { Users } = await aws`list-users --user-pool-id ${poolId} --filter ${'email = "diego@example.com"'}`;
  assert.deepEqual(
    Users.map(({ Username }) => Username),
    ['diego'],
  );
  const { Users: none } = await aws`list-users --user-pool-id ${poolId} --filter ${'email ^= "nobody"'}`;
  assert.deepEqual(none, []);
});

test('who was prepared signs in, with the group and its role', async () => {
  const { session } = await signedIn({ url: pool.url, poolId, clientId }, 'diego', PASSWORD);
  const claims = session.getIdToken().payload;
  assert.deepEqual(claims['cognito:groups'], ['MyNewGroupWithRole']);
  assert.equal(claims['cognito:preferred_role'], 'arn:aws:iam::111111111111:role/MyNewGroupRole');
});

test('sign-up, admin-confirm-sign-up and initiate-auth', async () => {
  const { UserConfirmed } = await aws`sign-up --client-id ${clientId} --username mary --password ${PASSWORD}
    --user-attributes Name=email,Value=mary@example.com`;
  assert.equal(UserConfirmed, false);
  await aws`admin-confirm-sign-up --user-pool-id ${poolId} --username mary`;
  const { AuthenticationResult } = await aws`initiate-auth --auth-flow USER_PASSWORD_AUTH --client-id ${clientId}
    --auth-parameters ${`USERNAME=mary,PASSWORD=${PASSWORD}`}`;
  const { Username } = await aws`get-user --access-token ${AuthenticationResult.AccessToken}`;
  assert.equal(Username, 'mary');
});

test('what is refused is said as the CLI says it', async () => {
  await assert.rejects(
    aws`initiate-auth --auth-flow USER_PASSWORD_AUTH --client-id ${clientId} --auth-parameters USERNAME=mary,PASSWORD=no`,
    /\(NotAuthorizedException\) when calling the InitiateAuth operation: Incorrect username or password\./,
  );
  await assert.rejects(
    aws`admin-get-user --user-pool-id ${poolId} --username nobody`,
    /\(UserNotFoundException\) when calling the AdminGetUser operation/,
  );
  await assert.rejects(
    aws`describe-user-pool --user-pool-id us-east-1_Nothing00`,
    /\(ResourceNotFoundException\) when calling the DescribeUserPool operation/,
  );
});

test('a wrong code is refused, and the right one confirms', async () => {
  await aws`sign-up --client-id ${clientId} --username nikki --password ${PASSWORD}
    --user-attributes Name=email,Value=nikki@example.com`;
  const code = await pool.code('nikki@example.com');
  const confirm = (digits) =>
    aws`confirm-sign-up --client-id ${clientId} --username nikki --confirmation-code ${digits}`;
  await assert.rejects(confirm(other(code)), /\(CodeMismatchException\) when calling the ConfirmSignUp operation/);
  await confirm(code);
  await assert.rejects(confirm(code), /\(NotAuthorizedException\) when calling the ConfirmSignUp operation/);
});

test('a session is good once', async () => {
  await aws`admin-create-user --user-pool-id ${poolId} --username shirley --temporary-password ${PASSWORD}
    --message-action SUPPRESS`;
  const { ChallengeName, Session } = await signIn('shirley');
  assert.equal(ChallengeName, 'NEW_PASSWORD_REQUIRED');
  const answer = () =>
    aws`respond-to-auth-challenge --client-id ${clientId} --challenge-name NEW_PASSWORD_REQUIRED --session ${Session}
      --challenge-responses ${'USERNAME=shirley,NEW_PASSWORD=MyOtherPassword2!'}`;
  assert.ok((await answer()).AuthenticationResult.AccessToken);
  await assert.rejects(answer(), /\(NotAuthorizedException\) when calling the RespondToAuthChallenge operation/);
});

test("another client's token and an altered one are refused", async () => {
  const { UserPoolClient } = await aws`create-user-pool-client --user-pool-id ${poolId} --client-name MyOtherClient`;
  const { AccessToken, RefreshToken } = (await signIn('diego')).AuthenticationResult;
  const refresh = (client, token) => aws`get-tokens-from-refresh-token --client-id ${client} --refresh-token ${token}`;
  assert.ok((await refresh(clientId, RefreshToken)).AuthenticationResult.AccessToken);
  await assert.rejects(refresh(UserPoolClient.ClientId, RefreshToken), /\(NotAuthorizedException\)/);
  await assert.rejects(refresh(clientId, altered(RefreshToken)), /\(NotAuthorizedException\)/);
  assert.equal((await aws`get-user --access-token ${AccessToken}`).Username, 'diego');
  await assert.rejects(
    aws`get-user --access-token ${altered(AccessToken)}`,
    /\(NotAuthorizedException\) when calling the GetUser operation/,
  );
});

test('everything expires by the moved clock', async () => {
  await aws`admin-create-user --user-pool-id ${poolId} --username late --temporary-password ${PASSWORD}
    --message-action SUPPRESS`;
  const { Session } = await signIn('late');
  await aws`forgot-password --client-id ${clientId} --username diego`;
  const code = await pool.code('diego@example.com');
  const { AccessToken, RefreshToken } = (await signIn('diego')).AuthenticationResult;
  // The client's session is good for four minutes, a code and an access token for an hour, the refresh token for ten days.
  await pool.moveClock(241);
  await assert.rejects(
    aws`respond-to-auth-challenge --client-id ${clientId} --challenge-name NEW_PASSWORD_REQUIRED --session ${Session}
      --challenge-responses ${'USERNAME=late,NEW_PASSWORD=MyOtherPassword2!'}`,
    /\(NotAuthorizedException\)/,
  );
  await pool.moveClock(3600);
  await assert.rejects(
    aws`confirm-forgot-password --client-id ${clientId} --username diego --confirmation-code ${code}
      --password ${'MyOtherPassword2!'}`,
    /\(ExpiredCodeException\)/,
  );
  await assert.rejects(aws`get-user --access-token ${AccessToken}`, /\(NotAuthorizedException\).*expired/);
  await pool.moveClock(10 * 86_400);
  await assert.rejects(
    aws`get-tokens-from-refresh-token --client-id ${clientId} --refresh-token ${RefreshToken}`,
    /\(NotAuthorizedException\)/,
  );
});

const signIn = (name) =>
  aws`initiate-auth --auth-flow USER_PASSWORD_AUTH --client-id ${clientId}
    --auth-parameters ${`USERNAME=${name},PASSWORD=${PASSWORD}`}`;

/** As many digits, but not these. */
const other = (code) => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');

/** The same token with another letter in the middle of its last part. */
function altered(token) {
  const at = token.lastIndexOf('.') + 10;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

/** A command of `aws cognito-idp`, words split at spaces but never inside a value; answers its JSON, if any. */
function aws(parts, ...values) {
  const words = parts.flatMap((part, index) => {
    const split = part.split(/\s+/).filter(Boolean);
    return index < values.length ? [...split, values[index]] : split;
  });
  const args = ['cognito-idp', ...words, '--endpoint-url', pool.url, '--output', 'json'];
  const env = { ...NO_AWS, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'unused' };
  return new Promise((resolve, reject) => {
    execFile(programOf('venv-aws', 'aws'), args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || error.message));
      else resolve(stdout.trim() === '' ? undefined : JSON.parse(stdout));
    });
  });
}
