// The pool of each scenario, made by AWS's own SDK as a developer's script does it. One local-pool serves them all; each
// scenario has a pool of its own in it.

import { PASSWORD, preparePool, SMS } from '../peers/administrator.mjs';

const PERSON = {
  email: 'ada@example.com',
  email_verified: 'true',
  phone_number: '+12065550100',
  phone_number_verified: 'true',
};
const ADA = { users: { ada: PERSON } };
const flows = (...names) => ({ client: { ExplicitAuthFlows: [...names, 'ALLOW_REFRESH_TOKEN_AUTH'] } });
const SMS_MFA = { SmsMfaConfiguration: { SmsConfiguration: SMS } };
const EMAIL_MFA = { EmailMfaConfiguration: { Message: 'Your code is {####}.', Subject: 'Code' } };
const FIRST_FACTORS = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
  SmsConfiguration: SMS,
};

/** Name of the scenario to what its pool is made with; `besides` does what the administrator does besides. */
const WANTED = {
  'a password is proved': ADA,
  'a password is sent where it is asked for by name': { ...ADA, ...flows('ALLOW_USER_PASSWORD_AUTH') },
  'a code by text message is the second factor': { ...ADA, mfa: { MfaConfiguration: 'ON', ...SMS_MFA } },
  'an authenticator app is set up within the sign-in, and asked for at the next': {
    users: { ada: { email: 'ada@example.com' } },
    mfa: { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } },
  },
  'one of several second factors is chosen': {
    ...ADA,
    mfa: { MfaConfiguration: 'OPTIONAL', ...SMS_MFA, ...EMAIL_MFA },
    async besides({ admin, poolId }) {
      const on = { Enabled: true, PreferredMfa: false };
      const settings = { SMSMfaSettings: on, EmailMfaSettings: on };
      await admin.adminSetUserMFAPreference({ UserPoolId: poolId, Username: 'ada', ...settings });
    },
  },
  'a temporary password is replaced': {
    pool: { Schema: [{ Name: 'name', Required: true, Mutable: true }] },
    async besides({ admin, poolId }) {
      await admin.adminCreateUser({
        UserPoolId: poolId,
        Username: 'new',
        TemporaryPassword: 'Temporary-horse-7',
        UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
        MessageAction: 'SUPPRESS',
      });
    },
  },
  'the pool offers the ways in': { ...ADA, pool: FIRST_FACTORS, ...flows('ALLOW_USER_AUTH') },
  'a way in is preferred': { ...ADA, pool: FIRST_FACTORS, ...flows('ALLOW_USER_AUTH') },
  'the app asks its own questions, as often as it likes': {
    ...ADA,
    ...flows('ALLOW_CUSTOM_AUTH'),
    triggers: riddle(),
  },
  'a device is remembered, proves itself, and may be forgotten': {
    ...ADA,
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } },
    mfa: { MfaConfiguration: 'ON', ...SMS_MFA },
  },
  'an account is made, used and deleted': {
    pool: { AutoVerifiedAttributes: ['email'] },
    ...flows('ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'),
  },
  'a session can be asked to prove more': {
    ...ADA,
    pool: FIRST_FACTORS,
    ...flows('ALLOW_USER_AUTH'),
    mfa: { MfaConfiguration: 'OPTIONAL', ...SMS_MFA },
  },
  'what is throttled is tried again, and what may have been done is not': ADA,
};

/** The functions of a pool that asks a riddle, three times at most, after the password where that was given. */
function riddle() {
  return {
    DefineAuthChallenge(event) {
      const rounds = event.request.session;
      const last = rounds.at(-1);
      const asked = rounds.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE');
      if (last?.challengeName === 'SRP_A') event.response.challengeName = 'PASSWORD_VERIFIER';
      else if (last?.challengeResult && last.challengeName === 'CUSTOM_CHALLENGE') event.response.issueTokens = true;
      else if (asked.length >= 3) event.response.failAuthentication = true;
      else event.response.challengeName = 'CUSTOM_CHALLENGE';
      return event;
    },
    CreateAuthChallenge(event) {
      event.response.publicChallengeParameters = { riddle: '6 x 7' };
      event.response.privateChallengeParameters = { answer: '42' };
      return event;
    },
    VerifyAuthChallengeResponse(event) {
      const { challengeAnswer, privateChallengeParameters } = event.request;
      event.response.answerCorrect = challengeAnswer === privateChallengeParameters.answer;
      return event;
    },
  };
}

/** Makes the pool of a scenario; `startTriggers` serves its functions where it has any. */
export async function poolOf(name, url, startTriggers) {
  const { besides, triggers, pool = {}, ...wanted } = WANTED[name];
  const served = triggers && (await startTriggers(triggers));
  const made = await preparePool(url, { ...wanted, pool: { ...pool, ...(served && { LambdaConfig: served.config }) } });
  await besides?.(made);
  return { url, userPoolId: made.poolId, clientId: made.clientId, stop: async () => served?.stop() };
}

export { PASSWORD };
