// What the pool knows of the person: each attribute can be set, and an address or a number that is not verified takes its
// code here.

import type { Auth } from 'poolkey';
import { profile, sendAttributeCode, updateAttributes, verifyAttribute } from 'poolkey/account';
import { focusIn, smallForm } from '../form.js';
import { button, make } from '../make.js';
import { tell } from '../page.js';
import { attributeName, sentTo } from '../plain-names.js';
import { type Account, Section } from './section.js';

/** What everybody may have; others are shown when they are there. */
const USUAL = ['name', 'email', 'phone_number'];
const OF_THE_POOL = new Set(['sub', 'identities', 'email_verified', 'phone_number_verified']);
const TO_VERIFY = ['email', 'phone_number'];

export function attributesSection(auth: Auth, account: Account, changed: () => Promise<void>): Section {
  return new Section(
    'attributes',
    { title: 'Your details', detail: 'Name, email address, phone number' },
    account,
    async (section) => {
      const { attributes } = await profile(auth);
      const names = [...new Set([...USUAL, ...Object.keys(attributes)])].filter((name) => !OF_THE_POOL.has(name));
      const form = smallForm<string>({
        id: 'edit',
        fields: names.map((name) => ({
          name,
          label: attributeName(name),
          value: attributes[name] ?? '',
          kind: name === 'email' ? 'email' : name === 'phone_number' ? 'tel' : 'text',
          autocomplete: name === 'phone_number' ? 'tel' : USUAL.includes(name) ? name : 'off',
          hint: name === 'phone_number' ? 'With the country, such as +12065550100.' : undefined,
        })),
        submit: 'Save',
        busy: 'Saving…',
        tookFailure: section.tookFailure,
        send: async (values) => {
          const different = Object.entries(values).filter(([name, value]) => value !== (attributes[name] ?? ''));
          if (different.length === 0) return section.say('Nothing was changed.');
          const { deliveries } = await updateAttributes(auth, { attributes: Object.fromEntries(different) });
          await section.change(changed, ['Your details are saved.', ...deliveries.map(sentTo)].join(' '));
        },
      });
      const unverified = TO_VERIFY.filter((name) => attributes[name] && attributes[`${name}_verified`] !== 'true');
      return [form, ...unverified.map((name) => verification(auth, section, name, changed))];
    },
  );
}

function verification(auth: Auth, section: Section, attribute: string, changed: () => Promise<void>): HTMLElement {
  const name = attributeName(attribute);
  const place = make('div', { class: 'verify', id: `verify-${attribute}` });
  const failure = make('div', { class: 'failure', role: 'alert' });
  const form = smallForm({
    id: `verify-${attribute}-form`,
    fields: [{ name: 'code', label: `Code for your ${name.toLowerCase()}`, kind: 'code' }],
    submit: 'Verify',
    busy: 'Checking…',
    quiet: true,
    tookFailure: section.tookFailure,
    send: async ({ code }) => {
      await verifyAttribute(auth, { attribute, code });
      await section.change(changed, `${name} is verified.`);
    },
  });
  form.hidden = true;
  const type = (): void => {
    form.hidden = false;
    focusIn(form);
  };
  const send = button('Send a code', async () => {
    failure.replaceChildren();
    try {
      const { delivery } = await sendAttributeCode(auth, { attribute });
      section.say(sentTo(delivery));
      type();
    } catch (thrown) {
      if (!section.tookFailure(thrown)) tell(failure, thrown);
    }
  });
  place.append(
    make('p', {}, `Your ${name.toLowerCase()} is not verified.`),
    make('div', { class: 'actions' }, send, button('I have a code', type, { class: 'link' })),
    failure,
    form,
  );
  return place;
}
