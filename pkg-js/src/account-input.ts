// What an account operation is given, checked and in Cognito's words. Nothing here reads an answer.

import { Answer } from './account-answer.js';
import { failure } from './errors.js';
import { checkedObject, checkedText, maybeText, readable } from './input.js';
import type { Auth, CallOptions } from './types.js';

/** What AWS's script tells of a page is longer than a name or a password. */
const LONGEST_CONTEXT = 16_384;

/** Notes to the pool's Lambda triggers; nothing secret. */
export interface WithMetadata {
  clientMetadata?: Record<string, string> | undefined;
}

/** What may go along where nobody is signed in. */
export interface WithContext extends WithMetadata {
  /** The endpoint of an analytics campaign. */
  analyticsEndpointId?: string | undefined;
  /** What threat protection is told of the page (EncodedData). If not set, it comes from where `signIn` has it. */
  userContext?: string | undefined;
}

/** Asks one operation: the input is read when it is called, so that whatever is wrong with it is a PoolkeyError. */
export async function ask(
  auth: Auth,
  operation: string,
  input: () => object,
  options: CallOptions | undefined,
): Promise<Answer> {
  const written = readable('invalid_input', operation, input);
  return new Answer(operation, await auth.call(operation, written, options));
}

/** True or false, or left out. */
export function maybeFlag(value: unknown, name: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw failure('invalid_input', `${name} must be true or false, or be left out.`);
}

/** Attributes, as Cognito lists them. */
export function attributeList(attributes: unknown, name: string): { Name: string; Value: string }[] {
  return Object.entries(textMap(attributes, name)).map(([Name, Value]) => ({ Name, Value }));
}

/** The same, or left out. */
export function maybeAttributeList(attributes: unknown, name: string) {
  return attributes === undefined ? undefined : attributeList(attributes, name);
}

/** ClientMetadata */
export function metadata(input: WithMetadata): object {
  const { clientMetadata } = input;
  return { ClientMetadata: clientMetadata === undefined ? undefined : textMap(clientMetadata, 'clientMetadata') };
}

/** ClientMetadata, AnalyticsMetadata and UserContextData */
export function context(input: WithContext): object {
  const endpoint = maybeText(input.analyticsEndpointId, 'analyticsEndpointId');
  const data = maybeText(input.userContext, 'userContext', LONGEST_CONTEXT);
  return {
    ...metadata(input),
    AnalyticsMetadata: endpoint === undefined ? undefined : { AnalyticsEndpointId: endpoint },
    UserContextData: data === undefined ? undefined : { EncodedData: data },
  };
}

function textMap(map: unknown, name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checkedObject(map, name)).map(([key, value]) => [key, checkedText(value, key)]),
  );
}
