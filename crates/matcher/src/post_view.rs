//! What a query sees of a post.

use earshot_model::{Audience, Surface, Verdict};

/// What a query sees of a post. Everything but the text may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PostView<'a> {
    /// The words, as written.
    pub text: &'a str,
    /// The title of an article or a review, the subject of an e-mail; empty when there is none.
    /// Plain words are not looked for here.
    pub title: &'a str,
    /// The author's handle, with or without `@`; empty when unknown.
    pub author_handle: &'a str,
    /// The name beside the handle; empty when unknown.
    pub author_name: &'a str,
    /// What the author says of themselves; empty when unknown.
    pub author_bio: &'a str,
    /// The handles it is addressed to, such as that of the post it answers, with or without `@`.
    pub to: &'a [String],
    /// The handle of the author whose post it shares, with or without `@`.
    pub shared_from: Option<&'a str>,
    /// The language as BCP 47, as the channel or the funnel says.
    pub language: Option<&'a str>,
    /// The country of post or author, as two letters (ISO 3166-1 alpha-2).
    pub country: Option<&'a str>,
    /// The city of post or author.
    pub city: Option<&'a str>,
    /// The channel, such as `mastodon`; empty when unknown.
    pub channel: &'a str,
    /// Where the post itself can be seen. Its host is the post's site.
    pub url: Option<&'a str>,
    /// Where its links lead once shorteners were followed, as full addresses.
    pub links: &'a [&'a str],
    /// Where on the channel it stands.
    pub surface: Option<Surface>,
    /// Who can read it.
    pub audience: Option<Audience>,
    /// What else is known of it.
    pub marks: Marks,
    /// How many follow the author.
    pub followers: Option<i64>,
    /// Likes, answers and shares together.
    pub engagement: Option<i64>,
    /// How many people may have seen it.
    pub reach: Option<i64>,
    /// Stars of a review, 1 to 5.
    pub rating: Option<i64>,
    /// What the funnel says, once it has spoken: what the second pass asks.
    pub verdict: Option<&'a Verdict>,
}

/// A fact that a channel tells of a post beside its surface and audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It answers another post.
    Reply,
    /// It passes on somebody else's post without a word.
    Share,
    /// It passes it on with words of its own.
    Quote,
    /// An image is attached.
    Image,
    /// A video is attached.
    Video,
    /// A recording is attached.
    Audio,
    /// It says where it was posted.
    Place,
    /// The channel vouches for the author.
    Verified,
}

/// A set of [`Mark`]s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Marks(u8);

impl Marks {
    /// The set with `mark` added.
    #[must_use]
    pub const fn with(self, mark: Mark) -> Self {
        Self(self.0 | Self::bit(mark))
    }

    /// Whether `mark` is in the set.
    #[must_use]
    pub const fn has(self, mark: Mark) -> bool {
        self.0 & Self::bit(mark) != 0
    }

    const fn bit(mark: Mark) -> u8 {
        match mark {
            Mark::Reply => 1,
            Mark::Share => 2,
            Mark::Quote => 4,
            Mark::Image => 8,
            Mark::Video => 16,
            Mark::Audio => 32,
            Mark::Place => 64,
            Mark::Verified => 128,
        }
    }
}

impl FromIterator<Mark> for Marks {
    fn from_iter<T: IntoIterator<Item = Mark>>(marks: T) -> Self {
        marks.into_iter().fold(Self::default(), Self::with)
    }
}
