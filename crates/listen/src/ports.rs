//! The stages of the funnel as this crate asks them: small traits, one answer each.

use earshot_funnel::{Funnel, Input};
use earshot_matcher::{ListenerSet, PostView};
use earshot_model::{Decision, ListenerHit, Routing, Verdict};
use earshot_playbook::{Facts, Playbook};
use earshot_route::{DeskState, Router};

/// The listening engine: which listeners does a post satisfy?
pub trait Match: Send + Sync {
    /// Every listener that matches, with the places in the text.
    ///
    /// Listeners that ask about the verdict are left out while the post has none.
    fn matches(&self, post: &PostView<'_>) -> Vec<ListenerHit>;

    /// Whether some listener asks for the post, or may once there is a verdict: a source that tells
    /// everything is sifted by that.
    fn asks_for(&self, post: &PostView<'_>) -> bool;

    /// Whether some listener asks about the verdict, so that it is worth asking again once there is
    /// one.
    fn waits_for_verdict(&self) -> bool;
}

/// The funnel: what is a post about, and how does its author feel?
pub trait Judge: Send + Sync {
    /// The verdict, each field with confidence and evidence.
    fn judge(&self, input: &Input<'_>) -> Verdict;
}

/// The playbook: is an answer warranted, who gives it, and what else is to be done?
pub trait Decide: Send + Sync {
    /// The decision, with the lines that made it.
    fn decide(&self, facts: &Facts) -> Decision;
}

/// The router: which queue, which person, until when?
pub trait Route: Send + Sync {
    /// The routing, with its reasons.
    fn route(&self, decision: &Decision, desk: &DeskState<'_>) -> Routing;
}

impl Match for ListenerSet {
    fn matches(&self, post: &PostView<'_>) -> Vec<ListenerHit> {
        Self::matches(self, post)
    }

    fn asks_for(&self, post: &PostView<'_>) -> bool {
        Self::asks_for(self, post)
    }

    fn waits_for_verdict(&self) -> bool {
        Self::waits_for_verdict(self)
    }
}

impl Judge for Funnel {
    fn judge(&self, input: &Input<'_>) -> Verdict {
        Self::judge(self, input)
    }
}

impl Decide for Playbook {
    fn decide(&self, facts: &Facts) -> Decision {
        Self::decide(self, facts)
    }
}

impl Route for Router {
    fn route(&self, decision: &Decision, desk: &DeskState<'_>) -> Routing {
        Self::route(self, decision, desk)
    }
}
