//! What conditions may ask: every field with its name, its shape and its words.

use earshot_model::{
    Audience, Emotion, Family, IdentityMatch, Intent, Interaction, Level, ListenerPurpose,
    Sentiment, Surface, Tier, TrollState, Weekday,
};

use crate::names::Names;

/// A closed list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Who can read a post.
    Audience,
    /// Kinds of channels, as the playbook declares them.
    Channel,
    /// Feelings with a name; empty when none stands out.
    Emotion,
    /// Families of channels.
    Family,
    /// What is known of the author.
    Identity,
    /// Intents.
    Intent,
    /// Interaction types of the matrix.
    Interaction,
    /// Three steps.
    Level,
    /// Purposes of listeners.
    Purpose,
    /// How the author feels.
    Sentiment,
    /// Where on a channel a post stands.
    Surface,
    /// What a customer is worth.
    Tier,
    /// How far a troll label got.
    Troll,
    /// Days of the week.
    Weekday,
}

impl List {
    /// The words of this list; those of [`List::Channel`] are the playbook's own.
    #[must_use]
    pub fn words(self, names: &Names) -> Vec<&str> {
        macro_rules! all {
            ($list:ident) => {
                $list::ALL.iter().map(|value| value.word()).collect()
            };
        }
        match self {
            Self::Audience => all!(Audience),
            Self::Channel => names.channels.keys().map(String::as_str).collect(),
            Self::Emotion => {
                [""].into_iter().chain(Emotion::ALL.iter().map(|e| e.word())).collect()
            }
            Self::Family => all!(Family),
            Self::Identity => all!(IdentityMatch),
            Self::Intent => all!(Intent),
            Self::Interaction => all!(Interaction),
            Self::Level => all!(Level),
            Self::Purpose => all!(ListenerPurpose),
            Self::Sentiment => all!(Sentiment),
            Self::Surface => all!(Surface),
            Self::Tier => all!(Tier),
            Self::Troll => all!(TrollState),
            Self::Weekday => all!(Weekday),
        }
    }
}

/// The shape of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Yes or no.
    Yes,
    /// A whole number.
    Whole,
    /// A number with a fraction.
    Number,
    /// Free text.
    Text,
    /// One word of a closed list.
    Word(List),
    /// Several words of a closed list.
    Words(List),
    /// Several free words.
    Texts,
}

macro_rules! fields {
    ($($id:ident $name:literal $short:expr, $shape:expr, $says:literal;)+) => {
        /// A field that conditions may ask.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = $says] $id,)+
        }

        impl Field {
            /// Every field, in the order in which drop-downs list them.
            pub const ALL: &'static [Self] = &[$(Self::$id,)+];

            /// Its name in conditions, such as `verdict.sentiment`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$id => $name,)+ }
            }

            /// A short name that conditions may use as well, where there is one.
            #[must_use]
            pub const fn short(self) -> Option<&'static str> {
                match self { $(Self::$id => $short,)+ }
            }

            /// Its shape.
            #[must_use]
            pub const fn shape(self) -> Shape {
                match self { $(Self::$id => $shape,)+ }
            }

            /// What it is, in a few English words.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self { $(Self::$id => $says,)+ }
            }
        }
    };
}

fields! {
    Text "post.text" Some("text"), Shape::Text, "The words of the post, in lower case.";
    Surface "post.surface" Some("surface"), Shape::Word(List::Surface), "Where on the channel it stands.";
    Audience "post.audience" Some("audience"), Shape::Word(List::Audience), "Who can read it.";
    Addressed "post.directly_addressed" Some("directly_addressed"), Shape::Yes, "It speaks to us.";
    OwnPage "post.own_page" Some("own_page"), Shape::Yes, "It stands on a page of our own.";
    Rating "post.rating" Some("rating"), Shape::Whole, "Stars of a review, 1 to 5; 0 when there are none.";
    Listeners "post.listeners" Some("listeners"), Shape::Words(List::Purpose), "Purposes of the listeners that matched.";
    Interaction "post.interaction" None, Shape::Word(List::Interaction), "Its type in the matrix of public and private.";
    Spam "verdict.spam" Some("spam"), Shape::Yes, "It is spam.";
    Relevant "verdict.relevant" Some("relevant"), Shape::Yes, "It is about us.";
    Sentiment "verdict.sentiment" Some("sentiment"), Shape::Word(List::Sentiment), "How the author feels.";
    Emotion "verdict.emotion" Some("emotion"), Shape::Word(List::Emotion), "The feeling with a name; empty when none stands out.";
    Intents "verdict.intents" Some("intents"), Shape::Words(List::Intent), "What the author wants.";
    Urgency "verdict.urgency" Some("urgency"), Shape::Word(List::Level), "How soon somebody must act.";
    Value "verdict.value" Some("value"), Shape::Word(List::Level), "What the customer is worth.";
    Influence "verdict.influence" Some("influence"), Shape::Word(List::Level), "How many might hear of it.";
    Identity "verdict.identity" Some("identity"), Shape::Word(List::Identity), "What is known of the author.";
    Language "verdict.language" Some("language"), Shape::Text, "The language, as BCP 47, or `und`.";
    ExpectsReply "verdict.expects_reply" Some("expects_reply"), Shape::Yes, "The author waits for an answer.";
    Priority "verdict.priority" Some("priority"), Shape::Number, "The priority score, 0 to 1.";
    Tier "person.tier" Some("tier"), Shape::Word(List::Tier), "The organization's own rating of the customer.";
    Followers "person.followers" Some("followers"), Shape::Whole, "How many follow the author; 0 when unknown.";
    PriorFailure "person.prior_failure" Some("prior_failure"), Shape::Yes, "An earlier contact failed or is still open.";
    IsCustomer "person.is_customer" None, Shape::Yes, "The author is a customer in the record.";
    Troll "person.troll" None, Shape::Word(List::Troll), "How far a troll label of the author got.";
    CaseLive "case.live" None, Shape::Yes, "The author has a live case in this conversation.";
    PublicTurns "case.public_turns" None, Shape::Whole, "Public answers that the case already has.";
    AlikeNow "case.alike_now" None, Shape::Whole, "Other cases of the last hour with the same cause.";
    Tags "case.tags" None, Shape::Texts, "Tags of the case.";
    Hour "clock.hour" None, Shape::Whole, "The hour of the day, 0 to 23, where the organization is.";
    Weekday "clock.weekday" None, Shape::Word(List::Weekday), "The day of the week, where the organization is.";
    Channel "channel.name" Some("channel"), Shape::Word(List::Channel), "The kind of channel.";
    ChannelFamily "channel.family" None, Shape::Word(List::Family), "The family that the channel belongs to.";
}

impl Field {
    /// The field with this name or short name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.name() == name || f.short() == Some(name))
    }

    /// Whether it is a fact of its own, and not made of others or given by other means.
    #[must_use]
    pub const fn can_be_given(self) -> bool {
        !matches!(self, Self::Text | Self::Interaction | Self::IsCustomer | Self::ChannelFamily)
    }
}
