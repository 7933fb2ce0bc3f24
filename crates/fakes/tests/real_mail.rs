//! The e-mail channel against a real Postfix and a real Dovecot, where `EARSHOT_TEST_MAIL` names their
//! ports on localhost: IMAP, submission and SMTP. `scripts/test mail` starts them.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::sync::Arc;
use std::time::Duration;

use earshot_channels::channel::Channel as _;
use earshot_channels::email::Email;
use earshot_channels::{Access, Batch, Channels, Fault, Fields, OWN_KEY, Outgoing, Vault, Wanted};
use earshot_egress::{Client, Policy};
use earshot_model::{
    Account, AccountId, Audience, ChannelEvent, ChannelItem, Clock, Instruments, OrderedIds, OrgId,
    ResultState, SeededNoise, Time,
};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

const INBOX: Wanted<'static> = Wanted { kind: "inbox", name: "", cursor: None };
const SOON: Duration = Duration::from_secs(20);

struct Now;

impl Clock for Now {
    #[expect(clippy::disallowed_methods, reason = "a real server has the real time")]
    fn now(&self) -> Time {
        jiff::Timestamp::now().into()
    }
}

struct Nothing;

impl Vault for Nothing {
    fn open_login(&self, _: OrgId, _: AccountId, _: &[u8]) -> Option<Fields> {
        None
    }
}

/// The ports: IMAP, submission, SMTP.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where to run")]
fn ports() -> Option<[u16; 3]> {
    let Ok(told) = std::env::var("EARSHOT_TEST_MAIL") else {
        println!("EARSHOT_TEST_MAIL is not set: no real mail server was tested");
        return None;
    };
    let ports: Vec<u16> = told.split(' ').map(|port| port.parse().expect("a port")).collect();
    Some(ports.try_into().expect("three ports"))
}

struct Scene {
    channels: Channels,
    tools: Instruments,
    ports: [u16; 3],
}

impl Scene {
    fn new(ports: [u16; 3]) -> Self {
        let tools = Instruments {
            clock: Arc::new(Now),
            ids: Arc::new(OrderedIds::new(5)),
            noise: Arc::new(SeededNoise::new(6)),
        };
        let client = Client::new(Policy::default().allow("localhost")).unwrap();
        let channels = Channels::new(Vec::new(), client, tools.clone(), Arc::new(Nothing));
        Self { channels, tools, ports }
    }

    fn access(&self, address: &str, password: &str) -> Access {
        let account = Account {
            org_id: self.tools.id(),
            id: self.tools.id(),
            channel: "email".to_owned(),
            handle: address.to_owned(),
            name: "Altavela".to_owned(),
            capabilities: String::new(),
            created_at: Time(0),
            disabled_at: None,
        };
        let settings = [
            ("mailbox", address.to_owned()),
            ("imap", format!("localhost:{}", self.ports[0])),
            ("smtp", format!("localhost:{}", self.ports[1])),
            ("plus", "yes".to_owned()),
        ];
        let settings = settings.map(|(key, value)| (key.to_owned(), value));
        let secrets = [("password", password), (OWN_KEY, "as random as it gets")];
        let secrets = secrets.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        self.channels.access_with(account, Fields::from(settings), secrets)
    }

    /// A letter from outside, over SMTP.
    async fn post(&self, from: &str, to: &str, text: &str) {
        let stream = TcpStream::connect(("127.0.0.1", self.ports[2])).await.unwrap();
        let mut wire = BufReader::new(stream);
        let text = text.replace('\n', "\r\n");
        let steps = [
            "EHLO customer.test".to_owned(),
            format!("MAIL FROM:<{from}>"),
            format!("RCPT TO:<{to}>"),
            "DATA".to_owned(),
            format!("From: {from}\r\nTo: {to}\r\n{text}\r\n."),
            "QUIT".to_owned(),
        ];
        reply(&mut wire).await;
        for step in steps {
            wire.get_mut().write_all(format!("{step}\r\n").as_bytes()).await.unwrap();
            reply(&mut wire).await;
        }
    }
}

async fn reply(wire: &mut BufReader<TcpStream>) {
    loop {
        let mut row = String::new();
        wire.read_line(&mut row).await.unwrap();
        assert!(row.starts_with(['2', '3']), "{row}");
        if row.as_bytes().get(3) != Some(&b'-') {
            return;
        }
    }
}

/// Reads until something comes, and moves the cursor behind it.
async fn next(access: &Access, cursor: &mut Option<String>) -> Vec<ChannelEvent> {
    let reading = async {
        loop {
            let page = Email.pull(access, &Wanted { cursor: cursor.as_deref(), ..INBOX }).await;
            let page = page.unwrap();
            cursor.clone_from(&page.cursor);
            if !page.events.is_empty() {
                return page.events;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(SOON, reading).await.expect("nothing came")
}

fn item(events: &[ChannelEvent]) -> ChannelItem {
    let [ChannelEvent::Upsert { item }] = events else { panic!("{events:?}") };
    (**item).clone()
}

fn answer(scene: &Scene, to: &ChannelItem, author: &str, text: &str) -> Outgoing {
    Outgoing {
        id: scene.tools.id(),
        thread: to.thread.clone(),
        to: to.id.clone(),
        author: author.to_owned(),
        handle: author.to_owned(),
        audience: Audience::Private,
        text: text.to_owned(),
        written_at: scene.tools.now(),
    }
}

#[tokio::test]
async fn a_question_an_answer_an_answer_to_it_and_a_bounce() {
    let Some(ports) = ports() else { return };
    let scene = Scene::new(ports);
    let support = scene.access("support@brand.test", "four tall green trees");
    let customer = scene.access("customer@example.test", "nine quiet red foxes");
    let wrong = Email.probe(&scene.access("support@brand.test", "wrong")).await;
    assert!(matches!(wrong, Err(Fault::Login(_))), "{wrong:?}");
    let standing = Email.probe(&support).await.unwrap();
    assert!(standing.server.contains("IDLE"));
    let (mut ours, mut theirs) = (None, None);
    for (access, cursor) in [(&support, &mut ours), (&customer, &mut theirs)] {
        *cursor = Email.pull(access, &INBOX).await.unwrap().cursor;
    }

    let (told, mut heard) = mpsc::channel(8);
    let streamed = support.clone();
    let hearing = tokio::spawn(async move { Email.stream(&streamed, &INBOX, told).await });
    assert_eq!(tokio::time::timeout(SOON, heard.recv()).await.unwrap(), Some(Batch::Opened));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let id = scene.tools.id::<uuid::Uuid>().simple();
    let question = format!(
        "Message-ID: <{id}@example.test>\nSubject: Order 4711\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nWhere is it?\n\
         --b\nContent-Type: image/png; name=box.png\nContent-Disposition: attachment\n\npng\n--b--"
    );
    scene.post("customer@example.test", "support@brand.test", &question).await;
    let batch = tokio::time::timeout(SOON, heard.recv()).await.unwrap();
    let Some(Batch::Events { events, .. }) = batch else { panic!("{batch:?}") };
    hearing.abort();
    let asked = item(&next(&support, &mut ours).await);
    assert_eq!(item(&events), asked, "heard and read alike");
    assert!(
        asked.text.contains("Where is it?") && asked.text.contains("box.png"),
        "{}",
        asked.text
    );

    let given = answer(&scene, &asked, "customer@example.test", "It is on its way.\n.\nGrüße");
    let receipt = Email.send(&support, &given).await.unwrap();
    assert_eq!(Email.find_sent(&support, &given).await.unwrap(), Some(receipt.clone()));
    let got = item(&next(&customer, &mut theirs).await);
    assert_eq!(got.text, "It is on its way.\n.\nGrüße");
    assert_eq!(got.id.split('#').next(), Some(receipt.id.as_str()));
    assert!(got.author.id.starts_with("support+e"), "{}", got.author.id);
    scene.post("customer@example.test", &got.author.id, "Subject: something else\n\nThanks").await;
    assert_eq!(item(&next(&support, &mut ours).await).thread, asked.thread, "by the address");
    let by_id = format!("In-Reply-To: <{}>\n\nThanks again", receipt.id);
    scene.post("customer@example.test", "support@brand.test", &by_id).await;
    let home = item(&next(&support, &mut ours).await);
    assert_eq!((home.thread, home.parent), (asked.thread.clone(), Some(receipt.id)), "by the id");

    let lost = answer(&scene, &asked, "nobody@example.test", "Is anybody there?");
    match Email.send(&support, &lost).await {
        // A server may refuse at once, or take it and send it back.
        Err(Fault::Invalid(said)) => assert!(said.contains("550"), "{said}"),
        Ok(_) => {
            let events = next(&support, &mut ours).await;
            let [ChannelEvent::Status { sent, state, .. }] = events.as_slice() else {
                panic!("{events:?}")
            };
            assert_eq!((*sent, *state), (lost.id, ResultState::Rejected));
        }
        other => panic!("{other:?}"),
    }
}
