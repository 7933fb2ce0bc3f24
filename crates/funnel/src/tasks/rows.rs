//! The files: lines of fields parted by tabs, with or without a head line.

/// One labelled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The label as written; several are parted by commas.
    pub label: String,
    /// The text.
    pub text: String,
    /// The answer to it, in a file of questions and answers.
    pub answer: Option<String>,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong.
    pub why: &'static str,
}

/// What columns may be called.
const LABEL: [&str; 4] = ["label", "labels", "lang", "doc"];
const TEXT: [&str; 3] = ["text", "query", "question"];
const ANSWER: &str = "answers";

/// Reads the lines of a file. A head line names the columns; without one the first column is the
/// label and the last the text.
///
/// # Errors
/// The first bad line.
pub fn rows(contents: &[u8]) -> Result<Vec<Row>, BadLine> {
    let mut lines = (1_usize..).zip(contents.split(|byte| *byte == b'\n'));
    let mut rows = Vec::new();
    let mut columns: Option<(usize, usize, Option<usize>)> = None;
    let mut width = 0;
    lines.try_for_each(|(number, line)| {
        let bad = |why| BadLine { number, why };
        let line = std::str::from_utf8(line).map_err(|_| bad("is not UTF-8"))?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if number == 1 {
            width = fields.len();
            let place = |names: &[&str]| fields.iter().position(|field| names.contains(field));
            if let Some((label, text)) = place(&LABEL).zip(place(&TEXT)) {
                columns = Some((label, text, place(&[ANSWER])));
                return Ok(());
            }
        }
        if fields.len() < 2 {
            return Err(bad("has no tab; a label and a text are expected"));
        }
        let (label, text, answer) = columns.unwrap_or((0, fields.len() - 1, None));
        let field = |at: usize| fields.get(at).copied();
        let (Some(label), Some(text)) = (field(label), field(text)) else {
            return Err(bad("has fewer fields than the head line"));
        };
        if fields.len() > width {
            return Err(bad("has more fields than the first line"));
        }
        if label.is_empty() {
            return Err(bad("has an empty label"));
        }
        let answer = answer.and_then(field).map(str::to_owned);
        rows.push(Row { label: label.to_owned(), text: text.to_owned(), answer });
        Ok(())
    })?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_lines_name_the_columns() {
        let read = rows(b"label\tid\ttext\n1\tx\tBuy now\n0\ty\tHello\n").unwrap();
        assert_eq!((read[0].label.as_str(), read[0].text.as_str()), ("1", "Buy now"));
        let read = rows(b"de\tGuten Tag\r\nen\tGood day").unwrap();
        assert_eq!((read[1].label.as_str(), read[0].text.as_str()), ("en", "Guten Tag"));
        let read = rows(b"doc\tquestion\tanswers\n7\tHow?\tSo.\n").unwrap();
        assert_eq!(read[0].answer.as_deref(), Some("So."));
    }

    #[test]
    fn a_bad_line_names_its_number() {
        for (file, number) in [
            (&b"label\ttext\n1\tgood\nbroken\n"[..], 3),
            (b"label\ttext\n\tno label\n", 2),
            (b"a\tb\nc\td\te\n", 2),
            (b"label\ttext\n1\t\xff\n", 2),
        ] {
            assert_eq!(rows(file).unwrap_err().number, number);
        }
    }
}
