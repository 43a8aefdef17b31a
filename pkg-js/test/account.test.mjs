// `poolkey/account` over a pool that says what the test tells it to: what each function asks, held to the model of the API,
// and what it makes of good, missing and odd answers.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createAuth, PoolkeyError } from 'poolkey';
import * as account from 'poolkey/account';
import { complete, faults, MODEL, oddities } from './api-model.mjs';
import { fakePool, PASSWORD_VERIFIER, refusal, tokens } from './fake-pool.mjs';

const IDS = { userPoolId: 'eu-west-1_Ab3dEf9hK', clientId: '1h57kf5cpq17m0eml12EXAMPLE' };
const ADA = { username: 'ada', password: 'Correct-horse-7' };
const { devices, mfa, passkeys, sessions } = account;

const CONTEXT = { clientMetadata: { shop: 'north' }, analyticsEndpointId: 'endpoint-1', userContext: 'fingerprint' };
const SENT_CONTEXT = {
  ClientMetadata: { shop: 'north' },
  AnalyticsMetadata: { AnalyticsEndpointId: 'endpoint-1' },
  UserContextData: { EncodedData: 'fingerprint' },
};
const DELIVERY = {
  medium: 'SMS',
  to: 'CodeDeliveryDetails.Destination',
  attribute: 'CodeDeliveryDetails.AttributeName',
};
const SESSION = 's'.repeat(20);
const KEY = 'eu-west-1_11111111-2222-4333-8444-555555555555';
const SESSION_ID = `tkn${'0'.repeat(25)}`;
const WHEN = new Date(1_700_000_000_125);

const collect = async (list) => {
  const all = [];
  for await (const item of list) all.push(item);
  return all;
};

/** One row for each function: how it is called, what it sends, and what it makes of an answer with everything in it. */
const FUNCTIONS = {
  signUp: {
    operation: 'SignUp',
    input: { ...ADA, attributes: { email: 'ada@example.com' }, validationData: { invite: 'x1' }, ...CONTEXT },
    call: (auth, input) => account.signUp(auth, input),
    sent: {
      Username: 'ada',
      Password: ADA.password,
      UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
      ValidationData: [{ Name: 'invite', Value: 'x1' }],
      ...SENT_CONTEXT,
    },
    gives: { sub: 'UserSub', isConfirmed: true, delivery: DELIVERY, session: 'Session' },
    least: { input: { username: 'ada' }, answer: { UserSub: 's-1', UserConfirmed: false } },
    needs: ['UserSub', 'UserConfirmed'],
  },
  confirmSignUp: {
    operation: 'ConfirmSignUp',
    input: { username: 'ada', code: '123456', session: SESSION, forceAliasCreation: false, ...CONTEXT },
    call: async (auth, input) => Object.keys(await account.confirmSignUp(auth, input)),
    sent: {
      Username: 'ada',
      ConfirmationCode: '123456',
      Session: SESSION,
      ForceAliasCreation: false,
      ...SENT_CONTEXT,
    },
    gives: ['signIn'],
    least: { input: { username: 'ada', code: '123456' }, answer: {} },
  },
  resendCode: {
    operation: 'ResendConfirmationCode',
    input: { username: 'ada', ...CONTEXT },
    call: (auth, input) => account.resendCode(auth, input),
    sent: { Username: 'ada', ...SENT_CONTEXT },
    gives: { delivery: DELIVERY },
    least: { input: { username: 'ada' }, answer: {} },
  },
  forgotPassword: {
    operation: 'ForgotPassword',
    input: { username: 'ada', ...CONTEXT },
    call: (auth, input) => account.forgotPassword(auth, input),
    sent: { Username: 'ada', ...SENT_CONTEXT },
    gives: { delivery: DELIVERY },
    least: { input: { username: 'ada' }, answer: {} },
  },
  confirmForgotPassword: {
    operation: 'ConfirmForgotPassword',
    input: { ...ADA, code: '123456', ...CONTEXT },
    call: (auth, input) => account.confirmForgotPassword(auth, input),
    sent: { Username: 'ada', ConfirmationCode: '123456', Password: ADA.password, ...SENT_CONTEXT },
    gives: undefined,
    least: { input: { ...ADA, code: '1' }, answer: {} },
  },
  changePassword: {
    operation: 'ChangePassword',
    input: { previous: 'Old-horse-7', password: 'New-horse-7' },
    call: (auth, input) => account.changePassword(auth, input),
    sent: { PreviousPassword: 'Old-horse-7', ProposedPassword: 'New-horse-7' },
    gives: undefined,
    least: { input: { password: 'New-horse-7' }, answer: {} },
  },
  profile: {
    operation: 'GetUser',
    call: (auth) => account.profile(auth),
    sent: {},
    gives: {
      username: 'Username',
      attributes: { 'UserAttributes.Name': 'UserAttributes.Value' },
      mfaPreferred: 'PreferredMfaSetting',
      mfaEnabled: ['UserMFASettingList'],
    },
    least: { answer: { Username: 'ada', UserAttributes: [] } },
    needs: ['Username', 'UserAttributes'],
  },
  updateAttributes: {
    operation: 'UpdateUserAttributes',
    input: { attributes: { email: 'a@b.example', 'custom:team': '' }, clientMetadata: { shop: 'north' } },
    call: (auth, input) => account.updateAttributes(auth, input),
    sent: {
      UserAttributes: [
        { Name: 'email', Value: 'a@b.example' },
        { Name: 'custom:team', Value: '' },
      ],
      ClientMetadata: { shop: 'north' },
    },
    gives: {
      deliveries: [
        {
          medium: 'SMS',
          to: 'CodeDeliveryDetailsList.Destination',
          attribute: 'CodeDeliveryDetailsList.AttributeName',
        },
      ],
    },
    least: { input: { attributes: {} }, answer: {} },
  },
  deleteAttributes: {
    operation: 'DeleteUserAttributes',
    input: ['nickname', 'custom:team'],
    call: (auth, input) => account.deleteAttributes(auth, input),
    sent: { UserAttributeNames: ['nickname', 'custom:team'] },
    gives: undefined,
    least: { input: [], answer: {} },
  },
  sendAttributeCode: {
    operation: 'GetUserAttributeVerificationCode',
    input: { attribute: 'email', clientMetadata: { shop: 'north' } },
    call: (auth, input) => account.sendAttributeCode(auth, input),
    sent: { AttributeName: 'email', ClientMetadata: { shop: 'north' } },
    gives: { delivery: DELIVERY },
    least: { input: { attribute: 'email' }, answer: {} },
  },
  verifyAttribute: {
    operation: 'VerifyUserAttribute',
    input: { attribute: 'email', code: '123456' },
    call: (auth, input) => account.verifyAttribute(auth, input),
    sent: { AttributeName: 'email', Code: '123456' },
    gives: undefined,
    least: { input: { attribute: 'email', code: '1' }, answer: {} },
  },
  authFactors: {
    operation: 'GetUserAuthFactors',
    call: (auth) => account.authFactors(auth),
    sent: {},
    gives: {
      username: 'Username',
      first: ['PASSWORD'],
      second: ['UserMFASettingList'],
      preferred: 'PreferredMfaSetting',
    },
    least: { answer: { Username: 'ada' } },
    needs: ['Username'],
  },
  'mfa.setUpTotp': {
    operation: 'AssociateSoftwareToken',
    call: async (auth) => {
      const { secretCode, uri } = await mfa.setUpTotp(auth);
      return { secretCode, uri: uri('My shop', 'ada:b') };
    },
    sent: {},
    gives: { secretCode: 'SecretCode', uri: 'otpauth://totp/My%20shop:ada%3Ab?secret=SecretCode&issuer=My%20shop' },
    least: { answer: { SecretCode: 'ABCD' } },
    needs: ['SecretCode'],
  },
  'mfa.setPreference': {
    operation: 'SetUserMFAPreference',
    input: { sms: 'off', totp: 'preferred', email: 'on', passkey: 'on' },
    call: (auth, input) => mfa.setPreference(auth, input),
    sent: {
      SMSMfaSettings: { Enabled: false, PreferredMfa: false },
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      EmailMfaSettings: { Enabled: true, PreferredMfa: false },
      WebAuthnMfaSettings: { Enabled: true },
    },
    gives: undefined,
    least: { input: {}, answer: {} },
  },
  'mfa.preference': {
    operation: 'GetUser',
    call: (auth) => mfa.preference(auth),
    sent: {},
    gives: { enabled: ['UserMFASettingList'], preferred: 'PreferredMfaSetting' },
    least: { answer: {} },
  },
  'devices.list': {
    operation: 'ListDevices',
    call: (auth) => collect(devices.list(auth)),
    sent: {},
    answer: { PaginationToken: undefined },
    gives: [
      {
        key: 'Devices.DeviceKey',
        attributes: { 'Devices.DeviceAttributes.Name': 'Devices.DeviceAttributes.Value' },
        created: WHEN,
        lastModified: WHEN,
        lastAuthenticated: WHEN,
      },
    ],
    least: { answer: {} },
  },
  'devices.get': {
    operation: 'GetDevice',
    input: KEY,
    call: (auth, input) => devices.get(auth, input),
    sent: { DeviceKey: KEY },
    gives: {
      key: 'Device.DeviceKey',
      attributes: { 'Device.DeviceAttributes.Name': 'Device.DeviceAttributes.Value' },
      created: WHEN,
      lastModified: WHEN,
      lastAuthenticated: WHEN,
    },
    least: { input: KEY, answer: { Device: { DeviceKey: KEY } } },
    needs: ['Device', 'Device.DeviceKey'],
  },
  'devices.remember': {
    operation: 'UpdateDeviceStatus',
    input: KEY,
    call: (auth, input) => devices.remember(auth, input),
    sent: { DeviceKey: KEY, DeviceRememberedStatus: 'remembered' },
    gives: undefined,
    least: { input: KEY, answer: {} },
  },
  'devices.dontRemember': {
    operation: 'UpdateDeviceStatus',
    input: KEY,
    call: (auth, input) => devices.dontRemember(auth, input),
    sent: { DeviceKey: KEY, DeviceRememberedStatus: 'not_remembered' },
    gives: undefined,
    least: { input: KEY, answer: {} },
  },
  'devices.forget': {
    operation: 'ForgetDevice',
    input: KEY,
    call: (auth, input) => devices.forget(auth, input),
    sent: { DeviceKey: KEY },
    gives: undefined,
    least: { input: KEY, answer: {} },
  },
  'passkeys.list': {
    operation: 'ListWebAuthnCredentials',
    call: (auth) => collect(passkeys.list(auth)),
    sent: {},
    answer: { NextToken: undefined },
    gives: [
      {
        id: 'Credentials.CredentialId',
        name: 'Credentials.FriendlyCredentialName',
        relyingParty: 'Credentials.RelyingPartyId',
        attachment: 'Credentials.AuthenticatorAttachment',
        transports: ['Credentials.AuthenticatorTransports'],
        created: WHEN,
      },
    ],
    least: { answer: { Credentials: [] } },
    needs: ['Credentials'],
  },
  'passkeys.delete': {
    operation: 'DeleteWebAuthnCredential',
    input: 'credential-1',
    call: (auth, input) => passkeys.delete(auth, input),
    sent: { CredentialId: 'credential-1' },
    gives: undefined,
    least: { input: 'c', answer: {} },
  },
  'sessions.list': {
    operation: 'ListUserSessions',
    call: (auth) => collect(sessions.list(auth)),
    sent: {},
    answer: { NextToken: undefined },
    gives: [
      {
        id: 'Sessions.SessionId',
        kind: 'TOKEN',
        clientId: 'Sessions.ClientId',
        created: WHEN,
        lastActive: WHEN,
        deviceType: 'Sessions.DeviceType',
        ipAddress: 'Sessions.LastIPAddress',
        city: 'Sessions.LastLocation.City',
        country: 'Sessions.LastLocation.Country',
        originId: 'Sessions.OriginSessionId',
        isCurrent: true,
      },
    ],
    least: { answer: {} },
  },
  'sessions.revoke': {
    operation: 'RevokeUserSession',
    input: { sessionId: SESSION_ID, withLinked: true },
    call: (auth, input) => sessions.revoke(auth, input),
    sent: { SessionId: SESSION_ID, RevokeAssociatedSessions: 'LINKED' },
    gives: undefined,
    least: { input: { sessionId: SESSION_ID }, answer: {} },
  },
};

describe('poolkey/account', () => {
  let pool;
  let auth;

  async function signIn() {
    const step = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens());
    assert.equal((await step).kind, 'signedIn');
  }

  /** What the last request was, without what the core adds. */
  function lastRequest() {
    const { target, body } = pool.requests.at(-1);
    const operation = target.replace('AWSCognitoIdentityProviderService.', '');
    const input = JSON.parse(body);
    assert.deepEqual(faults(input, MODEL[operation].input, operation), []);
    const { AccessToken, ClientId, ...rest } = input;
    assert.ok(AccessToken === 'access-1' || ClientId === IDS.clientId);
    return { operation, input: rest };
  }

  beforeEach(async () => {
    pool = await fakePool();
    auth = createAuth({ ...IDS, endpoint: pool.url, timeoutMs: 5_000 });
    await signIn();
  });
  afterEach(async () => {
    auth.close();
    await pool.stop();
  });

  for (const [name, { operation, input, call, sent, answer, gives, least, needs = [] }] of Object.entries(FUNCTIONS)) {
    const whole = { ...complete(MODEL[operation].output), ...answer };

    test(`${name} asks ${operation} for what it is given, and reads the whole answer`, async () => {
      const given = call(auth, input);
      await pool.answer(200, whole);
      assert.deepEqual(await given, gives);
      assert.deepEqual(lastRequest(), { operation, input: sent });
    });

    test(`${name} does with the least that there can be`, async () => {
      const given = call(auth, least.input);
      await pool.answer(200, least.answer);
      await given;
      lastRequest();
    });

    test(`${name} makes a value or unexpected_reply of whatever is answered`, async () => {
      for (const odd of oddities(whole)) {
        // Another page would be asked for.
        if (odd?.PaginationToken || odd?.NextToken) continue;
        const given = refusal(call(auth, input));
        await pool.answer(200, JSON.stringify(odd));
        const { code, stack } = await given;
        assert.ok(code === undefined || code === 'unexpected_reply', `${JSON.stringify(odd)} is ${stack}`);
      }
    });

    for (const path of needs) {
      test(`${name} misses ${path} where it is not there`, async () => {
        const lacking = structuredClone(whole);
        const names = path.split('.');
        const last = names.pop();
        delete names.reduce((object, member) => object[member], lacking)[last];
        const given = refusal(call(auth, input));
        await pool.answer(200, lacking);
        const { code, message } = await given;
        assert.equal(code, 'unexpected_reply');
        assert.match(message, new RegExp(`${operation} has no ${last}\\.`));
      });
    }

    if (input !== undefined) {
      test(`${name} sends nothing where its input is wrong`, async () => {
        const count = pool.requests.length;
        const hostile = {
          get username() {
            throw new TypeError('mine');
          },
          get attribute() {
            throw new TypeError('mine');
          },
          get sms() {
            throw new TypeError('mine');
          },
        };
        const wrong = [undefined, null, 7, Symbol('s'), 'x'.repeat(5000), hostile];
        if (typeof input === 'string') wrong.push({}, []);
        else if (Array.isArray(input)) wrong.push({}, 'x', [7], [undefined], ['x'.repeat(5000)]);
        else {
          for (const member of Object.keys(input)) {
            for (const odd of [null, 7, [], [7], { x: 7 }, () => 'x', 1n]) wrong.push({ ...input, [member]: odd });
            if (typeof input[member] === 'string') wrong.push({ ...input, [member]: 'x'.repeat(70_000) });
          }
        }
        for (const odd of wrong) {
          const error = await refusal(call(auth, odd));
          assert.ok(error instanceof PoolkeyError, `${name} ${describeValue(odd)}: ${error.stack}`);
          assert.equal(error.code, 'invalid_input', `${name} ${describeValue(odd)}`);
        }
        assert.equal(pool.requests.length, count);
      });
    }

    test(`${name} hands on what the pool refuses`, async () => {
      const given = refusal(call(auth, input));
      await pool.answer(400, { __type: 'InvalidParameterException', message: 'no' });
      const { code, serviceError } = await given;
      assert.deepEqual([code, serviceError], ['invalid_request', 'InvalidParameterException']);
    });
  }

  test('every operation of the account has a function, but those that only `auth.call` asks', () => {
    const known = new Set(Object.values(FUNCTIONS).map(({ operation }) => operation));
    const tested = ['DeleteUser', 'GlobalSignOut', 'VerifySoftwareToken'];
    const elsewhere = ['StartWebAuthnRegistration', 'CompleteWebAuthnRegistration'];
    const ofTheCore = [
      ...['ConfirmDevice', 'GetTokensFromRefreshToken', 'InitiateAuth', 'RespondToAuthChallenge', 'RevokeToken'],
    ];
    const byName = ['SetUserSettings', 'UpdateAuthEventFeedback'];
    const covered = [...known, ...tested, ...elsewhere, ...ofTheCore, ...byName].sort();
    assert.deepEqual(covered, Object.keys(MODEL).sort());
  });

  test('an authenticator app is verified, with another code after a wrong one', async () => {
    const begun = mfa.setUpTotp(auth);
    await pool.answer(200, { SecretCode: 'JBSWY3DPEHPK3PXP' });
    const app = await begun;
    const right = app.verify({ code: '123456', deviceName: 'phone' });
    await pool.answer(200, { Status: 'SUCCESS' });
    assert.equal(await right, undefined);
    assert.deepEqual(lastRequest(), {
      operation: 'VerifySoftwareToken',
      input: { UserCode: '123456', FriendlyDeviceName: 'phone' },
    });
    for (const [status, body, code] of [
      [200, { Status: 'ERROR' }, 'wrong_code'],
      [200, {}, 'unexpected_reply'],
      [400, { __type: 'EnableSoftwareTokenMFAException', message: 'no' }, 'wrong_code'],
    ]) {
      const verified = refusal(app.verify({ code: '123456' }));
      await pool.answer(status, body);
      assert.equal((await verified).code, code);
    }
    for (const input of [undefined, {}, { code: 1 }, { code: '1', deviceName: 7 }]) {
      assert.equal((await refusal(app.verify(input))).code, 'invalid_input');
    }
    for (const [issuer, owner] of [
      [undefined, 'a'],
      ['a', 7],
      ['\ud800', 'a'],
    ]) {
      assert.throws(() => app.uri(issuer, owner), { code: 'invalid_input' });
    }
  });

  for (const [name, list, operation, items, token, item] of [
    ['devices', () => devices.list(auth), 'ListDevices', 'Devices', 'PaginationToken', (n) => ({ DeviceKey: `k${n}` })],
    [
      'sessions',
      () => sessions.list(auth),
      'ListUserSessions',
      'Sessions',
      'NextToken',
      (n) => ({ SessionId: `k${n}` }),
    ],
    [
      'passkeys',
      () => passkeys.list(auth),
      'ListWebAuthnCredentials',
      'Credentials',
      'NextToken',
      (n) => ({
        CredentialId: `k${n}`,
        FriendlyCredentialName: '',
        RelyingPartyId: '',
        AuthenticatorTransports: [],
        CreatedAt: 1,
      }),
    ],
  ]) {
    test(`${name} come page by page, and no page is asked for before it is wanted`, async () => {
      const count = pool.requests.length;
      const all = list();
      const first = all.next();
      await pool.answer(200, { [items]: [item(1)], [token]: 'page-2' });
      const { value } = await first;
      assert.equal(value.id ?? value.key, 'k1');
      assert.equal(pool.requests.length, count + 1);
      const rest = collect(all);
      await pool.answer(200, { [items]: [], [token]: 'page-3' });
      await pool.answer(200, { [items]: [item(2), item(3)] });
      assert.equal((await rest).length, 2);
      assert.deepEqual(lastRequest(), { operation, input: { [token]: 'page-3' } });
      assert.equal(pool.requests.length, count + 3);
    });

    test(`${name} that go round in a circle end`, async () => {
      const all = refusal(collect(list()));
      for (const next of ['a', 'b', 'a']) await pool.answer(200, { [items]: [], [token]: next });
      assert.equal((await all).code, 'unexpected_reply');
    });
  }

  test('a preference that Cognito does not know is refused', async () => {
    for (const input of [{ passkey: 'preferred' }, { sms: true }, { totp: 'ON' }]) {
      assert.equal((await refusal(mfa.setPreference(auth, input))).code, 'invalid_input');
    }
  });

  test('an attribute called __proto__ is an attribute', async () => {
    const read = account.profile(auth);
    await pool.answer(200, { Username: 'ada', UserAttributes: [{ Name: '__proto__', Value: 'x' }, { Name: 'a' }] });
    const { attributes } = await read;
    assert.deepEqual(Object.entries(attributes), [
      ['__proto__', 'x'],
      ['a', ''],
    ]);
    assert.equal({}.x, undefined);
  });

  test('a call ends when its signal does, and when its time is over', async () => {
    const stop = new AbortController();
    const read = refusal(account.profile(auth, { signal: stop.signal }));
    const held = pool.hold();
    await held.arrived;
    stop.abort();
    assert.equal((await read).code, 'aborted');
    const late = refusal(account.profile(auth, { timeoutMs: 30 }));
    pool.hold();
    assert.equal((await late).code, 'timeout');
    for (const options of [{ timeoutMs: 0 }, { timeoutMs: 'soon' }, { signal: {} }, { signal: null }]) {
      assert.equal((await refusal(account.profile(auth, options))).code, 'invalid_input');
    }
  });

  test('the device of this session is read from the access token', async () => {
    assert.equal(await devices.current(auth), undefined);
    const token = (claims) => `e30.${Buffer.from(claims).toString('base64url')}.c2ln`;
    const holding = (accessToken) => ({ accessToken: async () => accessToken });
    assert.equal(await devices.current(holding(token(`{"device_key":"${KEY}","n":"\u00fc?>"}`))), KEY);
    for (const odd of ['', '..', token('null'), token('7'), token('{'), token('{"device_key":7}'), 'e30.***.x']) {
      assert.equal(await devices.current(holding(odd)), undefined);
    }
  });
});

describe('an end', () => {
  let pool;
  let auth;
  beforeEach(async () => {
    pool = await fakePool();
    auth = createAuth({ ...IDS, endpoint: pool.url, timeoutMs: 5_000 });
    const step = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens());
    await step;
  });
  afterEach(async () => {
    auth.close();
    await pool.stop();
  });

  for (const [name, operation, ends] of [
    ['deleteUser', 'DeleteUser', account.deleteUser],
    ['signOutEverywhere', 'GlobalSignOut', account.signOutEverywhere],
  ]) {
    test(`${name} asks ${operation} and forgets the session, and nothing is left to revoke`, async () => {
      const end = ends(auth);
      await pool.answer(200, '');
      assert.equal(await end, undefined);
      const [, , { target, body }, ...more] = pool.requests;
      assert.deepEqual(more, []);
      assert.match(target, new RegExp(`\\.${operation}$`));
      assert.deepEqual(faults(JSON.parse(body), MODEL[operation].input), []);
      assert.equal(await auth.user(), undefined);
    });

    test(`${name} that is refused leaves the session`, async () => {
      const end = refusal(ends(auth));
      await pool.answer(400, { __type: 'ForbiddenException', message: 'no' });
      assert.notEqual((await end).code, undefined);
      assert.equal((await auth.user()).username, 'ada');
    });
  }

  test('without a session what needs one is signed_out, and nothing is asked', async () => {
    const out = auth.signOut();
    await pool.answer(200, {});
    await out;
    const count = pool.requests.length;
    assert.equal((await refusal(account.profile(auth))).code, 'signed_out');
    assert.equal((await refusal(account.deleteUser(auth))).code, 'signed_out');
    assert.equal(pool.requests.length, count);
  });
});

describe('a new account', () => {
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

  test('is signed in to with the session of its confirmation, and nothing is typed again', async () => {
    const confirming = account.confirmSignUp(auth, { username: 'ada', code: '123456', session: SESSION, ...CONTEXT });
    await pool.answer(200, { Session: 'n'.repeat(20) });
    const { signIn } = await confirming;
    const step = signIn();
    await pool.answer(200, tokens());
    assert.equal((await step).kind, 'signedIn');
    const { target, body } = pool.requests.at(-1);
    assert.match(target, /InitiateAuth$/);
    const input = JSON.parse(body);
    assert.deepEqual(faults(input, MODEL.InitiateAuth.input), []);
    assert.deepEqual(input, {
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'ada' },
      ClientId: IDS.clientId,
      Session: 'n'.repeat(20),
      ClientMetadata: CONTEXT.clientMetadata,
      AnalyticsMetadata: { AnalyticsEndpointId: 'endpoint-1' },
    });
  });

  test('is told what threat protection wants to know, from the app or from the page', async () => {
    globalThis.AmazonCognitoAdvancedSecurityData = { getData: (...given) => given.join() };
    try {
      for (const [input, data] of [
        [{ username: 'ada' }, `ada,${IDS.userPoolId},${IDS.clientId}`],
        [{ username: 'ada', userContext: 'mine' }, 'mine'],
      ]) {
        const sent = account.resendCode(auth, input);
        await pool.answer(200, {});
        await sent;
        assert.equal(JSON.parse(pool.requests.at(-1).body).UserContextData.EncodedData, data);
      }
      globalThis.AmazonCognitoAdvancedSecurityData = {
        getData() {
          throw new Error('theirs');
        },
      };
      const sent = account.forgotPassword(auth, { username: 'ada' });
      await pool.answer(200, {});
      await sent;
      assert.equal(JSON.parse(pool.requests.at(-1).body).UserContextData, undefined);
    } finally {
      delete globalThis.AmazonCognitoAdvancedSecurityData;
    }
  });
});

describe('a bundler', () => {
  async function bundled(contents) {
    const resolveDir = fileURLToPath(new URL('.', import.meta.url));
    const { outputFiles } = await build({
      stdin: { contents, resolveDir },
      bundle: true,
      format: 'esm',
      minify: true,
      write: false,
      loader: { '.wasm': 'file' },
      outdir: '/bundle',
    });
    return outputFiles[0].text;
  }

  test('drops what is not imported', async () => {
    const text = await bundled("import { signUp } from 'poolkey/account'; console.log(signUp);");
    assert.match(text, /"SignUp"/);
    for (const { operation } of Object.values(FUNCTIONS)) {
      if (operation !== 'SignUp') assert.ok(!text.includes(`"${operation}"`), operation);
    }
    assert.ok(!text.includes('PublicKeyCredential'));
    assert.equal((await bundled("import 'poolkey/account'; import 'poolkey/passkeys';")).trim(), '');
  });

  test('keeps of a namespace what belongs to it', async () => {
    const text = await bundled("import { devices } from 'poolkey/account'; console.log(devices.list);");
    assert.match(text, /"ListDevices"/);
    for (const other of ['SignUp', 'ListUserSessions', 'SetUserMFAPreference']) assert.ok(!text.includes(`"${other}"`));
  });
});

function describeValue(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}
