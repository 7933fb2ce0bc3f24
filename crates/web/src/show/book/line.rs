//! The editor of one line, from what stands in the form.

use earshot_engage::playbook::{
    Change, Condition, ConditionError, Document, DraftBook, Line, Refusal, diff,
};
use earshot_model::{
    FollowUp, Interaction, Outcome, Permission, Place, Process, SlaClass, Strategy,
};

use super::catch::catch;
use super::changes::{comments, part_label};
use super::typed::{ANSWERS, NextTyped, Typed};
use super::{Leaf, choices, condition, draft, head, word};
use crate::pages::playbook::line::{Conflict, LinePage, NextView, ThenView, WhenView};
use crate::problem::Problem;
use crate::visit::Desk;
use crate::words::Words;

/// The whole editor. `refusal` is why what was typed was not stored.
pub(crate) async fn whole(
    desk: &Desk,
    book: &DraftBook,
    mut typed: Typed,
    refusal: Option<&Refusal>,
) -> Result<LinePage, Problem> {
    let w = desk.visit.words;
    let (text, made) = (typed.condition(), typed.line());
    let wrong = Condition::compile(&text, &book.document.names).err();
    let fault = fault(w, &made, wrong.as_ref(), refusal).filter(|_| !typed.fresh);
    let conflict = conflict(w, refusal, made.as_ref().ok());
    if let Some(Refusal::LineChanged(now)) = refusal {
        // Saved again, it is meant: they have seen what stands there.
        match now {
            Some(line) => typed.seen = line.fingerprint(),
            None => typed.was.clear(),
        }
    }
    let caught = match (named(&typed, &made), &wrong) {
        (Some(line), None) => catch(desk, book, &typed, &line).await?,
        _ => None,
    };
    let at = if typed.was.is_empty() { "new" } else { typed.was.as_str() };
    let known = !typed.was.is_empty();
    let may_write = desk.staff.eyes.holds(Permission::PlaybookWrite);
    let number = typed.was.parse::<i64>().ok();
    Ok(LinePage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: head(desk, Leaf::Draft(at), &book.document, draft(w, book.next_version)),
        action: format!("/playbook/draft/lines/{at}"),
        removal: (known && may_write).then(|| format!("/playbook/draft/lines/{at}/removal")),
        processes: choices(Process::ALL.iter().map(|p| p.word()), &typed.process, None, |word| {
            w.t(format!("process-{word}"))
        }),
        channels: channels(&book.document, &typed),
        channels_say: match typed.channels.as_slice() {
            [] => w.t("book-all-channels"),
            some => w.t1("book-only-on", "channels", some.join(", ")),
        },
        when: when(w, &typed, text, wrong.as_ref(), &book.document),
        then: ANSWERS.iter().map(|key| answer(w, key, &typed, &book.document)).collect(),
        known_skills: book.document.names.skills.iter().cloned().collect(),
        follow_ups: choices(
            FollowUp::ALL.iter().map(|what| what.word()),
            &typed.follow_up,
            Some(w.t("book-nothing")),
            |word| w.t(format!("follow-{word}")),
        ),
        next: next(w, &typed),
        comments: comments(desk, book, number),
        catch: caught,
        fault,
        conflict,
        on: typed.on,
        skills: typed.skills,
        follow_up_minutes: typed.follow_up_minutes,
        was: typed.was,
        seen: typed.seen,
        number: typed.number,
        name: typed.name,
        why: typed.why,
    })
}

/// The line, also where only its name is missing: what it would catch does not hang on that.
fn named(typed: &Typed, made: &Result<Line, &'static str>) -> Option<Line> {
    match made {
        Err("book-fault-name") => Typed { name: "-".to_owned(), ..typed.clone() }.line().ok(),
        other => other.as_ref().ok().cloned(),
    }
}

/// What is wrong, in a sentence.
fn fault(
    w: Words,
    made: &Result<Line, &'static str>,
    wrong: Option<&ConditionError>,
    refusal: Option<&Refusal>,
) -> Option<String> {
    if let Some(error) = wrong {
        return Some(error.to_string());
    }
    match refusal {
        Some(Refusal::LineChanged(_)) => None,
        Some(Refusal::NumberTaken(n)) => Some(w.t1("book-fault-taken", "n", n.to_string())),
        Some(Refusal::Faulty(problems)) => problems.first().map(|problem| problem.message.clone()),
        Some(Refusal::NoDraft) => Some(w.t("book-fault-no-draft")),
        Some(other) => Some(other.to_string()),
        None => made.as_ref().err().map(|key| w.t(key)),
    }
}

/// What somebody else made of the line in the meantime.
fn conflict(w: Words, refusal: Option<&Refusal>, yours: Option<&Line>) -> Option<Conflict> {
    let Some(Refusal::LineChanged(theirs)) = refusal else { return None };
    let Some(theirs) = theirs else {
        let title = w.t("book-conflict-removed");
        return Some(Conflict { title, parts: Vec::new(), theirs: None });
    };
    let book = |line: &Line| Document {
        lines: vec![Line { number: theirs.number, ..line.clone() }],
        ..Document::default()
    };
    let parts = yours.map_or_else(Vec::new, |yours| {
        let changes = diff(&book(theirs), &book(yours));
        let parts = changes.into_iter().flat_map(|change| match change {
            Change::LineChanged { parts, .. } => parts,
            _ => Vec::new(),
        });
        parts
            .map(|part| {
                let say = |value: Option<String>| word(w, part.what, &value.unwrap_or_default());
                (part_label(w, part.what), say(part.before.clone()), say(part.now.clone()))
            })
            .collect()
    });
    Some(Conflict {
        title: w.t1("book-conflict-line", "n", theirs.number.to_string()),
        parts,
        theirs: Some(format!("/playbook/draft/lines/{}", theirs.number)),
    })
}

fn channels(document: &Document, typed: &Typed) -> Vec<crate::pages::case::Choice> {
    let mut found =
        choices(document.names.channels.keys().map(String::as_str), "", None, ToOwned::to_owned);
    found.iter_mut().for_each(|choice| choice.chosen = typed.channels.contains(&choice.value));
    found
}

fn when(
    w: Words,
    typed: &Typed,
    text: String,
    wrong: Option<&ConditionError>,
    document: &Document,
) -> WhenView {
    let rows =
        typed.rows.as_ref().map(|rows| condition::views(w, rows, typed.any, &document.names));
    let (pieces, place) = match wrong {
        Some(error) => marked(w, &text, error),
        None => (Vec::new(), String::new()),
    };
    let plain = wrong.is_none() && condition::rows(&text, &document.names).0.is_some();
    WhenView { rows, any: typed.any, text, pieces, place, plain }
}

/// The condition with the wrong characters marked, and where they stand.
fn marked(w: Words, text: &str, error: &ConditionError) -> (Vec<(String, bool)>, String) {
    let start = error.at.start.min(text.len());
    let end = error.at.end.clamp(start, text.len());
    let piece = |from, to, bad| (text.get(from..to).unwrap_or_default().to_owned(), bad);
    let character = text.get(..start).map_or(0, |before| before.chars().count()) + 1;
    let pieces = [piece(0, start, false), piece(start, end, true), piece(end, text.len(), false)];
    let pieces = pieces.into_iter().filter(|(text, _)| !text.is_empty()).collect();
    (pieces, w.t1("book-at-character", "n", character))
}

fn answer(w: Words, key: &'static str, typed: &Typed, document: &Document) -> ThenView {
    let names = &document.names;
    let words: Vec<&str> = match key {
        "warranted" => Outcome::ALL.iter().map(|outcome| outcome.word()).collect(),
        "queue" => names.queues.keys().map(String::as_str).collect(),
        "department" | "approval" => names.departments.iter().map(String::as_str).collect(),
        "visibility" => Place::ALL.iter().map(|place| place.word()).collect(),
        "clock" => SlaClass::ALL.iter().map(|clock| clock.word()).collect(),
        "interaction" => Interaction::ALL.iter().map(|kind| kind.word()).collect(),
        _ => Strategy::ALL.iter().map(|strategy| strategy.word()).collect(),
    };
    let blank = match key {
        "warranted" => w.t("outcome-none"),
        "visibility" | "clock" | "interaction" => w.t("book-as-matrix"),
        _ => w.t("book-nothing"),
    };
    ThenView {
        key,
        label: w.t(format!("book-then-{key}")),
        choices: choices(words, typed.answer(key), Some(blank), |value| word(w, key, value)),
    }
}

/// The kinds of next best actions in the form.
const KINDS: [&str; 8] =
    ["reply_public", "reply_private", "private", "search", "close", "tag", "notify", "consult"];

/// What is typed, and one blank action behind it.
fn next(w: Words, typed: &Typed) -> Vec<NextView> {
    let blank = NextTyped::default();
    let view = |(place, next): (usize, &NextTyped)| NextView {
        place,
        kinds: choices(KINDS, &next.act, Some(w.t("book-nothing")), |kind| {
            w.t(format!("next-kind-{}", kind.replace('_', "-")))
        }),
        value: next.value.clone(),
        minutes: next.minutes.clone(),
    };
    typed.next.iter().chain([&blank]).enumerate().map(view).collect()
}
