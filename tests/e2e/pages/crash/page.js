// A page around a core that crashes on demand: the test begins calls here and later reads what became of each.
// It judges nothing itself.

import { createAuth, PoolkeyError } from './poolkey/index.js';

const outcomes = [];
const unhandled = [];
addEventListener('unhandledrejection', ({ reason }) => unhandled.push(String(reason)));
addEventListener('error', ({ message }) => unhandled.push(message));

let auth;
let step;

globalThis.crashPage = {
  outcomes,
  unhandled,
  open(options) {
    auth = createAuth(options);
    return auth.ready;
  },
  /** Begin a call of the auth, by name, or `answer` of the last step; what becomes of it goes to `outcomes`. */
  begin(name, argument) {
    const number = outcomes.push({ name, state: 'pending' }) - 1;
    const settle = (state, value) => Object.assign(outcomes[number], { state, ...value });
    const call = name === 'answer' ? step.answer(argument) : auth[name](argument);
    call.then(
      (value) => {
        if (value?.kind === 'smsCode') step = value;
        settle('resolved', { value: JSON.parse(JSON.stringify(value ?? null)) });
      },
      (error) =>
        settle('rejected', {
          code: error instanceof PoolkeyError ? error.code : String(error),
          message: error.message,
          isTrap: error.cause instanceof WebAssembly.RuntimeError,
        }),
    );
    return number;
  },
};
