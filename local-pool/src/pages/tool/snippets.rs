//! How a few clients are told the address, as text to copy. What goes in is escaped by the page, not by the language of the text:
//! ids come from this tool and hold no quotes.

use maud::{Markup, html};
use url::Url;

use super::landing::address_text;
use super::{ClientSummary, PoolSummary};

pub(super) struct Snippet {
    pub client: &'static str,
    pub code: String,
}

pub(super) fn all(address: &Url, pool: &PoolSummary, client: &ClientSummary) -> [Snippet; 5] {
    let (address, pool, client) = (address_text(address), &pool.id, &client.id);
    let region = pool.split('_').next().unwrap_or_default();
    [
        Snippet {
            client: "Poolkey",
            code: format!(
                "createAuth({{\n  userPoolId: '{pool}',\n  clientId: '{client}',\n  endpoint: '{address}',\n}});"
            ),
        },
        Snippet {
            client: "AWS Amplify",
            code: format!(
                "Amplify.configure({{\n  Auth: {{\n    Cognito: {{\n      userPoolId: '{pool}',\n      userPoolClientId: '{client}',\n      \
                 userPoolEndpoint: '{address}',\n    }},\n  }},\n}});"
            ),
        },
        Snippet {
            client: "amazon-cognito-identity-js",
            code: format!(
                "new CognitoUserPool({{\n  UserPoolId: '{pool}',\n  ClientId: '{client}',\n  endpoint: '{address}',\n}});"
            ),
        },
        Snippet {
            client: "AWS CLI",
            code: format!(
                "aws cognito-idp list-users --user-pool-id {pool} \\\n  --region {region} --endpoint-url {address}"
            ),
        },
        Snippet {
            client: "boto3",
            code: format!(
                "boto3.client(\n    \"cognito-idp\",\n    region_name=\"{region}\",\n    endpoint_url=\"{address}\",\n)"
            ),
        },
    ]
}

pub(super) fn create_pool(address: &Url) -> String {
    let address = address_text(address);
    format!("aws cognito-idp create-user-pool --pool-name demo \\\n  --region us-east-1 --endpoint-url {address}")
}

pub(super) fn block(code: &str) -> Markup {
    html! {
        div.snippet {
            pre { code { (code) } }
            button.small type="button" hidden data-copy=(code) { "Copy" }
        }
    }
}
