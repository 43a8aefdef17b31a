// The password was temporary: a new one is set, with what the pool wants to know besides.

import type { NewPasswordStep } from 'poolkey';
import { type Field, smallForm } from '../form.js';
import { attributeName } from '../plain-names.js';
import type { StepParts, Surroundings } from './parts.js';

export function newPasswordStep(step: NewPasswordStep, { next }: Surroundings): StepParts {
  const password: Field = { name: 'password', label: 'New password', kind: 'secret', autocomplete: 'new-password' };
  const wanted = step.requiredAttributes.map(
    (name): Field => ({
      name: `attribute-${name}`,
      label: attributeName(name),
      value: step.attributes[name] ?? '',
      autocomplete: name,
    }),
  );
  const form = smallForm<string>({
    id: 'step',
    fields: [...wanted, password],
    submit: 'Save and sign in',
    busy: 'Saving…',
    send: async (values) => {
      const attributes = Object.fromEntries(
        step.requiredAttributes.map((name) => [name, values[`attribute-${name}`] ?? '']),
      );
      next(await step.answer({ password: values.password ?? '', attributes }));
    },
  });
  return {
    heading: 'Choose a new password',
    words: 'Yours was temporary. This one is for you alone.',
    body: [form],
  };
}
