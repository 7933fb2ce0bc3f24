//! What the playbook suggests for a case, and what people said to it.

use earshot_engage::desk::{Answered, CasePage, CloseRefusal};
use earshot_engage::playbook::is_about;
use earshot_model::{Action, AdviceAnswer, AdviceReason, Audience, Decision, PostId};

use super::list::agent;
use crate::pages::case::{AdviceKey, AsideLine, Choice, NextAction};
use crate::routes::search::encoded;
use crate::words::Words;

/// How many suggestions stand at once.
const MOST: usize = 3;

/// What the playbook suggests, each with the line that says so. What somebody set aside is left out.
pub(super) fn next(w: Words, page: &CasePage) -> Vec<NextAction> {
    if !page.case.status.is_live() {
        return close_in_public(w, page).into_iter().collect();
    }
    let first = holding(w, page).into_iter();
    let Some((post, decision)) = suggesting(page) else { return first.collect() };
    let shown = decision.actions.iter().enumerate().filter_map(|(place, action)| {
        let said = answer(page, (post, decision), place);
        if said.is_some_and(|said| said.answer != AdviceAnswer::Taken.word()) {
            return None;
        }
        let (what, text, mode) = words(w, page, action)?;
        let book = format!("/playbook/versions/{}", decision.playbook_version);
        let (why, href) = match (decision.line_of(place), action) {
            (Some(n), _) => {
                (w.t1("verdict-line", "n", n.to_string()), Some(format!("{book}#line-{n}")))
            }
            (None, Action::SuggestReply { .. }) => {
                (w.t("advice-matrix"), Some(format!("{book}#matrix")))
            }
            (None, _) => (w.t("advice-house"), None),
        };
        Some(NextAction {
            what,
            why,
            href,
            text,
            mode,
            key: page.may.note.then(|| AdviceKey { post: post.to_string(), place }),
            taken: said.is_some(),
        })
    });
    first.chain(shown).take(MOST).collect()
}

/// The text that was agreed on for the crisis that the case belongs to.
fn holding(w: Words, page: &CasePage) -> Option<NextAction> {
    let plan = page.sorting.crisis.as_ref().filter(|plan| !plan.holding.is_empty())?;
    page.sheets.as_ref()?.public.as_ref()?;
    Some(NextAction {
        what: plan.holding.clone(),
        why: w.t1("crisis-holding-why", "name", &plan.name),
        href: None,
        text: plan.holding.clone(),
        mode: "public",
        key: None,
        taken: false,
    })
}

/// Suggestions that somebody set aside, each with the reason.
pub(super) fn aside(w: Words, page: &CasePage) -> Vec<AsideLine> {
    if !page.case.status.is_live() {
        return Vec::new();
    }
    let Some((post, decision)) = suggesting(page) else { return Vec::new() };
    let lines = decision.actions.iter().enumerate().filter_map(|(place, action)| {
        let said = answer(page, (post, decision), place)
            .filter(|said| said.answer != AdviceAnswer::Taken.word())?;
        let (what, ..) = words(w, page, action)?;
        let who = agent(&page.agents, said.agent_id);
        let values = [
            ("name".to_owned(), who.map(|who| who.short_name.clone()).unwrap_or_default()),
            ("reason".to_owned(), w.t(reason_key(&said.reason))),
        ];
        Some(AsideLine {
            text: w.with("advice-aside", &values),
            what,
            key: AdviceKey { post: post.to_string(), place },
        })
    });
    lines.filter(|_| page.may.note).collect()
}

/// The reasons against a suggestion, for who may give one.
pub(super) fn against(w: Words, page: &CasePage) -> Vec<Choice> {
    let choice = |reason: &AdviceReason| Choice {
        value: reason.word().to_owned(),
        label: w.t(reason_key(reason.word())),
        chosen: false,
    };
    AdviceReason::ALL.iter().filter(|_| page.may.note).map(choice).collect()
}

/// The message of a reason.
pub(crate) fn reason_key(reason: &str) -> String {
    format!("advice-{}", reason.replace('_', "-"))
}

/// The post whose decision suggests something, and that decision.
fn suggesting(page: &CasePage) -> Option<(PostId, &Decision)> {
    let (post, judged) = page.judged.as_ref()?;
    Some((*post, judged.decision.as_ref()?))
}

fn answer<'a>(
    page: &'a CasePage,
    (post, decision): (PostId, &Decision),
    place: usize,
) -> Option<&'a Answered> {
    page.advice.iter().find(|said| is_about(said, post, decision, place))
}

/// What an action says, the words that it puts into a field, and which field; none for what cannot be
/// done here.
fn words(w: Words, page: &CasePage, action: &Action) -> Option<(String, String, &'static str)> {
    let sheets = page.sheets.as_ref()?;
    let (public, private) = (sheets.public.is_some(), sheets.private.is_some());
    match action {
        Action::SuggestReply { audience: Audience::Private, text } => {
            private.then(|| (text.clone(), text.clone(), "private"))
        }
        Action::SuggestReply { text, .. } => public.then(|| (text.clone(), text.clone(), "public")),
        Action::SuggestPrivate => private.then(|| (w.t("next-private"), String::new(), "private")),
        Action::Search { words } => Some((w.t1("next-search", "words", words), encoded(words), "")),
        Action::Notify { queue } => {
            let queue = page.queues.iter().find(|one| one.key == *queue)?;
            let text = w.t1("next-notify-note", "queue", &queue.name);
            Some((w.t1("next-notify", "queue", &queue.name), text, "note"))
        }
        Action::Consult { department, minutes } => {
            let minutes = minutes.to_string();
            let say =
                |key| w.t2(key, "department", department.as_str(), "minutes", minutes.clone());
            Some((say("next-consult"), say("next-consult-note"), "note"))
        }
        // Its own task stands where it is due; and a tag was given when the post came in.
        Action::CloseInPublic | Action::Tag { .. } => None,
    }
}

/// What is left to do in a case that began in public and has not ended there.
fn close_in_public(w: Words, page: &CasePage) -> Option<NextAction> {
    let open = page.course.unfinished == Some(CloseRefusal::LoopOpen);
    let public = page.sheets.as_ref().is_some_and(|sheets| sheets.public.is_some());
    (open && public).then(|| NextAction {
        what: w.t("loop-next"),
        why: String::new(),
        href: None,
        text: w.t("loop-draft"),
        mode: "public",
        key: None,
        taken: false,
    })
}
