//! The whole draft as text, the form in which it lives in version control.

use earshot_playbook::Document;
use serde_json::json;

use super::Refusal;
use super::change::check;
use crate::staff::Staff;
use crate::{Engage, Result};

impl Engage {
    /// Puts a whole text in the place of the draft's. `seen` is the fingerprint of the text that it
    /// was written from. Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::Playbook`](crate::Error::Playbook) with every problem and its place in the text, or
    /// when somebody changed the draft since.
    pub async fn save_text(&self, who: &Staff, seen: &str, text: &str) -> Result<()> {
        let (new, _) = check(text)?;
        let seen = seen.to_owned();
        self.change_draft(who, json!({ "what": "text" }), move |document: &mut Document| {
            if document.fingerprint() != seen {
                return Err(Refusal::DraftChanged);
            }
            *document = new.clone();
            Ok(())
        })
        .await
    }
}
