// A server that says what the test tells it to, on a port of its own, and remembers what it was asked.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** Each request waits for `answer(status, body)`, in order; `asked(n)` resolves when the n-th has arrived. */
export async function fakePool() {
  const requests = [];
  const waiting = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ target: request.headers['x-amz-target'], headers: request.headers, body, response });
    for (const wake of waiting.splice(0)) wake();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let answered = 0;
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    async asked(count) {
      while (requests.length < count) await new Promise((wake) => waiting.push(wake));
      return requests[count - 1];
    },
    async answer(status, body, headers = {}) {
      const { response } = await this.asked(++answered);
      response.writeHead(status, headers);
      response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    },
    /** Leaves the next request without an answer; says when it came, and when its sender closed it. */
    hold() {
      const arrived = this.asked(++answered);
      return { arrived, closed: arrived.then(({ response }) => once(response, 'close')) };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const PASSWORD_VERIFIER = {
  ChallengeName: 'PASSWORD_VERIFIER',
  ChallengeParameters: {
    SALT: 'a1b2',
    SRP_B: 'abcdef',
    SECRET_BLOCK: 'c2VjcmV0',
    USER_ID_FOR_SRP: 'u-1',
    USERNAME: 'u-1',
  },
};

/** Tokens as a pool gives them; only their payload matters here. */
export function tokens(extra = {}) {
  const claims = Buffer.from(JSON.stringify({ sub: 's-1', 'cognito:username': 'ada' })).toString('base64url');
  return {
    AuthenticationResult: {
      AccessToken: 'access-1',
      IdToken: `e30.${claims}.c2ln`,
      RefreshToken: 'refresh-1',
      ExpiresIn: 300,
      ...extra,
    },
  };
}

/** The code that a promise is refused with. */
export async function refusal(promise) {
  try {
    return { value: await promise };
  } catch (error) {
    return error;
  }
}
