// A second factor is required and there is none yet: an authenticator app is set up, or an address for codes is given.

import type { SetUpFactorStep } from 'poolkey';
import { appDetails } from '../authenticator-app.js';
import { focusIn, smallForm } from '../form.js';
import { make } from '../make.js';
import { choices } from './choose.js';
import type { StepParts, Surroundings } from './parts.js';

const ISSUER = 'Poolkey demo';

export function setUpFactorStep(step: SetUpFactorStep, surroundings: Surroundings): StepParts {
  const place = make('div', { class: 'set-up' });
  const begin = async (factor: string): Promise<void> => {
    place.replaceChildren(...(factor === 'EMAIL_OTP' ? byEmail(step, surroundings) : await byApp(step, surroundings)));
    focusIn(place);
  };
  const possible = step.options.filter((option) => option === 'SOFTWARE_TOKEN_MFA' || option === 'EMAIL_OTP');
  place.append(...choices(possible, begin));
  return {
    heading: 'Add a second step',
    words: 'This pool asks everybody for a second proof beside the password. Set one up now; it takes a minute.',
    body: [place],
  };
}

async function byApp(step: SetUpFactorStep, { username, next }: Surroundings): Promise<Node[]> {
  const app = await step.totp();
  const form = smallForm({
    id: 'step',
    fields: [
      { name: 'code', label: 'The code that the app shows', kind: 'code' },
      { name: 'device', label: 'Name of the app (if you like)', value: '' },
    ],
    submit: 'Finish and sign in',
    busy: 'Checking…',
    send: async ({ code, device }) => next(await app.verify(device === '' ? { code } : { code, deviceName: device })),
  });
  return [
    make('p', {}, 'Scan this with your authenticator app, then type its first code.'),
    appDetails({ secretCode: app.secretCode, uri: app.uri(ISSUER, username) }),
    form,
  ];
}

function byEmail(step: SetUpFactorStep, { next }: Surroundings): Node[] {
  return [
    smallForm({
      id: 'step',
      fields: [{ name: 'email', label: 'Email address for codes', kind: 'email', autocomplete: 'email' }],
      submit: 'Send a code',
      send: async ({ email }) => next(await step.email({ email })),
    }),
  ];
}
