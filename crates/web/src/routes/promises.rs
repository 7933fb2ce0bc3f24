//! `POST /cases/{id}/promises`, and what became of one.

use earshot_engage::acts::NewPromise;
use earshot_model::{Audience, CaseId, PromiseId, Time};
use jiff::civil::DateTime;
use serde_json::json;

use crate::answer::{Back, done};
use crate::form::{At, Form};
use crate::pages::format::Lens;
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// Writes down what the customer was told.
pub(crate) async fn create(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let case: CaseId = at.get("id")?;
    let text = form.text("text");
    let due_at = due(&desk.visit.lens(), form.text("due"))
        .ok_or_else(|| Problem::invalid("due", "write a day and an hour").keep(text))?;
    let new = NewPromise {
        case,
        text: text.to_owned(),
        audience: form.read::<Audience>("audience")?,
        due_at,
    };
    let made = desk.visit.state.engage.promise(&desk.staff, new).await;
    let id = made.map_err(|error| Problem::from(error).keep(text))?;
    Ok(done(&desk.visit, &back.to_case(&form, case, "promised"), json!({ "id": id })))
}

/// It was kept, or is taken back.
pub(crate) async fn settle(desk: Desk, at: At, back: Back, form: Form) -> Answer {
    let (case, id): (CaseId, PromiseId) = (at.get("id")?, at.get("promise")?);
    let kept = form.read::<bool>("kept")?;
    desk.visit.state.engage.settle_promise(&desk.staff, case, id, kept).await?;
    Ok(done(&desk.visit, &back.to_case(&form, case, ""), json!({ "id": id, "kept": kept })))
}

/// A moment as programs write it, or as a field of a browser does: then it is the reader's own time.
fn due(lens: &Lens, typed: &str) -> Option<Time> {
    if let Ok(moment) = typed.parse::<jiff::Timestamp>() {
        return Some(Time::from(moment));
    }
    let here = typed.parse::<DateTime>().ok()?.to_zoned(lens.zone.clone()).ok()?;
    Some(Time::from(here.timestamp()))
}

#[cfg(test)]
mod tests {
    use earshot_model::Time;
    use jiff::tz::TimeZone;

    use super::due;
    use crate::pages::format::Lens;
    use crate::words::{Locale, Words};

    #[test]
    fn a_time_without_a_zone_is_the_readers_own() {
        let zone = TimeZone::get("Europe/Vienna").unwrap();
        let lens = Lens { w: Words::new(Locale::En), zone, now: Time(0) };
        let same = due(&lens, "2026-06-01T12:00:00Z");
        assert_eq!(same, Some(Time(1_780_315_200_000_000)));
        assert_eq!(due(&lens, "2026-06-01T14:00"), same);
        for odd in ["", "tomorrow", "2026-06-01", "2026-13-01T14:00"] {
            assert!(odd.len() == 10 || due(&lens, odd).is_none(), "{odd}");
        }
    }
}
