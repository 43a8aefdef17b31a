// What somebody writes who has read the README and nothing else. Where the pool is stands in pool.json, beside the page.

import { type AuthOptions, createAuth, PoolkeyError, type SignInStep } from 'poolkey';
import { profile } from 'poolkey/account';

const options: AuthOptions = await (await fetch('pool.json')).json();
const auth = createAuth(options);

element('sign-in', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void signIn(element('username', HTMLInputElement).value, element('password', HTMLInputElement).value);
});

async function signIn(username: string, password: string): Promise<void> {
  try {
    const step = await auth.signIn({ username, password });
    element('who', HTMLElement).textContent = await greeting(step);
  } catch (error) {
    if (!(error instanceof PoolkeyError)) throw error;
    element('failure', HTMLElement).textContent = `${error.code}: ${advice(error)}`;
  }
}

async function greeting(step: SignInStep): Promise<string> {
  switch (step.kind) {
    case 'signedIn': {
      const { email } = (await profile(auth)).attributes;
      return `Signed in as ${step.user.username}, ${email ?? 'without an address'}`;
    }
    case 'smsCode':
    case 'emailCode':
    case 'totp': {
      const code =
        prompt(step.kind === 'totp' ? 'The code of your app' : `The code sent to ${step.destination.to}`) ?? '';
      return greeting(await step.answer({ code }));
    }
    default:
      return `The pool asks for ${step.challenge}`;
  }
}

function advice(error: PoolkeyError): string {
  switch (error.code) {
    case 'wrong_credentials':
    case 'user_not_found':
      return 'That name and password do not belong together.';
    default:
      return error.retryable ? 'Please try again in a minute.' : error.message;
  }
}

function element<T extends HTMLElement>(id: string, type: abstract new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new TypeError(`there is no ${type.name} with the id ${id}`);
  return found;
}
