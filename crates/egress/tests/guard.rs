//! The guard against a real server on this machine: every way round it must fail.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Error as IoError;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Redirect;
use axum::routing::{get, post};
use earshot_egress::{Client, Error, Policy, Request};

/// A server that counts its visits.
async fn server() -> (u16, Arc<AtomicUsize>) {
    let visits = Arc::new(AtomicUsize::new(0));
    let seen = visits.clone();
    let app = Router::new()
        .route("/ok", get(|| async { "hello" }))
        .route("/echo", post(|body: String| async move { body }))
        .route("/away", get(|| async { Redirect::temporary("http://169.254.169.254/latest") }))
        .route("/long", get(|| async { "x".repeat(2_000) }))
        .route("/endless", get(|| async { endless() }))
        .route("/slow", get(|| async { tokio::time::sleep(Duration::from_secs(30)).await }))
        .route("/broken", get(|| async { broken() }))
        .layer(axum::middleware::map_request(move |request: axum::extract::Request| {
            seen.fetch_add(1, Ordering::SeqCst);
            async { request }
        }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (port, visits)
}

/// A body without a length that never ends.
fn endless() -> Body {
    Body::from_stream(futures_util::stream::repeat_with(|| Ok::<_, IoError>("y".repeat(1_000))))
}

/// An answer that breaks off in the middle.
fn broken() -> Body {
    let parts = [Ok("half"), Err(IoError::other("the end"))];
    Body::from_stream(futures_util::stream::iter(parts))
}

fn open(port: u16) -> Client {
    let policy = Policy {
        body_cap: 1_000,
        answer_within: Duration::from_millis(800),
        ..Policy::default().allow(&format!("127.0.0.1:{port}"))
    };
    Client::new(policy).unwrap()
}

#[tokio::test]
async fn private_addresses_are_refused_in_every_spelling() {
    let (port, visits) = server().await;
    let client = Client::new(Policy { plain_http: true, ..Policy::default() }).unwrap();
    let hosts = [
        "127.0.0.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "[::]",
        "0.0.0.0",
        "0",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "127.1",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST",
        "[64:ff9b::7f00:1]",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
        "１２７.0.0.1",
    ];
    for host in hosts {
        let url = format!("http://{host}:{port}/ok");
        let error = client.get(&url, &[]).await.unwrap_err();
        assert!(matches!(error, Error::PrivateAddress { .. }), "{host}: {error:?}");
        assert!(!error.may_have_arrived(), "{host}");
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0, "a request reached the server");
}

#[tokio::test]
async fn what_the_operator_names_is_allowed_and_nothing_beside_it() {
    let (port, visits) = server().await;
    let client = open(port);
    let url = format!("http://127.0.0.1:{port}/ok");
    let answer = client.get(&url, &[("x-mark", "1")]).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"hello".as_slice()));
    assert!(answer.is_success());
    let echoed = client.post_json(&url.replace("ok", "echo"), &[], &["a", "b"]).await.unwrap();
    assert_eq!(echoed.json::<Vec<String>>().unwrap(), ["a", "b"]);
    assert_eq!(client.get(&url.replace("ok", "none"), &[]).await.unwrap().status, 404);

    let elsewhere = client.get(&format!("http://localhost:{port}/ok"), &[]).await.unwrap_err();
    assert!(matches!(elsewhere, Error::Scheme { .. }), "{elsewhere:?}");
    let elsewhere = client.get(&format!("https://localhost:{port}/ok"), &[]).await.unwrap_err();
    assert!(matches!(elsewhere, Error::PrivateAddress { .. }), "{elsewhere:?}");
    assert_eq!(visits.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn odd_addresses_and_headers_are_refused_before_anything_is_sent() {
    let (port, visits) = server().await;
    let client = open(port);
    let cases = [
        "",
        "nonsense",
        "/etc/passwd",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "data:,x",
        "http://example.com/",
        &format!("http://me:pw@127.0.0.1:{port}/ok"),
    ];
    for url in cases {
        let error = client.get(url, &[]).await.unwrap_err();
        assert!(error.is_refusal(), "{url}: {error:?}");
    }
    let url = format!("http://127.0.0.1:{port}/ok");
    let error = client.get(&url, &[("x", "a\r\nhost: evil")]).await.unwrap_err();
    assert!(matches!(error, Error::BadHeader { .. }), "{error:?}");
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (port, visits) = server().await;
    let error = open(port).get(&format!("http://127.0.0.1:{port}/away"), &[]).await.unwrap_err();
    assert!(
        matches!(&error, Error::Redirect { status: 307, location, .. } if location.contains("169.254")),
        "{error:?}"
    );
    assert_eq!(visits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_long_answer_is_cut_off_with_and_without_a_length() {
    let (port, _) = server().await;
    for path in ["long", "endless"] {
        let error =
            open(port).get(&format!("http://127.0.0.1:{port}/{path}"), &[]).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge { cap: 1_000, .. }), "{path}: {error:?}");
        assert!(error.may_have_arrived());
    }
}

#[tokio::test]
async fn slow_broken_and_absent_servers_are_told_apart() {
    let (port, _) = server().await;
    let client = open(port);
    let slow = client.get(&format!("http://127.0.0.1:{port}/slow"), &[]).await.unwrap_err();
    assert!(matches!(slow, Error::TimedOut { .. }), "{slow:?}");
    let broken = client.get(&format!("http://127.0.0.1:{port}/broken"), &[]).await.unwrap_err();
    assert!(matches!(broken, Error::Broken { .. }), "{broken:?}");
    assert!(slow.may_have_arrived() && broken.may_have_arrived());

    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let free = gone.local_addr().unwrap().port();
    drop(gone);
    let absent = open(free).get(&format!("http://127.0.0.1:{free}/ok"), &[]).await.unwrap_err();
    assert!(matches!(absent, Error::Unreachable { .. }), "{absent:?}");
    assert!(!absent.may_have_arrived());
}

#[tokio::test]
async fn a_request_may_bring_its_own_patience() {
    let (port, _) = server().await;
    let request = Request::get(format!("http://127.0.0.1:{port}/slow"));
    let request = request.within(Duration::from_millis(50)).bearer("t");
    let error = open(port).send(request).await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_goes_on_is_read_piece_by_piece() {
    let (port, _) = server().await;
    let client = open(port);
    let get = |path: &str| Request::get(format!("http://127.0.0.1:{port}{path}"));
    let mut endless = client.open(get("/endless"), Duration::from_secs(1)).await.unwrap().unwrap();
    let mut read = 0;
    while read < 20_000 {
        read += endless.piece().await.unwrap().unwrap().len();
    }
    // It breaks while it is opened, or while it is read.
    let broken = client.open(get("/broken"), Duration::from_secs(1)).await;
    let end = match broken.map(Result::unwrap) {
        Ok(mut broken) => loop {
            match broken.piece().await {
                Ok(Some(_)) => {}
                end => break end.map(|_| ()),
            }
        },
        Err(error) => Err(error),
    };
    assert!(matches!(end, Err(Error::Broken { .. })), "{end:?}");
    let refused = client.open(get("/none"), Duration::from_secs(1)).await.unwrap();
    assert_eq!(refused.err().unwrap().status, 404);
    let late = client.open(get("/slow"), Duration::from_secs(1)).await;
    assert!(matches!(late, Err(Error::TimedOut { .. })));
    let guarded = Client::new(Policy::default()).unwrap();
    let private = guarded.open(get("/endless"), Duration::from_secs(1)).await;
    assert!(private.is_err_and(|error| error.is_refusal()));
}

#[tokio::test]
async fn connections_without_http_have_the_same_guard() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let guarded = Client::new(Policy::default()).unwrap();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "10.0.0.1", "::1"] {
        let refused = guarded.dial(host, port).await;
        assert!(matches!(refused, Err(Error::PrivateAddress { .. })), "{host}: {refused:?}");
    }
    assert!(!guarded.may_be_plain("127.0.0.1", port));
    let named = Client::new(Policy::default().allow(&format!("127.0.0.1:{port}"))).unwrap();
    assert!(named.may_be_plain("127.0.0.1", port));
    let other = named.dial("127.0.0.1", port.wrapping_add(1)).await;
    assert!(matches!(other, Err(Error::PrivateAddress { .. })), "{other:?}");
    let mut wire = named.dial("127.0.0.1", port).await.unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    // A server that never ends.
    let flood = tokio::spawn(async move {
        let mut sent = 0;
        while stream.write_all(&[7; 65_536]).await.is_ok() {
            sent += 65_536;
        }
        sent
    });
    let mut read = 0_u64;
    let mut buffer = vec![0; 1 << 20];
    let ended = loop {
        match wire.read(&mut buffer).await {
            Ok(count) => read += u64::try_from(count).unwrap(),
            Err(problem) => break problem.to_string(),
        }
    };
    assert!(ended.contains("64 MiB"), "{ended}");
    assert!((earshot_egress::MOST..earshot_egress::MOST + (1 << 21)).contains(&read), "{read}");
    drop(wire);
    assert!(flood.await.unwrap() > 0);
    let wire = named.dial("127.0.0.1", port).await.unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    stream.write_all(b"220 no TLS here\r\n").await.unwrap();
    assert!(named.secure(wire, "127.0.0.1").await.is_err(), "no certificate, no connection");
}
