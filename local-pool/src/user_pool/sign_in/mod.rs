//! Signing in. A flow begins (`begin`), each challenge is a file that asks and takes the answer, `next` alone decides what
//! comes after a proof, and `complete` gives the tokens. Whoever adds a challenge adds its file, its step in
//! `store::Step`, its line in `answering` and its place in `next`.

mod admin_initiate_auth;
mod admin_respond_to_auth_challenge;
mod answering;
mod associate_software_token;
mod auto_sign_in;
mod begin;
mod complete;
mod custom;
mod device;
mod first_factors;
mod initiate_auth;
mod levels;
mod lockout;
mod managed_login;
mod mfa_setup;
mod new_password;
mod next;
mod password;
mod password_srp;
mod respond_to_auth_challenge;
mod second_factors;
mod select_challenge;
mod select_mfa_type;
mod sent_code;
mod sessions;
mod software_token;
mod srp_claim;
mod verify_software_token;
mod web_authn;

pub use auto_sign_in::{after_confirmation, after_sign_up};
pub use complete::{AuthenticationResult, Issuing, issue, may_sign_in};
pub use managed_login::{
    Asked, Outcome, Proven, SignIn, after_password, answer_challenge, choose, send_again, with_password,
};

super::operations::operations! {
    "AdminInitiateAuth" => admin_initiate_auth,
    "AdminRespondToAuthChallenge" => admin_respond_to_auth_challenge,
    "AssociateSoftwareToken" => associate_software_token,
    "InitiateAuth" => initiate_auth,
    "RespondToAuthChallenge" => respond_to_auth_challenge,
    "VerifySoftwareToken" => verify_software_token,
}
