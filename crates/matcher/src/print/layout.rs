//! Writes a query over several lines, with its notes.

use crate::ast::Node;
use crate::lexer::{Lexed, Lexeme, lex};
use crate::query::Query;

/// Characters of a line, where no single word is longer.
const WIDTH: usize = 80;
/// Spaces before what stands in brackets over several lines.
const STEP: usize = 2;

impl Query {
    /// Writes it in the form of `Display`, over several lines where it is long, and with the notes
    /// that `text` has, from which it was read: each before the word or field that it stood before.
    /// It reads as the same query.
    #[must_use]
    pub fn layout(&self, text: &str) -> String {
        let mut layout = Layout { notes: notes(text, self) };
        let mut lines = layout.lay(self.node(), WIDTH);
        let rest = layout.notes.drain(..).map(|(_, note)| note);
        lines.extend(rest);
        if fits(&lines, WIDTH) { lines.join(" ") } else { lines.join("\n") }
    }
}

/// The notes of a text, each with the number of the leaf or name before which it stands.
fn notes(text: &str, query: &Query) -> std::collections::VecDeque<(usize, String)> {
    let note = |lexed: &Lexed<'_>| {
        let start = usize::try_from(lexed.at.start).ok()?;
        let end = usize::try_from(lexed.at.end).ok()?;
        let before = query.places().iter().filter(|place| place.start < lexed.at.start).count();
        Some((before, text.get(start..end)?.to_owned()))
    };
    let (lexed, _) = lex(text);
    lexed.iter().filter(|lexed| lexed.lexeme == Lexeme::Comment).filter_map(note).collect()
}

/// A query while it is written.
struct Layout {
    /// Those that are not written yet; the number counts the leaves to be written before.
    notes: std::collections::VecDeque<(usize, String)>,
}

impl Layout {
    /// The lines of a part, where `room` characters are left.
    fn lay(&mut self, node: &Node, room: usize) -> Vec<String> {
        match node {
            Node::And(nodes) => self.join(nodes.iter(), "AND", room),
            Node::Or(nodes) => self.join(nodes.iter(), "OR", room),
            Node::Near(near) => {
                self.join([&near.left, &near.right].into_iter(), &near.reach.to_string(), room)
            }
            Node::Not(node) => led("NOT", self.inner(node, room)),
            Node::Named(_) | Node::Leaf(_) => {
                let mut lines = Vec::new();
                while let Some((_, note)) = self.notes.pop_front_if(|(before, _)| *before == 0) {
                    lines.push(note);
                }
                self.notes.iter_mut().for_each(|(before, _)| *before = before.saturating_sub(1));
                lines.push(node.to_string());
                if fits(&lines, room) { vec![lines.join(" ")] } else { lines }
            }
        }
    }

    /// Several parts with an operator between: as many on a line as there is room for.
    fn join<'n>(
        &mut self,
        nodes: impl Iterator<Item = &'n Node>,
        operator: &str,
        room: usize,
    ) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for node in nodes {
            let part = self.inner(node, room);
            if lines.is_empty() {
                lines = part;
                continue;
            }
            let part = led(operator, part);
            match (lines.last_mut(), part.as_slice()) {
                (Some(last), [only]) if length(last) + 1 + length(only) <= room => {
                    last.push(' ');
                    last.push_str(only);
                }
                _ => lines.extend(part),
            }
        }
        lines
    }

    /// A part inside of another: operators get brackets.
    fn inner(&mut self, node: &Node, room: usize) -> Vec<String> {
        if !matches!(node, Node::And(_) | Node::Or(_) | Node::Near(_)) {
            return self.lay(node, room);
        }
        let lines = self.lay(node, room.saturating_sub(STEP));
        if let [only] = lines.as_slice()
            && !only.contains('\n')
        {
            return vec![format!("({only})")];
        }
        let indented = lines.into_iter().map(|line| format!("{}{line}", " ".repeat(STEP)));
        std::iter::once("(".to_owned()).chain(indented).chain([")".to_owned()]).collect()
    }
}

/// Lines with an operator before the first.
fn led(operator: &str, mut lines: Vec<String>) -> Vec<String> {
    if let Some(first) = lines.first_mut() {
        *first = format!("{operator} {first}");
    }
    lines
}

/// Whether all of it has room on one line.
fn fits(lines: &[String], room: usize) -> bool {
    lines.iter().map(|line| length(line) + 1).fold(0_usize, usize::saturating_add) <= room + 1
}

/// How many characters a line has; one that is several lines itself is too long for any.
fn length(line: &str) -> usize {
    if line.contains('\n') { usize::MAX / 2 } else { line.chars().count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> String {
        let query = Query::parse_search(text).unwrap();
        let laid = query.layout(text);
        let again = Query::parse_search(&laid).unwrap();
        assert_eq!(again.node(), query.node(), "{laid}");
        assert_eq!(again.layout(&laid), laid);
        laid
    }

    #[test]
    fn what_is_short_stays_on_one_line() {
        assert_eq!(layout("a b  OR c"), "(a AND b) OR c");
        assert_eq!(layout("a /* why */ -b"), "a AND NOT /* why */ b");
        assert_eq!(layout("a <<<x>>> /* last */"), "a <<<x>>> /* last */");
    }

    #[test]
    fn what_is_long_is_broken_and_keeps_its_notes() {
        let text = "/* the brand */ (acme OR @acme OR \"acme kettle\" OR acmekettle) AND /* trouble:\n  \
                    as people say it */ (broken OR refund* OR \"does not work\" OR \"stopped working\" OR \
                    leaks OR leaking) NOT (job OR hiring) /* no jobs */";
        assert_eq!(
            layout(text),
            "(/* the brand */ acme OR @acme OR \"acme kettle\" OR acmekettle)\n\
             AND (\n  \
               /* trouble:\n  as people say it */\n  \
               broken OR refund* OR \"does not work\" OR \"stopped working\" OR leaks OR leaking\n\
             ) AND NOT (job OR hiring)\n\
             /* no jobs */"
        );
    }

    #[test]
    fn a_long_list_fills_its_lines() {
        let words: Vec<String> = (0..60).map(|number| format!("word{number}")).collect();
        let laid = layout(&format!("acme ({})", words.join(" OR ")));
        assert!(laid.lines().count() < 13, "{laid}");
        assert!(laid.lines().all(|line| line.chars().count() <= WIDTH), "{laid}");
    }
}
