//! Which attributes a grant's scopes show, in ID tokens and at userInfo (OpenID Connect Core, 5.4; AWS, "The user
//! attributes endpoint"): without email, phone and profile all that the client may read.

pub fn shows(scopes: &[String], attribute: &str) -> bool {
    let has = |name: &str| scopes.iter().any(|scope| scope == name);
    if !["email", "phone", "profile"].into_iter().any(has) {
        return true;
    }
    match attribute {
        "sub" | "identities" => true,
        "email" | "email_verified" => has("email"),
        "phone_number" | "phone_number_verified" => has("phone"),
        _ => has("profile"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_shows_its_own_attributes_and_openid_alone_shows_all() {
        let shown =
            |scopes: &str, attribute| shows(&scopes.split(' ').map(str::to_owned).collect::<Vec<_>>(), attribute);
        for attribute in ["email", "phone_number_verified", "name", "custom:tier"] {
            assert!(
                shown("openid", attribute) && shown("openid aws.cognito.signin.user.admin", attribute),
                "{attribute}"
            );
        }
        assert!(shown("openid email", "email_verified") && !shown("openid email", "name"));
        assert!(shown("openid phone", "phone_number") && !shown("openid phone", "email"));
        assert!(shown("openid profile", "custom:tier") && !shown("openid profile", "phone_number"));
    }
}
