// What a page needs of amazon-cognito-identity-js to sign in with SRP.
export { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
