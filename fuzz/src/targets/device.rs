//! An exported device: what is taken comes back the same, and what is not is told.

use poolkey::ErrorCode;
use poolkey::protocol::device::Device;
use serde_json::Value;

pub const WORDS: &[&str] = &["\"username\":", "\"deviceKey\":", "\"deviceGroupKey\":", "\"devicePassword\":", "\"p\""];

pub fn run(text: &str) {
    let theirs = serde_json::from_str::<Value>(text).ok();
    let member = |name: &str| {
        let text = theirs.as_ref().and_then(|device| device.get(name)?.as_str());
        text.filter(|text| !text.is_empty())
    };
    match Device::import(&text.into()) {
        Ok(device) => {
            assert_eq!(Some(&*device.username), member("username"));
            assert_eq!(Some(&*device.key), member("deviceKey"));
            assert_eq!(Some(&*device.group_key), member("deviceGroupKey"));
            assert_eq!(Some(&**device.password.expose()), member("devicePassword"));
            let again = Device::import(&device.export()).expect("what was exported");
            assert_eq!(again.export().expose(), device.export().expose());
        }
        Err(error) => {
            assert_eq!(error.code(), ErrorCode::InvalidInput);
            let all = ["username", "deviceKey", "deviceGroupKey", "devicePassword"];
            assert!(text.contains("[[[[") || !all.iter().all(|name| member(name).is_some()), "refused");
        }
    }
}
