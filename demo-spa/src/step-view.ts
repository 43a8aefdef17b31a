// One question of a sign-in: its heading, its form, and the ways out of it. Which form is by the kind of the step; what each
// does is in `steps/`. The view is emptied when it is left.

import type { SignInStep } from 'poolkey';
import { focusIn, smallForm } from './form.js';
import { button, make } from './make.js';
import { element, silence, tell } from './page.js';
import { selectFactorStep, selectFirstFactorStep } from './steps/choose.js';
import { codeStep } from './steps/code.js';
import { customStep, otherStep } from './steps/custom.js';
import { newPasswordStep } from './steps/new-password.js';
import type { StepParts, Surroundings } from './steps/parts.js';
import { passkeyStep } from './steps/passkey.js';
import { passwordStep } from './steps/password.js';
import { setUpFactorStep } from './steps/set-up-factor.js';

type Question = Exclude<SignInStep, { kind: 'signedIn' }>;

export class StepView {
  onStep: (step: SignInStep, username: string) => void = () => {};
  onLeave: () => void = () => {};

  readonly #view = element('step-view', HTMLElement);

  fill(step: Question, username: string): void {
    // An answer that comes when the person has gone elsewhere leads nowhere.
    const open = make('div');
    const next = (to: SignInStep): void => {
      if (open.isConnected) this.onStep(to, username);
    };
    const { heading, words, body } = partsOf(step, { username, next });
    open.append(
      make('h1', { id: 'step-heading', tabindex: '-1' }, heading),
      make('p', { id: 'step-words', class: 'detail' }, words),
      ...body,
      this.#waysOut(step, next),
    );
    this.#view.dataset.kind = step.kind;
    this.#view.replaceChildren(open);
  }

  show(): void {
    this.#view.hidden = false;
    const field = this.#view.querySelector<HTMLElement>('form input');
    (field ?? element('step-heading', HTMLElement)).focus();
  }

  hide(): void {
    this.#view.hidden = true;
    this.#view.replaceChildren();
    delete this.#view.dataset.kind;
  }

  #waysOut(step: Question, next: (step: SignInStep) => void): HTMLElement {
    const place = make('div', { class: 'restart' });
    const failure = make('div', { id: 'restart-failure', class: 'failure', role: 'alert' });
    const again = button(
      step.kind === 'emailCode' || step.kind === 'smsCode' ? 'Start again, new code' : 'Start again',
      async () => {
        silence(failure);
        if (step.restartNeedsPassword) {
          again.hidden = true;
          place.replaceChildren(withPassword(step, next));
          focusIn(place);
          return;
        }
        again.disabled = true;
        try {
          next(await step.restart());
        } catch (thrown) {
          tell(failure, thrown);
          again.disabled = false;
        }
      },
      { id: 'restart', class: 'link' },
    );
    const leave = button('Use another account', () => this.onLeave(), { id: 'leave', class: 'link' });
    return make('div', { class: 'ways-out' }, place, failure, make('div', { class: 'links' }, again, leave));
  }
}

function withPassword(step: Question, next: (step: SignInStep) => void): HTMLElement {
  return smallForm({
    id: 'again',
    fields: [{ name: 'password', label: 'Your password once more', kind: 'secret', autocomplete: 'current-password' }],
    submit: 'Start again',
    quiet: true,
    send: async ({ password }) => next(await step.restart({ password })),
  });
}

function partsOf(step: Question, surroundings: Surroundings): StepParts {
  switch (step.kind) {
    case 'smsCode':
    case 'emailCode':
    case 'totp':
      return codeStep(step, surroundings);
    case 'selectFactor':
      return selectFactorStep(step, surroundings);
    case 'selectFirstFactor':
      return selectFirstFactorStep(step, surroundings);
    case 'setUpFactor':
      return setUpFactorStep(step, surroundings);
    case 'newPassword':
      return newPasswordStep(step, surroundings);
    case 'password':
      return passwordStep(step, surroundings);
    case 'passkey':
      return passkeyStep(step, surroundings);
    case 'custom':
      return customStep(step, surroundings);
    case 'other':
      return otherStep(step, surroundings);
  }
}
