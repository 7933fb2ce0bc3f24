//! Both languages hold every word, every word in use is there, and none is broken.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use earshot_model::{
    CaseStatus, Emotion, Intent, Level, ListenerPurpose, Outcome, Presence, Sentiment, Tier,
};

use super::{Locale, Words};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn keys(tag: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in fs::read_dir(root().join("locales").join(tag)).expect("a folder of words") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a file of words");
        if let Err((_, faults)) = fluent_bundle::FluentResource::try_new(text.clone()) {
            panic!("{}: {faults:?}", path.display());
        }
        for key in text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key) {
            if key.starts_with(|c: char| c.is_ascii_lowercase()) {
                assert!(keys.insert(key.to_owned()), "{key} stands twice in {tag}");
            }
        }
    }
    keys
}

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs" || end == "html") {
            into.push(fs::read_to_string(&path).expect("a source file"));
        }
    }
}

/// Keys that stand as text in `t("…")`, `t1("…"`, `t2("…"`.
fn used() -> BTreeSet<String> {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    sources(&crate_root.join("src"), &mut texts);
    sources(&crate_root.join("templates"), &mut texts);
    let mut found = BTreeSet::new();
    for text in texts {
        for call in [".t(\"", ".t1(\"", ".t2(\""] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                let dashed = key.contains('-')
                    && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
                if dashed || key == "resolve" {
                    found.insert(key.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn both_languages_hold_the_same_keys() {
    let (en, de) = (keys("en"), keys("de"));
    assert_eq!(en.difference(&de).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in German");
    assert_eq!(de.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in English");
    assert!(en.len() > 200);
}

#[test]
fn every_key_in_use_has_a_message() {
    let used = used();
    assert!(used.len() > 100, "the search for keys finds {}", used.len());
    for locale in [Locale::En, Locale::De] {
        let missing: Vec<_> = used.iter().filter(|key| !Words::new(locale).knows(key)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", locale.tag());
    }
}

#[test]
fn every_word_of_the_closed_lists_has_a_message() {
    let mut keys = Vec::new();
    let mut add = |family: &str, words: Vec<&str>| {
        keys.extend(words.iter().map(|word| format!("{family}-{}", word.replace('_', "-"))));
    };
    add("sentiment", Sentiment::ALL.iter().map(|w| w.word()).collect());
    add("emotion", Emotion::ALL.iter().map(|w| w.word()).collect());
    add("intent", Intent::ALL.iter().map(|w| w.word()).collect());
    add("urgency", Level::ALL.iter().map(|w| w.word()).collect());
    add("tier", Tier::ALL.iter().map(|w| w.word()).collect());
    add("purpose", ListenerPurpose::ALL.iter().map(|w| w.word()).collect());
    add("outcome", Outcome::ALL.iter().map(|w| w.word()).collect());
    add("presence", Presence::ALL.iter().map(|w| w.word()).collect());
    add("status", CaseStatus::ALL.iter().map(|w| w.word()).collect());
    for locale in [Locale::En, Locale::De] {
        let missing: Vec<_> = keys.iter().filter(|key| !Words::new(locale).knows(key)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", locale.tag());
    }
}

#[test]
fn plurals_values_and_the_pseudo_locale_work() {
    let en = Words::new(Locale::En);
    assert_eq!(en.t1("post-guests", "n", 1_u32), "1 more onlooker");
    assert_eq!(en.t1("post-guests", "n", 6_u32), "6 more onlookers");
    let unknown = "no-such-key";
    assert_eq!(en.t(unknown), unknown);
    let pseudo = Words::new(Locale::Pseudo).t1("presence-typing", "name", "Ana");
    assert!(pseudo.starts_with("⟦Ana") && pseudo.ends_with('⟧'), "{pseudo}");
}

#[test]
fn the_language_follows_the_browser() {
    assert_eq!(Locale::negotiate("de-AT,de;q=0.9,en;q=0.5"), Locale::De);
    assert_eq!(Locale::negotiate("fr, en;q=0.3, de;q=0.8"), Locale::De);
    assert_eq!(Locale::negotiate("fr"), Locale::En);
    assert_eq!(Locale::negotiate("de;q=0"), Locale::En);
    assert_eq!(Locale::negotiate(""), Locale::En);
}
