// "More ways to sign in": which flow, which factor is preferred, and a device that was exported. Knows what of the form goes
// into `signIn`.

import type { FirstFactor, SignInInput } from 'poolkey';
import { element, silence, tell } from './page.js';

export class WaysIn {
  readonly #more = element('more-ways', HTMLDetailsElement);
  readonly #flow = element('flow', HTMLSelectElement);
  readonly #preferred = element('preferred', HTMLSelectElement);
  readonly #preference = element('preference', HTMLElement);
  readonly #device = element('device', HTMLTextAreaElement);
  readonly #import = element('import-device', HTMLButtonElement);
  readonly #news = element('import-news', HTMLElement);
  readonly #failure = element('import-failure', HTMLElement);

  constructor(importDevice: (device: string) => Promise<void>) {
    this.#flow.addEventListener('change', () => this.#arrange());
    this.#import.addEventListener('click', () => void this.#bringBack(importDevice));
    this.#arrange();
  }

  /** What `signIn` takes. A way that does without a password is not given an empty one. */
  input({ username, password }: { username: string; password: string }): SignInInput {
    const given = password === '' ? {} : { password };
    switch (this.#flow.value) {
      case 'password':
        return { flow: 'password', username, password };
      case 'choice': {
        const preferred = this.#preferred.value;
        return {
          flow: 'choice',
          username,
          ...given,
          ...(preferred === '' ? {} : { preferred: preferred as FirstFactor }),
        };
      }
      case 'custom':
        return { flow: 'custom', username, ...given };
      default:
        return { flow: 'srp', username, password };
    }
  }

  /** As it was at first; a device that was typed is a secret and goes. */
  reset(): void {
    this.#device.value = '';
    this.#news.textContent = '';
    silence(this.#failure);
    this.#more.open = false;
    this.#flow.value = 'srp';
    this.#preferred.value = '';
    this.#arrange();
  }

  #arrange(): void {
    this.#preference.hidden = this.#flow.value !== 'choice';
  }

  async #bringBack(importDevice: (device: string) => Promise<void>): Promise<void> {
    this.#news.textContent = '';
    silence(this.#failure);
    try {
      await importDevice(this.#device.value.trim());
      this.#device.value = '';
      this.#news.textContent = 'The device is back. Sign in as its owner.';
    } catch (failure) {
      tell(this.#failure, failure);
    }
  }
}
