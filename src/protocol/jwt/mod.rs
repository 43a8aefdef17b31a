//! JSON Web Tokens (RFC 7519) as Cognito issues them: read here, never made here.

pub mod claims;
mod decode;
