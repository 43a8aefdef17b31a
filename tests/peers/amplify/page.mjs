// The script of an app's page: aws-amplify, configured before anything else, so that a redirect that comes back is taken up.
// chromium-app.mjs bundles it; `app.call` is how a test uses the library as the app's own code would.

import { Amplify } from 'aws-amplify';
import {
  associateWebAuthnCredential,
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  deleteWebAuthnCredential,
  fetchAuthSession,
  fetchDevices,
  fetchUserAttributes,
  getCurrentUser,
  listWebAuthnCredentials,
  rememberDevice,
  setUpTOTP,
  signIn,
  signInWithRedirect,
  signOut,
  signUp,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import 'aws-amplify/auth/enable-oauth-listener';
import { Hub } from 'aws-amplify/utils';

const functions = {
  associateWebAuthnCredential,
  // The library exchanges this one for another when there is something to go on with.
  autoSignIn: () => autoSignIn(),
  confirmSignIn,
  confirmSignUp,
  deleteWebAuthnCredential,
  fetchAuthSession,
  fetchDevices,
  fetchUserAttributes,
  getCurrentUser,
  listWebAuthnCredentials,
  rememberDevice,
  setUpTOTP,
  signIn,
  signInWithRedirect,
  signOut,
  signUp,
  updateMFAPreference,
  verifyTOTPSetup,
};
const events = [];
Hub.listen('auth', ({ payload }) => {
  events.push({ event: payload.event, error: payload.data?.error?.name ?? null, data: payload.data ?? null });
});

globalThis.app = {
  events,
  /** { value } or { refused, message }, as JSON: tokens lose their methods on the way to the test. */
  async call(name, input) {
    try {
      return JSON.stringify({ value: (await functions[name](input)) ?? null });
    } catch (error) {
      return JSON.stringify({ refused: error.name, message: error.message });
    }
  },
};

Amplify.configure(JSON.parse(document.getElementById('configuration').textContent));
