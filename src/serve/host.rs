//! Speaks HTTP: takes connections, bounds what each of them may ask of us, and hands requests on. Knows nothing of portals.

use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::answer::{self, Asked};
use super::shown::Shown;
use crate::error::Error;

/// How many ports are tried.
const PORTS: u16 = 20;
/// So many connections at most: more are closed.
const CONNECTIONS: usize = 400;
/// How many pages are made at once.
const AT_ONCE: usize = 4;
/// How long the head of a request may take, and how long a connection may be idle.
const HEAD: Duration = Duration::from_secs(10);
/// How long an answer may wait for a browser that takes nothing of it.
const STALLED: Duration = Duration::from_secs(30);
/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 32 * 1024;
/// How long a page waits for the next state before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// Listens at the first of some ports that is free; at any for port 0.
///
/// # Errors
/// None of them is, or the address is not this machine's.
pub fn bind(host: IpAddr, port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS - 1) };
    let mut reason = String::new();
    for port in port..=last {
        match TcpListener::bind((host, port)).and_then(|listener| Ok((listener.local_addr()?, listener))) {
            Ok((address, listener)) => return Ok((listener, address)),
            Err(error) if error.kind() == ErrorKind::AddrNotAvailable => {
                return Err(Error::refused("serve-host").with("host", host));
            }
            Err(error) => reason = error.to_string(),
        }
    }
    let refused = Error::refused("serve-port").with("host", host).with("first", port).with("last", last);
    Err(refused.with("reason", reason))
}

/// Begins to answer, on a thread of its own.
///
/// # Errors
/// The machine refuses a thread or what the runtime needs.
pub fn start(listener: TcpListener, shown: Arc<Shown>, root: Arc<Path>) -> Result<(), Error> {
    let fail = |error: std::io::Error| Error::refused("serve-start").with("reason", error);
    listener.set_nonblocking(true).map_err(fail)?;
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_io().enable_time().max_blocking_threads(AT_ONCE).build().map_err(fail)?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener).map_err(fail)?
    };
    let work = move || runtime.block_on(accept(listener, shown, root));
    std::thread::Builder::new().name("http".to_owned()).spawn(work).map(drop).map_err(fail)
}

async fn accept(listener: tokio::net::TcpListener, shown: Arc<Shown>, root: Arc<Path>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files: others will be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else { continue };
        let (shown, root) = (Arc::clone(&shown), Arc::clone(&root));
        tokio::spawn(async move {
            let service = service_fn(move |request| reply(request, Arc::clone(&shown), Arc::clone(&root)));
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_header_size(LARGEST_HEAD);
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(STALLED));
            // A connection that ends badly is the other side's affair.
            let _ = http.serve_connection(TokioIo::new(Box::pin(stream)), service).await;
            drop(place);
        });
    }
}

async fn reply(
    request: Request<Incoming>,
    shown: Arc<Shown>,
    root: Arc<Path>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let asked = match answer::admit(request.method(), request.uri(), request.version(), request.headers()) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(*refusal),
    };
    if asked.path == answer::WAIT {
        return Ok(wait(&asked, &shown).await);
    }
    let work = move || answer::answer(&asked, &shown.now(), &shown, &root);
    let made = tokio::task::spawn_blocking(work).await;
    Ok(made.unwrap_or_else(|_| answer::plain(StatusCode::INTERNAL_SERVER_ERROR, "this page could not be made")))
}

/// Answers when there is a state that the page has not seen, or after a while.
async fn wait(asked: &Asked, shown: &Shown) -> Response<Full<Bytes>> {
    let mut states = shown.follow();
    let unseen = states.wait_for(|state| !answer::has_seen(&asked.query, state));
    // Whether it came or not: what is told is what is.
    let _ = tokio::time::timeout(WAIT, unseen).await.map(|state| state.map(drop));
    answer::news(&shown.now())
}
