//! What administrators do with users. Whoever calls these signs with AWS credentials, whichever: here everybody is the
//! administrator. The rules that users are held to as well are in the files beside this folder.

mod admin_confirm_sign_up;
mod admin_create_user;
mod admin_delete_software_token;
mod admin_delete_user;
mod admin_delete_user_attributes;
mod admin_disable_user;
mod admin_enable_user;
mod admin_get_user;
mod admin_get_user_auth_factors;
mod admin_list_groups_for_user;
mod admin_list_user_sessions;
mod admin_reset_user_password;
mod admin_revoke_user_session;
mod admin_set_user_mfa_preference;
mod admin_set_user_password;
mod admin_set_user_settings;
mod admin_update_user_attributes;
mod admin_user_global_sign_out;
mod auth_events;
mod devices;
mod filter;
mod group_membership;
mod invitation;
mod known;
mod list_users;
mod list_users_in_group;
mod new_user;
mod provider_links;
mod told;

use auth_events::{feedback, list as list_auth_events};
use devices::{forget as forget_device, get as get_device, list as list_devices, update_status};
use group_membership::{add, remove};
use provider_links::{disable as disable_provider, link as link_provider};

super::operations::operations! {
    "AdminAddUserToGroup" => add,
    "AdminConfirmSignUp" => admin_confirm_sign_up,
    "AdminCreateUser" => admin_create_user,
    "AdminDeleteSoftwareToken" => admin_delete_software_token,
    "AdminDeleteUser" => admin_delete_user,
    "AdminDeleteUserAttributes" => admin_delete_user_attributes,
    "AdminDisableProviderForUser" => disable_provider,
    "AdminDisableUser" => admin_disable_user,
    "AdminEnableUser" => admin_enable_user,
    "AdminForgetDevice" => forget_device,
    "AdminGetDevice" => get_device,
    "AdminGetUser" => admin_get_user,
    "AdminGetUserAuthFactors" => admin_get_user_auth_factors,
    "AdminLinkProviderForUser" => link_provider,
    "AdminListDevices" => list_devices,
    "AdminListGroupsForUser" => admin_list_groups_for_user,
    "AdminListUserAuthEvents" => list_auth_events,
    "AdminListUserSessions" => admin_list_user_sessions,
    "AdminRemoveUserFromGroup" => remove,
    "AdminResetUserPassword" => admin_reset_user_password,
    "AdminRevokeUserSession" => admin_revoke_user_session,
    "AdminSetUserMFAPreference" => admin_set_user_mfa_preference,
    "AdminSetUserPassword" => admin_set_user_password,
    "AdminSetUserSettings" => admin_set_user_settings,
    "AdminUpdateAuthEventFeedback" => feedback,
    "AdminUpdateDeviceStatus" => update_status,
    "AdminUpdateUserAttributes" => admin_update_user_attributes,
    "AdminUserGlobalSignOut" => admin_user_global_sign_out,
    "ListUsers" => list_users,
    "ListUsersInGroup" => list_users_in_group,
}
