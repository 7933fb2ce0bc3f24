//! How a query is read: its colours, what is wrong or odd, and what it says in words.

use earshot_record::Query;
use earshot_record::language::{
    Class, Cost, Explanation, Line, LineKind, MAX_TERMS, NameBook, NoSample, Painted, QueryError,
    Repair, Warning, paint,
};
use earshot_record::listening::untold;

use crate::pages::format::number;
use crate::pages::listener::{Caution, CostLine, Fault, Fix, ReadLine, Reading};
use crate::words::Words;

/// Lines deeper than this stand as deep as this.
const DEEPEST: usize = 5;

/// Reads a query as the listener of the name `own` will; nothing is wrong with an empty one yet.
pub(crate) fn reading(
    w: Words,
    text: &str,
    names: &NameBook,
    own: Option<&str>,
) -> (Reading, Option<Query>) {
    let mut reading = Reading { pieces: pieces(text), ..Reading::default() };
    if text.trim().is_empty() {
        return (reading, None);
    }
    match Query::parse_with(text, names, own) {
        Ok(query) => {
            say(w, text, &query, &query.explain(text, &NoSample), &mut reading);
            (reading, Some(query))
        }
        Err(error) => {
            reading.fault = Some(fault(w, text, &error));
            (reading, None)
        }
    }
}

/// Tells what a query says, and how common its parts are as far as that is known.
pub(crate) fn say(
    w: Words,
    text: &str,
    query: &Query,
    explanation: &Explanation,
    reading: &mut Reading,
) {
    let mut terms = 0;
    query.node().each_leaf(&mut |leaf| terms += leaf.terms());
    let count = |n: usize| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    reading.terms = w.t2("listener-terms", "n", count(terms), "most", count(MAX_TERMS));
    reading.lines = explanation.lines.iter().map(|line| told(w, line)).collect();
    reading.cautions = explanation.warnings.iter().map(|it| caution(w, text, it)).collect();
    reading.anchors = anchors(w, explanation);
    reading.cost = Some(cost(w, explanation));
    for part in untold(query) {
        let text = w.t1("listener-untold", "field", part);
        reading.cautions.push(Caution { text, fix: None });
    }
    if !explanation.second_pass.is_empty() {
        let text = w.t("listener-second-pass");
        reading.cautions.push(Caution { text, fix: None });
    }
}

/// What the engine looks up first: a post without any of it costs nothing.
fn anchors(w: Words, explanation: &Explanation) -> String {
    let words: Vec<&str> = explanation.anchors.iter().map(|it| it.words.as_str()).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => w.t1("listener-anchor", "words", *only),
        [first, ..] => {
            let more = i64::try_from(words.len() - 1).unwrap_or(i64::MAX);
            w.t2("listener-anchors", "words", *first, "n", number(w, more))
        }
    }
}

/// How dear the query is: measured where there was a sample, else what its words make likely.
fn cost(w: Words, explanation: &Explanation) -> CostLine {
    let (key, tone) = match explanation.cost() {
        Cost::Low => ("listener-cost-low", "pos"),
        Cost::Medium => ("listener-cost-medium", ""),
        Cost::High => ("listener-cost-high", "neg"),
    };
    let (saying, share) = match explanation.looked_at {
        Some(measured) => ("listener-cost-measured", measured),
        None => ("listener-cost-likely", explanation.likely),
    };
    CostLine { word: w.t(key), tone, figure: w.t1(saying, "share", hundredths(w, share)) }
}

/// A share in percent, with a decimal below ten: "0.2 %", "< 0.1 %", "31 %".
fn hundredths(w: Words, share: f64) -> String {
    const TIE: char = '\u{a0}';
    let percent = (share * 100.0).clamp(0.0, 100.0);
    let tenths = |text: &str| {
        let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
        w.t2("number-tenths", "whole", whole, "tenth", tenth)
    };
    match percent {
        none if none <= 0.0 => format!("0{TIE}%"),
        little if little < 0.1 => format!("< {}{TIE}%", tenths("0.1")),
        some if some < 9.95 => format!("{}{TIE}%", tenths(&format!("{some:.1}"))),
        many => format!("{many:.0}{TIE}%"),
    }
}

/// A query in the form of the formatter; as it was typed where it cannot be read.
pub(crate) fn formatted(text: &str, names: &NameBook, own: Option<&str>) -> String {
    Query::parse_with(text, names, own).map_or_else(|_| text.to_owned(), |it| it.layout(text))
}

/// The text in pieces, white space between them included.
fn pieces(text: &str) -> Vec<(String, &'static str)> {
    let at = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let mut pieces = Vec::new();
    let mut end = 0;
    for Painted { at: span, class } in paint(text) {
        let (from, to) = (at(span.start), at(span.end));
        pieces.push((text.get(end..from).unwrap_or_default().to_owned(), ""));
        pieces.push((text.get(from..to).unwrap_or_default().to_owned(), colour(class)));
        end = end.max(to);
    }
    // A line break at the very end has no height of its own.
    pieces.push((format!("{}\n", text.get(end..).unwrap_or_default()), ""));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

const fn colour(class: Class) -> &'static str {
    match class {
        Class::Operator => "q-op",
        Class::Not => "q-not",
        Class::Bracket => "q-par",
        Class::Field => "q-field",
        Class::Value => "q-num",
        Class::Text => "q-str",
        Class::Tag => "q-tag",
        Class::Comment => "q-note",
        Class::Fault => "q-bad",
        Class::Word => "",
    }
}

fn fault(w: Words, text: &str, error: &QueryError) -> Fault {
    Fault {
        text: format!("{}. {}", capital(&error.reason()), capital(&error.fix())),
        place: place(w, text, error.at.start),
        fixes: error.repair.iter().map(|repair| fix(w, text, repair)).collect(),
    }
}

fn caution(w: Words, text: &str, warning: &Warning) -> Caution {
    Caution {
        text: capital(&warning.to_string()),
        fix: warning.repair.as_ref().map(|repair| fix(w, text, repair)),
    }
}

fn fix(w: Words, text: &str, repair: &Repair) -> Fix {
    let written = repair.text.trim();
    let label = match (written.is_empty(), repair.at.start == repair.at.end) {
        (true, _) => w.t("listener-fix-remove"),
        (false, true) => w.t1("listener-fix-add", "text", short(written)),
        (false, false) => w.t1("listener-fix-write", "text", short(written)),
    };
    Fix { label, query: repair.apply(text) }
}

/// What fits on a button.
fn short(text: &str) -> String {
    const MOST: usize = 28;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

fn place(w: Words, text: &str, at: u32) -> String {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    w.t2("listener-place", "line", line.to_string(), "column", column.to_string())
}

fn told(w: Words, line: &Line) -> ReadLine {
    let (op, class) = match line.kind {
        LineKind::All => ("reading-all", "q-op"),
        LineKind::Any => ("reading-any", "q-op"),
        LineKind::None => ("reading-none", "q-not"),
        LineKind::Near => ("reading-near", "q-op"),
        LineKind::Field => ("reading-field", "q-field"),
        LineKind::SecondPass => ("reading-later", "q-field"),
        LineKind::Named => ("reading-named", "q-str"),
        LineKind::Text => ("reading-text", "q-par"),
        LineKind::More => ("reading-more", "q-par"),
    };
    ReadLine {
        depth: line.depth.min(DEEPEST),
        op: w.t(op),
        class,
        text: line.words.clone(),
        share: line.share.map(|share| share_of(w, share)).unwrap_or_default(),
    }
}

/// A share as posts out of a thousand: "18.2", "< 0.1".
fn share_of(w: Words, share: f64) -> String {
    let thousandth = share * 1000.0;
    if thousandth > 0.0 && thousandth < 0.05 {
        let tenth = w.t2("number-tenths", "whole", "0", "tenth", "1");
        return format!("< {tenth}");
    }
    let rounded = format!("{thousandth:.1}");
    let (whole, tenth) = rounded.split_once('.').unwrap_or((&rounded, "0"));
    w.t2("number-tenths", "whole", whole, "tenth", tenth)
}

/// The same, with a capital letter at its start.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Locale;

    #[test]
    fn the_pieces_are_the_whole_text() {
        for text in ["", "a OR b", " (a\n OR \"b", "ملغاة AND x", "a\n"] {
            let whole: String = pieces(text).into_iter().map(|(piece, _)| piece).collect();
            assert_eq!(whole, format!("{text}\n"));
        }
    }

    fn read(text: &str) -> (Reading, Option<Query>) {
        reading(Words::new(Locale::En), text, &NameBook::default(), None)
    }

    #[test]
    fn a_fault_tells_its_line_and_how_to_mend_it() {
        let (told, query) = read("altavela\nAND (late OR lost");
        assert!(query.is_none());
        let fault = told.fault.unwrap();
        assert_eq!(fault.place, "line 2 at 5");
        assert_eq!(fault.fixes.len(), 1);
        assert!(read(&fault.fixes[0].query).1.is_some(), "{:?}", fault.fixes);
    }

    #[test]
    fn a_query_tells_what_it_costs() {
        for (text, word, figure) in [
            ("altavela AND delayed", "Cheap", "likely looked at in < 0.1\u{a0}% of posts"),
            ("the", "Moderate", "likely looked at in 0.2\u{a0}% of posts"),
            ("a OR b OR c OR d OR e", "Costly", "likely looked at in 6.5\u{a0}% of posts"),
        ] {
            let cost = read(text).0.cost.unwrap();
            assert_eq!((cost.word.as_str(), cost.figure.as_str()), (word, figure), "{text}");
        }
        assert!(read("").0.cost.is_none() && read("altavela AND (").0.cost.is_none());
        let w = Words::new(Locale::De);
        assert_eq!(hundredths(w, 0.0234), "2,3\u{a0}%");
        assert_eq!(hundredths(w, 0.3123), "31\u{a0}%");
        assert_eq!(hundredths(w, 0.0), "0\u{a0}%");
    }

    #[test]
    fn a_query_is_formatted_and_a_faulty_one_stays() {
        let form = |text| formatted(text, &NameBook::default(), None);
        assert_eq!(form("altavela   late OR  lost"), "(altavela AND late) OR lost");
        assert_eq!(form("altavela  AND ("), "altavela  AND (");
    }

    #[test]
    fn a_query_is_told_in_words() {
        let (told, query) = read("altavela AND (late OR lost) NOT regatta");
        assert!(query.is_some() && told.fault.is_none());
        let ops: Vec<&str> = told.lines.iter().map(|line| line.op.as_str()).collect();
        assert!(ops.contains(&"ALL OF") && ops.contains(&"ANY OF") && ops.contains(&"NONE OF"));
        assert_eq!(told.terms, "4 of 8,192 terms");
    }
}
