//! AWS in the user's name: the identity pool takes the ID token and gives credentials. Nothing of it is kept here.

use super::auth::Auth;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::identity_pool::get_credentials_for_identity::{AwsCredentials, GetCredentialsForIdentity};
use crate::protocol::identity_pool::get_id::GetId;
use crate::protocol::identity_pool::get_open_id_token::{GetOpenIdToken, OpenIdToken};
use crate::protocol::identity_pool::logins::Logins;
use crate::protocol::identity_pool::unlink_identity::UnlinkIdentity;
use alloc::{string::String, vec};

/// All of it fails with `invalid_config` where no identity pool is configured, as [`Auth::access_token`] does where nobody
/// is signed in, and with what the identity pool refuses.
impl Auth {
    /// AWS credentials, good for an hour or so. Ask once and keep them until they end.
    ///
    /// # Errors
    /// See above.
    pub async fn credentials(&self) -> Result<AwsCredentials> {
        let (identity_id, logins) = self.identity().await?;
        self.ask(GetCredentialsForIdentity { identity_id, logins, custom_role_arn: None }).await
    }

    /// The same in one of the roles that the user's groups give (`cognito:roles` of the ID token).
    ///
    /// # Errors
    /// See above.
    pub async fn credentials_in_role(&self, role_arn: &str) -> Result<AwsCredentials> {
        let (identity_id, logins) = self.identity().await?;
        self.ask(GetCredentialsForIdentity { identity_id, logins, custom_role_arn: Some(role_arn.into()) }).await
    }

    /// A token of the identity pool's own.
    ///
    /// # Errors
    /// See above.
    pub async fn open_id_token(&self) -> Result<OpenIdToken> {
        let (identity_id, logins) = self.identity().await?;
        self.ask(GetOpenIdToken { identity_id, logins }).await
    }

    /// Takes the user pool's login from the user's identity. The next credentials are another identity's.
    ///
    /// # Errors
    /// See above.
    pub async fn unlink(&self) -> Result<()> {
        let (identity_id, logins) = self.identity().await?;
        self.ask(UnlinkIdentity { identity_id, logins, remove: vec![self.config().login_provider()] }).await
    }

    /// Who the user is to the identity pool, and who vouches for it.
    async fn identity(&self) -> Result<(String, Logins)> {
        let identity_pool_id = self.config().identity_pool_id().map(String::from).ok_or_else(|| {
            Error::new(
                ErrorCode::InvalidConfig,
                "AWS credentials come from an identity pool, and none is configured. Name it with with_identity_pool.",
            )
        })?;
        // Renewed first if it is due: the ID token comes with it.
        let id_token = self.fresh_session(false).await?.id_token().clone();
        let logins = Logins::of(self.config().login_provider(), id_token);
        let question = GetId { identity_pool_id, logins: logins.clone(), account_id: None };
        Ok((self.ask(question).await?, logins))
    }
}
