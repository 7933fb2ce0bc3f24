//! Digits that are said in words: "oh seven seven double oh nine".

use crate::digits::words;
use crate::view::{Cell, View};

/// Words for digits in English, German, Spanish, French, Italian, Portuguese and Dutch, folded.
const WORDS: &[(&str, char)] = &[
    ("zero", '0'),
    ("oh", '0'),
    ("o", '0'),
    ("nought", '0'),
    ("null", '0'),
    ("cero", '0'),
    ("nul", '0'),
    ("one", '1'),
    ("eins", '1'),
    ("uno", '1'),
    ("un", '1'),
    ("um", '1'),
    ("een", '1'),
    ("two", '2'),
    ("zwei", '2'),
    ("zwo", '2'),
    ("dos", '2'),
    ("deux", '2'),
    ("due", '2'),
    ("dois", '2'),
    ("twee", '2'),
    ("three", '3'),
    ("drei", '3'),
    ("tres", '3'),
    ("trois", '3'),
    ("tre", '3'),
    ("drie", '3'),
    ("four", '4'),
    ("vier", '4'),
    ("cuatro", '4'),
    ("quatre", '4'),
    ("quattro", '4'),
    ("quatro", '4'),
    ("five", '5'),
    ("funf", '5'),
    ("fuenf", '5'),
    ("cinco", '5'),
    ("cinq", '5'),
    ("cinque", '5'),
    ("vijf", '5'),
    ("six", '6'),
    ("sechs", '6'),
    ("seis", '6'),
    ("sei", '6'),
    ("zes", '6'),
    ("seven", '7'),
    ("sieben", '7'),
    ("siete", '7'),
    ("sept", '7'),
    ("sette", '7'),
    ("sete", '7'),
    ("zeven", '7'),
    ("eight", '8'),
    ("acht", '8'),
    ("ocho", '8'),
    ("huit", '8'),
    ("otto", '8'),
    ("oito", '8'),
    ("nine", '9'),
    ("neun", '9'),
    ("nueve", '9'),
    ("neuf", '9'),
    ("nove", '9'),
    ("negen", '9'),
];

/// How often "double" and its like repeat the next digit.
const REPEATS: &[(&str, usize)] =
    &[("double", 2), ("doppel", 2), ("doble", 2), ("triple", 3), ("treble", 3), ("dreifach", 3)];

/// The fewest digits in words that are read as a number.
const MIN_WORDS: usize = 4;

/// One word of the text, read as digits.
struct Said {
    from: usize,
    to: usize,
    digit: char,
    times: usize,
    in_words: bool,
}

/// The view with runs of spoken digits replaced by digits; `None` when there are none.
pub(crate) fn read(view: &View) -> Option<View> {
    let mut cells = Vec::new();
    let (mut done, mut any) = (0, false);
    for run in said_runs(view) {
        if run.iter().filter(|said| said.in_words).count() < MIN_WORDS {
            continue;
        }
        any = true;
        for said in run {
            cells.extend_from_slice(view.cells.get(done..said.from)?);
            let origin = view.origin(said.from, said.to);
            let cell = Cell { ch: said.digit, start: origin.start, end: origin.end };
            // A space between repeated digits keeps every group one digit long.
            for time in 0..said.times {
                if time > 0 {
                    cells.push(Cell { ch: ' ', ..cell });
                }
                cells.push(cell);
            }
            done = said.to;
        }
    }
    cells.extend_from_slice(view.cells.get(done..)?);
    any.then_some(View { cells })
}

fn said_runs(view: &View) -> Vec<Vec<Said>> {
    let mut runs: Vec<Vec<Said>> = Vec::new();
    let mut run = Vec::new();
    let mut repeat: Option<(usize, usize)> = None;
    for word in words(view) {
        let text: String = view
            .cells
            .get(word.clone())
            .unwrap_or_default()
            .iter()
            .map(|cell| cell.ch.to_ascii_lowercase())
            .collect();
        if let Some((_, times)) = REPEATS.iter().find(|(name, _)| *name == text) {
            repeat = Some((word.start, *times));
            continue;
        }
        let named = WORDS.iter().find(|(name, _)| *name == text).map(|(_, digit)| *digit);
        let written = text.parse::<char>().ok().filter(char::is_ascii_digit);
        if let Some(digit) = named.or(written) {
            let (from, times) = repeat.take().unwrap_or((word.start, 1));
            run.push(Said { from, to: word.end, digit, times, in_words: named.is_some() });
        } else {
            repeat = None;
            runs.push(std::mem::take(&mut run));
        }
    }
    runs.push(run);
    runs
}
