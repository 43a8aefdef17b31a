//! Raw sockets against short limits and an answerer that misbehaves on purpose: nobody may hold what others need.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use local_pool::clock::Span;
use local_pool::http::{Connection, Request, Response};
use tokio::sync::oneshot;

use super::super::answering::{Answer, Answering};
use super::super::serve::{Doors, Serving, accept_until};
use super::Limits;

const SHORT: Duration = Duration::from_millis(200);
/// Far beyond any limit here, and far below a test's patience.
const LONG: Duration = Duration::from_secs(20);
const WHOLE: &str = "GET /answer HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[test]
fn a_client_that_says_nothing_or_half_of_a_head_is_let_go() {
    let server = Server::start(Limits { head: SHORT, ..Limits::default() });
    for sent in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: x\r\n"] {
        let mut stream = server.connect();
        stream.write_all(sent.as_bytes()).unwrap();
        assert_eq!(rest(&mut stream), "", "after {sent:?}");
    }
    // Between two requests too.
    let mut stream = server.connect();
    stream.write_all(b"GET /answer HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    assert!(rest(&mut stream).ends_with("answered"));
}

#[test]
fn a_head_that_comes_a_byte_at_a_time_has_no_longer_than_another() {
    let server = Server::start(Limits { head: SHORT, ..Limits::default() });
    let mut stream = server.connect();
    let began = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
    loop {
        let _ = stream.write_all(b"x");
        match stream.read(&mut [0; 64]) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Ok(0) | Err(_) => break,
            Ok(_) => panic!("an answer to no request"),
        }
        assert!(began.elapsed() < LONG);
    }
}

#[test]
fn an_upload_that_stalls_is_refused_and_let_go() {
    let server = Server::start(Limits { body: SHORT, ..Limits::default() });
    let mut stream = server.connect();
    stream.write_all(b"POST /answer HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf").unwrap();
    let reply = rest(&mut stream);
    assert!(reply.starts_with("HTTP/1.1 408 "), "{reply}");
    assert!(reply.contains("\r\naccess-control-allow-origin: *\r\n"), "{reply}");
}

#[test]
fn an_answer_that_nobody_reads_is_given_up() {
    // The moment is what it takes from the answer's end to the write that waits.
    let server = Server::start(Limits { stall: SHORT, connections: 1, moment: SHORT / 4, ..Limits::default() });
    let mut idle = server.connect();
    idle.write_all(b"GET /long HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    // It was read: from here on it is not waiting for a request.
    idle.read_exact(&mut [0; 8]).unwrap();
    let began = Instant::now();
    // The one place is free again once the first was let go, and not before: an answer was under way.
    assert!(server.request(WHOLE).ends_with("answered"));
    assert!(began.elapsed() >= SHORT / 2);
}

#[test]
fn one_connection_too_many_takes_the_place_of_the_one_that_waited_longest() {
    let server = Server::start(Limits { connections: 3, moment: SHORT, ..Limits::default() });
    let mut half = server.connect();
    half.write_all(b"GET /answer HT").unwrap();
    let mut idle = server.connect();
    idle.write_all(b"GET /answer HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut answer = [0; 4096];
    assert!(idle.read(&mut answer).unwrap() > 0);
    let mut silent = server.connect();
    assert!(server.request(WHOLE).ends_with("answered"));
    assert_eq!(rest(&mut half), "", "it waited longest");
    // The others stay: nobody needs their places.
    silent.write_all(WHOLE.as_bytes()).unwrap();
    assert!(rest(&mut silent).ends_with("answered"));
    idle.write_all(WHOLE.as_bytes()).unwrap();
    assert!(rest(&mut idle).ends_with("answered"));
}

#[test]
fn a_crowd_of_idle_connections_shuts_nobody_out() {
    let server = Server::start(Limits { connections: 40, moment: SHORT, ..Limits::default() });
    let began = Instant::now();
    let crowd: Vec<TcpStream> = (0..40).map(|_| server.connect()).collect();
    for _ in 0..10 {
        assert!(server.request(WHOLE).ends_with("answered"));
    }
    assert!(began.elapsed() < LONG);
    drop(crowd);
}

#[test]
fn a_connection_is_left_in_peace_while_it_is_answered_or_has_waited_but_a_moment() {
    let server = Server::start(Limits { connections: 1, moment: LONG, ..Limits::default() });
    let mut fresh = server.connect();
    let mut next = server.connect();
    next.write_all(WHOLE.as_bytes()).unwrap();
    next.set_read_timeout(Some(SHORT)).unwrap();
    assert!(next.read(&mut [0; 1]).is_err(), "there was no place for it");
    fresh.write_all(WHOLE.as_bytes()).unwrap();
    assert!(rest(&mut fresh).ends_with("answered"));
    assert!(rest(&mut next).ends_with("answered"));

    let server = Server::start(Limits { connections: 1, moment: SHORT, ..Limits::default() });
    let mut late = server.connect();
    late.write_all(b"GET /late HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    assert!(server.request(WHOLE).ends_with("answered"));
    assert!(rest(&mut late).ends_with("late"), "an answer was under way");
}

#[test]
fn a_head_that_is_too_long_or_has_too_many_lines_is_refused() {
    let server = Server::start(Limits { head_bytes: 4096, ..Limits::default() });
    let long = format!("GET / HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", "x".repeat(5000));
    assert!(server.request(&long).starts_with("HTTP/1.1 431 "));
    let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "a: b\r\n".repeat(200));
    assert!(server.request(&many).starts_with("HTTP/1.1 431 "));
    let path = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(5000));
    let reply = server.request(&path);
    assert!(reply.starts_with("HTTP/1.1 4"), "{reply}");
}

#[test]
fn a_body_that_is_too_long_is_refused_to_a_client_that_writes_before_it_reads() {
    let server = Server::start(Limits::default());
    let mut stream = server.connect();
    let body = vec![b'x'; 4 * 1024 * 1024];
    write!(stream, "POST /answer HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len())
        .unwrap();
    stream.write_all(&body).unwrap();
    assert!(rest(&mut stream).ends_with("too large"));
    // Whoever asks first sends nothing.
    let asked = "POST /answer HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9999999\r\n\r\n";
    assert!(server.request(asked).ends_with("too large"));
    // Without an announced length it is counted.
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let head = "POST /answer HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    assert!(server.request(&format!("{head}{}0\r\n\r\n", chunk.repeat(3))).ends_with("too large"));
}

#[test]
fn a_body_that_is_too_long_is_refused_before_it_is_sent() {
    let server = Server::start(Limits { linger: SHORT, ..Limits::default() });
    let head = "POST /answer HTTP/1.1\r\nhost: x\r\n";
    let chunk = format!("30000\r\n{}", "x".repeat(0x2ffff));
    for sent in [
        format!("{head}content-length: 9999999999\r\n\r\nhalf"),
        format!("{head}content-length: 9999999999\r\n\r\n"),
        format!("{head}transfer-encoding: chunked\r\n\r\n{chunk}"),
    ] {
        let began = Instant::now();
        let reply = server.request(&sent);
        assert!(reply.contains("\r\nconnection: close\r\n") && reply.ends_with("too large"), "{reply}");
        assert!(began.elapsed() < LONG);
    }
}

#[test]
fn chunks_that_are_none_are_refused_with_an_answer() {
    let server = Server::start(Limits::default());
    let head = "POST /answer HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    for chunks in ["zz\r\nhello\r\n0\r\n\r\n", "5\r\nhello world\r\n0\r\n\r\n", "ffffffffffffffffff\r\n", "-1\r\n"] {
        let reply = server.request(&format!("{head}{chunks}"));
        assert!(reply.starts_with("HTTP/1.1 400 "), "{chunks:?}: {reply}");
        assert!(reply.contains("\r\nconnection: close\r\n"), "{reply}");
    }
}

#[test]
fn a_panic_is_an_answer_and_the_connection_goes_on() {
    let server = Server::start(Limits::default());
    let reply = server.request(&format!("GET /panic HTTP/1.1\r\nhost: x\r\n\r\n{WHOLE}"));
    assert!(reply.contains("internal error") && reply.ends_with("answered"), "{reply}");
}

#[test]
fn a_dropped_connection_brings_not_a_byte() {
    let server = Server::start(Limits::default());
    assert_eq!(server.request("GET /drop HTTP/1.1\r\nhost: x\r\n\r\n"), "");
    assert_eq!(server.request("GET /cut-nothing HTTP/1.1\r\nhost: x\r\n\r\n"), "");
}

#[test]
fn a_cut_answer_promises_all_and_brings_half() {
    let server = Server::start(Limits::default());
    let reply = server.request("GET /cut HTTP/1.1\r\nhost: x\r\n\r\n");
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-length: 10"), "{head}");
    assert_eq!(body, "01234");
}

#[test]
fn a_delay_holds_back_its_own_answer_only() {
    let server = Server::start(Limits::default());
    let began = Instant::now();
    let mut late = server.connect();
    late.write_all(b"GET /late HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    for _ in 0..20 {
        assert!(server.request(WHOLE).ends_with("answered"));
    }
    assert!(began.elapsed() < LATE, "others waited");
    assert!(rest(&mut late).ends_with("late"));
    assert!(began.elapsed() >= LATE);
}

#[test]
fn a_header_with_a_line_break_is_left_out_and_text_beyond_ascii_is_not() {
    let server = Server::start(Limits::default());
    let reply = server.request("GET /headers HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert!(!reply.contains("injected"), "{reply}");
    assert!(reply.contains("x-text: für"), "{reply}");
}

#[test]
fn what_is_under_way_is_answered_at_the_end_and_the_idle_are_not_waited_for() {
    let mut server = Server::start(Limits { ending: LONG, ..Limits::default() });
    let mut idle = server.connect();
    let mut late = server.connect();
    late.write_all(b"GET /late HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    // Once a later request is answered, the earlier one was read.
    assert!(server.request(WHOLE).ends_with("answered"));
    let began = Instant::now();
    server.end();
    assert_eq!(rest(&mut idle), "");
    assert!(rest(&mut late).ends_with("late"));
    server.join();
    assert!(began.elapsed() < LONG);
    assert!(TcpStream::connect(server.address).is_err(), "it still accepts");
}

const LATE: Duration = Duration::from_millis(700);

struct Faulty;

impl Answering for Faulty {
    fn answer(self: Arc<Self>, request: Request) -> Answer {
        Box::pin(async move {
            let mut response = text("answered");
            match request.path.as_str() {
                "/long" => response = Response::new(200, "text/plain", vec![b'x'; 64 * 1024 * 1024]),
                "/panic" => panic!("on purpose"),
                "/drop" => response.connection = Connection::Drop,
                "/cut-nothing" => response = Response { connection: Connection::Truncate, ..Response::empty(200) },
                "/cut" => response = Response { connection: Connection::Truncate, ..text("0123456789") },
                "/late" => {
                    let delay = Span::millis(i64::try_from(LATE.as_millis()).unwrap());
                    response = Response { delay, ..text("late") };
                }
                "/headers" => {
                    response = response.with_header("x-bad", "a\r\ninjected: b").with_header("x-text", "für");
                }
                _ => {}
            }
            response
        })
    }

    fn too_large(&self) -> Response {
        text("too large")
    }

    fn internal_error(&self) -> Response {
        text("internal error")
    }
}

fn text(text: &str) -> Response {
    Response::new(200, "text/plain", text.as_bytes().to_vec())
}

struct Server {
    address: SocketAddr,
    asked: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<()>>,
}

impl Server {
    fn start(limits: Limits) -> Self {
        let http = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = http.local_addr().unwrap();
        let (asked, ended) = oneshot::channel();
        let running = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            let serving = Serving { answering: Arc::new(Faulty), core: runtime.handle().clone(), limits, log: false };
            let asked = async {
                let _ = ended.await;
            };
            runtime.block_on(accept_until(Doors { http, https: None }, serving, || {}, asked)).unwrap();
            runtime.shutdown_background();
        });
        Self { address, asked: Some(asked), running: Some(running) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    fn request(&self, text: &str) -> String {
        let mut stream = self.connect();
        let _ = stream.write_all(text.as_bytes());
        rest(&mut stream)
    }

    fn end(&mut self) {
        drop(self.asked.take());
    }

    fn join(&mut self) {
        if let Some(running) = self.running.take() {
            running.join().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
        if !std::thread::panicking() {
            self.join();
        }
    }
}

/// All until the other side closes, which it must do by itself.
fn rest(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(LONG)).unwrap();
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "it was not closed");
    }
    let _ = stream.shutdown(Shutdown::Both);
    String::from_utf8_lossy(&bytes).into_owned()
}
