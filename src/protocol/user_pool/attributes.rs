//! Attributes of a user or a device: a list of `{ Name, Value }` on the wire, names and values here.

use crate::ascii::push;
use crate::protocol::json::{ObjectWriter, Value};
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Writes a list of attributes.
pub(super) fn write(body: &mut ObjectWriter, member: &str, attributes: &[(String, String)]) {
    // What was written is somebody's data: it is wiped with its copy in here.
    let mut list = Secret::new(String::with_capacity(256));
    // Exposed: to be written, and to become part of a body, which is a secret itself.
    let out = list.expose_mut();
    for (name, value) in attributes {
        let object = Secret::new(ObjectWriter::new().text("Name", name).text("Value", value).finish());
        push(out, if out.is_empty() { "[" } else { "," });
        push(out, object.expose());
    }
    push(out, if out.is_empty() { "[]" } else { "]" });
    body.raw(member, out);
}

/// Reads a list of attributes. One without a name says nothing, and one without a value is empty.
pub(super) fn read(body: Value<'_>, member: &str) -> Vec<(String, String)> {
    body.get(member)
        .unwrap_or(Value::NULL)
        .items()
        .filter_map(|attribute| Some((attribute.text("Name")?, attribute.text("Value").unwrap_or_default())))
        .collect()
}
