//! What is kept and told back, and does nothing: styles, terms, logs, risk.

use serde_json::{Value, json};

use super::{invalid, new_client, new_pool, refuses, tells, with};
use crate::pool::{POOL_ID, Pool};

const MISSING: (&str, &str) = ("ResourceNotFoundException", "");

#[test]
fn a_client_has_one_style_of_managed_login() {
    let pool = Pool::new();
    let of_client = json!({ "UserPoolId": POOL_ID, "ClientId": "web" });
    let style = json!({
        "Settings": { "categories": { "form": { "instructions": { "enabled": false } } } },
        "Assets": [{ "Category": "FORM_LOGO", "ColorMode": "DARK", "Extension": "SVG", "Bytes": "PHN2Zy8+" }],
    });
    let of = |operation: &str, input: &Value| pool.admin(operation, input).unwrap()["ManagedLoginBranding"].clone();
    let made = of("CreateManagedLoginBranding", &with(&of_client, style.clone()));
    tells(&made, &with(&style, json!({ "UserPoolId": POOL_ID, "UseCognitoProvidedValues": false })));
    let named = json!({ "UserPoolId": POOL_ID, "ManagedLoginBrandingId": made["ManagedLoginBrandingId"] });
    assert_eq!(of("DescribeManagedLoginBranding", &named), made);
    assert_eq!(of("DescribeManagedLoginBrandingByClient", &of_client), made);
    let exists = ("ManagedLoginBrandingExistsException", "already");
    refuses(&pool, "CreateManagedLoginBranding", &with(&of_client, style.clone()), exists);
    let part = of("UpdateManagedLoginBranding", &with(&named, json!({ "Assets": [] })));
    assert_eq!((&part["Settings"], &part["Assets"]), (&style["Settings"], &json!([])));
    let provided = json!({ "UseCognitoProvidedValues": true });
    invalid(
        &pool,
        "UpdateManagedLoginBranding",
        &with(&with(&named, style), provided.clone()),
        "UseCognitoProvidedValues",
    );
    let plain = of("UpdateManagedLoginBranding", &with(&named, provided));
    assert_eq!((plain.get("Settings"), &plain["UseCognitoProvidedValues"]), (None, &json!(true)));
    pool.admin("DeleteManagedLoginBranding", &named).unwrap();
    refuses(&pool, "DescribeManagedLoginBranding", &named, MISSING);
    refuses(&pool, "DescribeManagedLoginBrandingByClient", &of_client, MISSING);
}

#[test]
fn a_client_has_terms_and_a_policy() {
    let pool = Pool::new();
    let of_client = json!({ "UserPoolId": POOL_ID, "ClientId": "web" });
    let terms = |name: &str| {
        json!({
            "TermsName": name,
            "TermsSource": "LINK",
            "Enforcement": "NONE",
            "Links": { "cognito:default": "https://example.com/terms" },
        })
    };
    let made = pool.admin("CreateTerms", &with(&of_client, terms("terms-of-use"))).unwrap()["Terms"].clone();
    tells(&made, &with(&of_client, terms("terms-of-use")));
    let exists = ("TermsExistsException", "already");
    refuses(&pool, "CreateTerms", &with(&of_client, terms("terms-of-use")), exists);
    let policy = pool.admin("CreateTerms", &with(&of_client, terms("privacy-policy"))).unwrap()["Terms"].clone();
    let named = |terms: &Value| json!({ "UserPoolId": POOL_ID, "TermsId": terms["TermsId"] });
    assert_eq!(pool.admin("DescribeTerms", &named(&made)).unwrap()["Terms"], made);
    let by_client = with(&of_client, json!({ "TermsName": "privacy-policy" }));
    assert_eq!(pool.admin("DescribeTermsByClient", &by_client).unwrap()["Terms"], policy);
    refuses(&pool, "UpdateTerms", &with(&named(&policy), json!({ "TermsName": "terms-of-use" })), exists);
    let links = json!({ "Links": { "cognito:default": "https://example.com/privacy" } });
    let updated = pool.admin("UpdateTerms", &with(&named(&policy), links.clone())).unwrap();
    assert_eq!(updated["Terms"]["Links"], links["Links"]);
    let page = pool.admin("ListTerms", &json!({ "UserPoolId": POOL_ID, "MaxResults": 1 })).unwrap();
    assert!(page["Terms"][0].get("Links").is_none() && page.get("NextToken").is_some());
    pool.admin("DeleteTerms", &named(&made)).unwrap();
    refuses(&pool, "DescribeTerms", &named(&made), MISSING);
    let without_default = with(&terms("terms-of-use"), json!({ "Links": { "cognito:french": "https://example.com" } }));
    invalid(&pool, "CreateTerms", &with(&of_client, without_default), "cognito:default");
    pool.admin("DeleteUserPoolClient", &of_client).unwrap();
    assert_eq!(pool.admin("ListTerms", &json!({ "UserPoolId": POOL_ID })), Ok(json!({ "Terms": [] })));
}

#[test]
fn logs_are_told_where_they_would_go() {
    let pool = Pool::new();
    let of_pool = json!({ "UserPoolId": POOL_ID });
    let told = |configurations: Value| {
        Ok(json!({ "LogDeliveryConfiguration": with(&of_pool, json!({ "LogConfigurations": configurations })) }))
    };
    assert_eq!(pool.admin("GetLogDeliveryConfiguration", &of_pool), told(json!([])));
    let log = json!({
        "LogLevel": "ERROR",
        "EventSource": "userNotification",
        "CloudWatchLogsConfiguration": { "LogGroupArn": "arn:aws:logs:eu-west-1:123456789012:log-group:mine" },
    });
    let set = |logs: Value| with(&of_pool, json!({ "LogConfigurations": logs }));
    assert_eq!(pool.admin("SetLogDeliveryConfiguration", &set(json!([log]))), told(json!([log])));
    assert_eq!(pool.admin("GetLogDeliveryConfiguration", &of_pool), told(json!([log])));
    invalid(&pool, "SetLogDeliveryConfiguration", &set(json!([log, log])), "each event source");
    pool.admin("SetLogDeliveryConfiguration", &set(json!([]))).unwrap();
    assert_eq!(pool.admin("GetLogDeliveryConfiguration", &of_pool), told(json!([])));
}

#[test]
fn risk_is_configured_where_threat_protection_is_on() {
    let pool = Pool::new();
    let id =
        super::made(&pool, &json!({ "PoolName": "safe", "UserPoolAddOns": { "AdvancedSecurityMode": "ENFORCED" } }));
    let of_pool = json!({ "UserPoolId": id });
    let of_client = with(&of_pool, json!({ "ClientId": new_client(&pool, &id) }));
    let of = |operation: &str, input: &Value| pool.admin(operation, input).unwrap()["RiskConfiguration"].clone();
    assert_eq!(of("DescribeRiskConfiguration", &of_pool), of_pool);
    let risk = json!({
        "CompromisedCredentialsRiskConfiguration": { "EventFilter": ["SIGN_IN"], "Actions": { "EventAction": "BLOCK" } },
        "RiskExceptionConfiguration": { "BlockedIPRangeList": ["192.0.2.1/32"] },
    });
    tells(&of("SetRiskConfiguration", &with(&of_pool, risk.clone())), &with(&of_pool, risk.clone()));
    // A client without its own has the pool's.
    tells(&of("DescribeRiskConfiguration", &of_client), &with(&of_client, risk));
    let own = json!({ "RiskExceptionConfiguration": { "SkippedIPRangeList": ["203.0.113.1/32"] } });
    of("SetRiskConfiguration", &with(&of_client, own.clone()));
    let told = of("DescribeRiskConfiguration", &of_client);
    tells(&told, &with(&of_client, own));
    assert!(told.get("CompromisedCredentialsRiskConfiguration").is_none());
    invalid(&pool, "SetRiskConfiguration", &of_pool, "At least one");
    let off = json!({ "UserPoolId": new_pool(&pool) });
    refuses(&pool, "DescribeRiskConfiguration", &off, ("UserPoolAddOnNotEnabledException", "not enabled"));
}

#[test]
fn the_classic_pages_style_is_a_clients_or_everybodys() {
    let pool = Pool::new();
    let of_pool = json!({ "UserPoolId": POOL_ID });
    let of_client = with(&of_pool, json!({ "ClientId": "web" }));
    assert_eq!(pool.admin("GetUICustomization", &of_pool), Ok(json!({ "UICustomization": {} })));
    let css = |css: &str| json!({ "CSS": css });
    invalid(&pool, "SetUICustomization", &with(&of_pool, css(".a{}")), "existing domain");
    pool.admin("CreateUserPoolDomain", &with(&of_pool, json!({ "Domain": "shop" }))).unwrap();
    let set = pool.admin("SetUICustomization", &with(&of_pool, css(".a{}"))).unwrap()["UICustomization"].clone();
    tells(&set, &with(&of_pool, json!({ "ClientId": "ALL", "CSS": ".a{}" })));
    assert_eq!(pool.admin("GetUICustomization", &of_client).unwrap()["UICustomization"], set);
    let image = json!({ "ImageFile": "iVBORw0KGgo=", "CSS": ".b{}" });
    let own = pool.admin("SetUICustomization", &with(&of_client, image)).unwrap()["UICustomization"].clone();
    assert!(own["ImageUrl"].as_str().unwrap().starts_with("http://pool.test/"));
    assert_eq!(pool.admin("GetUICustomization", &of_client).unwrap()["UICustomization"], own);
    refuses(&pool, "GetUICustomization", &with(&of_pool, json!({ "ClientId": "nobody" })), MISSING);
}
