//! Steps of relaxation as one word each, for forms.

use earshot_route::board::Relax;

/// The word of a step: `language`, `ring:2`, `queue:ID`, `drop:SKILL` or `lower:LEVEL:SKILL`.
#[must_use]
pub fn relax_word(relax: &Relax) -> String {
    match relax {
        Relax::AnyLanguage => "language".to_owned(),
        Relax::Ring { ring } => format!("ring:{ring}"),
        Relax::Overflow { queue } => format!("queue:{queue}"),
        Relax::DropSkill { skill } => format!("drop:{skill}"),
        Relax::LowerSkill { skill, level } => format!("lower:{level}:{skill}"),
    }
}

/// Reads the word of a step.
#[must_use]
pub fn read_relax(word: &str) -> Option<Relax> {
    let (what, rest) = word.split_once(':').unwrap_or((word, ""));
    match what {
        "language" => Some(Relax::AnyLanguage),
        "ring" => rest.parse().ok().map(|ring| Relax::Ring { ring }),
        "queue" => rest.parse().ok().map(|queue| Relax::Overflow { queue }),
        "drop" if !rest.is_empty() => Some(Relax::DropSkill { skill: rest.to_owned() }),
        "lower" => {
            let (level, skill) = rest.split_once(':')?;
            let level = level.parse().ok().filter(|level| (1..=5).contains(level))?;
            (!skill.is_empty()).then(|| Relax::LowerSkill { skill: skill.to_owned(), level })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{read_relax, relax_word};

    #[test]
    fn a_step_is_read_as_it_was_written() {
        for word in ["language", "ring:2", "drop:a:b", "lower:3:rebooking"] {
            assert_eq!(read_relax(word).map(|relax| relax_word(&relax)).as_deref(), Some(word));
        }
        for word in ["", "ring:x", "lower:9:a", "lower:2:", "drop:", "queue:7"] {
            assert_eq!(read_relax(word), None, "{word}");
        }
    }
}
