//! Which way someone leans who names the brand and a competitor in one post.
//!
//! A few plain words beside the names tell: "left Rival for us", "cheaper than Rival", "moving from us to
//! Rival". Where no such word stands, nothing is claimed.

use earshot_model::Span;
use earshot_text::Tokens;

/// Which way someone leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the brand.
    TowardUs,
    /// To the competitor.
    Away,
    /// The words do not say.
    Unclear,
}

/// Words before a name that is being left, or that loses a comparison.
const LEFT: &[&str] = &[
    "from",
    "left",
    "leave",
    "leaving",
    "ditch",
    "ditched",
    "ditching",
    "dump",
    "dumped",
    "dumping",
    "quit",
    "quitting",
    "drop",
    "dropped",
    "dropping",
    "cancel",
    "cancelled",
    "canceled",
    "cancelling",
    "than",
    "over",
    "instead",
    "hate",
    "hated",
    "unlike",
    "von",
    "verlasse",
    "verlassen",
    "kundige",
    "als",
    "statt",
    "dejo",
    "dejar",
    "deje",
    "desde",
    "que",
    "quitte",
    "quitter",
    "deixei",
    "deixar",
];
/// Words before a name that is preferred, whatever is said of the other one.
const CHOSEN: &[&str] = &[
    "prefer",
    "prefers",
    "preferred",
    "chose",
    "choose",
    "choosing",
    "joined",
    "joining",
    "recommend",
    "love",
    "loving",
    "bevorzuge",
    "empfehle",
    "prefiero",
    "recomiendo",
    "prefere",
    "prefiro",
    "prefere",
    "recommande",
];
/// Words before a name that is preferred where the other one is being left.
const THEN: &[&str] = &["to", "for", "with", "zu", "fur", "a", "por", "para", "chez", "pour"];
/// Words that may stand between such a word and the name.
const BETWEEN: &[&str] =
    &["the", "a", "my", "of", "our", "der", "die", "das", "zu", "la", "el", "le"];

/// Which way the author of `text` leans. `ours` and `theirs` are where it names the brand and the
/// competitor.
#[must_use]
pub fn direction(text: &str, ours: &[Span], theirs: &[Span]) -> Direction {
    let tokens = Tokens::of(text);
    let forms: Vec<(&str, Span)> =
        tokens.iter().map(|token| (token.form(), token.span())).collect();
    let (us, them) = (Said::of(&forms, ours), Said::of(&forms, theirs));
    let switched = us.left > 0 || them.left > 0;
    let for_us = us.chosen + them.left + if switched { us.then } else { 0 };
    let for_them = them.chosen + us.left + if switched { them.then } else { 0 };
    match for_us.cmp(&for_them) {
        std::cmp::Ordering::Greater => Direction::TowardUs,
        std::cmp::Ordering::Less => Direction::Away,
        std::cmp::Ordering::Equal => Direction::Unclear,
    }
}

/// What stands before the places of a name.
#[derive(Default)]
struct Said {
    left: u32,
    chosen: u32,
    then: u32,
}

impl Said {
    fn of(forms: &[(&str, Span)], places: &[Span]) -> Self {
        let mut said = Self::default();
        let at = |span: &Span| forms.iter().position(|(_, token)| token.start >= span.start);
        for place in places.iter().filter_map(at) {
            let before = forms.iter().take(place).rev().map(|(form, _)| *form);
            let Some(word) = before.take(3).find(|form| !BETWEEN.contains(form)) else { continue };
            said.left += u32::from(LEFT.contains(&word));
            said.chosen += u32::from(CHOSEN.contains(&word));
            said.then += u32::from(THEN.contains(&word));
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lean(text: &str) -> Direction {
        let spans = |name: &str| -> Vec<Span> {
            text.match_indices(name)
                .map(|(at, name)| Span {
                    start: u32::try_from(at).unwrap(),
                    end: u32::try_from(at + name.len()).unwrap(),
                })
                .collect()
        };
        direction(text, &spans("Acme"), &spans("Rival"))
    }

    #[test]
    fn plain_words_tell_the_direction() {
        for text in [
            "left Rival for Acme and never looked back",
            "Acme is so much better than Rival",
            "moving from Rival to Acme today",
            "I prefer Acme, sorry Rival",
            "bought Acme instead of Rival",
        ] {
            assert_eq!(lean(text), Direction::TowardUs, "{text}");
        }
        for text in [
            "I'm leaving Acme for Rival",
            "Rival is cheaper than Acme",
            "switching from Acme to the Rival plan",
            "can only recommend Rival, Acme never answers",
        ] {
            assert_eq!(lean(text), Direction::Away, "{text}");
        }
    }

    #[test]
    fn without_such_words_nothing_is_claimed() {
        for text in ["Acme or Rival, which one?", "Acme Rival", "", "thinking about Acme and Rival"]
        {
            assert_eq!(lean(text), Direction::Unclear, "{text}");
        }
    }
}
