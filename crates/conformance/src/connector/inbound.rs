//! Events in: new, changed, deleted, refused for now, lost on the way, rejected.

use std::time::{Duration, Instant};

use earshot_model::ChannelItem;

use super::scene::{Mood, Scene};
use super::{Stir, Trial};
use crate::sheet::{Held, hold, miss};
use crate::{Error, Sheet, rules};

/// How long a connector may go on to show that it does not do a thing.
const STILL: Duration = Duration::from_secs(3);
const NO_POST: &str = "nobody writes on the channel: give --post COMMAND";

pub(super) async fn check(trial: &mut Trial<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let Some(posted) = post(trial).await? else {
        // What comes by itself serves as well, for what is answered.
        let own = trial.stage.until(STILL, newest).await;
        trial.target = own;
        for (name, says) in [
            ("events: a post comes in", rules::BATCH),
            ("events: an edit comes in", rules::REVISION),
            ("events: a delete comes in", rules::BATCH),
            ("events: refused for now, they come again", rules::BUSY),
            ("events: lost on the way, they come again", rules::AGAIN),
            ("events: a rejected one does not come again", rules::UNCHANGED),
        ] {
            sheet.skip(name, says, NO_POST);
        }
        return Ok(());
    };
    trial.target.clone_from(&posted.as_ref().ok().cloned());
    sheet.note("events: a post comes in", rules::BATCH, posted.map(drop));
    changed(trial, sheet).await?;
    for (status, seconds) in [(503, 1), (429, 2)] {
        let held = again(trial, Mood::Busy(status, seconds)).await?;
        let name = format!("events: after {status} they come again, not before they may");
        sheet.note(name, rules::BUSY, held);
    }
    let held = again(trial, Mood::Cut).await?;
    sheet.note("events: lost on the way, they come again", rules::AGAIN, held);
    let held = rejected(trial).await?;
    sheet.note("events: a rejected one does not come again", rules::UNCHANGED, held);
    let next = post(trial).await?;
    let held = next.unwrap_or_else(|| miss("a post", "nobody writes any more")).map(drop);
    sheet.note("events: after all that the next post comes in", rules::STORED, held);
    Ok(())
}

/// The newest post that stands and is not ours.
fn newest(scene: &Scene) -> Option<ChannelItem> {
    let mut posts = scene.order.iter().rev().filter_map(|id| scene.items.get(id));
    posts.find(|item| item.sent_as.is_none() && !scene.gone.contains(&item.id)).cloned()
}

/// Somebody posts: what arrived of it, or nothing where nobody can.
async fn post(
    trial: &mut Trial<'_>,
) -> Result<Option<Result<ChannelItem, crate::sheet::Miss>>, Error> {
    let before = trial.stage.scene().order.len();
    if !trial.subject.stir(Stir::Post).await? {
        return Ok(None);
    }
    let arrived = trial
        .stage
        .until(trial.patience, |scene| {
            (scene.order.len() > before).then(|| newest(scene)).flatten()
        })
        .await;
    let seconds = trial.patience.as_secs();
    Ok(Some(match arrived {
        Some(item) => Ok(item),
        None => miss("an `upsert` of the new post", format!("none within {seconds} seconds")),
    }))
}

async fn changed(trial: &mut Trial<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let seconds = trial.patience.as_secs();
    let before = trial.stage.scene().stored.len();
    let name = "events: an edit comes in, with a greater revision";
    if trial.subject.stir(Stir::Edit).await? {
        let came = trial
            .stage
            .until(trial.patience, |scene| {
                (scene.stored.len() > before).then_some(scene.order.len())
            })
            .await;
        let held = match came {
            Some(_) => edited(&trial.stage.scene()),
            None => miss("an `upsert` of the edit", format!("none within {seconds} seconds")),
        };
        sheet.note(name, rules::REVISION, held);
    } else {
        sheet.skip(name, rules::REVISION, "nobody edits on the channel: give --edit COMMAND");
    }
    let name = "events: a delete comes in";
    let before = trial.stage.scene().gone.len();
    if trial.subject.stir(Stir::Delete).await? {
        let came = trial
            .stage
            .until(trial.patience, |scene| (scene.gone.len() > before).then_some(()))
            .await;
        let held =
            came.map_or_else(|| miss("a `delete`", format!("none within {seconds} seconds")), Ok);
        sheet.note(name, rules::BATCH, held);
    } else {
        sheet.skip(name, rules::BATCH, "nobody deletes on the channel: give --delete COMMAND");
    }
    let gone = trial.target.as_ref().is_some_and(|t| trial.stage.scene().gone.contains(&t.id));
    if gone && let Some(Ok(item)) = post(trial).await? {
        trial.target = Some(item);
    }
    Ok(())
}

/// Whether some post has two revisions.
fn edited(scene: &Scene) -> Held {
    let revisions = |id: &String| {
        let start = format!("{id} at revision ");
        scene.stored.keys().filter(|key| key.starts_with(&start)).count()
    };
    let fits = scene.order.iter().any(|id| revisions(id) > 1);
    hold(fits, "the same id with a greater revision", || {
        format!("{} posts, each with one revision", scene.order.len())
    })
}

/// The next delivery fares badly: does all of it come again?
async fn again(trial: &mut Trial<'_>, mood: Mood) -> Result<Held, Error> {
    let before = {
        let mut scene = trial.stage.scene();
        scene.event_moods.push_back(mood);
        scene.deliveries.len()
    };
    if !trial.subject.stir(Stir::Post).await? {
        return Ok(miss("a post", "nobody writes any more"));
    }
    let found = trial
        .stage
        .until(trial.patience, |scene| {
            let new = scene.deliveries.get(before..).unwrap_or_default();
            let at = new.iter().position(|one| one.mood == Some(mood))?;
            let first = new.get(at)?;
            let later = new.get(at + 1..).unwrap_or_default();
            let back =
                later.iter().find(|one| first.keys.iter().all(|key| one.keys.contains(key)))?;
            Some(back.at.duration_since(first.at))
        })
        .await;
    let mut scene = trial.stage.scene();
    let struck = scene.event_moods.is_empty();
    scene.event_moods.clear();
    let seconds = trial.patience.as_secs();
    Ok(match (found, mood) {
        (Some(after), Mood::Busy(_, least)) => {
            // A little less than asked is a clock, not a habit.
            let least =
                Duration::from_secs(u64::from(least)).saturating_sub(Duration::from_millis(100));
            hold(
                after >= least,
                format!("a wait of {least:?} or more, as `Retry-After` says"),
                || format!("the same events after {after:?}"),
            )
        }
        (Some(_), _) => Ok(()),
        (None, _) if !struck => miss("a delivery", format!("none within {seconds} seconds")),
        (None, _) => miss("the same events again", format!("not within {seconds} seconds")),
    })
}

/// The next event is rejected: does it stay away?
async fn rejected(trial: &mut Trial<'_>) -> Result<Held, Error> {
    let before = {
        let mut scene = trial.stage.scene();
        scene.event_moods.push_back(Mood::Reject);
        scene.deliveries.len()
    };
    if !trial.subject.stir(Stir::Post).await? {
        return Ok(miss("a post", "nobody writes any more"));
    }
    let first = trial
        .stage
        .until(trial.patience, |scene| {
            let new = scene.deliveries.get(before..).unwrap_or_default();
            let hit = new.iter().find(|one| one.mood == Some(Mood::Reject))?;
            Some((hit.keys.first().cloned(), scene.deliveries.len()))
        })
        .await;
    trial.stage.scene().event_moods.clear();
    let Some((Some(key), seen)) = first else {
        return Ok(miss("a delivery", "none that could be rejected"));
    };
    let until = Instant::now() + STILL;
    while Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let scene = trial.stage.scene();
        let later = scene.deliveries.get(seen..).unwrap_or_default();
        if later.iter().any(|one| one.keys.contains(&key)) {
            return Ok(miss("the rejected event to stay away", format!("{key} again")));
        }
    }
    Ok(Ok(()))
}
