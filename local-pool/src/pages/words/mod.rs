//! What managed login says, in each of its languages: one field a sentence, one file a language.
//! A field that speaks of something has one `{}` for it; `filled` escapes what goes there.
//! The tool's own pages, which only developers see, are in English and not here.

mod english;
mod french;
mod german;
mod japanese;
mod spanish;

use maud::{Markup, Render, html};

pub(super) use english::ENGLISH;
pub(super) use french::FRENCH;
pub(super) use german::GERMAN;
pub(super) use japanese::JAPANESE;
pub(super) use spanish::SPANISH;

/// The struct, and for the tests a list of its fields.
macro_rules! words {
    ($($field:ident,)*) => {
        pub(super) struct Words {
            $(pub $field: &'static str,)*
        }

        #[cfg(test)]
        impl Words {
            fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($field), self.$field),)*]
            }
        }
    };
}

words! {
    sign_in,
    to_continue_to,
    username,
    email,
    phone,
    email_or_phone,
    username_or_email,
    any_name,
    phone_hint,
    password,
    new_password,
    show_password,
    hide_password,
    forgot_password,
    continue_button,
    new_here,
    create_account,
    have_account,
    or,
    continue_with,
    use_passkey,
    use_code,
    change_name,
    enter_password,
    choose_method,
    other_method,
    method_password_hint,
    passkey,
    method_passkey_hint,
    method_email,
    method_email_hint,
    method_sms,
    method_sms_hint,
    method_any_code,
    method_any_code_hint,
    sign_up_title,
    optional,
    sign_up,
    password_needs,
    rule_length,
    rule_lowercase,
    rule_uppercase,
    rule_number,
    rule_symbol,
    rule_history,
    confirm_title,
    code_sent_to,
    code_sent,
    code,
    confirm,
    no_code,
    resend,
    back_to_sign_in,
    forgot_lead,
    send_code,
    reset_title,
    reset,
    own_password_title,
    own_password_lead,
    verify_title,
    enter_code_title,
    app_lead,
    verify,
    another_way,
    choose_factor_setup,
    choose_factor_setup_lead,
    factor_app,
    factor_app_hint,
    factor_sms,
    factor_email,
    phone_missing,
    email_setup_title,
    email_setup_lead,
    app_setup_title,
    app_step_scan,
    app_step_type,
    app_step_code,
    qr_label,
    copy,
    copied,
    passkey_title,
    passkey_lead,
    passkey_button,
    passkey_add_title,
    passkey_add_lead,
    create_passkey,
    not_now,
    passkey_needs_script,
    passkey_unsupported,
    passkey_canceled,
    passkey_not_made,
    passkey_registered,
    passkey_elsewhere,
    accounts_title,
    continue_as,
    another_account,
    error_title,
    error_lead,
    for_developers,
    outbox_hint,
    outbox,
    attribute_name,
    attribute_given_name,
    attribute_family_name,
    attribute_middle_name,
    attribute_nickname,
    attribute_preferred_username,
    attribute_birthdate,
    attribute_gender,
    attribute_address,
    attribute_website,
    attribute_profile,
    attribute_picture,
    attribute_locale,
    attribute_zoneinfo,
    notice_code_sent,
    notice_confirmed,
    notice_password_changed,
    error_wrong_credentials,
    error_name_missing,
    error_password_missing,
    error_user_disabled,
    error_method_unavailable,
    error_wrong_code,
    error_expired_code,
    error_too_many_attempts,
    error_name_taken,
    error_address_taken,
    error_weak_password,
    error_used_password,
    error_attribute_missing,
    error_attribute_invalid,
    error_passkey_failed,
    error_passkey_not_saved,
    error_too_many_passkeys,
    error_session_expired,
    error_form_expired,
    error_sign_up_closed,
    error_provider_failed,
    error_server,
}

/// A sentence with its `{}` replaced.
pub(super) fn filled(sentence: &str, value: &impl Render) -> Markup {
    match sentence.split_once("{}") {
        Some((before, after)) => html! { (before) (value) (after) },
        None => html! { (sentence) },
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    #[test]
    fn every_language_says_everything_and_speaks_of_the_same_things() {
        for language in Language::ALL {
            for ((field, english), (_, words)) in ENGLISH.all().into_iter().zip(language.words().all()) {
                assert!(!words.trim().is_empty(), "{field} in {language:?}");
                let places = |text: &str| text.matches("{}").count();
                assert_eq!(places(words), places(english), "{field} in {language:?}");
                assert!(places(words) <= 1 && words.matches(['{', '}']).count() == 2 * places(words), "{field}");
            }
        }
    }

    #[test]
    fn what_fills_a_sentence_is_escaped() {
        assert_eq!(filled("to {}.", &"<b>").into_string(), "to &lt;b&gt;.");
        assert_eq!(filled("to nobody", &"<b>").into_string(), "to nobody");
    }
}
