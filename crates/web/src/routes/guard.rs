//! `GET` and `POST /settings/guard`: what is never said in public.

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::custody::GuardSettings;
use earshot_engage::reply::GuardPattern;
use serde_json::json;

use super::refused::what;
use crate::answer::{done, page, page_with};
use crate::form::{Asked, Form};
use crate::pages::guard::{CaughtLine, GuardPage, Tried};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// What stands between a name and its pattern.
const IS: char = '=';

/// What the guard is told.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let settings = desk.visit.state.engage.guard_settings(&desk.staff).await?;
    let typed = Typed {
        patterns: lines(&settings),
        contacts: settings.contacts.join("\n"),
        phrases: settings.phrases.join("\n"),
    };
    let mut shown = whole(&desk, typed).await;
    shown.fault = desk.visit.state.engage.guard_fault(&desk.staff).await?;
    shown.saved = asked.text("done") == "saved";
    page(&shown)
}

/// Tells it something else, or only tries it on a text.
pub(crate) async fn change(desk: Desk, form: Form) -> Answer {
    let engage = &desk.visit.state.engage;
    let said = |field: &str| form.text(field).to_owned();
    let typed =
        Typed { patterns: said("patterns"), contacts: said("contacts"), phrases: said("phrases") };
    let settings = GuardSettings {
        patterns: patterns(&typed.patterns),
        contacts: each(&typed.contacts),
        phrases: each(&typed.phrases),
    };
    if form.text("do") == "try" {
        engage.guard_settings(&desk.staff).await?;
        let mut shown = whole(&desk, typed).await;
        let text = form.text("text").to_owned();
        match settings.catches(&text) {
            Ok(caught) => {
                let w = desk.visit.words;
                let line = |one: earshot_engage::custody::Caught| CaughtLine {
                    what: what(w, &one.kind),
                    words: one.words,
                };
                shown.tried = Some(Tried { text, caught: caught.into_iter().map(line).collect() });
                return page(&shown);
            }
            Err(error) => return refuse(shown, text, &error),
        }
    }
    match engage.set_guard(&desk.staff, &settings).await {
        Ok(()) => {
            let body = json!({
                "patterns": settings.patterns.len(),
                "contacts": settings.contacts.len(),
                "phrases": settings.phrases.len(),
            });
            Ok(done(&desk.visit, "/settings/guard?done=saved", body))
        }
        Err(error @ Error::Invalid { .. }) if !desk.visit.json => {
            refuse(whole(&desk, typed).await, String::new(), &error)
        }
        Err(error) => Err(Problem::from(error)),
    }
}

fn refuse(mut shown: GuardPage, text: String, error: &Error) -> Answer {
    shown.fault = Some(match error {
        Error::Invalid { problem, .. } => problem.clone(),
        other => other.to_string(),
    });
    shown.tried = (!text.is_empty()).then_some(Tried { text, caught: Vec::new() });
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// What stands in the fields, a line each.
struct Typed {
    patterns: String,
    contacts: String,
    phrases: String,
}

async fn whole(desk: &Desk, typed: Typed) -> GuardPage {
    let Typed { patterns, contacts, phrases } = typed;
    GuardPage {
        w: desk.visit.words,
        frame: desk.visit.frame(super::data::PATH).await,
        patterns,
        contacts,
        phrases,
        fault: None,
        saved: false,
        tried: None,
    }
}

/// "order number = [A-Z]{2}-\d{6}", a line each. A line without a name is refused with its pattern.
fn patterns(text: &str) -> Vec<GuardPattern> {
    let pattern = |line: String| {
        let (name, pattern) = line.split_once(IS).unwrap_or(("", &line));
        GuardPattern { name: name.trim().to_owned(), pattern: pattern.trim().to_owned() }
    };
    each(text).into_iter().map(pattern).collect()
}

fn lines(settings: &GuardSettings) -> String {
    let line = |known: &GuardPattern| format!("{} {IS} {}", known.name, known.pattern);
    settings.patterns.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn each(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use earshot_engage::custody::GuardSettings;

    use super::{lines, patterns};

    #[test]
    fn patterns_are_read_as_they_are_shown() {
        let read = patterns("order number = [A-Z]{2}-\\d{6}\n\n  key=a=b  \nnameless\n");
        assert_eq!(read.len(), 3);
        assert_eq!((read[1].name.as_str(), read[1].pattern.as_str()), ("key", "a=b"));
        assert_eq!((read[2].name.as_str(), read[2].pattern.as_str()), ("", "nameless"));
        let settings = GuardSettings { patterns: read.clone(), ..GuardSettings::default() };
        assert_eq!(patterns(&lines(&settings))[..2], read[..2]);
    }
}
