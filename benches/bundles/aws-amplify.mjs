// What a page needs of aws-amplify to sign in with SRP.
export { Amplify } from 'aws-amplify';
export { signIn } from 'aws-amplify/auth';
