//! The own set: posts that were written and labelled for Earshot.

use std::error::Error;
use std::path::Path;

use earshot_funnel::heads::{Group, Target};
use earshot_model::{Intent, Level, Sentiment};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What a text teaches of a yes or no.
pub(crate) const fn one(group: Group, yes: bool, weight: f32) -> Target {
    Target { group, yes: if yes { 1 } else { 0 }, weight }
}

/// The columns, in order.
const COLUMNS: [&str; 11] = [
    "id",
    "language",
    "split",
    "sentiment",
    "intents",
    "urgency",
    "expects_reply",
    "kind",
    "tone",
    "visibility",
    "text",
];

/// The tones, in the order of their outputs.
const TONES: [&str; 3] = ["calm", "harsh", "abusive"];

/// One post.
pub(crate) struct Own {
    fields: [String; COLUMNS.len()],
}

/// Reads the own set.
pub(crate) fn own_posts(file: &Path) -> Result<Vec<Own>> {
    let contents = std::fs::read_to_string(file)?;
    let mut lines = contents.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    if head != COLUMNS {
        return Err(format!("{}: the columns are {COLUMNS:?}", file.display()).into());
    }
    let post = |line: &str| {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let fields = fields.try_into().map_err(|_| format!("not {} fields: {line}", COLUMNS.len()));
        Ok(Own { fields: fields? })
    };
    lines.map(post).collect()
}

impl Own {
    pub(crate) fn language(&self) -> &str {
        &self.fields[1]
    }

    pub(crate) fn split(&self) -> &str {
        &self.fields[2]
    }

    pub(crate) fn text(&self) -> &str {
        &self.fields[10]
    }

    /// What it teaches.
    pub(crate) fn targets(&self) -> Result<Vec<Target>> {
        let [_, _, _, sentiment, intents, urgency, waits, kind, tone, visibility, _] = &self.fields;
        let sentiment: Sentiment = sentiment.parse()?;
        let urgency: Level = urgency.parse()?;
        let bit = |at: Option<usize>| at.map_or(0, |at| 1_u32 << at);
        let mut wants = 0;
        for name in intents.split(',').filter(|name| *name != "-") {
            let intent: Intent = name.parse()?;
            wants |= bit(Intent::ALL.iter().position(|one| *one == intent));
        }
        let of = |group, yes| Target { group, yes, weight: 1.0 };
        let mut targets = vec![
            one(Group::Spam, kind == "spam", 1.0),
            one(Group::Actionable, kind == "actionable", 1.0),
            one(Group::ExpectsReply, waits == "yes", 1.0),
            one(Group::Private, visibility == "private", 1.0),
            of(Group::Intent, wants),
            of(Group::Tone, bit(TONES.iter().position(|one| one == tone))),
            of(Group::Urgency, bit(Level::ALL.iter().position(|one| *one == urgency))),
        ];
        if kind != "spam" {
            let mood = bit(Sentiment::ALL.iter().position(|one| *one == sentiment));
            targets.push(of(Group::Sentiment, mood));
        }
        Ok(targets)
    }
}
