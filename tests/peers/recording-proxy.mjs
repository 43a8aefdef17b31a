// A loopback proxy that passes each request on and remembers it with its answer, so that a test can look at what
// really crossed the wire (a refresh token, say, which the SDK shows nobody): startRecordingProxy(target).
// It changes nothing on the way and judges nothing.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** -> { endpoint, exchanges, of(operation), stop() }; an exchange is { operation, request, status, response }. */
export async function startRecordingProxy(target) {
  const exchanges = [];
  const server = createServer((incoming, outgoing) => {
    passOn(target, incoming, outgoing, exchanges).catch((error) => {
      outgoing.writeHead(502).end(`the proxy could not reach ${target}: ${error.message}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${server.address().port}/`,
    exchanges,
    of: (operation) => exchanges.filter((exchange) => exchange.operation === operation),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function passOn(target, incoming, outgoing, exchanges) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { host, connection, 'content-length': length, ...headers } = incoming.headers;
  const bodyless = incoming.method === 'GET' || incoming.method === 'HEAD';
  const answer = await fetch(new URL(incoming.url, target), {
    method: incoming.method,
    headers,
    body: bodyless ? undefined : body,
    redirect: 'manual',
  });
  const text = await answer.text();
  exchanges.push({
    operation: incoming.headers['x-amz-target']?.split('.').at(-1),
    request: parsed(body.toString('utf8')),
    status: answer.status,
    response: parsed(text),
  });
  // fetch has decoded the body, so what described the coded one is not passed on.
  const returned = [...answer.headers].filter(
    ([name]) => !['content-encoding', 'content-length', 'transfer-encoding'].includes(name),
  );
  outgoing.writeHead(answer.status, Object.fromEntries(returned)).end(text);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
