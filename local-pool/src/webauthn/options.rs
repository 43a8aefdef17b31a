//! What the pool asks of a browser, as Cognito writes it: CredentialCreationOptions of StartWebAuthnRegistration, and
//! CREDENTIAL_REQUEST_OPTIONS of the WEB_AUTHN challenge, which is a string of JSON (`RequestOptions::to_string`).
//! Members, their order and the timeouts are those of the examples in Cognito's API reference.

use std::fmt;

use serde::Serialize;

use super::ceremony::{Ceremony, Challenge, CredentialId, UserHandle, UserVerification};
use super::cose::Algorithm;
use super::passkey::Passkey;

const REGISTRATION_MILLIS: u32 = 60_000;
const SIGN_IN_MILLIS: u32 = 180_000;
const PUBLIC_KEY: &str = "public-key";

/// Whom the passkey is for: what the browser's dialog shows.
pub struct Account<'a> {
    pub handle: UserHandle,
    pub name: &'a str,
    pub display_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreationOptions<'a> {
    authenticator_selection: AuthenticatorSelection,
    challenge: &'a Challenge,
    exclude_credentials: Vec<Excluded<'a>>,
    pub_key_cred_params: Vec<Parameters>,
    rp: RelyingParty<'a>,
    timeout: u32,
    user: User<'a>,
}

impl<'a> CreationOptions<'a> {
    pub fn new(
        ceremony: &'a Ceremony,
        account: Account<'a>,
        registered: impl IntoIterator<Item = &'a Passkey>,
    ) -> Self {
        let relying_party = ceremony.relying_party.as_str();
        Self {
            authenticator_selection: AuthenticatorSelection {
                require_resident_key: true,
                resident_key: "required",
                user_verification: ceremony.user_verification,
            },
            challenge: &ceremony.challenge,
            exclude_credentials: registered
                .into_iter()
                .map(|passkey| Excluded { id: &passkey.credential_id, kind: PUBLIC_KEY })
                .collect(),
            pub_key_cred_params: ceremony
                .algorithms
                .iter()
                .map(|alg| Parameters { alg: *alg, kind: PUBLIC_KEY })
                .collect(),
            rp: RelyingParty { id: relying_party, name: relying_party },
            timeout: REGISTRATION_MILLIS,
            user: User { display_name: account.display_name, id: account.handle.encode(), name: account.name },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestOptions<'a> {
    challenge: &'a Challenge,
    timeout: u32,
    rp_id: &'a str,
    allow_credentials: Vec<Allowed<'a>>,
    user_verification: UserVerification,
}

impl<'a> RequestOptions<'a> {
    pub fn new(ceremony: &'a Ceremony, registered: impl IntoIterator<Item = &'a Passkey>) -> Self {
        Self {
            challenge: &ceremony.challenge,
            timeout: SIGN_IN_MILLIS,
            rp_id: ceremony.relying_party.as_str(),
            allow_credentials: registered
                .into_iter()
                .map(|passkey| Allowed {
                    kind: PUBLIC_KEY,
                    id: &passkey.credential_id,
                    transports: &passkey.transports,
                })
                .collect(),
            user_verification: ceremony.user_verification,
        }
    }
}

impl fmt::Display for RequestOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthenticatorSelection {
    require_resident_key: bool,
    resident_key: &'static str,
    user_verification: UserVerification,
}

#[derive(Serialize)]
struct Excluded<'a> {
    id: &'a CredentialId,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Allowed<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a CredentialId,
    transports: &'a [String],
}

#[derive(Serialize)]
struct Parameters {
    alg: Algorithm,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct RelyingParty<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    display_name: &'a str,
    id: String,
    name: &'a str,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::vectors;
    use super::*;

    #[test]
    fn the_creation_options_are_those_of_cognito() {
        let (ceremony, passkey) = vectors::registered("none.ES256");
        let account = Account { handle: UserHandle::of_sub("eaad0219-2117"), name: "ada", display_name: "Ada L." };
        assert_eq!(
            serde_json::to_value(CreationOptions::new(&ceremony, account, [&passkey])).unwrap(),
            json!({
                "authenticatorSelection": {
                    "requireResidentKey": true,
                    "residentKey": "required",
                    "userVerification": "preferred",
                },
                "challenge": "AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA",
                "excludeCredentials": [
                    { "id": "-R85HbTJsv3g6nAYnLo_tj9Xm6YSKzOtlP8-wzAIS-Q", "type": "public-key" },
                ],
                "pubKeyCredParams": [{ "alg": -7, "type": "public-key" }, { "alg": -257, "type": "public-key" }],
                "rp": { "id": "example.org", "name": "example.org" },
                "timeout": 60000,
                "user": { "displayName": "Ada L.", "id": "ZWFhZDAyMTktMjExNw", "name": "ada" },
            })
        );
    }

    #[test]
    fn the_request_options_are_a_string_in_cognitos_order() {
        let (mut ceremony, mut passkey) = vectors::registered("none.ES256");
        ceremony.user_verification = UserVerification::Required;
        passkey.transports = vec!["internal".to_owned(), "hybrid".to_owned()];
        assert_eq!(
            RequestOptions::new(&ceremony, [&passkey]).to_string(),
            "{\"challenge\":\"AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA\",\"timeout\":180000,\"rpId\":\"example.org\",\
             \"allowCredentials\":[{\"type\":\"public-key\",\"id\":\"-R85HbTJsv3g6nAYnLo_tj9Xm6YSKzOtlP8-wzAIS-Q\",\
             \"transports\":[\"internal\",\"hybrid\"]}],\"userVerification\":\"required\"}"
        );
    }
}
