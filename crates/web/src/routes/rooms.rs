//! What agents do with private rooms: `POST /cases/{id}/room`, and below it; `POST /settings/rooms`.

use earshot_engage::reply::ReplyRefusal;
use earshot_model::{Audience, CaseId, RoomFileId};
use serde_json::json;

use super::refused::refused;
use super::room::download;
use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;
use crate::words::{Locale, Words};

/// Makes a link and puts it into the draft of the answer that will carry it.
pub(crate) async fn invite(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let state = &desk.visit.state;
    let text = form.text("text");
    let invited = state.engage.invite(&desk.staff, case).await;
    let invited = invited.map_err(|error| Problem::from(error).keep(text))?;
    let link = format!("{}{}", desk.visit.base(), invited.path);
    let w = Words::new(language(form.text("language"), desk.visit.words.locale()));
    let words = w.t1("room-invitation", "link", &link);
    // A link that was put there before is dead now.
    let kept = text.split("\n\n").filter(|part| !part.contains("/r/"));
    let text = kept.collect::<Vec<_>>().join("\n\n");
    let draft = match text.trim() {
        "" => words,
        typed => format!("{typed}\n\n{words}"),
    };
    let audience =
        if form.text("audience") == "private" { Audience::Private } else { Audience::Public };
    state.engage.keep_draft(&desk.staff, case, audience, &draft, None).await?;
    let body = json!({ "link": link, "until": invited.expires_at, "draft": draft });
    Ok(done(&desk.visit, &back.to_case(&form, case, "invited"), body))
}

/// Sends a code to the handle that was invited.
pub(crate) async fn send_code(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let w = Words::new(language(form.text("language"), desk.visit.words.locale()));
    let words = w.t1("room-code-message", "code", "{code}");
    match desk.visit.state.engage.send_code(&desk.staff, case, &words).await {
        Ok(()) => {
            Ok(done(&desk.visit, &back.to_case(&form, case, "code"), json!({ "sent": true })))
        }
        Err(ReplyRefusal::Act(error)) => Err(error.into()),
        Err(refusal) => refused(&desk, case, &form, refusal).await,
    }
}

/// Writes down what shows who the guest is.
pub(crate) async fn prove(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let note = form.text("note");
    let admit = form.maybe("guest")?;
    let marked = desk.visit.state.engage.mark_proved(&desk.staff, case, note, admit).await;
    marked.map_err(|error| Problem::from(error).keep(note))?;
    Ok(done(&desk.visit, &back.to_case(&form, case, "proved"), json!({ "proved": true })))
}

/// A file that a guest sent.
pub(crate) async fn file(desk: Desk, at: At) -> Answer {
    let id: RoomFileId = at.get("file")?;
    let (file, bytes) = desk.visit.state.engage.room_file(&desk.staff, id).await?;
    Ok(download(&file.name, &file.media_type, bytes))
}

/// Changes how long links can be opened.
pub(crate) async fn change(desk: Desk, form: Form) -> Answer {
    let days: i64 = form.read("days")?;
    desk.visit.state.engage.change_link_days(&desk.staff, days).await?;
    Ok(done(&desk.visit, "/settings/accounts?done=rooms-saved", json!({ "days": days })))
}

/// The language of the customer, as far as we write it.
fn language(tag: &str, otherwise: Locale) -> Locale {
    match tag.split('-').next().unwrap_or_default() {
        "de" => Locale::De,
        "en" => Locale::En,
        _ if otherwise == Locale::Pseudo => Locale::En,
        _ => otherwise,
    }
}

#[cfg(test)]
mod tests {
    use super::language;
    use crate::words::Locale;

    #[test]
    fn a_customer_is_written_to_in_their_language_where_we_have_it() {
        assert_eq!(language("de-AT", Locale::En), Locale::De);
        assert_eq!(language("en", Locale::De), Locale::En);
        assert_eq!(language("pt", Locale::De), Locale::De);
        assert_eq!(language("", Locale::Pseudo), Locale::En);
    }
}
