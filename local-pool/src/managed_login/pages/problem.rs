//! An error of the pool as what a page says. It says no more than the API does to a client that hides unknown users.

use crate::http::Response;
use crate::pages::login::Problem;
use crate::user_pool::ServiceError;

pub fn of(error: &ServiceError) -> Problem {
    match error.name() {
        "NotAuthorizedException" => not_authorized(error.message()),
        "UserNotFoundException" => Problem::WrongCredentials,
        "CodeMismatchException" | "EnableSoftwareTokenMFAException" => Problem::WrongCode,
        "ExpiredCodeException" => Problem::ExpiredCode,
        "LimitExceededException" | "TooManyFailedAttemptsException" | "TooManyRequestsException" => {
            Problem::TooManyAttempts
        }
        "UsernameExistsException" => Problem::NameTaken,
        "AliasExistsException" => Problem::AddressTaken,
        "InvalidPasswordException" => Problem::WeakPassword,
        "PasswordHistoryPolicyViolationException" => Problem::UsedPassword,
        "InternalErrorException" => Problem::Server,
        // A trigger's own words, or what the pool says of a value.
        _ => Problem::Told(error.message().to_owned()),
    }
}

/// The page that tells of a problem, which the log is to know by its name.
pub fn noted(page: Response, problem: Option<&Problem>) -> Response {
    match problem {
        Some(problem) => page.because(problem.name(), None),
        None => page,
    }
}

/// Whether a Session is over, so that the sign-in begins anew.
pub fn is_over(error: &ServiceError) -> bool {
    error.name() == "NotAuthorizedException" && error.message().starts_with("Invalid session")
}

fn not_authorized(message: &str) -> Problem {
    match message {
        "Incorrect username or password." => Problem::WrongCredentials,
        "User is disabled." => Problem::UserDisabled,
        "Password attempts exceeded" => Problem::TooManyAttempts,
        _ if message.starts_with("Invalid session") => Problem::SessionExpired,
        _ if message.starts_with("SignUp is not permitted") => Problem::SignUpClosed,
        _ => Problem::Told(message.to_owned()),
    }
}
