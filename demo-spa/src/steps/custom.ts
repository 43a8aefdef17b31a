// The app's own question, asked by its Lambda triggers, with what came along; and a challenge that is known by its name
// only, answered with Cognito's own names.

import type { CustomStep, OtherStep } from 'poolkey';
import { smallForm } from '../form.js';
import { make } from '../make.js';
import { fillTable } from '../page.js';
import type { StepParts, Surroundings } from './parts.js';

export function customStep(step: CustomStep, { next }: Surroundings): StepParts {
  const form = smallForm({
    id: 'step',
    fields: [{ name: 'answer', label: 'Your answer' }],
    submit: 'Answer',
    send: async ({ answer }) => next(await step.answer({ answer })),
  });
  return {
    heading: 'A question for you',
    words: 'This app asks a question of its own.',
    body: [...parameters(step.parameters), form],
  };
}

export function otherStep(step: OtherStep, { next }: Surroundings): StepParts {
  const form = smallForm({
    id: 'step',
    fields: [
      { name: 'name', label: 'Name of the response', hint: 'As Cognito calls it, such as SOFTWARE_TOKEN_MFA_CODE.' },
      { name: 'value', label: 'Response' },
    ],
    submit: 'Answer',
    send: async ({ name, value }) => next(await step.answer({ [name]: value })),
  });
  return {
    heading: 'One more step',
    words: `The user pool asks for ${step.challenge}, which this demo has no form of its own for.`,
    body: [...parameters(step.parameters), form],
  };
}

function parameters(sent: Readonly<Record<string, string>>): Node[] {
  if (Object.keys(sent).length === 0) return [];
  const table = make('table', {}, make('caption', {}, 'What the pool sent with it'), make('tbody'));
  fillTable(table, Object.entries(sent));
  return [table];
}
