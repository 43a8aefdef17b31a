// A forgotten password: the name, then the code that was sent and a new password. Pools that hide who has an account answer
// alike for everybody, so the page says that a code went out if there is such an account.

import type { Auth } from 'poolkey';
import { type CodeDelivery, confirmForgotPassword, forgotPassword } from 'poolkey/account';
import { focusIn, smallForm } from './form.js';
import { button, make } from './make.js';
import { element } from './page.js';
import { sentTo } from './plain-names.js';

export class ForgottenPasswordView {
  onDone: (sentence: string, username: string) => void = () => {};
  onLeave: () => void = () => {};

  readonly #view = element('forgotten-view', HTMLElement);

  constructor(private readonly auth: Auth) {}

  begin(username: string): void {
    this.#put(
      'Forgot your password?',
      'Tell us your name, and we send a code to the address or number of your account.',
      smallForm({
        id: 'forgotten',
        fields: [{ name: 'username', label: 'User name', autocomplete: 'username', value: username }],
        submit: 'Send a code',
        busy: 'Sending…',
        send: async (values) => {
          const { delivery } = await forgotPassword(this.auth, values);
          this.#reset(values.username, delivery);
        },
      }),
    );
  }

  show(): void {
    this.#view.hidden = false;
    focusIn(this.#view);
  }

  hide(): void {
    this.#view.hidden = true;
    this.#view.replaceChildren();
  }

  #reset(username: string, delivery: CodeDelivery | undefined): void {
    const form = smallForm({
      id: 'reset',
      fields: [
        { name: 'code', label: 'Code', kind: 'code' },
        { name: 'password', label: 'New password', kind: 'secret', autocomplete: 'new-password' },
      ],
      submit: 'Set the new password',
      busy: 'Saving…',
      send: async ({ code, password }) => {
        await confirmForgotPassword(this.auth, { username, code, password });
        if (form.isConnected) this.onDone('Your new password is set. Sign in with it.', username);
      },
    });
    this.#put('Set a new password', `${sentTo(delivery)} If there is no such account, none arrives.`, form);
    focusIn(form);
  }

  #put(heading: string, detail: string, form: HTMLElement): void {
    this.#view.replaceChildren(
      make('h1', { id: 'forgotten-heading', tabindex: '-1' }, heading),
      make('p', { class: 'detail' }, detail),
      form,
      make(
        'div',
        { class: 'links' },
        button('Back to sign-in', () => this.onLeave(), { id: 'forgotten-back', class: 'link' }),
      ),
    );
  }
}
