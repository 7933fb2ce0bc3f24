//! The Mastodon channel against the server that we play.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod ground;

use std::sync::Arc;
use std::time::Duration;

use earshot_channels::channel::Channel as _;
use earshot_channels::mastodon::Mastodon;
use earshot_channels::{Access, Batch, Channels, Fault, Fields, Outgoing, Page, Wanted};
use earshot_egress::{Client, Policy};
use earshot_fakes::mastodon::{FakeMastodon, MastodonFault as F, NewStatus, TOKEN};
use earshot_model::{
    Account, Audience, ChannelEvent, ChannelItem, Instruments, OrderedIds, SeededNoise, Surface,
    Time,
};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use self::ground::{Nothing, Now};

struct Scene {
    fake: FakeMastodon,
    channel: Mastodon,
    access: Access,
    channels: Channels,
    tools: Instruments,
    url: String,
}

impl Scene {
    /// A server, and our account on it, probed.
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let url = format!("http://{host}");
        let tools = Instruments {
            clock: Arc::new(Now),
            ids: Arc::new(OrderedIds::new(5)),
            noise: Arc::new(SeededNoise::new(6)),
        };
        let fake = FakeMastodon::new("altavela", &url, tools.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
        let policy = Policy { answer_within: Duration::from_secs(1), ..Policy::default() };
        let client = Client::new(policy.allow(&host)).unwrap();
        let channels = Channels::new(Vec::new(), client, tools.clone(), Arc::new(Nothing));
        let mut scene = Self {
            fake,
            channel: Mastodon::default(),
            access: access(&channels, &tools, &url, TOKEN),
            channels,
            tools,
            url,
        };
        let standing = scene.channel.probe(&scene.access).await.unwrap();
        scene.access.settings.extend(standing.learned);
        scene
    }

    fn says(&self, author: &str, text: &str, to: Option<&str>) -> String {
        self.said(author, text, to, "public")
    }

    fn said(&self, author: &str, text: &str, to: Option<&str>, visibility: &str) -> String {
        self.fake.post(NewStatus {
            author: author.to_owned(),
            text: text.to_owned(),
            in_reply_to: to.map(str::to_owned),
            visibility: Some(visibility.to_owned()),
        })
    }

    async fn pull(&self, kind: &str, name: &str, cursor: Option<&str>) -> Result<Page, Fault> {
        self.channel.pull(&self.access, &Wanted { kind, name, cursor }).await
    }

    fn answer(&self, to: &str, handle: &str, text: &str) -> Outgoing {
        Outgoing {
            id: self.tools.id(),
            thread: to.to_owned(),
            to: to.to_owned(),
            author: "7".to_owned(),
            handle: handle.to_owned(),
            audience: Audience::Public,
            text: text.to_owned(),
            written_at: self.tools.now(),
        }
    }
}

fn access(channels: &Channels, tools: &Instruments, url: &str, token: &str) -> Access {
    let account = Account {
        org_id: tools.id(),
        id: tools.id(),
        channel: "mastodon".to_owned(),
        handle: "altavela".to_owned(),
        name: "Altavela".to_owned(),
        capabilities: String::new(),
        created_at: Time(0),
        disabled_at: None,
    };
    let field = |key: &str, value: &str| Fields::from([(key.to_owned(), value.to_owned())]);
    channels.access_with(account, field("address", url), field("token", token))
}

fn items(events: &[ChannelEvent]) -> Vec<&ChannelItem> {
    let one = |event: &'_ ChannelEvent| matches!(event, ChannelEvent::Upsert { .. });
    assert!(events.iter().all(one), "{events:?}");
    events
        .iter()
        .filter_map(|event| match event {
            ChannelEvent::Upsert { item } => Some(item.as_ref()),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn a_probe_says_who_we_are_and_what_we_may_do() {
    let scene = Scene::new().await;
    let standing = scene.channel.probe(&scene.access).await.unwrap();
    assert_eq!((standing.handle.as_str(), standing.server.as_str()), ("altavela", "4.5.0 (fake)"));
    let rule = standing.capabilities.length_public;
    assert_eq!((rule.max, rule.link_counts), (468, Some(23)), "32 are kept for the handle");
    let rights: Vec<_> = standing.rights.iter().map(|r| (r.key.as_str(), r.held)).collect();
    assert_eq!(rights, [("read", Some(true)), ("write", Some(true))]);
    assert_eq!(standing.learned["streaming"], scene.url);
    let wrong = access(&scene.channels, &scene.tools, &scene.url, "wrong");
    let refused = scene.channel.probe(&wrong).await.unwrap_err();
    assert!(matches!(refused, Fault::Login(_)) && refused.to_string().contains("401"), "{refused}");
}

#[tokio::test]
async fn mentions_come_page_by_page_with_what_stands_before_them() {
    let scene = Scene::new().await;
    for n in 0..30 {
        scene.says("mirela", &format!("@altavela where is bag {n}?"), None);
    }
    let first = scene.pull("mentions", "", None).await.unwrap();
    assert_eq!((first.events.len(), first.more), (20, false), "what is older is history");
    assert!(items(&first.events)[19].text.ends_with("bag 29?"));
    let later: Vec<String> =
        (30..55).map(|n| scene.says("mirela", &format!("@altavela bag {n}?"), None)).collect();
    let mut cursor = first.cursor;
    let mut heard = Vec::new();
    loop {
        let page = scene.pull("mentions", "", cursor.as_deref()).await.unwrap();
        heard.extend(items(&page.events).iter().map(|item| item.id.clone()));
        cursor = page.cursor.or(cursor);
        if !page.more {
            break;
        }
    }
    assert_eq!(heard, later, "each once, oldest first");

    let root = scene.says("ben", "My flight is late again", None);
    let middle = scene.says("cara", "Ask them?", Some(&root));
    let mention = scene.says("ben", "@altavela what happened?", Some(&middle));
    let page = scene.pull("mentions", "", cursor.as_deref()).await.unwrap();
    let told = items(&page.events);
    let ids: Vec<&str> = told.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, [root.as_str(), &middle, &mention]);
    assert!(told.iter().all(|item| item.thread == root), "one conversation");
    assert_eq!((told[0].surface, told[2].surface), (Surface::Post, Surface::Comment));
    let secret = scene.said("ben", "@altavela my code is 7QX", Some(&mention), "direct");
    let page = scene.pull("mentions", "", page.cursor.as_deref()).await.unwrap();
    let [direct] = items(&page.events)[..] else { panic!("{page:?}") };
    assert_eq!((direct.id.as_str(), direct.audience), (secret.as_str(), Audience::Private));
    assert_eq!(direct.thread, format!("direct:{}", direct.author.id));
}

#[tokio::test]
async fn a_hashtag_is_heard_without_being_named() {
    let scene = Scene::new().await;
    let first = scene.says("mirela", "Stuck in Lisbon #AltavelaFail", None);
    scene.says("mirela", "A nice day #sun", None);
    let page = scene.pull("hashtag", "altavelafail", None).await.unwrap();
    assert_eq!(items(&page.events)[0].id, first);
    assert_eq!(page.events.len(), 1);
    let none = scene.pull("hashtag", "altavelafail", page.cursor.as_deref()).await.unwrap();
    assert_eq!((none.events.len(), none.cursor, none.more), (0, None, false));
}

#[tokio::test]
async fn an_answer_stands_there_once_however_often_it_is_given() {
    let scene = Scene::new().await;
    let to = scene.says("mirela", "@altavela where is my bag?", None);
    let answer =
        scene.answer(&to, "mirela", "We found it.\n\nSee https://altavela.example/bags & smile <3");
    assert_eq!(scene.channel.find_sent(&scene.access, &answer).await, Ok(None));
    let first = scene.channel.send(&scene.access, &answer).await.unwrap();
    let again = scene.channel.send(&scene.access, &answer).await.unwrap();
    assert_eq!(first, again);
    let found = scene.channel.find_sent(&scene.access, &answer).await.unwrap();
    assert_eq!(found.as_ref(), Some(&first));
    let ledger = scene.fake.ledger();
    assert_eq!(ledger.len(), 1);
    assert!(ledger[0].text.starts_with("@mirela We found it."));
    assert_eq!(ledger[0].key, Some(answer.id.to_string()));
    let other = Outgoing { text: "We lost it.".to_owned(), ..answer.clone() };
    assert_eq!(scene.channel.find_sent(&scene.access, &other).await, Ok(None));
    let later = Outgoing { written_at: scene.tools.now().plus(Time::HOUR), ..answer.clone() };
    assert_eq!(scene.channel.find_sent(&scene.access, &later).await, Ok(None));
    // What we answered goes; what we said is found all the same.
    assert!(scene.fake.delete(&to));
    let found = scene.channel.find_sent(&scene.access, &answer).await.unwrap();
    assert_eq!(found, Some(first));
}

#[tokio::test]
async fn a_private_answer_is_shown_to_nobody_else() {
    let scene = Scene::new().await;
    let to = scene.says("mirela@far.example", "@altavela help", None);
    for (audience, visibility) in [
        (Audience::Private, "direct"),
        (Audience::Followers, "private"),
        (Audience::Unlisted, "unlisted"),
        (Audience::Public, "public"),
    ] {
        let text = format!("This is {visibility}.");
        let answer = Outgoing { audience, ..scene.answer(&to, "mirela@far.example", &text) };
        scene.channel.send(&scene.access, &answer).await.unwrap();
        let seen = scene.fake.ledger().pop().unwrap();
        assert_eq!(seen.visibility, visibility);
        assert!(seen.text.starts_with("@mirela@far.example "));
        let found = scene.channel.find_sent(&scene.access, &answer).await.unwrap();
        assert_eq!(found.map(|found| found.id), Some(seen.id));
    }
}

#[tokio::test]
async fn every_fault_of_a_send_says_whether_it_may_stand_there() {
    let scene = Scene::new().await;
    let to = scene.says("mirela", "@altavela where is my bag?", None);
    for (fault, stands) in [
        (F::AcceptThenDrop, true),
        (F::AcceptThenFail, true),
        (F::AcceptLate, true),
        (F::ServerError, false),
        (F::SlowBody, true),
        (F::Truncated, true),
    ] {
        let before = scene.fake.ledger().len();
        let text = format!("Answer under {fault:?}");
        let answer = scene.answer(&to, "mirela", &text);
        scene.fake.plan(fault, 1);
        let told = scene.channel.send(&scene.access, &answer).await;
        assert!(matches!(told, Err(Fault::Unknown(_))), "{fault:?}: {told:?}");
        assert_eq!(scene.fake.hits(fault), 1, "{fault:?} struck");
        tokio::time::sleep(Duration::from_millis(if fault == F::AcceptLate { 2_600 } else { 0 }))
            .await;
        assert_eq!(scene.fake.ledger().len() - before, usize::from(stands), "{fault:?}");
        let found = scene.channel.find_sent(&scene.access, &answer).await.unwrap();
        assert_eq!(found.is_some(), stands, "{fault:?}");
    }
    scene.fake.plan(F::ExpiredToken, 1);
    let told = scene.channel.send(&scene.access, &scene.answer(&to, "mirela", "x")).await;
    assert!(matches!(told, Err(Fault::Login(_))), "{told:?}");
    let long = "x".repeat(600);
    let told = scene.channel.send(&scene.access, &scene.answer(&to, "mirela", &long)).await;
    let Err(Fault::Invalid(why)) = told else { panic!("{told:?}") };
    assert!(why.contains("Text limit of 500 exceeded"), "{why}");
    scene.fake.delete(&to);
    let told = scene.channel.send(&scene.access, &scene.answer(&to, "mirela", "x")).await;
    assert!(matches!(told, Err(Fault::NotThere(_))), "{told:?}");
}

#[tokio::test]
async fn a_limit_is_kept_without_asking_again() {
    let scene = Scene::new().await;
    scene.fake.plan(F::RateLimit, 1);
    let told = scene.pull("mentions", "", None).await;
    let Err(Fault::Limited { until }) = told else { panic!("{told:?}") };
    let wait = until.since(scene.tools.now());
    assert!((0..=Time::SECOND).contains(&wait), "as the header says: {wait}");
    let asked = scene.fake.asked();
    assert!(matches!(scene.pull("mentions", "", None).await, Err(Fault::Limited { .. })));
    assert_eq!(scene.fake.asked(), asked, "nobody was asked");
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    scene.pull("mentions", "", None).await.unwrap();
    scene.fake.plan(F::RudeRateLimit, 1);
    let told = scene.pull("mentions", "", None).await;
    assert!(matches!(told, Err(Fault::Limited { .. })), "without a header, too: {told:?}");
}

#[tokio::test]
async fn a_window_is_left_to_answers() {
    let scene = Scene::new().await;
    let to = scene.says("mirela", "@altavela where is my bag?", None);
    let mut pulls = 0;
    let limited = loop {
        match scene.pull("hashtag", "none", None).await {
            Ok(_) => pulls += 1,
            Err(fault) => break fault,
        }
    };
    assert!(matches!(limited, Fault::Limited { .. }));
    assert!((140..=150).contains(&pulls), "half of 300 is kept for others: {pulls}");
    scene.channel.send(&scene.access, &scene.answer(&to, "mirela", "Found.")).await.unwrap();
    assert_eq!(scene.fake.ledger().len(), 1);
}

#[tokio::test]
async fn posts_are_looked_at_again() {
    let scene = Scene::new().await;
    let same = scene.says("mirela", "@altavela one", None);
    let edited = scene.says("mirela", "@altavela two", None);
    let gone = scene.says("mirela", "@altavela three", None);
    scene.fake.edit(&edited, "@altavela two, please");
    scene.fake.delete(&gone);
    let ids = [same, edited.clone(), gone.clone()];
    let events = scene.channel.hydrate(&scene.access, &ids).await.unwrap();
    let [ChannelEvent::Upsert { item }, ChannelEvent::Delete { id, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!((item.id.as_str(), item.text.as_str()), (edited.as_str(), "@altavela two, please"));
    assert!(item.edited_at.is_some());
    assert_eq!(id, &gone);
}

#[tokio::test]
async fn a_stream_brings_what_is_said_edited_and_deleted() {
    let scene = Scene::new().await;
    let (told, mut heard) = mpsc::channel(16);
    let access = scene.access.clone();
    let streaming = tokio::spawn(async move {
        let wanted = Wanted { kind: "mentions", name: "", cursor: None };
        Mastodon::default().stream(&access, &wanted, told).await
    });
    assert_eq!(heard.recv().await, Some(Batch::Opened));
    let mut next = async || match heard.recv().await {
        Some(Batch::Events { events, .. }) => events,
        other => panic!("{other:?}"),
    };
    scene.says("mirela", "Nothing to do with you", None);
    let id = scene.says("mirela", "@altavela where is my bag?", None);
    let first = next().await;
    let first = items(&first)[0];
    assert!(scene.fake.edit(&id, "@altavela where is my coat?"));
    let later = next().await;
    let later = items(&later)[0];
    assert_eq!((first.id.as_str(), later.id.as_str()), (id.as_str(), id.as_str()));
    assert!(later.text.contains("coat") && later.revision > first.revision);
    assert!(scene.fake.delete(&id));
    let gone = next().await;
    let [ChannelEvent::Delete { id: gone, .. }] = &gone[..] else { panic!("{gone:?}") };
    assert_eq!(gone, &id);
    scene.fake.plan(F::DropStream, 1);
    scene.says("mirela", "@altavela hello?", None);
    let ended = tokio::time::timeout(Duration::from_secs(5), streaming).await.unwrap().unwrap();
    assert!(ended.is_ok() || matches!(ended, Err(Fault::Passing(_))), "{ended:?}");
}
