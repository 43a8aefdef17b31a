// What an authenticator app reads from a QR code.
// https://github.com/google/google-authenticator/wiki/Key-Uri-Format

import { checkedText, readable } from './input.js';

/** The secret code as an address. */
export function otpauth(issuer: string, account: string, secretCode: string): string {
  return readable('invalid_input', 'uri', () => {
    const name = encodeURIComponent(checkedText(issuer, 'issuer'));
    const owner = encodeURIComponent(checkedText(account, 'account'));
    return `otpauth://totp/${name}:${owner}?secret=${encodeURIComponent(secretCode)}&issuer=${name}`;
  });
}
