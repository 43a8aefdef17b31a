// A certified OpenID provider (oidc-provider) for local-pool to federate with: startProvider({ redirectUris }) gives
// { issuer, client, people, stop() }. Its own pages ask for a name and any password; what it says of a person is in `people`,
// and a person who is not in it has a subject and nothing more.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

export async function startProvider({ redirectUris }) {
  const people = new Map();
  const server = createServer();
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const issuer = `http://localhost:${server.address().port}`;
  const client = { client_id: 'local-pool', client_secret: 'a secret of forty letters, or a little more' };
  const provider = quietly(
    () =>
      new Provider(issuer, {
        clients: [
          { ...client, redirect_uris: redirectUris, response_types: ['code'], grant_types: ['authorization_code'] },
        ],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        // Whoever asks gets the claims in the profile alone, as the standard has it: the pool must ask there.
        conformIdTokenClaims: true,
        findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
        loadExistingGrant: consented,
        ttl: { AccessToken: 3600, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 3600 },
        pkce: { required: () => false },
      }),
  );
  server.on('request', provider.callback());
  return {
    issuer,
    client,
    people,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Everybody agrees to what the pool asks for. */
async function consented({ oidc }) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope(oidc.params.scope);
  await grant.save();
  return grant;
}

/** Its warnings are for those who run it for real. */
function quietly(make) {
  const { warn, info } = console;
  console.warn = console.info = () => {};
  try {
    return make();
  } finally {
    console.warn = warn;
    console.info = info;
  }
}
