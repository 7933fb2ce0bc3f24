//! Telephone numbers and other long numbers.

use std::ops::Range;

use regex::Regex;

use crate::digits::{Group, join, origin, runs};
use crate::view::View;
use crate::{Finding, FindingKind, Severity};

/// Words that say that a number is for calling.
const CALLING: &str = r"\b(?:call(?:ed|ing|back)?|phone|ring|rang|dial|text|tel|mobile|cell|landline|whatsapp|sms|handy|telefon|handynummer|telefonnummer|ruf|rufnummer|anrufen|nummer|movil|telefono|llam[eao]\w*|rappelez|appelez|appeler|joindre|numero|number|reach|check)\b[^\d]{0,25}$";

/// Dates, which are no part of a number. The first group is day or year.
const DATE: &str = r"\b(?:\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:(?:19|20)\d{2}|\d{2})|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)\d{2})\b";

/// Addresses of pages. Their numbers are not for calling, but for links that call.
const PAGE: &str = r"(?:https?://|www\.)\S+";

/// Free and shared-cost numbers, with their lengths: nobody's private telephone (ITU E.169.1 and
/// the national plans of the United Kingdom, Germany and North America).
const SERVICE: &[(&str, std::ops::RangeInclusive<usize>)] = &[
    ("0800", 10..=12),
    ("0808", 10..=12),
    ("00800", 11..=13),
    ("0180", 10..=12),
    ("1800", 11..=11),
    ("1888", 11..=11),
    ("1877", 11..=11),
    ("1866", 11..=11),
    ("1855", 11..=11),
    ("1844", 11..=11),
    ("1833", 11..=11),
];

/// Free area codes of North America, as dialled within it without the 1.
const FREE_AREAS: &[&str] = &["800", "888", "877", "866", "855", "844", "833"];

/// The most groups of one number; it bounds the work on a text of digits only.
const MAX_GROUPS: usize = 16;

/// What the telephone detector needs, compiled once.
#[derive(Debug, Clone)]
pub(crate) struct Phones {
    calling: Regex,
    date: Regex,
    page: Regex,
    own: Vec<String>,
}

impl Phones {
    /// `own` are the brand's published contacts; those with at least 6 digits are telephones.
    pub(crate) fn new(own: &[String]) -> Result<Self, regex::Error> {
        let digits = |text: &String| text.chars().filter(char::is_ascii_digit).collect::<String>();
        Ok(Self {
            calling: Regex::new(CALLING)?,
            date: Regex::new(DATE)?,
            page: Regex::new(PAGE)?,
            own: own.iter().map(digits).filter(|digits| digits.len() >= 6).collect(),
        })
    }

    /// Which cells belong to a date.
    pub(crate) fn dates(&self, view: &View) -> Vec<bool> {
        let lower = view.lower();
        let mut masked = vec![false; view.cells.len()];
        for date in self.date.find_iter(&lower.text) {
            let cells = lower.cells(&date.range());
            // "01.99.00.12.34" begins like a date but goes on.
            let goes_on = |sep: Option<char>, next: Option<char>| {
                sep.is_some_and(|c| ".-/".contains(c)) && next.is_some_and(|c| c.is_ascii_digit())
            };
            let after = goes_on(view.ch(cells.end), view.ch(cells.end + 1));
            let before = cells
                .start
                .checked_sub(2)
                .is_some_and(|at| goes_on(view.before(cells.start), view.ch(at)));
            if !after
                && !before
                && let Some(cells) = masked.get_mut(cells)
            {
                cells.fill(true);
            }
        }
        masked
    }

    /// Finds telephones and long numbers. `dates` are the cells of dates.
    pub(crate) fn find(&self, view: &View, dates: &[bool], found: &mut Vec<Finding>) {
        let lower = view.lower();
        let mut masked = dates.to_vec();
        for page in self.page.find_iter(&lower.text) {
            if !page.as_str().contains("wa.me/")
                && let Some(cells) = masked.get_mut(lower.cells(&page.range()))
            {
                cells.fill(true);
            }
        }
        for run in runs(view, &masked, joins) {
            self.search(view, &run, found);
        }
    }

    fn search(&self, view: &View, run: &[Group], found: &mut Vec<Finding>) {
        let mut from = 0;
        'start: while from < run.len() {
            for to in (from + 1..=run.len().min(from + MAX_GROUPS)).rev() {
                let groups = run.get(from..to).unwrap_or_default();
                let digits = join(groups);
                if self.is_open_to_all(&digits, has_plus(view, groups)) {
                    from = to;
                    continue 'start;
                }
                if let Some(kind) = self.judge(view, groups, &digits) {
                    found.push(Finding::new(kind, Severity::Ask, origin(view, groups)));
                    from = to;
                    continue 'start;
                }
            }
            from += 1;
        }
    }

    /// Whether the brand published it, or it is a service number.
    fn is_open_to_all(&self, digits: &str, plus: bool) -> bool {
        let own = self.own.iter().any(|own| {
            let known = own.trim_start_matches('0');
            let national = digits.trim_start_matches('0');
            digits == own
                || known == national
                || (national.len() >= 8 && known.ends_with(national))
                || (known.len() >= 8
                    && national.ends_with(known)
                    && digits.len() <= known.len() + 4)
        });
        let starts = |areas: &[&str]| areas.iter().any(|area| digits.starts_with(area));
        own || (!plus && digits.len() == 10 && starts(FREE_AREAS))
            || SERVICE
                .iter()
                .any(|(head, sizes)| digits.starts_with(head) && sizes.contains(&digits.len()))
    }

    fn judge(&self, view: &View, groups: &[Group], digits: &str) -> Option<FindingKind> {
        let first = groups.first()?;
        let last = groups.last()?;
        if !mostly_digits(view, groups) {
            return None;
        }
        let sizes: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
        let count = digits.len();
        let plus = has_plus(view, groups);
        let leading = digits.chars().next()?;
        let is_phone = (plus && (8..=15).contains(&count))
            || (digits.starts_with("00") && (10..=16).contains(&count))
            || (leading == '0' && (9..=12).contains(&count) && !are_times(groups))
            || is_american(&sizes, leading, digits)
            || (count == 9
                && matches!(leading, '5'..='9')
                && matches!(sizes.as_slice(), [3, 3, 3] | [3, 2, 2, 2]))
            || (count >= 9 && sizes.iter().all(|size| *size == 1) && !is_counting(digits))
            || ((7..=12).contains(&count) && self.is_called(view, first.cells.start));
        if is_phone {
            return Some(FindingKind::Phone);
        }
        let alone = groups.len() == 1 && (9..=19).contains(&count);
        (alone && stands_free(view, &first.cells, &last.cells)).then_some(FindingKind::LongNumber)
    }

    /// Whether a word for calling stands shortly before a cell.
    fn is_called(&self, view: &View, at: usize) -> bool {
        let from = at.saturating_sub(40);
        let before: String = view
            .cells
            .get(from..at)
            .unwrap_or_default()
            .iter()
            .map(|cell| cell.ch.to_ascii_lowercase())
            .collect();
        self.calling.is_match(&before)
    }
}

/// Whether a plus stands before the first digit, as before a country code.
fn has_plus(view: &View, groups: &[Group]) -> bool {
    groups.first().is_some_and(|first| view.before(first.cells.start) == Some('+'))
}

/// Signs between the groups of a telephone number. Commas, colons and currencies make lists,
/// times and prices; emoji and other signs are a disguise.
fn joins(c: char) -> bool {
    if c.is_ascii() {
        " -./()[]|*_~\t+'".contains(c)
    } else {
        !c.is_alphanumeric() && !"€£¥₹₽×→".contains(c)
    }
}

/// Look-alike letters may be at most half of a number.
fn mostly_digits(view: &View, groups: &[Group]) -> bool {
    let cells = groups.iter().flat_map(|group| view.cells.get(group.cells.clone())).flatten();
    let (real, all) = cells
        .fold((0, 0), |(real, all), cell| (real + usize::from(cell.ch.is_ascii_digit()), all + 1));
    real * 2 >= all
}

/// 3-3-4 as in North America, with or without the 1.
fn is_american(sizes: &[usize], leading: char, digits: &str) -> bool {
    match sizes {
        [3, 3, 4] | [3, 7] => matches!(leading, '2'..='9'),
        [1, 3, 3, 4] => digits.starts_with('1'),
        _ => false,
    }
}

/// A row of times such as "0615 0715 0815".
fn are_times(groups: &[Group]) -> bool {
    groups.len() > 1
        && groups.iter().all(|group| {
            group.digits.len() == 4
                && group.digits.split_at_checked(2).is_some_and(|(h, m)| h < "24" && m < "60")
        })
}

/// A row of digits that counts up or down.
fn is_counting(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let step = |up: bool| {
        values.windows(2).all(|pair| match pair {
            [a, b] if up => (a + 1) % 10 == *b,
            [a, b] => (b + 1) % 10 == *a,
            _ => true,
        })
    };
    step(true) || step(false)
}

/// Not a hashtag and no decimal places.
fn stands_free(view: &View, first: &Range<usize>, last: &Range<usize>) -> bool {
    let near = |mark: Option<char>, digit: Option<char>| {
        mark.is_some_and(|c| ".,".contains(c)) && digit.is_some_and(|c| c.is_ascii_digit())
    };
    let before = first.start.checked_sub(2).and_then(|at| view.ch(at));
    view.before(first.start) != Some('#')
        && !near(view.before(first.start), before)
        && !near(view.ch(last.end), view.ch(last.end + 1))
}
