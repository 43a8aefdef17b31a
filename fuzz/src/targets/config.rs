//! Where requests go: whatever is configured, they go to https, or to this machine.

use poolkey::PoolConfig;

pub fn pool() -> PoolConfig {
    PoolConfig::new("eu-west-1_Ab3dEf9hK", "1h57kf5cpq17m0eml12EXAMPLE").expect("a pool")
}

pub fn run(text: &str) {
    if let Ok(config) = PoolConfig::new(text, "1h57kf5cpq17m0eml12EXAMPLE") {
        assert_eq!(format!("{}_{}", config.region(), config.pool_name()), text);
        is_amazon(config.endpoint());
        is_amazon(config.identity_endpoint());
        assert!(config.login_provider().ends_with(text));
    }
    if let Ok(config) = PoolConfig::new("eu-west-1_Ab3dEf9hK", text) {
        assert!(config.client_id() == text && text.len() <= 128);
    }
    if let Ok(config) = pool().with_identity_pool(text) {
        is_amazon(config.identity_endpoint());
    }
    for endpoint in [
        pool().with_endpoint(text).map(|config| config.endpoint().to_owned()),
        pool().with_identity_endpoint(text).map(|config| config.identity_endpoint().to_owned()),
    ]
    .into_iter()
    .flatten()
    {
        assert!(endpoint.starts_with(text) && endpoint.ends_with('/') && endpoint.len() <= text.len() + 1);
        assert!(endpoint.bytes().all(|byte| byte.is_ascii_graphic() && !b"@?#\\".contains(&byte)));
        let (scheme, rest) = endpoint.split_once("://").expect("an address");
        let host = rest.split_once('/').expect("a slash").0;
        assert!(!host.is_empty() && ["https", "http"].contains(&scheme));
        if scheme == "http" {
            let bare = host.strip_prefix("[::1]").map_or(host, |_| "localhost");
            let bare = bare.split(':').next().unwrap_or_default();
            assert!(bare == "127.0.0.1" || bare.rsplit('.').next() == Some("localhost"), "{endpoint}");
        }
    }
}

fn is_amazon(endpoint: &str) {
    let host = endpoint.strip_prefix("https://").and_then(|rest| rest.strip_suffix('/')).expect("https");
    assert!(host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"), "{endpoint}");
    assert!(host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte)));
}
