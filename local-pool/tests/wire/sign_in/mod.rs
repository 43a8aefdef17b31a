//! Signing in beyond the password: the flows, the challenges in their order, sessions under attack, lock-out.

mod admin;
mod auto_sign_in;
mod lockout;
mod mfa;
mod mfa_setup;
mod new_password;
mod secret_hash;
mod sent_codes;
mod sessions;
mod software_token;
mod step_up;
pub mod steps;
mod user_auth;
