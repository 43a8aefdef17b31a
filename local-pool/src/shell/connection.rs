//! One connection, plain or over TLS: HTTP/1.1 by hyper, within bounds of time and size that no client can wait out.
//! What stalls (a handshake, a head, a body, an answer that nobody reads) ends the connection, not the others.

use std::io::Write;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::answering::Answering;
use super::exchange::exchange;
use super::stall::Stall;

#[derive(Clone, Debug)]
pub struct Limits {
    pub connections: usize,
    pub handshake: Duration,
    /// Also how long a connection may be idle between two requests.
    pub head: Duration,
    pub body: Duration,
    /// For an answer that the client does not read.
    pub stall: Duration,
    /// At the end, for answers under way.
    pub ending: Duration,
    pub head_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(60),
            body: Duration::from_secs(30),
            stall: Duration::from_secs(30),
            ending: Duration::from_secs(2),
            head_bytes: 32 * 1024,
        }
    }
}

/// What every connection shares.
#[derive(Clone)]
pub struct Served {
    pub answering: Arc<dyn Answering>,
    /// Where the core runs.
    pub core: Handle,
    pub limits: Limits,
    pub log: bool,
    /// Changes once, when the server is asked to end.
    pub ending: watch::Receiver<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

pub async fn talk(served: Served, stream: TcpStream, tls: Option<TlsAcceptor>) {
    let _ = stream.set_nodelay(true);
    let stream = Stall::new(stream, served.limits.stall);
    let Some(tls) = tls else {
        return converse(served, stream, Scheme::Http).await;
    };
    let shaken = timeout(served.limits.handshake, tls.accept(stream)).await;
    match shaken {
        Ok(Ok(stream)) => converse(served, stream, Scheme::Https).await,
        // Most often a client that does not trust the certificate, which is worth a line.
        Ok(Err(error)) if served.log => {
            let _ = writeln!(std::io::stderr(), "https: {error}");
        }
        Ok(Err(_)) | Err(_) => {}
    }
}

async fn converse<Io>(served: Served, stream: Io, scheme: Scheme)
where
    Io: AsyncRead + AsyncWrite + Unpin,
{
    let open = Arc::new(AtomicUsize::new(0));
    let Limits { head, head_bytes, .. } = served.limits;
    let mut ending = served.ending.clone();
    let service = service_fn({
        let open = open.clone();
        move |request| exchange(served.clone(), scheme, Busy::new(&open), request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_header_size(head_bytes)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ending.wait_for(|asked| *asked) => {}
    }
    if open.load(Ordering::Relaxed) > 0 {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// Counts a request from when it is read until its answer is written.
pub struct Busy(Arc<AtomicUsize>);

impl Busy {
    fn new(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(open.clone())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
