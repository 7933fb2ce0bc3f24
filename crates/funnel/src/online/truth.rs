//! What a correction of a field says of the outputs.

use earshot_model::{Intent, Level, Sentiment};

use super::Truth;
use crate::heads::Group;

/// What is true when a person says that a field of a verdict has this value; none for fields that
/// nothing is learned from, and for values that they cannot have. The names are those of
/// corrections: `sentiment`, `urgency`, `spam`, `relevant`, `expects_reply`, `intent.WORD`.
#[must_use]
pub fn truth(field: &str, value: &str) -> Option<Truth> {
    let yes = || value.parse::<bool>().ok();
    match field {
        "sentiment" => {
            let place = place(Sentiment::ALL, &value.parse().ok()?)?;
            Some(Truth::one_of(Group::Sentiment, place))
        }
        "urgency" => {
            let place = place(Level::ALL, &value.parse().ok()?)?;
            Some(Truth::one_of(Group::Urgency, place))
        }
        "spam" => Some(Truth::of(Group::Spam, 0, yes()?)),
        "relevant" => Some(Truth::of(Group::Actionable, 0, yes()?)),
        "expects_reply" => Some(Truth::of(Group::ExpectsReply, 0, yes()?)),
        _ => {
            let intent: Intent = field.strip_prefix("intent.")?.parse().ok()?;
            Some(Truth::of(Group::Intent, place(Intent::ALL, &intent)?, yes()?))
        }
    }
}

fn place<T: PartialEq>(all: &[T], one: &T) -> Option<u32> {
    all.iter().position(|other| other == one).and_then(|place| u32::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_taught_has_a_truth() {
        let known = |field, value| truth(field, value).map(|truth| (truth.group, truth.yes));
        assert_eq!(known("sentiment", "positive"), Some((Group::Sentiment, 4)));
        assert_eq!(known("urgency", "low"), Some((Group::Urgency, 1)));
        assert_eq!(known("spam", "true"), Some((Group::Spam, 1)));
        assert_eq!(known("relevant", "false"), Some((Group::Actionable, 0)));
        assert_eq!(known("intent.question", "true"), Some((Group::Intent, 1)));
        let help = truth("intent.help", "false").unwrap();
        assert_eq!((help.known, help.yes), (2, 0));
        for (field, value) in [("emotion", "joy"), ("spam", "yes"), ("intent.lunch", "true")] {
            assert_eq!(truth(field, value), None, "{field}");
        }
    }
}
