// Passkeys: made on this device, listed, deleted. The ceremony is `poolkey/passkeys`; the private key never leaves the device.

import type { Auth } from 'poolkey';
import { passkeys } from 'poolkey/account';
import { registerPasskey } from 'poolkey/passkeys';
import { make } from '../make.js';
import { type Account, all, list, nothing, Section, when } from './section.js';

export function passkeysSection(auth: Auth, account: Account): Section {
  const detail = { title: 'Passkeys', detail: 'Sign in with a fingerprint, a face or a PIN' };
  return new Section('passkeys', detail, account, async (section) => {
    const known = await all(passkeys.list(auth));
    const items = known.map(({ id, name, relyingParty, created }) => ({
      name,
      detail: `For ${relyingParty}, since ${when(created)}`,
      actions: [
        section.button(
          'Delete',
          () => passkeys.delete(auth, id),
          `${name} is deleted here. Remove it from your device too, which still shows it.`,
          { 'aria-label': `Delete ${name}`, 'data-passkey': id },
        ),
      ],
    }));
    const add = section.button(
      'Add a passkey',
      async () => {
        await registerPasskey(auth);
      },
      'Your passkey is ready. Use it at your next sign-in.',
      { id: 'add-passkey' },
    );
    return [
      known.length === 0 ? nothing('You have none yet.') : list('Passkeys', items),
      make('div', { class: 'actions' }, add),
    ];
  });
}
