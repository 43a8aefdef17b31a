//! Listens and accepts, until asked to end. Two runtimes: one for sockets, one for the core, whose every step is
//! milliseconds of arithmetic. So a slow request delays other requests' arithmetic, never their sockets or a waiting webhook.

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::answering::Answering;
use super::connection::{Limits, Served, talk};
use super::places::Places;

/// Requests to others at a time. Each holds a thread, which sleeps.
const SENDING: usize = 64;
/// After the system had no socket to give: too many are open, and some will be closed soon.
const ACCEPT_AGAIN: Duration = Duration::from_millis(50);

pub fn listen(host: &str, port: u16, flag: &str) -> Result<TcpListener, String> {
    TcpListener::bind((host, port)).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {port} on {host} is taken by another program: end that program, or choose another port with {flag} \
             (0 takes any free one)"
        ),
        io::ErrorKind::PermissionDenied => {
            format!("port {port} on {host} may not be opened by this user: choose one from 1024 up with {flag}")
        }
        _ => format!("cannot listen on {host}, port {port}: {error}"),
    })
}

/// Where requests come in.
pub struct Doors {
    pub http: TcpListener,
    pub https: Option<(TcpListener, TlsAcceptor)>,
}

pub struct Runtimes {
    sockets: Runtime,
    core: Runtime,
}

impl Runtimes {
    pub fn new() -> io::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self {
            sockets: Builder::new_multi_thread().worker_threads(cores.min(2)).enable_all().build()?,
            // More threads than cores would only take turns.
            core: Builder::new_multi_thread()
                .worker_threads(cores)
                .max_blocking_threads(SENDING)
                .enable_time()
                .build()?,
        })
    }

    pub fn core(&self) -> &Handle {
        self.core.handle()
    }

    /// Serves until SIGINT or SIGTERM. Calls `announce` once connections are accepted.
    pub fn serve(
        self,
        doors: Doors,
        answering: Arc<dyn Answering>,
        log: bool,
        announce: impl FnOnce(),
    ) -> io::Result<()> {
        let core = self.core.handle().clone();
        let outcome = self.sockets.block_on(async {
            let asked = asked_to_end()?;
            let limits = Limits::default();
            accept_until(doors, Serving { answering, core, limits, log }, announce, asked).await
        });
        self.shut();
        outcome
    }

    /// Whatever still runs is not waited for.
    pub fn shut(self) {
        self.sockets.shutdown_background();
        self.core.shutdown_background();
    }
}

pub struct Serving {
    pub answering: Arc<dyn Answering>,
    pub core: Handle,
    pub limits: Limits,
    pub log: bool,
}

/// Accepts until `asked` is done, then gives the answers under way a moment. Idle connections are not waited for.
pub async fn accept_until(
    doors: Doors,
    serving: Serving,
    announce: impl FnOnce(),
    asked: impl Future<Output = ()>,
) -> io::Result<()> {
    let Serving { answering, core, limits, log } = serving;
    let (end, ending) = watch::channel(false);
    let places = Places::new(limits.connections, limits.moment);
    let patience = limits.ending;
    let served = Served { answering, core, limits, log, ending };
    let http = registered(doors.http)?;
    let https = match doors.https {
        Some((listener, tls)) => Some((registered(listener)?, tls)),
        None => None,
    };
    announce();
    tokio::select! {
        () = accept(http, None, served.clone(), &places) => {}
        () = async {
            match https {
                Some((listener, tls)) => accept(listener, Some(tls), served.clone(), &places).await,
                None => std::future::pending().await,
            }
        } => {}
        () = asked => {}
    }
    end.send_replace(true);
    let _ = timeout(patience, places.empty()).await;
    Ok(())
}

fn registered(listener: TcpListener) -> io::Result<tokio::net::TcpListener> {
    listener.set_nonblocking(true)?;
    tokio::net::TcpListener::from_std(listener)
}

/// One more connection than there are places is accepted; it waits until another's is free, the next in the system's queue.
async fn accept(listener: tokio::net::TcpListener, tls: Option<TlsAcceptor>, served: Served, places: &Arc<Places>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let place = places.take().await;
                tokio::spawn(talk(served.clone(), stream, tls.clone(), place));
            }
            Err(_) => sleep(ACCEPT_AGAIN).await,
        }
    }
}

/// Listens for the signals at once: one that comes while the first line is printed counts.
#[cfg(unix)]
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
