// `poolkey/passkeys` with a browser and a pool that say what the test tells them to: what the browser is asked, what the pool
// gets of its answer, and what becomes of every failure.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createAuth, PoolkeyError } from 'poolkey';
import { passkeySupport, registerPasskey, usePasskey } from 'poolkey/passkeys';
import { faults, MODEL } from './api-model.mjs';
import { assertion, attestation, domError, fakeAuthenticator } from './fake-authenticator.mjs';
import { fakePool, PASSWORD_VERIFIER, refusal, tokens } from './fake-pool.mjs';

const IDS = { userPoolId: 'eu-west-1_Ab3dEf9hK', clientId: '1h57kf5cpq17m0eml12EXAMPLE' };
const ALL = { conditionalGet: true, conditionalCreate: true, userVerifyingPlatformAuthenticator: true };

const REQUEST = {
  challenge: 'AQID-_8',
  rpId: 'shop.example',
  timeout: 60_000,
  userVerification: 'preferred',
  allowCredentials: [{ type: 'public-key', id: '--__', transports: ['internal'] }],
};
const CREATION = {
  rp: { id: 'shop.example', name: 'Shop' },
  user: { id: 'dS0x', name: 'ada', displayName: 'Ada' },
  challenge: 'AQID-_8',
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  timeout: 60_000,
  excludeCredentials: [{ type: 'public-key', id: '--__', transports: ['usb'] }],
  authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
};
const CHALLENGE = [1, 2, 3, 0xfb, 0xff];

let browser;
let pool;
let auth;

beforeEach(async () => {
  pool = await fakePool();
  auth = createAuth({ ...IDS, endpoint: pool.url, timeoutMs: 5_000 });
});
afterEach(async () => {
  browser?.remove();
  browser = undefined;
  auth.close();
  await pool.stop();
});

async function passkeyStep(request = JSON.stringify(REQUEST)) {
  const signIn = auth.signIn({ username: 'ada', flow: 'choice', preferred: 'WEB_AUTHN' });
  await pool.answer(200, {
    ChallengeName: 'WEB_AUTHN',
    Session: 's'.repeat(20),
    ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: request },
  });
  const step = await signIn;
  assert.equal(step.kind, 'passkey');
  return step;
}

async function signIn() {
  const step = auth.signIn({ username: 'ada', password: 'Correct-horse-7' });
  await pool.answer(200, PASSWORD_VERIFIER);
  await pool.answer(200, tokens());
  await step;
}

const lastInput = (operation) => {
  const { target, body } = pool.requests.at(-1);
  assert.equal(target, `AWSCognitoIdentityProviderService.${operation}`);
  const input = JSON.parse(body);
  assert.deepEqual(faults(input, MODEL[operation].input, operation), []);
  return input;
};

describe('signing in with a passkey', () => {
  test('asks the browser with bytes, and answers the pool with base64url', async () => {
    browser = fakeAuthenticator({ get: () => assertion() });
    const used = usePasskey(await passkeyStep());
    await pool.answer(200, tokens());
    assert.equal((await used).kind, 'signedIn');

    const [{ publicKey, ...rest }] = browser.asked;
    assert.deepEqual(rest, { name: 'get' });
    assert.deepEqual([...publicKey.challenge], CHALLENGE);
    assert.deepEqual([...publicKey.allowCredentials[0].id], [0xfb, 0xef, 0xff]);
    assert.deepEqual(publicKey.allowCredentials[0].transports, ['internal']);
    assert.deepEqual(
      [publicKey.rpId, publicKey.timeout, publicKey.userVerification],
      ['shop.example', 60_000, 'preferred'],
    );

    const { CREDENTIAL, ...others } = lastInput('RespondToAuthChallenge').ChallengeResponses;
    assert.deepEqual(others, { USERNAME: 'ada' });
    assert.deepEqual(JSON.parse(CREDENTIAL), {
      id: '--__',
      rawId: '--__',
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: { credProps: { rk: true } },
      response: {
        clientDataJSON: Buffer.from('{"type":"webauthn.get"}').toString('base64url'),
        authenticatorData: '-__-',
        signature: 'AQIDBA',
        userHandle: 'dS0x',
      },
    });
  });

  test('does without what a browser may leave out', async () => {
    const bare = {
      ...assertion({ userHandle: null }),
      authenticatorAttachment: null,
      getClientExtensionResults: undefined,
    };
    browser = fakeAuthenticator({ get: () => bare });
    const used = usePasskey(await passkeyStep(JSON.stringify({ challenge: 'AQID-_8' })));
    await pool.answer(200, tokens());
    await used;
    const credential = JSON.parse(lastInput('RespondToAuthChallenge').ChallengeResponses.CREDENTIAL);
    assert.deepEqual(Object.keys(credential).sort(), ['clientExtensionResults', 'id', 'rawId', 'response', 'type']);
    assert.deepEqual(credential.clientExtensionResults, {});
    assert.equal('userHandle' in credential.response, false);
    assert.equal('allowCredentials' in browser.asked[0].publicKey, false);
  });

  test('conditionally, waits in a field of the form, and its signal ends it', async () => {
    const { promise, reject } = pending();
    browser = fakeAuthenticator({
      capabilities: ALL,
      get: ({ signal }) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        return promise;
      },
    });
    const stop = new AbortController();
    const step = await passkeyStep();
    const used = refusal(usePasskey(step, { conditional: true, signal: stop.signal }));
    while (browser.asked.length === 0) await new Promise(setImmediate);
    assert.equal(browser.asked[0].mediation, 'conditional');
    stop.abort('enough');
    const { code, cause } = await used;
    assert.deepEqual([code, cause], ['aborted', 'enough']);
    assert.equal(pool.requests.length, 1);
  });

  test('that is cancelled leaves the step open', async () => {
    let tries = 0;
    browser = fakeAuthenticator({
      get() {
        if (++tries === 1) throw domError('NotAllowedError');
        return assertion();
      },
    });
    const step = await passkeyStep();
    assert.equal((await refusal(usePasskey(step))).code, 'passkey_cancelled');
    const again = usePasskey(step);
    await pool.answer(200, tokens());
    assert.equal((await again).kind, 'signedIn');
  });

  test('that the pool refuses says so', async () => {
    browser = fakeAuthenticator({ get: () => assertion() });
    const used = refusal(usePasskey(await passkeyStep()));
    await pool.answer(400, { __type: 'WebAuthnNotEnabledException', message: 'no' });
    assert.ok((await used) instanceof PoolkeyError);
  });

  for (const request of [
    '',
    'null',
    '{',
    '[]',
    '{}',
    '{"challenge":7}',
    '{"challenge":"***"}',
    '{"challenge":"AQID","allowCredentials":7}',
    '{"challenge":"AQID","allowCredentials":[null]}',
    '{"challenge":"AQID","allowCredentials":[{"id":7}]}',
  ]) {
    test(`with the question ${request} is unexpected_reply, and the browser is not asked`, async () => {
      browser = fakeAuthenticator({ get: () => assertion() });
      assert.equal((await refusal(usePasskey(await passkeyStep(request)))).code, 'unexpected_reply');
      assert.equal(browser.asked.length, 0);
    });
  }

  test('with options that are none is invalid_input', async () => {
    browser = fakeAuthenticator({ get: () => assertion() });
    const step = await passkeyStep();
    for (const options of [{ signal: 7 }, { signal: {} }, { signal: null }]) {
      assert.equal((await refusal(usePasskey(step, options))).code, 'invalid_input');
    }
    assert.equal(browser.asked.length, 0);
  });
});

describe('registering a passkey', () => {
  test('asks the browser with bytes, and has the pool keep its answer', async () => {
    browser = fakeAuthenticator({ create: () => attestation() });
    await signIn();
    const registered = registerPasskey(auth);
    await pool.answer(200, { CredentialCreationOptions: CREATION });
    await pool.answer(200, {});
    assert.deepEqual(await registered, { id: '--__' });

    const [{ publicKey, ...rest }] = browser.asked;
    assert.deepEqual(rest, { name: 'create' });
    assert.deepEqual([...publicKey.challenge], CHALLENGE);
    assert.deepEqual([...publicKey.user.id], [...Buffer.from('u-1')]);
    assert.deepEqual([publicKey.user.name, publicKey.user.displayName], ['ada', 'Ada']);
    assert.deepEqual([...publicKey.excludeCredentials[0].id], [0xfb, 0xef, 0xff]);
    for (const same of ['rp', 'pubKeyCredParams', 'timeout', 'authenticatorSelection']) {
      assert.deepEqual(publicKey[same], CREATION[same]);
    }
    assert.deepEqual(lastInput('CompleteWebAuthnRegistration').Credential, {
      id: '--__',
      rawId: '--__',
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: { credProps: { rk: true } },
      response: {
        clientDataJSON: Buffer.from('{"type":"webauthn.create"}').toString('base64url'),
        attestationObject: 'o2M',
        transports: ['internal', 'hybrid'],
        publicKeyAlgorithm: -7,
        publicKey: 'CQ',
        authenticatorData: 'CA',
      },
    });
  });

  test('does without what an older browser does not tell', async () => {
    const { clientDataJSON, attestationObject } = attestation().response;
    browser = fakeAuthenticator({
      create: () => ({ ...attestation(), response: { clientDataJSON, attestationObject } }),
    });
    await signIn();
    const registered = registerPasskey(auth);
    await pool.answer(200, { CredentialCreationOptions: { ...CREATION, excludeCredentials: undefined } });
    await pool.answer(200, {});
    await registered;
    const { response } = lastInput('CompleteWebAuthnRegistration').Credential;
    assert.deepEqual(Object.keys(response).sort(), ['attestationObject', 'clientDataJSON', 'transports']);
  });

  test('conditionally, opens no dialog', async () => {
    browser = fakeAuthenticator({ capabilities: ALL, create: () => attestation() });
    await signIn();
    const registered = registerPasskey(auth, { conditional: true, signal: new AbortController().signal });
    await pool.answer(200, { CredentialCreationOptions: CREATION });
    await pool.answer(200, {});
    await registered;
    assert.equal(browser.asked[0].mediation, 'conditional');
    assert.ok(browser.asked[0].signal instanceof AbortSignal);
  });

  for (const answer of [
    {},
    { CredentialCreationOptions: null },
    { CredentialCreationOptions: '{}' },
    { CredentialCreationOptions: {} },
    { CredentialCreationOptions: { ...CREATION, user: undefined } },
    { CredentialCreationOptions: { ...CREATION, user: { id: 7 } } },
    { CredentialCreationOptions: { ...CREATION, challenge: '*' } },
    { CredentialCreationOptions: { ...CREATION, excludeCredentials: {} } },
  ]) {
    test(`with the answer ${JSON.stringify(answer).slice(0, 60)} is unexpected_reply`, async () => {
      browser = fakeAuthenticator({ create: () => attestation() });
      await signIn();
      const registered = refusal(registerPasskey(auth));
      await pool.answer(200, answer);
      assert.equal((await registered).code, 'unexpected_reply');
      assert.equal(browser.asked.length, 0);
    });
  }

  test('with nobody signed in is signed_out', async () => {
    browser = fakeAuthenticator({ create: () => attestation() });
    assert.equal((await refusal(registerPasskey(auth))).code, 'signed_out');
  });

  test('whose answer the pool refuses says so', async () => {
    browser = fakeAuthenticator({ create: () => attestation() });
    await signIn();
    const registered = refusal(registerPasskey(auth));
    await pool.answer(200, { CredentialCreationOptions: CREATION });
    await pool.answer(400, { __type: 'WebAuthnChallengeNotFoundException', message: 'late' });
    assert.equal((await registered).code, 'passkey_refused');
  });
});

describe('a ceremony that fails', () => {
  const failures = [
    [() => Promise.reject(domError('NotAllowedError')), 'passkey_cancelled', /Try again/],
    [() => Promise.reject(domError('AbortError')), 'passkey_cancelled', /Try again/],
    [() => null, 'passkey_cancelled', /Try again/],
    [() => Promise.reject(domError('InvalidStateError')), 'passkey_refused', /has a passkey for this account already/],
    [() => Promise.reject(domError('SecurityError')), 'passkey_refused', /shop\.example/],
    [() => Promise.reject(domError('NotSupportedError')), 'passkey_unsupported', /another device/],
    [() => Promise.reject(domError('ConstraintError')), 'passkey_unsupported', /another device/],
    [() => Promise.reject(domError('UnknownError')), 'passkey_refused', /Try again/],
    [() => Promise.reject(new TypeError('theirs')), 'unexpected_reply', /WebAuthn/],
    [() => Promise.reject(undefined), 'passkey_refused', /Try again/],
    [() => Promise.reject('text'), 'passkey_refused', /Try again/],
    [() => ({ id: 'x' }), 'passkey_refused', /no passkey/],
    [() => ({ ...assertion(), response: {} }), 'passkey_refused', /no passkey/],
  ];
  for (const [answer, code, message] of failures) {
    test(`as ${answer.toString().slice(6, 60)} is ${code}, in both ceremonies`, async () => {
      browser = fakeAuthenticator({ get: answer, create: answer });
      await signIn();
      const registered = refusal(registerPasskey(auth));
      await pool.answer(200, { CredentialCreationOptions: CREATION });
      const count = pool.requests.length;
      const errors = [await registered];
      assert.equal(pool.requests.length, count);
      errors.push(await refusal(usePasskey(await passkeyStep())));
      for (const error of errors) {
        assert.ok(error instanceof PoolkeyError);
        assert.equal(error.code, code);
        assert.match(error.message, message);
      }
    });
  }

  test('because its signal had ended before is aborted, and the pool is not asked', async () => {
    browser = fakeAuthenticator({ get: ({ signal }) => signal.throwIfAborted(), create: () => attestation() });
    await signIn();
    const count = pool.requests.length;
    const signal = AbortSignal.abort();
    assert.equal((await refusal(registerPasskey(auth, { signal }))).code, 'aborted');
    assert.equal(pool.requests.length, count);
    assert.equal((await refusal(usePasskey(await passkeyStep(), { signal }))).code, 'aborted');
  });
});

describe('what a browser can', () => {
  const NOTHING = { available: false, conditionalGet: false, conditionalCreate: false, platform: false };
  const yes = async () => true;
  const no = async () => false;
  const broken = async () => {
    throw new Error('theirs');
  };

  test('is nothing without WebAuthn, and both ceremonies say so', async () => {
    assert.deepEqual(await passkeySupport(), NOTHING);
    await signIn();
    const count = pool.requests.length;
    assert.equal((await refusal(registerPasskey(auth))).code, 'passkey_unsupported');
    assert.equal(pool.requests.length, count);
    assert.equal((await refusal(usePasskey(await passkeyStep()))).code, 'passkey_unsupported');
  });

  test('is nothing where the page is not secure', async () => {
    browser = fakeAuthenticator();
    delete navigator.credentials;
    assert.deepEqual(await passkeySupport(), NOTHING);
  });

  for (const [name, about, expected] of [
    ['all', { capabilities: ALL }, { conditionalGet: true, conditionalCreate: true, platform: true }],
    ['none of it', { capabilities: {} }, {}],
    [
      'what it leaves out of its capabilities',
      { capabilities: {}, older: { isConditionalMediationAvailable: yes } },
      { conditionalGet: true },
    ],
    [
      'what it denies in its capabilities',
      { capabilities: { conditionalGet: false }, older: { isConditionalMediationAvailable: yes } },
      {},
    ],
    [
      'an older one',
      { older: { isConditionalMediationAvailable: yes, isUserVerifyingPlatformAuthenticatorAvailable: no } },
      { conditionalGet: true },
    ],
    [
      'one whose questions fail',
      { older: { getClientCapabilities: broken, isUserVerifyingPlatformAuthenticatorAvailable: broken } },
      {},
    ],
    ['one that answers oddly', { older: { getClientCapabilities: async () => null } }, {}],
  ]) {
    test(`is told: ${name}`, async () => {
      browser = fakeAuthenticator(about);
      assert.deepEqual(await passkeySupport(), { ...NOTHING, available: true, ...expected });
    });
  }

  test('not conditionally is passkey_unsupported before anything is asked', async () => {
    browser = fakeAuthenticator({ get: () => assertion(), create: () => attestation() });
    await signIn();
    const step = await passkeyStep();
    const count = pool.requests.length;
    for (const given of [registerPasskey(auth, { conditional: true }), usePasskey(step, { conditional: true })]) {
      assert.equal((await refusal(given)).code, 'passkey_unsupported');
    }
    assert.equal(pool.requests.length, count);
    assert.equal(browser.asked.length, 0);
  });
});

function pending() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
