//! One request and its answer: from hyper's types to the core's and back, with the faults that the core asked for.
//! The body is read within a bound of size and time. The core runs on threads of its own, never on those of the sockets.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{CONNECTION, EXPECT, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request as HttpRequest, Response as HttpResponse, StatusCode};
use tokio::time::{Sleep, sleep, timeout};

use local_pool::http::{BODY_LIMIT, Connection, Request, Response};

use super::connection::{Limits, Scheme, Served};
use super::places::Busy;

/// Of a body that was refused so much more is read and thrown away: a client that writes before it reads gets the refusal.
const DRAINED: usize = 16 * 1024 * 1024;
/// Held back at most this long, whatever was asked for: a typing error must not look like a hanging program.
const LONGEST_DELAY: Duration = Duration::from_secs(300);
/// Between the half of a body that is sent and the end of its connection: the half has left by then.
const CUT_AFTER: Duration = Duration::from_millis(50);
const SCHEME_HEADER: &str = "x-forwarded-proto";

/// Ends a connection without an answer.
#[derive(Debug)]
pub struct Hangup;

pub async fn exchange(
    served: Served,
    scheme: Scheme,
    busy: Busy,
    request: HttpRequest<Incoming>,
) -> Result<HttpResponse<Written>, Hangup> {
    let began = Instant::now();
    let line = served.log.then(|| described(&request));
    let response = match read(request, scheme, served.limits.body).await {
        Reading::Whole(request) => {
            // Runs to its end even if the client hangs up: what it changes is saved.
            let answered = served.core.spawn(served.answering.clone().answer(request)).await;
            answered.unwrap_or_else(|_| served.answering.internal_error())
        }
        Reading::TooLarge(rest) => {
            if let Some(rest) = rest {
                tokio::spawn(drain(rest, served.limits.clone()));
            }
            last(served.answering.too_large())
        }
        Reading::TooSlow => refused(408, "local-pool waited too long for the rest of this request\n"),
        Reading::Malformed => refused(400, "the chunks of this request's body are not what HTTP says\n"),
        Reading::Broken => return Err(Hangup),
    };
    let delay = Duration::from_millis(u64::try_from(response.delay.whole_millis()).unwrap_or(0));
    if !delay.is_zero() {
        sleep(delay.min(LONGEST_DELAY)).await;
    }
    if let Some(line) = line {
        let error = response.header("x-amzn-errortype").unwrap_or_default();
        let millis = began.elapsed().as_millis();
        let _ = writeln!(std::io::stderr(), "{line} {} {error} {millis} ms", response.status);
    }
    written(response, busy)
}

/// Method, path and operation: no query, no body, no other header, for those carry secrets.
fn described(request: &HttpRequest<Incoming>) -> String {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    format!("{} {} {target}", request.method(), request.uri().path())
}

enum Reading {
    Whole(Request),
    /// With what may still come.
    TooLarge(Option<Incoming>),
    TooSlow,
    Malformed,
    /// The client hung up in the middle.
    Broken,
}

async fn read(request: HttpRequest<Incoming>, scheme: Scheme, limit: Duration) -> Reading {
    let (head, mut body) = request.into_parts();
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > BODY_LIMIT {
        // A client that asked before sending sends nothing.
        return Reading::TooLarge(Some(body).filter(|_| !head.headers.contains_key(EXPECT)));
    }
    let reading = async {
        let mut bytes = Vec::with_capacity(announced);
        while let Some(frame) = next(&mut body).await {
            let data = match frame.map(Frame::into_data) {
                Ok(Ok(data)) => data,
                Ok(Err(_)) => continue,
                Err(error) if is_malformed(&error) => return Some(Reading::Malformed),
                Err(_) => return Some(Reading::Broken),
            };
            if bytes.len() + data.len() > BODY_LIMIT {
                return None;
            }
            bytes.extend_from_slice(&data);
        }
        Some(Reading::Whole(request_of(&head, scheme, bytes)))
    };
    let read = timeout(limit, reading).await;
    read.map_or(Reading::TooSlow, |read| read.unwrap_or(Reading::TooLarge(Some(body))))
}

async fn next(body: &mut Incoming) -> Option<Result<Frame<Bytes>, hyper::Error>> {
    std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await
}

/// Closing a socket with unread bytes takes the answer away from who still writes, so what comes is read for a while.
async fn drain(mut body: Incoming, limits: Limits) {
    let reading = async {
        let mut total = 0;
        while let Ok(Some(Ok(frame))) = timeout(limits.linger, next(&mut body)).await {
            total += frame.into_data().map_or(0, |data| data.len());
            if total > DRAINED {
                break;
            }
        }
    };
    let _ = timeout(limits.body, reading).await;
}

/// Told from a connection that ended.
fn is_malformed(error: &hyper::Error) -> bool {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    cause.is_some_and(|cause| matches!(cause.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData))
}

fn request_of(head: &Parts, scheme: Scheme, body: Vec<u8>) -> Request {
    let headers = head.headers.iter().filter_map(|(name, value)| {
        // What is not text is no header that the core asks for.
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    // Over TLS the shell knows the scheme; over plain HTTP a proxy in front may have said it.
    let headers = headers.filter(|(name, _)| scheme == Scheme::Http || name != SCHEME_HEADER);
    let known = (scheme == Scheme::Https).then(|| (SCHEME_HEADER.to_owned(), "https".to_owned()));
    Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: headers.chain(known).collect(),
        body,
    }
}

fn refused(status: u16, why: &str) -> Response {
    let response = Response::new(status, "text/plain; charset=utf-8", why.as_bytes().to_vec());
    last(response.with_header("access-control-allow-origin", "*"))
}

/// What the client still sends would be taken for its next request.
fn last(response: Response) -> Response {
    response.with_header("connection", "close")
}

fn written(response: Response, busy: Busy) -> Result<HttpResponse<Written>, Hangup> {
    let length = response.body.len();
    let cut = match response.connection {
        Connection::Keep => false,
        // A body of nothing has no middle.
        Connection::Truncate if length > 0 => true,
        Connection::Truncate | Connection::Drop => return Err(Hangup),
    };
    let mut bytes = Bytes::from(response.body);
    if cut {
        bytes.truncate(length / 2);
    }
    let body = Written {
        bytes: Some(bytes).filter(|_| length > 0),
        left: length as u64,
        cut: cut.then(|| Box::pin(sleep(CUT_AFTER))),
        _busy: busy,
    };
    let mut written = HttpResponse::new(body);
    *written.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        // A value with a line break in it is none: it would be read as two headers.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value.as_bytes())) {
            written.headers_mut().append(name, value);
        }
    }
    if cut {
        written.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(written)
}

/// The body of an answer: all of it in one piece, or half of it and then the end of the connection.
pub struct Written {
    bytes: Option<Bytes>,
    /// Of the length that is promised.
    left: u64,
    cut: Option<Pin<Box<Sleep>>>,
    /// The connection is busy until its answer is written.
    _busy: Busy,
}

impl Body for Written {
    type Data = Bytes;
    type Error = Hangup;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Hangup>>> {
        if let Some(bytes) = self.bytes.take() {
            self.left = self.left.saturating_sub(bytes.len() as u64);
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match &mut self.cut {
            Some(pause) => {
                ready!(pause.as_mut().poll(cx));
                Poll::Ready(Some(Err(Hangup)))
            }
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

impl fmt::Display for Hangup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hung up")
    }
}

impl Error for Hangup {}
