//! Every page in every language; every word from the locale files.

use std::collections::BTreeSet;
use std::path::Path;

use askama::Template;

use super::frame::Theme;
use super::samples;
use super::styles::StylePage;
use crate::words::{Locale, Words};

/// Every page as it is drawn, with the strings of its context; the style page is made of all others.
fn all(w: Words, theme: Theme) -> Vec<(&'static str, String, serde_json::Value)> {
    let style = StylePage::new(w, samples::frame(w, theme, ""), samples::now());
    let mut pages: Vec<_> = samples::all(w, theme)
        .iter()
        .map(|(name, page)| (*name, page.html().expect(name), page.context()))
        .collect();
    let others = pages.iter().map(|(.., context)| context.clone()).collect();
    let own = serde_json::to_value(&style).expect("a context");
    let context = serde_json::Value::Array(vec![own, serde_json::Value::Array(others)]);
    pages.push(("style", style.render().expect("style"), context));
    pages
}

#[test]
fn every_page_renders_in_every_language_without_inline_code() {
    for locale in Locale::ALL {
        for (name, html, _) in all(Words::new(locale), Theme::System) {
            assert!(html.contains(&format!("<html lang=\"{}\"", locale.tag())), "{name}");
            for forbidden in
                [" style=", "<style", "javascript:", " onclick=", " onload=", "/assets/missing"]
            {
                assert!(!html.contains(forbidden), "{name} holds {forbidden}");
            }
            let scripts = html.matches("<script").count();
            assert_eq!(
                scripts,
                html.matches("<script type=\"module\" src=\"/assets/").count(),
                "{name}"
            );
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_its_token() {
    for (name, html, _) in all(Words::new(Locale::En), Theme::System) {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let head = form.split('>').next().unwrap_or_default();
            if head.contains("method=\"post\"") {
                assert!(form.contains("name=\"csrf\" value=\"c5rf\""), "{name}: {head}");
            }
        }
    }
}

#[test]
fn ids_are_unique_on_each_page() {
    for (name, html, _) in all(Words::new(Locale::En), Theme::System) {
        let mut seen = BTreeSet::new();
        for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(seen.insert(id.to_owned()), "{name} has the id {id} twice");
        }
    }
}

/// Every text between tags, and every attribute that is read aloud or shown.
fn visible(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, piece) in html.split('<').enumerate() {
        let Some((tag, text)) = piece.split_once('>') else { continue };
        if at > 0 && !tag.starts_with("title") {
            found.push(text.to_owned());
        }
        for name in [" aria-label=\"", " title=\"", " placeholder=\"", " alt=\""] {
            found.extend(
                tag.split(name)
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .map(str::to_owned),
            );
        }
    }
    found
}

fn strings(value: &serde_json::Value, into: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            into.insert(text.clone());
        }
        serde_json::Value::Array(list) => list.iter().for_each(|item| strings(item, into)),
        serde_json::Value::Object(map) => map.values().for_each(|item| strings(item, into)),
        _ => {}
    }
}

/// What is left of a text when words of the locale and content of the context are taken out.
fn left_over(text: &str, content: &[String]) -> String {
    let mut text = text
        .replace("&#38;", "&")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">");
    for known in content {
        text = text.replace(known.as_str(), " ");
    }
    while let (Some(from), Some(to)) = (text.find('⟦'), text.rfind('⟧')) {
        if from > to {
            break;
        }
        text.replace_range(from..to + '⟧'.len_utf8(), " ");
    }
    text
}

#[test]
fn no_word_on_any_page_is_written_into_its_template() {
    // Names of things that are the same in every language.
    const NAMES: [&str; 6] = ["Earshot", "Ctrl", "Esc", "altavela", "Mirela", "Ana"];
    for (name, html, context) in all(Words::new(Locale::Pseudo), Theme::System) {
        let mut content = BTreeSet::new();
        strings(&context, &mut content);
        let mut content: Vec<String> =
            content.into_iter().filter(|text| text.chars().count() > 1).collect();
        content.sort_by_key(|text| std::cmp::Reverse(text.len()));
        let body = html.split("<body").nth(1).expect("a body");
        for text in visible(body) {
            let mut rest = left_over(&text, &content);
            NAMES.iter().for_each(|known| rest = rest.replace(known, ""));
            let letters =
                rest.split(|c: char| !c.is_ascii_alphabetic()).map(str::len).max().unwrap_or(0);
            assert!(letters < 2, "{name}: \"{}\" is not from a locale file", text.trim());
        }
    }
}

/// Writes every page into a folder, to look at: see the crate's README.
#[test]
#[ignore = "writes files for a person to look at"]
#[expect(clippy::disallowed_methods, reason = "a person names the folder when they want to look")]
fn render_samples() {
    let folder = std::env::var("EARSHOT_RENDER").expect("EARSHOT_RENDER names a folder");
    let folder = Path::new(&folder);
    let assets = folder.join("assets");
    std::fs::create_dir_all(&assets).expect("the folder can be made");
    for name in crate::assets::names() {
        let asset = crate::assets::lookup(name).expect("a listed file");
        std::fs::write(assets.join(name), asset.bytes).expect("a file can be written");
    }
    for locale in Locale::ALL {
        for theme in [Theme::Light, Theme::Dark] {
            for (name, html, _) in all(Words::new(locale), theme) {
                let file = format!("{name}-{}-{}.html", locale.tag(), theme.word());
                std::fs::write(folder.join(file), html).expect("a file can be written");
            }
        }
    }
}
