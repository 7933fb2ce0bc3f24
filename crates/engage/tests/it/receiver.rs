//! Commands on their way to a real program on this machine, through the one HTTP client.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use earshot_channels::signature::{Headers, Secret, verify};
use earshot_egress::{Client, Policy};
use earshot_engage::Engage;
use earshot_engage::outbound::{Courier, Told};
use earshot_model::{Command, CommandBody, OutboxState, ResultState};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use crate::reply::message;
use crate::scene::Scene;
use crate::signed::{connect, seal, sealing};
use crate::webhook::through;

/// A request as it came over the wire.
type Heard = (HeaderMap, Bytes);

/// A program that takes commands on a port of this machine.
struct Receiver {
    url: String,
    host: String,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Receiver {
    /// Answers every command so. The first connections, as many as `drops`, it reads and then drops.
    async fn start(status: u16, answer: &'static str, drops: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let heard: Arc<Mutex<Vec<Heard>>> = Arc::default();
        let (kept, status) = (heard.clone(), StatusCode::from_u16(status).unwrap());
        let hook = post(move |headers: HeaderMap, body: Bytes| async move {
            kept.lock().unwrap().push((headers, body));
            (status, answer)
        });
        let kept = heard.clone();
        tokio::spawn(async move {
            for _ in 0..drops {
                let dropped = read_and_drop(&listener).await;
                kept.lock().unwrap().push(dropped);
            }
            axum::serve(listener, Router::new().route("/hook", hook)).await.unwrap();
        });
        Self { url: format!("http://{host}/hook"), host, heard }
    }

    /// The commands that came, each with the signature that fits this secret.
    fn commands(&self, secret: &Secret, scene: &Scene) -> Vec<Command> {
        let heard = self.heard.lock().unwrap();
        let checked = heard.iter().map(|(headers, body)| {
            let command: Command = serde_json::from_slice(body).unwrap();
            if headers.is_empty() {
                return command; // its headers were dropped with its connection
            }
            let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
            let signed = Headers {
                id: header("webhook-id"),
                timestamp: header("webhook-timestamp"),
                signature: header("webhook-signature"),
            };
            let now = scene.ground.tools.now();
            let secrets = std::slice::from_ref(secret);
            assert_eq!(verify(secrets, signed, body, now), Ok(command.id.to_string().as_str()));
            let other = Secret::from_bytes(vec![1; 32]).unwrap();
            assert!(verify(&[other], signed, body, now).is_err());
            command
        });
        checked.collect()
    }
}

/// Reads one whole request and closes the connection without a word.
async fn read_and_drop(listener: &TcpListener) -> Heard {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let length = head.split("content-length: ").nth(1).unwrap();
            let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
            if body.len() >= length {
                return (HeaderMap::new(), Bytes::from(body.to_owned()));
            }
        }
        let read = stream.read_buf(&mut bytes).await.unwrap();
        assert!(read > 0, "the request broke off");
    }
}

/// The loop of the server, with a client that keeps to `policy`, until the message stands here.
async fn carry(engage: &Engage, scene: &Scene, policy: Policy, end: OutboxState) {
    let courier = Arc::new(Courier {
        client: Client::new(policy).unwrap(),
        clock: scene.ground.clock.clone(),
        unseal: Arc::new(seal(&[[5; 32]])),
    });
    let (stop, shutdown) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(engage.clone().run_outbound(courier, shutdown));
    for _ in 0..400 {
        if scene.state().await == end {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    // A little longer, for what must not happen.
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
    assert_eq!(scene.state().await, end, "{:?}", message(&scene.ground, scene.key).await.problem);
}

/// An answer waits in the queue of an account with this webhook.
async fn waiting(url: &str) -> (Engage, Scene, Secret) {
    let scene = Scene::held("Unused").await;
    let engage = sealing(&scene.ground);
    let made = connect(&engage, &scene.ground, Some(url)).await;
    (engage, through(scene, made.account).await, made.secret)
}

#[tokio::test]
async fn a_signed_command_is_done_by_the_answer_itself() {
    let receiver = Receiver::start(200, r#"{"state": "sent", "id": "x1"}"#, 0).await;
    let (engage, scene, secret) = waiting(&receiver.url).await;
    carry(&engage, &scene, Policy::default().allow(&receiver.host), OutboxState::Sent).await;
    let commands = receiver.commands(&secret, &scene);
    let [Command { id, body: CommandBody::Reply { to, text, .. } }] = commands.as_slice() else {
        panic!("{commands:?}");
    };
    assert_eq!((*id, to.as_str(), text.as_str()), (scene.key, "p2", "We found it."));
    let row = message(&scene.ground, scene.key).await;
    assert_eq!((row.external_id.as_deref(), row.attempts), (Some("x1"), 1));
    assert_eq!(scene.outbound_posts().await.len(), 1);
}

#[tokio::test]
async fn a_signed_command_is_done_by_a_later_result() {
    let receiver = Receiver::start(202, "", 0).await;
    let (engage, scene, secret) = waiting(&receiver.url).await;
    carry(&engage, &scene, Policy::default().allow(&receiver.host), OutboxState::Sending).await;
    assert_eq!(receiver.commands(&secret, &scene).len(), 1);
    let told = scene.tell(ResultState::Sent, Some("x1")).await;
    assert_eq!(told, Told::Taken(OutboxState::Sent));
    assert_eq!(scene.tell(ResultState::Sent, Some("x1")).await, Told::Known(OutboxState::Sent));
    assert_eq!(scene.outbound_posts().await.len(), 1);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_words_leads_to_a_question() {
    let receiver = Receiver::start(200, r#"{"state": "sent", "id": "x1"}"#, 1).await;
    let (engage, scene, secret) = waiting(&receiver.url).await;
    carry(&engage, &scene, Policy::default().allow(&receiver.host), OutboxState::Sent).await;
    let commands = receiver.commands(&secret, &scene);
    let [first, second] = commands.as_slice() else { panic!("{commands:?}") };
    assert!(matches!(first.body, CommandBody::Reply { .. }));
    assert_eq!(second.body, CommandBody::FindSent { sent: scene.key });
    assert_eq!(scene.count(earshot_model::EventKind::ReplyUnknown).await, 1);
    assert_eq!(scene.outbound_posts().await.len(), 1);
}

#[tokio::test]
async fn a_private_address_is_called_only_where_the_operator_named_it() {
    let receiver = Receiver::start(200, r#"{"state": "sent", "id": "x1"}"#, 0).await;
    let private = format!("https://{}/hook", receiver.host);
    for url in [&receiver.url, &private] {
        for policy in [Policy::default(), Policy::default().allow("127.0.0.1:1")] {
            let (engage, scene, _) = waiting(url).await;
            carry(&engage, &scene, policy, OutboxState::Failed).await;
            let problem = message(&scene.ground, scene.key).await.problem.unwrap();
            assert!(problem.contains("allow-list"), "{problem}");
        }
    }
    assert_eq!(receiver.heard.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn without_the_key_nothing_leaves_and_the_reason_is_told() {
    let receiver = Receiver::start(202, "", 0).await;
    let scene = Scene::held("Unused").await;
    let engage = scene.ground.engage.clone().with_seal(seal(&[[9; 32]]));
    let made = connect(&engage, &scene.ground, Some(&receiver.url)).await;
    let scene = through(scene, made.account).await;
    carry(&engage, &scene, Policy::default().allow(&receiver.host), OutboxState::Failed).await;
    let problem = message(&scene.ground, scene.key).await.problem.unwrap();
    assert!(problem.contains("key file"), "{problem}");
    assert_eq!(receiver.heard.lock().unwrap().len(), 0);
}
