// Prepares pools for the suites by AWS's own SDK, as a developer's script does. Credentials are made up: local-pool has
// nobody to ask about them. It retries nothing, so that a refusal is seen as it came.

import { CognitoIdentity } from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';

export const PASSWORD = 'Correct-horse-7';

const SETTINGS = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'unused' },
  maxAttempts: 1,
};

export const administrator = (url) => new CognitoIdentityProvider({ ...SETTINGS, endpoint: url });

export const identityAdministrator = (url) => new CognitoIdentity({ ...SETTINGS, endpoint: url });

/**
 * A pool with one public client. `pool`, `client` and `mfa` are members of CreateUserPool, CreateUserPoolClient and
 * SetUserPoolMfaConfig; `users` are names with their attributes, confirmed and with PASSWORD.
 */
export async function preparePool(url, { pool = {}, client = {}, mfa, users = {} } = {}) {
  const admin = administrator(url);
  const { UserPool } = await admin.createUserPool({ PoolName: 'peers', ...pool });
  const UserPoolId = UserPool.Id;
  if (mfa) await admin.setUserPoolMfaConfig({ UserPoolId, ...mfa });
  const addClient = async (changes = {}) => {
    const { UserPoolClient } = await admin.createUserPoolClient({
      UserPoolId,
      ClientName: 'app',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      ...client,
      ...changes,
    });
    return UserPoolClient.ClientId;
  };
  const addUser = async (Username, attributes = {}) => {
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    await admin.adminCreateUser({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' });
    await admin.adminSetUserPassword({ UserPoolId, Username, Password: PASSWORD, Permanent: true });
  };
  const clientId = await addClient();
  for (const [name, attributes] of Object.entries(users)) await addUser(name, attributes);
  return { poolId: UserPoolId, clientId, admin, addClient, addUser };
}

/** Cognito's own names for the SMS settings that a pool needs before it may send any. */
export const SMS = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'peers', SnsRegion: 'us-east-1' };
