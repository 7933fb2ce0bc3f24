//! A verdict with what people corrected of it.

use earshot_engage::acts::NO_EMOTION;
use earshot_engage::desk::Correction;
use earshot_model::{Judged, PostId, Verdict};

use crate::words::Words;

/// The verdict as it stands after its corrections, which come oldest first. A corrected value is
/// certain, and has no evidence but the person who said so.
pub(crate) fn corrected(mut verdict: Verdict, post: PostId, corrections: &[Correction]) -> Verdict {
    for correction in corrections.iter().filter(|correction| correction.post_id == post) {
        let value = correction.value.as_str();
        match correction.field.as_str() {
            "sentiment" => set(&mut verdict.sentiment, value),
            "urgency" => set(&mut verdict.urgency, value),
            "timeliness" => set(&mut verdict.timeliness, value),
            "spam" => set(&mut verdict.spam, value),
            "relevant" => set(&mut verdict.relevant, value),
            "expects_reply" => set(&mut verdict.expects_reply, value),
            "emotion" if value == NO_EMOTION => verdict.emotion = None,
            "emotion" => {
                verdict.emotion = value.parse().ok().map(|emotion| Judged::plain(emotion, 1.0));
            }
            field => intent(&mut verdict, field, value),
        }
        // An emotion speaks louder than a sentiment on screens; one that no longer fits goes.
        if correction.field == "sentiment" {
            verdict.emotion = None;
        }
    }
    verdict
}

/// What a correction is about: "the mood".
pub(crate) fn field_name(w: Words, field: &str) -> String {
    match field.split_once('.') {
        Some((group, _)) => w.t(format!("field-{group}")),
        None => w.t(format!("field-{}", field.replace('_', "-"))),
    }
}

/// A value of a corrected field: "Neutral", "Asks for help", "not: Asks for help".
pub(crate) fn value_name(w: Words, field: &str, value: &str) -> String {
    match (field, value) {
        ("sentiment" | "urgency" | "timeliness", _) => w.t(format!("{field}-{value}")),
        ("emotion", NO_EMOTION) => w.t("value-none"),
        ("emotion", _) => w.t(format!("emotion-{value}")),
        ("relevant", "true") => w.t("verdict-relevant"),
        ("relevant", _) => w.t("verdict-not-relevant"),
        ("spam", "true") => w.t("verdict-spam"),
        ("spam", _) => w.t("verdict-not-spam"),
        ("expects_reply", "true") => w.t("verdict-waits"),
        ("expects_reply", _) => w.t("verdict-waits-not"),
        _ => {
            let intent = field.strip_prefix("intent.").unwrap_or(field).replace('_', "-");
            let name = w.t(format!("intent-{intent}"));
            if value == "true" { name } else { w.t1("value-not", "what", name) }
        }
    }
}

fn set<T: std::str::FromStr>(judged: &mut Judged<T>, value: &str) {
    if let Ok(value) = value.parse() {
        *judged = Judged::plain(value, 1.0);
    }
}

fn intent(verdict: &mut Verdict, field: &str, value: &str) {
    let Some(intent) = field.strip_prefix("intent.").and_then(|word| word.parse().ok()) else {
        return;
    };
    verdict.intents.retain(|judged| judged.value != intent);
    if value == "true" {
        verdict.intents.push(Judged::plain(intent, 1.0));
    }
}
