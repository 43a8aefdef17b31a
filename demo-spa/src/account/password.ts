// A new password, for who knows the old one.

import type { Auth } from 'poolkey';
import { changePassword } from 'poolkey/account';
import { smallForm } from '../form.js';
import { type Account, Section } from './section.js';

export function passwordSection(auth: Auth, account: Account): Section {
  return new Section('password-change', { title: 'Password', detail: 'Change it' }, account, async (section) => [
    smallForm({
      id: 'change',
      fields: [
        { name: 'previous', label: 'Password now', kind: 'secret', autocomplete: 'current-password' },
        { name: 'password', label: 'New password', kind: 'secret', autocomplete: 'new-password' },
      ],
      submit: 'Change the password',
      busy: 'Changing…',
      tookFailure: section.tookFailure,
      send: async ({ previous, password }) => {
        await changePassword(auth, { previous, password });
        section.say('Your password is changed.');
      },
    }),
  ]);
}
