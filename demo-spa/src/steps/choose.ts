// There are several ways, and one is chosen: of a second factor, or of the way in. Each is a button; a way in by password
// takes the password at once, so that it is proved and never sent.

import type { SelectFactorStep, SelectFirstFactorStep, SignInStep } from 'poolkey';
import { smallForm } from '../form.js';
import { make } from '../make.js';
import { silence, tell } from '../page.js';
import { factorDetail, factorName } from '../plain-names.js';
import type { StepParts, Surroundings } from './parts.js';

export function selectFactorStep(step: SelectFactorStep, { next }: Surroundings): StepParts {
  return {
    heading: 'Choose a second step',
    words: 'Your account has more than one. Which one is at hand?',
    body: choices(step.options, async (choice) => next(await step.answer({ choice }))),
  };
}

export function selectFirstFactorStep(step: SelectFirstFactorStep, { username, next }: Surroundings): StepParts {
  const byPassword = step.options.some((option) => option === 'PASSWORD_SRP' || option === 'PASSWORD');
  const others = step.options.filter((option) => option !== 'PASSWORD_SRP' && option !== 'PASSWORD');
  const form = smallForm({
    id: 'step',
    fields: [{ name: 'password', label: 'Password', kind: 'secret', autocomplete: 'current-password' }],
    submit: 'Sign in with the password',
    busy: 'Signing in…',
    send: async ({ password }) => next(await step.answer({ password })),
  });
  const or = byPassword && others.length > 0 ? [make('p', { class: 'or' }, 'or')] : [];
  return {
    heading: 'How do you want to sign in?',
    words: `This is what the pool offers to ${username}.`,
    body: [
      ...(byPassword ? [form] : []),
      ...or,
      ...choices(others, async (choice) => next(await step.answer({ choice }))),
    ],
  };
}

/** A button for each; while one works the others rest. */
export function choices<Choice extends string>(
  options: readonly Choice[],
  choose: (choice: Choice) => Promise<void>,
): Node[] {
  const failure = make('div', { id: 'choice-failure', class: 'failure', role: 'alert' });
  const list = make('div', { class: 'choices', role: 'group', 'aria-label': 'Ways to go on' });
  for (const option of options) {
    const detail = factorDetail(option);
    const one = make(
      'button',
      { type: 'button', class: 'choice', 'data-choice': option },
      make('span', { class: 'choice-name' }, factorName(option)),
      detail === undefined ? undefined : make('span', { class: 'choice-detail' }, detail),
    );
    one.addEventListener('click', async () => {
      silence(failure);
      setDisabled(list, true);
      try {
        await choose(option);
      } catch (thrown) {
        tell(failure, thrown);
      } finally {
        setDisabled(list, false);
      }
    });
    list.append(one);
  }
  return [list, failure];
}

/** Does what leads on, and tells what went wrong beside the button. */
export function goOn(
  label: string,
  id: string,
  act: () => Promise<SignInStep>,
  next: (step: SignInStep) => void,
): Node[] {
  const failure = make('div', { class: 'failure', role: 'alert', id: `${id}-failure` });
  const one = make('button', { type: 'button', class: 'primary wide', id }, label);
  one.addEventListener('click', async () => {
    silence(failure);
    one.disabled = true;
    try {
      next(await act());
    } catch (thrown) {
      tell(failure, thrown);
      one.disabled = false;
      one.focus();
    }
  });
  return [failure, one];
}

function setDisabled(list: HTMLElement, disabled: boolean): void {
  for (const one of list.querySelectorAll('button')) one.disabled = disabled;
}
