//! What people do with their own account, by an access token.

mod get_user;

super::operations::operations! {
    "GetUser" => get_user,
}
