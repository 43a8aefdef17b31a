//! Devices: what a user signs in on, where the pool tracks it (DeviceConfiguration). A sign-in gives a new device its key;
//! ConfirmDevice brings the verifier that proves it from then on. How it is proven, `sign_in::device` knows.
//! A device that was not confirmed is not there: nothing is kept of it but its key, in the grant of its sign-in.

mod confirm_device;
mod forget_device;
mod get_device;
mod list_devices;
mod tracking;
mod update_device_status;

pub use tracking::{NewDevice, check_known, find, is_remembered, is_tracked, may_refresh};

super::operations::operations! {
    "ConfirmDevice" => confirm_device,
    "ForgetDevice" => forget_device,
    "GetDevice" => get_device,
    "ListDevices" => list_devices,
    "UpdateDeviceStatus" => update_device_status,
}
