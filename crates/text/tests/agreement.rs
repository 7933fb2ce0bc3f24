//! The tokenizer, in each of its ways, against the reference in `reference/`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

mod reference;
mod texts;

use earshot_text::{Path, Tokens, hash, tokenize};
use proptest::prelude::*;
use reference::Piece;
use unicode_segmentation::UnicodeSegmentation;

fn pieces(tokens: &Tokens) -> Vec<Piece> {
    let piece = |token: earshot_text::TokenRef<'_>| {
        assert_eq!(token.hash(), hash(token.form()));
        assert_eq!(token.base_hash(), token.base().map(hash));
        Piece {
            kind: token.kind().word(),
            start: usize::try_from(token.span().start).unwrap(),
            end: usize::try_from(token.span().end).unwrap(),
            form: token.form().to_owned(),
            base: token.base().map(str::to_owned),
            parts: token.parts().map(|part| part.form().to_owned()).collect(),
            sentence: token.sentence(),
        }
    };
    tokens.iter().map(piece).collect()
}

/// Every way of reading gives the tokens of the reference.
fn check(text: &str) {
    let expected = reference::read(text);
    for path in Path::all() {
        let mut tokens = Tokens::read_by(path);
        tokenize(text, &mut tokens);
        let found = pieces(&tokens);
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{} on {text:?}", path.name());
        }
        assert_eq!(found.len(), expected.len(), "{} on {text:?}", path.name());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn random_texts_agree(text in texts::text()) {
        check(&text);
    }

    #[test]
    fn long_texts_agree(texts in prop::collection::vec(texts::text(), 2..6)) {
        check(&texts.join(" "));
    }

    /// Letters that a mark makes another one of, with kept marks and dropped ones in every order.
    #[test]
    fn marks_in_any_order_agree(
        text in "[اويиуеa ]([\u{93C}\u{94D}\u{3099}\u{1037}\u{108D}\u{17DD}\u{306}\u{308}\u{316}\u{653}\u{654}\u{655}\u{34F}\u{200D}]|и|ا){1,8}"
    ) {
        check(&text);
    }

    #[test]
    fn thai_and_kana_are_split_as_graphemes(text in "[ก-ฺเ-๎あ-んア-ヶກ-ຂຳ-ຽ\u{3099}]{1,12}") {
        let spans: Vec<(usize, usize)> =
            pieces(&Tokens::of(&text)).iter().map(|piece| (piece.start, piece.end)).collect();
        let clusters: Vec<(usize, usize)> =
            text.grapheme_indices(true).map(|(at, cluster)| (at, at + cluster.len())).collect();
        prop_assert_eq!(spans, clusters, "{}", text);
    }
}

#[test]
fn written_texts_agree() {
    for text in texts::WRITTEN.lines().filter(|line| !line.starts_with('#')) {
        check(text);
    }
    check(texts::WRITTEN);
}

/// `POSTS=FILE cargo nextest run --release -p earshot-text --run-ignored only`, where each line of
/// the file ends with the text of a post, after its last tab.
#[test]
#[ignore = "needs a file of posts"]
#[expect(clippy::disallowed_methods, reason = "a test has no other way to be told of a file")]
fn real_posts_agree() {
    let path = std::env::var("POSTS").expect("POSTS names a file");
    let posts = std::fs::read_to_string(path).unwrap();
    let texts = posts.lines().map(|line| line.rsplit('\t').next().unwrap());
    assert!(texts.map(check).count() > 0);
}

#[test]
fn golden_texts_agree() {
    for line in include_str!("golden.txt").lines().filter_map(|line| line.strip_prefix("text ")) {
        check(&texts::unescape(line));
    }
}

#[test]
fn every_character_agrees() {
    for c in '\0'..=char::MAX {
        // Han, Hangul, Tangut and what has no meaning are alike; one of 256 stands for them.
        let dense = matches!(c, '\u{3400}'..'\u{A000}' | '\u{AC00}'..'\u{D700}'
            | '\u{E000}'..'\u{F900}' | '\u{12000}'..'\u{16000}' | '\u{17000}'..'\u{1B000}'
            | '\u{20000}'..);
        if dense && u32::from(c) % 256 != 0 && !('\u{2F800}'..'\u{2FA20}').contains(&c) {
            continue;
        }
        check(&format!("{c} a{c}b"));
    }
}
