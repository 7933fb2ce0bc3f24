//! Listeners, compiled. A segment never changes.

use std::collections::HashMap;

use super::frequency::Frequencies;
use super::key::Key;
use super::lower::{Lowering, Parts, small};
use super::plan::Plan;
use super::program::{Programs, Shared};
use super::table::{Range, Table};
use super::test::Test;
use super::wants::Wants;
use crate::ast::Node;

/// Who is woken by a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    /// The program, by its number: alternatives of one listener have programs of their own.
    pub(super) program: u32,
    /// Where it begins.
    pub(super) code: u32,
    /// The probe of another key that the post must show; 0 where there is none.
    pub(super) guard: u32,
}

/// Listeners, compiled.
#[derive(Debug)]
pub(super) struct Segment {
    /// Every key for which somebody waits.
    pub(super) table: Table,
    pub(super) postings: Vec<Posting>,
    /// Programs that no key wakes: they are run for every post.
    pub(super) always: Vec<u32>,
    pub(super) code: Vec<u32>,
    pub(super) shared: Vec<u32>,
    pub(super) shared_starts: Vec<u32>,
    pub(super) tests: Vec<Test>,
    pub(super) parts: Parts,
    pub(super) wants: Wants,
    /// A bit for each listener that a verdict has to decide about.
    pub(super) pending: Vec<u64>,
    /// How many programs there are.
    pub(super) programs: usize,
    /// How many listeners there are.
    pub(super) listeners: usize,
}

impl Segment {
    /// Compiles queries. A listener is told by its place among them.
    pub(super) fn new(queries: &[&Node], frequencies: &Frequencies) -> Self {
        let mut lowering = Lowering::new(frequencies);
        let plans: Vec<Plan> = queries.iter().map(|query| lowering.plan(query, false)).collect();
        let mut shared = Shared::default();
        for plan in &plans {
            shared.count(plan);
        }
        let mut wiring = Wiring::default();
        for (listener, plan) in (0..).zip(&plans) {
            wiring.add(listener, plan, &lowering, &mut shared);
        }
        let (table, postings) = wiring.wire();
        let Lowering { known, wants, mut parts, .. } = lowering;
        let tests = known.iter().map(|known| known.test).collect();
        parts.shrink();
        let mut segment = Self {
            table,
            postings,
            always: wiring.always,
            code: wiring.programs.code,
            shared: shared.lists,
            shared_starts: shared.starts,
            tests,
            parts,
            wants,
            pending: pending(queries),
            programs: wiring.count,
            listeners: queries.len(),
        };
        segment.shrink();
        segment
    }

    /// Gives back the room that growing lists have left over.
    fn shrink(&mut self) {
        self.code.shrink_to_fit();
        self.shared.shrink_to_fit();
        self.shared_starts.shrink_to_fit();
        self.postings.shrink_to_fit();
        self.always.shrink_to_fit();
    }

    /// Whether a verdict has to decide about a listener.
    pub(super) fn is_pending(&self, listener: u32) -> bool {
        let place = usize::try_from(listener >> 6).unwrap_or(usize::MAX);
        self.pending.get(place).is_some_and(|bits| bits >> (listener & 63) & 1 != 0)
    }
}

/// A bit for each query that asks for something only a verdict knows.
fn pending(queries: &[&Node]) -> Vec<u64> {
    let mut pending = vec![0; queries.len() / 64 + 1];
    for (place, query) in queries.iter().enumerate() {
        if query.needs_verdict()
            && let Some(bits) = pending.get_mut(place / 64)
        {
            *bits |= 1 << (place % 64);
        }
    }
    pending
}

/// Programs and who wakes them, while a segment is made.
#[derive(Debug, Default)]
struct Wiring {
    programs: Programs,
    count: usize,
    always: Vec<u32>,
    waiting: HashMap<Key, Vec<Posting>>,
}

impl Wiring {
    /// Alternatives at the top of a query become programs of their own, each with its own anchors.
    fn add(
        &mut self,
        listener: u32,
        plan: &Plan,
        lowering: &Lowering<'_, '_>,
        shared: &mut Shared,
    ) {
        let alternatives = match plan {
            Plan::Never => return,
            Plan::Any(plans) => plans.as_slice(),
            plan => std::slice::from_ref(plan),
        };
        let (mut woken, mut unwoken) = (Vec::new(), Vec::new());
        for plan in alternatives {
            let need = lowering.need(plan);
            match need.anchors() {
                Some((_, anchors)) => woken.push((plan, need, anchors)),
                None => unwoken.push(plan),
            }
        }
        for (plan, need, mut anchors) in woken {
            let code = self.programs.add(listener, plan, lowering, shared);
            let guard = need.guard(&anchors).map_or(0, |(_, key)| key.probe());
            anchors.sort_unstable();
            anchors.dedup();
            for key in anchors {
                let posting = Posting { program: small(self.count), code, guard };
                self.waiting.entry(key).or_default().push(posting);
            }
            self.count += 1;
        }
        for plan in unwoken {
            self.always.push(self.programs.add(listener, plan, lowering, shared));
        }
    }

    /// The table over all keys, and all postings in the order of their keys.
    fn wire(&mut self) -> (Table, Vec<Posting>) {
        let mut waiting: Vec<(Key, Vec<Posting>)> = self.waiting.drain().collect();
        waiting.sort_unstable_by_key(|(key, _)| *key);
        let mut table = Table::new(waiting.len());
        let mut postings = Vec::new();
        for (key, found) in waiting {
            table.insert(key, Range { first: small(postings.len()), count: small(found.len()) });
            postings.extend(found);
        }
        (table, postings)
    }
}
