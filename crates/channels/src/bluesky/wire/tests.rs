use earshot_model::{Audience, OutboxId, Surface, Time};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::channel::Outgoing;

const POST: &str = "at://did:plc:ragtjsm2j2vknwkz3zp4oxrd/app.bsky.feed.post/3jhnzcfawac27";

/// A notification as the documentation of the method shows one.
fn told() -> NotificationShape {
    serde_json::from_value(json!({
        "uri": POST, "cid": "bafyreigy",
        "author": {
            "did": "did:plc:ragtjsm2j2vknwkz3zp4oxrd", "handle": "mirela.test",
            "displayName": "Mirela", "labels": [], "viewer": { "muted": false },
            "indexedAt": "2026-06-01T11:00:00.000Z"
        },
        "reason": "mention", "isRead": false, "indexedAt": "2026-06-01T12:00:00.000Z", "labels": [],
        "record": {
            "$type": "app.bsky.feed.post", "createdAt": "2026-06-01T11:59:58.123Z", "langs": ["en"],
            "text": "@altavela.test wo ist meine Tüte? fly.example/baggage/lo... #Lost",
            "facets": [
                { "index": { "byteStart": 0, "byteEnd": 14 },
                  "features": [{ "$type": "app.bsky.richtext.facet#mention", "did": "did:plc:brand" }] },
                { "index": { "byteStart": 35, "byteEnd": 60 }, "features": [{
                    "$type": "app.bsky.richtext.facet#link",
                    "uri": "https://fly.example/baggage/lost-and-found" }] }
            ],
            "embed": { "$type": "app.bsky.embed.recordWithMedia",
                "record": { "$type": "app.bsky.embed.record", "record": { "uri": POST, "cid": "x" } },
                "media": { "$type": "app.bsky.embed.images",
                    "images": [{ "alt": "a torn bag", "image": {} }, { "alt": "", "image": {} }] } }
        }
    }))
    .unwrap()
}

#[test]
fn a_documented_notification_becomes_a_post() {
    let listed = notified(&told()).unwrap();
    let post = listed.item.unwrap();
    assert_eq!(
        post.text,
        "@altavela.test wo ist meine Tüte? https://fly.example/baggage/lost-and-found #Lost\n\n\
         [image: a torn bag]\n\n[image]\n\n\
         [quote: https://bsky.app/profile/did:plc:ragtjsm2j2vknwkz3zp4oxrd/post/3jhnzcfawac27]"
    );
    assert_eq!((post.surface, post.audience), (Surface::Post, Audience::Public));
    assert_eq!(
        (post.author.handle.as_str(), post.language.as_deref()),
        ("mirela.test", Some("en"))
    );
    assert_eq!(post.posted_at.to_string(), "2026-06-01T11:59:58.123Z");
    assert_eq!((post.thread.as_str(), post.parent), (POST, None));
    assert!(post.url.unwrap().ends_with("/post/3jhnzcfawac27"));
    assert_eq!(Record::read(&told().record).named, ["did:plc:brand"]);
}

#[test]
fn an_answer_stands_in_the_conversation_of_its_root() {
    let mut told = told();
    let reference = |key: &str| json!({ "uri": format!("at://did:plc:a/app.bsky.feed.post/{key}"), "cid": "c" });
    told.record["reply"] = json!({ "root": reference("r"), "parent": reference("p") });
    let post = notified(&told).unwrap().item.unwrap();
    assert_eq!(post.thread, "at://did:plc:a/app.bsky.feed.post/r");
    assert_eq!(post.parent.as_deref(), Some("at://did:plc:a/app.bsky.feed.post/p"));
    assert_eq!(post.surface, Surface::Comment);
}

#[test]
fn dates_are_believed_only_as_far_as_they_can_be_true() {
    let at = |created: &str| {
        let mut told = told();
        told.record["createdAt"] = json!(created);
        notified(&told).unwrap().item.unwrap().posted_at.to_string()
    };
    assert_eq!(at("2031-01-01T00:00:00Z"), "2026-06-01T12:00:00Z", "not after it was seen");
    assert_eq!(
        at("0001-01-01T00:00:00Z"),
        "2026-06-01T12:00:00Z",
        "not before there were networks"
    );
    assert_eq!(at("yesterday"), "2026-06-01T12:00:00Z");
    assert_eq!(at("2026-05-30T08:00:00+02:00"), "2026-05-30T06:00:00Z");
}

#[test]
fn who_wants_to_be_seen_by_few_is_and_no_handle_is_not_one() {
    let mut hidden = told();
    hidden.author.labels = vec![LabelShape { val: "!no-unauthenticated".to_owned(), neg: false }];
    assert_eq!(notified(&hidden).unwrap().item.unwrap().audience, Audience::Unlisted);
    let mut post = told();
    post.record["labels"] = json!({ "values": [{ "val": "!no-unauthenticated" }] });
    assert_eq!(notified(&post).unwrap().item.unwrap().audience, Audience::Unlisted);
    let mut nobody = told();
    nobody.author.handle = "handle.invalid".to_owned();
    let author = notified(&nobody).unwrap().item.unwrap().author;
    assert_eq!(author.handle, author.id);
}

#[test]
fn what_is_no_post_is_left_out() {
    let mut like = told();
    like.uri = "at://did:plc:a/app.bsky.feed.like/3k".to_owned();
    assert!(notified(&like).is_none());
    assert_eq!(web_address("at://did:plc:a/app.bsky.feed.post/<b>"), None);
    assert_eq!(web_address("https://bsky.app"), None);
}

#[test]
fn a_link_shows_where_it_leads() {
    let shown = |text: &str, from: usize, to: usize, uri: &str| {
        let record = json!({ "text": text, "facets": [{
            "index": { "byteStart": from, "byteEnd": to },
            "features": [{ "$type": "app.bsky.richtext.facet#link", "uri": uri }] }] });
        words(&Record::read(&record))
    };
    assert_eq!(
        shown("see a.example now", 4, 13, "https://a.example/"),
        "see https://a.example/ now"
    );
    let lie = shown("https://bank.example", 0, 20, "https://evil.example/");
    assert_eq!(lie, "https://bank.example (https://evil.example/)");
    assert_eq!(shown("äöü", 1, 3, "https://a.example"), "äöü", "a place inside of a character");
    assert_eq!(shown("abc", 1, 99, "https://a.example"), "abc");
    assert_eq!(shown("abc", 2, 1, "https://a.example"), "abc");
    assert_eq!(shown("abc", 0, 3, "javascript:alert(1)"), "abc");
}

#[test]
fn spots_are_counted_in_bytes() {
    let text = "Grüße @Mirela.Test, (@ben.test) siehe https://a.example/ä. #Köln #2026 #gate22! a@b.example";
    let found: Vec<(String, Value)> = spot(text)
        .iter()
        .map(|spot| {
            let facet = serde_json::to_value(spot.facet(Some("did:plc:x")).unwrap()).unwrap();
            let end = |key: &str| usize::try_from(facet["index"][key].as_u64().unwrap()).unwrap();
            (
                text.get(end("byteStart")..end("byteEnd")).unwrap().to_owned(),
                facet["features"][0].clone(),
            )
        })
        .collect();
    let shown: Vec<&str> = found.iter().map(|(shown, _)| shown.as_str()).collect();
    assert_eq!(shown, ["@Mirela.Test", "@ben.test", "https://a.example/ä", "#Köln", "#gate22"]);
    assert_eq!(found[3].1["tag"], "Köln");
    assert_eq!(spot("@Mirela.Test")[0].handle(), Some("mirela.test"));
    for odd in ["@mirela", "@-a.test", "@a..test", "@1.2", "#", "#!", "#1", "mail me@a.example"] {
        assert_eq!(spot(odd), [], "{odd}");
    }
    assert!(spot("@nobody.test")[0].facet(None).is_none(), "a mention of nobody is plain words");
}

#[test]
fn keys_are_those_of_the_protocol_and_of_the_answer() {
    // The example of https://atproto.com/specs/tid begins with 3; this one is counted by hand.
    assert_eq!(tid(0, 0), "2222222222222");
    assert_eq!(tid(0, 1), "2222222222223");
    assert_eq!(tid(1, 0), "2222222222322");
    assert!(tid(1_800_000_000_000_000, 1_023).starts_with('3'));
    assert!(tid(1_700_000_000_000_000, 9) < tid(1_700_000_000_000_001, 3));
    let answer = answer(7);
    assert_eq!(keys(&answer), keys(&answer.clone()));
    let all: std::collections::HashSet<String> = keys(&answer).into_iter().collect();
    assert_eq!(all.len(), 4);
    assert!(keys(&tests::answer(8)).iter().all(|key| !all.contains(key)));
}

fn answer(number: u128) -> Outgoing {
    Outgoing {
        id: OutboxId(Uuid::from_u128(number)),
        thread: POST.to_owned(),
        to: POST.to_owned(),
        author: "did:plc:a".to_owned(),
        handle: "mirela.test".to_owned(),
        audience: Audience::Public,
        text: "Found.".to_owned(),
        written_at: Time(1_780_000_000_000_000),
    }
}

#[test]
fn only_the_same_words_below_the_same_post_are_the_answer() {
    let record =
        |text: &str, to: &str| json!({ "text": text, "reply": { "parent": { "uri": to } } });
    assert!(is_answer(&record("Found.", POST), &answer(1)));
    assert!(!is_answer(&record("Lost.", POST), &answer(1)));
    assert!(!is_answer(&record("Found.", "at://x"), &answer(1)));
    assert!(!is_answer(&json!({ "text": "Found." }), &answer(1)));
}

#[test]
fn a_token_says_how_long_it_lasts() {
    // {"alg":"none"} . {"scope":"com.atproto.appPass","iat":100,"exp":7300}
    let token = "eyJhbGciOiJub25lIn0.eyJzY29wZSI6ImNvbS5hdHByb3RvLmFwcFBhc3MiLCJpYXQiOjEwMCwiZXhwIjo3MzAwfQ.x";
    let read = Token::read(token);
    assert_eq!(
        (read.scope.as_str(), read.lasts),
        ("com.atproto.appPass", Some(7_200 * Time::SECOND))
    );
    for odd in ["", "a.b.c", "..", "eyJhbGciOiJub25lIn0.W10.x"] {
        assert_eq!(Token::read(odd), Token::default(), "{odd}");
    }
}

#[test]
fn where_a_repository_is_comes_from_the_document() {
    let session = |service: Value| {
        let told = json!({ "did": "d", "handle": "h", "accessJwt": "a", "refreshJwt": "r",
            "didDoc": { "service": service } });
        serde_json::from_value::<SessionShape>(told).unwrap().pds()
    };
    let pds = |url: &str| json!([{ "id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": url }]);
    assert_eq!(session(pds("https://p.example")).as_deref(), Some("https://p.example"));
    assert_eq!(session(pds("file:///etc/passwd")), None);
    assert_eq!(session(json!([])), None);
    assert_eq!(session(json!("odd")), None);
}

fn listed(number: i64, at: i64) -> Listed {
    let mut told = told();
    told.uri = format!("at://did:plc:a/app.bsky.feed.post/p{number}");
    let at_text = Time(at * Time::SECOND).to_string();
    told.indexed_at.clone_from(&at_text);
    told.record["createdAt"] = json!(at_text);
    notified(&told).unwrap()
}

/// A list that a server keeps: pages of `size`, newest first, the cursor counts.
struct Shelf(Vec<Listed>);

impl Shelf {
    fn page(&self, cursor: Option<&str>, size: usize) -> (Vec<Listed>, Option<String>) {
        let from = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        let mut all = self.0.clone();
        all.sort_by_key(|one| std::cmp::Reverse((one.at, one.mark.clone())));
        let more = all.len() > from + size;
        let page = all.into_iter().skip(from).take(size).collect();
        (page, more.then(|| (from + size).to_string()))
    }

    /// Looks until nothing more waits. Gives the ids in the order in which they came, and the cursor.
    fn look(&self, mut cursor: Option<String>, size: usize) -> (Vec<String>, Option<String>) {
        let mut heard = Vec::new();
        for _ in 0..1_000 {
            let reach = Reach::read(cursor.as_deref());
            let (page, next) = self.page(reach.server_cursor(), size);
            let (items, reach) = reach.take(page, next);
            heard.extend(items.into_iter().map(|item| item.id));
            let more = reach.as_ref().is_some_and(Reach::is_on_the_way);
            cursor = reach.map(|reach| reach.write()).or(cursor);
            if !more {
                return (heard, cursor);
            }
        }
        panic!("it never ends");
    }
}

const DAY: i64 = 20_000 * 86_400;

#[test]
fn the_first_look_takes_the_newest_page_and_later_ones_all_that_is_new() {
    let mut shelf = Shelf((0..120).map(|n| listed(n, DAY + n * 60)).collect());
    let (first, cursor) = shelf.look(None, 50);
    assert_eq!(first.len(), 50, "what is older is history");
    assert!(first[49].ends_with("/p119"), "oldest first");
    let (none, same) = shelf.look(cursor.clone(), 50);
    assert_eq!((none.len(), &same), (0, &cursor), "nothing changed");
    shelf.0.extend((120..400).map(|n| listed(n, DAY + n * 60)));
    let (later, cursor) = shelf.look(cursor, 50);
    assert_eq!(later.len(), 280, "each once, over several pages");
    assert_eq!(shelf.look(cursor, 50).0.len(), 0);
}

#[test]
fn what_lies_below_a_page_that_was_read_is_found() {
    // More than a page within the overlap, all read; then one comes whose clock is two minutes behind.
    let mut shelf = Shelf((0..200).map(|n| listed(n, DAY + n)).collect());
    let (_, cursor) = shelf.look(None, 200);
    shelf.0.push(listed(900, DAY + 80));
    let (found, cursor) = shelf.look(cursor, 50);
    assert_eq!(found.len(), 1);
    assert_eq!(shelf.look(cursor, 50).0.len(), 0);
}

#[test]
fn an_entry_with_a_slow_clock_is_found_below_what_was_read() {
    let mut shelf = Shelf((0..40).map(|n| listed(n, DAY + n * 60)).collect());
    let (_, cursor) = shelf.look(None, 50);
    shelf.0.push(listed(900, DAY + 60));
    let (late, cursor) = shelf.look(cursor, 50);
    assert_eq!(late.len(), 1, "it stands on the newest page");
    // Many come at once, and among them one that is four minutes late: it lies on the second page.
    shelf.0.extend((100..160).map(|n| listed(n, DAY + 40 * 60 + n)));
    shelf.0.push(listed(901, DAY + 36 * 60));
    let (found, _) = shelf.look(cursor, 50);
    assert_eq!(found.len(), 61);
}

proptest! {
    #[test]
    fn everything_new_is_heard_once_whatever_the_pages(
        ages in prop::collection::vec((0i64..600, 0i64..290), 1..80),
        size in 1usize..30,
        cuts in prop::collection::vec(1usize..20, 1..12),
    ) {
        let mut shelf = Shelf(Vec::new());
        // An empty list first: everything after it is news.
        let (_, mut cursor) = shelf.look(None, size);
        let mut heard: Vec<String> = Vec::new();
        let (mut rest, mut clock, mut number) = (&ages[..], DAY, 0);
        let mut cuts = cuts.iter().cycle();
        while !rest.is_empty() {
            let (now, later) = rest.split_at((*cuts.next().unwrap()).min(rest.len()));
            for (step, late) in now {
                clock += step;
                number += 1;
                // Nearly five minutes late: within the overlap.
                shelf.0.push(listed(number, clock - late));
            }
            rest = later;
            let (more, next) = shelf.look(cursor, size);
            heard.extend(more);
            cursor = next;
        }
        let mut each: Vec<String> = shelf.0.iter().map(|one| one.item.clone().unwrap().id).collect();
        each.sort_unstable();
        heard.sort_unstable();
        prop_assert_eq!(heard, each);
    }

    #[test]
    fn any_text_is_cut_into_spots_at_characters(text in "([@#a-zé. ()🙂]|https://|\\PC){0,60}") {
        let mut last = 0;
        for spot in spot(&text) {
            let facet = serde_json::to_value(spot.facet(Some("d")).unwrap()).unwrap();
            let end = |key: &str| usize::try_from(facet["index"][key].as_u64().unwrap()).unwrap();
            let (from, to) = (end("byteStart"), end("byteEnd"));
            prop_assert!(from >= last && to > from && text.get(from..to).is_some());
            last = to;
        }
    }

    #[test]
    fn any_record_is_read_without_a_fault(
        text in "\\PC{0,20}", from in any::<u32>(), to in any::<u32>(), uri in "(https://)?[a-z./]{0,12}",
    ) {
        let record = json!({ "text": text, "createdAt": 7, "langs": {}, "reply": [], "facets": [
            { "index": { "byteStart": from % 24, "byteEnd": to % 24 }, "features": [
                { "$type": "app.bsky.richtext.facet#link", "uri": uri }, 7, null] }, "odd"],
            "embed": { "$type": "app.bsky.embed.recordWithMedia", "media": { "$type": "app.bsky.embed.recordWithMedia" } } });
        let read = Record::read(&record);
        prop_assert!(!words(&read).contains('\0'));
    }
}
