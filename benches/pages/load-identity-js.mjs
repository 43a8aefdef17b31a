// Load, amazon-cognito-identity-js: evaluate the bundle and make a pool; then authenticateUser could be called.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

export async function start({ userPoolId, clientId }) {
  const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId });
  const user = new CognitoUser({ Username: 'ada', Pool: pool });
  return typeof user.authenticateUser && typeof AuthenticationDetails;
}
