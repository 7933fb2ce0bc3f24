//! What the funnel is told about a post.

use earshot_model::{Audience, ListenerHit, Surface, Tier, Time};

/// A post, with what is known about it before anyone reads it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The words. Evidence spans are byte ranges of it.
    pub text: &'a str,
    /// How many follow the author, if the channel says.
    pub author_followers: Option<i64>,
    /// The language that the channel claims, as BCP 47.
    pub claimed_language: Option<&'a str>,
    /// Where on the channel it stands.
    pub surface: Surface,
    /// Who can read it.
    pub audience: Audience,
    /// Whether it mentions or answers our account, or is private to us.
    pub directly_addressed: bool,
    /// The listeners that matched.
    pub listener_hits: &'a [ListenerHit],
    /// What the customer record says of the author.
    pub record: CustomerRecord,
    /// How many different people, the author among them, spoke in this conversation within ten
    /// minutes; ours not counted.
    pub joiners: u32,
    /// When it was posted.
    pub posted_at: Time,
    /// The time now; for imported history, when it was posted.
    pub now: Time,
}

/// What the customer record says of an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerRecord {
    /// Whether they are a customer.
    pub customer: bool,
    /// Whether we have heard from them before.
    pub seen_before: bool,
    /// Whether it is one of the brand's own accounts.
    pub ours: bool,
    /// The organization's own rating.
    pub tier: Tier,
    /// Their posts in bad mood lately, on any channel; 30 days is a good "lately".
    pub negative_contacts: u32,
    /// How many cases were opened for them lately.
    pub recent_contacts: u32,
    /// Whether an earlier contact, on any channel but not in this conversation, is still open.
    pub unresolved_contact: bool,
}

impl Default for CustomerRecord {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl CustomerRecord {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        customer: false,
        seen_before: false,
        ours: false,
        tier: Tier::Unknown,
        negative_contacts: 0,
        recent_contacts: 0,
        unresolved_contact: false,
    };

    /// Whether someone is a customer: the record says so, or rates them.
    #[must_use]
    pub fn is_customer(&self) -> bool {
        self.customer || self.tier != Tier::Unknown
    }

    /// Whether an earlier contact failed them: an unresolved one, or two bad ones lately.
    #[must_use]
    pub const fn prior_failure(&self) -> bool {
        self.unresolved_contact || self.negative_contacts >= 2
    }
}
