//! Departments sign a playbook before it goes to work.

use crate::Document;

/// A department's word for one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// Key of the department.
    pub department: String,
    /// What it signed: [`Document::fingerprint`].
    pub fingerprint: String,
}

/// Why a playbook cannot go to work yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words(missing, outdated))]
pub struct NotSigned {
    /// Departments that signed nothing.
    pub missing: Vec<String>,
    /// Departments that signed another text: it was changed since.
    pub outdated: Vec<String>,
}

fn words(missing: &[String], outdated: &[String]) -> String {
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!("not signed yet by {}", missing.join(", ")));
    }
    if !outdated.is_empty() {
        parts.push(format!("changed since it was signed by {}: ask again", outdated.join(", ")));
    }
    parts.join("; ")
}

impl Document {
    /// Whether all departments that must sign have signed this very text.
    ///
    /// # Errors
    /// Who has not.
    pub fn is_signed(&self, given: &[SignOff]) -> Result<(), NotSigned> {
        let fingerprint = self.fingerprint();
        let (mut missing, mut outdated) = (Vec::new(), Vec::new());
        for department in &self.sign_offs {
            let mut theirs = given.iter().filter(|sign| sign.department == *department).peekable();
            if theirs.peek().is_none() {
                missing.push(department.clone());
            } else if !theirs.any(|sign| sign.fingerprint == fingerprint) {
                outdated.push(department.clone());
            }
        }
        if missing.is_empty() && outdated.is_empty() {
            return Ok(());
        }
        Err(NotSigned { missing, outdated })
    }
}
