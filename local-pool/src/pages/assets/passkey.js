// The browser's part of WebAuthn: takes the options from the form, asks the authenticator, sends the answer in the form.
// `get` signs in, `create` makes a passkey.

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

function reason({ name }, place) {
  if (name === 'InvalidStateError' && kind === 'create') return form.dataset.registered;
  // The relying party is another host than this page's.
  if (name === 'SecurityError') return form.dataset.elsewhere.replace('{}', place);
  // A cancel, a time-out and a missing passkey are one error on purpose: the browser does not tell them apart either.
  return form.dataset.canceled;
}

async function ceremony() {
  if (!supported()) {
    say(form.dataset.unsupported);
    return;
  }
  say('');
  let place;
  form.ariaBusy = 'true';
  try {
    const publicKey = options();
    place = publicKey.rp?.id ?? publicKey.rpId;
    send(
      await (kind === 'create'
        ? navigator.credentials.create({ publicKey })
        : navigator.credentials.get({ publicKey })),
    );
  } catch (error) {
    say(reason(error, place));
  } finally {
    form.ariaBusy = null;
  }
}

if (kind) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    ceremony();
  });
}
