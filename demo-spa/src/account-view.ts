// What a signed-in person sees: who they are, the claims of their ID token, their profile, a refresh, the way out, and below
// what can be done to the account. Asks the SDK for facts about the session and never for a token.

import type { Auth, User } from 'poolkey';
import { profile } from 'poolkey/account';
import { attributesSection } from './account/attributes.js';
import { devicesSection } from './account/devices.js';
import { leavingSection } from './account/leaving.js';
import { passkeysSection } from './account/passkeys.js';
import { passwordSection } from './account/password.js';
import { secondFactorsSection } from './account/second-factors.js';
import { type Account, endedBy } from './account/section.js';
import { sessionsSection } from './account/sessions.js';
import { claimRows } from './claims.js';
import { element, fillTable, silence, tell } from './page.js';

export class AccountView {
  /** The session is over, and why in a sentence. */
  onEnd: (sentence: string) => void = () => {};
  onNews: (sentence: string) => void = () => {};

  readonly #view = element('signed-in', HTMLElement);
  readonly #who = element('who', HTMLElement);
  readonly #refresh = element('refresh', HTMLButtonElement);
  readonly #signOut = element('sign-out', HTMLButtonElement);
  readonly #profile = element('profile', HTMLTableElement);
  readonly #sections = element('sections', HTMLElement);
  readonly #failure = element('account-failure', HTMLElement);

  /** Counts how often the view was hidden, so that an answer for one person is not shown to the next. */
  #shown = 0;

  constructor(private readonly auth: Auth) {
    this.#refresh.addEventListener('click', () => void this.#whileDisabled(this.#refresh, () => this.#refreshTokens()));
    this.#signOut.addEventListener('click', () => void this.#whileDisabled(this.#signOut, () => this.#end()));
  }

  fill(user: User): void {
    this.#facts(user);
    const account = this.#account();
    const changed = () => this.readProfile();
    const sections = [
      attributesSection(this.auth, account, changed),
      passwordSection(this.auth, account),
      secondFactorsSection(this.auth, account),
      passkeysSection(this.auth, account),
      devicesSection(this.auth, account, user),
      sessionsSection(this.auth, account),
      leavingSection(this.auth, account, user.username),
    ];
    this.#sections.replaceChildren(...sections.map((section) => section.element));
  }

  show(): void {
    silence(this.#failure);
    this.#view.hidden = false;
    this.#who.focus();
  }

  /** Hides, and leaves nothing about anybody in the page. */
  hide(): void {
    this.#shown += 1;
    this.#view.hidden = true;
    this.#who.textContent = '';
    element('subject', HTMLElement).textContent = '';
    fillTable(element('claims', HTMLTableElement), []);
    fillTable(this.#profile, []);
    this.#sections.replaceChildren();
    silence(this.#failure);
  }

  async readProfile(): Promise<void> {
    const shown = this.#shown;
    try {
      const { attributes } = await profile(this.auth);
      // Somebody else may be signed in by now.
      if (shown === this.#shown) fillTable(this.#profile, Object.entries(attributes));
    } catch (failure) {
      if (shown === this.#shown) this.#tell(failure);
    }
  }

  #facts(user: User): void {
    this.#who.textContent = `Signed in as ${user.username}`;
    element('subject', HTMLElement).textContent = user.sub;
    fillTable(element('claims', HTMLTableElement), claimRows(user.claims));
    fillTable(this.#profile, []);
  }

  /** What the sections may do, as long as this person is there. */
  #account(): Account {
    const shown = this.#shown;
    return {
      end: (sentence) => {
        if (shown === this.#shown) this.onEnd(sentence);
      },
      news: (sentence) => {
        if (shown === this.#shown) this.onNews(sentence);
      },
    };
  }

  async #refreshTokens(): Promise<void> {
    this.#facts(await this.auth.refresh());
    this.onNews(`Fresh tokens since ${new Date().toLocaleTimeString()}.`);
    await this.readProfile();
  }

  async #end(): Promise<void> {
    const { revoked } = await this.auth.signOut();
    this.onEnd(
      revoked
        ? 'You are signed out. The pool has revoked your refresh token.'
        : 'You are signed out here. The pool could not be told, so its refresh token stays valid until it expires; nobody holds it any more.',
    );
  }

  async #whileDisabled(button: HTMLButtonElement, task: () => Promise<void>): Promise<void> {
    silence(this.#failure);
    this.onNews('');
    button.disabled = true;
    try {
      await task();
    } catch (failure) {
      this.#tell(failure);
    } finally {
      button.disabled = false;
    }
  }

  #tell(failure: unknown): void {
    if (!endedBy(failure, this.#account())) tell(this.#failure, failure);
  }
}
