//! Verdicts: what the funnel says of a post, each field with its confidence and evidence.

use serde::{Deserialize, Serialize};

use crate::words::words;

/// A range of bytes in a text, `start..end`, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

words! {
    /// Where a piece of evidence comes from.
    EvidenceKind as "evidence kind" {
        /// Words of the text.
        Words = "words",
        /// The customer record.
        Record = "record",
        /// What the channel says of the author or the post.
        Channel = "channel",
        /// A listener.
        Listener = "listener",
        /// Numbers counted in the text, such as links or capitals.
        Count = "count",
        /// What the organization's own corrections taught: words, or `corrections`.
        Learned = "learned",
    }
}

/// One reason for a judgement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// What was found: words as written, or a key such as `followers`.
    pub what: String,
    /// Where in the text, if it is in the text.
    pub span: Option<Span>,
    /// How much it moved the judgement; positive speaks for it.
    pub weight: f32,
}

/// A judgement with its likelihood and reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged<T> {
    /// What was judged.
    pub value: T,
    /// The likelihood that it is right, 0 to 1.
    pub confidence: f32,
    /// Why, strongest first.
    pub evidence: Vec<Evidence>,
}

impl<T> Judged<T> {
    /// A judgement without evidence: "nothing was found that says otherwise".
    pub const fn plain(value: T, confidence: f32) -> Self {
        Self { value, confidence, evidence: Vec::new() }
    }
}

words! {
    /// How the author feels.
    Sentiment as "sentiment" {
        /// Bad.
        Negative = "negative",
        /// Neither, or both.
        Neutral = "neutral",
        /// Good.
        Positive = "positive",
    }
}

words! {
    /// A feeling with a name.
    Emotion as "emotion" {
        /// Anger.
        Anger = "anger",
        /// Fear or worry.
        Fear = "fear",
        /// Sadness or disappointment.
        Sadness = "sadness",
        /// Joy.
        Joy = "joy",
        /// Thankfulness.
        Gratitude = "gratitude",
        /// Surprise.
        Surprise = "surprise",
    }
}

words! {
    /// What the author wants.
    Intent as "intent" {
        /// Asks something.
        Question = "question",
        /// Asks for help with a specific problem.
        Help = "help",
        /// Complains.
        Complaint = "complaint",
        /// Praises.
        Praise = "praise",
        /// Says thanks.
        Gratitude = "gratitude",
        /// Has an idea.
        Idea = "idea",
        /// Asks the crowd for alternatives.
        Alternatives = "alternatives",
        /// Wants to buy.
        Purchase = "purchase",
        /// Wants to leave.
        Switching = "switching",
        /// Compares the brand with a competitor.
        Comparison = "comparison",
        /// Writes for the press.
        Press = "press",
        /// Asks as an investor.
        Investor = "investor",
        /// Asks for work.
        Job = "job",
        /// Law, or the brand's own marks.
        Legal = "legal",
        /// Speaks as an employee.
        Employee = "employee",
        /// Someone may be in danger.
        Safety = "safety",
        /// Provokes.
        TrollBait = "troll_bait",
    }
}

words! {
    /// Three steps, for urgency, value and influence.
    Level as "level" {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

words! {
    /// When the matter is.
    Timeliness as "timeliness" {
        /// It happens now.
        Now = "now",
        /// It happened not long ago.
        Recent = "recent",
        /// It is over.
        Past = "past",
    }
}

words! {
    /// What we know of who wrote it.
    IdentityMatch as "identity match" {
        /// A customer in the record.
        Customer = "customer",
        /// Seen before.
        Known = "known",
        /// Never seen.
        Stranger = "stranger",
        /// One of the brand's own.
        Ours = "ours",
    }
}

words! {
    /// What sets a post apart from the many.
    Outlier as "outlier" {
        /// Very many follow the author.
        Reach = "reach",
        /// The author is in a bad mood again and again.
        Disaffection = "disaffection",
        /// The author has come with one matter after another.
        Challenge = "challenge",
        /// An earlier contact, elsewhere, failed or is still open.
        PriorFailure = "prior_failure",
        /// Others are joining the conversation, many in a short time.
        Bandwagon = "bandwagon",
    }
}

/// One summand of the priority score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriorityTerm {
    /// What it weighs, such as `urgency`.
    pub name: String,
    /// The weight that the organization gives it.
    pub weight: f32,
    /// The value, 0 to 1.
    pub value: f32,
}

/// How early a post should be seen, with each contribution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Priority {
    /// The sum of weight times value, divided by the sum of weights: 0 to 1.
    pub score: f32,
    /// The summands, largest contribution first.
    pub terms: Vec<PriorityTerm>,
}

/// What the funnel says of a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Which funnel said it, such as `rules-1`.
    pub engine: String,
    /// BCP 47, or `und` when it cannot be told.
    pub language: Judged<String>,
    /// Whether it is spam.
    pub spam: Judged<bool>,
    /// Whether it is about us at all (relevant content).
    pub relevant: Judged<bool>,
    /// When the matter is.
    pub timeliness: Judged<Timeliness>,
    /// How soon somebody must act.
    pub urgency: Judged<Level>,
    /// What we know of the author.
    pub identity: Judged<IdentityMatch>,
    /// What the customer is worth.
    pub value: Judged<Level>,
    /// How many might hear of it.
    pub influence: Judged<Level>,
    /// How the author feels.
    pub sentiment: Judged<Sentiment>,
    /// The feeling with a name, if one stands out.
    pub emotion: Option<Judged<Emotion>>,
    /// What the author wants, likeliest first.
    pub intents: Vec<Judged<Intent>>,
    /// Whether the author waits for an answer.
    pub expects_reply: Judged<bool>,
    /// What sets it apart from the many, with the facts.
    #[serde(default)]
    pub outliers: Vec<Judged<Outlier>>,
    /// How early it should be seen.
    pub priority: Priority,
}

impl Verdict {
    /// Whether the verdict holds this intent.
    #[must_use]
    pub fn wants(&self, intent: Intent) -> bool {
        self.intents.iter().any(|judged| judged.value == intent)
    }

    /// Whether this sets it apart.
    #[must_use]
    pub fn stands_out(&self, outlier: Outlier) -> bool {
        self.outliers.iter().any(|judged| judged.value == outlier)
    }

    /// Whether it is noise: spam, or not about us.
    #[must_use]
    pub const fn is_noise(&self) -> bool {
        self.spam.value || !self.relevant.value
    }
}
