//! One connection, plain or over TLS: HTTP/1.1 by hyper, within bounds of time and size that no client can wait out.
//! What stalls (a handshake, a head, a body, an answer that nobody reads) ends the connection, not the others.

use std::io::Write;
use std::pin::pin;
use std::sync::Arc;
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
use super::places::Place;
use super::stall::Stall;

#[derive(Clone, Debug)]
pub struct Limits {
    pub connections: usize,
    /// How long a connection waits in peace when there is no place for another.
    pub moment: Duration,
    pub handshake: Duration,
    /// Also how long a connection may be idle between two requests.
    pub head: Duration,
    pub body: Duration,
    /// How long the rest of a body that was refused may pause before the connection ends.
    pub linger: Duration,
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
            moment: Duration::from_secs(1),
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(60),
            body: Duration::from_secs(30),
            linger: Duration::from_secs(1),
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

pub async fn talk(served: Served, stream: TcpStream, tls: Option<TlsAcceptor>, place: Place) {
    let _ = stream.set_nodelay(true);
    let stream = Stall::new(stream, served.limits.stall, place.stuck());
    let Some(tls) = tls else {
        return converse(served, stream, Scheme::Http, place).await;
    };
    let shaken = tokio::select! {
        shaken = timeout(served.limits.handshake, tls.accept(stream)) => shaken,
        () = place.asked_to_leave() => return,
    };
    match shaken {
        Ok(Ok(stream)) => converse(served, stream, Scheme::Https, place).await,
        // Most often a client that does not trust the certificate, which is worth a line.
        Ok(Err(error)) if served.log => {
            let _ = writeln!(std::io::stderr(), "https: {error}");
        }
        Ok(Err(_)) | Err(_) => {}
    }
}

async fn converse<Io>(served: Served, stream: Io, scheme: Scheme, place: Place)
where
    Io: AsyncRead + AsyncWrite + Unpin,
{
    let place = Arc::new(place);
    let Limits { head, head_bytes, .. } = served.limits;
    let mut ending = served.ending.clone();
    let service = service_fn({
        let place = place.clone();
        move |request| exchange(served.clone(), scheme, place.begin(), request)
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
        () = place.asked_to_leave() => {}
    }
    // A request that came just then is still answered.
    if place.is_busy() {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

#[cfg(test)]
mod tests;
