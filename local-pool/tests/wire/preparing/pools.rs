//! Pools themselves: their defaults, what they tell, what an update resets.

use serde_json::{Value, json};

use super::{invalid, made, new_pool, refuses, tells, with};
use crate::pool::{POOL_ID, Pool, text};

#[test]
fn a_request_without_a_signature_is_refused() {
    let pool = Pool::new();
    let (name, _) = pool.call("CreateUserPool", &json!({ "PoolName": "shop" })).expect_err("a refusal");
    assert_eq!(name, "MissingAuthenticationTokenException");
}

#[test]
fn a_pool_with_nothing_but_a_name_has_cognitos_defaults() {
    let pool = Pool::new();
    let made = pool.admin("CreateUserPool", &json!({ "PoolName": "My pool, 1" })).unwrap();
    let id = text(&made, "/UserPool/Id");
    let (region, name) = id.split_once('_').unwrap();
    assert_eq!((region, name.len()), ("eu-west-1", 9));
    let described = pool.admin("DescribeUserPool", &json!({ "UserPoolId": id })).unwrap();
    assert_eq!(described, made);
    let mut told = described["UserPool"].clone();
    let schema = told.as_object_mut().unwrap().remove("SchemaAttributes").unwrap();
    let time = 1_799_236_800.0;
    let expected = json!({
        "Id": id,
        "Name": "My pool, 1",
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 8,
                "RequireUppercase": true,
                "RequireLowercase": true,
                "RequireNumbers": true,
                "RequireSymbols": true,
                "TemporaryPasswordValidityDays": 7,
            },
            "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD"] },
        },
        "DeletionProtection": "INACTIVE",
        "LambdaConfig": {},
        "LastModifiedDate": time,
        "CreationDate": time,
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE" },
        "MfaConfiguration": "OFF",
        "EstimatedNumberOfUsers": 0,
        "EmailConfiguration": { "EmailSendingAccount": "COGNITO_DEFAULT" },
        "UserPoolTags": {},
        "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7 },
        "Arn": format!("arn:aws:cognito-idp:eu-west-1:000000000000:userpool/{id}"),
        "UserPoolTier": "ESSENTIALS",
    });
    assert_eq!(told, expected);
    let names: Vec<&str> = schema.as_array().unwrap().iter().map(|it| it["Name"].as_str().unwrap()).collect();
    assert!(names.contains(&"sub") && names.contains(&"phone_number_verified") && names.len() >= 20);
}

fn rich() -> Value {
    json!({
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 12,
                "RequireUppercase": false,
                "RequireLowercase": true,
                "RequireNumbers": false,
                "RequireSymbols": true,
                "PasswordHistorySize": 5,
                "TemporaryPasswordValidityDays": 3,
            },
            "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] },
        },
        "DeletionProtection": "ACTIVE",
        "LambdaConfig": {
            "PreSignUp": "arn:aws:lambda:eu-west-1:123456789012:function:PreSignUp",
            "PostConfirmation": "http://127.0.0.1:9000/post-confirmation",
            "PreTokenGenerationConfig": { "LambdaVersion": "V2_0", "LambdaArn": "http://127.0.0.1:9000/tokens" },
            "KMSKeyID": "arn:aws:kms:eu-west-1:123456789012:key/a1b2c3d4",
            "CustomEmailSender": {
                "LambdaVersion": "V1_0",
                "LambdaArn": "arn:aws:lambda:eu-west-1:123456789012:function:Mail",
            },
        },
        "AutoVerifiedAttributes": ["email", "phone_number"],
        "SmsAuthenticationMessage": "Code {####}",
        "VerificationMessageTemplate": {
            "SmsMessage": "Code {####}",
            "EmailMessage": "Your code is {####}",
            "EmailSubject": "Your code",
            "EmailMessageByLink": "Click {##here##}",
            "EmailSubjectByLink": "Your link",
            "DefaultEmailOption": "CONFIRM_WITH_LINK",
        },
        "MfaConfiguration": "OPTIONAL",
        "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] },
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true },
        "EmailConfiguration": {
            "SourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/admin@example.com",
            "ReplyToEmailAddress": "noreply@example.com",
            "EmailSendingAccount": "DEVELOPER",
            "From": "Shop <admin@example.com>",
            "ConfigurationSet": "mine",
        },
        "SmsConfiguration": {
            "SnsCallerArn": "arn:aws:iam::123456789012:role/sms",
            "ExternalId": "12345",
            "SnsRegion": "eu-west-1",
        },
        "UserPoolTags": { "team": "shop" },
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": true,
            "UnusedAccountValidityDays": 3,
            "InviteMessageTemplate": {
                "SMSMessage": "{username} {####}",
                "EmailMessage": "Hello {username}, {####}",
                "EmailSubject": "Welcome",
            },
        },
        "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" },
        "AccountRecoverySetting": {
            "RecoveryMechanisms": [
                { "Priority": 1, "Name": "verified_phone_number" },
                { "Priority": 2, "Name": "verified_email" },
            ],
        },
        "UserPoolTier": "PLUS",
        "KeyConfiguration": { "KeyType": "AWS_OWNED_KEY" },
        "IssuerConfiguration": { "Type": "UPDATED" },
        "AcrConfiguration": { "Level1": { "AcrValue": "urn:example:low" } },
        "DcrConfiguration": { "EnableStatus": "Disabled", "OpenDcrEnabled": false },
    })
}

#[test]
fn a_pool_tells_all_that_it_was_made_with() {
    let pool = Pool::new();
    let once = json!({
        "PoolName": "rich",
        "AliasAttributes": ["email", "preferred_username"],
        "UsernameConfiguration": { "CaseSensitive": true },
    });
    let id = made(&pool, &with(&rich(), once));
    let told = pool.admin("DescribeUserPool", &json!({ "UserPoolId": id })).unwrap()["UserPool"].clone();
    tells(&told, &rich());
    assert_eq!(told["AliasAttributes"], json!(["email", "preferred_username"]));
    assert_eq!(told["UsernameConfiguration"], json!({ "CaseSensitive": true }));
    // The older names of the same messages.
    assert_eq!(told["EmailVerificationMessage"], "Your code is {####}");
    assert_eq!(told["SmsVerificationMessage"], "Code {####}");
    assert_eq!(told["EmailVerificationSubject"], "Your code");
}

#[test]
fn what_the_model_does_not_know_is_not_told_back() {
    let pool = Pool::new();
    let id = made(
        &pool,
        &json!({
            "PoolName": "odd",
            "Color": "red",
            "EmailConfiguration": { "From": "a@example.com", "Color": "red", "SourceArn": null },
            "Policies": null,
            "LambdaConfig": { "PreSignUp": null, "Color": "red" },
        }),
    );
    let told = pool.admin("DescribeUserPool", &json!({ "UserPoolId": id })).unwrap()["UserPool"].clone();
    let email = json!({ "EmailSendingAccount": "COGNITO_DEFAULT", "From": "a@example.com" });
    assert_eq!((&told["EmailConfiguration"], &told["LambdaConfig"]), (&email, &json!({})));
}

#[test]
fn an_update_resets_what_it_does_not_send_and_keeps_what_cannot_change() {
    let pool = Pool::new();
    let id = made(
        &pool,
        &json!({ "PoolName": "shop", "UsernameAttributes": ["email"], "UsernameConfiguration": { "CaseSensitive": false } }),
    );
    pool.wait(60);
    pool.admin("UpdateUserPool", &with(&rich(), json!({ "UserPoolId": id, "PoolName": "renamed" }))).unwrap();
    let described = || pool.admin("DescribeUserPool", &json!({ "UserPoolId": id })).unwrap()["UserPool"].clone();
    let told = described();
    tells(&told, &rich());
    assert_eq!((&told["Name"], &told["UsernameAttributes"]), (&json!("renamed"), &json!(["email"])));
    assert_eq!(told["LastModifiedDate"].as_f64().unwrap() - told["CreationDate"].as_f64().unwrap(), 60.0);

    pool.admin("UpdateUserPool", &json!({ "UserPoolId": id })).unwrap();
    let told = described();
    assert_eq!(told["Policies"]["PasswordPolicy"]["MinimumLength"], 8);
    assert_eq!((&told["DeletionProtection"], &told["MfaConfiguration"]), (&json!("INACTIVE"), &json!("OFF")));
    assert_eq!(told["LambdaConfig"], json!({}));
    for gone in ["AutoVerifiedAttributes", "SmsConfiguration", "DeviceConfiguration", "AccountRecoverySetting"] {
        assert!(told.get(gone).is_none(), "{gone}");
    }
    assert_eq!(told["UsernameConfiguration"], json!({ "CaseSensitive": false }));
    assert_eq!((&told["Name"], &told["UserPoolTags"]), (&json!("renamed"), &json!({ "team": "shop" })));
    assert_eq!(told["UserPoolTier"], "PLUS");
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    let pool = Pool::new();
    let sms = json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sms" });
    for (input, part) in [
        (json!({ "AliasAttributes": ["email"], "UsernameAttributes": ["email"] }), "Only one of the aliasAttributes"),
        (json!({ "AutoVerifiedAttributes": ["phone_number"] }), "SMS configuration is required"),
        (
            json!({ "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] } }),
            "must exist in AutoVerifiedAttributes",
        ),
        (json!({ "MfaConfiguration": "ON" }), "SMS configuration and Auto verification"),
        (json!({ "MfaConfiguration": "OPTIONAL" }), "SMS configuration and Auto verification"),
        (
            json!({ "EmailVerificationMessage": "a {####}", "VerificationMessageTemplate": { "EmailMessage": "b {####}" } }),
            "differ",
        ),
        (
            json!({ "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "SOFTWARE_TOKEN"] } } }),
            "SOFTWARE_TOKEN",
        ),
        (
            json!({ "AccountRecoverySetting": { "RecoveryMechanisms": [
                { "Priority": 1, "Name": "verified_email" }, { "Priority": 1, "Name": "admin_only" },
            ] } }),
            "mechanisms",
        ),
        (json!({ "UserPoolTags": { "aws:x": "y" } }), "aws:"),
        (json!({ "Policies": { "PasswordPolicy": { "MinimumLength": 5 } } }), "minimumLength"),
        (json!({ "LambdaConfig": { "PreSignUp": "ftp://127.0.0.1:9000/pre-sign-up" } }), "lambdaConfig.preSignUp"),
        (json!({ "SmsConfiguration": sms, "MfaConfiguration": "SOMETIMES" }), "mfaConfiguration"),
    ] {
        invalid(&pool, "CreateUserPool", &with(&json!({ "PoolName": "shop" }), input.clone()), part);
        if input.get("AliasAttributes").is_none() {
            invalid(&pool, "UpdateUserPool", &with(&json!({ "UserPoolId": POOL_ID }), input), part);
        }
    }
    let lite = json!({
        "PoolName": "shop",
        "UserPoolTier": "LITE",
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
    });
    refuses(&pool, "CreateUserPool", &lite, ("FeatureUnavailableInTierException", "LITE"));
    assert_eq!(pool.admin("ListUserPools", &json!({ "MaxResults": 60 })).unwrap()["UserPools"][1], Value::Null);
}

#[test]
fn a_signature_without_a_region_makes_no_pool() {
    let pool = Pool::new();
    for region in ["", "EU-WEST-1", "eu_west_1", &"x".repeat(33)] {
        let answer = pool.signed_for(region, "CreateUserPool", &json!({ "PoolName": "shop" }));
        assert_eq!(answer.map_err(|(name, _)| name), Err("InvalidParameterException".to_owned()), "{region}");
    }
    let answer = pool.signed_for("ap-southeast-2", "CreateUserPool", &json!({ "PoolName": "shop" })).unwrap();
    assert!(text(&answer, "/UserPool/Id").starts_with("ap-southeast-2_"));
}

#[test]
fn pools_are_listed_in_pages() {
    let pool = Pool::new();
    let mut ids: Vec<String> = (0..4).map(|_| new_pool(&pool)).collect();
    ids.push(POOL_ID.to_owned());
    ids.sort();
    let mut listed = Vec::new();
    let mut token = Value::Null;
    loop {
        let page = pool.admin("ListUserPools", &json!({ "MaxResults": 2, "NextToken": token })).unwrap();
        listed.extend(page["UserPools"].as_array().unwrap().iter().map(|pool| text(pool, "/Id")));
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(listed, ids);
    invalid(&pool, "ListUserPools", &json!({ "MaxResults": 2, "NextToken": "AAAA" }), "token");
    invalid(&pool, "ListUserPools", &json!({ "MaxResults": 61 }), "maxResults");
    invalid(&pool, "ListUserPools", &json!({}), "maxResults");
    let page = pool.admin("ListUserPools", &json!({ "MaxResults": 2 })).unwrap();
    let of_others = json!({ "UserPoolId": POOL_ID, "NextToken": page["NextToken"] });
    invalid(&pool, "ListUserPoolClients", &of_others, "token");
}

#[test]
fn tags_are_put_on_and_taken_off_by_arn() {
    let pool = Pool::new();
    let arn = format!("arn:aws:cognito-idp:eu-west-1:000000000000:userpool/{POOL_ID}");
    let of = |more: Value| with(&json!({ "ResourceArn": arn }), more);
    pool.admin("TagResource", &of(json!({ "Tags": { "a": "1", "b": "2" } }))).unwrap();
    pool.admin("TagResource", &of(json!({ "Tags": { "b": "3" } }))).unwrap();
    let tags = || pool.admin("ListTagsForResource", &of(json!({}))).unwrap()["Tags"].clone();
    assert_eq!(tags(), json!({ "a": "1", "b": "3" }));
    pool.admin("UntagResource", &of(json!({ "TagKeys": ["a", "z"] }))).unwrap();
    assert_eq!(tags(), json!({ "b": "3" }));
    let many: serde_json::Map<String, Value> = (0..50).map(|tag| (tag.to_string(), "x".into())).collect();
    invalid(&pool, "TagResource", &of(json!({ "Tags": many })), "at most 50");
    invalid(&pool, "TagResource", &of(json!({ "Tags": { "aws:x": "y" } })), "aws:");
    let missing = ("ResourceNotFoundException", "ARN");
    for wrong in [format!("{arn}x"), arn.replace("eu-west-1:", "eu-west-2:"), arn.replace("userpool", "pool")] {
        refuses(&pool, "ListTagsForResource", &json!({ "ResourceArn": wrong }), missing);
    }
}

#[test]
fn what_is_not_built_says_so() {
    let pool = Pool::new();
    let of_pool = json!({ "UserPoolId": POOL_ID });
    for (operation, more) in [
        ("GetSigningCertificate", json!({})),
        ("ListUserImportJobs", json!({ "MaxResults": 1 })),
        ("ListUserPoolReplicas", json!({})),
    ] {
        refuses(&pool, operation, &with(&of_pool, more), ("UnsupportedOperationException", "local-pool"));
    }
}
