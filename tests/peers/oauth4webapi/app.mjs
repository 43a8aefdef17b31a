// An app by oauth4webapi with every check that it has: PKCE, state, nonce, the signature of the ID token, its claims.
// Discovery is asked at Cognito's issuer, as an app does; here those requests go to the pool. The library wants https
// of everything else, and loopback is told to it as the exception.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { PASSWORD } from '../administrator.mjs';
import { plainBrowser } from '../plain-browser.mjs';

export const CALLBACK = 'http://localhost:7357/callback';
export const SIGNED_OUT = 'http://localhost:7357/signed-out';
export const SCOPES = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'];

/** What a client needs for managed login, as members of CreateUserPoolClient. */
export const CODE_FLOW = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: SCOPES,
  CallbackURLs: [CALLBACK],
  LogoutURLs: [SIGNED_OUT],
  SupportedIdentityProviders: ['COGNITO'],
};

const insecure = { [oauth.allowInsecureRequests]: true };

/** What the pool publishes, read as the library reads it. */
export async function discover({ url, poolId }) {
  const issuer = new URL(`https://cognito-idp.us-east-1.amazonaws.com/${poolId}`);
  const response = await oauth.discoveryRequest(issuer, {
    [oauth.customFetch]: (address, options) => fetch(`${url}${new URL(address).pathname}`, options),
  });
  return oauth.processDiscoveryResponse(issuer, response);
}

/** One app: its client, how it proves itself, and a browser of its own. */
export function app(server, clientId, { auth = oauth.None(), callback = CALLBACK } = {}) {
  const client = { client_id: clientId };
  const browser = plainBrowser({ stopAt: [callback, CALLBACK, SIGNED_OUT] });
  const it = { server, client, browser, begin, signIn, callback, exchange, redeem, refresh, revoke, userInfo };
  return it;

  /** The address that the app sends its user to, and what it remembers. */
  async function begin(changes = {}) {
    const verifier = oauth.generateRandomCodeVerifier();
    const kept = { verifier, state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce() };
    const parameters = {
      client_id: clientId,
      response_type: 'code',
      redirect_uri: callback,
      scope: SCOPES.join(' '),
      state: kept.state,
      nonce: kept.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...changes,
    };
    const address = new URL(server.authorization_endpoint);
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) address.searchParams.set(name, value);
    return { ...kept, address };
  }

  /** Through the login page by hand, to the callback that a browser would call. */
  async function signIn(username, { password = PASSWORD, ...changes } = {}) {
    const begun = await begin(changes);
    const first = await browser.open(begun.address);
    assert.equal(first.status, 200, `the login page answered ${first.status}`);
    const after = await browser.send(first, { username, password });
    assert.ok(after.left, `no callback came, but ${after.url?.pathname}: ${after.text?.slice(0, 300)}`);
    return { ...begun, left: after.left };
  }

  /** What came to the callback, checked, for tokens, checked. */
  async function exchange({ left, state, nonce, verifier }, options = {}) {
    const parameters = oauth.validateAuthResponse(server, client, left, state);
    const response = await redeem(parameters, verifier);
    const signed = response.clone();
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
      ...options,
    });
    await oauth.validateApplicationLevelSignature(server, response.bodyUsed ? response : signed, insecure);
    return { ...tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
  }

  /** The code for tokens, whatever comes of it. */
  function redeem(parameters, verifier, { by = client, to = callback, auth: proof = auth } = {}) {
    return oauth.authorizationCodeGrantRequest(server, by, proof, parameters, to, verifier, insecure);
  }

  async function refresh(token, { by = client, auth: proof = auth } = {}) {
    const response = await oauth.refreshTokenGrantRequest(server, by, proof, token, insecure);
    const tokens = await oauth.processRefreshTokenResponse(server, by, response);
    await oauth.validateApplicationLevelSignature(server, response, insecure);
    return { ...tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
  }

  async function revoke(token, { by = client, auth: proof = auth } = {}) {
    return oauth.processRevocationResponse(await oauth.revocationRequest(server, by, proof, token, insecure));
  }

  async function userInfo(accessToken, subject) {
    const response = await oauth.userInfoRequest(server, client, accessToken, insecure);
    return oauth.processUserInfoResponse(server, client, subject, response);
  }
}

/** OpenID Connect Core, 3.1.3.6. */
export function hashOf(accessToken) {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}

/** How a token endpoint refused: { error, status }. */
export async function refusal(promise) {
  const error = await promise.then(
    () => assert.fail('expected a refusal, but it succeeded'),
    (caught) => caught,
  );
  return { error: error.error ?? error.code ?? error.message, status: error.status };
}

export const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
