// Serves the bench's pages and modules from memory, on loopback only. Pages are cross-origin isolated, which gives them a
// finer clock. A request with ?fresh=N gets the same content under bytes of its own (a comment, a custom section), so that
// no browser answers from a cache of compiled code that an earlier page filled.

import { once } from 'node:events';
import { createServer } from 'node:http';

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><script type="module" src="/bridge.js"></script>';
const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cache-control': 'no-store',
};

/** `files` maps paths to { js: text } or { wasm: bytes } -> { url, stop() }; `/` is a page with the bridge and nothing else. */
export async function servePages(files) {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://bench');
    const file = files[pathname];
    if (pathname === '/') response.writeHead(200, { ...HEADERS, 'content-type': 'text/html' }).end(PAGE);
    else if (!file) response.writeHead(404, HEADERS).end();
    else if (file.wasm) {
      response
        .writeHead(200, { ...HEADERS, 'content-type': 'application/wasm' })
        .end(freshWasm(file.wasm, searchParams.get('fresh')));
    } else {
      response
        .writeHead(200, { ...HEADERS, 'content-type': 'text/javascript' })
        .end(freshJs(file.js, searchParams.get('fresh')));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function freshJs(text, fresh) {
  return fresh === null ? text : `${text}\n// ${fresh}\n`;
}

// A custom section (id 0): its size, the length of its name, its name. Engines skip it, caches see other bytes.
function freshWasm(bytes, fresh) {
  if (fresh === null) return bytes;
  const name = Buffer.from(`fresh ${fresh}`);
  return Buffer.concat([bytes, Buffer.from([0, name.length + 1, name.length]), name]);
}
