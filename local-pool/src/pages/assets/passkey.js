// The browser's part of WebAuthn: takes the options from the form, asks the authenticator, sends the answer in the form.
// `get` signs in, `create` makes a passkey, `autofill` offers passkeys among the names of the sign-in form.

const form = document.querySelector('form[data-passkey]');
const kind = form?.dataset.passkey;

function options() {
  const json = JSON.parse(form.dataset.options);
  const publicKey = json.publicKey ?? json;
  return kind === 'create'
    ? PublicKeyCredential.parseCreationOptionsFromJSON(publicKey)
    : PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
}

function supported() {
  return typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
}

function say(text) {
  const place = form.querySelector('[data-passkey-message]');
  if (place) place.textContent = text;
}

function send(credential) {
  form.elements.credential.value = JSON.stringify(credential.toJSON());
  form.submit();
}

async function ceremony() {
  if (!supported()) {
    say(form.dataset.unsupported);
    return;
  }
  say('');
  form.ariaBusy = 'true';
  try {
    const publicKey = options();
    send(
      await (kind === 'create'
        ? navigator.credentials.create({ publicKey })
        : navigator.credentials.get({ publicKey })),
    );
  } catch {
    // A cancel, a time-out and a missing passkey are one error on purpose: the browser does not tell them apart either.
    say(form.dataset.canceled);
  } finally {
    form.ariaBusy = null;
  }
}

async function autofill() {
  if (!supported() || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const abort = new AbortController();
  form.addEventListener('submit', () => abort.abort());
  try {
    const credential = await navigator.credentials.get({
      publicKey: options(),
      mediation: 'conditional',
      signal: abort.signal,
    });
    const method = document.createElement('input');
    method.type = 'hidden';
    method.name = 'method';
    method.value = 'WEB_AUTHN';
    form.append(method);
    send(credential);
  } catch {
    // Nobody chose a passkey: the form is there.
  }
}

if (kind === 'autofill') {
  autofill();
} else if (kind) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    ceremony();
  });
}
