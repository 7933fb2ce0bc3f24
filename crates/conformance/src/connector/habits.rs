//! What a connector does all the time: judged at the end, over everything that came.

use std::collections::BTreeMap;

use earshot_model::OutboxId;

use super::Trial;
use super::scene::{Habit, Scene};
use crate::sheet::{Held, hold, miss};
use crate::{Sheet, rules};

const HABITS: [(Habit, &str, &str, &str); 8] = [
    (Habit::Proof, "always: every request proves itself", rules::PROOF, "token or signature"),
    (Habit::Events, "always: events can be read", rules::BOUNDS, "events within the bounds"),
    (
        Habit::Revision,
        "always: an id and a revision are one text",
        rules::REVISION,
        "a new revision for a new text",
    ),
    (Habit::Polls, "always: it asks for commands as it should", rules::NEXT, "`next` as `after`"),
    (Habit::Descriptor, "always: its descriptor can be read", rules::DESCRIPTOR, "the fields"),
    (Habit::Results, "always: results can be read", rules::RESULT, "a result within the bounds"),
    (Habit::State, "always: its state can be kept", rules::STATE, "a text of at most 64 KiB"),
    (Habit::Paths, "always: it asks for paths that there are", rules::DESCRIBED, "the five paths"),
];

pub(super) fn check(trial: &Trial<'_>, sheet: &mut Sheet<'_>) {
    let scene = trial.stage.scene();
    for (habit, name, says, expected) in HABITS {
        let wrongs = scene.wrongs.get(&habit).map_or(&[][..], Vec::as_slice);
        let held = match wrongs.split_first() {
            None => Ok(()),
            Some((first, rest)) => {
                let more =
                    if rest.is_empty() { String::new() } else { format!(" ({} more)", rest.len()) };
                miss(expected, format!("{first}{more}"))
            }
        };
        sheet.note(name, says, held);
    }
    sheet.note("always: no reply stands there twice", rules::TWICE, once(&scene));
}

/// Whether no command became two posts.
fn once(scene: &Scene) -> Held {
    let mut posts: BTreeMap<OutboxId, Vec<&str>> = BTreeMap::new();
    for item in scene.items.values() {
        if let Some(command) = item.sent_as {
            posts.entry(command).or_default().push(&item.id);
        }
    }
    let double = posts.iter().find(|(_, ids)| ids.len() > 1);
    hold(double.is_none(), "one post for each command", || format!("{double:?}"))?;
    let mut ids: BTreeMap<OutboxId, &str> = BTreeMap::new();
    for told in &scene.results {
        let Some(id) = told.result.id.as_deref() else { continue };
        if *ids.entry(told.command).or_insert(id) != id {
            let first = ids.get(&told.command);
            return miss("one id for each command", format!("{first:?}, and then {id}"));
        }
    }
    Ok(())
}
