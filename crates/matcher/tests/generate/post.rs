//! Posts.

use earshot_matcher::{Mark, Marks, PostView};
use earshot_model::{
    Audience, Emotion, IdentityMatch, Intent, Judged, Level, Priority, Sentiment, Surface,
    Timeliness, Verdict,
};

use super::Chance;

/// Pieces of which texts are made.
const PIECES: &[&str] = &[
    "apple",
    "Apple",
    "APPLE",
    "Apple's",
    "apples",
    "pineapple",
    "#Apple",
    "@apple",
    "$APPLE",
    "late",
    "Late",
    "later",
    "flight",
    "flights",
    "#lateflight",
    "#flight",
    "refund",
    "refunds",
    "Refunded",
    "café",
    "Cafe",
    "b",
    "a",
    "a",
    "b",
    "ab",
    "abab",
    "aab",
    "Google+",
    "C++",
    "at&t",
    "AT&T",
    "covid-19",
    "東京",
    "東 京",
    "京",
    "#東京",
    "#東京タワー",
    "#late東京",
    "お待ち",
    "สวัสดี",
    "👍",
    "👍🏽",
    "👍🏿",
    "👨‍👩‍👧",
    "👨",
    "❤️",
    "1️⃣",
    "don't",
    "dont",
    "the",
    "the",
    "not",
    "x_y",
    "5",
    "½ apple",
    "https://www.example.org/pricing/late-flight?a=b",
    "http://shop.example.org",
    "www.late.example",
    "https://t.co/abc",
];

const BETWEEN: &[&str] =
    &[" ", " ", " ", " ", " ", "  ", "\n", ". ", "! ", "? ", ", ", "-", "。", " \"", "\" ", ""];

/// A post that owns its words.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnPost {
    pub(crate) text: String,
    title: String,
    handle: &'static str,
    name: &'static str,
    bio: &'static str,
    to: Vec<String>,
    shared_from: Option<&'static str>,
    language: Option<&'static str>,
    country: Option<&'static str>,
    city: Option<&'static str>,
    channel: &'static str,
    url: Option<&'static str>,
    links: Vec<&'static str>,
    surface: Option<Surface>,
    audience: Option<Audience>,
    marks: Marks,
    numbers: [Option<i64>; 4],
    verdict: Option<Verdict>,
}

impl OwnPost {
    /// A random post of up to `pieces` pieces.
    pub(crate) fn random(chance: &mut Chance, pieces: usize) -> Self {
        let marks = [
            Mark::Reply,
            Mark::Share,
            Mark::Quote,
            Mark::Image,
            Mark::Video,
            Mark::Audio,
            Mark::Place,
            Mark::Verified,
        ];
        Self {
            text: text(chance, pieces),
            title: if chance.once_in(2) { text(chance, 4) } else { String::new() },
            handle: chance.one(&["", "@ana", "Bob@Example.social", "cy"]),
            name: chance.one(&["", "Ana Late", "Bob the Apple"]),
            bio: chance.one(&["", "I like flights", "apple #refund"]),
            to: chance
                .one(&[[].as_slice(), &["@ana"], &["bob@example.social", "cy"]])
                .iter()
                .map(ToString::to_string)
                .collect(),
            shared_from: chance.one(&[None, Some("@Ana@example.social"), Some("bob")]),
            language: chance.one(&[None, Some("en-GB"), Some("EN"), Some("de")]),
            country: chance.one(&[None, Some("DE"), Some("us")]),
            city: chance.one(&[None, Some("New  York"), Some("Köln")]),
            channel: chance.one(&["", "mastodon", "Reddit"]),
            url: chance.one(&[
                None,
                Some("https://mastodon.social/@ana/1"),
                Some("https://www.Example.org/late"),
            ]),
            links: chance
                .one(&[[].as_slice(), &["https://shop.example.org/pricing/"], &["http://x.de"]])
                .to_vec(),
            surface: chance.one(&[
                None,
                Some(Surface::Post),
                Some(Surface::Review),
                Some(Surface::Dm),
            ]),
            audience: chance.one(&[None, Some(Audience::Public), Some(Audience::Private)]),
            marks: marks.into_iter().filter(|_| chance.once_in(3)).collect(),
            numbers: [(); 4].map(|()| chance.one(&[None, Some(0), Some(3), Some(1_000)])),
            verdict: chance.once_in(2).then(|| verdict(chance)),
        }
    }

    /// A post of this text alone.
    pub(crate) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// The same post before the funnel has spoken.
    pub(crate) fn unjudged(&self) -> Self {
        Self { verdict: None, ..self.clone() }
    }

    /// What a query sees of it.
    pub(crate) fn view(&self) -> PostView<'_> {
        let [followers, engagement, reach, rating] = self.numbers;
        PostView {
            text: &self.text,
            title: &self.title,
            author_handle: self.handle,
            author_name: self.name,
            author_bio: self.bio,
            to: &self.to,
            shared_from: self.shared_from,
            language: self.language,
            country: self.country,
            city: self.city,
            channel: self.channel,
            url: self.url,
            links: &self.links,
            surface: self.surface,
            audience: self.audience,
            marks: self.marks,
            followers,
            engagement,
            reach,
            rating,
            verdict: self.verdict.as_ref(),
        }
    }
}

fn text(chance: &mut Chance, pieces: usize) -> String {
    let mut text = String::new();
    for _ in 0..chance.below(pieces + 1) {
        text.push_str(chance.one(PIECES));
        text.push_str(chance.one(BETWEEN));
    }
    text
}

fn verdict(chance: &mut Chance) -> Verdict {
    Verdict {
        engine: "test".to_owned(),
        language: Judged::plain("und".to_owned(), 1.0),
        spam: Judged::plain(chance.once_in(2), 1.0),
        relevant: Judged::plain(chance.once_in(2), 1.0),
        timeliness: Judged::plain(chance.one(Timeliness::ALL), 1.0),
        urgency: Judged::plain(chance.one(Level::ALL), 1.0),
        identity: Judged::plain(chance.one(IdentityMatch::ALL), 1.0),
        value: Judged::plain(chance.one(Level::ALL), 1.0),
        influence: Judged::plain(chance.one(Level::ALL), 1.0),
        sentiment: Judged::plain(chance.one(Sentiment::ALL), 1.0),
        emotion: chance.once_in(2).then(|| Judged::plain(chance.one(Emotion::ALL), 1.0)),
        intents: [(); 3].map(|()| Judged::plain(chance.one(Intent::ALL), 1.0)).to_vec(),
        expects_reply: Judged::plain(chance.once_in(2), 1.0),
        outliers: Vec::new(),
        priority: Priority::default(),
    }
}
