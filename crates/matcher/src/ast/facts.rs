//! Tests of what is known about a post beside its words.

use earshot_model::{Emotion, IdentityMatch, Intent, Level, Sentiment, Timeliness};

/// Whose handle is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HandleRole {
    /// `author:`, `from:`: who wrote it ([`crate::PostView::author_handle`]).
    Author,
    /// `to:`: one of those it is addressed to ([`crate::PostView::to`]).
    To,
    /// `retweets_of:`: who wrote the post that it shares ([`crate::PostView::shared_from`]).
    SharedFrom,
}

/// Another text of the post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextField {
    /// `title:`: the title of an article or a review, the subject of an e-mail.
    Title,
    /// `authorname:`: the name beside the handle.
    AuthorName,
    /// `bio:`: what the author says of themselves.
    Bio,
}

/// Which addresses of a post are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkScope {
    /// `url:`: the post's own address ([`crate::PostView::url`]) and those in its text.
    Written,
    /// `links:`: the targets of its links ([`crate::PostView::links`]) where any is known, else
    /// the same as `Written`.
    Target,
}

/// What one address must hold.
///
/// An address is host and path ([`earshot_text::UrlParts`]), without scheme, user, `www.` and
/// port; `?` and `#` part a path as `/` does. Its *segments* are what stands between these,
/// folded, empty ones left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UrlTest {
    /// A value without dots and slashes (`url:pricing`, `url:late-flight`): these folded words
    /// stand side by side among the words of the path. Never empty.
    ///
    /// The words of a path are the runs of alphanumeric characters of its segments.
    Words(Vec<String>),
    /// A value with dots or slashes: `rooted` is false and the host is the first part or one below
    /// it (`example.org` holds for `shop.example.org`) and the segments begin with the other
    /// parts; or all parts stand side by side among the segments. Never empty.
    Parts {
        /// Folded, without slashes.
        parts: Vec<String>,
        /// The value began with a slash, so that its first part is no host.
        rooted: bool,
    },
}

macro_rules! traits {
    ($($(#[$meta:meta])* $variant:ident = $field:literal $name:literal),+ $(,)?) => {
        /// A yes-or-no fact of a post.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Trait { $($(#[$meta])* $variant),+ }

        impl Trait {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Field and value by which a query asks for it.
            #[must_use]
            pub const fn written(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($field, $name)),+ }
            }
        }
    };
}

traits! {
    /// Surface `post`, neither an answer nor shared.
    Post = "type" "post",
    /// It answers another post: [`crate::Mark::Reply`].
    Reply = "type" "reply",
    /// It passes on somebody else's post: [`crate::Mark::Share`] or [`crate::Mark::Quote`].
    Share = "type" "share",
    /// It passes it on with words of its own: [`crate::Mark::Quote`].
    Quote = "type" "quote",
    /// Surface `comment`.
    Comment = "type" "comment",
    /// Surface `review`.
    Review = "type" "review",
    /// Surface `dm`.
    DirectMessage = "type" "dm",
    /// Surface `mail`.
    Mail = "type" "mail",
    /// Surface `chat`.
    Chat = "type" "chat",
    /// Surface `call`.
    Call = "type" "call",
    /// Surface `article`.
    Article = "type" "article",
    /// [`crate::Mark::Image`].
    Image = "has" "image",
    /// [`crate::Mark::Video`].
    Video = "has" "video",
    /// [`crate::Mark::Audio`].
    Audio = "has" "audio",
    /// An image, a video or audio.
    Media = "has" "media",
    /// An address in the text, or a link target.
    Link = "has" "link",
    /// A `#tag` in the text.
    Hashtag = "has" "hashtag",
    /// An `@name` in the text.
    Mention = "has" "mention",
    /// A `$TICK` in the text.
    Cashtag = "has" "cashtag",
    /// An emoji in the text.
    Emoji = "has" "emoji",
    /// [`crate::Mark::Place`].
    Place = "has" "place",
    /// [`crate::Mark::Verified`].
    Verified = "is" "verified",
    /// Everybody can read it: audience `public` or `unlisted`.
    Public = "is" "public",
    /// Only those it is addressed to can read it: audience `private` or `internal`.
    Private = "is" "private",
}

/// Something that only the funnel's verdict knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerdictTest {
    /// `sentiment:negative`.
    Sentiment(Sentiment),
    /// `emotion:anger`: the feeling that stands out.
    Emotion(Emotion),
    /// `intent:complaint`: one of the intents.
    Intent(Intent),
    /// `urgency:high`.
    Urgency(Level),
    /// `timeliness:now`.
    Timeliness(Timeliness),
    /// `value:high`: what the customer is worth.
    Value(Level),
    /// `influence:high`.
    Influence(Level),
    /// `identity:customer`.
    Identity(IdentityMatch),
    /// `expects:reply`.
    ExpectsReply,
    /// `is:spam`.
    Spam,
    /// `is:noise`: spam, or not about us.
    Noise,
}
