// A folder of built files on 127.0.0.1, under the strict Content-Security-Policy that Poolkey promises to run under
// (CSP Level 3, Trusted Types). Used by `npm start` and by the end-to-end tests, which also read the violations that
// browsers report. Serves GET and HEAD of files inside the folder, nothing else.

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/** The policy, with the addresses the page may talk to. */
export function strictPolicy(connectTo = [], { scriptSources = "'self' 'wasm-unsafe-eval'" } = {}) {
  return [
    "default-src 'none'",
    `script-src ${scriptSources}`,
    "worker-src 'self'",
    `connect-src 'self' ${connectTo.join(' ')}`.trim(),
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types poolkey',
  ].join('; ');
}

/**
 * Serve `folder`; `files` are answered from memory (path -> JSON value). With `port` 0 the system picks one.
 * Answers { url, violations, stop() }; rejects with EADDRINUSE where the port is taken.
 */
export async function serveSite({ folder, port = 0, policy = strictPolicy(), files = {} }) {
  const violations = [];
  const server = createServer((request, response) => {
    answer(request, response, { folder, policy, files, violations }).catch((error) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening'); // rejects on 'error'
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    violations,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const REPORT_PATH = '/csp-violations';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

async function answer(request, response, { folder, policy, files, violations }) {
  const path = decodeURIComponent(new URL(request.url, 'http://site').pathname);
  if (path === REPORT_PATH && request.method === 'POST') {
    violations.push(await readReport(request));
    return void response.writeHead(204).end();
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();

  const headers = {
    'content-security-policy': `${policy}; report-uri ${REPORT_PATH}`,
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  if (Object.hasOwn(files, path)) {
    response.writeHead(200, { ...headers, 'content-type': TYPES[extname(path)] ?? 'text/plain' });
    return void response.end(JSON.stringify(files[path]));
  }
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  const isFile = file.startsWith(normalize(join(folder, sep))) && (await stat(file).catch(() => undefined))?.isFile();
  if (!isFile) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  response.writeHead(200, { ...headers, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  if (request.method === 'HEAD') return void response.end();
  createReadStream(file).pipe(response);
}

async function readReport(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 65_536) break;
  }
  try {
    const report = JSON.parse(body)['csp-report'];
    return `${report['violated-directive'] ?? report['effective-directive']}: ${report['blocked-uri']} at ${report['document-uri']}`;
  } catch {
    return body;
  }
}
