//! The brackets that are open, and how what stands in them melts together.

use earshot_model::Span;

use super::Parser;
use super::check::stands_beside_near;
use super::fields::Field;
use crate::ast::{Near, Node, Reach};
use crate::error::{Problem, Side};
use crate::lexer::{Fault, Lexeme, Read};
use crate::query::{MAX_DEPTH, MAX_TERMS};
use crate::warning::Caution;

/// Longest reading that a warning repeats, in characters.
const LONGEST_READING: usize = 300;

/// A part of the tree, with the bytes of the query that it was read from.
pub(super) struct Item {
    pub(super) node: Node,
    pub(super) at: Span,
    pub(super) depth: usize,
}

/// A group that is being read.
pub(super) struct Frame {
    /// Its bracket.
    open: Span,
    /// The field whose values stand in it.
    pub(super) field: Option<Field>,
    /// How many places were known when it began.
    pub(super) places: usize,
    or: Vec<Item>,
    and: Vec<Item>,
    not: Option<Span>,
    near: Option<(Item, &'static str, Reach)>,
    operand: Option<Item>,
    /// An operator that still needs its right side.
    waiting: Option<(&'static str, Span)>,
    /// Whether an AND has several parts.
    several: bool,
}

impl Frame {
    pub(super) const fn new(open: Span, field: Option<Field>, places: usize) -> Self {
        Self {
            open,
            field,
            places,
            or: Vec::new(),
            and: Vec::new(),
            not: None,
            near: None,
            operand: None,
            waiting: None,
            several: false,
        }
    }

    fn is_empty(&self) -> bool {
        self.or.is_empty() && self.and.is_empty() && self.operand.is_none()
    }
}

impl Parser<'_, '_, '_> {
    /// The group that is being read. There is always one until the query ends.
    fn frame(&mut self) -> Read<&mut Frame> {
        let end = crate::lexer::span(self.text.len(), self.text.len());
        self.frames.last_mut().ok_or(Fault { at: end, problem: Problem::StrayClose })
    }

    pub(super) fn open(&mut self, at: Span, field: Option<Field>) -> Read<()> {
        if let Some(next) = self.peek()
            && next.lexeme == Lexeme::Close
        {
            let at = Span { start: at.start, end: next.at.end };
            return Err(Fault { at, problem: Problem::EmptyBrackets });
        }
        let field = field.or_else(|| self.inside());
        self.frames.push(Frame::new(at, field, self.places.len()));
        Ok(())
    }

    pub(super) fn close(&mut self, at: Span) -> Read<()> {
        if self.frames.len() < 2 {
            return Err(Fault { at, problem: Problem::StrayClose });
        }
        let places = self.frame()?.places;
        let mut item = self.close_frame(Some(at))?;
        if let Some(tilde) = self.glued(at)
            && let Lexeme::Tilde(distance) = tilde.lexeme
        {
            self.at += 1;
            item = self.group_together(item, distance, tilde.at)?;
            self.places.truncate(places);
            self.places.push(item.at);
        }
        self.operand(item)
    }

    /// Ends the innermost group: its parts melt into one.
    pub(super) fn close_frame(&mut self, close: Option<Span>) -> Read<Item> {
        self.needs_right_side()?;
        self.end_or()?;
        let frame = self.frames.pop();
        let fault =
            Fault { at: close.unwrap_or(Span { start: 0, end: 0 }), problem: Problem::Empty };
        let Some(frame) = frame else { return Err(fault) };
        if close.is_none() && !self.frames.is_empty() {
            return Err(Fault { at: frame.open, problem: Problem::MissingClose { open: 0 } });
        }
        let mixed = frame.several && frame.or.len() > 1;
        let mut item =
            melt(frame.or, Node::any, &Node::Or(Vec::new()), self.terms).ok_or(fault)??;
        if mixed {
            let reading = shorten(&item.node.to_string());
            self.warn(item.at, Caution::MixedOperators { reading });
        }
        if let Some(close) = close {
            item.at = Span { start: frame.open.start, end: close.end };
        }
        Ok(item)
    }

    /// A word, a group, a field: what operators stand between.
    pub(super) fn operand(&mut self, item: Item) -> Read<()> {
        if self.frame()?.operand.is_some() {
            self.end_not()?;
        }
        let frame = self.frame()?;
        frame.operand = Some(item);
        frame.waiting = None;
        self.end_near()
    }

    pub(super) fn join(&mut self, operator: &'static str, at: Span) -> Read<()> {
        self.needs_left_side(operator, at)?;
        if operator == "OR" {
            self.end_and()?;
        } else {
            self.end_not()?;
        }
        self.frame()?.waiting = Some((operator, at));
        Ok(())
    }

    pub(super) fn negate(&mut self, operator: &'static str, at: Span) -> Read<()> {
        if self.frame()?.operand.is_some() {
            self.end_not()?;
        }
        let frame = self.frame()?;
        if let Some((_, operator, _)) = &frame.near {
            return Err(Fault { at, problem: Problem::NotNear { operator, at: 0 } });
        }
        if let Some(first) = frame.not {
            let at = Span { start: first.start, end: at.end };
            return Err(Fault { at, problem: Problem::DoubleNot });
        }
        frame.not = Some(at);
        frame.waiting = Some((operator, at));
        Ok(())
    }

    pub(super) fn near(&mut self, operator: &'static str, reach: Reach, at: Span) -> Read<()> {
        self.needs_left_side(operator, at)?;
        let frame = self.frame()?;
        if let Some(field) = frame.field {
            let problem = Problem::OperatorInField { operator, field: field.name() };
            return Err(Fault { at, problem });
        }
        frame.near = frame.operand.take().map(|left| (left, operator, reach));
        frame.waiting = Some((operator, at));
        Ok(())
    }

    fn needs_left_side(&mut self, operator: &'static str, at: Span) -> Read<()> {
        self.needs_right_side()?;
        if self.frame()?.operand.is_some() {
            return Ok(());
        }
        let problem = Problem::NothingBeside { operator, side: Side::Left };
        Err(Fault { at, problem })
    }

    /// Whatever operator was read last has its right side.
    fn needs_right_side(&mut self) -> Read<()> {
        match self.frame()?.waiting {
            None => Ok(()),
            Some((operator, at)) => {
                let problem = Problem::NothingBeside { operator, side: Side::Right };
                Err(Fault { at, problem })
            }
        }
    }

    /// A NEAR that waits for its right side takes the operand.
    fn end_near(&mut self) -> Read<()> {
        let frame = self.frame()?;
        if frame.near.is_none() {
            return Ok(());
        }
        let (Some((left, operator, reach)), Some(right)) =
            (frame.near.take(), frame.operand.take())
        else {
            return Ok(());
        };
        for side in [&left, &right] {
            if !stands_beside_near(&side.node) {
                return Err(Fault { at: side.at, problem: Problem::NotNear { operator, at: 0 } });
            }
        }
        let at = Span { start: left.at.start, end: right.at.end };
        let depth = deeper(left.depth.max(right.depth), at)?;
        let node = Node::Near(Box::new(Near { left: left.node, right: right.node, reach }));
        self.frame()?.operand = Some(Item { node, at, depth });
        Ok(())
    }

    /// The operand, negated or not, becomes a part of the AND.
    fn end_not(&mut self) -> Read<()> {
        let frame = self.frame()?;
        let Some(mut item) = frame.operand.take() else { return Ok(()) };
        if let Some(not) = frame.not.take() {
            item.at.start = not.start;
            item.depth = match &item.node {
                Node::Not(_) => item.depth.saturating_sub(1),
                _ => deeper(item.depth, item.at)?,
            };
            item.node = item.node.negate();
        }
        frame.and.push(item);
        Ok(())
    }

    fn end_and(&mut self) -> Read<()> {
        self.end_not()?;
        let terms = self.terms;
        let frame = self.frame()?;
        let parts = std::mem::take(&mut frame.and);
        frame.several |= parts.len() > 1;
        if let Some(item) = melt(parts, Node::all, &Node::And(Vec::new()), terms) {
            frame.or.push(item?);
        }
        Ok(())
    }

    fn end_or(&mut self) -> Read<()> {
        if self.frame()?.is_empty() {
            return Ok(());
        }
        self.end_and()
    }
}

/// Makes one item of several; `None` where there is none. `like` has the operator that melts.
fn melt(
    mut items: Vec<Item>,
    make: fn(Vec<Node>) -> Option<Node>,
    like: &Node,
    terms: usize,
) -> Option<Read<Item>> {
    let (first, last) = (items.first()?.at, items.last()?.at);
    let at = Span { start: first.start, end: last.end };
    if let [_] = items.as_slice() {
        return items.pop().map(Ok);
    }
    if terms > MAX_TERMS {
        // The text is refused in the end; only its terms are still counted.
        items.truncate(1);
        return items.pop().map(Ok);
    }
    let same = |node: &Node| std::mem::discriminant(node) == std::mem::discriminant(like);
    let inner = items
        .iter()
        .map(|item| if same(&item.node) { item.depth } else { item.depth + 1 })
        .max()?;
    let node = make(items.into_iter().map(|item| item.node).collect())?;
    Some(deeper(inner.saturating_sub(1), at).map(|depth| Item { node, at, depth }))
}

/// One operator more; refused where there are too many.
fn deeper(depth: usize, at: Span) -> Read<usize> {
    if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(Fault { at, problem: Problem::TooDeep }) }
}

fn shorten(reading: &str) -> String {
    if reading.chars().count() <= LONGEST_READING {
        return reading.to_owned();
    }
    reading.chars().take(LONGEST_READING).chain("…".chars()).collect()
}
