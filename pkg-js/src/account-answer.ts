// What an account operation answered, read with care: what may be missing is undefined, what may not is unexpected_reply.
// A member of another type than it should have counts as missing.

import { failure } from './errors.js';
import type { CodeDelivery } from './types.js';

/** An object of an answer. */
export class Answer {
  readonly #operation: string;
  readonly #members: Record<string, unknown>;

  constructor(operation: string, value: unknown) {
    this.#operation = operation;
    this.#members = isObject(value) ? value : {};
  }

  text(name: string): string | undefined {
    const value = this.#members[name];
    return typeof value === 'string' ? value : undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.#members[name];
    return typeof value === 'boolean' ? value : undefined;
  }

  /** A point in time; Cognito counts seconds. */
  date(name: string): Date | undefined {
    const value = this.#members[name];
    const date = new Date(typeof value === 'number' ? value * 1000 : Number.NaN);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }

  object(name: string): Answer | undefined {
    const value = this.#members[name];
    return isObject(value) ? new Answer(this.#operation, value) : undefined;
  }

  /** A document that is not Cognito's own, as it came. */
  document(name: string): Record<string, unknown> | undefined {
    const value = this.#members[name];
    return isObject(value) ? value : undefined;
  }

  /** The objects of a list. */
  objects(name: string): Answer[] | undefined {
    return this.#list(name)
      ?.filter(isObject)
      .map((item) => new Answer(this.#operation, item));
  }

  /** The texts of a list. */
  texts(name: string): string[] | undefined {
    return this.#list(name)?.filter((item) => typeof item === 'string');
  }

  /** A list of names and values. A name without a value has an empty one. */
  attributes(name: string): Record<string, string> | undefined {
    const pairs = this.objects(name)?.flatMap((pair): [string, string][] => {
      const key = pair.text('Name');
      return key === undefined ? [] : [[key, pair.text('Value') ?? '']];
    });
    return pairs && Object.fromEntries(pairs);
  }

  /** Where a code went. */
  delivery(): CodeDelivery | undefined {
    return this.object('CodeDeliveryDetails')?.asDelivery();
  }

  asDelivery(): CodeDelivery {
    return {
      medium: this.text('DeliveryMedium') ?? '',
      to: this.text('Destination') ?? '',
      attribute: this.text('AttributeName'),
    };
  }

  /** What must be there. */
  required<T>(value: T | undefined, name: string): T {
    if (value !== undefined) return value;
    throw failure(
      'unexpected_reply',
      `The user pool's answer to ${this.#operation} has no ${name}. Check that the endpoint is a Cognito user pool.`,
    );
  }

  #list(name: string): unknown[] | undefined {
    const value = this.#members[name];
    return Array.isArray(value) ? value : undefined;
  }
}

/** The items of all pages, asked for one after the other as they are wanted. */
export async function* pages<T>(
  page: (next: string | undefined) => Promise<{ items: T[]; next: string | undefined; operation: string }>,
): AsyncGenerator<T, void, undefined> {
  const asked = new Set<string>();
  let wanted: string | undefined;
  do {
    const { items, next, operation } = await page(wanted);
    yield* items;
    if (next && asked.has(next)) {
      throw failure(
        'unexpected_reply',
        `The user pool's answers to ${operation} go round in a circle. Check that the endpoint is a Cognito user pool.`,
      );
    }
    if (next) asked.add(next);
    wanted = next;
  } while (wanted);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
