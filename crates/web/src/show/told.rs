//! A case as programs hear of it.

use earshot_model::Case;
use serde_json::{Value, json};

/// What programs hear of a case after an act.
pub(crate) fn summary(case: &Case) -> Value {
    json!({
        "id": case.id,
        "number": case.number,
        "status": case.status,
        "owner": case.owner_id,
        "queue": case.queue_id,
        "version": case.version,
    })
}
