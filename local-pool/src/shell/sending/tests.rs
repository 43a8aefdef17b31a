//! Against servers that answer well, badly, late or not at all; and that those who wait hold up nobody else.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use local_pool::clock::Span;
use local_pool::outbound::{Outbound, OutboundError, OutboundRequest, OutboundResponse};

use super::super::arguments::Certificate;
use super::super::serve::Runtimes;
use super::super::tls;
use super::{ANSWER_LIMIT, Sender};

/// For what is to be in time.
const AMPLE: Span = Span::seconds(20);

#[test]
fn a_request_arrives_as_it_was_stated_and_its_answer_comes_back_whole() {
    let (url, received) = server(|stream, _| {
        stream
            .write_all(b"HTTP/1.1 418 Teapot\r\nx-Pot: tea\r\ncontent-length: 5\r\nconnection: close\r\n\r\nshort")
            .unwrap();
    });
    let answer = send(OutboundRequest {
        headers: vec![("content-type", "application/json".into()), ("x-mark", "1".into())],
        ..post(&format!("{url}/hook?a=b"), b"{\"a\":1}")
    })
    .unwrap();
    let got = received.recv().unwrap();
    assert!(got.starts_with("POST /hook?a=b HTTP/1.1\r\n"), "{got}");
    assert!(got.contains("x-mark: 1\r\n") && got.contains("content-type: application/json\r\n"), "{got}");
    assert!(got.ends_with("\r\n\r\n{\"a\":1}"), "{got}");
    assert_eq!((answer.status, answer.body.as_slice()), (418, b"short".as_slice()));
    assert!(answer.headers.contains(&("x-pot".to_owned(), "tea".to_owned())));
}

#[test]
fn every_method_goes_with_and_without_a_body() {
    let (url, received) = server(|stream, _| ok(stream, b""));
    for (method, body) in [("GET", ""), ("POST", ""), ("POST", "x"), ("PUT", ""), ("DELETE", ""), ("HEAD", "")] {
        let request = OutboundRequest { method, ..post(&url, body.as_bytes()) };
        assert_eq!(send(request).map(|answer| answer.status), Ok(200), "{method} {body:?}");
        assert!(received.recv().unwrap().starts_with(method));
    }
}

#[test]
fn a_redirect_is_an_answer_and_is_not_followed() {
    let (elsewhere, followed) = server(|stream, _| ok(stream, b"followed"));
    let (url, _received) = server(move |stream, _| {
        let head =
            format!("HTTP/1.1 302 Found\r\nlocation: {elsewhere}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
    });
    assert_eq!(send(get(&url)).unwrap().status, 302);
    assert!(followed.try_recv().is_err());
}

#[test]
fn an_answer_beyond_the_bound_is_refused_and_one_at_the_bound_is_not() {
    let limit = usize::try_from(ANSWER_LIMIT).unwrap();
    let (url, _received) = server(move |stream, path| {
        let more = usize::from(path.contains("more"));
        let body = vec![b'x'; limit + more];
        let _ = if path.contains("endless") {
            // Its length is not told.
            stream.write_all(&[b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec(), body.repeat(3)].concat())
        } else {
            ok(stream, &body);
            Ok(())
        };
    });
    assert_eq!(send(get(&format!("{url}/whole"))).unwrap().body.len(), limit);
    assert_eq!(send(get(&format!("{url}/more"))).unwrap_err(), OutboundError::TooLarge);
    assert_eq!(send(get(&format!("{url}/endless"))).unwrap_err(), OutboundError::TooLarge);
    let (url, _received) = server(|stream, _| {
        let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\na: {}\r\n\r\n", "x".repeat(100_000)).as_bytes());
    });
    assert_eq!(send(get(&url)).unwrap_err(), OutboundError::TooLarge);
}

#[test]
fn an_answer_that_is_late_or_drips_is_given_up_in_time() {
    let (url, _received) = server(|stream, path| {
        if path.contains("drips") {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").unwrap();
            while stream.write_all(b"x").is_ok() {
                std::thread::park_timeout(Duration::from_millis(20));
            }
        }
        let _ = stream.read(&mut [0; 1]);
    });
    for path in ["silent", "drips"] {
        let began = Instant::now();
        let request = OutboundRequest { timeout: Span::millis(300), ..get(&format!("{url}/{path}")) };
        assert_eq!(send(request).unwrap_err(), OutboundError::TimedOut, "{path}");
        assert!(began.elapsed() >= Duration::from_millis(250) && began.elapsed() < Duration::from_secs(5), "{path}");
    }
}

#[test]
fn what_cannot_be_reached_is_said_without_the_url() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [
        &format!("http://{closed}/?hunter2"),
        "http://name.invalid/?hunter2",
        "ftp://127.0.0.1/?hunter2",
        "/relative?hunter2",
        "http://?hunter2",
        "http://[::1/?hunter2",
        "not a url hunter2",
        "",
    ] {
        match send(get(url)) {
            Err(OutboundError::Unreachable(why)) => {
                assert!(!why.is_empty() && !why.contains("hunter2"), "{url}: {why}")
            }
            other => panic!("{url}: {other:?}"),
        }
    }
    let nonsense = server(|stream, _| stream.write_all(b"SSH-2.0-nonsense\r\n\r\n").unwrap()).0;
    assert!(matches!(send(get(&nonsense)), Err(OutboundError::Unreachable(_))));
    let header = OutboundRequest { headers: vec![("x", "a\r\nb: c".into())], ..get("http://127.0.0.1/") };
    assert!(matches!(send(header), Err(OutboundError::Unreachable(_))));
}

#[test]
fn https_is_for_whom_the_given_authority_signed_and_for_no_other() {
    let folder = std::env::temp_dir().join(format!("local-pool-sending-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("ca.pem").to_str().unwrap().to_owned();
    let acceptor = tls::acceptor(&Certificate::Made { out: Some(file.clone()) }, "127.0.0.1").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = acceptor.config().clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream.unwrap());
            let mut head = [0; 1024];
            if stream.read(&mut head).is_ok() {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi");
            }
        }
    });
    let runtimes = Runtimes::new().unwrap();
    let trusting = Sender::new(runtimes.core().clone(), Some(&file)).unwrap();
    let url = format!("https://localhost:{port}/");
    assert_eq!(runtimes.core().block_on(trusting.send(get(&url))).unwrap().body, b"hi");
    assert!(matches!(send(get(&url)), Err(OutboundError::Unreachable(_))), "the web's authorities did not sign it");

    std::fs::write(&file, "nothing").unwrap();
    assert!(Sender::new(runtimes.core().clone(), Some(&file)).err().unwrap().contains("no certificate"));
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(Sender::new(runtimes.core().clone(), Some(&file)).err().unwrap().contains("cannot read"));
}

#[test]
fn who_waits_for_others_holds_up_no_arithmetic_and_no_more_wait_than_there_are_threads() {
    let (url, received) = server(|stream, _| {
        let _ = stream.read(&mut [0; 1]);
    });
    let runtimes = Runtimes::new().unwrap();
    let sender = Arc::new(Sender::new(runtimes.core().clone(), None).unwrap());
    let waiting: Vec<_> = (0..80)
        .map(|_| {
            let (sender, request) = (sender.clone(), OutboundRequest { timeout: Span::seconds(3), ..get(&url) });
            runtimes.core().spawn(async move { sender.send(request).await })
        })
        .collect();
    // All that have a thread have sent their request.
    for _ in 0..64 {
        received.recv_timeout(Duration::from_secs(10)).unwrap();
    }
    let began = Instant::now();
    for _ in 0..100 {
        let computed = runtimes.core().spawn(async { (0..1000_u64).sum::<u64>() });
        runtimes.core().block_on(computed).unwrap();
    }
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert!(received.try_recv().is_err(), "more are under way than there are threads");
    for waiting in waiting {
        assert_eq!(runtimes.core().block_on(waiting).unwrap().unwrap_err(), OutboundError::TimedOut);
    }
    // And then the threads are free for others.
    let (url, _received) = server(|stream, _| ok(stream, b"again"));
    assert_eq!(runtimes.core().block_on(sender.send(get(&url))).unwrap().body, b"again");
}

fn get(url: &str) -> OutboundRequest {
    OutboundRequest { method: "GET", ..post(url, b"") }
}

fn post(url: &str, body: &[u8]) -> OutboundRequest {
    OutboundRequest { method: "POST", url: url.to_owned(), headers: Vec::new(), body: body.to_vec(), timeout: AMPLE }
}

fn send(request: OutboundRequest) -> Result<OutboundResponse, OutboundError> {
    let runtimes = Runtimes::new().unwrap();
    let sender = Sender::new(runtimes.core().clone(), None).unwrap();
    let answer = runtimes.core().block_on(sender.send(request));
    runtimes.shut();
    answer
}

fn ok(stream: &mut TcpStream, body: &[u8]) {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

/// A server that reads a request, tells it, and has its way with the connection. It ends with the tests.
fn server(answer: impl Fn(&mut TcpStream, &str) + Send + Sync + 'static) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (tell, answer) = (tell.clone(), answer.clone());
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                let request = read(&stream);
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                let _ = tell.send(request);
                answer(&mut stream, &path);
            });
        }
    });
    (url, told)
}

fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 {
            return request;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        request += &line;
        if line == "\r\n" {
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            return request + &String::from_utf8(body).unwrap();
        }
    }
}
