use earshot_model::{Audience, Surface};
use proptest::prelude::*;

use super::{Me, Sse, SseEvent, StatusShape, item, plain, same_words, thread_of, without_mentions};

const ME: Me<'static> = Me { id: "1" };

/// As Mastodon 4 writes a mention: <https://docs.joinmastodon.org/entities/Status/>.
const MENTION: &str = r#"{
    "id": "103254962155278888", "created_at": "2026-06-01T12:00:00.000Z", "edited_at": null,
    "in_reply_to_id": null, "in_reply_to_account_id": null, "sensitive": false, "spoiler_text": "",
    "visibility": "public", "language": "en", "uri": "https://s.example/users/mirela/statuses/9",
    "url": "https://s.example/@mirela/9", "replies_count": 0, "reblog": null, "application": null,
    "content": "<p><span class=\"h-card\"><a href=\"https://s.example/@altavela\" class=\"u-url mention\">@<span>altavela</span></a></span> where is my bag &amp; coat?</p><p>See <a href=\"https://s.example/x\"><span class=\"invisible\">https://</span><span>s.example/x</span></a><br>Thanks</p>",
    "account": {"id": "7", "username": "mirela", "acct": "mirela", "display_name": "Mirela", "followers_count": 42, "bot": false},
    "media_attachments": [{"id": "5", "type": "image", "description": "a torn bag"}],
    "mentions": [{"id": "1", "username": "altavela", "url": "https://s.example/@altavela", "acct": "altavela"}],
    "tags": [], "emojis": [], "card": null, "poll": null}"#;

fn status() -> StatusShape {
    serde_json::from_str(MENTION).unwrap()
}

#[test]
fn a_documented_mention_becomes_a_post() {
    let status = status();
    assert_eq!(thread_of(&status, ME).as_deref(), Some("103254962155278888"));
    let post = item(&status, ME, "t".to_owned()).unwrap();
    let text = "@altavela where is my bag & coat?\n\nSee https://s.example/x\nThanks\n\n[image: a torn bag]";
    assert_eq!(post.text, text);
    assert_eq!((post.surface, post.audience), (Surface::Post, Audience::Public));
    assert_eq!((post.author.handle.as_str(), post.author.followers), ("mirela", Some(42)));
    assert_eq!(post.posted_at.to_string(), "2026-06-01T12:00:00Z");
    assert_eq!(post.url.as_deref(), Some("https://s.example/@mirela/9"));
    let mut edited = status.clone();
    edited.edited_at = Some("2026-06-01T12:03:00Z".to_owned());
    let later = item(&edited, ME, "t".to_owned()).unwrap();
    assert!(later.revision > post.revision && later.edited_at.is_some());
}

#[test]
fn audiences_are_never_wider_than_said() {
    let seen = |word: &str| {
        let status = StatusShape { visibility: word.to_owned(), ..status() };
        item(&status, ME, "t".to_owned()).unwrap().audience
    };
    assert_eq!(seen("public"), Audience::Public);
    assert_eq!(seen("unlisted"), Audience::Unlisted);
    assert_eq!(seen("private"), Audience::Followers);
    assert_eq!(seen("direct"), Audience::Private);
    assert_eq!(seen("mutuals_only"), Audience::Followers);
}

#[test]
fn a_private_word_stands_in_a_conversation_with_its_author() {
    let theirs = StatusShape { visibility: "direct".to_owned(), ..status() };
    assert_eq!(thread_of(&theirs, ME).as_deref(), Some("direct:7"));
    let mut ours = StatusShape { visibility: "direct".to_owned(), ..status() };
    ours.account.id = "1".to_owned();
    ours.mentions[0].id = "7".to_owned();
    assert_eq!(thread_of(&ours, ME).as_deref(), Some("direct:7"), "both sides in one");
    let answer = StatusShape { in_reply_to_id: Some("5".to_owned()), ..status() };
    assert_eq!(thread_of(&answer, ME), None, "its root has to be asked for");
}

#[test]
fn our_own_words_come_back_without_whom_they_answer() {
    let mut ours = status();
    ours.account.id = "1".to_owned();
    ours.content = "<p>@<span>mirela</span> @ben We found <a>@mirela</a>'s bag.</p>".to_owned();
    ours.media_attachments.clear();
    assert_eq!(item(&ours, ME, "t".to_owned()).unwrap().text, "We found @mirela's bag.");
    assert_eq!(without_mentions("@a @b"), "");
    assert_eq!(without_mentions("no @a"), "no @a");
}

#[test]
fn words_are_compared_as_people_read_them() {
    assert!(same_words("@mirela We  found\n\nit @ben@far.example", "We found it @ben"));
    assert!(!same_words("We found it", "We found them"));
    assert!(!same_words("We found it", "We found it again"));
    assert!(!same_words("", "We found it"));
}

#[test]
fn repeats_and_undated_posts_are_none() {
    let mut repeat: serde_json::Value = serde_json::from_str(MENTION).unwrap();
    repeat["reblog"] = serde_json::json!({ "id": "4" });
    let repeat: StatusShape = serde_json::from_value(repeat).unwrap();
    assert!(item(&repeat, ME, "t".to_owned()).is_none());
    let undated = StatusShape { created_at: "yesterday".to_owned(), ..status() };
    assert!(item(&undated, ME, "t".to_owned()).is_none());
}

#[test]
fn events_are_put_together_however_they_are_cut() {
    let stream = b":thump\n\nevent: update\ndata: {\"a\":\ndata: 1}\n\nevent: delete\r\ndata: 7\r\n\r\nevent: x\n\n";
    let told =
        |event: &str, data: &str| SseEvent { event: event.to_owned(), data: data.to_owned() };
    let wanted = [told("update", "{\"a\":\n1}"), told("delete", "7")];
    for size in 1..stream.len() {
        let mut sse = Sse::default();
        let events: Vec<SseEvent> =
            stream.chunks(size).flat_map(|piece| sse.take(piece).unwrap()).collect();
        assert_eq!(events, wanted, "in pieces of {size}");
    }
    let mut endless = Sse::default();
    let piece = vec![b'x'; 1 << 16];
    assert!((0..100).any(|_| endless.take(&piece).is_none()), "nothing grows for ever");
}

proptest! {
    #[test]
    fn any_html_becomes_text_without_tags(html in "(<|>|&|/|p|br|;|#|x|[a-z]|\\PC| |\n){0,80}") {
        let text = plain(&html);
        // A tag that nobody closed is no tag, and an entity may spell one: both are words.
        prop_assert!(!text.contains("<br>") || html.contains('&'));
        prop_assert!(!text.contains("\n\n\n"));
        prop_assert!(text.chars().all(|c| !c.is_control() || c == '\n' || html.contains(c)));
    }

    #[test]
    fn plain_words_stay_as_they_are(words in "[a-zA-Z0-9äß.,!? ]{0,60}") {
        let wanted: Vec<&str> = words.split(' ').filter(|w| !w.is_empty()).collect();
        let text = plain(&format!("<p>{words}</p>"));
        let found: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn any_stream_is_read_without_a_fault(pieces: Vec<Vec<u8>>) {
        let mut sse = Sse::default();
        for piece in pieces {
            sse.take(&piece);
        }
    }
}
