//! The matrix of the draft: public or private by type of interaction.

use std::collections::BTreeMap;

use earshot_model::Interaction;
use earshot_playbook::Cell;
use serde_json::json;

use super::Refusal;
use crate::staff::Staff;
use crate::{Engage, Result};

impl Engage {
    /// Writes the matrix of the draft. `seen` is the fingerprint of the matrix that the reader saw.
    /// Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::Playbook`](crate::Error::Playbook) when somebody changed it since.
    pub async fn save_matrix(
        &self,
        who: &Staff,
        seen: &str,
        matrix: BTreeMap<Interaction, Cell>,
    ) -> Result<()> {
        let seen = seen.to_owned();
        self.change_draft(who, json!({ "what": "matrix" }), move |document| {
            if document.matrix_fingerprint() != seen {
                return Err(Refusal::MatrixChanged(document.matrix.clone()));
            }
            document.matrix.clone_from(&matrix);
            Ok(())
        })
        .await
    }
}
