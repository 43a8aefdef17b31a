// A page around the package's passkeys: the test calls, and reads what became of it.

import { passkeys } from './poolkey/account.js';
import { createAuth } from './poolkey/index.js';
import { passkeySupport, registerPasskey, usePasskey } from './poolkey/passkeys.js';

let auth;
let step;

/** What a call ends with, as far as it can cross to the test: the step's kind, a value, or the code of an error. */
const told = async (call) => {
  try {
    const value = await call;
    if (value?.kind) step = value;
    return value?.kind ?? JSON.parse(JSON.stringify(value ?? null));
  } catch (error) {
    return error.code ?? `${error.name}: ${error.message}`;
  }
};

globalThis.page = {
  open(options) {
    auth = createAuth(options);
  },
  support: () => passkeySupport(),
  signIn: (input) => told(auth.signIn(input)),
  answer: (input) => told(step.answer(input)),
  use: (options) => told(usePasskey(step, options)),
  async useAndAbort() {
    const stop = new AbortController();
    const call = usePasskey(step, { signal: stop.signal });
    stop.abort();
    return told(call);
  },
  register: (options) => told(registerPasskey(auth, options)),
  async list() {
    const names = [];
    for await (const { id } of passkeys.list(auth)) names.push(id);
    return names.length;
  },
  signOut: () => told(auth.signOut()),
};
