//! Small signs that stand on every screen: drawings, channels, people, feelings, audiences, chips.

use askama::Template;
use askama::filters::{HtmlSafe, Safe};
use earshot_model::{Audience, Sentiment, Surface};
use serde::Serialize;

use crate::words::Words;

/// A drawing from `icons.svg`, hidden from readers of the screen: words stand beside it.
#[must_use]
pub fn icon(name: &str) -> Safe<String> {
    let sheet = crate::assets::path("icons.svg");
    Safe(format!(r##"<svg class="i" aria-hidden="true"><use href="{sheet}#i-{name}"/></svg>"##))
}

/// The sign of a channel: letters for networks, drawings for kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Template)]
#[template(
    source = r#"<span class="ch {{ hue }}" role="img" aria-label="{{ label }}">{% if letters.is_empty() %}{{ crate::icon(drawing) }}{% else %}{{ letters }}{% endif %}</span>"#,
    ext = "html"
)]
pub struct ChannelMark {
    /// The name of the channel, read aloud.
    pub label: String,
    /// Two letters, or empty where a drawing stands.
    pub letters: String,
    /// The drawing, used where there are no letters.
    pub drawing: &'static str,
    /// Class of the ground.
    pub hue: &'static str,
}

impl HtmlSafe for ChannelMark {}

/// Networks that people know by name: word, name, letters, class of the ground.
const NETWORKS: [(&str, &str, &str, &str); 13] = [
    ("mastodon", "Mastodon", "Ma", "c1"),
    ("bluesky", "Bluesky", "Bs", "c2"),
    ("x", "X", "X", "c3"),
    ("twitter", "Twitter", "Tw", "c3"),
    ("facebook", "Facebook", "Fb", "c4"),
    ("instagram", "Instagram", "Ig", "c5"),
    ("youtube", "YouTube", "Yt", "c6"),
    ("reddit", "Reddit", "Rd", "c6"),
    ("telegram", "Telegram", "Tg", "c2"),
    ("whatsapp", "WhatsApp", "Wa", "c7"),
    ("wordpress", "WordPress", "Wp", "c4"),
    ("discourse", "Discourse", "Di", "c8"),
    ("hacker_news", "Hacker News", "HN", "c6"),
];

impl ChannelMark {
    /// The sign for a channel's word and the surface of a post on it.
    #[must_use]
    pub fn of(w: Words, channel: &str, surface: Option<Surface>) -> Self {
        if let Some((_, name, letters, hue)) = NETWORKS.iter().find(|(word, ..)| *word == channel) {
            return Self {
                label: (*name).to_owned(),
                letters: (*letters).to_owned(),
                drawing: "globe",
                hue,
            };
        }
        let (key, drawing, hue) = match (channel, surface) {
            ("room", _) => ("channel-room", "lock", "c0"),
            ("email" | "mail", _) | (_, Some(Surface::Mail)) => ("channel-mail", "mail", "c0"),
            ("phone", _) | (_, Some(Surface::Call)) => ("channel-phone", "phone", "c0"),
            ("chat", _) | (_, Some(Surface::Chat)) => ("channel-chat", "comment", "c0"),
            ("review" | "reviews", _) | (_, Some(Surface::Review)) => {
                ("channel-review", "star", "c8")
            }
            ("forum" | "community", _) => ("channel-forum", "forum", "c0"),
            ("feeds" | "rss" | "blog", _) | (_, Some(Surface::Article)) => {
                ("channel-blog", "rss", "c0")
            }
            _ => return Self::unknown(channel),
        };
        Self { label: w.t(key), letters: String::new(), drawing, hue }
    }

    /// A channel that we have no drawing for: its first two letters.
    fn unknown(channel: &str) -> Self {
        let mut letters: String = channel.chars().take(2).collect();
        if let Some(first) = letters.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Self { label: channel.to_owned(), letters, drawing: "globe", hue: "c0" }
    }
}

/// The shape of a face: people are round, the brand is square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Shape {
    /// A filled round: a customer or a colleague.
    Person,
    /// An outlined round: an onlooker, or somebody unknown.
    Onlooker,
    /// A square: the brand.
    Brand,
}

/// A face: initials on a ground that stays the same for the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Template)]
#[template(
    source = r#"<span class="av{{ self.class() }}{{ size }}" aria-hidden="true">{{ initials }}</span>"#,
    ext = "html"
)]
pub struct Face {
    /// One or two letters.
    pub initials: String,
    /// 1 to 8.
    pub hue: u8,
    /// What kind of somebody this is.
    pub shape: Shape,
    /// " xs", " sm", " lg" or empty.
    pub size: &'static str,
}

impl HtmlSafe for Face {}

impl Face {
    /// The face of a name. `seed` decides the ground: an id, so that it survives a new name.
    #[must_use]
    pub fn new(name: &str, seed: &str, shape: Shape) -> Self {
        let digest = seed
            .bytes()
            .fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
        let hue = u8::try_from(digest % 8).unwrap_or(0).saturating_add(1);
        Self { initials: initials(name), hue, shape, size: "" }
    }

    /// The same face in another size: "xs", "sm", "lg".
    #[must_use]
    pub fn sized(mut self, size: &'static str) -> Self {
        self.size = match size {
            "xs" => " xs",
            "sm" => " sm",
            "lg" => " lg",
            _ => "",
        };
        self
    }

    fn class(&self) -> &'static str {
        const HUES: [&str; 9] = [" h1", " h1", " h2", " h3", " h4", " h5", " h6", " h7", " h8"];
        match self.shape {
            Shape::Person => HUES.get(usize::from(self.hue)).copied().unwrap_or(" h1"),
            Shape::Onlooker => " open",
            Shape::Brand => " brand",
        }
    }
}

/// First letters of the first and the last word; of a single word its first two.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| {
        let word = word.trim_start_matches(['@', '#']);
        word.starts_with(char::is_alphanumeric).then_some(word)
    });
    let letters: String = match (words.next(), words.next_back()) {
        (Some(first), Some(last)) => first.chars().take(1).chain(last.chars().take(1)).collect(),
        (Some(only), None) => only.chars().take(2).collect(),
        _ => "??".to_owned(),
    };
    letters.to_uppercase()
}

/// A face that says how a text feels; with its word and likelihood where there is room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Template)]
#[template(
    source = r#"<span class="sent {{ kind }}">{{ crate::icon(kind) }}{% if bare %}<span class="sr">{{ label }}</span>{% else %}<span>{{ label }}</span>{% endif %}</span>"#,
    ext = "html"
)]
pub struct Feeling {
    /// "neg", "neu" or "pos".
    pub kind: &'static str,
    /// The word.
    pub label: String,
    /// Whether the word is for readers of the screen only.
    pub bare: bool,
}

impl HtmlSafe for Feeling {}

impl Feeling {
    /// A sentiment without its word, for lists.
    #[must_use]
    pub fn bare(w: Words, sentiment: Sentiment) -> Self {
        let kind = match sentiment {
            Sentiment::Negative => "neg",
            Sentiment::Neutral => "neu",
            Sentiment::Positive => "pos",
        };
        Self { kind, label: w.t(format!("sentiment-{sentiment}")), bare: true }
    }
}

/// Who can read a text: icon, word and edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Template)]
#[template(
    source = r#"<span class="aud {{ class }}">{{ crate::icon(drawing) }}{{ label }}</span>"#,
    ext = "html"
)]
pub struct AudienceMark {
    /// "public", "public out", "private" or "note".
    pub class: &'static str,
    /// The drawing.
    pub drawing: &'static str,
    /// The word.
    pub label: String,
}

impl HtmlSafe for AudienceMark {}

impl AudienceMark {
    /// The mark of a post: `ours` when the brand wrote it.
    #[must_use]
    pub fn of(w: Words, audience: Audience, ours: bool) -> Self {
        let (class, drawing, key) = match (audience, ours) {
            (Audience::Internal, _) => ("note", "note", "audience-note"),
            (Audience::Private, _) => ("private", "lock", "audience-private"),
            (Audience::Followers, false) => ("public", "users", "audience-followers"),
            (Audience::Unlisted, false) => ("public", "link", "audience-unlisted"),
            (_, true) => ("public out", "globe", "audience-public-reply"),
            (Audience::Public, false) => ("public", "globe", "audience-public"),
        };
        Self { class, drawing, label: w.t(key) }
    }
}

/// A quiet word on a small ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Template)]
#[template(
    source = r#"<span class="chip{{ tone }}">{% if let Some(drawing) = drawing %}{{ crate::icon(drawing) }}{% endif %}{{ label }}</span>"#,
    ext = "html"
)]
pub struct Chip {
    /// The word.
    pub label: String,
    /// A drawing before it.
    pub drawing: Option<&'static str>,
    /// "", " accent", " line-only", " neg", " pos" or " warn".
    pub tone: &'static str,
}

impl HtmlSafe for Chip {}

impl Chip {
    /// A grey chip.
    #[must_use]
    pub fn plain(label: impl Into<String>) -> Self {
        Self { label: label.into(), drawing: None, tone: "" }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChannelMark, Face, Shape, initials};
    use crate::words::{Locale, Words};

    #[test]
    fn initials_come_from_any_script_and_from_handles() {
        assert_eq!(initials("Mirela Konstantinopoulou-Ferreira"), "MK");
        assert_eq!(initials("José Mª de Etxeberria"), "JE");
        assert_eq!(initials("@skipstone_84"), "SK");
        assert_eq!(initials("ليلى حدّاد"), "لح");
        assert_eq!(initials("🙂"), "??");
    }

    #[test]
    fn the_ground_follows_the_seed_and_not_the_name() {
        let before = Face::new("Mirela", "p1", Shape::Person);
        let after = Face::new("Mirela K.", "p1", Shape::Person);
        assert_eq!(before.hue, after.hue);
        assert!((1..=8).contains(&before.hue));
    }

    #[test]
    fn a_channel_without_a_drawing_shows_its_letters() {
        let mark = ChannelMark::of(Words::new(Locale::En), "vk", None);
        assert_eq!(mark.to_string(), r#"<span class="ch c0" role="img" aria-label="vk">Vk</span>"#);
    }
}
