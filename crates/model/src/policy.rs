//! The words of policy: what the lines of a playbook say beyond whether and how fast.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// The type of an interaction: a row of the matrix.
    Interaction as "interaction type" {
        /// Praise for its own sake.
        Rave = "rave",
        /// A like or a favourite.
        Like = "like",
        /// A comment or a question where the brand is at home, or with its name.
        Comment = "comment",
        /// A share or a repost.
        Share = "share",
        /// Anger without a request.
        Rant = "rant",
        /// A request for help with a specific problem.
        Request = "request",
        /// Anything about the person's own account or data.
        Account = "account",
        /// Provokes, and needs nothing.
        Inflammatory = "inflammatory",
        /// A customer with a real matter, who speaks harshly.
        Harsh = "harsh",
        /// Any other good word.
        Positive = "positive",
    }
}

words! {
    /// Families of channels that share their manners: the columns of the matrix.
    Family as "family of channels" {
        /// Short posts that everybody reads, such as X, Mastodon or Bluesky.
        XLike = "x_like",
        /// Pages with comments under them, such as Facebook, Instagram or reviews.
        FacebookLike = "facebook_like",
        /// Places that only the two of us read: mail, chat, phone.
        Private = "private",
    }
}

words! {
    /// Where an answer should stand.
    Place as "place" {
        /// The agent chooses; the same place as the post is suggested.
        Choice = "choice",
        /// A reaction, such as a like, and no words.
        Reaction = "reaction",
        /// In public.
        Public = "public",
        /// A public word first, the detail in private.
        PublicThenPrivate = "public_then_private",
        /// Only in private.
        Private = "private",
    }
}

words! {
    /// What to do with a negative post.
    Strategy as "strategy" {
        /// Answer in public, and ask to go on in private.
        InvitePrivate = "invite_private",
        /// It depends: the agent decides, and says why.
        AgentDecides = "agent_decides",
        /// Answer in private only.
        PrivateOnly = "private_only",
        /// Answer once in public, then leave it.
        AnswerOnce = "answer_once",
        /// Reach out over another channel.
        OtherChannel = "other_channel",
        /// Leave it alone. Only for what provokes and needs nothing.
        Ignore = "ignore",
        /// Hide or delete it: needs the permission, a reason and a copy.
        Hide = "hide",
    }
}

words! {
    /// How far a troll label got. Only a confirmed one has any effect.
    TrollState as "state of a troll label" {
        /// There is none.
        None = "none",
        /// One person says so.
        Proposed = "proposed",
        /// A second person agreed, with evidence, and it has not expired.
        Confirmed = "confirmed",
    }
}

words! {
    /// Days of the week.
    Weekday as "day of the week" {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

words! {
    /// The process of the playbook that a line belongs to: section 4 of the skeleton.
    Process as "process" {
        /// What is answered, and how.
        Engagement = "engagement",
        /// Who does it.
        Workflow = "workflow",
        /// When it goes up.
        Escalation = "escalation",
    }
}

words! {
    /// What is to follow an answer.
    FollowUp as "follow-up" {
        /// Ask once more when the customer stays silent.
        AskAgain = "ask_again",
        /// Tell the end where it began.
        CloseInPublic = "close_in_public",
        /// Somebody looks at it again.
        Review = "review",
        /// Ask how it was.
        Survey = "survey",
    }
}

/// Where no line and no row of the matrix says anything, the agent chooses.
impl Default for Place {
    fn default() -> Self {
        Self::Choice
    }
}

/// Which lines of the playbook gave which of the three answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Behind {
    /// Whether a response is warranted.
    pub warranted: Vec<i64>,
    /// Who gives it.
    pub who: Vec<i64>,
    /// What is to be done.
    pub what: Vec<i64>,
    /// The line of each action, in the order of the actions; 0 where a rule of the house or the matrix
    /// suggests it. Empty in decisions of before lines were noted.
    #[serde(default)]
    pub actions: Vec<i64>,
}

/// What is to follow an answer, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    /// What.
    pub what: FollowUp,
    /// After how many minutes.
    pub minutes: u32,
}
