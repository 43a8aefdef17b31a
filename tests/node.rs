//! The crate's `Browser` platform in Node, and what needs a server that misbehaves: silence, floods, redirects.
//!
//! The servers are Node's own, on 127.0.0.1 and a free port. `browser/engine.rs` is what browsers show as well.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "browser/engine.rs"]
mod engine;

use engine::{code, function, request};
use js_sys::{Function, Promise, Reflect};
use poolkey::browser::Browser;
use poolkey::protocol::http::{Failure, MAX_REPLY_BYTES, Response};
use poolkey::{Auth, ErrorCode, Platform, PoolConfig};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_server_that_is_silent_is_a_timeout() {
    assert_eq!(code(hurried(&Server::that("").await)).await, ErrorCode::Timeout);
}

#[wasm_bindgen_test]
async fn a_server_that_falls_silent_within_its_answer_is_a_timeout() {
    assert_eq!(code(hurried(&Server::that("response.writeHead(200).write('{')").await)).await, ErrorCode::Timeout);
}

#[wasm_bindgen_test]
async fn a_server_that_falls_silent_is_a_timeout_even_when_garbage_is_collected_meanwhile() {
    // Node 20 forgets, once it has collected garbage, that the signal was to end the body too.
    set_flags_from_string("--expose-gc");
    let gc = run_in_new_context("gc");
    let collecting = set_interval(&gc, 20);
    let server = Server::that("response.writeHead(200).write('{')").await;
    let outcome = code(Browser::with_timeout(1000).send(&request(&server.url))).await;
    clear_interval(&collecting);
    assert_eq!(outcome, ErrorCode::Timeout);
}

#[wasm_bindgen_test]
async fn a_server_that_hangs_up_is_a_network_error() {
    for hang_up in [
        "request.socket.destroy()",
        "response.writeHead(200, { 'content-length': 9 }).write('{', () => request.socket.destroy())",
    ] {
        assert_eq!(code(patient(&Server::that(hang_up).await)).await, ErrorCode::NetworkError, "{hang_up}");
    }
}

#[wasm_bindgen_test]
async fn a_redirect_is_not_followed() {
    let server = Server::that(
        "if (request.url === '/') response.writeHead(307, { location: '/elsewhere' }).end(); else response.end('{}')",
    )
    .await;
    assert_eq!(code(patient(&server)).await, ErrorCode::NetworkError);
}

#[wasm_bindgen_test]
async fn an_answer_is_read_up_to_the_limit_and_not_beyond() {
    let of = |bytes: usize| format!("response.end('x'.repeat({bytes}))");
    let reply = patient(&Server::that(&of(MAX_REPLY_BYTES)).await).await.unwrap();
    // Exposed: it is the letter x.
    assert_eq!(reply.body.expose().len(), MAX_REPLY_BYTES);

    let announced = of(MAX_REPLY_BYTES + 1);
    let unannounced = format!("response.writeHead(200).flushHeaders(); {announced}");
    // An announced length is refused before the body, which never comes here.
    let only_announced =
        format!("response.writeHead(200, {{ 'content-length': {} }}).flushHeaders()", MAX_REPLY_BYTES + 1);
    for answer in [announced, unannounced, only_announced] {
        assert_eq!(code(patient(&Server::that(&answer).await)).await, ErrorCode::UnexpectedReply, "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_page_of_html_is_no_user_pool() {
    let server =
        Server::that("response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Welcome')").await;
    let config = PoolConfig::new("us-east-1_Local0001", "1h57kf5cpq17m0eml12EXAMPLE").unwrap();
    let auth = Auth::new(config.with_endpoint(&server.url).unwrap());
    let error = auth.sign_in("ada", "Correct-horse-7").await.unwrap_err();
    assert_eq!((error.code(), error.service().unwrap().status), (ErrorCode::UnexpectedReply, 200));
}

#[wasm_bindgen_test]
async fn a_request_carries_its_target_and_its_body_and_no_more_of_us() {
    let server = Server::that(
        "let body = ''; request.on('data', (part) => { body += part; }).on('end', () => response.end(JSON.stringify({ method: request.method, headers: request.headers, body })))",
    )
    .await;
    let reply = patient(&server).await.unwrap();
    // Exposed: an echo of what was sent.
    let seen: Value = serde_json::from_str(reply.body.expose()).unwrap();
    assert_eq!(seen["method"], "POST");
    assert_eq!(seen["body"], "{}");
    assert_eq!(seen["headers"]["content-type"], "application/x-amz-json-1.1");
    assert_eq!(seen["headers"]["x-amz-target"], "AWSCognitoIdentityProviderService.GetUser");
    for nothing in ["cookie", "referer", "authorization"] {
        assert_eq!(seen["headers"][nothing], json!(null), "{nothing}");
    }
}

#[wasm_bindgen_test]
async fn a_reply_is_its_status_its_names_and_its_body() {
    let server = Server::that(
        "response.writeHead(400, { 'x-amzn-requestid': 'r1', 'x-amzn-errortype': 'NotAuthorizedException' }).end('\u{e9}')",
    )
    .await;
    let reply = patient(&server).await.unwrap();
    assert_eq!(reply.status, 400);
    assert_eq!(reply.request_id.as_deref(), Some("r1"));
    assert_eq!(reply.error_type.as_deref(), Some("NotAuthorizedException"));
    // Exposed: one letter, two bytes on the wire.
    assert_eq!(reply.body.expose(), "\u{e9}");
}

/// Asks a server that may never answer.
async fn hurried(server: &Server) -> Result<Response, Failure> {
    Browser::with_timeout(150).send(&request(&server.url)).await
}

/// Asks a server that answers.
async fn patient(server: &Server) -> Result<Response, Failure> {
    Browser::default().send(&request(&server.url)).await
}

/// A server of Node's, until it is dropped.
struct Server {
    url: String,
    server: HttpServer,
}

impl Server {
    /// A server that does this with `request` and `response`.
    async fn that(answer: &str) -> Self {
        let server = create_server(&function("request, response", answer));
        JsFuture::from(Promise::new(&mut |listens, _| server.listen(0, "127.0.0.1", &listens))).await.unwrap();
        let port = Reflect::get(&server.address(), &"port".into()).unwrap().as_f64().unwrap();
        Self { url: format!("http://127.0.0.1:{port}/"), server }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.server.close();
        self.server.close_all_connections();
    }
}

#[wasm_bindgen(module = "node:http")]
extern "C" {
    type HttpServer;

    #[wasm_bindgen(js_name = createServer)]
    fn create_server(answer: &Function) -> HttpServer;

    #[wasm_bindgen(method)]
    fn listen(this: &HttpServer, port: u16, host: &str, listens: &Function);

    #[wasm_bindgen(method)]
    fn address(this: &HttpServer) -> JsValue;

    #[wasm_bindgen(method)]
    fn close(this: &HttpServer);

    #[wasm_bindgen(method, js_name = closeAllConnections)]
    fn close_all_connections(this: &HttpServer);
}

#[wasm_bindgen(module = "node:v8")]
extern "C" {
    #[wasm_bindgen(js_name = setFlagsFromString)]
    fn set_flags_from_string(flags: &str);
}

#[wasm_bindgen(module = "node:vm")]
extern "C" {
    #[wasm_bindgen(js_name = runInNewContext)]
    fn run_in_new_context(code: &str) -> Function;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setInterval)]
    fn set_interval(call: &Function, millis: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearInterval)]
    fn clear_interval(interval: &JsValue);
}
