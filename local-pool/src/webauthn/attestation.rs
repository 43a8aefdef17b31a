//! The attestation object (WebAuthn Level 3, section 6.5.4). Cognito asks for no attestation, so a statement is no reason to
//! trust: "none" must be empty, "packed" without certificates is a signature of the key itself and is verified, and the
//! statements with certificates are taken for what they would be without: nothing. A format nobody registered is refused.

use super::cbor::{self, Map};
use super::client_data::Hash;
use super::cose::{Algorithm, PublicKey, Signed};
use super::refusal::Refusal;

const MALFORMED: Refusal = Refusal::Malformed("attestationObject");

pub struct AttestationObject {
    format: Format,
    statement: Map,
    pub authenticator_data: Vec<u8>,
}

/// IANA's registry of attestation statement formats (RFC 8809).
enum Format {
    None,
    Packed,
    WithCertificate,
}

impl AttestationObject {
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut map = cbor::only_map(bytes).ok_or(MALFORMED)?;
        let format = map.named("fmt").and_then(|format| format.into_text().ok()).ok_or(MALFORMED)?;
        let statement = map.named("attStmt").and_then(Map::of).ok_or(MALFORMED)?;
        let authenticator_data = map.named("authData").and_then(|data| data.into_bytes().ok()).ok_or(MALFORMED)?;
        let format = match format.as_str() {
            "none" => Format::None,
            "packed" if statement.has("x5c") => Format::WithCertificate,
            "packed" => Format::Packed,
            "tpm" | "android-key" | "android-safetynet" | "fido-u2f" | "apple" => Format::WithCertificate,
            _ => return Err(Refusal::AttestationNotKnown),
        };
        Ok(Self { format, statement, authenticator_data })
    }

    pub fn verify(mut self, public_key: &PublicKey, client_data: &Hash) -> Result<(), Refusal> {
        let valid = match self.format {
            Format::None => self.statement.is_empty(),
            Format::Packed => self.is_signed_by(public_key, client_data),
            Format::WithCertificate => true,
        };
        if valid { Ok(()) } else { Err(Refusal::AttestationNotValid) }
    }

    /// Section 8.2, self attestation.
    fn is_signed_by(&mut self, public_key: &PublicKey, client_data: &Hash) -> bool {
        let algorithm = self.statement.named("alg").as_ref().and_then(cbor::integer).map(Algorithm::try_from);
        let signature = self.statement.named("sig").and_then(|signature| signature.into_bytes().ok());
        let (Some(Ok(algorithm)), Some(signature)) = (algorithm, signature) else { return false };
        let message = client_data.after(&self.authenticator_data);
        algorithm == public_key.algorithm() && public_key.verifies(&Signed { message: &message, signature: &signature })
    }
}
