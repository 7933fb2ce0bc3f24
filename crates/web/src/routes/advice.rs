//! `POST /cases/{id}/advice`: what somebody did with a suggestion of the playbook.

use earshot_engage::acts::Suggestion;
use earshot_model::{Action, AdviceReason, Audience, CaseId, PostId};
use serde_json::json;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::routes::search::encoded;
use crate::visit::Desk;

/// `set` is `taken`, `back` (the answer is taken back), or the reason against it.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let post: PostId = form.read("post")?;
    let place: usize = form.read("place")?;
    let suggestion = Suggestion { case, post, place };
    let engage = &desk.visit.state.engage;
    let word = form.text("set");
    let (answer, to) = match word {
        "back" => {
            engage.forget_advice(&desk.staff, suggestion).await?;
            (None, back.to_case(&form, case, ""))
        }
        "taken" => {
            let (answer, action) = engage.answer_advice(&desk.staff, suggestion, None).await?;
            (Some(answer), follow(&desk, case, &action).await?)
        }
        _ => {
            let reason: AdviceReason = form.read("set")?;
            let (answer, _) = engage.answer_advice(&desk.staff, suggestion, Some(reason)).await?;
            (Some(answer), back.to_case(&form, case, "aside"))
        }
    };
    Ok(done(&desk.visit, &to, json!({ "answer": answer })))
}

/// Where it goes on without a script: the suggested words are a draft, what is to be looked up is
/// looked up.
async fn follow(desk: &Desk, case: CaseId, action: &Action) -> Result<String, Problem> {
    let (audience, text) = match action {
        Action::SuggestReply { audience: Audience::Private, text } => (Audience::Private, text),
        Action::SuggestReply { text, .. } => (Audience::Public, text),
        Action::Search { words } => return Ok(format!("/search?q={}", encoded(words))),
        Action::SuggestPrivate => return Ok(format!("/cases/{case}?mode=private")),
        _ => return Ok(format!("/cases/{case}?mode=note")),
    };
    if !desk.visit.json {
        desk.visit.state.engage.suggest_draft(&desk.staff, case, audience, text).await?;
    }
    Ok(format!("/cases/{case}?mode={audience}"))
}
