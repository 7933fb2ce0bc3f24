//! The classes of the templates stand on the style page, and the rules of the style sheets on screens.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::StylePage;
use super::catalogue::CATALOGUE;
use super::shelf::taken;
use crate::pages::frame::Theme;
use crate::pages::samples::{all, now};
use crate::words::{Locale, Words};

/// Classes that lay out a whole page, or that only a script puts to use: there is no part to show.
const NO_PARTS: &[(&str, &str)] = &[
    ("app", "the ground of a page beside the desk"),
    ("chat", "the ground of the chat's frame"),
    ("desk", "the ground of the desk"),
    ("dock", "the foot of a case, where one writes"),
    ("door", "the ground of a guest's door"),
    ("login", "the ground of the way in"),
    ("page", "a page on its sheet"),
    ("panes", "the three panes of the desk"),
    ("problem", "a problem on its sheet"),
    ("service", "the ground of a guest's room"),
    ("sheet", "the sheet that pages lie on"),
    ("skip", "the link past the navigation, seen only in focus"),
    ("tabbar", "the way between panes, fixed to the edge of a phone"),
    ("thread", "the part of a case that scrolls"),
    ("toasts", "where toasts come up, fixed to the corner"),
    ("two-parts", "the playbook in two columns instead of three"),
    ("window", "the frame of the chat"),
];

fn files(folder: &Path, ending: &str, into: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, ending, into);
        } else if path.to_string_lossy().ends_with(ending) {
            let name = path.to_string_lossy().into_owned();
            into.push((name, fs::read_to_string(&path).expect("a text")));
        }
    }
}

fn texts(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    assert!(!found.is_empty(), "{folder} holds no {ending}");
    found
}

/// The values of the class attributes of a template. What the template puts in is a mark: `\u{1}` where
/// it only chooses, `\u{2}` where a value goes on.
fn attributes(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in template.split(" class=\"").skip(1) {
        let (mut value, mut rest) = (String::new(), rest);
        while let Some(at) = rest.find(['"', '{']) {
            let (text, from) = rest.split_at(at);
            value.push_str(text);
            let (mark, close) = match from.get(..2) {
                Some("{%") => ('\u{1}', "%}"),
                Some("{{") => ('\u{2}', "}}"),
                _ => break,
            };
            value.push(mark);
            rest = from.split_once(close).map_or("", |(_, after)| after);
        }
        found.push(value);
    }
    found
}

/// The classes that a template names, and the beginnings of those that it puts together.
fn classes(template: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut names, mut stems) = (BTreeSet::new(), BTreeSet::new());
    for value in attributes(template) {
        for word in value.split([' ', '\u{1}']) {
            let (into, class) = match word.split_once('\u{2}') {
                Some((stem, _)) => (&mut stems, stem),
                None => (&mut names, word),
            };
            if !class.is_empty() {
                into.insert(class.to_owned());
            }
        }
    }
    (names, stems)
}

fn page(locale: Locale) -> String {
    let w = Words::new(locale);
    let frame = crate::pages::samples::frame(w, Theme::System, "");
    askama::Template::render(&StylePage::new(w, frame, now())).expect("the page")
}

#[test]
fn every_class_of_a_template_is_on_the_style_page() {
    let (shown, _) = classes(&page(Locale::En));
    let (mut names, mut stems) = (BTreeSet::new(), BTreeSet::new());
    for (_, text) in texts("templates", ".html").iter().chain(&texts("src/pages", "mark.rs")) {
        let (more, begun) = classes(text);
        names.extend(more);
        stems.extend(begun);
    }
    assert!(names.len() > 300, "{names:?}");
    let excepted = |name: &str| NO_PARTS.iter().any(|(known, _)| *known == name);
    let missing: Vec<&String> =
        names.iter().filter(|name| !shown.contains(*name) && !excepted(name)).collect();
    assert!(missing.is_empty(), "the style page lacks {missing:?}: put the part on a shelf");
    for stem in stems {
        assert!(shown.iter().any(|name| name.starts_with(&stem)), "nothing begins with {stem}");
    }
    for (name, why) in NO_PARTS {
        assert!(names.contains(*name), "no template uses {name} any more ({why})");
        assert!(!shown.contains(*name), "{name} is on the style page: it needs no exception");
    }
}

#[test]
fn every_piece_of_the_catalogue_is_found_on_its_page() {
    for locale in Locale::ALL {
        let pages = all(Words::new(locale), Theme::System)
            .into_iter()
            .map(|(name, page)| (name, page.html().expect(name)))
            .collect();
        for entry in CATALOGUE {
            for piece in entry.pieces {
                let parts = taken(piece, &pages);
                assert!(!parts.is_empty(), "{}: no {:?} in {}", entry.key, piece.path, piece.page);
            }
        }
    }
}

#[test]
fn every_class_of_a_style_sheet_is_used() {
    let mut used = BTreeSet::new();
    let sources = [("templates", ".html"), ("src", ".rs"), ("ui/src", ".ts")];
    for (folder, ending) in sources {
        for (_, text) in texts(folder, ending) {
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
            used.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
        }
    }
    for (name, text) in texts("ui/src/css", ".css") {
        for class in selected(&text) {
            let stem = class.trim_end_matches(|c: char| c.is_ascii_digit());
            let put_together = STEMS.contains(&stem) || class.starts_with("s-");
            assert!(used.contains(&class) || put_together, "{name}: nothing is of class {class}");
        }
    }
}

/// Beginnings of classes that a number follows: depths, levels of a skill, fills and strokes of series.
const STEMS: [&str; 4] = ["d", "lv", "f", "s"];

/// The classes that the selectors of a style sheet name.
fn selected(css: &str) -> BTreeSet<String> {
    let mut text = String::new();
    for piece in css.split("/*") {
        text.push_str(piece.split_once("*/").map_or(piece, |(_, after)| after));
    }
    let selectors = text.split('{').filter_map(|before| before.rsplit(['}', ';']).next());
    let dotted = selectors.flat_map(|selector| selector.split('.').skip(1));
    dotted
        .map(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')))
        .filter_map(|mut words| words.next())
        .filter(|class| class.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect()
}
