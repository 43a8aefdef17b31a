// Load, Poolkey: createAuth() to ready, with the wasm fetched, compiled and instantiated.
import { createAuth } from 'poolkey';

export async function start({ userPoolId, clientId, wasmUrl }) {
  const auth = createAuth({ userPoolId, clientId, wasmUrl });
  await auth.ready;
  return typeof auth.signIn;
}
