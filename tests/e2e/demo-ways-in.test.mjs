// Every way into the demo and every question on it, by real keys and clicks: wrong answers first, then the right one. The
// page runs under the strict policy throughout.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { oneTimePassword, wrongOneTimePassword } from '../peers/one-time-password.mjs';
import { startTriggers } from '../peers/triggers.mjs';
import {
  atStep,
  choose,
  demoPool,
  openSection,
  PASSWORD,
  refusedAt,
  send,
  signedInAs,
  signOut,
  startDemo,
  told,
} from './demo-people.mjs';
import { engines, leftBehind, openDemo, signIn, violations } from './demo-site.mjs';

for (const engine of engines) {
  describe(`ways into the demo in ${engine}`, { concurrency: false }, () => {
    let pool;
    let site;
    let page;
    let demo;

    before(async () => {
      demo = await startDemo(engine);
      ({ pool, site, page } = demo);
    });

    after(() => demo?.stop());

    test('signs up, resends the code, refuses a wrong one, and is in without the password again', async () => {
      await openDemo(page, site);
      await page.click('#to-sign-up');
      const grace = { '#sign-up-username': 'grace', '#sign-up-email': 'grace@example.com' };
      await send(page, { ...grace, '#sign-up-password': 'short' }, '#sign-up-submit');
      assert.equal(await refusedAt(page, '#sign-up-failure'), 'password_refused');
      await send(page, { '#sign-up-password': PASSWORD }, '#sign-up-submit');
      await page.waitFor('#confirm');
      assert.match(await page.text('#confirm-words'), /by email to g\*\*\*@e\*\*\*/);
      await send(page, { '#confirm-code': '000000' }, '#confirm-submit');
      assert.equal(await refusedAt(page, '#confirm-failure'), 'wrong_code');
      await page.click('#resend');
      await page.waitFor(() => document.querySelector('#confirm-words').textContent.includes('no longer good'));
      await send(page, { '#confirm-code': await pool.code('grace') }, '#confirm-submit');
      await signedInAs(page, 'grace');
      await signOut(page);
    });

    test('leads somebody who never confirmed to the code', async () => {
      await openDemo(page, site);
      await page.click('#to-sign-up');
      const hal = { '#sign-up-username': 'hal', '#sign-up-email': 'hal@example.com', '#sign-up-password': PASSWORD };
      await send(page, hal, '#sign-up-submit');
      await page.waitFor('#confirm');
      await page.click('#sign-up-back');
      await page.waitFor('#signed-out');
      await signIn(page, { username: 'hal', password: PASSWORD });
      assert.equal(await refusedAt(page, '#failure'), 'user_not_confirmed');
      await page.click('#lead-on');
      await send(page, { '#confirm-code': await pool.code('hal') }, '#confirm-submit');
      await page.waitFor('#signed-in, #signed-out');
      if (await page.evaluate(() => document.querySelector('#signed-in').hidden)) {
        await told(page, 'confirmed');
        assert.equal(await page.evaluate(() => document.querySelector('#username').value), 'hal');
        await page.fill('#password', PASSWORD);
        await page.click('#submit');
      }
      await signedInAs(page, 'hal');
      await signOut(page);
    });

    test('takes a new password for a forgotten one, and refuses the old one then', async () => {
      await openDemo(page, site);
      await page.fill('#username', 'grace');
      await page.click('#to-forgotten');
      await page.click('#forgotten-submit');
      await page.waitFor('#reset');
      const password = 'Another-horse-8';
      await send(page, { '#reset-code': '000000', '#reset-password': password }, '#reset-submit');
      assert.equal(await refusedAt(page, '#reset-failure'), 'wrong_code');
      await send(page, { '#reset-code': await pool.code('grace'), '#reset-password': password }, '#reset-submit');
      await page.waitFor('#signed-out');
      await told(page, 'new password is set');
      await signIn(page, { username: 'grace', password: PASSWORD });
      assert.equal(await refusedAt(page, '#failure'), 'wrong_credentials');
      await page.fill('#password', password);
      await page.press('Enter');
      await signedInAs(page, 'grace');
      await signOut(page);
    });

    test('asks for a code by text message, and a wrong one leaves the question open', async () => {
      await openDemo(page, site);
      await signIn(page, { username: 'sam', password: PASSWORD });
      await atStep(page, 'smsCode');
      assert.match(await page.text('#step-words'), /by text message to \+\*+0100/);
      await page.fill('#step-code', '000000');
      await page.press('Enter');
      assert.equal(await refusedAt(page, '#step-failure'), 'wrong_code');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'step-code', 'the focus is where to type');
      await page.fill('#step-code', await pool.code('sam'));
      await page.press('Enter');
      await signedInAs(page, 'sam');
    });

    test('remembers the device, which comes back after a reload and stands in for the code', async () => {
      await openSection(page, 'devices');
      await page.click('[data-remember]');
      await told(page, 'is remembered');
      await page.click('#export-device');
      await page.waitFor('#exported-device');
      const device = await page.evaluate(() => document.querySelector('#exported-device').value);
      assert.ok(JSON.parse(device).deviceKey);
      assert.deepEqual(await leftBehind(page), []);
      await signOut(page);
      const left = await page.evaluate(() => document.documentElement.outerHTML);
      assert.doesNotMatch(left, /deviceKey|\+12065550100|Sam Example/);
      await page.reload();
      await page.waitFor('#signed-out');
      await page.click('#more-ways > summary');
      await page.fill('#device', 'nonsense');
      await page.click('#import-device');
      assert.equal(await refusedAt(page, '#import-failure'), 'invalid_input');
      await page.fill('#device', device);
      await page.click('#import-device');
      await page.waitFor('#import-news:not(:empty)');
      assert.equal(await page.evaluate(() => document.querySelector('#device').value), '');
      await signIn(page, { username: 'sam', password: PASSWORD });
      await signedInAs(page, 'sam');
      await openSection(page, 'devices');
      await page.click('[data-forget]');
      await told(page, 'is forgotten');
      await page.reload();
    });

    test('starts again with the password once the question is too old', async () => {
      await openDemo(page, site);
      await signIn(page, { username: 'sam', password: PASSWORD });
      await atStep(page, 'smsCode');
      await pool.moveClock(181);
      await send(page, { '#step-code': await pool.code('sam') }, '#step-submit');
      assert.equal(await refusedAt(page, '#step-failure'), 'challenge_expired');
      await page.click('#restart');
      await send(page, { '#again-password': PASSWORD }, '#again-submit');
      await page.waitFor(() => !document.querySelector('#step-failure')?.dataset.code);
      await send(page, { '#step-code': await pool.code('sam') }, '#step-submit');
      await signedInAs(page, 'sam');
      await signOut(page);
    });

    test('lets somebody with two second factors choose', async () => {
      await openDemo(page, site);
      await signIn(page, { username: 'max', password: PASSWORD });
      await atStep(page, 'selectFactor');
      await page.click('[data-choice="EMAIL_OTP"]');
      await atStep(page, 'emailCode');
      await send(page, { '#step-code': await pool.code('max') }, '#step-submit');
      await signedInAs(page, 'max');
      await signOut(page);
    });

    test('lets the pool offer its ways, and takes a code by email or the password', async () => {
      await openDemo(page, site);
      await page.click('#more-ways > summary');
      await choose(page, '#flow', 'choice');
      await signIn(page, { username: 'ada', password: '' });
      await atStep(page, 'selectFirstFactor');
      await page.click('[data-choice="EMAIL_OTP"]');
      await atStep(page, 'emailCode');
      await send(page, { '#step-code': '00000000' }, '#step-submit');
      assert.equal(await refusedAt(page, '#step-failure'), 'wrong_code');
      await page.click('#restart');
      await atStep(page, 'selectFirstFactor');
      await send(page, { '#step-password': PASSWORD }, '#step-submit');
      await signedInAs(page, 'ada');
      await signOut(page);
    });

    test('begins with the way that is preferred', async () => {
      await openDemo(page, site);
      await page.click('#more-ways > summary');
      await choose(page, '#flow', 'choice');
      await choose(page, '#preferred', 'EMAIL_OTP');
      await signIn(page, { username: 'ada', password: '' });
      await atStep(page, 'emailCode');
      await page.click('#leave');
      await page.waitFor('#signed-out');
      assert.equal(await page.evaluate(() => document.querySelector('#username').value), '');
    });

    test('sends the password where that is asked for', async () => {
      await openDemo(page, site);
      await page.click('#more-ways > summary');
      await choose(page, '#flow', 'password');
      await signIn(page, { username: 'ada', password: PASSWORD });
      await signedInAs(page, 'ada');
      await signOut(page);
    });

    test('replaces a temporary password', async () => {
      await openDemo(page, site);
      await signIn(page, { username: 'nina', password: 'Temporary-horse-7' });
      await atStep(page, 'newPassword');
      await send(page, { '#step-password': 'short' }, '#step-submit');
      assert.equal(await refusedAt(page, '#step-failure'), 'password_refused');
      await send(page, { '#step-password': 'Permanent-horse-7' }, '#step-submit');
      await signedInAs(page, 'nina');
      await signOut(page);
    });

    test('caused no violation of the strict policy', async () => {
      assert.deepEqual(await violations(page, site), []);
      assert.deepEqual(await leftBehind(page), []);
    });
  });

  describe(`a pool that wants a second factor and asks questions, in ${engine}`, { concurrency: false }, () => {
    let demo;
    let triggers;

    before(async () => {
      triggers = await startTriggers(riddle);
      const { DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse } = triggers.config;
      const withApp = (await demoPool())
        .replace('mode = "OPTIONAL"', 'mode = "ON"')
        .replace(/^factors = .*$/m, 'factors = ["SOFTWARE_TOKEN_MFA"]')
        .replace(/^mfa = .*$/gm, '');
      const toml = withApp.replace(
        '[[clients]]',
        `[pool.triggers]
define_auth_challenge = "${DefineAuthChallenge}"
create_auth_challenge = "${CreateAuthChallenge}"
verify_auth_challenge = "${VerifyAuthChallengeResponse}"

[[clients]]`,
      );
      demo = await startDemo(engine, toml);
    });

    after(async () => {
      await demo?.stop();
      await triggers?.stop();
    });

    test('has an authenticator app set up within the sign-in, and asks for it at the next', async () => {
      const { page, pool, site } = demo;
      await openDemo(page, site);
      await signIn(page, { username: 'ada', password: PASSWORD });
      await atStep(page, 'setUpFactor');
      await page.click('[data-choice="SOFTWARE_TOKEN_MFA"]');
      await page.waitFor('.qr');
      const secret = (await page.text('#secret')).replaceAll(' ', '');
      const now = () => clockOf(pool);
      await send(page, { '#step-code': wrongOneTimePassword(secret, await now()) }, '#step-submit');
      assert.equal(await refusedAt(page, '#step-failure'), 'wrong_code');
      await send(page, { '#step-code': oneTimePassword(secret, await now()), '#step-device': 'Phone' }, '#step-submit');
      await signedInAs(page, 'ada');
      await signOut(page);
      assert.equal(
        await page.evaluate((text) => document.documentElement.outerHTML.includes(text), secret.slice(0, 4)),
        false,
      );

      await pool.moveClock(30);
      await signIn(page, { username: 'ada', password: PASSWORD });
      await atStep(page, 'totp');
      await send(page, { '#step-code': oneTimePassword(secret, await now()) }, '#step-submit');
      await signedInAs(page, 'ada');
      await signOut(page);
    });

    test("asks the app's own question until the answer is right", async () => {
      const { page, site } = demo;
      await openDemo(page, site);
      await page.click('#more-ways > summary');
      await choose(page, '#flow', 'custom');
      await signIn(page, { username: 'ada', password: '' });
      await atStep(page, 'custom');
      assert.match(await page.text('#step-view table'), /6 x 7/);
      await send(page, { '#step-answer': '41' }, '#step-submit');
      await page.waitFor(() => document.querySelector('#step-answer')?.value === '');
      await send(page, { '#step-answer': '42' }, '#step-submit');
      await signedInAs(page, 'ada');
      assert.deepEqual(await violations(page, site), []);
    });
  });
}

async function clockOf(pool) {
  return (await (await fetch(`${pool.url}/_local/clock`)).json()).now;
}

/** A riddle that can be tried three times. */
const riddle = {
  DefineAuthChallenge(event) {
    const rounds = event.request.session;
    if (rounds.at(-1)?.challengeResult) event.response.issueTokens = true;
    else if (rounds.length >= 3) event.response.failAuthentication = true;
    else event.response.challengeName = 'CUSTOM_CHALLENGE';
    return event;
  },
  CreateAuthChallenge(event) {
    event.response.publicChallengeParameters = { riddle: '6 x 7' };
    event.response.privateChallengeParameters = { answer: '42' };
    return event;
  },
  VerifyAuthChallengeResponse(event) {
    event.response.answerCorrect = event.request.challengeAnswer === '42';
    return event;
  },
};
