// A browser with passkeys as far as a page sees it: `navigator.credentials` and `PublicKeyCredential`, which answer what the
// test says and remember what they were asked. Node has neither.

const GLOBALS = ['navigator', 'PublicKeyCredential', 'location'];

/** Puts it there. `get` and `create` are called with the options; `capabilities` and `older` answer what the browser can. */
export function fakeAuthenticator({ get, create, capabilities, older = {} } = {}) {
  const asked = [];
  const ceremony = (name, answer) => async (options) => {
    asked.push({ name, ...options });
    return answer?.(options);
  };
  const known = { ...older };
  if (capabilities) known.getClientCapabilities = async () => capabilities;
  const before = GLOBALS.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  define('navigator', { credentials: { get: ceremony('get', get), create: ceremony('create', create) } });
  define('PublicKeyCredential', known);
  define('location', { hostname: 'shop.example' });
  return {
    asked,
    remove() {
      for (const [name, descriptor] of before) {
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else delete globalThis[name];
      }
    },
  };
}

/** What the browser gives at a sign-in. */
export function assertion(extra = {}) {
  return {
    ...credential(),
    response: {
      clientDataJSON: bytes('{"type":"webauthn.get"}'),
      authenticatorData: bytes([0xfb, 0xff, 0xfe]),
      signature: bytes([1, 2, 3, 4]),
      userHandle: bytes('u-1'),
      ...extra,
    },
  };
}

/** What the browser gives when it has made a passkey. */
export function attestation(extra = {}) {
  return {
    ...credential(),
    response: {
      clientDataJSON: bytes('{"type":"webauthn.create"}'),
      attestationObject: bytes([0xa3, 0x63]),
      getTransports: () => ['internal', 'hybrid'],
      getPublicKeyAlgorithm: () => -7,
      getPublicKey: () => bytes([9]),
      getAuthenticatorData: () => bytes([8]),
      ...extra,
    },
  };
}

/** An error as browsers throw it. */
export const domError = (name) => new DOMException('theirs', name);

function credential() {
  return {
    id: '--__',
    rawId: bytes([0xfb, 0xef, 0xff]),
    type: 'public-key',
    authenticatorAttachment: 'platform',
    getClientExtensionResults: () => ({ credProps: { rk: true } }),
  };
}

const bytes = (content) => Uint8Array.from(Buffer.from(content)).buffer;

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
