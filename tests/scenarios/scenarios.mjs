// Every way in and every question of a pool, from the first call to the tokens, each with its wrong answers. Written
// against the public package alone and against what a page may use, so that the same lines run in Node and in browsers.
// `pools.mjs` prepares the pool of each; `kit` is what surrounds a scenario: see `kitOf`.

/** The fields of a step that say what is asked. */
const asked = ({ kind, challenge }) => [kind, challenge];

export const scenarios = {
  async 'a password is proved'({ auth, equal, refused, ADA }) {
    equal(await refused(auth.signIn({ ...ADA, password: 'wrong' })), 'wrong_credentials');
    equal(await refused(auth.signIn({ ...ADA, username: 'nobody' })), 'wrong_credentials');
    const step = await auth.signIn(ADA);
    equal([step.kind, step.user.username], ['signedIn', 'ada']);
    equal((await auth.call('GetUser')).Username, 'ada');
    equal((await auth.signOut()).revoked, true);
    equal(await refused(auth.accessToken()), 'signed_out');
  },

  async 'a password is sent where it is asked for by name'({ auth, equal, refused, ADA }) {
    equal(await refused(auth.signIn({ ...ADA, flow: 'password', password: 'wrong' })), 'wrong_credentials');
    equal((await auth.signIn({ ...ADA, flow: 'password' })).kind, 'signedIn');
  },

  async 'a code by text message is the second factor'({ auth, equal, refused, code, moveClock, ADA }) {
    const step = await auth.signIn(ADA);
    equal(asked(step), ['smsCode', 'SMS_MFA']);
    equal(step.destination, { medium: 'SMS', to: '+*******0100' });
    equal(await refused(step.answer({ code: '000000' })), 'wrong_code');
    equal((await step.answer({ code: await code('ada') })).kind, 'signedIn');

    const late = await auth.signIn(ADA);
    await moveClock(181);
    equal(await refused(late.answer({ code: await code('ada') })), 'challenge_expired');
    equal(late.restartNeedsPassword, true);
    equal(await refused(late.restart()), 'invalid_input');
    const again = await late.restart({ password: ADA.password });
    equal((await again.answer({ code: await code('ada') })).kind, 'signedIn');
  },

  async 'an authenticator app is set up within the sign-in, and asked for at the next'(kit) {
    const { auth, equal, refused, totp, wrongTotp, moveClock, ADA } = kit;
    const step = await auth.signIn(ADA);
    equal(asked(step), ['setUpFactor', 'MFA_SETUP']);
    equal(step.options.includes('SOFTWARE_TOKEN_MFA'), true);
    const app = await step.totp();
    equal(/^[A-Z2-7]{32,}$/.test(app.secretCode), true);
    equal(app.uri('My app', 'ada@example.com').startsWith('otpauth://totp/My%20app:ada%40example.com?secret='), true);
    equal(await refused(app.verify({ code: await wrongTotp(app.secretCode) })), 'wrong_code');
    equal((await app.verify({ code: await totp(app.secretCode), deviceName: 'Phone' })).kind, 'signedIn');

    // A code is good once.
    await moveClock(30);
    const next = await auth.signIn(ADA);
    equal(asked(next), ['totp', 'SOFTWARE_TOKEN_MFA']);
    equal(await refused(next.answer({ code: await wrongTotp(app.secretCode) })), 'wrong_code');
    equal((await next.answer({ code: await totp(app.secretCode) })).kind, 'signedIn');
  },

  async 'one of several second factors is chosen'({ auth, equal, refused, code, ADA }) {
    const step = await auth.signIn(ADA);
    equal(asked(step), ['selectFactor', 'SELECT_MFA_TYPE']);
    equal([...step.options].sort(), ['EMAIL_OTP', 'SMS_MFA']);
    equal(await refused(step.answer({ choice: 'SOFTWARE_TOKEN_MFA' })), 'invalid_request');
    const chosen = await (await auth.signIn(ADA)).answer({ choice: 'EMAIL_OTP' });
    equal(asked(chosen), ['emailCode', 'EMAIL_OTP']);
    equal(chosen.destination, { medium: 'EMAIL', to: 'a***@e***' });
    equal((await chosen.answer({ code: await code('ada') })).kind, 'signedIn');
  },

  async 'a temporary password is replaced'({ auth, equal, refused }) {
    const step = await auth.signIn({ username: 'new', password: 'Temporary-horse-7' });
    equal(asked(step), ['newPassword', 'NEW_PASSWORD_REQUIRED']);
    equal(step.requiredAttributes, ['name']);
    equal(step.attributes.email, 'new@example.com');
    equal(await refused(step.answer({ password: 'short', attributes: { name: 'New' } })), 'password_refused');
    const done = await step.answer({ password: 'Permanent-horse-7', attributes: { name: 'New' } });
    equal([done.kind, done.user.claims.name], ['signedIn', 'New']);
    equal((await auth.signIn({ username: 'new', password: 'Permanent-horse-7' })).kind, 'signedIn');
  },

  async 'the pool offers the ways in'({ auth, equal, refused, code, ADA }) {
    const { username, password } = ADA;
    const offer = () => auth.signIn({ username, flow: 'choice' });
    const step = await offer();
    equal(asked(step), ['selectFirstFactor', 'SELECT_CHALLENGE']);
    equal([...step.options].sort(), ['EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP', 'SMS_OTP']);
    equal(await refused(step.answer({ password: 'wrong' })), 'wrong_credentials');
    equal((await (await offer()).answer({ password })).kind, 'signedIn');
    const byMail = await (await offer()).answer({ choice: 'EMAIL_OTP' });
    equal(asked(byMail), ['emailCode', 'EMAIL_OTP']);
    equal(await refused(byMail.answer({ code: '00000000' })), 'wrong_code');
    equal((await byMail.answer({ code: await code('ada') })).kind, 'signedIn');
    equal(byMail.restartNeedsPassword, false);
  },

  async 'a way in is preferred'({ auth, equal, refused, code, ADA }) {
    const { username, password } = ADA;
    const prefer = (preferred, more) => auth.signIn({ username, flow: 'choice', preferred, ...more });
    const byText = await prefer('SMS_OTP');
    equal(asked(byText), ['smsCode', 'SMS_OTP']);
    equal((await byText.answer({ code: await code('ada') })).kind, 'signedIn');
    equal((await prefer('PASSWORD_SRP', { password })).kind, 'signedIn');
    equal((await prefer('PASSWORD', { password })).kind, 'signedIn');
    equal((await prefer(undefined, { password })).kind, 'signedIn');
    equal(await refused(prefer('PASSWORD_SRP')), 'invalid_input');
    equal(await refused(prefer('PASSWORD_SRP', { password: 'wrong' })), 'wrong_credentials');
  },

  async 'the app asks its own questions, as often as it likes'({ auth, equal, refused, ADA }) {
    const start = () => auth.signIn({ username: 'ada', flow: 'custom', clientMetadata: { from: 'scenario' } });
    const first = await start();
    equal(asked(first), ['custom', 'CUSTOM_CHALLENGE']);
    equal(first.parameters.riddle, '6 x 7');
    const second = await first.answer({ answer: '41' });
    equal(asked(second), ['custom', 'CUSTOM_CHALLENGE']);
    // The session of the first question is spent.
    equal(await refused(first.answer({ answer: '42' })), 'invalid_input');
    equal((await second.answer({ answer: '42' })).kind, 'signedIn');
    let step = await start();
    for (let round = 0; round < 2; round += 1) step = await step.answer({ answer: 'wrong' });
    equal(await refused(step.answer({ answer: 'wrong' })), 'wrong_credentials');

    // With the password first.
    const proved = await auth.signIn({ ...ADA, flow: 'custom' });
    equal(asked(proved), ['custom', 'CUSTOM_CHALLENGE']);
    equal((await proved.answer({ answer: '42' })).kind, 'signedIn');
    equal(await refused(auth.signIn({ ...ADA, flow: 'custom', password: 'wrong' })), 'wrong_credentials');
  },

  async 'a device is remembered, proves itself, and may be forgotten'(kit) {
    const { auth, another, equal, code, ADA } = kit;
    const step = await auth.signIn(ADA);
    equal(asked(step), ['smsCode', 'SMS_MFA']);
    equal((await step.answer({ code: await code('ada') })).kind, 'signedIn');
    const device = await auth.exportDevice('ada');
    const key = JSON.parse(device).deviceKey;
    equal(
      (await auth.call('ListDevices')).Devices.map((known) => known.DeviceKey),
      [key],
    );
    // The remembered device stands in for the second factor, also after a renewal and in another place.
    equal((await auth.signIn(ADA)).kind, 'signedIn');
    equal((await auth.refresh()).username, 'ada');
    const elsewhere = another();
    equal((await elsewhere.signIn(ADA)).kind, 'smsCode');
    await elsewhere.importDevice(device);
    equal((await elsewhere.signIn(ADA)).kind, 'signedIn');

    await auth.call('ForgetDevice', { DeviceKey: key });
    const asBefore = await elsewhere.signIn(ADA);
    equal(asked(asBefore), ['smsCode', 'SMS_MFA']);
    equal(await elsewhere.exportDevice('ada'), undefined);
    equal((await asBefore.answer({ code: await code('ada') })).kind, 'signedIn');
    equal(JSON.parse(await elsewhere.exportDevice('ada')).deviceKey === key, false);
    elsewhere.close();
  },

  async 'an account is made, used and deleted'({ auth, equal, refused, code }) {
    const Username = 'grace';
    const Password = 'Correct-horse-7';
    const UserAttributes = [{ Name: 'email', Value: 'grace@example.com' }];
    equal(await refused(auth.call('SignUp', { Username, Password: 'short', UserAttributes })), 'password_refused');
    equal((await auth.call('SignUp', { Username, Password, UserAttributes })).UserConfirmed, false);
    equal(await refused(auth.call('SignUp', { Username, Password, UserAttributes })), 'username_taken');
    equal(await refused(auth.signIn({ username: Username, password: Password })), 'user_not_confirmed');
    equal(await refused(auth.call('ConfirmSignUp', { Username, ConfirmationCode: '000000' })), 'wrong_code');
    await auth.call('ResendConfirmationCode', { Username });
    const { Session } = await auth.call('ConfirmSignUp', { Username, ConfirmationCode: await code(Username) });
    // The confirmation goes on into a sign-in.
    const step = await auth.signIn({ username: Username, flow: 'session', session: Session });
    equal([step.kind, step.user.username], ['signedIn', Username]);

    await auth.call('ForgotPassword', { Username });
    const reset = { Username, Password: 'Another-horse-8' };
    equal(await refused(auth.call('ConfirmForgotPassword', { ...reset, ConfirmationCode: '000000' })), 'wrong_code');
    await auth.call('ConfirmForgotPassword', { ...reset, ConfirmationCode: await code(Username) });
    equal(await refused(auth.signIn({ username: Username, password: Password })), 'wrong_credentials');
    equal((await auth.signIn({ username: Username, password: reset.Password })).kind, 'signedIn');

    await auth.call('UpdateUserAttributes', { UserAttributes: [{ Name: 'name', Value: 'Grace' }] });
    const { UserAttributes: now } = await auth.call('GetUser');
    equal(now.find(({ Name }) => Name === 'name').Value, 'Grace');
    await auth.call('DeleteUser');
    equal(await refused(auth.signIn({ username: Username, password: reset.Password })), 'wrong_credentials');
  },

  async 'a session can be asked to prove more'({ auth, equal, refused, code, ADA }) {
    equal((await auth.signIn({ ...ADA, flow: 'choice' })).kind, 'signedIn');
    const stepUp = { acrValues: ['urn:cognito:loa:3'] };
    const step = await auth.signIn({ username: 'ada', flow: 'choice', stepUp });
    equal(asked(step), ['smsCode', 'SMS_MFA']);
    equal(await refused(step.answer({ code: '000000' })), 'wrong_code');
    const done = await step.answer({ code: await code('ada') });
    equal([done.kind, done.user.claims.acr], ['signedIn', 'urn:cognito:loa:3']);
    const unknown = { acrValues: ['urn:example:none'] };
    equal(await refused(auth.signIn({ username: 'ada', flow: 'choice', stepUp: unknown })), 'invalid_request');
  },

  async 'what is throttled is tried again, and what may have been done is not'({ auth, equal, refused, fault, ADA }) {
    await fault({ on: 'InitiateAuth', effect: { kind: 'throttle' }, times: 2 });
    equal((await auth.signIn(ADA)).kind, 'signedIn');
    await fault({ on: 'RespondToAuthChallenge', effect: { kind: 'serverError' }, times: 1 });
    equal(await refused(auth.signIn(ADA)), 'service_error');
    await fault({ on: 'GetUser', effect: { kind: 'serverError' }, times: 2 });
    equal((await auth.call('GetUser')).Username, 'ada');
    await fault({ on: 'GetUser', effect: { kind: 'latency', ms: 5_000 }, times: 1 });
    equal(await refused(auth.call('GetUser', {}, { timeoutMs: 200 })), 'timeout');
  },
};

/**
 * What surrounds a scenario. `parts`: createAuth of the package under test, the pool's `{ url, userPoolId, clientId }`, and
 * `oneTimePassword(secret, seconds)`, which may be a promise.
 */
export function kitOf({ createAuth, pool, oneTimePassword }) {
  const options = { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url };
  const local = async (path, body) => {
    const init = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return (await fetch(`${pool.url}/_local/${path}`, init)).json();
  };
  const now = async () => (await local('clock')).now;
  const open = [];
  const another = () => {
    const auth = createAuth(options);
    open.push(auth);
    return auth;
  };
  return {
    ADA: { username: 'ada', password: 'Correct-horse-7' },
    auth: another(),
    another,
    end: () => open.forEach((auth) => void auth.close()),
    equal(actual, expected) {
      const [got, wanted] = [actual, expected].map((value) => JSON.stringify(value));
      if (got !== wanted) throw new Error(`got ${got} where ${wanted} was expected`);
    },
    /** The code that a call is refused with; it fails where the call does not. */
    async refused(call) {
      const value = await call.catch((error) => error);
      if (!(value instanceof Error)) throw new Error(`it was not refused but gave ${JSON.stringify(value)}`);
      if (value.name !== 'PoolkeyError') throw value;
      return value.code;
    },
    async code(username) {
      const { messages } = await local('outbox');
      return messages.findLast((message) => message.username === username).code;
    },
    moveClock: (seconds) => local('clock', { advanceSeconds: seconds }),
    fault: (rule) => local('faults', rule),
    totp: async (secret) => oneTimePassword(secret, await now()),
    async wrongTotp(secret) {
      const at = await now();
      const near = await Promise.all([-60, -30, 0, 30, 60].map((shift) => oneTimePassword(secret, at + shift)));
      return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code));
    },
  };
}
