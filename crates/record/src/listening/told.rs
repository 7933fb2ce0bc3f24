//! Which facts channels tell. The language can ask for more than any channel knows today; whoever asks
//! for such a fact is told so.

use earshot_matcher::{HandleRole, Leaf, NumberField, Query, TextField, Trait};

/// The parts of a query that never hold, because no channel tells what they ask for, each once, as
/// the language writes them.
#[must_use]
pub fn untold(query: &Query) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    query.node().each_leaf(&mut |leaf| {
        let part = leaf.to_string();
        if !is_told(leaf) && !parts.contains(&part) {
            parts.push(part);
        }
    });
    parts
}

/// Whether some channel tells what is asked.
const fn is_told(leaf: &Leaf) -> bool {
    !matches!(
        leaf,
        Leaf::InField(TextField::Title | TextField::Bio, _)
            | Leaf::Handle(HandleRole::SharedFrom, _)
            | Leaf::Country(_)
            | Leaf::City(_)
            | Leaf::Number(NumberField::Engagement | NumberField::Reach, _)
            | Leaf::Trait(
                Trait::Share
                    | Trait::Quote
                    | Trait::Image
                    | Trait::Video
                    | Trait::Audio
                    | Trait::Media
                    | Trait::Place
                    | Trait::Verified
            )
    )
}

#[cfg(test)]
mod tests {
    use earshot_matcher::{Mark, PostView};
    use earshot_model::{Audience, Direction, PostState, Surface, Time};
    use earshot_store::lookups::SeenPost;

    use super::*;
    use crate::search::seen;

    /// A stored post of which everything is known that is stored.
    fn post() -> SeenPost {
        let id = uuid::Uuid::from_u128(7);
        SeenPost {
            post_id: id.into(),
            thread_id: id.into(),
            channel: "mastodon".to_owned(),
            direction: Direction::Inbound,
            surface: Surface::Review,
            audience: Audience::Public,
            state: PostState::Recorded,
            text: "late https://a.example/b #x @y $Z 👍".to_owned(),
            url: Some("https://mastodon.example/1".to_owned()),
            claimed_language: Some("en".to_owned()),
            judged_language: None,
            sentiment: None,
            rating: Some(2),
            is_reply: true,
            posted_at: Time(0),
            imported: false,
            person_id: id.into(),
            person_name: "Ana".to_owned(),
            handle: "@ana".to_owned(),
            author_name: "Ana Lopez".to_owned(),
            followers: Some(3),
            recipient: "@acme".to_owned(),
            case_id: None,
            case_number: None,
        }
    }

    #[test]
    fn what_is_told_of_a_stored_post_can_be_asked() {
        let post = post();
        let view = seen(&post);
        for text in [
            "late author:ana authorname:lopez to:acme lang:en channel:mastodon followers:3 rating:2",
            "late site:mastodon.example site:a.example url:b links:b hashtags:x at_mentions:y",
            "late type:review type:reply is:public is:reply has:link has:emoji has:hashtag",
        ] {
            let query = Query::parse_search(text).unwrap();
            assert_eq!(untold(&query), Vec::<String>::new(), "{text}");
            assert!(query.matches(&view), "{text}");
        }
    }

    #[test]
    fn what_no_channel_tells_is_named_and_empty_in_a_stored_post() {
        let text = "late (title:x OR bio:x OR retweets_of:ana OR country:de OR city:Lima OR \
                    engagement:>1 OR reach:>1 OR has:image OR is:verified OR type:share OR country:de)";
        let query = Query::parse_search(text).unwrap();
        assert_eq!(untold(&query).len(), 10);
        let post = post();
        let view: PostView<'_> = seen(&post);
        // When one of these is filled some day, the list above must be mended.
        assert!(view.title.is_empty() && view.author_bio.is_empty() && view.city.is_none());
        assert!(view.shared_from.is_none() && view.country.is_none() && view.links.is_empty());
        assert!(view.engagement.is_none() && view.reach.is_none());
        let marks = [Mark::Share, Mark::Quote, Mark::Image, Mark::Video, Mark::Audio, Mark::Place];
        assert!(!marks.into_iter().chain([Mark::Verified]).any(|mark| view.marks.has(mark)));
    }
}
