//! At the start: it says what it can do, and asks what there is to do.

use super::Trial;
use crate::Sheet;
use crate::rules;
use crate::sheet::{hold, miss};

/// Gives whether there is anybody to test.
pub(super) async fn check(trial: &mut Trial<'_>, sheet: &mut Sheet<'_>) -> bool {
    let stage = trial.stage;
    let said = stage.until(trial.patience, |scene| scene.can().cloned()).await;
    let seconds = trial.patience.as_secs();
    let expected = "PUT .../descriptor";
    let held = match &said {
        Some(_) => Ok(()),
        None => miss(expected, format!("none within {seconds} seconds")),
    };
    sheet.note("start: it says what it can do", rules::DESCRIPTOR, held);
    if stage.hooked() {
        return true;
    }
    let first = stage.until(trial.patience, |scene| scene.polls.first().cloned()).await;
    let asks = first.is_some();
    let held = match first {
        Some(after) => hold(after.is_empty(), "no `after` at the start", || format!("{after:?}")),
        None => miss("GET .../commands", format!("none within {seconds} seconds")),
    };
    sheet.note("start: it asks for commands, without `after`", rules::NEXT, held);
    asks || said.is_some()
}
