// One person at one browser with amazon-cognito-identity-js: storage of their own, and promises in place of callbacks.

import assert from 'node:assert/strict';
import identity from 'amazon-cognito-identity-js';

const { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } = identity;

/** `app` is { url, poolId, clientId }. Another person of the same `storage` sits at the same browser. */
export function person(app, username, storage = memory()) {
  const userPool = new CognitoUserPool({
    UserPoolId: app.poolId,
    ClientId: app.clientId,
    endpoint: app.url,
    Storage: storage,
  });
  const user = new CognitoUser({ Username: username, Pool: userPool, Storage: storage });
  return { user, userPool, storage, signIn };

  function signIn(password, { flow, metadata } = {}) {
    if (flow) user.setAuthenticationFlowType(flow);
    const details = new AuthenticationDetails({ Username: username, Password: password, ClientMetadata: metadata });
    return next((on) => user.authenticateUser(details, on));
  }
}

/** The person and their session, where nothing but a password is asked. */
export async function signedIn(app, username, password, storage) {
  const who = person(app, username, storage);
  const { step, session } = await who.signIn(password);
  assert.equal(step, 'onSuccess');
  return { ...who, session };
}

/** What the library calls next: { step: the callback's name, session | name, parameters | ... }. */
export function next(start) {
  return new Promise((resolve, reject) => {
    const to =
      (step, read) =>
      (...given) =>
        resolve({ step, ...read(...given) });
    const challenge = (name, parameters) => ({ name, parameters });
    start({
      onSuccess: to('onSuccess', (session, confirmationNecessary) => ({ session, confirmationNecessary })),
      onFailure: reject,
      mfaRequired: to('mfaRequired', challenge),
      totpRequired: to('totpRequired', challenge),
      selectMFAType: to('selectMFAType', challenge),
      mfaSetup: to('mfaSetup', challenge),
      customChallenge: to('customChallenge', (parameters) => ({ parameters })),
      newPasswordRequired: to('newPasswordRequired', (attributes, required) => ({ attributes, required })),
      inputVerificationCode: to('inputVerificationCode', (delivery) => ({ delivery })),
      associateSecretCode: to('associateSecretCode', (secret) => ({ secret })),
    });
  });
}

/** For the calls that take one callback of (error, result). */
export function answer(call) {
  return new Promise((resolve, reject) => call((error, result) => (error ? reject(error) : resolve(result))));
}

export async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'expected a refusal, but it succeeded' });
}

/** The code of Cognito that something is refused with. */
export async function refused(promise) {
  const error = await refusal(promise);
  return error.code ?? error.name;
}

export function attributes(values) {
  return Object.entries(values).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));
}

export async function readAttributes(user) {
  const read = await answer((done) => user.getUserAttributes(done));
  return Object.fromEntries(read.map((attribute) => [attribute.getName(), attribute.getValue()]));
}

export function memory() {
  const items = new Map();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    keys: () => [...items.keys()],
  };
}
