// What a sign-in page takes of Poolkey; the wasm and any worker come on top, size.mjs finds them.
export { createAuth } from 'poolkey';
