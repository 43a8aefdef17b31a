//! HTTP/1.1 by axum: reads a bounded body, hands the request to the core on a thread for arithmetic, writes the answer.
//! TLS is to be one more way to accept a connection here; the core does not know of either.

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response as HttpResponse;

use local_pool::LocalPool;
use local_pool::http::{BODY_LIMIT, Request, Response};

#[derive(Clone)]
struct Served {
    pool: Arc<LocalPool>,
    log: bool,
}

pub fn listen(host: &str, port: u16) -> Result<TcpListener, String> {
    TcpListener::bind((host, port)).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => format!(
            "port {port} on {host} is taken by another program: end that program, or choose another port with --port \
             (0 takes any free one)"
        ),
        std::io::ErrorKind::PermissionDenied => {
            format!("port {port} on {host} may not be opened by this user: choose one from 1024 up with --port")
        }
        _ => format!("cannot listen on {host}, port {port}: {error}"),
    })
}

/// Serves until SIGINT or SIGTERM. Calls `announce` once connections are accepted.
pub fn serve(listener: TcpListener, pool: Arc<LocalPool>, log: bool, announce: impl FnOnce()) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // Each request is milliseconds of arithmetic: more threads than cores would only take turns.
        .max_blocking_threads(std::thread::available_parallelism().map_or(2, usize::from))
        .enable_io()
        .build()
        .map_err(|error| error.to_string())?;
    let outcome = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = Router::new().fallback(answer).with_state(Served { pool, log });
        announce();
        tokio::select! {
            served = axum::serve(listener, router) => served,
            ended = asked_to_end() => ended,
        }
    });
    // Connections that are still open are not waited for.
    runtime.shutdown_background();
    outcome.map_err(|error| error.to_string())
}

async fn answer(State(Served { pool, log }): State<Served>, request: HttpRequest) -> HttpResponse {
    let began = Instant::now();
    let line = log.then(|| described(&request));
    let response = match read(request).await {
        Some(request) => {
            let working = pool.clone();
            let runtime = tokio::runtime::Handle::current();
            let answered = tokio::task::spawn_blocking(move || runtime.block_on(working.answer(&request))).await;
            answered.unwrap_or_else(|_| pool.internal_error())
        }
        None => pool.too_large(),
    };
    if let Some(line) = line {
        let error = response.header("x-amzn-errortype").unwrap_or_default();
        let millis = began.elapsed().as_millis();
        let _ = writeln!(std::io::stderr(), "{line} {} {error} {millis} ms", response.status);
    }
    written(response)
}

/// Method, path and operation: no query, no body, no other header, for those carry secrets.
fn described(request: &HttpRequest) -> String {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    format!("{} {} {target}", request.method(), request.uri().path())
}

async fn read(request: HttpRequest) -> Option<Request> {
    let (head, body) = request.into_parts();
    let body = body::to_bytes(body, BODY_LIMIT).await.ok()?.to_vec();
    let headers = head.headers.iter().filter_map(|(name, value)| {
        // What is not text is no header that the core asks for.
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    Some(Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body,
    })
}

fn written(response: Response) -> HttpResponse {
    let mut written = HttpResponse::new(Body::from(response.body));
    *written.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            written.headers_mut().append(HeaderName::from_static(name), value);
        }
    }
    written
}

#[cfg(unix)]
async fn asked_to_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
