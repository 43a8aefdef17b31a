// Runs in a fresh page: imports one contestant, loads its wasm if it has one, logs in once.

export async function firstLogin(module, wasmUrl, input) {
  const start = performance.now();
  const contestant = await import(module);
  await contestant.ready?.(wasmUrl);
  const loaded = performance.now();
  await contestant.login(input);
  return { load: loaded - start, login: performance.now() - loaded };
}
