// What a page needs of oidc-client-ts for code + PKCE: no SRP, no Cognito operations.
export { UserManager } from 'oidc-client-ts';
