//! Sends the core's requests to others, by ureq: HTTP and HTTPS, no redirect followed, the answer bounded.
//! ureq blocks, so it has threads of its own, as many as requests may be under way; who waits for one is not one of them.
//! It goes straight to where the URL says: no proxy of the environment, so that a webhook on this machine is reached.

use std::time::{Duration, Instant};

use local_pool::outbound::{Outbound, OutboundError, OutboundRequest, OutboundResponse, Sending};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

const ANSWER_LIMIT: u64 = 1024 * 1024;
const HEAD_LIMIT: usize = 64 * 1024;

pub struct Sender {
    agent: Agent,
    /// Its blocking threads do the work.
    runtime: Handle,
}

impl Sender {
    /// `trust`: a PEM file of authorities, instead of those of the web.
    pub fn new(runtime: Handle, trust: Option<&str>) -> Result<Self, String> {
        let roots = trust.map(authorities).transpose()?;
        let tls = TlsConfig::builder().root_certs(roots.unwrap_or(RootCerts::WebPki)).build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_response_header_size(HEAD_LIMIT)
            .user_agent(concat!("local-pool/", env!("CARGO_PKG_VERSION")))
            // A kept connection may be closed just when it is used again, and then a sign-in fails.
            .max_idle_connections(0)
            .build()
            .new_agent();
        Ok(Self { agent, runtime })
    }
}

impl Outbound for Sender {
    fn send(&self, request: OutboundRequest) -> Sending<'_> {
        let limit = Duration::from_millis(u64::try_from(request.timeout.whole_millis()).unwrap_or(0));
        let until = Instant::now() + limit;
        let (tell, told) = oneshot::channel();
        let agent = self.agent.clone();
        self.runtime.spawn_blocking(move || {
            // Nobody waits any more for what stood in the queue too long.
            if !tell.is_closed() {
                let _ = tell.send(sent(&agent, request, until));
            }
        });
        Box::pin(async move {
            match tokio::time::timeout(limit, told).await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(_)) => Err(OutboundError::Unreachable("local-pool is ending".to_owned())),
                Err(_) => Err(OutboundError::TimedOut),
            }
        })
    }
}

fn sent(agent: &Agent, request: OutboundRequest, until: Instant) -> Result<OutboundResponse, OutboundError> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(OutboundError::TimedOut);
    }
    let mut head = ureq::http::Request::builder().method(request.method).uri(&request.url);
    for (name, value) in &request.headers {
        head = head.header(*name, value);
    }
    let answer = if request.body.is_empty() && matches!(request.method, "GET" | "HEAD" | "DELETE") {
        head.body(()).map_err(ureq::Error::from).and_then(|request| within(agent, request, left))
    } else {
        head.body(request.body).map_err(ureq::Error::from).and_then(|request| within(agent, request, left))
    };
    let (head, body) = answer.map_err(failed)?.into_parts();
    let headers = head.headers.iter().filter_map(|(name, value)| {
        // What is not text is no header that the core asks for.
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    let headers = headers.collect();
    let body = body.into_with_config().limit(ANSWER_LIMIT + 1).read_to_vec().map_err(failed)?;
    Ok(OutboundResponse { status: head.status.as_u16(), headers, body })
}

fn within<Body: ureq::AsSendBody>(
    agent: &Agent,
    request: ureq::http::Request<Body>,
    left: Duration,
) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
    agent.run(agent.configure_request(request).timeout_global(Some(left)).build())
}

fn failed(error: ureq::Error) -> OutboundError {
    match error {
        ureq::Error::Timeout(_) => OutboundError::TimedOut,
        ureq::Error::BodyExceedsLimit(_) | ureq::Error::LargeResponseHeader(..) => OutboundError::TooLarge,
        // Its text repeats the URL, which may have a secret in its query.
        ureq::Error::BadUri(_) => OutboundError::Unreachable("its URL is not one of http or https".to_owned()),
        error => OutboundError::Unreachable(error.to_string()),
    }
}

fn authorities(file: &str) -> Result<RootCerts, String> {
    let text = std::fs::read(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let mut certificates: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(&text) {
        match item {
            Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
            Ok(_) => {}
            Err(error) => return Err(format!("{file} is not in PEM form: {error}")),
        }
    }
    if certificates.is_empty() {
        return Err(format!("{file} has no certificate in it: it should have a part that begins with CERTIFICATE"));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

#[cfg(test)]
mod tests;
