// The devices that the pool remembers. This one's secret lives in the page's memory and goes with it; an app that wants the
// device remembered after a reload exports it and keeps it where it deems it safe. The demo shows it and keeps it nowhere.

import type { Auth, User } from 'poolkey';
import { type Device, devices } from 'poolkey/account';
import { button, make } from '../make.js';
import { type Account, all, list, nothing, Section, when } from './section.js';

export function devicesSection(auth: Auth, account: Account, user: User): Section {
  const detail = { title: 'Devices', detail: 'Where no second step is asked for' };
  return new Section('devices', detail, account, async (section) => {
    const [known, here] = await Promise.all([all(devices.list(auth)), devices.current(auth)]);
    if (known.length === 0) return [nothing('The pool remembers no device of yours.')];
    const items = known.map((device) => {
      const name = device.attributes.device_name ?? 'A browser';
      const { key } = device;
      return {
        name: key === here ? `${name} (this one)` : name,
        detail: detailOf(device),
        actions: [
          section.button('Remember', () => devices.remember(auth, key), `${name} is remembered.`, {
            'data-remember': key,
          }),
          section.button(
            "Don't remember",
            () => devices.dontRemember(auth, key),
            `${name} is not remembered any more.`,
          ),
          section.button('Forget', () => devices.forget(auth, key), `${name} is forgotten.`, { 'data-forget': key }),
        ],
      };
    });
    return [list('Devices', items), ...(here === undefined ? [] : [taken(auth, user)])];
  });
}

const detailOf = ({ attributes, lastAuthenticated }: Device): string => {
  const from = attributes.last_ip_used ? ` from ${attributes.last_ip_used}` : '';
  return `Last used ${when(lastAuthenticated)}${from}`;
};

function taken(auth: Auth, user: User): HTMLElement {
  const place = make('div', { 'aria-live': 'polite' });
  const show = button(
    'Export this device',
    async () => {
      const device = await auth.exportDevice(user.username);
      if (!place.isConnected) return;
      const field = make('textarea', {
        id: 'exported-device',
        readonly: true,
        rows: '4',
        'aria-label': 'This device, a secret',
        spellcheck: 'false',
      });
      field.value = device ?? '';
      field.addEventListener('focus', () => field.select());
      place.replaceChildren(
        device === undefined ? nothing('This browser holds no device of yours.') : field,
        make(
          'div',
          { class: 'actions' },
          button('Hide it', () => place.replaceChildren(), { class: 'link' }),
        ),
      );
      field.focus();
    },
    { id: 'export-device' },
  );
  return make(
    'div',
    { class: 'verify' },
    make(
      'p',
      {},
      'A reload forgets this device. Export it to bring it back later, under “More ways to sign in”. ',
      make('strong', {}, 'It is a secret: whoever has it passes for this device.'),
      ' The page keeps it in memory and nowhere else.',
    ),
    show,
    place,
  );
}
