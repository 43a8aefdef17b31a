//! A folder's operations as one table: its name at Cognito, and the module whose `answer` it is.
//! `answer` takes a `Call` and an input that serde reads, and gives an output that serde writes, or a `ServiceError`.

/// Defines `NAMES` and `answer(call, name, input)` for the operations listed.
macro_rules! operations {
    ($($name:literal => $module:ident,)+) => {
        pub const NAMES: &[&str] = &[$($name),+];

        /// Boxed: the future of a request is as small as its own operation needs.
        pub async fn answer(
            call: &$crate::call::Call<'_>,
            name: &str,
            input: serde_json::Value,
        ) -> Result<serde_json::Value, $crate::user_pool::ServiceError> {
            match name {
                $($name => {
                    let input = $crate::user_pool::operations::read(input)?;
                    $crate::user_pool::operations::written(Box::pin($module::answer(call, input)).await?)
                })+
                _ => Err($crate::user_pool::ServiceError::unknown_operation()),
            }
        }
    };
}

pub(crate) use operations;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::ServiceError;

pub fn read<Input: DeserializeOwned>(input: Value) -> Result<Input, ServiceError> {
    serde_json::from_value(input).map_err(|_| ServiceError::serialization())
}

pub fn written<Output: Serialize>(output: Output) -> Result<Value, ServiceError> {
    serde_json::to_value(output).map_err(|_| ServiceError::internal())
}
