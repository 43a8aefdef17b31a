//! What people do with their own account, through the core: right and wrong, with a clock that the test sets.

mod attributes;
mod confirming;
mod deleting;
mod factors;
mod forgotten_passwords;
mod passwords;
mod people;
mod proving_addresses;
mod sessions;
mod signing_up;
