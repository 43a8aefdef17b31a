//! The tool's own pages, for the developer who runs it: what is here, what was sent, what was asked, and the levers of tests.
//! In English only. They show codes and requests on purpose, and belong on a machine of one's own.

mod callback;
mod control;
mod frame;
mod landing;
mod moment;
mod outbox;
mod request_log;
mod snippets;

pub use callback::{Callback, Came};
pub use control::{Control, Fault, FaultKind, Quota, field};
pub use frame::ToolPath;
pub use landing::{ClientSummary, Landing, PoolSummary};
pub use moment::parse as parse_moment;
pub use outbox::{Medium, Message, Outbox};
pub use request_log::{LoggedRequest, RequestLog};
