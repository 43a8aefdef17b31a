// The demo's one page: which of its three views is shown, and what leads from one to the next.
// A stranger's code on the public API of `poolkey`; it keeps no token, writes to no storage and sets no HTML.

import type { Auth, SignInStep } from 'poolkey';
import { createAuth } from 'poolkey';
import { AccountView } from './account-view.js';
import { readDemoConfig } from './demo-config.js';
import { NextStepView } from './next-step-view.js';
import { element, tell } from './page.js';
import { SignInForm } from './sign-in-form.js';

const notice = element('notice', HTMLElement);

try {
  const config = await readDemoConfig();
  const auth = createAuth(config.pool);
  const form = new SignInForm(config.credentials, (username, password) => auth.signIn({ username, password }));
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
  const nextStep = new NextStepView();

  const show = (view: { show(): void; hide(): void }): void => {
    for (const each of [form, account, nextStep]) each.hide();
    view.show();
  };

  form.onStep = (step: SignInStep) => {
    notice.textContent = '';
    if (step.kind === 'signedIn') {
      show(account);
      account.fill(step.user);
      void account.readProfile();
    } else {
      nextStep.fill(step.challenge, step.parameters);
      show(nextStep);
    }
  };
  nextStep.onStartOver = () => {
    show(form);
    form.focus();
  };
  account.onEnd = (sentence: string) => {
    notice.textContent = sentence;
    show(form);
    form.focus();
  };
  account.onNews = (sentence: string) => {
    notice.textContent = sentence;
  };
}
