//! Lines of single channels: they can be stricter than the lines for all channels, never laxer.
//!
//! Stricter means: answered rather than recorded, recorded rather than left; sooner; less public;
//! with more skills, more acts, an approval, an earlier follow-up. Who has the matter is filled
//! where it was open, and otherwise stays.

use earshot_model::{Later, Outcome, SlaClass};

use crate::compile::Ready;

use super::making::{Making, add, said};

impl Making<'_> {
    /// A line of the post's channel holds.
    pub(super) fn tighten(&mut self, line: &Ready) {
        let (then, number) = (&line.then, line.number);
        let warranted = self.raise(then.warranted);
        if warranted {
            self.made.behind.warranted.push(number);
        }
        let mut who = add(&mut self.made.skills, &then.skills);
        for (place, value) in
            [(&mut self.made.queue, &then.queue), (&mut self.made.department, &then.department)]
        {
            if place.is_none() && value.is_some() {
                place.clone_from(value);
                who = true;
            }
        }
        let mut what = self.made.advise(number, &then.next);
        if let Some(place) = then.visibility.filter(|place| self.place.is_none_or(|p| *place > p)) {
            self.place = Some(place);
            what = true;
        }
        // A post that is not answered has no clock, whatever the line says.
        let answered = self.outcome == Some(Outcome::Respond);
        let sooner =
            then.clock.filter(|_| answered).filter(|clock| self.clock.is_none_or(|c| *clock < c));
        if sooner.is_some() {
            self.clock = sooner;
            what = true;
        }
        for (place, value) in [(&mut self.made.approval, &then.approval)] {
            if place.is_none() && value.is_some() {
                place.clone_from(value);
                what = true;
            }
        }
        if self.made.strategy.is_none() && then.strategy.is_some() {
            self.made.strategy = then.strategy;
            what = true;
        }
        if let Some(later) = then.follow_up.filter(|later| earlier(*later, self.made.later)) {
            self.made.later = Some(later);
            what = true;
        }
        if warranted || who || what {
            self.made.reasons.push(said("reason-channel-line", line, None));
            self.remember(number, who, what);
        }
    }

    /// Takes a stricter outcome. Gives whether it did.
    fn raise(&mut self, to: Option<Outcome>) -> bool {
        let Some(to) = to else { return false };
        let now = self.outcome.unwrap_or(Outcome::Leave);
        if strictness(to) <= strictness(now) {
            return false;
        }
        self.outcome = Some(to);
        if to == Outcome::Respond {
            // The clock of a post that is not answered was none; now there is an answer to wait for.
            self.clock = Some(SlaClass::Normal);
        }
        true
    }
}

/// How strict an outcome is: an answer is the strictest.
pub(crate) const fn strictness(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Leave => 0,
        Outcome::Record => 1,
        Outcome::Respond => 2,
    }
}

fn earlier(later: Later, than: Option<Later>) -> bool {
    than.is_none_or(|than| than.what == later.what && later.minutes < than.minutes)
}
