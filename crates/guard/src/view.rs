//! A reading of a text: what a reader sees, with the way back to the bytes that were written.

use std::ops::Range;

use crate::glyph::unfold;

/// One seen character and the bytes of the original that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) ch: char,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A text as a reader sees it.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) cells: Vec<Cell>,
}

/// A view as a string for a regular expression; byte offsets lead back to the original.
#[derive(Debug, Clone)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    /// First byte of each cell in `text`, ascending.
    starts: Vec<usize>,
    origins: Vec<(usize, usize)>,
}

impl View {
    /// Folds a text: compatibility forms, look-alikes and foreign digits become plain, and what
    /// cannot be seen goes.
    pub(crate) fn of(text: &str) -> Self {
        let mut cells = Vec::with_capacity(text.len());
        for (start, c) in text.char_indices() {
            let end = start + c.len_utf8();
            unfold(c, |ch| cells.push(Cell { ch, start, end }));
        }
        Self { cells }
    }

    /// The same, with letters that stand one by one ("j i m @") pushed together: runs of at least
    /// three tokens of one character lose the space between them.
    pub(crate) fn glued(&self) -> Self {
        let tokens = self.tokens();
        let mut keep = vec![true; self.cells.len()];
        let mut run = 0;
        for (at, token) in tokens.iter().enumerate() {
            run = if token.len() == 1 { run + 1 } else { 0 };
            let first = if run == 3 { at.saturating_sub(1) } else { at };
            if run >= 3 {
                for pair in tokens.get(first.saturating_sub(1)..=at).unwrap_or_default().windows(2)
                {
                    if let [left, right] = pair
                        && let Some(gap) = keep.get_mut(left.end..right.start)
                    {
                        gap.fill(false);
                    }
                }
            }
        }
        let cells = self.cells.iter().zip(keep).filter_map(|(cell, keep)| keep.then_some(*cell));
        Self { cells: cells.collect() }
    }

    /// Ranges of cells between white space.
    fn tokens(&self) -> Vec<Range<usize>> {
        let mut tokens = Vec::new();
        let mut open = None;
        for (at, cell) in self.cells.iter().enumerate() {
            match (cell.ch.is_whitespace(), open) {
                (true, Some(start)) => {
                    tokens.push(start..at);
                    open = None;
                }
                (false, None) => open = Some(at),
                _ => {}
            }
        }
        if let Some(start) = open {
            tokens.push(start..self.cells.len());
        }
        tokens
    }

    /// The character at a cell.
    pub(crate) fn ch(&self, at: usize) -> Option<char> {
        self.cells.get(at).map(|cell| cell.ch)
    }

    /// The character before a cell.
    pub(crate) fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.ch(at))
    }

    /// The bytes of the original that the cells `from..to` came from.
    pub(crate) fn origin(&self, from: usize, to: usize) -> Range<usize> {
        let cells = self.cells.get(from..to).unwrap_or_default();
        let start = cells.iter().map(|cell| cell.start).min().unwrap_or(0);
        start..cells.iter().map(|cell| cell.end).max().unwrap_or(start)
    }

    /// The view in lower case.
    pub(crate) fn lower(&self) -> Rendered {
        self.render(|c| c.to_lowercase().next().unwrap_or(c))
    }

    /// The view as written.
    pub(crate) fn cased(&self) -> Rendered {
        self.render(|c| c)
    }

    /// The view in upper case.
    pub(crate) fn upper(&self) -> Rendered {
        self.render(|c| c.to_ascii_uppercase())
    }

    fn render(&self, change: impl Fn(char) -> char) -> Rendered {
        let mut rendered = Rendered {
            text: String::with_capacity(self.cells.len()),
            starts: Vec::with_capacity(self.cells.len()),
            origins: Vec::with_capacity(self.cells.len()),
        };
        for cell in &self.cells {
            rendered.starts.push(rendered.text.len());
            rendered.text.push(change(cell.ch));
            rendered.origins.push((cell.start, cell.end));
        }
        rendered
    }
}

impl Rendered {
    /// The cells that a byte range of the rendered text covers.
    pub(crate) fn cells(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.starts.partition_point(|start| *start < range.start);
        let to = self.starts.partition_point(|start| *start < range.end);
        from..to
    }

    /// The bytes of the original that a byte range of the rendered text came from.
    pub(crate) fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let cells = self.origins.get(self.cells(range)).unwrap_or_default();
        let start = cells.iter().map(|(start, _)| *start).min().unwrap_or(0);
        start..cells.iter().map(|(_, end)| *end).max().unwrap_or(start)
    }
}
