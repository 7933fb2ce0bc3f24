//! Commands: carried out once, reported until it is heard.

use earshot_model::{Audience, Command, CommandBody, CommandResult, OutboxId, ResultState};

use super::Trial;
use super::scene::Mood;
use crate::sheet::{Held, Miss, hold, miss};
use crate::{Sheet, rules};

impl Trial<'_> {
    /// A command to answer the post that is known, or one that nobody knows.
    pub(super) fn reply(&self, audience: Audience, words: &str) -> Command {
        let id: OutboxId = self.stage.tools().id();
        let (thread, to, author) = match &self.target {
            Some(item) => (item.thread.clone(), item.id.clone(), item.author.id.clone()),
            None => {
                let nobody = format!("conformance-{id}");
                (nobody.clone(), nobody.clone(), nobody)
            }
        };
        let text = format!("{words} (conformance {id})");
        Command { id, body: CommandBody::Reply { thread, to, author, audience, text } }
    }

    /// A command to look for a message.
    pub(super) fn look(&self, sent: OutboxId) -> Command {
        Command { id: self.stage.tools().id(), body: CommandBody::FindSent { sent } }
    }

    /// Gives a command, and waits for what became of it.
    pub(super) async fn order(&self, command: &Command) -> Result<CommandResult, Miss> {
        let before = self.stage.scene().results_of(command.id);
        self.stage.give(std::slice::from_ref(command)).await;
        self.result(command.id, before).await
    }

    /// Waits for one more result of a command than there were.
    pub(super) async fn result(
        &self,
        command: OutboxId,
        before: usize,
    ) -> Result<CommandResult, Miss> {
        let came = self.stage.until(self.patience, |scene| {
            (scene.results_of(command) > before)
                .then(|| scene.result_of(command).cloned())
                .flatten()
        });
        let seconds = self.patience.as_secs();
        match came.await {
            Some(result) => Ok(result),
            None => miss("a result of the command", format!("none within {seconds} seconds")),
        }
    }

    /// What the connector says that it can do.
    pub(super) fn can(&self, what: impl Fn(&earshot_model::Capabilities) -> bool) -> bool {
        self.stage.scene().can().is_some_and(|said| what(&said.capabilities))
    }

    /// The widest audience that it can answer to.
    fn widest(&self) -> Audience {
        if self.can(|can| can.reply_public) { Audience::Public } else { Audience::Private }
    }
}

pub(super) async fn check(trial: &mut Trial<'_>, sheet: &mut Sheet<'_>) {
    let first = trial.reply(trial.widest(), "Thank you, we look into it.");
    let ended = trial.order(&first).await;
    sheet.note(
        "commands: one ends with a result",
        rules::RESULT,
        ended.as_ref().map(drop).map_err(Miss::again),
    );
    let Ok(ended) = ended else { return };
    sheet.note("commands: what is sent has an id", rules::SENT, has_id(&ended));
    twice(trial, &first, &ended, sheet).await;
    several(trial, sheet).await;
    unheard(trial, sheet).await;
    look(trial, &first, &ended, sheet).await;
    private(trial, sheet).await;
}

fn has_id(result: &CommandResult) -> Held {
    let fits = result.state != ResultState::Sent || result.id.is_some();
    hold(fits, "`sent` with the `id` of the new post", || format!("{result:?}"))
}

async fn twice(trial: &Trial<'_>, first: &Command, ended: &CommandResult, sheet: &mut Sheet<'_>) {
    let name = "commands: the same one again posts nothing new";
    match trial.order(first).await {
        Ok(second) if ended.state == ResultState::Sent => {
            let same = second.state == ResultState::Sent && second.id == ended.id;
            let held = hold(same, format!("{ended:?} again"), || format!("{second:?}"));
            sheet.note(name, rules::TWICE, held);
        }
        Ok(_) => sheet.note(name, rules::TWICE, Ok(())),
        Err(missed) => sheet.note(name, rules::TWICE, Err(missed)),
    }
}

async fn several(trial: &Trial<'_>, sheet: &mut Sheet<'_>) {
    let two: Vec<Command> =
        ["One of two.", "Two of two."].map(|words| trial.reply(trial.widest(), words)).into();
    trial.stage.give(&two).await;
    let mut held = Ok(());
    for command in &two {
        held = held.and(trial.result(command.id, 0).await.map(drop));
    }
    sheet.note("commands: of two at once each ends with a result", rules::RESULT, held);
}

/// A result that was not heard is told again.
async fn unheard(trial: &Trial<'_>, sheet: &mut Sheet<'_>) {
    if trial.stage.hooked() {
        return;
    }
    for (name, says, mood) in [
        ("results: after 503 it is told again", rules::BUSY, Mood::Busy(503, 1)),
        ("results: lost on the way it is told again", rules::RESULT, Mood::Cut),
    ] {
        trial.stage.scene().result_moods.push_back(mood);
        let command = trial.reply(trial.widest(), "This takes two tries.");
        trial.stage.give(std::slice::from_ref(&command)).await;
        let second = trial.result(command.id, 1).await;
        let first =
            trial.stage.scene().results.iter().find(|told| told.command == command.id).cloned();
        trial.stage.scene().result_moods.clear();
        let held = match (second, first) {
            (Ok(second), Some(first)) => {
                let same = first.mood == Some(mood)
                    && second.state == first.result.state
                    && second.id == first.result.id;
                hold(same, format!("{:?} again", first.result), || format!("{second:?}"))
            }
            (Ok(_), None) => Ok(()),
            (Err(missed), _) => Err(missed),
        };
        sheet.note(name, says, held);
    }
}

/// A look for what was sent, and for what never was.
async fn look(trial: &Trial<'_>, first: &Command, ended: &CommandResult, sheet: &mut Sheet<'_>) {
    let (there, absent) = (
        "look-up: what was sent is found, with the same id",
        "look-up: what was never sent is not found",
    );
    if !trial.can(|can| can.find_sent) {
        for name in [there, absent] {
            sheet.skip(name, rules::UNKNOWN, "it says that it cannot look (`find_sent` is false)");
        }
        return;
    }
    if ended.state == ResultState::Sent {
        let held = trial.order(&trial.look(first.id)).await.and_then(|found| {
            let same = found.state == ResultState::Sent && found.id == ended.id;
            let fits = same || found.state == ResultState::Unknown;
            hold(fits, format!("{ended:?} again, or `unknown`"), || format!("{found:?}"))
        });
        sheet.note(there, rules::UNKNOWN, held);
    } else {
        sheet.skip(there, rules::UNKNOWN, "nothing was sent: give --post COMMAND");
    }
    let never: OutboxId = trial.stage.tools().id();
    let held = trial.order(&trial.look(never)).await.and_then(|found| {
        let fits = matches!(found.state, ResultState::Retry | ResultState::Unknown);
        hold(fits, "`retry`, or `unknown`", || format!("{found:?}"))
    });
    sheet.note(absent, rules::UNKNOWN, held);
}

/// A private answer goes to nobody else.
async fn private(trial: &Trial<'_>, sheet: &mut Sheet<'_>) {
    let name = "commands: a private answer is not shown to more readers";
    if !trial.can(|can| can.reply_private) {
        sheet.skip(name, rules::READERS, "it says that it cannot answer in private");
        return;
    }
    let command = trial.reply(Audience::Private, "Only you read this.");
    let held = trial.order(&command).await.and_then(|_| {
        let scene = trial.stage.scene();
        let shown =
            scene.echoes(command.id).into_iter().find(|one| one.audience != Audience::Private);
        match shown {
            Some(item) => miss("`private`", format!("{}, as {:?}", item.id, item.audience)),
            None => Ok(()),
        }
    });
    sheet.note(name, rules::READERS, held);
}
