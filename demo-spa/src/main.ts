// The demo's one page: which of its views is shown, and what leads from one to the next.
// A stranger's code on the public API of `poolkey`; it keeps no token, writes to no storage and sets no HTML.

import type { Auth, SignInStep } from 'poolkey';
import { createAuth } from 'poolkey';
import { AccountView } from './account-view.js';
import { readDemoConfig } from './demo-config.js';
import { ForgottenPasswordView } from './forgotten-password-view.js';
import { element, tell } from './page.js';
import { SignInForm } from './sign-in-form.js';
import { SignUpView } from './sign-up-view.js';
import { StepView } from './step-view.js';

const notice = element('notice', HTMLElement);

try {
  const config = await readDemoConfig();
  const auth = createAuth(config.pool);
  const form = new SignInForm(config.credentials, auth);
  connect(auth, form);
  form.show();
  // Loading goes on while the person types; a page that cannot sign anybody in says so now and not after the password.
  await auth.ready;
} catch (failure) {
  element('submit', HTMLButtonElement).disabled = true;
  element('signed-out', HTMLElement).hidden = false;
  tell(element('failure', HTMLElement), failure);
}

function connect(auth: Auth, form: SignInForm): void {
  const account = new AccountView(auth);
  const steps = new StepView();
  const signUp = new SignUpView(auth);
  const forgotten = new ForgottenPasswordView(auth);

  const say = (sentence: string): void => {
    notice.textContent = sentence;
  };

  const show = (view: { show(): void; hide(): void }, fill: () => void = () => {}): void => {
    for (const each of [form, steps, signUp, forgotten, account]) each.hide();
    say('');
    fill();
    view.show();
    scrollTo(0, 0);
  };

  const toForm = (sentence: string, username: string): void => {
    show(form, () => form.setName(username));
    say(sentence);
    form.focus();
  };

  const onStep = (step: SignInStep, username: string): void => {
    if (step.kind === 'signedIn') {
      form.setName('');
      show(account, () => account.fill(step.user));
      void account.readProfile();
    } else {
      show(steps, () => steps.fill(step, username));
    }
  };

  form.onStep = onStep;
  form.onSignUp = () => show(signUp, () => signUp.begin());
  form.onUnconfirmed = (username) => show(signUp, () => signUp.resume(username));
  form.onForgotten = (username) => show(forgotten, () => forgotten.begin(username));
  steps.onStep = onStep;
  signUp.onStep = onStep;
  for (const view of [steps, signUp, forgotten]) view.onLeave = () => toForm('', '');
  signUp.onDone = toForm;
  forgotten.onDone = toForm;
  account.onEnd = (sentence) => toForm(sentence, '');
  account.onNews = say;
}
