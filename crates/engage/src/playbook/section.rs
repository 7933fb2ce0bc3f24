//! The prose of the draft, section by section.

use earshot_playbook::Section;
use serde_json::json;

use super::Refusal;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest section, in characters.
const LONGEST: usize = 20_000;

/// A section as somebody typed it.
#[derive(Debug, Clone)]
pub struct SectionEdit {
    /// Which, such as `mission`.
    pub key: String,
    /// The fingerprint of the section that they saw.
    pub seen: String,
    /// The section.
    pub section: Section,
}

impl Engage {
    /// Writes a section of the draft. Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::Playbook`] when somebody changed it since or its owner is unknown,
    /// [`Error::Invalid`] on `text`, [`Error::NotFound`] for an unknown section.
    pub async fn save_section(&self, who: &Staff, edit: SectionEdit) -> Result<()> {
        if edit.section.text.chars().count() > LONGEST {
            let problem = format!("write at most {LONGEST} characters");
            return Err(Error::invalid("text", problem));
        }
        let mut known = earshot_playbook::Sections::default();
        if known.named(&edit.key).is_none() {
            return Err(Error::NotFound("section"));
        }
        let what = json!({ "what": "section", "section": edit.key });
        self.change_draft(who, what, move |document| {
            let Some(section) = document.sections.named(&edit.key) else { return Ok(()) };
            if section.fingerprint() != edit.seen {
                return Err(Refusal::SectionChanged(Box::new(section.clone())));
            }
            *section = edit.section.clone();
            Ok(())
        })
        .await
    }
}
