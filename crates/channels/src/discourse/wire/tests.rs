use earshot_model::{ChannelEvent, Surface, Time};
use proptest::prelude::*;
use serde_json::json;

use super::{Me, PostShape, item, place};
use crate::http::wire::checked;

const ME: Me<'_> =
    Me { username: "altavela", handle: "altavela@forum.example", address: "https://forum.example" };

fn post(number: u64) -> PostShape {
    serde_json::from_value(json!({
        "id": 900 + number, "name": "Mirela Voss", "username": "mirela", "user_id": 77,
        "avatar_template": "/x", "created_at": "2026-09-21T10:00:00.000Z", "updated_at": "2026-09-21T10:05:00.000Z",
        "cooked": "<p>Where is <a class=\"mention\" href=\"/u/altavela\">@altavela</a>?</p><script>x()</script>",
        "raw": "Where is @altavela?", "post_number": number, "post_type": 1, "reply_to_post_number": null,
        "topic_id": 7, "topic_slug": "lost-bags", "topic_title": "Lost bags", "version": 1, "hidden": false,
        "user_deleted": false, "deleted_at": null, "trust_level": 1
    }))
    .unwrap()
}

#[test]
fn a_topic_and_its_answers_become_posts() {
    let first = item(&post(1), ME).unwrap();
    assert_eq!(first.text, "Lost bags\n\nWhere is @altavela?");
    assert_eq!((first.id.as_str(), first.thread.as_str(), first.parent), ("7/1", "topic:7", None));
    assert_eq!((first.surface, first.edited_at), (Surface::Post, None));
    assert_eq!(first.url.as_deref(), Some("https://forum.example/t/lost-bags/7/1"));
    let second = item(&post(2), ME).unwrap();
    assert_eq!((second.parent.as_deref(), second.surface), (Some("7/1"), Surface::Comment));
    assert_eq!(second.text, "Where is @altavela?");
    assert_eq!(place(&second.id), Some((7, 2)));
    let third = PostShape { reply_to_post_number: Some(2), version: 2, ..post(3) };
    let third = item(&third, ME).unwrap();
    assert_eq!(third.parent.as_deref(), Some("7/2"));
    assert!(third.edited_at.is_some() && third.revision > second.revision);
}

#[test]
fn what_nobody_said_or_sees_is_no_post_and_ours_is_ours() {
    for odd in [
        PostShape { post_type: Some(4), ..post(2) },
        PostShape { hidden: true, ..post(2) },
        PostShape { user_deleted: true, ..post(2) },
        PostShape { deleted_at: Some("2026".to_owned()), ..post(2) },
        PostShape { created_at: "soon".to_owned(), ..post(2) },
        PostShape { post_number: 0, ..post(2) },
    ] {
        assert_eq!(item(&odd, ME), None);
    }
    let ours = PostShape { username: "Altavela".to_owned(), ..post(2) };
    assert_eq!(item(&ours, ME).unwrap().author.handle, ME.handle);
    assert_eq!(item(&post(2), ME).unwrap().author.handle, "mirela");
}

proptest! {
    #[test]
    fn whatever_a_post_says_it_can_be_kept(
        username in ".{0,40}", name in ".{0,60}", cooked in ".{0,200}", slug in ".{0,40}", title in ".{0,60}",
        number in any::<u64>(), parent in any::<u64>(),
    ) {
        let told = PostShape {
            username, name: Some(name), cooked, topic_slug: slug, topic_title: Some(title),
            post_number: number, reply_to_post_number: Some(parent), ..post(1)
        };
        if let Some(item) = item(&told, ME) {
            let event = ChannelEvent::Upsert { item: Box::new(item) };
            let kept = checked(event, Time(1_800_000_000 * Time::SECOND));
            prop_assert!(kept.is_ok(), "{kept:?}");
        }
    }
}
