//! What the heads are taught.

use std::error::Error;
use std::io::Read as _;
use std::path::Path;

use earshot_funnel::features::Embedding;
use earshot_funnel::heads::{Group, Lesson, Room, Target};
use earshot_funnel::tasks::{Row, rows};
use earshot_model::{Intent, Level, Sentiment};
use flate2::read::GzDecoder;

/// GoEmotions' feelings as moods, as its authors group them; the rest is ambiguous.
const GOOD: [u32; 12] = [0, 1, 4, 5, 8, 13, 15, 17, 18, 20, 21, 23];
const BAD: [u32; 11] = [2, 3, 9, 10, 11, 12, 14, 16, 19, 24, 25];
const NEUTRAL: u32 = 27;

/// What a bad, neutral and good text of GoEmotions weighs. Posts to brands are seldom neutral, and
/// more often bad than Reddit's comments are.
const MOOD_WEIGHTS: [f32; 3] = [1.4, 0.45, 0.75];

/// How often each own post is shown in a round for what hardly anything else teaches: intents,
/// urgency, spam, "somebody has to act" and "waits for an answer". Its mood is shown once.
const REST_TIMES: usize = 8;

/// Lessons to learn from, and lessons held out for the temperatures.
pub(crate) struct Sets {
    pub(crate) taught: Vec<Lesson>,
    pub(crate) held: Vec<Lesson>,
    /// Those of them that are own posts.
    pub(crate) own: Vec<Lesson>,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// All lessons.
pub(crate) fn all(data: &Path, own: &Path, embedding: &Embedding, room: &mut Room) -> Result<Sets> {
    let mut sets = Sets { taught: Vec::new(), held: Vec::new(), own: Vec::new() };
    let mut lesson = |text: &str, targets: Vec<Target>| {
        room.read(text, embedding);
        Lesson::of(room, targets)
    };
    for (file, held) in [("goemotions/train.tsv", false), ("goemotions/dev.tsv", true)] {
        for row in table(&data.join(file))? {
            let lesson = lesson(&row.text, of_feelings(&row.label)?);
            if held { sets.held.push(lesson) } else { sets.taught.push(lesson) }
        }
    }
    for row in table(&data.join("banking77/train.tsv"))? {
        let targets = vec![
            one(Group::Spam, false, 0.2),
            one(Group::Actionable, true, 0.2),
            one(Group::ExpectsReply, true, 0.2),
        ];
        sets.taught.push(lesson(&row.text, targets));
    }
    for row in table(&data.join("sms_spam/train.tsv"))? {
        sets.taught.push(lesson(&row.text, vec![one(Group::Spam, row.label == "spam", 0.7)]));
    }
    for file in ["Youtube01-Psy", "Youtube02-KatyPerry", "Youtube03-LMFAO", "Youtube04-Eminem"] {
        for row in table(&data.join(format!("youtube_spam/{file}.tsv")))? {
            sets.taught.push(lesson(&row.text, vec![one(Group::Spam, row.label == "1", 0.7)]));
        }
    }
    for post in own_posts(own)? {
        let lesson = lesson(&post.text, post.targets()?);
        match post.split.as_str() {
            "train" => {
                let mut rest = lesson.clone();
                rest.targets.retain(|target| target.group != Group::Sentiment);
                sets.taught.push(lesson);
                sets.taught.extend(std::iter::repeat_n(rest, rest_times() - 1));
            }
            "val" => {
                sets.own.push(lesson.clone());
                sets.held.push(lesson);
            }
            _ => {}
        }
    }
    Ok(sets)
}

/// [`REST_TIMES`], unless somebody tries another number.
fn rest_times() -> usize {
    std::env::args().nth(4).and_then(|times| times.parse().ok()).unwrap_or(REST_TIMES).max(1)
}

const fn one(group: Group, yes: bool, weight: f32) -> Target {
    Target { group, yes: if yes { 1 } else { 0 }, weight }
}

/// What a text of GoEmotions teaches: its feelings, its mood, and that nobody has to act.
fn of_feelings(labels: &str) -> Result<Vec<Target>> {
    let labels: Vec<u32> =
        labels.split(',').map(str::parse).collect::<std::result::Result<_, _>>()?;
    let mut targets = vec![
        Target {
            group: Group::Emotion,
            yes: labels.iter().fold(0, |all, l| all | 1 << l),
            weight: 1.0,
        },
        one(Group::Spam, false, 0.1),
        one(Group::Actionable, false, 0.1),
    ];
    let good = labels.iter().any(|label| GOOD.contains(label));
    let bad = labels.iter().any(|label| BAD.contains(label));
    let mood = match (good, bad) {
        (true, false) => Some(2),
        (false, true) => Some(0),
        (false, false) if labels.contains(&NEUTRAL) => Some(1),
        _ => None,
    };
    if let Some(mood) = mood {
        let weight = MOOD_WEIGHTS.get(mood).copied().unwrap_or(1.0);
        targets.push(Target { group: Group::Sentiment, yes: 1 << mood, weight });
    }
    Ok(targets)
}

/// One post of the own set.
pub(crate) struct Own {
    pub(crate) language: String,
    pub(crate) split: String,
    fields: Vec<String>,
    pub(crate) text: String,
}

/// Reads the own set.
pub(crate) fn own_posts(file: &Path) -> Result<Vec<Own>> {
    let contents = std::fs::read_to_string(file)?;
    let post = |line: &str| {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let [_, language, split, .., text] = fields.as_slice() else {
            return Err("too few fields".into());
        };
        Ok(Own { language: language.clone(), split: split.clone(), text: text.clone(), fields })
    };
    contents.lines().skip(1).map(post).collect()
}

impl Own {
    fn targets(&self) -> Result<Vec<Target>> {
        let weight = if self.split == "train" { 3.0 } else { 1.0 };
        let [_, _, _, sentiment, intents, urgency, waits, kind, _] = self.fields.as_slice() else {
            return Err("a post of the own set has nine fields".into());
        };
        let sentiment: Sentiment = sentiment.parse()?;
        let urgency: Level = urgency.parse()?;
        let bit = |at: Option<usize>| at.map_or(0, |at| 1_u32 << at);
        let mut wants = 0;
        for name in intents.split(',').filter(|name| *name != "-") {
            let intent: Intent = name.parse()?;
            wants |= bit(Intent::ALL.iter().position(|one| *one == intent));
        }
        let mut targets = vec![
            one(Group::Spam, kind == "spam", weight),
            one(Group::Actionable, kind == "actionable", weight),
            one(Group::ExpectsReply, waits == "yes", weight),
            Target { group: Group::Intent, yes: wants, weight },
        ];
        if kind != "spam" {
            let mood = bit(Sentiment::ALL.iter().position(|one| *one == sentiment));
            let level = bit(Level::ALL.iter().position(|one| *one == urgency));
            targets.push(Target { group: Group::Sentiment, yes: mood, weight });
            targets.push(Target { group: Group::Urgency, yes: level, weight });
        }
        Ok(targets)
    }
}

/// Texts with languages.
pub(crate) fn languages(data: &Path, own: &Path) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for file in ["sentences", "word-pairs", "single-words"] {
        let packed = std::fs::File::open(data.join(format!("lid_lingua/{file}.tsv.gz")))?;
        let mut contents = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut contents)?;
        texts.extend(parsed(&contents)?.into_iter().map(|row| (row.label, row.text)));
    }
    for post in own_posts(own)?.into_iter().filter(|post| post.split == "train") {
        texts.push((post.language, post.text));
    }
    Ok(texts)
}

fn table(file: &Path) -> Result<Vec<Row>> {
    parsed(&std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?)
}

fn parsed(contents: &[u8]) -> Result<Vec<Row>> {
    Ok(rows(contents).map_err(|bad| format!("line {}: {}", bad.number, bad.why))?)
}
