//! GetCredentialsForIdentity: AWS credentials for an identity, good for an hour or so.

use super::logins::Logins;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::{Operation, Service};
use crate::protocol::session::UnixMillis;
use crate::secret::Secret;
use alloc::string::String;

/// Asks for credentials.
#[derive(Debug)]
pub struct GetCredentialsForIdentity {
    /// IdentityId
    pub identity_id: String,
    /// Those by which the identity was found.
    pub logins: Logins,
    /// CustomRoleArn: one of the roles that the user's token lists.
    pub custom_role_arn: Option<String>,
}

/// What signs requests to AWS in the user's name.
#[derive(Clone, Debug)]
pub struct AwsCredentials {
    /// IdentityId: whom they are about.
    pub identity_id: String,
    /// AccessKeyId
    pub access_key_id: String,
    /// SecretKey
    pub secret_key: Secret<String>,
    /// SessionToken
    pub session_token: Secret<String>,
    /// When they end.
    pub expiration: UnixMillis,
}

impl Operation for GetCredentialsForIdentity {
    type Output = AwsCredentials;

    const NAME: &'static str = "GetCredentialsForIdentity";
    const REPEATABLE: bool = true;
    const SERVICE: Service = Service::IdentityPool;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        body.text("IdentityId", &self.identity_id).maybe_text("CustomRoleArn", self.custom_role_arn.as_deref());
        self.logins.write(body);
    }

    fn read(body: Value<'_>) -> Option<AwsCredentials> {
        let credentials = body.get("Credentials")?;
        Some(AwsCredentials {
            identity_id: body.text("IdentityId")?,
            access_key_id: credentials.text("AccessKeyId")?,
            secret_key: credentials.text("SecretKey")?.into(),
            session_token: credentials.text("SessionToken")?.into(),
            expiration: UnixMillis(credentials.millis("Expiration")?),
        })
    }
}
