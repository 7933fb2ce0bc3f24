//! `POST /settings/accounts/{account}/sources` and `/sources/{source}/removal`.

use earshot_model::{AccountId, SourceId};
use serde_json::json;

use crate::answer::done;
use crate::form::{At, Form};
use crate::problem::Answer;
use crate::visit::Desk;

/// Lets an account read one more thing.
pub(crate) async fn create(desk: Desk, at: At, form: Form) -> Answer {
    let account: AccountId = at.get("account")?;
    let (kind, name) = (form.text("kind"), form.text("name"));
    let new = desk.visit.state.engage.add_source(&desk.staff, account, kind, name).await?;
    let to = format!("/settings/accounts?done=added#account-{account}");
    Ok(done(&desk.visit, &to, json!({ "new": new })))
}

/// Stops reading it.
pub(crate) async fn remove(desk: Desk, at: At) -> Answer {
    let (account, source): (AccountId, SourceId) = (at.get("account")?, at.get("source")?);
    desk.visit.state.engage.stop_source(&desk.staff, account, source).await?;
    let to = format!("/settings/accounts?done=stopped#account-{account}");
    Ok(done(&desk.visit, &to, json!({ "id": source })))
}
