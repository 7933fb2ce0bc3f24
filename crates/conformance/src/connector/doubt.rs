//! The connector dies after it posted and before anybody heard of it: nothing may be said twice.

use earshot_model::{Audience, ResultState};

use super::Trial;
use super::scene::Mood;
use crate::sheet::{hold, miss};
use crate::{Error, Sheet, rules};

pub(super) async fn check(trial: &mut Trial<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let name = "restart: a reply of which nobody heard is not called absent";
    if !trial.subject.restarts() {
        sheet.skip(name, rules::LOST, "its channel ends with it");
        return Ok(());
    }
    let audience =
        if trial.can(|can| can.reply_public) { Audience::Public } else { Audience::Private };
    let command = trial.reply(audience, "Written before the power went.");
    // Whatever it tells of it is lost, until it is dead.
    trial.stage.scene().result_moods.extend([Mood::Cut; 3]);
    trial.stage.give(std::slice::from_ref(&command)).await;
    let told = trial.result(command.id, 0).await;
    trial.subject.kill().await;
    let (said, asked) = {
        let mut scene = trial.stage.scene();
        scene.result_moods.clear();
        scene.starts += 1;
        (scene.descriptors.len(), scene.polls.len())
    };
    trial.subject.start(trial.link).await?;
    let seconds = trial.patience.as_secs();
    let again = trial
        .stage
        .until(trial.patience, |scene| (scene.descriptors.len() > said).then_some(()))
        .await;
    let held = again.map_or_else(
        || miss("PUT .../descriptor at every start", format!("none within {seconds} seconds")),
        Ok,
    );
    sheet.note("restart: it says what it can do again", rules::DESCRIPTOR, held);
    if !trial.stage.hooked() {
        let first =
            trial.stage.until(trial.patience, |scene| scene.polls.get(asked).cloned()).await;
        let held = match first {
            Some(after) => {
                hold(after.is_empty(), "no `after` at the start", || format!("{after:?}"))
            }
            None => miss("GET .../commands", format!("none within {seconds} seconds")),
        };
        sheet.note("restart: it asks for commands, without `after`", rules::NEXT, held);
    }
    let sent = match told {
        Ok(told) if told.state == ResultState::Sent => told,
        _ => {
            sheet.skip(name, rules::LOST, "nothing was sent: give --post COMMAND");
            return Ok(());
        }
    };
    if !trial.can(|can| can.find_sent) {
        sheet.skip(name, rules::LOST, "it says that it cannot look (`find_sent` is false)");
        return Ok(());
    }
    let held = trial.order(&trial.look(command.id)).await.and_then(|found| {
        let same = found.state == ResultState::Sent && found.id == sent.id;
        let fits = same || found.state == ResultState::Unknown;
        hold(fits, format!("{sent:?}, or `unknown`"), || format!("{found:?}"))
    });
    sheet.note(name, rules::LOST, held);
    Ok(())
}
