//! AdminListDevices, AdminGetDevice, AdminForgetDevice, AdminUpdateDeviceStatus: the devices that a user signs in on.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::known_devices::{self, Reader, Remembered};
use crate::user_pool::paging::Wanted;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OfDevice {
    #[serde(flatten)]
    of: OfUser,
    device_key: String,
}

pub mod list {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        #[serde(flatten)]
        of: OfUser,
        limit: Option<i64>,
        pagination_token: Option<String>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Output {
        devices: Vec<Value>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pagination_token: Option<String>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
        let known = input.of.find_or_resource(call)?;
        let wanted = Wanted { token: input.pagination_token.as_deref(), limit: input.limit, most: 60 };
        let page = known_devices::page(&known.user, &wanted, Reader::Admin)?;
        Ok(Output { devices: page.items, pagination_token: page.next })
    }
}

pub mod get {
    use super::*;

    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Output {
        device: Value,
    }

    pub async fn answer(call: &Call<'_>, input: OfDevice) -> Result<Output, ServiceError> {
        let known = input.of.find_or_resource(call)?;
        Ok(Output { device: known_devices::one(&known.user, &input.device_key, Reader::Admin)? })
    }
}

pub mod forget {
    use super::*;

    pub async fn answer(call: &Call<'_>, input: OfDevice) -> Result<Value, ServiceError> {
        let mut store = call.store();
        let known = input.of.find_in(&store)?;
        known_devices::forget(&mut store, &known.user, &input.device_key)?;
        Ok(json!({}))
    }
}

pub mod update_status {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        #[serde(flatten)]
        device: OfDevice,
        /// What Cognito does without one is not documented; here the device stays as it was.
        device_remembered_status: Option<Remembered>,
    }

    pub async fn answer(
        call: &Call<'_>,
        Input { device, device_remembered_status }: Input,
    ) -> Result<Value, ServiceError> {
        let mut store = call.store();
        let known = device.of.find_in(&store)?;
        known_devices::one(&known.user, &device.device_key, Reader::Admin)?;
        if let Some(status) = device_remembered_status {
            known_devices::remember(&mut store, &known.user, &device.device_key, status)?;
        }
        Ok(json!({}))
    }
}
