//! What the funnel and the playbook say of a case, in words, each with a way to correct it.

use earshot_model::{
    EvidenceKind, IdentityMatch, Intent, Level, Outlier, Reason, Sentiment, Span, Verdict,
};
use serde::Serialize;

use super::clock::ClockMark;
use super::format::{When, percent};
use super::mark::Chip;
use crate::show::priority::{contributions, points};
use crate::words::Words;

/// The box above a thread: how urgent, why, and who decided.
#[derive(Debug, Clone, Serialize)]
pub struct VerdictView {
    /// The clock that runs.
    pub clock: Option<ClockMark>,
    /// "Urgent", "Normal", "Can wait".
    pub urgency: String,
    /// "stuck now, asks for help, failed before".
    pub summary: String,
    /// Each finding.
    pub terms: Vec<Term>,
    /// Why it is here: one sentence for each reason of playbook and router.
    pub reasons: Vec<ReasonView>,
    /// "Version 14" of the playbook that decided; none where it had none.
    pub version: Option<String>,
    /// The post that the verdict is about: corrections go there.
    pub post_id: String,
    /// "Priority 61 of 100: Urgency 21, Need 18"; none where no part is known.
    pub priority: Option<String>,
    /// What was learned from corrections, with the words.
    pub learned: Option<String>,
    /// Everything that can be said instead; empty for who may not.
    pub fixes: Vec<Fix>,
    /// What people said, each with a way to take it back.
    pub taught: Vec<TaughtLine>,
}

/// A field that can be corrected with one press.
#[derive(Debug, Clone, Serialize)]
pub struct Fix {
    /// "Mood".
    pub label: String,
    /// What it can be.
    pub choices: Vec<FixChoice>,
}

/// One value.
#[derive(Debug, Clone, Serialize)]
pub struct FixChoice {
    /// What the button sends: `sentiment=neutral`.
    pub set: String,
    /// "Neutral".
    pub label: String,
    /// Whether it stands now.
    pub chosen: bool,
}

/// What somebody corrected.
#[derive(Debug, Clone, Serialize)]
pub struct TaughtLine {
    /// Its number.
    pub number: String,
    /// "Ana corrected the mood: Neutral".
    pub text: String,
    /// When.
    pub when: When,
    /// "Take back the correction “Neutral”"; none for who may not.
    pub undo: Option<String>,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct Term {
    /// The word, with its tone.
    pub chip: Chip,
    /// The likelihood: "91 %"; empty for facts.
    pub likelihood: String,
    /// The words of the customer or the facts behind it, for the tip.
    pub why: String,
    /// The field that a correction names; none where it cannot be corrected.
    pub field: Option<&'static str>,
    /// The value that a press on the cross stores.
    pub correct_to: &'static str,
    /// "Anger is wrong: correct it".
    pub correct_label: String,
}

/// One reason, with the line of the playbook that made it.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonView {
    /// The sentence.
    pub text: String,
    /// "Line 23".
    pub line: Option<String>,
    /// Where that line stands, in the version that decided.
    pub href: Option<String>,
}

impl ReasonView {
    /// A reason in words. A reason without a message of its own is left out.
    /// `version` is the one of the playbook that decided.
    #[must_use]
    pub fn of(w: Words, reason: &Reason, version: i64) -> Option<Self> {
        let key = reason.key.as_str();
        let line = reason.line.map(|n| w.t1("verdict-line", "n", n.to_string()));
        let href = reason.line.map(|n| match version {
            0 => format!("/playbook#line-{n}"),
            version => format!("/playbook/versions/{version}#line-{n}"),
        });
        w.knows(key).then(|| Self { text: w.with(key, &reason.values), line, href })
    }
}

impl VerdictView {
    /// The box for a verdict. `reasons` are those of the decision and of the routing, with the version
    /// of the playbook that decided.
    #[must_use]
    pub fn of(
        w: Words,
        post_id: String,
        verdict: &Verdict,
        (version, reasons): (i64, &[Reason]),
        clock: Option<ClockMark>,
    ) -> Self {
        let terms = terms(w, verdict);
        let summary = terms.iter().map(|term| term.chip.label.to_lowercase()).collect::<Vec<_>>();
        Self {
            clock,
            urgency: w.t(format!("urgency-{}", verdict.urgency.value)),
            summary: summary.join(", "),
            terms,
            reasons: reasons
                .iter()
                .filter_map(|reason| ReasonView::of(w, reason, version))
                .collect(),
            version: (version > 0).then(|| w.t1("playbook-version", "n", version.to_string())),
            post_id,
            priority: priority(w, verdict),
            learned: learned(w, verdict),
            fixes: Vec::new(),
            taught: Vec::new(),
        }
    }
}

/// How many parts of a priority are named.
const PARTS: usize = 5;

fn priority(w: Words, verdict: &Verdict) -> Option<String> {
    let terms = contributions(w, &verdict.priority, PARTS);
    let score = points(verdict.priority.score);
    (!terms.is_empty()).then(|| w.t2("verdict-priority", "score", score, "terms", terms))
}

/// How many learned words are named.
const LEARNED: usize = 4;

/// "Learned from your corrections: “wet deck”".
fn learned(w: Words, verdict: &Verdict) -> Option<String> {
    let intents = verdict.intents.iter().flat_map(|intent| &intent.evidence);
    let all = [
        &verdict.sentiment.evidence,
        &verdict.urgency.evidence,
        &verdict.spam.evidence,
        &verdict.relevant.evidence,
        &verdict.expects_reply.evidence,
    ];
    let all = all.into_iter().flatten().chain(intents);
    let mut words: Vec<&str> = Vec::new();
    let mut any = false;
    for reason in all.filter(|reason| reason.kind == EvidenceKind::Learned) {
        any = true;
        if reason.span.is_some() && !words.contains(&reason.what.as_str()) {
            words.push(&reason.what);
        }
    }
    let quoted = words.iter().take(LEARNED).map(|word| w.t1("verdict-quoted", "word", *word));
    match quoted.collect::<Vec<_>>() {
        quoted if !quoted.is_empty() => Some(w.t1("verdict-learned", "words", quoted.join(", "))),
        _ => any.then(|| w.t("verdict-learned-plain")),
    }
}

/// Everything that can be said of a verdict instead.
#[must_use]
pub fn fixes(w: Words, verdict: &Verdict) -> Vec<Fix> {
    let choice = |set: String, label: String, chosen| FixChoice { set, label, chosen };
    let moods = Sentiment::ALL.iter().map(|mood| {
        let label = w.t(format!("sentiment-{mood}"));
        choice(format!("sentiment={mood}"), label, *mood == verdict.sentiment.value)
    });
    let levels = Level::ALL.iter().map(|level| {
        let label = w.t(format!("urgency-{level}"));
        choice(format!("urgency={level}"), label, *level == verdict.urgency.value)
    });
    let (spam, relevant) = (verdict.spam.value, verdict.relevant.value);
    let kinds = [
        choice("spam=true".to_owned(), w.t("verdict-spam"), spam),
        choice("spam=false".to_owned(), w.t("verdict-not-spam"), !spam),
        choice("relevant=true".to_owned(), w.t("verdict-relevant"), relevant),
        choice("relevant=false".to_owned(), w.t("verdict-not-relevant"), !relevant),
    ];
    let waits = verdict.expects_reply.value;
    let waits = [
        choice("expects_reply=true".to_owned(), w.t("verdict-waits"), waits),
        choice("expects_reply=false".to_owned(), w.t("verdict-waits-not"), !waits),
    ];
    let wants = Intent::ALL.iter().map(|intent| {
        let (there, word) = (verdict.wants(*intent), intent.word());
        let label = w.t(format!("intent-{}", word.replace('_', "-")));
        choice(format!("intent.{word}={}", !there), label, there)
    });
    let fix = |key: &str, choices: Vec<FixChoice>| Fix { label: w.t(key), choices };
    vec![
        fix("verdict-fix-mood", moods.collect()),
        fix("verdict-fix-urgency", levels.collect()),
        fix("verdict-fix-kind", kinds.into()),
        fix("verdict-fix-waits", waits.into()),
        fix("verdict-fix-wants", wants.collect()),
    ]
}

/// The marks for the text that the verdict is about: what sounded urgent, what sounded negative.
#[must_use]
pub fn evidence(verdict: &Verdict) -> Vec<(Span, &'static str)> {
    let urgent = verdict.urgency.evidence.iter().filter_map(|e| Some((e.span?, "ev warn")));
    let feeling = match verdict.sentiment.value {
        Sentiment::Negative => "ev neg",
        Sentiment::Neutral | Sentiment::Positive => "ev",
    };
    let felt = verdict.sentiment.evidence.iter().filter_map(|e| Some((e.span?, feeling)));
    urgent.chain(felt).collect()
}

fn terms(w: Words, verdict: &Verdict) -> Vec<Term> {
    let mut terms = vec![feeling(w, verdict)];
    for intent in verdict.intents.iter().take(3) {
        let label = w.t(format!("intent-{}", intent.value.word().replace('_', "-")));
        let why = proof(&intent.evidence);
        terms.push(Term {
            correct_label: w.t1("verdict-correct", "what", &label),
            chip: Chip { label, drawing: None, tone: "" },
            likelihood: percent(f64::from(intent.confidence)),
            why,
            field: Some("intent"),
            correct_to: intent.value.word(),
        });
    }
    if verdict.spam.value {
        terms.push(Term {
            chip: Chip { label: w.t("verdict-spam"), drawing: Some("ban"), tone: " warn" },
            likelihood: percent(f64::from(verdict.spam.confidence)),
            why: proof(&verdict.spam.evidence),
            field: Some("spam"),
            correct_to: "false",
            correct_label: w.t1("verdict-correct", "what", w.t("verdict-spam")),
        });
    }
    for outlier in &verdict.outliers {
        let key = format!("outlier-{}", outlier.value.word().replace('_', "-"));
        let tone = if outlier.value == Outlier::Reach { "" } else { " warn" };
        let chip = Chip { label: w.t(&key), drawing: Some(drawing(outlier.value)), tone };
        terms.push(Term { chip, ..fact(w, &key, "history") });
    }
    if verdict.identity.value == IdentityMatch::Customer {
        terms.push(fact(w, "verdict-customer", "user"));
    }
    if verdict.value.value == Level::High {
        terms.push(fact(w, "verdict-value-high", "crown"));
    }
    terms
}

const fn drawing(outlier: Outlier) -> &'static str {
    match outlier {
        Outlier::Reach => "boost",
        Outlier::Disaffection => "neg",
        Outlier::Challenge => "loop",
        Outlier::PriorFailure => "history",
        Outlier::Bandwagon => "users",
    }
}

/// The emotion where there is one, else the sentiment.
fn feeling(w: Words, verdict: &Verdict) -> Term {
    let (tone, drawing) = match verdict.sentiment.value {
        Sentiment::Negative => (" neg", "neg"),
        Sentiment::Neutral => ("", "neu"),
        Sentiment::Positive => (" pos", "pos"),
    };
    let (label, confidence, why) = match &verdict.emotion {
        Some(emotion) => (
            w.t(format!("emotion-{}", emotion.value)),
            emotion.confidence,
            proof(&emotion.evidence),
        ),
        None => (
            w.t(format!("sentiment-{}", verdict.sentiment.value)),
            verdict.sentiment.confidence,
            proof(&verdict.sentiment.evidence),
        ),
    };
    Term {
        correct_label: w.t1("verdict-correct", "what", &label),
        chip: Chip { label, drawing: Some(drawing), tone },
        likelihood: percent(f64::from(confidence)),
        why,
        field: Some("sentiment"),
        correct_to: if verdict.sentiment.value == Sentiment::Neutral {
            "negative"
        } else {
            "neutral"
        },
    }
}

fn fact(w: Words, key: &str, drawing: &'static str) -> Term {
    Term {
        chip: Chip { label: w.t(key), drawing: Some(drawing), tone: "" },
        likelihood: String::new(),
        why: String::new(),
        field: None,
        correct_to: "",
        correct_label: String::new(),
    }
}

/// The first pieces of evidence, as they stand.
fn proof(evidence: &[earshot_model::Evidence]) -> String {
    // What was learned has a line of its own.
    let plain = evidence.iter().filter(|item| item.kind != EvidenceKind::Learned);
    plain.take(4).map(|item| item.what.as_str()).collect::<Vec<_>>().join(" · ")
}
