//! What holds for every text.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use earshot_model::Span;
use earshot_text::{Token, TokenKind, Tokens, fold, hash, highlight, search_tokens};
use proptest::prelude::*;

/// Texts in which the rules meet each other more often than in random characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => any::<char>().prop_map(String::from),
        6 => "[a-zA-ZäßÉ0-9_ '’]{1,4}",
        6 => prop::sample::select(vec![
            "#", "@", "$", "'s", "https://", "www.", "/", ".", ")", "(", "東", "京", "ガ", "ｶ", "ﾞ",
            "\u{3099}", "👍", "🏽", "\u{200D}", "\u{FE0F}", "\u{20E3}", "🇩", "🇪", "1", "™", "\u{301}",
            "\u{1161}", "\u{11A8}", "ส", "ำ", "\u{E0067}", "\u{94D}", "\u{AD}", "ـ", "и", "\u{306}",
            "ا", "\u{654}", "\u{655}", "½", "㈱", "\u{1039}", "က", "*", "…", "。", "\n", "\u{200B}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn range(span: Span) -> std::ops::Range<usize> {
    usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn spans_are_ordered_and_on_boundaries(text in text()) {
        let tokens = Tokens::of(&text);
        let (mut end, mut before) = (0, 0..0);
        for token in tokens.iter() {
            let range = range(token.span());
            // Tokens of one character, such as ½, share its place.
            let shared = range == before && text.get(range.clone()).unwrap().chars().count() == 1;
            prop_assert!(range.start >= end || shared);
            prop_assert!(range.end > range.start);
            before = range.clone();
            prop_assert!(text.get(range.clone()).is_some());
            prop_assert!(!token.form().is_empty());
            end = range.end;
            for part in token.parts() {
                let inner = self::range(part.span());
                prop_assert!(inner.start >= range.start && inner.end <= range.end);
            }
        }
    }

    #[test]
    fn every_hash_is_that_of_the_form(text in text()) {
        for token in Tokens::of(&text).iter() {
            prop_assert_eq!(token.hash(), hash(token.form()));
            prop_assert_eq!(token.base_hash(), token.base().map(hash));
            for part in token.parts() {
                prop_assert_eq!(part.hash(), hash(part.form()));
            }
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in text()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn sentences_only_grow(text in text()) {
        let numbers: Vec<u32> =
            Tokens::of(&text).as_slice().iter().map(Token::sentence).collect();
        prop_assert!(numbers.first().is_none_or(|first| *first == 0));
        prop_assert!(numbers.windows(2).all(|pair| pair[1] - pair[0] <= 1));
    }

    #[test]
    fn a_form_is_a_token_of_the_same_form(text in text()) {
        for token in Tokens::of(&text).iter() {
            if matches!(token.kind(), TokenKind::Word | TokenKind::Emoji)
                && !["http", "https", "www"].iter().any(|start| token.form().starts_with(start))
            {
                let again = Tokens::of(token.form());
                prop_assert_eq!(again.len(), 1, "{:?}", token.form());
                prop_assert_eq!(again.get(0).unwrap().form(), token.form());
            }
        }
    }

    #[test]
    fn a_reused_buffer_gives_the_same(first in text(), second in text()) {
        let mut buffer = Tokens::of(&first);
        earshot_text::tokenize(&second, &mut buffer);
        prop_assert_eq!(buffer, Tokens::of(&second));
    }

    #[test]
    fn search_tokens_are_single_words(text in text()) {
        for token in search_tokens(&text) {
            prop_assert!(!token.is_empty() && !token.contains(char::is_whitespace), "{:?}", token);
        }
    }

    #[test]
    fn highlighting_keeps_the_text(
        text in text(),
        spans in prop::collection::vec((0_u32..40, 0_u32..40), 0..6),
    ) {
        let spans: Vec<Span> = spans.into_iter().map(|(start, end)| Span { start, end }).collect();
        let pieces = highlight(&text, &spans);
        let joined: String = pieces.iter().map(|piece| piece.text).collect();
        prop_assert_eq!(&joined, &text);
        prop_assert!(pieces.windows(2).all(|pair| pair[0].marked != pair[1].marked));
    }
}

#[test]
fn every_character_folds_to_a_fixed_point() {
    for c in '\0'..=char::MAX {
        let once = fold(&c.to_string());
        assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        let tokens = Tokens::of(&c.to_string());
        for token in tokens.iter() {
            let again = Tokens::of(token.form());
            assert_eq!(again.len(), 1, "U+{:04X}", u32::from(c));
            assert_eq!(again.get(0).unwrap().form(), token.form(), "U+{:04X}", u32::from(c));
        }
    }
}

#[test]
fn every_emoji_of_unicode_is_one_token() {
    let mut count = 0;
    for emoji in emojis::iter().flat_map(|emoji| match emoji.skin_tones() {
        Some(tones) => tones.collect::<Vec<_>>(),
        None => vec![emoji],
    }) {
        // Ⓜ is a letter, and the signs of less than U+2190 need their selector.
        if emoji.as_str().starts_with('Ⓜ') {
            continue;
        }
        let text = emoji.as_str();
        let tokens = Tokens::of(text);
        assert_eq!(tokens.len(), 1, "{text}");
        let token = tokens.get(0).unwrap();
        assert_eq!(token.kind(), TokenKind::Emoji, "{text}");
        assert_eq!(range(token.span()), 0..text.len(), "{text}");
        let untoned: String = text
            .chars()
            .filter(|c| !('\u{1F3FB}'..='\u{1F3FF}').contains(c))
            .filter(|c| *c != '\u{FE0F}' || text.starts_with(|c| c < '\u{2190}'))
            .collect();
        if emoji.skin_tone().is_some_and(|tone| tone != emojis::SkinTone::Default) {
            assert_eq!(token.base(), Some(untoned.as_str()), "{text}");
        }
        count += 1;
    }
    assert!(count > 3_500, "{count}");
}

#[test]
fn hashes_are_the_same_everywhere() {
    // Whoever stores them relies on these numbers within one version.
    for (form, number) in [
        ("", 0xe052ed86abb7a4aa),
        ("apple", 0xd4d24fa5240bd543),
        ("0123456789abcdef", 0x9cd476c1ec54006d),
        ("0123456789abcdefg", 0x64e38fcc24cf11da),
        ("東京", 0xaded471695d04a99),
    ] {
        assert_eq!(hash(form), number, "{form}");
    }
}

#[test]
fn hashes_spread_over_all_bits() {
    // 60,000 words of a kind that people number through: by the top and by the bottom 16 bits
    // a bucket of 65,536 is hit about as often as by chance, where 16 in one is past belief.
    let words = (0..60_000).map(|number| format!("word{number}"));
    let (mut top, mut bottom) = (vec![0_u8; 65_536], vec![0_u8; 65_536]);
    for number in words.map(|word| hash(&word)) {
        top[usize::try_from(number >> 48).unwrap()] += 1;
        bottom[usize::try_from(number & 0xFFFF).unwrap()] += 1;
    }
    assert!(top.iter().chain(&bottom).all(|count| *count < 16));
    assert!(top.iter().filter(|count| **count == 0).count() < 27_500);
    assert!(bottom.iter().filter(|count| **count == 0).count() < 27_500);
}
