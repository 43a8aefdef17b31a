// A small form: labeled fields, a place for what went wrong, one button. All forms but the first are made of it, so that
// each works by keyboard, tells its failures aloud, can be sent once at a time and keeps no secret in a field.

import { PoolkeyError } from 'poolkey';
import { make } from './make.js';
import { silence, tell } from './page.js';

export interface Field {
  name: string;
  label: string;
  /** A secret can be looked at and is wiped when it was sent; a code is wiped when it was wrong. */
  kind?: 'text' | 'secret' | 'code' | 'email' | 'tel' | undefined;
  autocomplete?: string | undefined;
  value?: string | undefined;
  hint?: string | undefined;
}

export interface FormOptions<Name extends string> {
  /** The id of the form; those of its parts begin with it. */
  id: string;
  fields: readonly (Field & { name: Name })[];
  /** What the button says. */
  submit: string;
  /** What it says while it works. */
  busy?: string | undefined;
  send(values: Record<Name, string>): Promise<void>;
  /** Takes a failure that is not this form's to tell. */
  tookFailure?: ((failure: unknown) => boolean) | undefined;
  /** A button of little weight, for a form beside others. */
  quiet?: boolean | undefined;
}

/** Codes after which what was typed is wrong and is typed again. */
const WRONG = new Set(['wrong_code', 'wrong_credentials', 'code_expired', 'password_refused']);

export function smallForm<Name extends string>(options: FormOptions<Name>): HTMLFormElement {
  const { id, submit, busy = 'One moment…', tookFailure } = options;
  const failure = make('div', { id: `${id}-failure`, class: 'failure', role: 'alert' });
  const sender = make(
    'button',
    { id: `${id}-submit`, type: 'submit', class: options.quiet ? undefined : 'primary' },
    submit,
  );
  const fields = options.fields.map((field) => ({ field, input: inputOf(id, field) }));
  const form = make('form', { id, method: 'post', novalidate: true });
  form.append(...fields.map(({ field, input }) => labeled(field, input)), failure, sender);

  const setBusy = (working: boolean): void => {
    form.setAttribute('aria-busy', String(working));
    sender.disabled = working;
    sender.textContent = working ? busy : submit;
    for (const { input } of fields) input.readOnly = working;
  };

  const refuse = (thrown: unknown): void => {
    if (tookFailure?.(thrown)) return;
    tell(failure, thrown);
    const wrong = thrown instanceof PoolkeyError && WRONG.has(thrown.code);
    const again = fields.filter(({ field }) => field.kind === 'code' || field.kind === 'secret');
    if (wrong) for (const { input } of again) input.value = '';
    (wrong ? (again[0]?.input ?? sender) : sender).focus();
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (sender.disabled) return;
    silence(failure);
    setBusy(true);
    const values = Object.fromEntries(
      fields.map(({ field, input }) => [field.name, field.kind === 'secret' ? input.value : input.value.trim()]),
    );
    try {
      await options.send(values as Record<Name, string>);
      for (const { field, input } of fields) if (field.kind === 'secret' || field.kind === 'code') input.value = '';
      setBusy(false);
    } catch (thrown) {
      setBusy(false);
      refuse(thrown);
    }
  });
  return form;
}

/** Puts the focus into the first field of a form, or on its button. */
export function focusIn(form: ParentNode): void {
  form.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
}

/** A button at the end of a field that shows what is typed there. */
export function showButton(input: HTMLInputElement): HTMLButtonElement {
  const made = make('button', { type: 'button', class: 'quiet', 'aria-controls': input.id });
  const set = (shown: boolean): void => {
    input.type = shown ? 'text' : 'password';
    made.textContent = shown ? 'Hide' : 'Show';
    made.ariaLabel = shown ? 'Hide password' : 'Show password';
  };
  made.addEventListener('click', () => set(input.type === 'password'));
  set(false);
  return made;
}

function inputOf(form: string, { name, kind = 'text', autocomplete = 'off', value, hint }: Field): HTMLInputElement {
  const id = `${form}-${name}`;
  const input = make('input', {
    id,
    name,
    type: kind === 'secret' ? 'password' : kind === 'code' ? 'text' : kind,
    autocomplete: kind === 'code' ? 'one-time-code' : autocomplete,
    inputmode: kind === 'code' ? 'numeric' : undefined,
    class: kind === 'code' ? 'code' : undefined,
    autocapitalize: 'none',
    spellcheck: 'false',
    'aria-describedby': hint === undefined ? `${form}-failure` : `${id}-hint ${form}-failure`,
  });
  input.value = value ?? '';
  return input;
}

function labeled({ label, kind, hint }: Field, input: HTMLInputElement): HTMLElement {
  return make(
    'div',
    { class: 'field' },
    make('label', { for: input.id }, label),
    kind === 'secret' ? make('div', { class: 'with-button' }, input, showButton(input)) : input,
    hint === undefined ? undefined : make('p', { id: `${input.id}-hint`, class: 'detail' }, hint),
  );
}
