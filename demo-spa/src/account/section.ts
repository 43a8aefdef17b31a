// A part of the account that opens: a summary, and a body that is asked from the pool when it is opened first and again
// after each change. What goes wrong is told inside it; that the session is over is for the whole view to tell.

import { PoolkeyError } from 'poolkey';
import { button, make } from '../make.js';
import { silence, tell } from '../page.js';

/** What surrounds the sections. */
export interface Account {
  /** The session is over, and why in a sentence. */
  end(sentence: string): void;
  news(sentence: string): void;
}

/** The codes that say that nobody is signed in any more. */
const OVER = new Set(['session_expired', 'signed_out', 'core_crashed']);

/** Whether a failure ended the session; it has been told then. */
export function endedBy(failure: unknown, account: Account): boolean {
  if (!(failure instanceof PoolkeyError) || !OVER.has(failure.code)) return false;
  account.end(failure.message);
  return true;
}

export class Section {
  readonly element: HTMLDetailsElement;
  readonly #body = make('div', { class: 'section-body' });
  readonly #failure: HTMLElement;
  /** The news again, where the eyes are; the page's own region tells it aloud. */
  readonly #said = make('p', { class: 'said' });

  constructor(
    id: string,
    { title, detail }: { title: string; detail: string },
    private readonly account: Account,
    /** What is in it now. */
    private readonly content: (section: Section) => Promise<Node[]>,
  ) {
    this.#failure = make('div', { id: `${id}-section-failure`, class: 'failure', role: 'alert' });
    this.element = make(
      'details',
      { id, class: 'card section' },
      make('summary', {}, make('h2', {}, title), make('span', { class: 'detail' }, detail)),
      this.#body,
      this.#said,
      this.#failure,
    );
    this.element.addEventListener('toggle', () => {
      if (this.element.open) void this.reload();
      else this.#body.replaceChildren();
      this.#said.textContent = '';
    });
  }

  /** Puts in what is there now; the focus stays in the section. */
  async reload(): Promise<void> {
    const hadFocus = this.#body.contains(document.activeElement);
    try {
      const nodes = await this.content(this);
      if (this.element.isConnected && this.element.open) this.#body.replaceChildren(...nodes);
    } catch (failure) {
      this.#tell(failure);
    }
    if (hadFocus && this.element.isConnected) this.element.querySelector('summary')?.focus();
  }

  /** A change: told aloud when it is done, and then the section is as it is now. Without words for it, nothing follows. */
  async change(act: () => Promise<void>, done?: string): Promise<void> {
    silence(this.#failure);
    this.#said.textContent = '';
    await act();
    if (done === undefined || !this.element.isConnected) return;
    await this.reload();
    this.say(done);
  }

  say(sentence: string): void {
    this.#said.textContent = sentence;
    this.account.news(sentence);
  }

  /** A button that changes something; it rests while it works. */
  button(
    label: string,
    act: () => Promise<void>,
    done: string | undefined,
    attributes: Record<string, string> = {},
  ): HTMLButtonElement {
    const made = button(
      label,
      async () => {
        made.disabled = true;
        try {
          await this.change(act, done);
        } catch (failure) {
          this.#tell(failure);
        } finally {
          made.disabled = false;
        }
      },
      attributes,
    );
    return made;
  }

  /** For the forms in it: whether the failure ended the session. */
  readonly tookFailure = (failure: unknown): boolean => !this.element.isConnected || endedBy(failure, this.account);

  #tell(failure: unknown): void {
    if (!this.tookFailure(failure)) tell(this.#failure, failure);
  }
}

/** A list of things with what can be done to each. */
export function list(
  label: string,
  items: readonly { name: Node | string; detail: string; actions: Node[] }[],
): HTMLElement {
  return make(
    'ul',
    { class: 'items', 'aria-label': label },
    ...items.map(({ name, detail, actions }) =>
      make(
        'li',
        {},
        make(
          'div',
          { class: 'item-words' },
          make('div', { class: 'item-name' }, name),
          make('div', { class: 'detail' }, detail),
        ),
        make('div', { class: 'actions' }, ...actions),
      ),
    ),
  );
}

export const nothing = (sentence: string): HTMLElement => make('p', { class: 'detail' }, sentence);

export const when = (date: Date | undefined): string =>
  date === undefined
    ? 'at an unknown time'
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Everything that a list of the package yields. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
