// The sign-in form: takes a user name and a password, shows that it works, says in words what went wrong and keeps what
// was typed. The password leaves the field as soon as it has been accepted or refused.

import type { Auth, SignInStep } from 'poolkey';
import { PoolkeyError } from 'poolkey';
import { showButton } from './form.js';
import { button } from './make.js';
import { element, silence, tell } from './page.js';
import { WaysIn } from './ways-in.js';

export class SignInForm {
  onStep: (step: SignInStep, username: string) => void = () => {};
  onSignUp: () => void = () => {};
  /** The account was never confirmed. */
  onUnconfirmed: (username: string) => void = () => {};
  onForgotten: (username: string) => void = () => {};

  readonly #view = element('signed-out', HTMLElement);
  readonly #form = element('sign-in', HTMLFormElement);
  readonly #username = element('username', HTMLInputElement);
  readonly #password = element('password', HTMLInputElement);
  readonly #submit = element('submit', HTMLButtonElement);
  readonly #failure = element('failure', HTMLElement);
  readonly #ways: WaysIn;

  constructor(
    credentials: { username: string; password: string } | undefined,
    private readonly auth: Auth,
  ) {
    this.#ways = new WaysIn((device) => auth.importDevice(device));
    const show = showButton(this.#password);
    show.id = 'show-password';
    this.#password.after(show);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#submit.disabled) void this.#send();
    });
    element('to-sign-up', HTMLButtonElement).addEventListener('click', () => this.onSignUp());
    element('to-forgotten', HTMLButtonElement).addEventListener('click', () => this.onForgotten(this.#username.value));
    if (credentials !== undefined) this.#offer(credentials);
  }

  show(): void {
    this.#view.hidden = false;
  }

  hide(): void {
    this.#view.hidden = true;
    silence(this.#failure);
  }

  focus(): void {
    (this.#username.value === '' ? this.#username : this.#password).focus();
  }

  /** Somebody's name goes in, or nobody's: then nothing of anybody is left in the form. */
  setName(username: string): void {
    this.#username.value = username;
    this.#hidePassword();
    if (username === '') this.#ways.reset();
  }

  async #send(): Promise<void> {
    const username = this.#username.value.trim();
    silence(this.#failure);
    this.#setBusy(true);
    try {
      const step = await this.auth.signIn(this.#ways.input({ username, password: this.#password.value }));
      this.#hidePassword();
      this.#setBusy(false);
      this.onStep(step, username);
    } catch (failure) {
      this.#setBusy(false);
      this.#refuse(failure, username);
    }
  }

  #refuse(failure: unknown, username: string): void {
    tell(this.#failure, failure);
    const code = failure instanceof PoolkeyError ? failure.code : undefined;
    // Another try needs another password only where the password was the trouble.
    if (code === 'wrong_credentials') {
      this.#password.value = '';
      this.#password.focus();
    } else if (code === 'user_not_confirmed') {
      this.#leadOn('Enter the code', () => this.onUnconfirmed(username));
    } else if (code === 'password_reset_required') {
      this.#leadOn('Set a new password', () => this.onForgotten(username));
    } else {
      this.#submit.focus();
    }
  }

  #leadOn(label: string, lead: () => void): void {
    const on = button(label, lead, { id: 'lead-on' });
    this.#failure.append(on);
    on.focus();
  }

  #hidePassword(): void {
    this.#password.value = '';
    if (this.#password.type === 'text') element('show-password', HTMLButtonElement).click();
  }

  #setBusy(busy: boolean): void {
    this.#form.setAttribute('aria-busy', String(busy));
    this.#submit.disabled = busy;
    this.#submit.textContent = busy ? 'Signing in…' : 'Sign in';
    this.#username.readOnly = busy;
    this.#password.readOnly = busy;
  }

  #offer({ username, password }: { username: string; password: string }): void {
    element('hint-username', HTMLElement).textContent = username;
    element('hint-password', HTMLElement).textContent = password;
    element('fill-in', HTMLButtonElement).addEventListener('click', () => {
      this.#username.value = username;
      this.#password.value = password;
      this.#submit.focus();
    });
    element('hint', HTMLElement).hidden = false;
  }
}
