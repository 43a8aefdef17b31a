// The ways out for good: everywhere at once, or the account itself, which is asked about first.

import type { Auth } from 'poolkey';
import { deleteUser, signOutEverywhere } from 'poolkey/account';
import { smallForm } from '../form.js';
import { make } from '../make.js';
import { type Account, Section } from './section.js';

export function leavingSection(auth: Auth, account: Account, username: string): Section {
  const detail = { title: 'Leaving', detail: 'Sign out everywhere, or delete the account' };
  return new Section('leaving', detail, account, async (section) => {
    const everywhere = section.button(
      'Sign out everywhere',
      async () => {
        await signOutEverywhere(auth);
        account.end('You are signed out, here and everywhere else.');
      },
      undefined,
      { id: 'sign-out-everywhere' },
    );
    const confirm = smallForm({
      id: 'delete',
      fields: [{ name: 'name', label: `Type ${username} to delete the account` }],
      submit: 'Delete my account',
      busy: 'Deleting…',
      quiet: true,
      tookFailure: section.tookFailure,
      send: async ({ name }) => {
        if (name !== username) throw new Error(`To delete the account, type ${username}. Nothing was deleted.`);
        await deleteUser(auth);
        account.end('Your account is deleted.');
      },
    });
    confirm.classList.add('danger');
    return [
      make('p', {}, 'Ends every session of yours, in all browsers and apps.'),
      make('div', { class: 'actions' }, everywhere),
      make('h3', {}, 'Delete the account'),
      make('p', { class: 'detail' }, 'This cannot be undone.'),
      confirm,
    ];
  });
}
