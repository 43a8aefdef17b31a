// The sign-in form: takes a user name and a password, shows that it works, says in words what went wrong and keeps what
// was typed. The password leaves the field as soon as it has been accepted or refused.

import type { SignInStep } from 'poolkey';
import { PoolkeyError } from 'poolkey';
import { element, silence, tell } from './page.js';

export class SignInForm {
  onStep: (step: SignInStep) => void = () => {};

  readonly #view = element('signed-out', HTMLElement);
  readonly #form = element('sign-in', HTMLFormElement);
  readonly #username = element('username', HTMLInputElement);
  readonly #password = element('password', HTMLInputElement);
  readonly #showPassword = element('show-password', HTMLButtonElement);
  readonly #submit = element('submit', HTMLButtonElement);
  readonly #failure = element('failure', HTMLElement);

  constructor(
    credentials: { username: string; password: string } | undefined,
    private readonly signIn: (username: string, password: string) => Promise<SignInStep>,
  ) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#submit.disabled) void this.#send();
    });
    this.#showPassword.addEventListener('click', () => this.#setPasswordShown(this.#password.type === 'password'));
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

  async #send(): Promise<void> {
    silence(this.#failure);
    this.#setBusy(true);
    try {
      const step = await this.signIn(this.#username.value, this.#password.value);
      this.#password.value = '';
      this.#setPasswordShown(false);
      this.#setBusy(false);
      this.onStep(step);
    } catch (failure) {
      this.#setBusy(false);
      this.#refuse(failure);
    }
  }

  #refuse(failure: unknown): void {
    tell(this.#failure, failure);
    // Another try needs another password only where the password was the trouble.
    if (failure instanceof PoolkeyError && failure.code === 'wrong_credentials') {
      this.#password.value = '';
      this.#password.focus();
    } else {
      this.#submit.focus();
    }
  }

  #setBusy(busy: boolean): void {
    this.#form.setAttribute('aria-busy', String(busy));
    this.#submit.disabled = busy;
    this.#submit.textContent = busy ? 'Signing in…' : 'Sign in';
    this.#username.readOnly = busy;
    this.#password.readOnly = busy;
  }

  #setPasswordShown(shown: boolean): void {
    this.#password.type = shown ? 'text' : 'password';
    this.#showPassword.textContent = shown ? 'Hide' : 'Show';
    this.#showPassword.ariaLabel = shown ? 'Hide password' : 'Show password';
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
