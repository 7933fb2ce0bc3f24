//! The lines of the set "Customer Support on Twitter": seven columns parted by tabs.
//!
//! Copies of the set differ in small things, and all of these are read: reply ids written as whole
//! or decimal numbers (`3` or `3.0`), missing values as nothing, `None`, `nan` or `null`, quoted
//! fields with doubled quotes inside, and line breaks inside of a text as `\n` or, between quotes,
//! as they are.

mod field;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::{self, BufRead};

use earshot_model::Time;

/// The first line of the file, its names parted by tabs.
pub const COLUMNS: [&str; 7] = [
    "tweet_id",
    "author_id",
    "inbound",
    "created_at",
    "response_tweet_id",
    "in_response_to_tweet_id",
    "text",
];

/// Longest line that is read, in bytes. A tweet has at most 280 characters.
pub const MOST_LINE_BYTES: usize = 64 * 1024;
/// Most lines that one text between quotes may run over.
const MOST_TEXT_LINES: usize = 200;

/// One record of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tweet {
    /// The line on which it begins, from 1; the header is line 1.
    pub line: u64,
    /// Its id in the set.
    pub id: u64,
    /// A number for a customer, a handle for a brand.
    pub author: String,
    /// Whether a customer wrote it.
    pub inbound: bool,
    /// When it was posted.
    pub posted_at: Time,
    /// The tweets that answer it, as far as the set knows.
    pub answers: Vec<u64>,
    /// The tweet that it answers.
    pub parent: Option<u64>,
    /// The words, with line breaks as such and `&amp;`, `&lt;`, `&gt;` as the characters they mean.
    pub text: String,
}

/// A record that cannot be read. The ones after it can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct BrokenLine {
    /// The line, from 1; the header is line 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What can be wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Bytes that are no text.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// Longer than any tweet can be.
    #[error("it is longer than {MOST_LINE_BYTES} bytes")]
    TooLong,
    /// Not seven columns.
    #[error("it has {found} of {wanted} columns; they must be parted by tabs", wanted = COLUMNS.len())]
    Columns {
        /// How many it has.
        found: usize,
    },
    /// A column holds something unexpected.
    #[error("{column} is \"{found}\", but should be {wanted}")]
    Field {
        /// The name of the column.
        column: &'static str,
        /// What stands there, shortened.
        found: String,
        /// What should stand there.
        wanted: &'static str,
    },
    /// A date that has not come yet.
    #[error("created_at lies in the future")]
    Future,
}

/// A file that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The first line is not the header.
    #[error(
        "the first line must name the columns {columns}, parted by tabs; is it the right file?",
        columns = COLUMNS.join(" ")
    )]
    Header,
    /// The file or the disk.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// Reads records one after another. Empty lines are passed over.
pub struct Records<R> {
    input: R,
    now: Time,
    /// The number of the line that was read last.
    line: u64,
    bytes: u64,
    /// Lines that were read to see whether a text goes on, and do not belong to it.
    kept: VecDeque<Raw>,
}

/// A line as it came.
struct Raw {
    line: u64,
    text: Result<String, Problem>,
}

impl<R: BufRead> Records<R> {
    /// Begins to read; `now` is what dates are compared with.
    ///
    /// # Errors
    /// [`FileError::Header`] when the first line is something else.
    pub fn new(input: R, now: Time) -> Result<Self, FileError> {
        let mut records = Self { input, now, line: 0, bytes: 0, kept: VecDeque::new() };
        let first = records.next_line()?.and_then(|raw| raw.text.ok()).unwrap_or_default();
        let names: Vec<String> =
            first.trim_start_matches('\u{feff}').split('\t').map(field::unquoted).collect();
        if names == COLUMNS { Ok(records) } else { Err(FileError::Header) }
    }

    /// How many bytes were read so far: for a progress bar.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    fn next_line(&mut self) -> io::Result<Option<Raw>> {
        if let Some(kept) = self.kept.pop_front() {
            return Ok(Some(kept));
        }
        let Some((bytes, whole)) = read_line(&mut self.input, &mut self.bytes)? else {
            return Ok(None);
        };
        self.line += 1;
        let text = if whole {
            String::from_utf8(bytes).map_err(|_| Problem::NotUtf8)
        } else {
            Err(Problem::TooLong)
        };
        Ok(Some(Raw { line: self.line, text }))
    }

    /// A record together with the lines that follow it, up to the one that closes its quotes. Where
    /// none does before the next record, the quote was just a character: the lines are kept for
    /// later, and nothing is given.
    fn closed(&mut self, first: &str) -> io::Result<Option<String>> {
        let mut text = String::from(first);
        let mut tried = Vec::new();
        while tried.len() < MOST_TEXT_LINES && text.len() <= MOST_LINE_BYTES {
            let Some(raw) = self.next_line()? else { break };
            let more = raw.text.as_ref().ok().filter(|more| !field::begins_record(more));
            if let Some(more) = more {
                text.push('\n');
                text.push_str(more);
                if field::closes(more) {
                    return Ok(Some(text));
                }
            }
            let ends = more.is_none();
            tried.push(raw);
            if ends {
                break;
            }
        }
        for raw in tried.into_iter().rev() {
            self.kept.push_front(raw);
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = io::Result<Result<Tweet, BrokenLine>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let raw = match self.next_line() {
                Ok(Some(raw)) => raw,
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            };
            let line = raw.line;
            let broken = |problem| BrokenLine { line, problem };
            let mut text = match raw.text {
                Ok(text) if text.trim().is_empty() => continue,
                Ok(text) => text,
                Err(problem) => return Some(Ok(Err(broken(problem)))),
            };
            if field::is_open(&text) {
                match self.closed(&text) {
                    Ok(whole) => text = whole.unwrap_or(text),
                    Err(error) => return Some(Err(error)),
                }
            }
            return Some(Ok(field::tweet(&text, line, self.now).map_err(broken)));
        }
    }
}

/// One line without its end, and whether it is whole: of one that is too long the rest is dropped.
fn read_line(input: &mut impl BufRead, read: &mut u64) -> io::Result<Option<(Vec<u8>, bool)>> {
    let mut line = Vec::new();
    let mut whole = true;
    let mut any = false;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
        if line.len() + part.len() <= MOST_LINE_BYTES {
            line.extend_from_slice(part);
        } else {
            whole = false;
        }
        let used = end.map_or(chunk.len(), |end| end + 1);
        *read += u64::try_from(used).unwrap_or(u64::MAX);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(any.then_some((line, whole)))
}
