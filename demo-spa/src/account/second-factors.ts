// The second steps of a sign-in: which are on, which is asked for first, and an authenticator app that is set up.

import type { Auth } from 'poolkey';
import { type MfaPreference, mfa, profile } from 'poolkey/account';
import { appDetails } from '../authenticator-app.js';
import { focusIn, smallForm } from '../form.js';
import { make } from '../make.js';
import { factorName } from '../plain-names.js';
import { type Account, list, Section } from './section.js';

const ISSUER = 'Poolkey demo';

type Factor = Exclude<keyof MfaPreference, 'passkey'>;
type Setting = NonNullable<MfaPreference[Factor]>;

const FACTORS: readonly { factor: Factor; name: string; needs?: string }[] = [
  { factor: 'totp', name: 'SOFTWARE_TOKEN_MFA' },
  { factor: 'sms', name: 'SMS_MFA', needs: 'phone_number' },
  { factor: 'email', name: 'EMAIL_OTP', needs: 'email' },
];

export function secondFactorsSection(auth: Auth, account: Account): Section {
  const detail = { title: 'Second step', detail: 'What is asked for beside the password' };
  return new Section('second-factors', detail, account, async (section) => {
    const { username, attributes, mfaEnabled = [], mfaPreferred } = await profile(auth);
    const place = make('div', { id: 'app-set-up' });
    const change = (factor: Factor, setting: Setting, label: string, done: string) =>
      section.button(label, () => mfa.setPreference(auth, { [factor]: setting }), done, {
        'data-factor': factor,
        'data-setting': setting,
      });

    const items = FACTORS.filter(({ needs }) => needs === undefined || attributes[needs]).map(({ factor, name }) => {
      const said = factorName(name);
      const on = mfaEnabled.includes(name);
      const preferred = mfaPreferred === name;
      const setUp = section.button('Set up', () => setUpApp(auth, section, place, username), undefined, {
        id: 'set-up-app',
      });
      const turnOn = factor === 'totp' ? setUp : change(factor, 'on', 'Turn on', `${said} is on.`);
      const prefer = change(factor, 'preferred', 'Ask for this first', `${said} is asked for first.`);
      const off = change(factor, 'off', 'Turn off', `${said} is off.`);
      return {
        name: said,
        detail: preferred ? 'On, asked for first' : on ? 'On' : 'Off',
        actions: on ? [...(preferred ? [] : [prefer]), off] : [turnOn],
      };
    });
    return [list('Second steps', items), place];
  });
}

async function setUpApp(auth: Auth, section: Section, place: HTMLElement, username: string): Promise<void> {
  const app = await mfa.setUpTotp(auth);
  const form = smallForm({
    id: 'app',
    fields: [{ name: 'code', label: 'The code that the app shows', kind: 'code' }],
    submit: 'Turn on the app',
    busy: 'Checking…',
    tookFailure: section.tookFailure,
    send: async ({ code }) => {
      await app.verify({ code });
      await section.change(
        () => mfa.setPreference(auth, { totp: 'preferred' }),
        'Your authenticator app is asked for from now on.',
      );
    },
  });
  place.replaceChildren(appDetails({ secretCode: app.secretCode, uri: app.uri(ISSUER, username) }), form);
  focusIn(form);
}
