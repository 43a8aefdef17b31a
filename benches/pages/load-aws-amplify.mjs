// Load, aws-amplify: evaluate the bundle and configure it; then signIn could be called.
import { Amplify } from 'aws-amplify';
import { signIn } from 'aws-amplify/auth';

export async function start({ userPoolId, clientId }) {
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId } } });
  return typeof signIn;
}
