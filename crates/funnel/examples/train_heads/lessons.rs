//! What the heads are taught.

use std::error::Error;
use std::io::Read as _;
use std::path::Path;

use earshot_funnel::features::{Embedding, WIDTH};
use earshot_funnel::heads::{Group, Lesson, Room, Target};
use earshot_funnel::tasks::{Row, rows};
use flate2::read::GzDecoder;

use crate::own::{one, own_posts};

/// GoEmotions' feelings as moods, as its authors group them; the rest is ambiguous.
const GOOD: [u32; 12] = [0, 1, 4, 5, 8, 13, 15, 17, 18, 20, 21, 23];
const BAD: [u32; 11] = [2, 3, 9, 10, 11, 12, 14, 16, 19, 24, 25];
const NEUTRAL: u32 = 27;

/// What a bad, neutral and good text of GoEmotions weighs. Posts to brands are seldom neutral, and
/// more often bad than Reddit's comments are.
const MOOD_WEIGHTS: [f32; 3] = [1.4, 0.45, 0.75];

/// Places of the dense features that tell of names: comments of GoEmotions have theirs blotted out, so
/// that moods would learn from them that who names nobody is angry.
const NAMES: std::ops::Range<usize> = WIDTH + 28..WIDTH + 30;

/// Of so many texts of GoEmotions one stands beside the own posts, as what nobody has to act on.
const ONE_OF: usize = 12;

/// Lessons by their use.
#[derive(Default)]
pub(crate) struct Sets {
    /// For moods and feelings.
    pub(crate) moods: Vec<Lesson>,
    /// Held out, for the temperatures of those.
    pub(crate) held: Vec<Lesson>,
    /// Own posts of the train part, for everything else.
    pub(crate) own: Vec<Lesson>,
    /// Texts from elsewhere that help there.
    pub(crate) beside: Vec<Lesson>,
    /// Own posts of the val part.
    pub(crate) val: Vec<Lesson>,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// All lessons.
pub(crate) fn all(data: &Path, own: &Path, embedding: &Embedding, room: &mut Room) -> Result<Sets> {
    let mut sets = Sets::default();
    let mut lesson = |text: &str, targets: Vec<Target>| {
        room.read(text, embedding);
        Lesson::of(room, targets)
    };
    for (file, held) in [("goemotions/train.tsv", false), ("goemotions/dev.tsv", true)] {
        for (number, row) in table(&data.join(file))?.into_iter().enumerate() {
            let mut lesson = lesson(&row.text, of_feelings(&row.label)?);
            if held {
                sets.held.push(lesson);
                continue;
            }
            if number % ONE_OF == 0 {
                let chatter =
                    vec![one(Group::Spam, false, 1.0), one(Group::Actionable, false, 1.0)];
                sets.beside.push(Lesson { targets: chatter, ..lesson.clone() });
            }
            lesson.dense[NAMES].fill(0.0);
            sets.moods.push(lesson);
        }
    }
    for row in table(&data.join("banking77/train.tsv"))?.into_iter().step_by(5) {
        let targets = vec![
            one(Group::Spam, false, 1.0),
            one(Group::Actionable, true, 1.0),
            one(Group::ExpectsReply, true, 1.0),
        ];
        sets.beside.push(lesson(&row.text, targets));
    }
    for row in table(&data.join("sms_spam/train.tsv"))? {
        sets.beside.push(lesson(&row.text, vec![one(Group::Spam, row.label == "spam", 1.0)]));
    }
    for file in ["Youtube01-Psy", "Youtube02-KatyPerry", "Youtube03-LMFAO", "Youtube04-Eminem"] {
        for row in table(&data.join(format!("youtube_spam/{file}.tsv")))? {
            sets.beside.push(lesson(&row.text, vec![one(Group::Spam, row.label == "1", 1.0)]));
        }
    }
    for post in own_posts(own)? {
        let lesson = lesson(post.text(), post.targets()?);
        match post.split() {
            "train" => {
                let mut mood = lesson.clone();
                mood.targets.retain(|target| target.group == Group::Sentiment);
                mood.dense[NAMES].fill(0.0);
                sets.moods.push(mood);
                sets.own.push(lesson);
            }
            "val" => {
                sets.val.push(lesson.clone());
                sets.held.push(lesson);
            }
            _ => {}
        }
    }
    Ok(sets)
}

/// What a text of GoEmotions teaches: its feelings and its mood.
fn of_feelings(labels: &str) -> Result<Vec<Target>> {
    let labels: Vec<u32> =
        labels.split(',').map(str::parse).collect::<std::result::Result<_, _>>()?;
    let yes = labels.iter().fold(0, |all, label| all | 1 << label);
    let mut targets = vec![Target { group: Group::Emotion, yes, weight: 1.0 }];
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

/// Texts with languages.
pub(crate) fn languages(data: &Path, own: &Path) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for file in ["sentences", "word-pairs", "single-words"] {
        let packed = std::fs::File::open(data.join(format!("lid_lingua/{file}.tsv.gz")))?;
        let mut contents = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut contents)?;
        texts.extend(parsed(&contents)?.into_iter().map(|row| (row.label, row.text)));
    }
    for post in own_posts(own)?.into_iter().filter(|post| post.split() == "train") {
        texts.push((post.language().to_owned(), post.text().to_owned()));
    }
    Ok(texts)
}

fn table(file: &Path) -> Result<Vec<Row>> {
    parsed(&std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?)
}

fn parsed(contents: &[u8]) -> Result<Vec<Row>> {
    Ok(rows(contents).map_err(|bad| format!("line {}: {}", bad.number, bad.why))?)
}
