//! Programs: a query as tests with jumps, all listeners in one stream of 32-bit words.
//!
//! A program is the listener's number and then instructions; each begins with a word that says
//! what it is, and one with two jumps, counted in words from the program's first instruction:
//!
//! | instruction | words |
//! |---|---|
//! | test | its number; jumps; its probe |
//! | any of n tests | n; jumps; n probes; n numbers |
//! | a shared "any of" | its number; jumps |
//!
//! Every jump goes forward, so a program ends after at most as many steps as it has words.

use std::collections::HashMap;

use super::lower::{Lowering, small};
use super::plan::Plan;

/// What an instruction is: the lower bits of its first word.
pub(super) const KIND_BITS: u32 = 2;
pub(super) const TEST: u32 = 0;
pub(super) const ANY: u32 = 1;
pub(super) const SHARED: u32 = 2;
/// The jump that ends a program with yes.
pub(super) const ACCEPT: u32 = 0xFFFF;
/// The jump that ends a program with no.
pub(super) const REJECT: u32 = 0xFFFE;
/// Shorter lists are asked again rather than remembered.
const SHORTEST_SHARED: usize = 4;

/// Where a jump leads.
#[derive(Debug, Clone, Copy)]
enum Target {
    Accept,
    Reject,
    Label(usize),
}

/// Lists of tests that several listeners share are asked once a post.
#[derive(Debug, Default)]
pub(super) struct Shared {
    uses: HashMap<Vec<u32>, u32>,
    numbers: HashMap<Vec<u32>, u32>,
    /// The lists themselves, and where each begins.
    pub(super) lists: Vec<u32>,
    pub(super) starts: Vec<u32>,
}

impl Shared {
    /// Counts the lists of a plan.
    pub(super) fn count(&mut self, plan: &Plan) {
        match plan {
            Plan::Always | Plan::Never | Plan::Test(_) => {}
            Plan::Not(plan) => self.count(plan),
            Plan::All(plans) => plans.iter().for_each(|plan| self.count(plan)),
            Plan::Any(plans) => {
                let (tests, _) = split(plans);
                if tests.len() >= SHORTEST_SHARED {
                    *self.uses.entry(tests).or_default() += 1;
                }
                plans.iter().for_each(|plan| self.count(plan));
            }
        }
    }

    /// The number of a list that others use too.
    fn number(&mut self, tests: &[u32], lowering: &Lowering<'_, '_>) -> Option<u32> {
        if self.uses.get(tests).is_none_or(|uses| *uses < 2) {
            return None;
        }
        if let Some(number) = self.numbers.get(tests) {
            return Some(*number);
        }
        let number = small(self.starts.len());
        self.starts.push(small(self.lists.len()));
        write_list(&mut self.lists, tests, lowering);
        self.numbers.insert(tests.to_vec(), number);
        Some(number)
    }
}

/// Writes programs.
#[derive(Debug, Default)]
pub(super) struct Programs {
    pub(super) code: Vec<u32>,
}

/// A program in the making.
struct Draft<'a, 'q, 'f> {
    code: &'a mut Vec<u32>,
    lowering: &'a Lowering<'q, 'f>,
    shared: &'a mut Shared,
    /// Where its first instruction stands.
    start: usize,
    labels: Vec<usize>,
    /// Where jumps are to be written, and the targets for yes and no.
    jumps: Vec<(usize, Target, Target)>,
}

impl Programs {
    /// Adds the program of a plan; says where it begins.
    pub(super) fn add(
        &mut self,
        listener: u32,
        plan: &Plan,
        lowering: &Lowering<'_, '_>,
        shared: &mut Shared,
    ) -> u32 {
        let program = small(self.code.len());
        self.code.push(listener);
        let start = self.code.len();
        let code = &mut self.code;
        let mut draft =
            Draft { code, lowering, shared, start, labels: Vec::new(), jumps: Vec::new() };
        draft.write_woken(plan);
        draft.resolve();
        program
    }
}

impl Draft<'_, '_, '_> {
    /// The whole program. The part whose keys woke it holds almost always, so it is asked last of
    /// those that are quick.
    fn write_woken(&mut self, plan: &Plan) {
        let Plan::All(plans) = plan else {
            return self.write(plan, Target::Accept, Target::Reject);
        };
        let cost = |plan: &Plan| self.lowering.need(plan).anchors().map(|(cost, _)| cost);
        let cheapest = plans
            .iter()
            .filter_map(|plan| Some((cost(plan)?, plan)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let waker = cheapest.map(|(_, plan)| std::ptr::from_ref(plan));
        self.all(plans, waker, Target::Accept, Target::Reject);
    }

    /// All of several: the least likely first, slow ones at the end.
    fn all(&mut self, plans: &[Plan], waker: Option<*const Plan>, yes: Target, no: Target) {
        let mut plans: Vec<&Plan> = plans.iter().collect();
        let order = |plan: &Plan| {
            let woke = waker == Some(std::ptr::from_ref(plan));
            (self.lowering.is_slow(plan), woke, self.lowering.share(plan))
        };
        plans.sort_by(|a, b| {
            let ((a_slow, a_woke, a), (b_slow, b_woke, b)) = (order(a), order(b));
            a_slow.cmp(&b_slow).then(a_woke.cmp(&b_woke)).then(a.total_cmp(&b))
        });
        self.chain(&plans, |draft, plan, next| draft.write(plan, next.unwrap_or(yes), no));
    }

    fn write(&mut self, plan: &Plan, yes: Target, no: Target) {
        match plan {
            // None of no tests holds.
            Plan::Never => self.tests(&[], yes, no),
            Plan::Always => self.tests(&[], no, yes),
            Plan::Test(test) => self.tests(&[*test], yes, no),
            Plan::Not(plan) => self.write(plan, no, yes),
            Plan::All(plans) => self.all(plans, None, yes, no),
            Plan::Any(plans) => self.any(plans, yes, no),
        }
    }

    /// First the plain tests as a list, then the rest, likeliest first.
    fn any(&mut self, plans: &[Plan], yes: Target, no: Target) {
        let (tests, mut rest) = split(plans);
        let share = |plan: &&Plan| self.lowering.share(plan);
        rest.sort_by(|a, b| share(b).total_cmp(&share(a)));
        if rest.is_empty() {
            return self.tests(&tests, yes, no);
        }
        if !tests.is_empty() {
            let next = self.label();
            self.tests(&tests, yes, Target::Label(next));
            self.put(next);
        }
        self.chain(&rest, |draft, plan, next| draft.write(plan, yes, next.unwrap_or(no)));
    }

    /// Writes one plan after the other; each but the last is told where the next begins.
    fn chain(&mut self, plans: &[&Plan], mut write: impl FnMut(&mut Self, &Plan, Option<Target>)) {
        for (place, plan) in plans.iter().enumerate() {
            if place + 1 == plans.len() {
                write(self, plan, None);
            } else {
                let next = self.label();
                write(self, plan, Some(Target::Label(next)));
                self.put(next);
            }
        }
    }

    fn tests(&mut self, tests: &[u32], yes: Target, no: Target) {
        if let [test] = tests {
            self.head(TEST, *test, yes, no);
            self.code.push(self.lowering.probe(*test));
        } else if let Some(number) = self.shared.number(tests, self.lowering) {
            self.head(SHARED, number, yes, no);
        } else {
            self.head(ANY, small(tests.len()), yes, no);
            // The count is in the head already.
            let at = self.code.len();
            write_list(self.code, tests, self.lowering);
            self.code.remove(at);
        }
    }

    fn head(&mut self, kind: u32, value: u32, yes: Target, no: Target) {
        self.code.push(value << KIND_BITS | kind);
        self.jumps.push((self.code.len(), yes, no));
        self.code.push(0);
    }

    fn label(&mut self) -> usize {
        self.labels.push(0);
        self.labels.len() - 1
    }

    /// The label's place is here.
    fn put(&mut self, label: usize) {
        let here = self.code.len() - self.start;
        if let Some(place) = self.labels.get_mut(label) {
            *place = here;
        }
    }

    fn resolve(&mut self) {
        for (at, yes, no) in &self.jumps {
            let place = |target: &Target| match target {
                Target::Accept => ACCEPT,
                Target::Reject => REJECT,
                Target::Label(label) => self.labels.get(*label).map_or(REJECT, |at| small(*at)),
            };
            if let Some(word) = self.code.get_mut(*at) {
                *word = place(yes) | place(no) << 16;
            }
        }
    }
}

/// The count, the probes and the numbers of tests.
fn write_list(code: &mut Vec<u32>, tests: &[u32], lowering: &Lowering<'_, '_>) {
    code.push(small(tests.len()));
    code.extend(tests.iter().map(|test| lowering.probe(*test)));
    code.extend_from_slice(tests);
}

/// The plain tests among alternatives, each once, in order of their numbers; and the others.
fn split(plans: &[Plan]) -> (Vec<u32>, Vec<&Plan>) {
    let (mut tests, mut rest) = (Vec::new(), Vec::new());
    for plan in plans {
        match plan {
            Plan::Test(test) => tests.push(*test),
            plan => rest.push(plan),
        }
    }
    tests.sort_unstable();
    tests.dedup();
    (tests, rest)
}
