//! Next best actions in the file.

use earshot_model::{Action, Audience};

use crate::nearest::did_you_mean;

use super::example::ACTS;
use super::read::Found;
use super::table::Table;

/// Reads `[[line.next]]`.
pub(super) fn read(table: Table<'_, '_>, found: &mut Found<'_>) -> Option<Action> {
    let (problems, at) = (table.problems, table.at.clone());
    let Some(act) = table.text("act") else {
        problems.add(at, format!("say what to do: act = one of {}", ACTS.join(", ")));
        return None;
    };
    let need = |key: &'static str| {
        let text = table.text(key).filter(|text| !text.value.trim().is_empty());
        if text.is_none() {
            problems.add(act.at.clone(), format!("\"{}\" needs `{key}`", act.value));
        }
        text
    };
    let action = match act.value.as_str() {
        "reply" => {
            let audience = match table.text("in") {
                Some(text) if text.value == "private" => Audience::Private,
                Some(text) if text.value != "public" => {
                    problems.add(text.at, "write in = \"public\" or in = \"private\"");
                    return None;
                }
                _ => Audience::Public,
            };
            need("text").map(|text| Action::SuggestReply { audience, text: text.value })
        }
        "private" => Some(Action::SuggestPrivate),
        "tag" => need("tag").and_then(|text| {
            let tag = earshot_model::tag(&text.value);
            if tag.is_none() {
                let most = earshot_model::LONGEST_TAG;
                problems.add(text.at, format!("a tag is 1 to {most} letters, digits and spaces"));
            }
            tag.map(|tag| Action::Tag { tag })
        }),
        "notify" => need("queue").map(|queue| {
            found.queue(&queue);
            Action::Notify { queue: queue.value }
        }),
        "consult" => {
            let minutes = table.whole("minutes").and_then(|n| u32::try_from(n.value).ok());
            need("department").map(|department| {
                found.department(&department);
                Action::Consult { department: department.value, minutes: minutes.unwrap_or(60) }
            })
        }
        "search" => need("words").map(|words| Action::Search { words: words.value }),
        "close_in_public" => Some(Action::CloseInPublic),
        other => {
            let hint = did_you_mean(other, ACTS);
            let message = format!("unknown act \"{other}\"{hint}; there are {}", ACTS.join(", "));
            problems.add(act.at.clone(), message);
            return None;
        }
    };
    table.finish();
    action
}
