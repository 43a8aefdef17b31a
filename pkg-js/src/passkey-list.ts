// The passkeys that the pool has of a user. Making one, and signing in with one, is in `poolkey/passkeys`.

import { type Answer, pages } from './account-answer.js';
import { ask } from './account-input.js';
import { checkedText } from './input.js';
import type { Auth, CallOptions } from './types.js';

/** A passkey, as the pool keeps it: a public key. */
export interface Passkey {
  id: string;
  /** What the pool calls it, such as the name of the maker. */
  name: string;
  /** The site that it is good for. */
  relyingParty: string;
  /** `platform` or `cross-platform`. */
  attachment?: string | undefined;
  transports: string[];
  created: Date;
}

/** All passkeys: `for await (const passkey of passkeys.list(auth))`. The next page is asked for when it is wanted. */
export function list(auth: Auth, options?: CallOptions): AsyncGenerator<Passkey, void, undefined> {
  return pages(async (next) => {
    const operation = 'ListWebAuthnCredentials';
    const answer = await ask(auth, operation, () => ({ NextToken: next }), options);
    const credentials = answer.required(answer.objects('Credentials'), 'Credentials');
    return { items: credentials.map(read), next: answer.text('NextToken'), operation };
  });
}

/** Deletes a passkey at the pool. The browser or phone still shows it until the user removes it there. */
async function remove(auth: Auth, passkeyId: string, options?: CallOptions): Promise<void> {
  const input = () => ({ CredentialId: checkedText(passkeyId, 'passkeyId') });
  await ask(auth, 'DeleteWebAuthnCredential', input, options);
}

export { remove as delete };

function read(credential: Answer): Passkey {
  const text = (name: string) => credential.required(credential.text(name), name);
  return {
    id: text('CredentialId'),
    name: text('FriendlyCredentialName'),
    relyingParty: text('RelyingPartyId'),
    attachment: credential.text('AuthenticatorAttachment'),
    transports: credential.required(credential.texts('AuthenticatorTransports'), 'AuthenticatorTransports'),
    created: credential.required(credential.date('CreatedAt'), 'CreatedAt'),
  };
}
