// What an app gives can be anything, even something that throws when it is looked at. Only text crosses, and only so much.

import { type ErrorCode, failure, PoolkeyError } from './errors.js';

/** Longer than any name, password or answer that a pool accepts. */
const MAX_LENGTH = 4096;

/** Reads what an app gave; whatever goes wrong becomes a failure with this code. */
export function readable<T>(code: ErrorCode, what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof PoolkeyError) throw cause;
    throw failure(code, `What ${what} was given cannot be read. Pass plain objects with texts in them.`, cause);
  }
}

/** A text, and not too long. */
export function checkedText(value: unknown, name: string, longest = MAX_LENGTH): string {
  if (typeof value === 'string' && value.length <= longest) return value;
  throw failure('invalid_input', `${name} must be a text of at most ${longest} characters.`);
}

/** An object, and no list. */
export function checkedObject<T>(value: T, name: string): T & object {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw failure('invalid_input', `${name} must be an object.`);
}

/** A text that may be left out. */
export function maybeText(value: unknown, name: string, longest?: number): string | undefined {
  return value === undefined ? undefined : checkedText(value, name, longest);
}

/** The longest time that a timer takes; a longer one would end at once. */
export const MAX_TIMEOUT = 2 ** 31 - 1;

/** Whether a timer takes it. */
export function isTimeout(timeoutMs: unknown): boolean {
  return Number.isInteger(timeoutMs) && (timeoutMs as number) > 0 && (timeoutMs as number) <= MAX_TIMEOUT;
}

/** What can end a call, or nothing. */
export function checkedSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined || typeof signal?.addEventListener === 'function') return signal;
  throw failure('invalid_input', 'signal must be that of an AbortController.');
}
