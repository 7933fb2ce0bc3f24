//! E-mail addresses, plain and disguised.

use regex::Regex;

use crate::squeeze::plain_letters;
use crate::view::View;
use crate::{Finding, FindingKind, Severity};

const LOCAL: &str = r"(?P<local>[a-z0-9][a-z0-9._%+'-]{0,63}?)";
const DOT: &str =
    r"(?:\s*\.\s*|[\s\[({<*_-]+(?:dot|punkt|punto|point|ponto|punt|kropka)[\s\])}>*_-]+)";
const WORD_DOT: &str = r"(?:[\s\[({<*_-]+(?:dot|punkt|punto|point|ponto|punt|kropka)[\s\])}>*_-]+)";
const TLD: &str = r"(?:com|org|net|info|biz|io|co|eu|uk|de|at|ch|fr|es|it|nl|be|pt|pl|se|no|dk|fi|ie|us|ca|au|nz|br|mx|ar|ru|in|jp|cn|cz|gr|tr|me|edu|gov|app|dev|example|test|invalid)\b";
const PROVIDER: &str = r"(?:gmail|googlemail|yahoo|hotmail|outlook|live|msn|icloud|gmx|web|proton|protonmail|aol|mail|email|t-online|orange|wanadoo|laposte|libero|yandex|qq)\s?\.\s?(?:com|de|net|org|fr|es|it|co\.uk|ch|at|me|ru|nl)\b";

/// Words before "at" that make no local part: "look at", "find us at".
const NO_LOCAL: &[&str] = &[
    "us",
    "me",
    "out",
    "it",
    "look",
    "find",
    "more",
    "here",
    "page",
    "site",
    "website",
    "online",
    "meet",
    "see",
    "visit",
    "order",
    "book",
    "are",
    "is",
    "available",
    "back",
    "up",
    "them",
];

/// What the e-mail detector needs, compiled once.
#[derive(Debug, Clone)]
pub(crate) struct Emails {
    plain: Regex,
    disguised: Vec<Regex>,
    umlaut: Regex,
    own: Vec<String>,
}

impl Emails {
    /// `own` are the brand's published contacts.
    pub(crate) fn new(own: &[String]) -> Result<Self, regex::Error> {
        let bracketed = r"\s*[\[({<*_|-]+\s*(?:at|a|@|arroba|arobase|chez)\s*[\])}>*_|-]+\s*";
        let named = r"\s+(?:arroba|arobase|klammeraffe|chiocciola|apenstaartje|malpa|snabel-a)\s+";
        let host = format!(r"[a-z0-9-]+(?:{DOT}[a-z0-9-]+)*?{DOT}{TLD}");
        let shapes = [
            format!(r"\b{LOCAL}(?:\s+@\s+|@\s+|@){host}"),
            format!(r"\b{LOCAL}(?:\s+@|\s+at\s+){PROVIDER}"),
            format!(r"\b{LOCAL}{bracketed}{host}"),
            format!(r"\b{LOCAL}{named}{host}"),
            format!(r"\b(?P<local>[a-z]+[._][a-z0-9._+-]+)\s+at\s+{host}"),
            format!(r"\b{LOCAL}(?:\s+at\s+|\s*@\s*)[a-z0-9-]+(?:{DOT}[a-z0-9-]+)*?{WORD_DOT}{TLD}"),
        ];
        Ok(Self {
            plain: Regex::new(r"[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}")?,
            disguised: shapes.iter().map(|shape| Regex::new(shape)).collect::<Result<_, _>>()?,
            umlaut: Regex::new(r"(?i)[a-z0-9][a-z0-9._%+-]*\s+ät\s+[a-z0-9-]+(?:\.[a-z0-9-]+)+")?,
            own: own.iter().map(|contact| plain_letters(contact)).collect(),
        })
    }

    /// Finds addresses in a view.
    pub(crate) fn find(&self, view: &View, found: &mut Vec<Finding>) {
        let lower = view.lower();
        for hit in self.plain.find_iter(&lower.text) {
            // "@name@server" is a public handle of the Fediverse.
            let handle = view.before(lower.cells(&hit.range()).start) == Some('@');
            if !handle && !self.is_own(hit.as_str()) {
                found.push(finding(lower.origin(&hit.range())));
            }
        }
        for hit in self.disguised.iter().flat_map(|shape| shape.captures_iter(&lower.text)) {
            let Some(whole) = hit.get(0) else { continue };
            let local = hit.name("local").map_or("", |local| local.as_str());
            let handle = view.before(lower.cells(&whole.range()).start) == Some('@');
            if !handle && !NO_LOCAL.contains(&local) && !self.is_own(whole.as_str()) {
                found.push(finding(lower.origin(&whole.range())));
            }
        }
    }

    /// Finds the German "ät", which folding would make an ordinary "at", in the written text.
    pub(crate) fn find_umlaut(&self, text: &str, found: &mut Vec<Finding>) {
        found.extend(self.umlaut.find_iter(text).map(|hit| finding(hit.range())));
    }

    fn is_own(&self, written: &str) -> bool {
        let plain = plain_letters(written);
        self.own.contains(&plain)
    }
}

fn finding(span: std::ops::Range<usize>) -> Finding {
    Finding::new(FindingKind::Email, Severity::Ask, span)
}
