// A server for a pool's Lambda triggers: it takes Cognito's event as JSON and answers it as a function returns it.
// startTriggers({ PreSignUp: (event) => event, ... }) gives { config, eventsOf(name), during(changes, work), stop() }: `config` is what
// LambdaConfig takes, eventsOf are the events that came, the oldest first. What throws answers as a failed function does.

import { once } from 'node:events';
import { createServer } from 'node:http';

export async function startTriggers(functions) {
  const events = [];
  const known = { ...functions };
  const server = createServer(async (request, response) => {
    const name = request.url.slice(1);
    let text = '';
    for await (const chunk of request) text += chunk;
    const event = JSON.parse(text);
    events.push({ name, event: structuredClone(event) });
    const reply = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    try {
      reply(200, await known[name](event));
    } catch (error) {
      reply(500, { errorMessage: error.message, errorType: error.name });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  return {
    config: Object.fromEntries(Object.keys(functions).map((name) => [name, `${base}/${name}`])),
    eventsOf: (name) => events.filter((entry) => entry.name === name).map(({ event }) => event),
    /** Other functions while something is done, then those of before. */
    async during(changes, work) {
      const before = { ...known };
      Object.assign(known, changes);
      try {
        await work();
      } finally {
        Object.assign(known, before);
      }
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
