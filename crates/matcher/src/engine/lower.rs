//! From queries to plans over tests, each test kept once.

use std::collections::HashMap;

use super::frequency::Frequencies;
use super::need::Need;
use super::plan::Plan;
use super::test::{AsWritten, Fact, Packing, Some32, Step, Test, Texts, Wild, Word};
use super::wants::Wants;
use crate::ast::{Leaf, Near, Node, WordTest};

/// A test with what is known of it.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) test: Test,
    pub(super) need: Need,
    /// How likely a post passes it.
    pub(super) share: f64,
    /// The rarest key that a post which passes must show, as [`super::key::Key::probe`]; 0 where
    /// there is none.
    pub(super) probe: u32,
}

/// What all tests of a segment are made of.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) texts: Texts,
    pub(super) words: Vec<Word>,
    /// The words of phrases, one phrase after the other.
    pub(super) listed: Vec<u32>,
    /// Phrases that are items of a packing.
    pub(super) phrases: Vec<Some32>,
    pub(super) wild: Vec<Wild>,
    pub(super) raws: Vec<AsWritten>,
    pub(super) slops: Vec<Packing>,
    pub(super) steps: Vec<Step>,
    pub(super) facts: Vec<Fact>,
}

impl Parts {
    /// Gives back the room that growing lists have left over.
    pub(super) fn shrink(&mut self) {
        let Self { texts, words, listed, phrases, wild, raws, slops, steps, facts } = self;
        texts.shrink();
        words.shrink_to_fit();
        listed.shrink_to_fit();
        phrases.shrink_to_fit();
        wild.shrink_to_fit();
        raws.shrink_to_fit();
        slops.shrink_to_fit();
        steps.shrink_to_fit();
        facts.shrink_to_fit();
    }
}

/// Collects the tests of all listeners of a segment.
pub(super) struct Lowering<'q, 'f> {
    pub(super) frequencies: &'f Frequencies,
    pub(super) parts: Parts,
    pub(super) known: Vec<Known>,
    pub(super) wants: Wants,
    pub(super) word_numbers: HashMap<&'q WordTest, u32>,
    leaves: HashMap<&'q Leaf, u32>,
    /// Those that a verdict decides, by what they say before it.
    verdicts: HashMap<(&'q Leaf, bool), u32>,
    nears: HashMap<&'q Near, u32>,
}

impl<'q, 'f> Lowering<'q, 'f> {
    pub(super) fn new(frequencies: &'f Frequencies) -> Self {
        Self {
            frequencies,
            parts: Parts::default(),
            known: Vec::new(),
            wants: Wants::default(),
            word_numbers: HashMap::new(),
            leaves: HashMap::new(),
            verdicts: HashMap::new(),
            nears: HashMap::new(),
        }
    }

    /// The plan of a query. While a post has no verdict, what only that can say is taken as whatever
    /// lets more posts pass.
    pub(super) fn plan(&mut self, node: &'q Node, negated: bool) -> Plan {
        match node {
            Node::And(nodes) => {
                let plans: Vec<Plan> = nodes.iter().map(|node| self.plan(node, negated)).collect();
                Plan::all(plans)
            }
            Node::Or(nodes) => {
                let plans: Vec<Plan> = nodes.iter().map(|node| self.plan(node, negated)).collect();
                Plan::any(plans)
            }
            Node::Not(node) => self.plan(node, !negated).negated(),
            Node::Near(near) => self.near(near),
            Node::Named(named) => self.plan(&named.node, negated),
            Node::Leaf(leaf @ Leaf::Verdict(test)) => {
                let open = !negated;
                if let Some(number) = self.verdicts.get(&(leaf, open)) {
                    return Plan::Test(*number);
                }
                let number = self.know(Test::Verdict { test: *test, open }, Need::Nothing);
                self.verdicts.insert((leaf, open), number);
                Plan::Test(number)
            }
            Node::Leaf(leaf) => Plan::Test(self.leaf_test(leaf)),
        }
    }

    /// The number of the test of a leaf.
    pub(super) fn leaf_test(&mut self, leaf: &'q Leaf) -> u32 {
        if let Some(number) = self.leaves.get(leaf) {
            return *number;
        }
        let (test, need) = self.leaf(leaf);
        let number = self.know(test, need);
        self.leaves.insert(leaf, number);
        number
    }

    /// What stands on both sides is asked before how close it is: that is cheap, and rarely so.
    fn near(&mut self, near: &'q Near) -> Plan {
        let left = self.presence(&near.left);
        let right = self.presence(&near.right);
        let number = if let Some(number) = self.nears.get(near) {
            *number
        } else {
            let mut steps = Vec::new();
            self.steps(near, &mut steps);
            let first = self.parts.steps.len();
            self.parts.steps.extend(steps);
            let steps = Some32::since(first, &self.parts.steps);
            let need = Need::All(vec![self.need(&left), self.need(&right)]);
            let number = self.know(Test::Near(steps), need);
            self.nears.insert(near, number);
            number
        };
        Plan::all([left, right, Plan::Test(number)])
    }

    /// What must be there for a side of NEAR to have an occurrence.
    fn presence(&mut self, node: &'q Node) -> Plan {
        match node {
            Node::Or(nodes) => {
                let plans: Vec<Plan> = nodes.iter().map(|node| self.presence(node)).collect();
                Plan::any(plans)
            }
            Node::Near(near) => {
                let sides = [self.presence(&near.left), self.presence(&near.right)];
                Plan::all(sides)
            }
            Node::Named(named) => self.presence(&named.node),
            Node::Leaf(leaf) if leaf.is_text() => Plan::Test(self.leaf_test(leaf)),
            // Nothing else has occurrences.
            Node::Leaf(_) | Node::And(_) | Node::Not(_) => Plan::Never,
        }
    }

    fn steps(&mut self, near: &'q Near, steps: &mut Vec<Step>) {
        self.side(&near.left, steps);
        self.side(&near.right, steps);
        steps.push(Step::Near(near.reach));
    }

    fn side(&mut self, node: &'q Node, steps: &mut Vec<Step>) {
        match node {
            Node::Or(nodes) => {
                for node in nodes {
                    self.side(node, steps);
                }
                steps.push(Step::Join(small(nodes.len())));
            }
            Node::Near(near) => self.steps(near, steps),
            Node::Named(named) => self.side(&named.node, steps),
            Node::Leaf(leaf) if leaf.is_text() => steps.push(Step::Find(self.leaf_test(leaf))),
            Node::Leaf(_) | Node::And(_) | Node::Not(_) => steps.push(Step::Nothing),
        }
    }

    fn know(&mut self, test: Test, need: Need) -> u32 {
        let share = if matches!(need, Need::Nothing) { 0.5 } else { need.share() };
        let probe = need.guard(&[]).map_or(0, |(_, key)| key.probe());
        self.known.push(Known { test, need, share, probe });
        small(self.known.len() - 1)
    }

    fn known(&self, test: u32) -> Option<&Known> {
        self.known.get(usize::try_from(test).unwrap_or(usize::MAX))
    }

    /// What [`Known::probe`] says of a test.
    pub(super) fn probe(&self, test: u32) -> u32 {
        self.known(test).map_or(0, |known| known.probe)
    }

    /// What a post must show to match a plan.
    pub(super) fn need(&self, plan: &Plan) -> Need {
        match plan {
            Plan::All(plans) => Need::All(plans.iter().map(|plan| self.need(plan)).collect()),
            Plan::Any(plans) => Need::Any(plans.iter().map(|plan| self.need(plan)).collect()),
            Plan::Not(_) | Plan::Always | Plan::Never => Need::Nothing,
            Plan::Test(test) => self.known(*test).map_or(Need::Nothing, |known| known.need.clone()),
        }
    }

    /// How likely a post matches a plan, were all its parts independent.
    pub(super) fn share(&self, plan: &Plan) -> f64 {
        match plan {
            Plan::Always => 1.0,
            Plan::Never => 0.0,
            Plan::All(plans) => plans.iter().map(|plan| self.share(plan)).product(),
            Plan::Any(plans) => plans.iter().map(|plan| self.share(plan)).sum::<f64>().min(1.0),
            Plan::Not(plan) => 1.0 - self.share(plan),
            Plan::Test(test) => self.known(*test).map_or(1.0, |known| known.share),
        }
    }

    /// Whether asking takes a search over several occurrences.
    pub(super) fn is_slow(&self, plan: &Plan) -> bool {
        match plan {
            Plan::Always | Plan::Never => false,
            Plan::All(plans) | Plan::Any(plans) => plans.iter().any(|plan| self.is_slow(plan)),
            Plan::Not(plan) => self.is_slow(plan),
            Plan::Test(test) => self.known(*test).is_some_and(|known| {
                matches!(known.test, Test::Near(_) | Test::Slop(_) | Test::Raw(_))
            }),
        }
    }
}

/// A number that fits: no list of a segment is that long.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
