//! Posts a reply, or says why not, with the faults that were planned.

use std::time::Duration;

use earshot_model::{Audience, Command, CommandBody, CommandResult, OutboxId, ResultState};

use super::world::{Seen, World};
use super::{Fault, Plaza};
use crate::Moment;

impl Plaza {
    /// Carries a command out as a program does that can be stopped on its way.
    pub(super) async fn carry_out_slowly(&self, command: &Command) -> CommandResult {
        let (halts, mark) = (&self.inner.halts, command.id.to_string());
        if let CommandBody::FindSent { .. } = command.body {
            halts.pass(Moment::Looking, &mark).await;
            return self.carry_out(command).await;
        }
        halts.pass(Moment::Handed, &mark).await;
        let result = self.carry_out(command).await;
        if matches!(result.state, ResultState::Sent | ResultState::Unknown) {
            halts.pass(Moment::Shown, &mark).await;
        }
        result
    }

    /// The answer to a command leaves at this moment; of what was not shown there is nothing to strike.
    pub(super) fn answers(&self, command: &Command, result: &CommandResult) {
        let moment = match command.body {
            CommandBody::FindSent { .. } => Moment::Looked,
            CommandBody::Reply { .. } if result.state == ResultState::Sent => Moment::Answered,
            CommandBody::Reply { .. } => return,
        };
        self.inner.halts.mark(moment, &command.id.to_string());
    }

    /// Carries a command out. The same command twice posts once: its id is the mark.
    pub async fn carry_out(&self, command: &Command) -> CommandResult {
        if self.world().faults.strikes(Fault::Slow) {
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        match &command.body {
            CommandBody::Reply { thread, to, author, audience, text } => {
                let reply = Reply { thread, to, author, audience: *audience, text };
                self.reply(command.id, &reply)
            }
            CommandBody::FindSent { sent } => self.find_sent(*sent),
        }
    }

    fn find_sent(&self, outbox: OutboxId) -> CommandResult {
        let world = self.world();
        world.sent(outbox).map_or_else(
            || ended(ResultState::Retry, "it is not there"),
            |seen| found(&world, seen),
        )
    }

    fn reply(&self, id: OutboxId, reply: &Reply<'_>) -> CommandResult {
        let at = self.inner.clock.now();
        let mut world = self.world();
        if world.sent(id).is_some() && !world.faults.strikes(Fault::Forget) {
            return world.sent(id).map_or_else(lost, |seen| found(&world, seen));
        }
        if let Some(refused) = reply.refused(&world) {
            return refused;
        }
        if world.faults.strikes(Fault::RateLimit) {
            return ended(ResultState::Retry, "429 too many requests");
        }
        if world.faults.strikes(Fault::ServerError) {
            return ended(ResultState::Retry, "500 nothing was posted");
        }
        if world.faults.strikes(Fault::RejectInReview) {
            world.status(id, ResultState::Rejected, "a moderator refused it");
            self.inner.to_push.notify_one();
            return ended(ResultState::PendingReview, "a moderator looks at it first");
        }
        let seen = Seen {
            outbox: id,
            post: world.fresh_id(),
            thread: reply.thread.to_owned(),
            to: reply.to.to_owned(),
            author: reply.author.to_owned(),
            audience: reply.audience,
            text: reply.text.to_owned(),
            at,
        };
        world.show(seen.clone());
        let dropped = world.faults.strikes(Fault::AcceptThenDrop);
        let result = found(&world, &seen);
        drop(world);
        self.inner.to_push.notify_one();
        // Nobody needs to listen.
        drop(self.inner.replies.send(seen));
        if dropped { ended(ResultState::Unknown, "the connection broke off") } else { result }
    }
}

struct Reply<'c> {
    thread: &'c str,
    to: &'c str,
    author: &'c str,
    audience: Audience,
    text: &'c str,
}

impl Reply<'_> {
    /// What the network never takes. A post from before its start is unknown to it, and fine.
    fn refused(&self, world: &World) -> Option<CommandResult> {
        if self.text.trim().is_empty() {
            return Some(ended(ResultState::Failed, "an empty reply"));
        }
        let gone = world.posts.get(self.to).is_some_and(|stored| stored.deleted);
        gone.then(|| ended(ResultState::Failed, "the post was deleted by its author"))
    }
}

fn found(world: &World, seen: &Seen) -> CommandResult {
    let url = world.posts.get(&seen.post).and_then(|stored| stored.item.url.clone());
    CommandResult { state: ResultState::Sent, id: Some(seen.post.clone()), url, detail: None }
}

fn lost() -> CommandResult {
    ended(ResultState::Unknown, "it was there a moment ago")
}

fn ended(state: ResultState, detail: &str) -> CommandResult {
    CommandResult { state, id: None, url: None, detail: Some(detail.to_owned()) }
}
