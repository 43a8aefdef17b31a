//! Resource servers and their scopes.

use serde_json::{Value, json};

use super::{invalid, new_pool, refuses, with};
use crate::pool::{POOL_ID, Pool};

#[test]
fn a_resource_server_is_made_replaced_and_deleted() {
    let pool = Pool::new();
    let named = json!({ "UserPoolId": POOL_ID, "Identifier": "https://api.example.com" });
    let scope = |name: &str| json!({ "ScopeName": name, "ScopeDescription": "what it is for" });
    let input = with(&named, json!({ "Name": "Our API", "Scopes": [scope("read"), scope("write")] }));
    assert_eq!(pool.admin("CreateResourceServer", &input), Ok(json!({ "ResourceServer": input })));
    assert_eq!(pool.admin("DescribeResourceServer", &named), Ok(json!({ "ResourceServer": input })));
    invalid(&pool, "CreateResourceServer", &input, "already exists");
    let smaller = with(&named, json!({ "Name": "Renamed" }));
    let replaced = pool.admin("UpdateResourceServer", &smaller).unwrap();
    assert_eq!(replaced["ResourceServer"], with(&smaller, json!({ "Scopes": [] })));
    let twice = with(&named, json!({ "Name": "API", "Scopes": [scope("read"), scope("read")] }));
    invalid(&pool, "UpdateResourceServer", &twice, "twice");
    let slash = with(&named, json!({ "Name": "API", "Scopes": [scope("a/b")] }));
    invalid(&pool, "UpdateResourceServer", &slash, "scopeName");
    assert_eq!(pool.admin("DeleteResourceServer", &named), Ok(Value::Null));
    let missing = ("ResourceNotFoundException", "does not exist");
    refuses(&pool, "DescribeResourceServer", &named, missing);
    refuses(&pool, "DeleteResourceServer", &named, missing);
    refuses(&pool, "UpdateResourceServer", &smaller, missing);
}

#[test]
fn resource_servers_are_listed_in_pages() {
    let pool = Pool::new();
    for name in ["a", "b", "c"] {
        let input = json!({ "UserPoolId": POOL_ID, "Identifier": name, "Name": name });
        pool.admin("CreateResourceServer", &input).unwrap();
    }
    let first = pool.admin("ListResourceServers", &json!({ "UserPoolId": POOL_ID, "MaxResults": 2 })).unwrap();
    assert_eq!(first["ResourceServers"][1]["Identifier"], "b");
    let input = json!({ "UserPoolId": POOL_ID, "MaxResults": 2, "NextToken": first["NextToken"] });
    let second = pool.admin("ListResourceServers", &input).unwrap();
    assert_eq!((second["ResourceServers"].as_array().unwrap().len(), second.get("NextToken")), (1, None));
    invalid(&pool, "ListResourceServers", &with(&input, json!({ "UserPoolId": new_pool(&pool) })), "token");
    invalid(&pool, "ListResourceServers", &json!({ "UserPoolId": POOL_ID, "MaxResults": 51 }), "maxResults");
}
