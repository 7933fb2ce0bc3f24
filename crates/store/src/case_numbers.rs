//! Case numbers: 1, 2, 3, ... without gaps for each organization.
//!
//! They are counted in the row that also ends the event log, and its lock is the last one that a
//! transaction takes. So a case is stored under a number that stands in for its own, and gets its own
//! when the transaction ends: somebody who holds a case and waits for that row never meets somebody
//! who holds that row and waits for a case.

use earshot_model::{CaseId, EventKind};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::conn::Tx;
use crate::error::Result;
use crate::value::args;

/// The cases that a transaction opened so far.
#[derive(Default)]
pub(crate) struct Opened {
    /// The number that stands in for the first one's; those of the others follow.
    first: i64,
    cases: Vec<CaseId>,
}

impl Opened {
    pub(crate) const fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    fn count(&self) -> i64 {
        i64::try_from(self.cases.len()).unwrap_or(i64::MAX)
    }
}

/// The numbers under which these new cases are stored until the transaction ends.
pub(crate) fn stand_ins(tx: &mut Tx, cases: impl Iterator<Item = CaseId>) -> Vec<i64> {
    let mut numbers = Vec::new();
    for case in cases {
        if tx.opened.is_empty() {
            tx.opened.first = first_of(case);
        }
        numbers.push(tx.opened.first.saturating_add(tx.opened.count()));
        tx.opened.cases.push(case);
    }
    numbers
}

/// A number below zero, far from those of other transactions: no two open cases may have the same.
fn first_of(case: CaseId) -> i64 {
    let hash = Sha256::digest(case.bytes());
    let bytes = hash.iter().take(7).fold(0_i64, |sum, byte| (sum << 8) | i64::from(*byte));
    -bytes - (1 << 32)
}

/// Gives the cases of this transaction their numbers, those after `last`, also in the events that
/// tell of them. Gives the last number.
pub(crate) async fn give(tx: &mut Tx, last: i64) -> Result<i64> {
    let opened = std::mem::take(&mut tx.opened);
    if opened.is_empty() {
        return Ok(last);
    }
    let org = tx.org();
    let next = last.saturating_add(1);
    tx.exec(
        "UPDATE cases SET number = number + $4
         WHERE org_id = $1 AND number >= $2 AND number < $3",
        args![
            org,
            opened.first,
            opened.first.saturating_add(opened.count()),
            next.saturating_sub(opened.first),
        ],
    )
    .await?;
    for event in tx.events.iter_mut().filter(|event| event.kind == EventKind::CaseOpened) {
        let place = opened.cases.iter().zip(next..).find(|(case, _)| event.case_id == Some(**case));
        if let (Some((_, number)), Json::Object(data)) = (place, &mut event.data) {
            data.insert("number".to_owned(), number.into());
        }
    }
    Ok(last.saturating_add(opened.count()))
}
