//! The addresses of managed login. Cognito documents /login, /logout, /signup, /confirm, /forgotPassword,
//! /confirmforgotPassword, /resendcode and /passkeys/add; what lies beneath /login/ is this tool's own naming.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Authorize,
    Login,
    LoginPassword,
    LoginMethod,
    LoginCode,
    LoginNewPassword,
    LoginFactor,
    LoginAuthenticatorApp,
    LoginEmail,
    LoginPasskey,
    LoginAccount,
    SignUp,
    Confirm,
    ResendCode,
    ForgotPassword,
    ConfirmForgotPassword,
    PasskeysAdd,
    Logout,
}

impl Route {
    pub const ALL: [Self; 18] = [
        Self::Authorize,
        Self::Login,
        Self::LoginPassword,
        Self::LoginMethod,
        Self::LoginCode,
        Self::LoginNewPassword,
        Self::LoginFactor,
        Self::LoginAuthenticatorApp,
        Self::LoginEmail,
        Self::LoginPasskey,
        Self::LoginAccount,
        Self::SignUp,
        Self::Confirm,
        Self::ResendCode,
        Self::ForgotPassword,
        Self::ConfirmForgotPassword,
        Self::PasskeysAdd,
        Self::Logout,
    ];

    pub const fn path(self) -> &'static str {
        match self {
            Self::Authorize => "/oauth2/authorize",
            Self::Login => "/login",
            Self::LoginPassword => "/login/password",
            Self::LoginMethod => "/login/method",
            Self::LoginCode => "/login/code",
            Self::LoginNewPassword => "/login/new-password",
            Self::LoginFactor => "/login/factor",
            Self::LoginAuthenticatorApp => "/login/authenticator-app",
            Self::LoginEmail => "/login/email",
            Self::LoginPasskey => "/login/passkey",
            Self::LoginAccount => "/login/account",
            Self::SignUp => "/signup",
            Self::Confirm => "/confirm",
            Self::ResendCode => "/resendcode",
            Self::ForgotPassword => "/forgotPassword",
            Self::ConfirmForgotPassword => "/confirmforgotPassword",
            Self::PasskeysAdd => "/passkeys/add",
            Self::Logout => "/logout",
        }
    }

    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.path() == path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_leads_back_to_its_route() {
        for route in Route::ALL {
            assert_eq!(Route::at(route.path()), Some(route));
        }
        assert_eq!(Route::at("/login/"), None);
    }
}
