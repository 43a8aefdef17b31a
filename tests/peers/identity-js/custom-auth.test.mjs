// Custom authentication and the other Lambda triggers by amazon-cognito-identity-js, with a webhook server of the test in
// the place of Lambda: challenges of the app's own, and what the triggers allow, deny, add and write.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import identity from 'amazon-cognito-identity-js';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { travel } from '../traveling.mjs';
import { startTriggers } from '../triggers.mjs';
import { answer, attributes, next, person, refusal, refused, signedIn } from './person.mjs';

const { AuthenticationDetails } = identity;

const PET = 'Dolly the sheep';
const TRIES = 3;

let pool;
let app;
let triggers;

before(async () => {
  triggers = await startTriggers({
    DefineAuthChallenge: defineChallenge,
    CreateAuthChallenge(event) {
      event.response.publicChallengeParameters = { question: 'What is your pet called?' };
      event.response.privateChallengeParameters = { answer: PET };
      event.response.challengeMetadata = 'PET';
      return event;
    },
    VerifyAuthChallengeResponse(event) {
      event.response.answerCorrect = event.request.challengeAnswer === event.request.privateChallengeParameters.answer;
      return event;
    },
    PreSignUp: (event) => event,
    PostConfirmation: (event) => event,
    PreAuthentication: (event) => event,
    PostAuthentication: (event) => event,
    PreTokenGeneration: (event) => event,
    CustomMessage: (event) => event,
    UserMigration: (event) => event,
  });
  pool = await startLocalPool();
  const prepared = await preparePool(pool.url, {
    pool: { AutoVerifiedAttributes: ['email'], LambdaConfig: triggers.config },
    client: {
      ExplicitAuthFlows: [
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    },
    users: { ada: { email: 'ada@example.com', email_verified: 'true' }, ben: {} },
  });
  app = { url: pool.url, ...prepared };
});

after(async () => {
  await pool?.stop();
  await triggers?.stop();
});

test('a challenge of the app’s own is asked and answered, with no password', async () => {
  const { user } = person(app, 'ada');
  const asked = await begin(user);
  assert.equal(asked.step, 'customChallenge');
  assert.equal(asked.parameters.question, 'What is your pet called?');
  assert.equal(JSON.stringify(asked).includes(PET), false, 'what is private stays at the pool');
  const { step, session } = await answerWith(user, PET);
  assert.equal(step, 'onSuccess');
  assert.equal(session.getAccessToken().payload.username, 'ada');
});

test('a wrong answer is asked again, and at the third there is an end', async () => {
  const { user } = person(app, 'ada');
  await begin(user);
  for (let wrong = 1; wrong < TRIES; wrong += 1) assert.equal((await answerWith(user, 'Rex')).step, 'customChallenge');
  const refusedAtLast = await refusal(answerWith(user, 'Rex'));
  assert.deepEqual(
    [refusedAtLast.code, refusedAtLast.message],
    ['NotAuthorizedException', 'Incorrect username or password.'],
  );
  assert.equal(await refused(answerWith(user, PET)), 'NotAuthorizedException');
});

test('an answered session is good once, and for three minutes', async () => {
  const { user } = person(app, 'ada');
  await begin(user);
  const used = user.Session;
  await answerWith(user, PET);
  user.Session = used;
  assert.equal(await refused(answerWith(user, PET)), 'NotAuthorizedException');

  await begin(user);
  await travel(pool, 181);
  assert.equal(await refused(answerWith(user, PET)), 'NotAuthorizedException');
});

test('the password comes first where the app begins with SRP', async () => {
  const { user, signIn } = person(app, 'ada');
  const { step } = await signIn(PASSWORD, { flow: 'CUSTOM_AUTH' });
  assert.equal(step, 'customChallenge');
  const { request } = triggers.eventsOf('DefineAuthChallenge').at(-1);
  assert.deepEqual(
    request.session.map(({ challengeName, challengeResult }) => [challengeName, challengeResult]),
    [
      ['SRP_A', true],
      ['PASSWORD_VERIFIER', true],
    ],
  );
  assert.equal((await answerWith(user, PET)).step, 'onSuccess');
  assert.equal(await refused(person(app, 'ada').signIn('wrong', { flow: 'CUSTOM_AUTH' })), 'NotAuthorizedException');
});

test('a trigger gets Cognito’s event', async () => {
  const { user } = person(app, 'ada');
  await begin(user, { shop: 'Paris' });
  await next((on) => user.sendCustomChallengeAnswer(PET, on, { shop: 'Rome' }));
  const event = triggers.eventsOf('VerifyAuthChallengeResponse').at(-1);
  assert.equal(event.version, '1');
  assert.equal(event.triggerSource, 'VerifyAuthChallengeResponse_Authentication');
  assert.equal(event.region, 'us-east-1');
  assert.equal(event.userPoolId, app.poolId);
  assert.equal(event.userName, 'ada');
  assert.equal(event.callerContext.clientId, app.clientId);
  assert.equal(event.request.userAttributes.email, 'ada@example.com');
  assert.equal(event.request.challengeAnswer, PET);
  assert.deepEqual(event.request.clientMetadata, { shop: 'Rome' });
});

test('a trigger that fails, and one that answers nonsense, fail the call as Cognito says it', async () => {
  await triggers.during({ CreateAuthChallenge: fail('out of questions') }, async () => {
    const error = await refusal(begin(person(app, 'ada').user));
    assert.deepEqual(
      [error.code, error.message],
      ['UserLambdaValidationException', 'CreateAuthChallenge failed with error out of questions.'],
    );
  });
  await triggers.during({ DefineAuthChallenge: () => 'nonsense' }, async () => {
    assert.equal(await refused(begin(person(app, 'ada').user)), 'InvalidLambdaResponseException');
  });
});

test('pre sign-up confirms, verifies and denies', async () => {
  const confirm = (event) => {
    Object.assign(event.response, { autoConfirmUser: true, autoVerifyEmail: true });
    return event;
  };
  await triggers.during({ PreSignUp: confirm }, async () => {
    const result = await signUp('cora');
    assert.equal(result.userConfirmed, true);
    assert.equal(triggers.eventsOf('PostConfirmation').at(-1).triggerSource, 'PostConfirmation_ConfirmSignUp');
    const { session } = await signedIn(app, 'cora', PASSWORD);
    assert.equal(session.getIdToken().payload.email_verified, true);
  });
  await triggers.during({ PreSignUp: fail('Not you') }, async () => {
    const error = await refusal(signUp('dora'));
    assert.deepEqual(
      [error.code, error.message],
      ['UserLambdaValidationException', 'PreSignUp failed with error Not you.'],
    );
  });
  assert.equal(await refused(person(app, 'dora').signIn(PASSWORD)), 'NotAuthorizedException');
});

test('pre authentication denies the right password; post authentication sees the sign-in', async () => {
  await triggers.during({ PreAuthentication: fail('Closed on Sundays') }, async () => {
    const error = await refusal(person(app, 'ben').signIn(PASSWORD));
    assert.deepEqual(
      [error.code, error.message],
      ['UserLambdaValidationException', 'PreAuthentication failed with error Closed on Sundays.'],
    );
  });
  const before = triggers.eventsOf('PostAuthentication').length;
  await signedIn(app, 'ben', PASSWORD);
  assert.equal(await refused(person(app, 'ben').signIn('wrong')), 'NotAuthorizedException');
  assert.equal(triggers.eventsOf('PostAuthentication').length, before + 1);
});

test('pre token generation adds claims, takes away and overrides groups, at a refresh too', async () => {
  const change = (event) => {
    event.response.claimsOverrideDetails = {
      claimsToAddOrOverride: { shoe: '43', email: 'masked@example.com' },
      claimsToSuppress: ['email_verified'],
      groupOverrideDetails: { groupsToOverride: ['guests'] },
    };
    return event;
  };
  await triggers.during({ PreTokenGeneration: change }, async () => {
    const { user, session } = await signedIn(app, 'ada', PASSWORD);
    const check = (claims) => {
      assert.deepEqual([claims.shoe, claims.email, claims.email_verified], ['43', 'masked@example.com', undefined]);
      assert.deepEqual(claims['cognito:groups'], ['guests']);
    };
    check(session.getIdToken().payload);
    assert.equal(triggers.eventsOf('PreTokenGeneration').at(-1).triggerSource, 'TokenGeneration_Authentication');
    const refreshed = await answer((done) => user.refreshSession(session.getRefreshToken(), done));
    check(refreshed.getIdToken().payload);
    assert.equal(triggers.eventsOf('PreTokenGeneration').at(-1).triggerSource, 'TokenGeneration_RefreshTokens');
  });
});

test('a message is what custom message makes of it, with the code where it says', async () => {
  const write = (event) => {
    event.response.emailSubject = 'Welcome';
    event.response.emailMessage = `Type ${event.request.codeParameter} to come in.`;
    return event;
  };
  await triggers.during({ CustomMessage: write }, async () => {
    const { user } = await signUp('eva');
    const message = await pool.message('eva@example.com');
    assert.equal(message.subject, 'Welcome');
    assert.equal(message.body, `Type ${message.code} to come in.`);
    await answer((done) => user.confirmRegistration(message.code, false, done));
  });
});

test('a user of another directory moves in at their first sign-in', async () => {
  const migrate = (event) => {
    if (event.userName !== 'finn' || event.request.password !== PASSWORD) throw new Error('Bad password');
    event.response = {
      userAttributes: { email: 'finn@example.com', email_verified: 'true' },
      finalUserStatus: 'CONFIRMED',
      messageAction: 'SUPPRESS',
    };
    return event;
  };
  const finn = () => person(app, 'finn');
  await triggers.during({ UserMigration: migrate }, async () => {
    assert.equal(await refused(finn().signIn('wrong', { flow: 'USER_PASSWORD_AUTH' })), 'NotAuthorizedException');
    assert.equal((await finn().signIn(PASSWORD, { flow: 'USER_PASSWORD_AUTH' })).step, 'onSuccess');
  });
  const { session } = await signedIn(app, 'finn', PASSWORD);
  assert.equal(session.getIdToken().payload.email, 'finn@example.com');
});

function defineChallenge(event) {
  const rounds = event.request.session;
  const own = rounds.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE');
  const { response } = event;
  response.issueTokens = false;
  response.failAuthentication = false;
  if (rounds.length === 1 && rounds[0].challengeName === 'SRP_A') response.challengeName = 'PASSWORD_VERIFIER';
  else if (own.at(-1)?.challengeResult) response.issueTokens = true;
  else if (own.length >= TRIES) response.failAuthentication = true;
  else response.challengeName = 'CUSTOM_CHALLENGE';
  return event;
}

const begin = (user, metadata) => {
  const details = new AuthenticationDetails({ Username: user.getUsername(), ClientMetadata: metadata });
  return next((on) => user.initiateAuth(details, on));
};

const answerWith = (user, text) => next((on) => user.sendCustomChallengeAnswer(text, on));

const signUp = (name) =>
  answer((done) =>
    person(app, name).userPool.signUp(name, PASSWORD, attributes({ email: `${name}@example.com` }), null, done),
  );

const fail = (message) => () => {
  throw new Error(message);
};
