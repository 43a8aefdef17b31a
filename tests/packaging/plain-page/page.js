// A page without a bundler: the package's files as they are, below /poolkey/. Where the pool is stands in pool.json.

import { createAuth } from './poolkey/dist/index.js';

const auth = createAuth(await (await fetch('pool.json')).json());
const value = (css) => document.querySelector(css).value;

document.querySelector('#sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const step = await auth.signIn({ username: value('#username'), password: value('#password') });
  document.querySelector('#who').textContent = `Signed in as ${step.user.username}`;
});
