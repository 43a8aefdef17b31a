// The one function of Node that the Node entry uses, so that Node's global types stay out of a browser package.

declare module 'node:fs/promises' {
  export function readFile(file: URL): Promise<Uint8Array<ArrayBuffer>>;
}
