// Base64url without padding (RFC 4648, section 5), as WebAuthn's JSON and tokens have it.

/** Bytes as text; throws where there are none, for a Uint8Array would be made of anything. */
export function toBase64Url(bytes: ArrayBuffer | ArrayBufferView): string {
  if (typeof bytes?.byteLength !== 'number') throw new TypeError('bytes are missing');
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  let text = '';
  for (const byte of view) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Text as bytes; throws where it is not base64url. Padding is taken too. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
  return Uint8Array.from(binary, (byte) => byte.charCodeAt(0));
}
