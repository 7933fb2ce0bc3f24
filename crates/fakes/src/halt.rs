//! Moments at which a test can strike: whoever comes there is held until the test lets go.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

/// A moment in the life of an answer, as its channel sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// It is here, and nobody saw it yet.
    Handed,
    /// The customer sees it, and nobody was told that they do.
    Shown,
    /// The word that it stands there leaves at this moment. Nobody is held here.
    Answered,
    /// Somebody asks whether it stands there, and has no answer yet.
    Looking,
    /// The word whether it stands there leaves at this moment. Nobody is held here.
    Looked,
}

/// Somebody who is to be held. Dropping it lets go.
#[derive(Debug)]
pub struct Stop {
    reached: oneshot::Receiver<String>,
    _go_on: oneshot::Sender<()>,
}

impl Stop {
    /// Waits until somebody comes; gives the mark of the answer where the channel knows it, else
    /// nothing or the channel's own id of what it is about.
    pub async fn reached(&mut self) -> Option<String> {
        (&mut self.reached).await.ok()
    }
}

type Held = (oneshot::Sender<String>, oneshot::Receiver<()>);

/// Who is to be held, and where.
#[derive(Debug, Default)]
pub(crate) struct Halts(Mutex<BTreeMap<Moment, Held>>);

impl Halts {
    /// Holds whoever comes to this moment next. A hold that was asked for before is over.
    pub(crate) fn stop_at(&self, moment: Moment) -> Stop {
        let (tell, reached) = oneshot::channel();
        let (go_on, wait) = oneshot::channel();
        self.held().insert(moment, (tell, wait));
        Stop { reached, _go_on: go_on }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, BTreeMap<Moment, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody comes to a moment, with this mark; waits there if they are to be held.
    pub(crate) async fn pass(&self, moment: Moment, mark: &str) {
        if let Some(wait) = self.tell(moment, mark) {
            // It ends when the test lets go, which it does by dropping its side.
            drop(wait.await);
        }
    }

    /// As [`Halts::pass`], and goes on in any case.
    pub(crate) fn mark(&self, moment: Moment, mark: &str) {
        drop(self.tell(moment, mark));
    }

    fn tell(&self, moment: Moment, mark: &str) -> Option<oneshot::Receiver<()>> {
        let (tell, wait) = self.held().remove(&moment)?;
        tell.send(mark.to_owned()).ok().map(|()| wait)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Halts, Moment};

    #[tokio::test]
    async fn one_is_held_until_the_test_lets_go_and_the_next_one_passes() {
        let halts = Arc::new(Halts::default());
        let mut stop = halts.stop_at(Moment::Shown);
        halts.pass(Moment::Handed, "other").await;
        let held = halts.clone();
        let held = tokio::spawn(async move { held.pass(Moment::Shown, "a").await });
        assert_eq!(stop.reached().await.as_deref(), Some("a"));
        halts.pass(Moment::Shown, "b").await;
        assert!(!held.is_finished());
        drop(stop);
        held.await.unwrap();
    }

    #[tokio::test]
    async fn a_mark_holds_nobody() {
        let halts = Halts::default();
        let mut stop = halts.stop_at(Moment::Answered);
        halts.mark(Moment::Answered, "a");
        assert_eq!(stop.reached().await.as_deref(), Some("a"));
        drop(halts.stop_at(Moment::Looking));
        halts.pass(Moment::Looking, "b").await;
    }
}
