// The password alone is asked for. Where the pool takes a proof it is proved, otherwise sent.

import type { PasswordStep } from 'poolkey';
import { smallForm } from '../form.js';
import type { StepParts, Surroundings } from './parts.js';

export function passwordStep(step: PasswordStep, { username, next }: Surroundings): StepParts {
  const form = smallForm({
    id: 'step',
    fields: [{ name: 'password', label: 'Password', kind: 'secret', autocomplete: 'current-password' }],
    submit: 'Sign in',
    busy: 'Signing in…',
    send: async ({ password }) => next(await step.answer({ password })),
  });
  return { heading: 'Enter your password', words: `Signing in as ${username}.`, body: [form] };
}
