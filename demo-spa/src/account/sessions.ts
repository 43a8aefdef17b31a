// Where the person is signed in, and the end of any of these sessions.

import type { Auth } from 'poolkey';
import { sessions } from 'poolkey/account';
import { type Account, all, list, nothing, Section, when } from './section.js';

export function sessionsSection(auth: Auth, account: Account): Section {
  const detail = { title: 'Sessions', detail: 'Where you are signed in' };
  return new Section('sessions', detail, account, async (section) => {
    const known = await all(sessions.list(auth));
    if (known.length === 0) return [nothing('The pool knows of no session.')];
    const items = known.map((session) => {
      const from = [session.deviceType, session.ipAddress, session.city, session.country]
        .filter((part) => part && part !== 'unknown')
        .join(', ');
      const name = session.isCurrent ? 'This one' : session.kind === 'SSO' ? 'Managed login' : 'Another one';
      return {
        name,
        detail: `Since ${when(session.created)}, last active ${when(session.lastActive)}${from === '' ? '' : ` (${from})`}`,
        actions: session.isCurrent
          ? []
          : [
              section.button(
                'End it',
                () => sessions.revoke(auth, { sessionId: session.id }),
                'That session is ended. What it holds is worth nothing any more.',
                { 'data-session': session.id },
              ),
            ],
      };
    });
    return [list('Sessions', items)];
  });
}
