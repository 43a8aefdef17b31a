// What an authenticator app is given: a QR code drawn as SVG, a link that opens an app on this device, and the secret in
// groups of four to type. It is a secret; it is in the page while the app is set up and goes with the view.

import { make } from './make.js';
import { qrCode } from './qr-code.js';

const SVG = 'http://www.w3.org/2000/svg';
/** The light edge that readers need around the code. */
const QUIET = 4;

export function appDetails({ secretCode, uri }: { secretCode: string; uri: string }): HTMLElement {
  const typed = make(
    'div',
    { class: 'typed-secret' },
    make('p', { class: 'detail' }, 'No camera? Type this key instead:'),
    make('code', { id: 'secret', class: 'secret' }, secretCode.match(/.{1,4}/g)?.join(' ') ?? ''),
    make('a', { href: uri, id: 'open-app' }, 'Open an app on this device'),
  );
  return make('div', { class: 'authenticator' }, drawn(uri), typed);
}

function drawn(text: string): Node {
  const rows = qrCode(text);
  const size = rows.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', 'QR code for your authenticator app');
  const path = document.createElementNS(SVG, 'path');
  const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])));
  path.setAttribute('d', dark.join(''));
  svg.append(path);
  return svg;
}
