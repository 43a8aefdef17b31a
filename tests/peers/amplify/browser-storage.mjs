// aws-amplify in Node: one configuration and one storage a process, so tests say at whose browser they sit.
// sitAt(app, browser) makes that browser the current one; `app` is { url, poolId, clientId }.

import { Amplify } from 'aws-amplify';
import { signIn } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';

// A device is named after its browser; without a name, which Node of today does not have, Amplify gives up in silence.
globalThis.navigator ??= { userAgent: 'Node.js' };

/** Storage as setKeyValueStorage takes it, with nothing of anybody else in it. */
export function newBrowser() {
  const items = new Map();
  return {
    getItem: async (key) => items.get(key) ?? null,
    setItem: async (key, value) => void items.set(key, value),
    removeItem: async (key) => void items.delete(key),
    clear: async () => items.clear(),
    /** The value whose key ends so, for tests that look or meddle. */
    stored: (end) => items.get([...items.keys()].find((key) => key.endsWith(end))),
    meddle(end, value) {
      const key = [...items.keys()].find((name) => name.endsWith(end));
      if (key === undefined) throw new Error(`nothing is stored as ${end}`);
      items.set(key, value);
    },
  };
}

export function sitAt(app, browser = newBrowser(), more = {}) {
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: app.poolId,
        userPoolClientId: app.clientId,
        userPoolEndpoint: app.url,
        ...more,
      },
    },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(browser);
  return browser;
}

/** Signs in at a browser and answers the step that comes next. */
export async function stepAt(app, browser, input) {
  sitAt(app, browser);
  const { nextStep } = await signIn(input);
  return nextStep;
}

/** The name of the error that something is refused with. */
export async function refused(promise) {
  try {
    await promise;
  } catch (error) {
    return error.name;
  }
  throw new Error('expected a refusal, but it succeeded');
}
