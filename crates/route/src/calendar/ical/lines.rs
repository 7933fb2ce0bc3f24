//! Content lines: unfolded, split into name, parameters and value (RFC 5545, 3.1).

use crate::Error;

/// One content line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins in the file, from 1.
    pub(super) number: usize,
    /// Upper case, such as `DTSTART`.
    pub(super) name: String,
    /// Names in upper case, values as written without quotes.
    pub(super) parameters: Vec<(String, String)>,
    /// What stands after the colon.
    pub(super) value: String,
}

impl Line {
    /// A parameter, such as `VALUE`.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value as text: `\n`, `\,`, `\;` and `\\` are resolved.
    pub(super) fn text(&self) -> String {
        let mut out = String::with_capacity(self.value.len());
        let mut chars = self.value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => out.push(' '),
                    Some(escaped) => out.push(escaped),
                    None => {}
                },
                c if c.is_control() => {}
                c => out.push(c),
            }
        }
        out.trim().chars().take(200).collect()
    }

    /// An error about this line.
    pub(super) fn wrong(&self, why: impl Into<String>) -> Error {
        Error::BadCalendarFile { line: self.number, why: why.into() }
    }
}

/// The content lines of a file. A line that begins with a blank goes on the one before.
pub(super) fn unfold(text: &str) -> impl Iterator<Item = Result<Line, Error>> + '_ {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut physical = text.lines().zip(1_usize..).peekable();
    std::iter::from_fn(move || {
        let (first, number) = physical.by_ref().find(|(line, _)| !line.trim().is_empty())?;
        let mut whole = first.to_owned();
        while let Some((more, _)) = physical.next_if(|(next, _)| next.starts_with([' ', '\t'])) {
            whole.extend(more.chars().skip(1));
        }
        Some(split(&whole, number))
    })
}

fn split(whole: &str, number: usize) -> Result<Line, Error> {
    let wrong = || Error::BadCalendarFile {
        line: number,
        why: "this is no line of a calendar: NAME:VALUE is expected".to_owned(),
    };
    let (head, value) = cut(whole, ':').ok_or_else(wrong)?;
    let mut parts = Vec::new();
    let mut rest = head;
    while let Some((part, more)) = cut(rest, ';') {
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    let mut parts = parts.into_iter();
    let name = parts.next().unwrap_or_default().trim().to_ascii_uppercase();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(wrong());
    }
    let parameters = parts
        .filter_map(|part| part.split_once('='))
        .map(|(key, value)| (key.to_ascii_uppercase(), value.replace('"', "")))
        .collect();
    Ok(Line { number, name, parameters, value: value.trim_end().to_owned() })
}

/// Cuts at the first `at` outside of double quotes.
fn cut(text: &str, at: char) -> Option<(&str, &str)> {
    let mut quoted = false;
    let place = text.char_indices().find_map(|(place, c)| {
        quoted ^= c == '"';
        (c == at && !quoted).then_some(place)
    })?;
    let (head, tail) = text.split_at_checked(place)?;
    Some((head, tail.strip_prefix(at)?))
}
