//! Most posts of the world are noise, and most of what is stored of noise would be its reasons.

use earshot_model::{Evidence, Verdict};

/// How many reasons of each field are kept of noise.
const REASONS: usize = 3;

/// Keeps the weightiest reasons of each field.
pub(crate) fn shorten(verdict: &mut Verdict) {
    few(&mut verdict.language.evidence);
    few(&mut verdict.spam.evidence);
    few(&mut verdict.relevant.evidence);
    few(&mut verdict.timeliness.evidence);
    few(&mut verdict.urgency.evidence);
    few(&mut verdict.identity.evidence);
    few(&mut verdict.value.evidence);
    few(&mut verdict.influence.evidence);
    few(&mut verdict.sentiment.evidence);
    few(&mut verdict.expects_reply.evidence);
    if let Some(emotion) = &mut verdict.emotion {
        few(&mut emotion.evidence);
    }
    for intent in &mut verdict.intents {
        few(&mut intent.evidence);
    }
}

fn few(reasons: &mut Vec<Evidence>) {
    if reasons.len() > REASONS {
        // Stable: of reasons with the same weight, the one that the funnel named first stays.
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        reasons.truncate(REASONS);
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::{Evidence, EvidenceKind};

    use super::few;

    #[test]
    fn the_weightiest_reasons_stay() {
        let reason = |what: &str, weight| Evidence {
            kind: EvidenceKind::Words,
            what: what.to_owned(),
            span: None,
            weight,
        };
        let mut reasons =
            vec![reason("a", 0.1), reason("b", -0.9), reason("c", 0.5), reason("d", 0.5)];
        few(&mut reasons);
        let kept: Vec<&str> = reasons.iter().map(|reason| reason.what.as_str()).collect();
        assert_eq!(kept, ["b", "c", "d"]);
    }
}
