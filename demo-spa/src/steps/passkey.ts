// A passkey is asked for. The browser's own dialog needs a click, so there is a button; who cancels can try again.

import type { PasskeyStep } from 'poolkey';
import { usePasskey } from 'poolkey/passkeys';
import { goOn } from './choose.js';
import type { StepParts, Surroundings } from './parts.js';

export function passkeyStep(step: PasskeyStep, { next }: Surroundings): StepParts {
  return {
    heading: 'Use your passkey',
    words: 'Your device asks for your fingerprint, face or PIN. Nothing of it leaves the device.',
    body: goOn('Use passkey', 'use-passkey', () => usePasskey(step), next),
  };
}
