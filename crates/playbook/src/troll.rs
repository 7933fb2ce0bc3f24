//! The troll label: it needs evidence and a second person, and it ends.

use earshot_model::{Time, TrollState};

use crate::{Facts, Limits, is_harsh_but_legitimate};

/// A troll label of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrollLabel {
    proposed_by: String,
    evidence: Vec<String>,
    confirmed: Option<(String, Time)>,
}

/// Why a label is not given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrollError {
    /// Nothing shows it.
    #[error("a troll label needs posts that show it; choose at least one")]
    NoEvidence,
    /// The posts show an angry customer.
    #[error(
        "these posts are harsh, but they ask for something real: answer them. A troll label needs \
         posts that only provoke"
    )]
    Legitimate,
    /// The same person proposed it.
    #[error("{by} proposed this label; somebody else must confirm it")]
    SamePerson {
        /// Who.
        by: String,
    },
}

impl TrollLabel {
    /// One person proposes a label, with the posts that show it.
    ///
    /// # Errors
    /// [`TrollError::NoEvidence`] and [`TrollError::Legitimate`].
    pub fn propose(by: &str, evidence: &[(&str, &Facts)]) -> Result<Self, TrollError> {
        if evidence.is_empty() {
            return Err(TrollError::NoEvidence);
        }
        if evidence.iter().all(|(_, facts)| is_harsh_but_legitimate(facts)) {
            return Err(TrollError::Legitimate);
        }
        let evidence = evidence.iter().map(|(post, _)| (*post).to_owned()).collect();
        Ok(Self { proposed_by: by.to_owned(), evidence, confirmed: None })
    }

    /// A second person agrees.
    ///
    /// # Errors
    /// [`TrollError::SamePerson`].
    pub fn confirm(&mut self, by: &str, at: Time) -> Result<(), TrollError> {
        if by == self.proposed_by {
            return Err(TrollError::SamePerson { by: by.to_owned() });
        }
        self.confirmed = Some((by.to_owned(), at));
        Ok(())
    }

    /// The posts that show it.
    #[must_use]
    pub fn evidence(&self) -> &[String] {
        &self.evidence
    }

    /// How far it got. A confirmed one ends after the days that the playbook allows.
    #[must_use]
    pub fn state(&self, now: Time, limits: &Limits) -> TrollState {
        match &self.confirmed {
            None => TrollState::Proposed,
            Some((_, at)) if now.since(*at) < i64::from(limits.troll_days) * Time::DAY => {
                TrollState::Confirmed
            }
            Some(_) => TrollState::None,
        }
    }
}
