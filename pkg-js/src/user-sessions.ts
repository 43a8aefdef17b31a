// Where a user is signed in, and how one of these sessions is ended.

import { type Answer, pages } from './account-answer.js';
import { ask, maybeFlag } from './account-input.js';
import { checkedText } from './input.js';
import type { Auth, CallOptions } from './types.js';

/** A session of the user, here or elsewhere. */
export interface UserSession {
  id: string;
  /** `TOKEN`, or `SSO` for one of managed login's. */
  kind?: string | undefined;
  /** Through which app client. */
  clientId?: string | undefined;
  created?: Date | undefined;
  lastActive?: Date | undefined;
  deviceType?: string | undefined;
  ipAddress?: string | undefined;
  city?: string | undefined;
  country?: string | undefined;
  /** The session of managed login that it came through. */
  originId?: string | undefined;
  /** Whether it is this one. */
  isCurrent: boolean;
}

/** All sessions: `for await (const session of sessions.list(auth))`. The next page is asked for when it is wanted. */
export function list(auth: Auth, options?: CallOptions): AsyncGenerator<UserSession, void, undefined> {
  return pages(async (next) => {
    const operation = 'ListUserSessions';
    const answer = await ask(auth, operation, () => ({ NextToken: next }), options);
    return { items: (answer.objects('Sessions') ?? []).map(read), next: answer.text('NextToken'), operation };
  });
}

/** Ends a session; with `withLinked` also those that came through the same session of managed login. */
export async function revoke(
  auth: Auth,
  input: { sessionId: string; withLinked?: boolean | undefined },
  options?: CallOptions,
): Promise<void> {
  await ask(
    auth,
    'RevokeUserSession',
    () => {
      const withLinked = maybeFlag(input.withLinked, 'withLinked');
      return {
        SessionId: checkedText(input.sessionId, 'sessionId'),
        RevokeAssociatedSessions: withLinked === undefined ? undefined : withLinked ? 'LINKED' : 'NONE',
      };
    },
    options,
  );
}

function read(session: Answer): UserSession {
  const place = session.object('LastLocation');
  return {
    id: session.required(session.text('SessionId'), 'SessionId'),
    kind: session.text('SessionType'),
    clientId: session.text('ClientId'),
    created: session.date('CreateDate'),
    lastActive: session.date('LastActiveDate'),
    deviceType: session.text('DeviceType'),
    ipAddress: session.text('LastIPAddress'),
    city: place?.text('City'),
    country: place?.text('Country'),
    originId: session.text('OriginSessionId'),
    isCurrent: session.flag('IsCurrentSession') ?? false,
  };
}
