//! The definition at work: `golden.txt` lists texts and the tokens that they are split into.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

use std::fmt::Write as _;

use earshot_text::{Tokens, search_tokens};

/// Reads `\u{..}`, so that invisible characters can be seen in the file.
fn unescape(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (number, tail) = after.split_once('}').expect("a closing brace");
        out.push_str(before);
        out.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        rest = tail;
    }
    out + rest
}

/// Writes joiners, marks and selectors as `\u{..}`.
fn escape(form: &str) -> String {
    let visible = |c: char| c.is_alphanumeric() || ('\u{21}'..'\u{7F}').contains(&c);
    let mut out = String::new();
    for c in form.chars() {
        if visible(c) || (c > '\u{2190}' && !('\u{FE00}'..'\u{FE10}').contains(&c)) {
            out.push(c);
        } else {
            write!(out, "\\u{{{:x}}}", u32::from(c)).unwrap();
        }
    }
    out
}

fn describe(text: &str) -> String {
    let tokens = Tokens::of(text);
    let mut out = String::new();
    let mut sentence = 0;
    for token in tokens.iter() {
        if token.sentence() > sentence {
            sentence = token.sentence();
            out.push_str("  --\n");
        }
        let (span, kind) = (token.span(), token.kind().word());
        write!(out, "  {kind} {}..{} {}", span.start, span.end, escape(token.form())).unwrap();
        if let Some(base) = token.base() {
            write!(out, " base {}", escape(base)).unwrap();
        }
        for part in token.parts() {
            write!(out, " part {}", escape(part.form())).unwrap();
        }
        out.push('\n');
    }
    out
}

#[test]
fn golden_file_holds() {
    let golden = include_str!("golden.txt");
    let mut actual = String::new();
    for line in golden.lines() {
        if line.starts_with("  ") {
            continue;
        }
        writeln!(actual, "{line}").unwrap();
        if let Some(text) = line.strip_prefix("text ") {
            actual.push_str(&describe(&unescape(text)));
        }
    }
    assert!(golden == actual, "the tokens of golden.txt are now:\n{actual}");
}

#[test]
fn search_tokens_hold_every_form() {
    let tokens: Vec<String> =
        search_tokens("#apple @Ana $AAPL Bob's 👍🏽 https://www.X.org/a").collect();
    assert_eq!(
        tokens,
        ["#apple", "apple", "@ana", "ana", "$aapl", "aapl", "bobs", "👍🏽", "👍", "x.org/a"]
    );
}

#[test]
fn a_url_gives_host_and_path() {
    let tokens = Tokens::of("see https://me:pw@Shop.Example.com:8080/A/b?q=1.");
    let url = tokens.get(1).unwrap().url().unwrap();
    assert_eq!((url.host, url.path), ("shop.example.com", "/A/b?q=1"));
    assert_eq!(tokens.get(0).unwrap().url(), None);
}
