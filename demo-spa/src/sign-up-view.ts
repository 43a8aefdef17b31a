// A new account: name, email and password; then the code; then in, without typing the password again where the pool offers
// that. Also where somebody lands who has an account and never confirmed it.

import type { Auth, SignInStep } from 'poolkey';
import { confirmSignUp, resendCode, signUp } from 'poolkey/account';
import { focusIn, smallForm } from './form.js';
import { button, make } from './make.js';
import { element, silence, tell } from './page.js';
import { sentTo } from './plain-names.js';

export class SignUpView {
  onStep: (step: SignInStep, username: string) => void = () => {};
  /** The account is there and not signed in. */
  onDone: (sentence: string, username: string) => void = () => {};
  onLeave: () => void = () => {};

  readonly #view = element('sign-up-view', HTMLElement);

  constructor(private readonly auth: Auth) {}

  begin(): void {
    this.#put(
      'Create an account',
      'You get a code by email to confirm it.',
      smallForm({
        id: 'sign-up',
        fields: [
          { name: 'username', label: 'User name', autocomplete: 'username' },
          { name: 'email', label: 'Email', kind: 'email', autocomplete: 'email' },
          {
            name: 'password',
            label: 'Password',
            kind: 'secret',
            autocomplete: 'new-password',
            hint: 'At least 8 characters, with a capital, a small letter, a number and a symbol.',
          },
        ],
        submit: 'Create account',
        busy: 'Creating…',
        send: async ({ username, email, password }) => {
          const attributes: Record<string, string> = email === '' ? {} : { email };
          const { isConfirmed, delivery, session } = await signUp(this.auth, { username, password, attributes });
          if (isConfirmed) this.onDone('Your account is ready. Sign in.', username);
          else this.#confirm({ username, session, words: sentTo(delivery) });
        },
      }),
    );
  }

  /** For an account that was made earlier. */
  async resume(username: string): Promise<void> {
    this.#confirm({ username, session: undefined, words: 'Type the code that you got when you signed up.' });
  }

  show(): void {
    this.#view.hidden = false;
    focusIn(this.#view);
  }

  hide(): void {
    this.#view.hidden = true;
    this.#view.replaceChildren();
  }

  #confirm({ username, session, words }: { username: string; session: string | undefined; words: string }): void {
    const news = make('p', { id: 'confirm-words', class: 'detail', role: 'status' }, words);
    const failure = make('div', { id: 'resend-failure', class: 'failure', role: 'alert' });
    const form = smallForm({
      id: 'confirm',
      fields: [{ name: 'code', label: 'Code', kind: 'code' }],
      submit: 'Confirm',
      busy: 'Confirming…',
      send: async ({ code }) => {
        const { signIn } = await confirmSignUp(this.auth, { username, code, session });
        if (!form.isConnected) return;
        if (!signIn) return this.onDone('Your account is confirmed. Sign in.', username);
        // The account is confirmed whatever comes now: what follows fails as a sign-in and not as a wrong code.
        const step = await signIn().catch(() => undefined);
        if (!form.isConnected) return;
        if (step) this.onStep(step, username);
        else this.onDone('Your account is confirmed. Sign in.', username);
      },
    });
    const again = button(
      'Send another code',
      async () => {
        silence(failure);
        again.disabled = true;
        try {
          const { delivery } = await resendCode(this.auth, { username });
          news.textContent = `${sentTo(delivery)} The one before is no longer good.`;
          focusIn(form);
        } catch (thrown) {
          tell(failure, thrown);
        } finally {
          again.disabled = false;
        }
      },
      { id: 'resend', class: 'link' },
    );
    this.#put(`Confirm ${username}`, news, form, failure, make('div', { class: 'links' }, again));
    focusIn(form);
  }

  #put(heading: string, detail: string | HTMLElement, ...parts: Node[]): void {
    const back = button('Back to sign-in', () => this.onLeave(), { id: 'sign-up-back', class: 'link' });
    const links =
      parts.at(-1) instanceof HTMLDivElement ? (parts.pop() as HTMLDivElement) : make('div', { class: 'links' });
    links.append(back);
    this.#view.replaceChildren(
      make('h1', { id: 'sign-up-heading', tabindex: '-1' }, heading),
      typeof detail === 'string' ? make('p', { class: 'detail' }, detail) : detail,
      ...parts,
      links,
    );
  }
}
