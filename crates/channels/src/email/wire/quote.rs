//! What a mail quotes at its end is folded away: it stands above it in the thread already.
//!
//! Quotes between its own words stay: an answer line by line makes no sense without them.

/// What stands where a quote was.
const FOLD: &str = "[...]";
/// How mail programs begin the line above a quote, and the word in it, in lower case. It ends with a
/// colon.
const BEGINS: [(&str, &[&str]); 9] = [
    ("on ", &["wrote"]),
    ("am ", &["schrieb", "geschrieben"]),
    ("le ", &["a écrit"]),
    ("el ", &["escribió"]),
    ("il ", &["ha scritto"]),
    ("op ", &["schreef", "het volgende geschreven"]),
    ("em ", &["escreveu"]),
    ("den ", &["skrev"]),
    ("w dniu ", &["napisał"]),
];
/// Lines behind which a whole mail stands as it was.
const RULES: [&str; 8] = [
    "-----original message-----",
    "----- original message -----",
    "-----ursprüngliche nachricht-----",
    "----- ursprüngliche nachricht -----",
    "-----message d'origine-----",
    "-----mensaje original-----",
    "-----messaggio originale-----",
    "________________________________",
];
/// How many lines a line above a quote may be broken into.
const BROKEN: usize = 3;

/// The words without what they quote at their end. A mail that is nothing but a quote stays whole.
pub(super) fn fold(text: &str) -> String {
    let rows: Vec<&str> = text.lines().collect();
    let end = end(&rows);
    let own: Vec<&str> = rows.iter().take(end).copied().collect();
    let own = own.join("\n");
    let own = own.trim_end();
    if own.is_empty() || end >= rows.len() {
        return text.trim_end().to_owned();
    }
    format!("{own}\n{FOLD}")
}

/// How many rows stand before the quote at the end; all of them where there is none.
fn end(rows: &[&str]) -> usize {
    if let Some(at) = rows.iter().position(|row| is_rule(row, rows)) {
        return above(rows, at);
    }
    // From the end upwards: everything that is quoted or empty.
    let mut end = rows.len();
    while let Some(row) = end.checked_sub(1).and_then(|at| rows.get(at)) {
        if !row.trim().is_empty() && !is_quoted(row) {
            break;
        }
        end -= 1;
    }
    let quoted = rows.iter().skip(end).any(|row| is_quoted(row));
    if quoted { above(rows, end) } else { rows.len() }
}

/// The place above the line that says who wrote what is quoted from `at` on.
fn above(rows: &[&str], at: usize) -> usize {
    let mut last = at;
    while last > 0 && rows.get(last - 1).is_some_and(|row| row.trim().is_empty()) {
        last -= 1;
    }
    for count in 1..=BROKEN.min(last) {
        let joined: Vec<&str> =
            rows.iter().skip(last - count).take(count).map(|row| row.trim()).collect();
        if introduces(&joined.join(" ")) {
            return last - count;
        }
    }
    at
}

fn is_quoted(row: &str) -> bool {
    row.trim_start().starts_with('>')
}

/// Whether a line says who wrote what follows.
fn introduces(row: &str) -> bool {
    let row = row.to_lowercase();
    let fits = |(begin, words): &(&str, &[&str])| {
        row.starts_with(begin) && words.iter().any(|word| row.contains(word))
    };
    row.len() < 400 && row.ends_with(':') && BEGINS.iter().any(fits)
}

/// Whether a whole mail stands behind this line. A line of underscores counts only before its
/// headers.
fn is_rule(row: &&str, rows: &[&str]) -> bool {
    let lower = row.trim().to_lowercase();
    if !RULES.contains(&lower.as_str()) {
        return false;
    }
    if !lower.starts_with('_') {
        return true;
    }
    let Some(at) = rows.iter().position(|other| std::ptr::eq(*other, *row)) else { return false };
    let mut next = rows.iter().skip(at + 1).map(|row| row.trim().to_lowercase());
    let heads = ["from:", "von:", "de :", "de:", "da:", "van:"];
    next.find(|row| !row.is_empty()).is_some_and(|row| heads.iter().any(|h| row.starts_with(h)))
}
