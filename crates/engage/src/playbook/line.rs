//! One line of the draft is changed, added or removed.

use earshot_playbook::{Condition, Document, Line};
use serde_json::json;

use super::Refusal;
use crate::staff::Staff;
use crate::{Engage, Result};

/// A line as somebody typed it.
#[derive(Debug, Clone)]
pub struct LineEdit {
    /// The number under which it was opened; none for a new line.
    pub was: Option<i64>,
    /// The fingerprint of the line that they saw; empty for a new one.
    pub seen: String,
    /// The line.
    pub line: Line,
}

impl Engage {
    /// Puts a line into the draft. Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::Playbook`](crate::Error::Playbook): somebody changed the line since, the number is
    /// taken, the condition or a name cannot be used.
    pub async fn save_line(&self, who: &Staff, edit: LineEdit) -> Result<()> {
        let what = json!({ "what": "line", "line": edit.line.number, "was": edit.was });
        self.change_draft(who, what, move |document| put(document, &edit)).await
    }

    /// Takes a line out of the draft. Asks `playbook.write`.
    ///
    /// # Errors
    /// As [`Engage::save_line`].
    pub async fn remove_line(&self, who: &Staff, number: i64, seen: &str) -> Result<()> {
        let (what, seen) = (json!({ "what": "line_removed", "line": number }), seen.to_owned());
        self.change_draft(who, what, move |document| {
            same(document, number, &seen)?;
            document.lines.retain(|line| line.number != number);
            Ok(())
        })
        .await
    }
}

fn put(document: &mut Document, edit: &LineEdit) -> Result<(), Refusal> {
    if let Some(was) = edit.was {
        same(document, was, &edit.seen)?;
    }
    let number = edit.line.number;
    if edit.was != Some(number) && document.line(number).is_some() {
        return Err(Refusal::NumberTaken(number));
    }
    // Told with the place inside of the condition, which is what stands in the form.
    Condition::compile(&edit.line.when, &document.names).map_err(Refusal::Condition)?;
    document.put(edit.was, edit.line.clone());
    Ok(())
}

/// Whether a line is still the one that somebody saw.
fn same(document: &Document, number: i64, seen: &str) -> Result<(), Refusal> {
    match document.line(number) {
        Some(line) if line.fingerprint() == seen => Ok(()),
        now => Err(Refusal::LineChanged(now.cloned().map(Box::new))),
    }
}
