// A code is asked for: from a text message, an email or an authenticator app. A wrong one leaves the question open.

import type { EmailCodeStep, SmsCodeStep, TotpStep } from 'poolkey';
import { smallForm } from '../form.js';
import { sentTo } from '../plain-names.js';
import type { StepParts, Surroundings } from './parts.js';

export function codeStep(step: SmsCodeStep | EmailCodeStep | TotpStep, { next }: Surroundings): StepParts {
  const form = smallForm({
    id: 'step',
    fields: [{ name: 'code', label: 'Code', kind: 'code' }],
    submit: 'Continue',
    busy: 'Checking…',
    send: async ({ code }) => next(await step.answer({ code })),
  });
  return { ...said(step), body: [form] };
}

function said(step: SmsCodeStep | EmailCodeStep | TotpStep): { heading: string; words: string } {
  switch (step.kind) {
    case 'smsCode':
      return { heading: 'Check your phone', words: `${sentTo(step.destination)} It is good for a few minutes.` };
    case 'emailCode':
      return { heading: 'Check your email', words: `${sentTo(step.destination)} It is good for a few minutes.` };
    case 'totp': {
      const app = step.deviceName === '' ? 'your authenticator app' : `the authenticator app “${step.deviceName}”`;
      return { heading: 'Enter your code', words: `Open ${app} and type the six digits that it shows now.` };
    }
  }
}
