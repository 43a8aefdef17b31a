// WebAuthn's objects and their JSON (Web Authentication Level 3, section 5.1): bytes are base64url there. Done here and not by
// the browser, so that all browsers go one way, the one that is tested.

import { fromBase64Url, toBase64Url } from './base64url.js';

type Json = Record<string, unknown>;

/** PublicKeyCredentialRequestOptionsJSON; throws where it is none. */
export function requestOptions(json: Json): PublicKeyCredentialRequestOptions {
  return {
    ...json,
    challenge: bytes(json.challenge),
    ...(json.allowCredentials !== undefined && { allowCredentials: descriptors(json.allowCredentials) }),
  };
}

/** PublicKeyCredentialCreationOptionsJSON; throws where it is none. */
export function creationOptions(json: Json): PublicKeyCredentialCreationOptions {
  const user = json.user as Json;
  return {
    ...(json as unknown as PublicKeyCredentialCreationOptions),
    challenge: bytes(json.challenge),
    user: { ...(user as unknown as PublicKeyCredentialUserEntity), id: bytes(user.id) },
    ...(json.excludeCredentials !== undefined && { excludeCredentials: descriptors(json.excludeCredentials) }),
  };
}

/** AuthenticationResponseJSON */
export function authenticationJson(credential: PublicKeyCredential): Json {
  const { clientDataJSON, authenticatorData, signature, userHandle } =
    credential.response as AuthenticatorAssertionResponse;
  return {
    ...credentialJson(credential),
    response: {
      clientDataJSON: toBase64Url(clientDataJSON),
      authenticatorData: toBase64Url(authenticatorData),
      signature: toBase64Url(signature),
      userHandle: userHandle ? toBase64Url(userHandle) : undefined,
    },
  };
}

/** RegistrationResponseJSON. Older browsers do not tell all of it; the attestation object has it in any case. */
export function registrationJson(credential: PublicKeyCredential): Json {
  const response = credential.response as Partial<AuthenticatorAttestationResponse> & AuthenticatorResponse;
  const authenticatorData = response.getAuthenticatorData?.();
  const publicKey = response.getPublicKey?.();
  return {
    ...credentialJson(credential),
    response: {
      clientDataJSON: toBase64Url(response.clientDataJSON),
      attestationObject: toBase64Url(response.attestationObject as ArrayBuffer),
      transports: response.getTransports?.() ?? [],
      publicKeyAlgorithm: response.getPublicKeyAlgorithm?.(),
      publicKey: publicKey ? toBase64Url(publicKey) : undefined,
      authenticatorData: authenticatorData ? toBase64Url(authenticatorData) : undefined,
    },
  };
}

function credentialJson(credential: PublicKeyCredential): Json {
  const id = toBase64Url(credential.rawId);
  return {
    id,
    rawId: id,
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults?.() ?? {},
  };
}

function descriptors(list: unknown): PublicKeyCredentialDescriptor[] {
  return (list as Json[]).map((item) => ({ type: 'public-key', ...item, id: bytes(item.id) }));
}

function bytes(text: unknown): Uint8Array<ArrayBuffer> {
  if (typeof text !== 'string') throw new TypeError('a text in base64url is missing');
  return fromBase64Url(text);
}
