// Signing in, step by step, over a pool that says what the test tells it to: each challenge becomes its kind, each answer sends
// exactly Cognito's members, and what is wrong is invalid_input and sends nothing.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createAuth, PoolkeyError } from 'poolkey';
import { faults, MODEL } from './api-model.mjs';
import { fakePool, PASSWORD_VERIFIER, refusal, tokens } from './fake-pool.mjs';

const IDS = { userPoolId: 'eu-west-1_Ab3dEf9hK', clientId: '1h57kf5cpq17m0eml12EXAMPLE' };
const ADA = { username: 'ada', password: 'Correct-horse-7' };
const SESSION = 's'.repeat(20);
const CODE_SENT = { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******1234' };
const HEX = /^[0-9a-f]{2,768}$/;

let pool;
let auth;

beforeEach(async () => {
  pool = await fakePool();
  auth = createAuth({ ...IDS, endpoint: pool.url, timeoutMs: 5_000 });
});
afterEach(async () => {
  auth.close();
  await pool.stop();
});

const challengeOf = (ChallengeName, ChallengeParameters = {}, extra = {}) => ({
  ChallengeName,
  ChallengeParameters,
  Session: SESSION,
  ...extra,
});

/** A step for this challenge. */
async function stepFor(name, parameters, extra) {
  const signIn = auth.signIn({ username: 'ada', flow: 'custom' });
  await pool.answer(200, challengeOf(name, parameters, extra));
  return signIn;
}

/** The last request, as the model wants it and with what every one has taken off. */
function lastRequest() {
  const { target, body } = pool.requests.at(-1);
  const operation = target.replace('AWSCognitoIdentityProviderService.', '');
  const input = JSON.parse(body);
  assert.deepEqual(faults(input, MODEL[operation].input, operation), []);
  const { ClientId, ...rest } = input;
  if ('ClientId' in MODEL[operation].input.members) assert.equal(ClientId, IDS.clientId);
  return { operation, ...rest };
}

/** What an answer sends, and the step after it. */
async function sentBy(answer) {
  const next = answer();
  await pool.answer(200, tokens());
  assert.equal((await next).kind, 'signedIn');
  const { operation, Session, ChallengeName, ChallengeResponses, ...others } = lastRequest();
  assert.deepEqual([operation, Session, others], ['RespondToAuthChallenge', SESSION, {}]);
  return { ChallengeName, ...ChallengeResponses };
}

/** Each of these is invalid_input, as a rejection, and sends nothing. */
async function assertRefused(answer, inputs) {
  const count = pool.requests.length;
  for (const input of inputs) {
    const error = await refusal(answer(input));
    assert.ok(error instanceof PoolkeyError, error.stack);
    assert.equal(error.code, 'invalid_input');
  }
  assert.equal(pool.requests.length, count);
}

const throwing = new Proxy(
  {},
  {
    get() {
      throw new TypeError('mine');
    },
    ownKeys() {
      throw new TypeError('mine');
    },
  },
);
const NO_OBJECTS = [undefined, null, 7, 'text', true, Symbol('s'), [], {}, throwing];
const wrong = (name) => [
  ...NO_OBJECTS,
  ...[undefined, null, 7, [], {}, 1n, 'x'.repeat(5000), () => 'x'].map((value) => ({ [name]: value })),
];

describe('a challenge', () => {
  for (const [name, kind] of [
    ['SMS_MFA', 'smsCode'],
    ['SMS_OTP', 'smsCode'],
    ['EMAIL_OTP', 'emailCode'],
    ['SOFTWARE_TOKEN_MFA', 'totp'],
  ]) {
    test(`${name} is a ${kind}, answered with a code`, async () => {
      const step = await stepFor(name, { ...CODE_SENT, FRIENDLY_DEVICE_NAME: 'phone' });
      assert.deepEqual([step.kind, step.challenge], [kind, name]);
      if (kind === 'totp') assert.equal(step.deviceName, 'phone');
      else assert.deepEqual(step.destination, { medium: 'SMS', to: '+*******1234' });
      await assertRefused(step.answer, wrong('code'));
      assert.deepEqual(await sentBy(() => step.answer({ code: '123456' })), {
        ChallengeName: name,
        USERNAME: 'ada',
        [`${name}_CODE`]: '123456',
      });
    });
  }

  test('SELECT_MFA_TYPE is a selectFactor, answered with a choice', async () => {
    const step = await stepFor('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' });
    assert.deepEqual([step.kind, step.options], ['selectFactor', ['SMS_MFA', 'SOFTWARE_TOKEN_MFA']]);
    await assertRefused(step.answer, wrong('choice'));
    assert.deepEqual(await sentBy(() => step.answer({ choice: 'SMS_MFA' })), {
      ChallengeName: 'SELECT_MFA_TYPE',
      USERNAME: 'ada',
      ANSWER: 'SMS_MFA',
    });
  });

  const AVAILABLE = { AvailableChallenges: ['PASSWORD_SRP', 'EMAIL_OTP'] };

  test('SELECT_CHALLENGE is a selectFirstFactor, answered with a choice', async () => {
    const step = await stepFor('SELECT_CHALLENGE', {}, AVAILABLE);
    assert.deepEqual([step.kind, step.options], ['selectFirstFactor', ['PASSWORD_SRP', 'EMAIL_OTP']]);
    await assertRefused(step.answer, [...wrong('choice'), ...wrong('password')]);
    assert.deepEqual(await sentBy(() => step.answer({ choice: 'EMAIL_OTP' })), {
      ChallengeName: 'SELECT_CHALLENGE',
      USERNAME: 'ada',
      ANSWER: 'EMAIL_OTP',
    });
  });

  test('SELECT_CHALLENGE is answered with a password too, which is proved and never sent', async () => {
    const step = await stepFor('SELECT_CHALLENGE', {}, AVAILABLE);
    const next = step.answer({ password: ADA.password });
    await pool.answer(200, PASSWORD_VERIFIER);
    const [, { body }] = pool.requests;
    const { SRP_A, ...others } = JSON.parse(body).ChallengeResponses;
    assert.deepEqual(others, { USERNAME: 'ada', ANSWER: 'PASSWORD_SRP' });
    assert.match(SRP_A, HEX);
    await assertProved(next);
  });

  test('PASSWORD is a password that is sent', async () => {
    const step = await stepFor('PASSWORD');
    assert.equal(step.kind, 'password');
    await assertRefused(step.answer, wrong('password'));
    assert.deepEqual(await sentBy(() => step.answer({ password: ADA.password })), {
      ChallengeName: 'PASSWORD',
      USERNAME: 'ada',
      PASSWORD: ADA.password,
    });
  });

  test('PASSWORD_SRP is a password that is proved', async () => {
    const step = await stepFor('PASSWORD_SRP');
    assert.equal(step.kind, 'password');
    await assertRefused(step.answer, wrong('password'));
    const next = step.answer({ password: ADA.password });
    await pool.answer(200, PASSWORD_VERIFIER);
    const { SRP_A, ...others } = JSON.parse(pool.requests[1].body).ChallengeResponses;
    assert.deepEqual(others, { USERNAME: 'ada' });
    assert.match(SRP_A, HEX);
    await assertProved(next);
  });

  async function assertProved(next) {
    await pool.answer(200, tokens());
    assert.equal((await next).kind, 'signedIn');
    const { ChallengeName, ChallengeResponses } = lastRequest();
    assert.equal(ChallengeName, 'PASSWORD_VERIFIER');
    const { PASSWORD_CLAIM_SIGNATURE, TIMESTAMP, ...others } = ChallengeResponses;
    assert.deepEqual(others, { USERNAME: 'u-1', PASSWORD_CLAIM_SECRET_BLOCK: 'c2VjcmV0' });
    assert.equal(Buffer.from(PASSWORD_CLAIM_SIGNATURE, 'base64').length, 32);
    assert.match(TIMESTAMP, /^\w{3} \w{3} \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/);
    assert.ok(!pool.requests.some(({ body }) => body.includes(ADA.password)));
  }

  test('NEW_PASSWORD_REQUIRED is a newPassword with the attributes that are missing', async () => {
    const step = await stepFor('NEW_PASSWORD_REQUIRED', {
      requiredAttributes: '["userAttributes.email","custom:team"]',
      userAttributes: '{"name":"Ada","n":7}',
    });
    assert.equal(step.kind, 'newPassword');
    assert.deepEqual(step.requiredAttributes, ['email', 'custom:team']);
    assert.deepEqual(step.attributes, { name: 'Ada' });
    const password = 'New-horse-7';
    await assertRefused(step.answer, [
      ...wrong('password'),
      { password, attributes: { email: 7 } },
      { password, attributes: throwing },
    ]);
    assert.deepEqual(await sentBy(() => step.answer({ password, attributes: { email: 'a@b.example' } })), {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      USERNAME: 'ada',
      NEW_PASSWORD: password,
      'userAttributes.email': 'a@b.example',
    });
  });

  test('MFA_SETUP is a setUpFactor: an authenticator app, whose wrong code can be followed by another', async () => {
    const step = await stepFor('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]' });
    assert.deepEqual([step.kind, step.options], ['setUpFactor', ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']]);
    const begun = step.totp();
    await pool.answer(200, { SecretCode: 'JBSWY3DPEHPK3PXP', Session: 'a'.repeat(20) });
    const app = await begun;
    assert.deepEqual(lastRequest(), { operation: 'AssociateSoftwareToken', Session: SESSION });
    assert.equal(app.secretCode, 'JBSWY3DPEHPK3PXP');
    assert.equal(app.uri('Shop', 'ada'), 'otpauth://totp/Shop:ada?secret=JBSWY3DPEHPK3PXP&issuer=Shop');
    await assertRefused(app.verify, [...wrong('code'), { code: '123456', deviceName: 7 }]);

    const mistyped = refusal(app.verify({ code: '000000' }));
    await pool.answer(400, { __type: 'EnableSoftwareTokenMFAException', message: 'no' });
    assert.equal((await mistyped).code, 'wrong_code');

    const verified = app.verify({ code: '123456', deviceName: 'phone' });
    await pool.answer(200, { Status: 'SUCCESS', Session: 'b'.repeat(20) });
    assert.deepEqual(lastRequest(), {
      operation: 'VerifySoftwareToken',
      Session: 'a'.repeat(20),
      UserCode: '123456',
      FriendlyDeviceName: 'phone',
    });
    await pool.answer(200, tokens());
    assert.equal((await verified).kind, 'signedIn');
    assert.deepEqual(lastRequest(), {
      operation: 'RespondToAuthChallenge',
      ChallengeName: 'MFA_SETUP',
      Session: 'b'.repeat(20),
      ChallengeResponses: { USERNAME: 'ada' },
    });
  });

  test('MFA_SETUP is set up with an email address too', async () => {
    const step = await stepFor('MFA_SETUP', { MFAS_CAN_SETUP: '["EMAIL_OTP"]' });
    await assertRefused(step.email, wrong('email'));
    assert.deepEqual(await sentBy(() => step.email({ email: 'a@b.example' })), {
      ChallengeName: 'MFA_SETUP',
      USERNAME: 'ada',
      EMAIL: 'a@b.example',
    });
  });

  test('WEB_AUTHN is a passkey', async () => {
    const step = await stepFor('WEB_AUTHN', { CREDENTIAL_REQUEST_OPTIONS: '{"challenge":"AQID"}' });
    assert.deepEqual([step.kind, step.request], ['passkey', { challenge: 'AQID' }]);
    const circular = {};
    circular.itself = circular;
    await assertRefused(step.answer, [
      ...NO_OBJECTS,
      ...[undefined, null, 'x', 7, [], circular, { n: 1n }, { x: 'x'.repeat(70_000) }].map((credential) => ({
        credential,
      })),
    ]);
    const { CREDENTIAL, ...others } = await sentBy(() => step.answer({ credential: { id: 'x', response: {} } }));
    assert.deepEqual(others, { ChallengeName: 'WEB_AUTHN', USERNAME: 'ada' });
    assert.deepEqual(JSON.parse(CREDENTIAL), { id: 'x', response: {} });
  });

  test('CUSTOM_CHALLENGE is answered round by round, each with its own session', async () => {
    let step = await stepFor('CUSTOM_CHALLENGE', { USERNAME: 'u-1', question: 'pet?' });
    await assertRefused(step.answer, wrong('answer'));
    for (const round of ['1', '2', '3']) {
      assert.deepEqual([step.kind, step.challenge], ['custom', 'CUSTOM_CHALLENGE']);
      const next = step.answer({ answer: `answer ${round}` });
      const { Session: sent } = JSON.parse((await pool.asked(Number(round) + 1)).body);
      assert.equal(sent, round === '1' ? SESSION : String(Number(round) - 1).repeat(20));
      await pool.answer(200, challengeOf('CUSTOM_CHALLENGE', {}, { Session: round.repeat(20) }));
      step = await next;
      assert.deepEqual(lastRequest().ChallengeResponses, { USERNAME: 'u-1', ANSWER: `answer ${round}` });
    }
  });

  test('of a name that nobody knows yet is other, answered in Cognito’s words', async () => {
    const step = await stepFor('SMS_MFA_2', { A: 'b' });
    assert.deepEqual([step.kind, step.challenge, step.parameters], ['other', 'SMS_MFA_2', { A: 'b' }]);
    await assertRefused(step.answer, [...NO_OBJECTS, { A: 7 }, { A: null }, { A: 'x'.repeat(70_000) }]);
    const next = step.answer({ A: 'c', USERNAME: 'eve' });
    await pool.answer(200, tokens());
    await next;
    assert.deepEqual(JSON.parse(pool.requests.at(-1).body).ChallengeResponses, { A: 'c', USERNAME: 'eve' });
  });

  const HOSTILE = [
    '',
    'null',
    '7',
    '"text"',
    '{',
    '[[',
    '[null,7,{},"SMS_MFA"]',
    '{"__proto__":{"polluted":"x"},"constructor":"y"}',
    `${'['.repeat(50_000)}`,
    `["${'x'.repeat(100_000)}"]`,
    '\u0000',
  ];
  const READ = [
    'MFAS_CAN_CHOOSE',
    'MFAS_CAN_SETUP',
    'requiredAttributes',
    'userAttributes',
    'CREDENTIAL_REQUEST_OPTIONS',
    'CODE_DELIVERY_DESTINATION',
    'FRIENDLY_DEVICE_NAME',
  ];
  for (const name of [
    'SMS_MFA',
    'SELECT_MFA_TYPE',
    'SELECT_CHALLENGE',
    'NEW_PASSWORD_REQUIRED',
    'MFA_SETUP',
    'WEB_AUTHN',
    'CUSTOM_CHALLENGE',
    '__proto__',
    'constructor',
  ]) {
    test(`${name} with hostile parameters is a step all the same`, async () => {
      for (const text of HOSTILE) {
        const parameters = Object.fromEntries([...READ, '__proto__'].map((parameter) => [parameter, text]));
        const step = await stepFor(name, parameters);
        assert.equal(step.challenge, name);
        for (const list of [step.options, step.requiredAttributes]) {
          assert.ok((list ?? []).every((item) => typeof item === 'string'));
        }
        for (const record of [step.attributes, step.request]) {
          assert.ok(record === undefined || (typeof record === 'object' && !Array.isArray(record)));
        }
      }
      for (const odd of [null, 7, 'x', [], [['a', 'b']], { A: 7, MFAS_CAN_CHOOSE: null }]) {
        const step = await refusal(stepFor(name, odd));
        assert.ok(step.value?.challenge === name || step.code === 'unexpected_reply', JSON.stringify(odd));
      }
      assert.equal({}.polluted, undefined);
    });
  }
});

describe('starting again', () => {
  test('needs the password where the way began with one', async () => {
    const signIn = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, challengeOf('SMS_MFA'));
    const step = await signIn;
    assert.equal(step.restartNeedsPassword, true);
    await assertRefused(step.restart, [undefined, null, {}, { password: 7 }, { password: null }, throwing]);
    const again = step.restart({ password: ADA.password });
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens());
    assert.equal((await again).kind, 'signedIn');
    assert.match(pool.requests[2].target, /InitiateAuth$/);
    assert.equal(JSON.parse(pool.requests[2].body).AuthParameters.USERNAME, 'ada');
  });

  test('needs none where it did not', async () => {
    const step = await stepFor('CUSTOM_CHALLENGE', { USERNAME: 'u-1' });
    assert.equal(step.restartNeedsPassword, false);
    const again = step.restart();
    await pool.answer(200, challengeOf('CUSTOM_CHALLENGE'));
    assert.equal((await again).kind, 'custom');
    assert.deepEqual(lastRequest(), {
      operation: 'InitiateAuth',
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME: 'ada' },
    });
  });
});

describe('a way in', () => {
  const { password } = ADA;
  const USERNAME = 'ada';
  for (const [name, input, flow, parameters] of [
    ['srp', { password }, 'USER_SRP_AUTH', { USERNAME, SRP_A: HEX }],
    ['srp by name', { flow: 'srp', password }, 'USER_SRP_AUTH', { USERNAME, SRP_A: HEX }],
    ['password', { flow: 'password', password }, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD: password }],
    ['choice', { flow: 'choice' }, 'USER_AUTH', { USERNAME }],
    [
      'choice with a password',
      { flow: 'choice', password },
      'USER_AUTH',
      { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: HEX },
    ],
    [
      'choice of PASSWORD_SRP',
      { flow: 'choice', preferred: 'PASSWORD_SRP', password },
      'USER_AUTH',
      { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: HEX },
    ],
    [
      'choice of PASSWORD',
      { flow: 'choice', preferred: 'PASSWORD', password },
      'USER_AUTH',
      { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password },
    ],
    ...['EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'].map((preferred) => [
      `choice of ${preferred}`,
      { flow: 'choice', preferred },
      'USER_AUTH',
      { USERNAME, PREFERRED_CHALLENGE: preferred },
    ]),
    ['custom', { flow: 'custom' }, 'CUSTOM_AUTH', { USERNAME }],
    [
      'custom after a password',
      { flow: 'custom', password },
      'CUSTOM_AUTH',
      { USERNAME, CHALLENGE_NAME: 'SRP_A', SRP_A: HEX },
    ],
  ]) {
    test(`${name} sends what it should`, async () => {
      const signIn = auth.signIn({
        username: USERNAME,
        ...input,
        clientMetadata: { shop: 'north' },
        analyticsEndpointId: 'endpoint-1',
      });
      await pool.answer(200, challengeOf('CUSTOM_CHALLENGE'));
      await signIn;
      const { AuthParameters, ...others } = lastRequest();
      assert.deepEqual(others, {
        operation: 'InitiateAuth',
        AuthFlow: flow,
        ClientMetadata: { shop: 'north' },
        AnalyticsMetadata: { AnalyticsEndpointId: 'endpoint-1' },
      });
      assertParameters(AuthParameters, parameters);
    });
  }

  test('that asks for more says what was proved already', async () => {
    const first = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens());
    await first;
    for (const [stepUp, said] of [
      [
        { acrValues: ['high', 'low'], maxAge: 0 },
        { TARGET_ACR_VALUES: 'high low', MAX_AGE: '0' },
      ],
      [{ maxAge: 300 }, { MAX_AGE: '300' }],
      [{}, {}],
    ]) {
      const more = auth.signIn({ username: 'ada', flow: 'choice', preferred: 'EMAIL_OTP', stepUp });
      await pool.answer(200, challengeOf('EMAIL_OTP'));
      assert.equal((await more).kind, 'emailCode');
      assertParameters(lastRequest().AuthParameters, {
        USERNAME,
        PREFERRED_CHALLENGE: 'EMAIL_OTP',
        ACCESS_TOKEN: 'access-1',
        ...said,
      });
    }
  });

  test('that asks for more needs somebody who is signed in', async () => {
    const more = refusal(auth.signIn({ username: 'ada', flow: 'choice', stepUp: { maxAge: 0 } }));
    assert.equal((await more).code, 'signed_out');
    assert.equal(pool.requests.length, 0);
  });

  test('that cannot be is invalid_input, and nothing is sent', async () => {
    await assertRefused(
      (input) => auth.signIn(input),
      [
        ...NO_OBJECTS,
        { username: 'ada', flow: 'srp' },
        { username: 'ada', flow: 'password' },
        { username: 'ada', flow: 'choice', preferred: 'PASSWORD' },
        { username: 'ada', flow: 'choice', preferred: 'PASSWORD_SRP' },
        { username: 'ada', flow: 'choice', preferred: 7 },
        { username: 'ada', flow: 'USER_SRP_AUTH', password },
        { username: 'ada', flow: 7, password },
        { username: 'ada', flow: 'custom', password: '' },
        { ...ADA, clientMetadata: { shop: 7 } },
        { ...ADA, analyticsEndpointId: 7 },
        ...[-1, 1.5, '300', Number.NaN, null].map((maxAge) => ({
          username: 'ada',
          flow: 'choice',
          stepUp: { maxAge },
        })),
        { username: 'ada', flow: 'choice', stepUp: { acrValues: 'high' } },
        { ...ADA, stepUp: { maxAge: 300 } },
      ],
    );
  });

  function assertParameters(sent, expected) {
    assert.deepEqual(Object.keys(sent).sort(), Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) {
      if (value instanceof RegExp) assert.match(sent[name], value);
      else assert.equal(sent[name], value);
    }
  }
});

describe('a device', () => {
  const DEVICE = {
    username: 'ada',
    deviceKey: 'eu-west-1_11111111-2222-4333-8444-555555555555',
    deviceGroupKey: '-group',
    devicePassword: 'c2VjcmV0',
  };
  const { deviceKey: DEVICE_KEY } = DEVICE;

  test('that was brought back proves itself', async () => {
    await auth.importDevice(JSON.stringify(DEVICE));
    assert.deepEqual(JSON.parse(await auth.exportDevice('ada')), DEVICE);
    const signIn = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    assert.equal(lastRequest().AuthParameters.DEVICE_KEY, DEVICE_KEY);
    await pool.answer(200, challengeOf('DEVICE_SRP_AUTH'));
    assert.equal(lastRequest().ChallengeResponses.DEVICE_KEY, DEVICE_KEY);
    const { SALT, SRP_B, SECRET_BLOCK } = PASSWORD_VERIFIER.ChallengeParameters;
    await pool.answer(
      200,
      challengeOf('DEVICE_PASSWORD_VERIFIER', { SALT, SRP_B, SECRET_BLOCK, DEVICE_KEY, USERNAME: 'u-1' }),
    );
    const begun = lastRequest();
    const { SRP_A, ...named } = begun.ChallengeResponses;
    assert.match(SRP_A, HEX);
    assert.deepEqual(
      [begun.ChallengeName, begun.Session, named],
      ['DEVICE_SRP_AUTH', SESSION, { USERNAME: 'u-1', DEVICE_KEY }],
    );
    await pool.answer(200, tokens());
    assert.equal((await signIn).kind, 'signedIn');
    const proved = lastRequest();
    assert.equal(proved.ChallengeName, 'DEVICE_PASSWORD_VERIFIER');
    assert.deepEqual(Object.keys(proved.ChallengeResponses).sort(), [
      'DEVICE_KEY',
      'PASSWORD_CLAIM_SECRET_BLOCK',
      'PASSWORD_CLAIM_SIGNATURE',
      'TIMESTAMP',
      'USERNAME',
    ]);
    assert.ok(
      !pool.requests.some(({ body }) => body.includes(`"${DEVICE.devicePassword}"`) && !body.includes('BLOCK')),
    );
  });

  test('that the pool has forgotten is dropped, and the sign-in goes on without it', async () => {
    await auth.importDevice(JSON.stringify(DEVICE));
    const signIn = auth.signIn(ADA);
    await pool.answer(400, { __type: 'ResourceNotFoundException', message: 'Device does not exist.' });
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens());
    assert.equal((await signIn).kind, 'signedIn');
    const named = pool.requests.map(({ body }) => body.includes(DEVICE_KEY));
    assert.deepEqual(named, [true, false, false]);
    assert.equal(await auth.exportDevice('ada'), undefined);
  });

  test('is asked to prove itself though there is none: unexpected_reply', async () => {
    const signIn = refusal(auth.signIn(ADA));
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, challengeOf('DEVICE_SRP_AUTH'));
    assert.equal((await signIn).code, 'unexpected_reply');
  });

  test('that is none is invalid_input', async () => {
    await assertRefused(
      (device) => auth.importDevice(device),
      [undefined, null, 7, {}, '', '{}', 'null', '[]', JSON.stringify({ ...DEVICE, deviceKey: '' }), 'x'.repeat(5000)],
    );
    await assertRefused((username) => auth.exportDevice(username), [undefined, null, 7, {}]);
  });

  test('that a sign-in names anew is confirmed, and can be taken out', async () => {
    const signIn = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens({ NewDeviceMetadata: { DeviceKey: DEVICE_KEY, DeviceGroupKey: '-group' } }));
    await pool.answer(200, { UserConfirmationNecessary: true });
    assert.equal((await signIn).kind, 'signedIn');
    const { operation, DeviceKey, DeviceSecretVerifierConfig } = lastRequest();
    assert.deepEqual([operation, DeviceKey], ['ConfirmDevice', DEVICE_KEY]);
    const { devicePassword, ...others } = JSON.parse(await auth.exportDevice('ada'));
    assert.deepEqual(others, { username: 'ada', deviceKey: DEVICE_KEY, deviceGroupKey: '-group' });
    assert.equal(Buffer.from(devicePassword, 'base64').length, 32);
    assert.ok(!JSON.stringify(DeviceSecretVerifierConfig).includes(devicePassword));
  });
});
