// What a signed-in person does to the account in the demo: details, password, second steps, sessions, and the ways out; in
// Chromium also passkeys, with an authenticator that the browser pretends.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChromium } from '../peers/amplify/chromium-app.mjs';
import { startLocalPool } from '../peers/local-pool.mjs';
import { oneTimePassword, wrongOneTimePassword } from '../peers/one-time-password.mjs';
import {
  atStep,
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
import { CLIENT_ID, engines, leftBehind, openDemo, POOL_ID, serveDemo, signIn, violations } from './demo-site.mjs';

for (const engine of engines) {
  describe(`an account in the demo in ${engine}`, { concurrency: false }, () => {
    let demo;
    let pool;
    let site;
    let page;

    before(async () => {
      demo = await startDemo(engine);
      ({ pool, site, page } = demo);
    });

    after(() => demo?.stop());

    test('has its details changed, and a new address verified by a code', async () => {
      await openDemo(page, site);
      await signIn(page, { username: 'ada', password: PASSWORD });
      await signedInAs(page, 'ada');
      await openSection(page, 'attributes');
      const changes = { '#edit-name': 'Ada Lovelace', '#edit-email': 'lovelace@example.com' };
      await send(page, changes, '#edit-submit');
      await told(page, 'Your details are saved. We sent a code by email to l***@e***.');
      await page.waitFor(() => document.querySelector('#profile').textContent.includes('Ada Lovelace'));
      await page.click('#verify-email button.link');
      await send(page, { '#verify-email-form-code': '000000' }, '#verify-email-form-submit');
      assert.equal(await refusedAt(page, '#verify-email-form-failure'), 'wrong_code');
      await send(page, { '#verify-email-form-code': await pool.code('ada') }, '#verify-email-form-submit');
      await told(page, 'Email is verified.');
      await page.waitFor(() => document.querySelector('#verify-email') === null);
    });

    test('has its password changed by who knows the old one', async () => {
      await openSection(page, 'password-change');
      const password = 'Another-horse-8';
      await send(page, { '#change-previous': 'Wrong-horse-7', '#change-password': password }, '#change-submit');
      assert.equal(await refusedAt(page, '#change-failure'), 'wrong_credentials');
      await send(page, { '#change-previous': PASSWORD, '#change-password': password }, '#change-submit');
      await told(page, 'password is changed');
      const typed = await page.evaluate(() => document.querySelector('#change-password').value);
      assert.equal(typed, '', 'no password stays in the field');
      await signOut(page);
      await signIn(page, { username: 'ada', password });
      await signedInAs(page, 'ada');
    });

    test('has an authenticator app set up, asked for first, and turned off', async () => {
      await openSection(page, 'second-factors');
      await page.click('#set-up-app');
      await page.waitFor('.qr');
      const secret = (await page.text('#secret')).replaceAll(' ', '');
      const { now } = await (await fetch(`${pool.url}/_local/clock`)).json();
      await send(page, { '#app-code': wrongOneTimePassword(secret, now) }, '#app-submit');
      assert.equal(await refusedAt(page, '#app-failure'), 'wrong_code');
      await send(page, { '#app-code': oneTimePassword(secret, now) }, '#app-submit');
      await told(page, 'authenticator app is asked for');
      await page.waitFor('[data-factor="totp"][data-setting="off"]');
      await page.click('[data-factor="totp"][data-setting="off"]');
      await told(page, 'Authenticator app is off.');
      await page.click('[data-factor="email"][data-setting="on"]');
      await told(page, 'Code by email is on.');
      await signOut(page);
      await signIn(page, { username: 'ada', password: 'Another-horse-8' });
      await atStep(page, 'emailCode');
      await send(page, { '#step-code': await pool.code('ada') }, '#step-submit');
      await signedInAs(page, 'ada');
      await signOut(page);
    });

    test('shows its sessions, and ends another one', async () => {
      await openDemo(page, site);
      await signIn(page, { username: 'sam', password: PASSWORD });
      await atStep(page, 'smsCode');
      await send(page, { '#step-code': await pool.code('sam') }, '#step-submit');
      await signedInAs(page, 'sam');
      await page.reload();
      await page.waitFor('#signed-out');
      await signIn(page, { username: 'sam', password: PASSWORD });
      await atStep(page, 'smsCode');
      await send(page, { '#step-code': await pool.code('sam') }, '#step-submit');
      await signedInAs(page, 'sam');
      await openSection(page, 'sessions');
      const count = () => page.evaluate(() => document.querySelectorAll('#sessions li').length);
      assert.equal(await count(), 2);
      await page.click('[data-session]');
      await told(page, 'session is ended');
      await page.waitFor(() => document.querySelectorAll('#sessions [data-session]').length === 0);
    });

    test('is signed out everywhere', async () => {
      await openSection(page, 'leaving');
      await page.click('#sign-out-everywhere');
      await page.waitFor('#signed-out');
      await told(page, 'here and everywhere else');
      const left = await page.evaluate(() => document.documentElement.outerHTML);
      assert.doesNotMatch(left, /Sam Example|\+12065550100/);
    });

    test('is deleted when its name is typed, and only then', async () => {
      await openDemo(page, site);
      await page.click('#to-sign-up');
      const ivy = { '#sign-up-username': 'ivy', '#sign-up-email': 'ivy@example.com', '#sign-up-password': PASSWORD };
      await send(page, ivy, '#sign-up-submit');
      await page.waitFor('#confirm');
      await send(page, { '#confirm-code': await pool.code('ivy') }, '#confirm-submit');
      await signedInAs(page, 'ivy');
      await openSection(page, 'leaving');
      await send(page, { '#delete-name': 'ada' }, '#delete-submit');
      await page.waitFor('#delete-failure:not(:empty)');
      assert.match(await page.text('#delete-failure'), /Nothing was deleted/);
      await send(page, { '#delete-name': 'ivy' }, '#delete-submit');
      await page.waitFor('#signed-out');
      await told(page, 'account is deleted');
      await signIn(page, { username: 'ivy', password: PASSWORD });
      assert.equal(await refusedAt(page, '#failure'), 'wrong_credentials');
    });

    test('left nothing behind, and caused no violation of the strict policy', async () => {
      assert.deepEqual(await leftBehind(page), []);
      assert.deepEqual(await violations(page, site), []);
    });
  });
}

if (engines.includes('chromium')) {
  describe('passkeys in the demo in chromium', { concurrency: false }, () => {
    let pool;
    let site;
    let chromium;
    let page;
    let authenticator;

    before(async () => {
      pool = await startLocalPool(await demoPool());
      site = await serveDemo({ userPoolId: POOL_ID, clientId: CLIENT_ID, endpoint: pool.url });
      chromium = await startChromium();
      // The pool's passkeys are of localhost, and 127.0.0.1 is another host.
      const window = await chromium.open(site.url.replace('127.0.0.1', 'localhost'));
      page = window.page;
      authenticator = await window.authenticator();
    });

    after(async () => {
      await chromium?.close();
      await site?.stop();
      await pool?.stop();
    });

    test('a passkey is made, and who cancels is told so', async () => {
      await signIn(page, { username: 'ada', password: PASSWORD });
      await page.waitForSelector('#signed-in');
      await page.click('#passkeys > summary');
      await authenticator.refuse();
      await page.click('#add-passkey');
      await page.waitForSelector('#passkeys-section-failure[data-code="passkey_cancelled"]');
      await authenticator.accept();
      await page.click('#add-passkey');
      await page.waitForSelector('#passkeys li');
      assert.equal((await authenticator.credentials()).length, 1);
      await page.click('#sign-out');
    });

    test('it signs in, after a ceremony that was cancelled', async () => {
      await page.waitForSelector('#signed-out');
      await page.click('#more-ways > summary');
      await page.selectOption('#flow', 'choice');
      await page.selectOption('#preferred', 'WEB_AUTHN');
      await signIn(page, { username: 'ada', password: '' });
      await page.waitForSelector('#use-passkey');
      await authenticator.refuse();
      await page.click('#use-passkey');
      await page.waitForSelector('#use-passkey-failure[data-code="passkey_cancelled"]');
      await authenticator.accept();
      await page.click('#use-passkey');
      await page.waitForSelector('#signed-in');
      assert.equal(await page.innerText('#who'), 'Signed in as ada');
    });

    test('it is deleted, and signs in no more', async () => {
      await page.click('#passkeys > summary');
      await page.click('[data-passkey]');
      await page.waitForSelector('#notice:has-text("is deleted here")');
      assert.equal(await page.locator('#passkeys li').count(), 0);
      await page.click('#sign-out');
      await page.click('#more-ways > summary');
      await page.selectOption('#flow', 'choice');
      await signIn(page, { username: 'ada', password: '' });
      await page.waitForSelector('[data-choice]');
      assert.equal(await page.locator('[data-choice="WEB_AUTHN"]').count(), 0);
      assert.deepEqual(site.violations, []);
    });
  });
}
