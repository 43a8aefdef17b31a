//! Whether a request is worth another try, and after how long: full jitter under a growing bound, and what the service
//! says (Retry-After).
//!
//! What was throttled was not done, so it may be sent again whatever it is. After a failure of the server or of the
//! network nobody knows, so only what may be done twice is sent again; unless nothing had left the device.

use super::fault::is_throttled;
use super::http::{Failure, Response};

/// How often a request is sent at most.
const MOST_TRIES: u32 = 3;
/// The bound of the first wait; it doubles with each try.
const FIRST_MILLIS: u32 = 200;
/// Longer than this nobody waits in front of a page: the failure is told instead.
const LONGEST_MILLIS: u32 = 10_000;

/// How many milliseconds to wait before the next try; `None` where this outcome is final. `tries` counts those made so far,
/// `chance` is random.
#[must_use]
pub fn wait_before_retry(
    outcome: &Result<Response, Failure>,
    repeatable: bool,
    tries: u32,
    chance: u32,
) -> Option<u32> {
    let (again, told) = match outcome {
        Err(Failure::Offline) => (true, None),
        Err(Failure::Timeout | Failure::Unreachable) => (repeatable, None),
        Err(Failure::TooLong) => (false, None),
        Ok(response) if is_throttled(response) => (true, response.retry_after_seconds),
        Ok(response) => (repeatable && response.status >= 500, response.retry_after_seconds),
    };
    if !again || tries >= MOST_TRIES {
        return None;
    }
    let bound = FIRST_MILLIS << tries.saturating_sub(1).min(8);
    let told = told.unwrap_or(0).saturating_mul(1000);
    Some(told.saturating_add(chance % (bound + 1))).filter(|millis| *millis <= LONGEST_MILLIS)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_MILLIS, wait_before_retry};
    use crate::protocol::http::{Failure, Response};

    fn reply(status: u16, name: &str, retry_after_seconds: Option<u32>) -> Result<Response, Failure> {
        let body = format!(r#"{{"__type":"{name}"}}"#).as_str().into();
        Ok(Response { status, request_id: None, error_type: None, retry_after_seconds, body })
    }

    #[test]
    fn what_was_throttled_is_sent_again_whatever_it_is() {
        for outcome in [
            reply(400, "TooManyRequestsException", None),
            reply(429, "", None),
            reply(400, "ThrottlingException", None),
            Err(Failure::Offline),
        ] {
            assert!(wait_before_retry(&outcome, false, 1, 0).is_some(), "{outcome:?}");
        }
    }

    #[test]
    fn what_may_have_been_done_is_sent_again_only_if_that_does_no_harm() {
        for outcome in [
            reply(500, "InternalErrorException", None),
            reply(503, "", None),
            Err(Failure::Timeout),
            Err(Failure::Unreachable),
        ] {
            assert!(wait_before_retry(&outcome, true, 1, 0).is_some(), "{outcome:?}");
            assert_eq!(wait_before_retry(&outcome, false, 1, 0), None, "{outcome:?}");
        }
    }

    #[test]
    fn what_was_answered_is_final() {
        for outcome in [
            reply(200, "", None),
            reply(400, "NotAuthorizedException", None),
            reply(400, "LimitExceededException", None),
            Err(Failure::TooLong),
        ] {
            assert_eq!(wait_before_retry(&outcome, true, 1, 0), None, "{outcome:?}");
        }
    }

    #[test]
    fn the_wait_is_random_under_a_growing_bound_and_ends_with_the_third_try() {
        let outcome = reply(429, "", None);
        let longest = |tries| (0..2000).filter_map(|chance| wait_before_retry(&outcome, false, tries, chance)).max();
        assert_eq!((longest(1), longest(2), longest(3)), (Some(200), Some(400), None));
        assert_eq!(wait_before_retry(&outcome, false, 1, 0), Some(0));
    }

    #[test]
    fn what_the_service_says_is_waited_for_unless_it_is_too_long() {
        assert_eq!(wait_before_retry(&reply(429, "", Some(3)), false, 1, 7), Some(3007));
        assert_eq!(wait_before_retry(&reply(429, "", Some(LONGEST_MILLIS)), false, 1, 0), None);
        assert_eq!(wait_before_retry(&reply(429, "", Some(u32::MAX)), false, 1, u32::MAX), None);
    }
}
