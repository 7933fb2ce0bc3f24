//! The Bluesky channel against the network that we play.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod ground;

use std::sync::Arc;
use std::time::Duration;

use earshot_channels::bluesky::Bluesky;
use earshot_channels::channel::Channel as _;
use earshot_channels::{Access, Channels, Fault, Outgoing, Page, Wanted};
use earshot_egress::{Client, Policy};
use earshot_fakes::bluesky::{
    APP_PASSWORD, BlueskyFault as F, FakeBluesky, NARROW_PASSWORD, NewMessage, NewPost,
};
use earshot_model::{
    Account, Audience, ChannelEvent, ChannelItem, Instruments, LengthUnit, OrderedIds, SeededNoise,
    Surface, Time,
};
use serde_json::json;
use tokio::net::TcpListener;

use self::ground::{Nothing, Now};

struct Scene {
    fake: FakeBluesky,
    channel: Bluesky,
    access: Access,
    channels: Channels,
    tools: Instruments,
    url: String,
}

impl Scene {
    /// A network, and our account on it, probed.
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let url = format!("http://{host}");
        let tools = Instruments {
            clock: Arc::new(Now),
            ids: Arc::new(OrderedIds::new(5)),
            noise: Arc::new(SeededNoise::new(6)),
        };
        let fake = FakeBluesky::new("altavela.test", &url, tools.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
        let policy = Policy { answer_within: Duration::from_secs(1), ..Policy::default() };
        let client = Client::new(policy.allow(&host)).unwrap();
        let channels = Channels::new(Vec::new(), client, tools.clone(), Arc::new(Nothing));
        let access = access(&channels, &tools, &url, APP_PASSWORD);
        let mut scene = Self { fake, channel: Bluesky::default(), access, channels, tools, url };
        let standing = scene.channel.probe(&scene.access).await.unwrap();
        scene.access.settings.extend(standing.learned);
        scene
    }

    fn says(&self, author: &str, text: &str, to: Option<&str>) -> String {
        self.fake.post(NewPost {
            author: format!("{author}.test"),
            text: text.to_owned(),
            reply_to: to.map(str::to_owned),
            ..NewPost::default()
        })
    }

    fn whispers(&self, author: &str, text: &str) -> String {
        self.fake.say(NewMessage { author: format!("{author}.test"), text: text.to_owned() })
    }

    async fn pull(&self, kind: &str, name: &str, cursor: Option<&str>) -> Result<Page, Fault> {
        self.channel.pull(&self.access, &Wanted { kind, name, cursor }).await
    }

    /// Looks until nothing more waits; gives what came and how far that is.
    async fn look(
        &self,
        kind: &str,
        mut cursor: Option<String>,
    ) -> (Vec<ChannelItem>, Option<String>) {
        let mut heard = Vec::new();
        loop {
            let page = self.pull(kind, "", cursor.as_deref()).await.unwrap();
            heard.extend(items(&page.events).into_iter().cloned());
            cursor = page.cursor.or(cursor);
            if !page.more {
                return (heard, cursor);
            }
        }
    }

    fn answer(&self, to: &str, handle: &str, text: &str) -> Outgoing {
        Outgoing {
            id: self.tools.id(),
            thread: to.to_owned(),
            to: to.to_owned(),
            author: self.fake.did(&format!("{handle}.test")),
            handle: format!("{handle}.test"),
            audience: Audience::Public,
            text: text.to_owned(),
            written_at: self.tools.now(),
        }
    }

    fn whisper(&self, to: &str, handle: &str, text: &str) -> Outgoing {
        Outgoing { audience: Audience::Private, ..self.answer(to, handle, text) }
    }
}

fn access(channels: &Channels, tools: &Instruments, url: &str, password: &str) -> Access {
    let account = Account {
        org_id: tools.id(),
        id: tools.id(),
        channel: "bluesky".to_owned(),
        handle: "altavela.test".to_owned(),
        name: "Altavela".to_owned(),
        capabilities: String::new(),
        created_at: Time(0),
        disabled_at: None,
    };
    let settings = [("address", url), ("handle", "@altavela.test")];
    let settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let secrets = [("app_password".to_owned(), password.to_owned())];
    channels.access_with(account, settings.into(), secrets.into())
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
    assert_eq!((standing.handle.as_str(), standing.name.as_str()), ("altavela.test", "Altavela"));
    assert!(standing.id.starts_with("did:plc:"));
    assert!(standing.server.starts_with("PDS 0.4.999 (fake) (127.0.0.1:"), "{}", standing.server);
    let rule = standing.capabilities.length_public;
    assert_eq!((rule.max, rule.unit), (300, LengthUnit::Graphemes));
    let rights: Vec<_> = standing.rights.iter().map(|r| (r.key.as_str(), r.held)).collect();
    assert_eq!(rights, [("read", Some(true)), ("write", Some(true)), ("direct", Some(true))]);
    let wrong = access(&scene.channels, &scene.tools, &scene.url, "wrong");
    let refused = scene.channel.probe(&wrong).await.unwrap_err();
    assert!(matches!(refused, Fault::Login(_)) && refused.to_string().contains("401"), "{refused}");
}

#[tokio::test]
async fn an_app_password_without_direct_messages_says_so() {
    let mut scene = Scene::new().await;
    scene.access = access(&scene.channels, &scene.tools, &scene.url, NARROW_PASSWORD);
    let standing = scene.channel.probe(&scene.access).await.unwrap();
    assert_eq!(standing.rights[2].held, Some(false));
    assert!(!standing.capabilities.reply_private && standing.capabilities.reply_public);
    scene.access.settings.extend(standing.learned);
    let asked = scene.fake.asked();
    let refused = scene.pull("messages", "", None).await.unwrap_err();
    assert!(matches!(&refused, Fault::Forbidden(why) if why.contains("app password")), "{refused}");
    assert_eq!(scene.fake.asked(), asked, "nobody was asked");
    scene.access.settings.remove("direct");
    assert!(matches!(scene.pull("messages", "", None).await, Err(Fault::Forbidden(_))));
    assert_eq!(scene.fake.sessions(), 2, "the session is as good as before");
}

#[tokio::test]
async fn a_session_is_renewed_and_made_again_only_when_it_must_be() {
    let scene = Scene::new().await;
    let post = scene.says("mirela", "@altavela.test where is my bag?", None);
    assert_eq!(scene.fake.sessions(), 1);
    scene.fake.plan(F::ExpiredToken, 1);
    assert_eq!(scene.pull("mentions", "", None).await.unwrap().events.len(), 1);
    assert_eq!((scene.fake.hits(F::ExpiredToken), scene.fake.sessions()), (1, 1), "renewed");
    scene.fake.plan(F::ExpiredToken, 1);
    scene.fake.plan(F::LostRenewal, 1);
    scene.channel.send(&scene.access, &scene.answer(&post, "mirela", "Found.")).await.unwrap();
    assert_eq!((scene.fake.hits(F::LostRenewal), scene.fake.sessions()), (1, 2), "made again");
    assert_eq!(scene.fake.ledger().len(), 1, "what was refused did nothing");
    scene.fake.revoke();
    let lost = scene.pull("mentions", "", None).await.unwrap_err();
    assert!(matches!(lost, Fault::Login(_)), "{lost}");
}

#[tokio::test]
async fn mentions_come_page_by_page() {
    let scene = Scene::new().await;
    for n in 0..60 {
        scene.says("mirela", &format!("@altavela.test where is bag {n}?"), None);
    }
    let first = scene.pull("mentions", "", None).await.unwrap();
    assert_eq!((first.events.len(), first.more), (50, false), "what is older is history");
    assert!(items(&first.events)[49].text.ends_with("bag 59?"));
    assert_eq!(items(&first.events)[0].author.followers, Some(120));
    let mut later: Vec<String> = (60..180)
        .map(|n| scene.says("mirela", &format!("@altavela.test bag {n}?"), None))
        .collect();
    let (heard, cursor) = scene.look("mentions", first.cursor).await;
    let mut heard: Vec<String> = heard.into_iter().map(|item| item.id).collect();
    heard.retain(|id| later.contains(id));
    heard.sort_unstable();
    later.sort_unstable();
    assert_eq!(heard, later, "each once");
    assert_eq!(scene.look("mentions", cursor).await.0.len(), 0);
}

#[tokio::test]
async fn a_mention_in_a_conversation_brings_what_stands_before_it() {
    let scene = Scene::new().await;
    let cursor = scene.pull("mentions", "", None).await.unwrap().cursor;
    let root = scene.says("ben", "My flight is late again", None);
    let middle = scene.says("cara", "Ask them?", Some(&root));
    let mention = scene.says("ben", "@altavela.test what happened?", Some(&middle));
    let page = scene.pull("mentions", "", cursor.as_deref()).await.unwrap();
    let told = items(&page.events);
    let ids: Vec<&str> = told.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, [root.as_str(), &middle, &mention]);
    assert!(told.iter().all(|item| item.thread == root), "one conversation");
    assert_eq!((told[0].surface, told[2].surface), (Surface::Post, Surface::Comment));
    // What was delivered is not asked for again.
    let asked = scene.fake.asked();
    scene.says("ben", "@altavela.test hello?", Some(&mention));
    let page = scene.pull("mentions", "", page.cursor.as_deref()).await.unwrap();
    assert_eq!(page.events.len(), 1);
    assert_eq!(scene.fake.asked() - asked, 2, "the list, and who follows ben");
}

#[tokio::test]
async fn what_was_read_but_not_kept_is_read_whole_again() {
    let scene = Scene::new().await;
    let start = scene.pull("mentions", "", None).await.unwrap().cursor;
    let root = scene.says("ben", "My flight is late again", None);
    scene.says("ben", "@altavela.test what happened?", Some(&root));
    for _ in 0..2 {
        let page = scene.pull("mentions", "", start.as_deref()).await.unwrap();
        assert_eq!(page.events.len(), 2, "with what stands before it, as long as nobody kept it");
    }
}

#[tokio::test]
async fn a_quote_and_an_answer_speak_to_us_without_naming_us() {
    let scene = Scene::new().await;
    let mention = scene.says("mirela", "@altavela.test where is my bag?", None);
    let here = scene.answer(&mention, "mirela", "Here.");
    let ours = scene.channel.send(&scene.access, &here).await.unwrap().id;
    let start = scene.pull("mentions", "", None).await.unwrap().cursor;
    let answer = scene.says("cara", "Mine is lost too", Some(&ours));
    let quote = scene.fake.post(NewPost {
        author: "dora.test".to_owned(),
        text: "Look at this".to_owned(),
        quotes: Some(ours.clone()),
        ..NewPost::default()
    });
    let page = scene.pull("mentions", "", start.as_deref()).await.unwrap();
    let told = items(&page.events);
    let one = |id: &str| told.iter().find(|item| item.id == id).unwrap();
    assert_eq!(one(&answer).thread, mention);
    assert_eq!(one(&answer).parent.as_deref(), Some(ours.as_str()));
    assert_eq!(one(&ours).text, "Here.", "what we said stands before it");
    assert!(one(&quote).text.contains("[quote: https://bsky.app/profile/did:plc:"));
}

#[tokio::test]
async fn somebody_is_heard_by_name_and_words_by_a_search() {
    let scene = Scene::new().await;
    let first = scene.says("mirela", "Stuck in Lisbon #AltavelaFail", None);
    scene.says("ben", "A nice day #sun", None);
    for (kind, name) in
        [("author", "@mirela.test"), ("hashtag", "altavelafail"), ("words", "stuck in lisbon")]
    {
        let page = scene.pull(kind, name, None).await.unwrap();
        let told = items(&page.events);
        assert_eq!((told.len(), told[0].id.as_str()), (1, first.as_str()), "{kind}");
        let none = scene.pull(kind, name, page.cursor.as_deref()).await.unwrap();
        assert_eq!((none.events.len(), none.cursor, none.more), (0, None, false), "{kind}");
    }
    let nobody = scene.pull("author", "nobody.test", None).await;
    assert!(matches!(nobody, Err(Fault::Invalid(_))), "{nobody:?}");
}

#[tokio::test]
async fn an_answer_stands_there_once_however_often_it_is_given() {
    let scene = Scene::new().await;
    let root = scene.says("ben", "My flight is late", None);
    let to = scene.says("mirela", "@altavela.test where is my bag?", Some(&root));
    let text = "Grüße @mirela.test: https://altavela.example/bags #Lost @nobody.nowhere";
    let answer = scene.answer(&to, "mirela", text);
    assert_eq!(scene.channel.find_sent(&scene.access, &answer).await, Ok(None));
    let first = scene.channel.send(&scene.access, &answer).await.unwrap();
    let again = scene.channel.send(&scene.access, &answer).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(
        scene.channel.find_sent(&scene.access, &answer).await.unwrap().as_ref(),
        Some(&first)
    );
    let ledger = scene.fake.ledger();
    let [seen] = &ledger[..] else { panic!("{ledger:?}") };
    assert_eq!((seen.text.as_str(), seen.reply_to.as_deref()), (text, Some(to.as_str())));
    assert_eq!(seen.record["reply"]["root"]["uri"], root);
    assert_eq!(seen.record["facets"].as_array().unwrap().len(), 3, "nobody is no mention");
    assert_eq!(seen.record["facets"][0]["index"], json!({ "byteStart": 8, "byteEnd": 20 }));
    // Another answer with the same words to the same post is another answer.
    let other = Outgoing { id: scene.tools.id(), written_at: scene.tools.now(), ..answer.clone() };
    assert_eq!(scene.channel.find_sent(&scene.access, &other).await, Ok(None));
    // What we answered goes; what we said is found all the same.
    assert!(scene.fake.delete(&to));
    assert_eq!(scene.channel.find_sent(&scene.access, &answer).await, Ok(Some(first)));
}

#[tokio::test]
async fn a_place_that_another_post_has_is_passed_over() {
    let scene = Scene::new().await;
    let to = scene.says("mirela", "@altavela.test where is my bag?", None);
    let answer = scene.answer(&to, "mirela", "Found.");
    let taken = &earshot_channels::bluesky::wire::keys(&answer)[0];
    scene.fake.put(taken, json!({ "$type": "app.bsky.feed.post", "text": "Something else" }));
    assert_eq!(scene.channel.find_sent(&scene.access, &answer).await, Ok(None));
    let sent = scene.channel.send(&scene.access, &answer).await.unwrap();
    assert!(!sent.id.ends_with(taken.as_str()));
    assert_eq!(scene.channel.find_sent(&scene.access, &answer).await, Ok(Some(sent)));
    assert_eq!(scene.fake.ledger().len(), 2);
}

#[tokio::test]
async fn every_fault_of_a_send_says_whether_it_may_stand_there() {
    let scene = Scene::new().await;
    let to = scene.says("mirela", "@altavela.test where is my bag?", None);
    for (fault, stands) in
        [(F::AcceptThenDrop, true), (F::AcceptThenFail, true), (F::AcceptLate, true)]
    {
        for private in [false, true] {
            let text = format!("Answer under {fault:?}");
            let answer = match private {
                true => scene.whisper(&to, "mirela", &text),
                false => scene.answer(&to, "mirela", &text),
            };
            let seen = || match private {
                true => scene.fake.letters().iter().filter(|one| one.text == text).count(),
                false => scene.fake.ledger().iter().filter(|one| one.text == text).count(),
            };
            let hits = scene.fake.hits(fault);
            scene.fake.plan(fault, 1);
            let told = scene.channel.send(&scene.access, &answer).await;
            assert!(matches!(told, Err(Fault::Unknown(_))), "{fault:?}: {told:?}");
            assert_eq!(scene.fake.hits(fault), hits + 1, "{fault:?} struck");
            if fault == F::AcceptLate {
                let early = scene.channel.find_sent(&scene.access, &answer).await.unwrap();
                assert_eq!(early, None, "not yet");
                tokio::time::sleep(Duration::from_millis(2_600)).await;
            }
            assert_eq!(seen(), usize::from(stands), "{fault:?}");
            let found = scene.channel.find_sent(&scene.access, &answer).await.unwrap();
            assert_eq!(found.is_some(), stands, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_arrives_late_meets_the_second_try() {
    let scene = Scene::new().await;
    let to = scene.says("mirela", "@altavela.test where is my bag?", None);
    let answer = scene.answer(&to, "mirela", "Found.");
    scene.fake.plan(F::AcceptLate, 1);
    assert!(matches!(scene.channel.send(&scene.access, &answer).await, Err(Fault::Unknown(_))));
    assert_eq!(scene.channel.find_sent(&scene.access, &answer).await, Ok(None), "not yet");
    // So it is given again, and only then the first try arrives.
    let sent = scene.channel.send(&scene.access, &answer).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2_600)).await;
    assert_eq!(scene.fake.hits(F::AcceptLate), 1);
    let ledger = scene.fake.ledger();
    assert_eq!((ledger.len(), &ledger[0].id), (1, &sent.id), "they are one");
}

#[tokio::test]
async fn what_the_network_does_not_take_is_told_in_its_words() {
    let scene = Scene::new().await;
    let to = scene.says("mirela", "@altavela.test where is my bag?", None);
    let told = |text: String| {
        let answer = scene.answer(&to, "mirela", &text);
        async { scene.channel.send(&scene.access, &{ answer }).await }
    };
    let Err(Fault::Invalid(why)) = told("x".repeat(301)).await else { panic!() };
    assert!(why.contains("300 graphemes"), "{why}");
    let Err(Fault::Invalid(why)) = told("👩‍👩‍👧‍👦".repeat(150)).await else {
        panic!()
    };
    assert!(why.contains("3000"), "{why}");
    let followers = Outgoing { audience: Audience::Followers, ..scene.answer(&to, "mirela", "x") };
    assert!(matches!(scene.channel.send(&scene.access, &followers).await, Err(Fault::Invalid(_))));
    scene.fake.close("mirela.test");
    let private = scene.whisper(&to, "mirela", "Your code is 7QX");
    let closed = scene.channel.send(&scene.access, &private).await;
    assert!(
        matches!(&closed, Err(Fault::Forbidden(why)) if why.contains("disabled")),
        "{closed:?}"
    );
    scene.fake.gate(&to);
    assert!(matches!(told("x".to_owned()).await, Err(Fault::Forbidden(_))));
    scene.fake.delete(&to);
    assert!(matches!(told("x".to_owned()).await, Err(Fault::NotThere(_))));
    assert_eq!((scene.fake.ledger().len(), scene.fake.letters().len()), (0, 0));
}

#[tokio::test]
async fn private_words_are_heard_answered_and_shown_to_nobody_else() {
    let scene = Scene::new().await;
    scene.whispers("mirela", "Is somebody there?");
    let first = scene.pull("messages", "", None).await.unwrap();
    assert_eq!(items(&first.events)[0].text, "Is somebody there?", "what was unread");
    let id = scene.whispers("mirela", "My code is 7QX");
    let page = scene.pull("messages", "", first.cursor.as_deref()).await.unwrap();
    let told = items(&page.events);
    let [message] = told[..] else { panic!("{told:?}") };
    let did = scene.fake.did("mirela.test");
    assert_eq!((message.id.as_str(), &message.thread), (id.as_str(), &format!("direct:{did}")));
    assert_eq!((message.surface, message.audience), (Surface::Dm, Audience::Private));
    assert_eq!(message.author.handle, "mirela.test");
    let answer = scene.whisper(&id, "mirela", "Thank you,  Mirela.");
    let sent = scene.channel.send(&scene.access, &answer).await.unwrap();
    assert_eq!(scene.channel.find_sent(&scene.access, &answer).await, Ok(Some(sent.clone())));
    assert!(scene.fake.ledger().is_empty(), "nothing in public");
    assert_eq!(scene.fake.letters()[0].to, "mirela.test");
    let page = scene.pull("messages", "", page.cursor.as_deref()).await.unwrap();
    let ours = items(&page.events)[0];
    assert_eq!((&ours.id, &ours.thread), (&sent.id, &format!("direct:{did}")), "ours come back");
    let done = scene.pull("messages", "", page.cursor.as_deref()).await.unwrap();
    assert_eq!((done.events.len(), done.more), (0, false));
    // A private answer to a public post begins a conversation.
    let post = scene.says("ben", "@altavela.test where is my bag?", None);
    let answer = scene.whisper(&post, "ben", "Please tell us your booking.");
    scene.channel.send(&scene.access, &answer).await.unwrap();
    assert_eq!(scene.fake.letters()[1].to, "ben.test");
    let other = scene.whisper(&post, "ben", "Something else");
    assert_eq!(scene.channel.find_sent(&scene.access, &other).await, Ok(None));
}

#[tokio::test]
async fn a_limit_is_kept_without_asking_again() {
    let scene = Scene::new().await;
    scene.fake.plan(F::RateLimit, 1);
    let told = scene.pull("mentions", "", None).await;
    let Err(Fault::Limited { until }) = told else { panic!("{told:?}") };
    let wait = until.since(scene.tools.now());
    assert!((0..=2 * Time::SECOND).contains(&wait), "as the header says: {wait}");
    let asked = scene.fake.asked();
    assert!(matches!(scene.pull("mentions", "", None).await, Err(Fault::Limited { .. })));
    assert_eq!(scene.fake.asked(), asked, "nobody was asked");
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    scene.pull("mentions", "", None).await.unwrap();
    scene.fake.plan(F::RudeRateLimit, 1);
    let told = scene.pull("mentions", "", None).await;
    assert!(matches!(told, Err(Fault::Limited { .. })), "without a header, too: {told:?}");
}

#[tokio::test]
async fn a_window_is_left_to_answers() {
    let scene = Scene::new().await;
    let to = scene.says("mirela", "@altavela.test where is my bag?", None);
    let mut pulls = 0;
    let limited = loop {
        match scene.pull("words", "none", None).await {
            Ok(_) => pulls += 1,
            Err(fault) => break fault,
        }
    };
    assert!(matches!(limited, Fault::Limited { .. }));
    assert!((130..=150).contains(&pulls), "half of 300 is kept for others: {pulls}");
    scene.channel.send(&scene.access, &scene.answer(&to, "mirela", "Found.")).await.unwrap();
    assert_eq!(scene.fake.ledger().len(), 1);
}

#[tokio::test]
async fn posts_are_looked_at_again() {
    let scene = Scene::new().await;
    let same = scene.says("mirela", "@altavela.test one", None);
    let gone = scene.says("mirela", "@altavela.test two", None);
    let hidden = scene.says("ben", "@altavela.test three", None);
    scene.fake.delete(&gone);
    scene.fake.block("ben.test");
    let message = scene.whispers("mirela", "hello");
    let ids = [same, gone.clone(), hidden.clone(), message];
    let events = scene.channel.hydrate(&scene.access, &ids).await.unwrap();
    let [ChannelEvent::Delete { id, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(id, &gone, "who blocks us has deleted nothing");
    let blocked = scene.channel.send(&scene.access, &scene.answer(&hidden, "ben", "x")).await;
    assert!(matches!(blocked, Err(Fault::NotThere(_))), "{blocked:?}");
}

#[tokio::test]
async fn broken_answers_harm_nothing() {
    let scene = Scene::new().await;
    let start = scene.pull("mentions", "", None).await.unwrap().cursor;
    let post = scene.says("mirela", "@altavela.test where is my bag?", None);
    for fault in [F::ServerError, F::Truncated, F::SlowBody] {
        scene.fake.plan(fault, 1);
        let told = scene.pull("mentions", "", start.as_deref()).await;
        assert!(matches!(told, Err(Fault::Passing(_))), "{fault:?}: {told:?}");
        assert_eq!(scene.fake.hits(fault), 1, "{fault:?} struck");
    }
    for fault in [F::Duplicate, F::Disorder] {
        scene.fake.plan(fault, 1);
        let page = scene.pull("mentions", "", start.as_deref()).await.unwrap();
        assert_eq!(items(&page.events)[0].id, post, "{fault:?}");
        assert_eq!((page.events.len(), scene.fake.hits(fault)), (1, 1), "{fault:?}");
    }
}
