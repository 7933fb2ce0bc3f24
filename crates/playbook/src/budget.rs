//! What lines may do in an hour: a line that goes wild stops by itself.

use std::collections::BTreeMap;

use earshot_model::{Action, Decision, Reason, Time};

use crate::{Limits, Playbook};

/// Acts of the running hour, counted. Suggestions to agents are free; tags, notes to queues and
/// questions to departments count.
#[derive(Debug, Clone)]
pub struct Budget {
    limits: Limits,
    /// The hour that is counted, since 1970.
    hour: i64,
    all: u32,
    lines: BTreeMap<i64, u32>,
}

impl Playbook {
    /// A fresh budget after this playbook's limits.
    #[must_use]
    pub fn budget(&self) -> Budget {
        Budget { limits: self.limits, hour: i64::MIN, all: 0, lines: BTreeMap::new() }
    }
}

impl Budget {
    /// Takes the acts of a decision out of the budget. When they do not fit, the decision keeps its
    /// answers and suggestions and loses its acts, and says so. Gives whether they fit.
    pub fn spend(&mut self, decision: &mut Decision, at: Time) -> bool {
        let hour = at.micros().div_euclid(Time::HOUR);
        if hour != self.hour {
            (self.hour, self.all) = (hour, 0);
            self.lines.clear();
        }
        let acts = decision.actions.iter().filter(|action| is_act(action)).count();
        let acts = u32::try_from(acts).unwrap_or(u32::MAX);
        if acts == 0 {
            return true;
        }
        let all = self.all.saturating_add(acts);
        let spent = |line: &i64| self.lines.get(line).copied().unwrap_or(0).saturating_add(acts);
        let over =
            decision.behind.what.iter().find(|l| spent(l) > self.limits.line_actions_an_hour);
        let over = over.copied();
        if all > self.limits.actions_an_hour || over.is_some() {
            decision.keep_actions(|action| !is_act(action));
            let key = "reason-budget".to_owned();
            decision.reasons.push(Reason { line: over, key, values: Vec::new() });
            return false;
        }
        self.all = all;
        for line in &decision.behind.what {
            let spent = self.lines.entry(*line).or_default();
            *spent = spent.saturating_add(acts);
        }
        true
    }
}

/// Whether an action changes something by itself.
const fn is_act(action: &Action) -> bool {
    matches!(action, Action::Tag { .. } | Action::Notify { .. } | Action::Consult { .. })
}
