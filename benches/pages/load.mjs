// Runs in a fresh page: imports one library and starts it, up to where it could sign somebody in.

export async function load(module, pool) {
  const start = performance.now();
  const library = await import(module);
  const ready = await library.start(pool);
  const took = performance.now() - start;
  if (ready !== 'function') throw new Error(`${module} has nothing to sign in with (${ready})`);
  return took;
}
