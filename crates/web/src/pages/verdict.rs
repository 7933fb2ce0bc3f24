//! What the funnel and the playbook say of a case, in words, each with a way to correct it.

use earshot_model::{IdentityMatch, Level, Reason, Sentiment, Span, Verdict};
use serde::Serialize;

use super::clock::ClockMark;
use super::format::percent;
use super::mark::Chip;
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
        }
    }
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
    if verdict.identity.value == IdentityMatch::Customer {
        terms.push(fact(w, "verdict-customer", "user"));
    }
    if verdict.value.value == Level::High {
        terms.push(fact(w, "verdict-value-high", "crown"));
    }
    terms
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
    evidence.iter().take(4).map(|item| item.what.as_str()).collect::<Vec<_>>().join(" · ")
}
