//! AdminListDevices, AdminGetDevice, AdminUpdateDeviceStatus, AdminForgetDevice, with a device that its owner confirmed.

use serde_json::{Value, json};

use super::{by_password, new_client, new_pool, refuses, with};
use crate::pool::{PASSWORD, Pool, text};
use crate::srp_client::SrpClient;

/// A pool that tracks devices, and somebody in it who signed in on some.
struct World {
    pool: Pool,
    client_id: String,
    user: Value,
}

impl World {
    fn new() -> Self {
        let pool = Pool::new();
        let devices = json!({ "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true });
        let id = new_pool(&pool, json!({ "DeviceConfiguration": devices }));
        let client_id = new_client(&pool, &id);
        let user = json!({ "UserPoolId": id, "Username": "edsger" });
        pool.admin("AdminCreateUser", &user).unwrap();
        let password = json!({ "Password": PASSWORD, "Permanent": true });
        pool.admin("AdminSetUserPassword", &with(&user, password)).unwrap();
        Self { pool, client_id, user }
    }

    /// Signs in on a new device and confirms it.
    fn device(&self, name: &str) -> String {
        let answer = by_password(&self.pool, &self.client_id, "edsger", PASSWORD).expect("a sign-in");
        let key = text(&answer, "/AuthenticationResult/NewDeviceMetadata/DeviceKey");
        let group = text(&answer, "/AuthenticationResult/NewDeviceMetadata/DeviceGroupKey");
        let verifier = SrpClient::of_device(&group, &key, "secret").device_verifier(&[0xf0; 16]);
        let input = json!({
            "AccessToken": answer["AuthenticationResult"]["AccessToken"],
            "DeviceKey": key, "DeviceName": name, "DeviceSecretVerifierConfig": verifier,
        });
        self.pool.call("ConfirmDevice", &input).expect("a confirmation");
        key
    }

    fn listed(&self) -> Vec<Value> {
        self.pool.admin("AdminListDevices", &self.user).expect("devices")["Devices"].as_array().unwrap().clone()
    }
}

fn attribute<'a>(device: &'a Value, name: &str) -> Option<&'a Value> {
    device["DeviceAttributes"].as_array()?.iter().find(|one| one["Name"] == name).map(|one| &one["Value"])
}

#[test]
fn an_administrator_sees_remembers_and_forgets_a_device() {
    let world = World::new();
    assert_eq!(world.listed(), Vec::<Value>::new());
    let (first, second) = (world.device("phone"), world.device("laptop"));
    assert_eq!(world.listed().len(), 2);
    let named = with(&world.user, json!({ "DeviceKey": first }));
    let get = || world.pool.admin("AdminGetDevice", &named).expect("a device")["Device"].clone();
    let remembered = || attribute(&get(), "dev:device_remembered_status").expect("a status").clone();
    assert_eq!(attribute(&get(), "device_name"), Some(&json!("phone")));
    assert_eq!(remembered(), "not_remembered", "nobody was asked yet");
    for status in ["remembered", "not_remembered"] {
        let input = with(&named, json!({ "DeviceRememberedStatus": status }));
        assert_eq!(world.pool.admin("AdminUpdateDeviceStatus", &input), Ok(json!({})));
        assert_eq!(remembered(), status);
    }
    assert!(world.pool.admin("AdminForgetDevice", &named).is_ok());
    refuses(&world.pool, "AdminGetDevice", &named, ("ResourceNotFoundException", "Device does not exist."));
    let left: Vec<String> = world.listed().iter().map(|device| text(device, "/DeviceKey")).collect();
    assert_eq!(left, [second]);
}

#[test]
fn devices_come_in_pages_of_one_user() {
    let world = World::new();
    let _ = (world.device("phone"), world.device("laptop"));
    let first = world.pool.admin("AdminListDevices", &with(&world.user, json!({ "Limit": 1 }))).unwrap();
    let more = json!({ "Limit": 1, "PaginationToken": first["PaginationToken"] });
    let second = world.pool.admin("AdminListDevices", &with(&world.user, more.clone())).unwrap();
    assert_ne!(first["Devices"], second["Devices"]);
    assert!(second.get("PaginationToken").is_none());
    let other = with(&world.user, json!({ "Username": "grace" }));
    world.pool.admin("AdminCreateUser", &other).unwrap();
    refuses(&world.pool, "AdminListDevices", &with(&other, more), ("InvalidParameterException", "token"));
}
