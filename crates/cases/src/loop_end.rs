//! A case that began in public may end without a public word, when somebody says why.

use earshot_model::{Case, EventKind, UnknownWord};
use earshot_route::clock::Happening;
use earshot_store::{Result, Tx};
use serde_json::json;

use crate::Moment;
use crate::clocks::{entry_at, note_now};
use crate::join::save;

/// Why a case of public origin may end without a public word. A closed list, so that reports can count
/// it and no words of anybody stand in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiver {
    /// The customer asked for no public word.
    Asked,
    /// Their post is gone.
    PostGone,
    /// Nobody can answer there any more.
    PlaceClosed,
    /// A public word would harm them.
    Sensitive,
    /// It was never a matter for the brand.
    NotOurs,
}

impl Waiver {
    /// Every reason, in the order in which screens list them.
    pub const ALL: [Self; 5] =
        [Self::Asked, Self::PostGone, Self::PlaceClosed, Self::Sensitive, Self::NotOurs];

    /// The code in the log.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::PostGone => "post_gone",
            Self::PlaceClosed => "place_closed",
            Self::Sensitive => "sensitive",
            Self::NotOurs => "not_ours",
        }
    }
}

impl std::str::FromStr for Waiver {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.into_iter().find(|reason| reason.word() == word);
        found.ok_or_else(|| UnknownWord { list: "reason", found: word.to_owned() })
    }
}

/// Lets a case end without a public word.
///
/// # Errors
/// As the database.
pub async fn waive_loop(tx: &mut Tx, moment: &Moment, case: &Case, why: Waiver) -> Result<Case> {
    let mut case = case.clone();
    let reason = why.word().to_owned();
    let happened = [entry_at(moment.at, Happening::LoopWaived { reason })];
    if let Some(clocks) = note_now(tx, &case, moment.at, &happened).await? {
        case.clocks = clocks;
    }
    tx.emit(moment.event(EventKind::LoopWaived, &case).data(json!({ "why": why.word() })));
    save(tx, case).await
}
