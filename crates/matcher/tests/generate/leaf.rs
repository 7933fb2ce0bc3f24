//! Tests, of every kind.

use earshot_matcher::{
    Glob, GlobPiece, HandleRole, Leaf, LinkScope, NumberField, NumberRange, Pattern, Raw, RawToken,
    Sigil, Slop, TextField, Trait, UrlTest, VerdictTest, WordTest,
};
use earshot_model::{Emotion, IdentityMatch, Intent, Level, Sentiment, Timeliness};

use super::Chance;

/// Any test.
pub(crate) fn any(chance: &mut Chance) -> Leaf {
    if !chance.once_in(4) {
        return text(chance);
    }
    match chance.below(11) {
        0 => {
            let field = chance.one(&[TextField::Title, TextField::AuthorName, TextField::Bio]);
            Leaf::InField(field, phrase(chance))
        }
        1 => {
            let role = chance.one(&[HandleRole::Author, HandleRole::To, HandleRole::SharedFrom]);
            Leaf::Handle(role, chance.one(&["ana", "bob", "bob@example.social", "cy"]).to_owned())
        }
        2 => Leaf::Language(chance.one(&["en", "de"]).to_owned()),
        3 => Leaf::Country(chance.one(&["de", "us"]).to_owned()),
        4 => Leaf::City(chance.one(&["new york", "koln"]).to_owned()),
        5 => Leaf::Channel(chance.one(&["mastodon", "reddit"]).to_owned()),
        6 => Leaf::Host(
            chance.one(&["example.org", "shop.example.org", "social", "x.de"]).to_owned(),
        ),
        7 => Leaf::Link(chance.one(&[LinkScope::Written, LinkScope::Target]), url(chance)),
        8 => Leaf::Trait(chance.one(Trait::ALL)),
        9 => number(chance),
        _ => Leaf::Verdict(verdict(chance)),
    }
}

/// A test of the text.
pub(crate) fn text(chance: &mut Chance) -> Leaf {
    match chance.below(8) {
        0 => raw(chance),
        1 => Leaf::Slop(slop(chance)),
        _ => Leaf::Words(phrase(chance)),
    }
}

fn phrase(chance: &mut Chance) -> Vec<WordTest> {
    let words = chance.one(&[1, 1, 1, 1, 2, 2, 3]);
    (0..words).map(|_| word(chance)).collect()
}

fn word(chance: &mut Chance) -> WordTest {
    let exact = |sigil, form: &str| WordTest { sigil, pattern: Pattern::Exact(form.to_owned()) };
    match chance.below(12) {
        0 => exact(
            chance.one(&[Sigil::Hashtag, Sigil::Mention, Sigil::Cashtag]),
            chance.one(&["apple", "late", "東京", "flight", "東京タワー"]),
        ),
        1 => exact(Sigil::Url, chance.one(&["late.example", "t.co/abc", "shop.example.org"])),
        2 => exact(Sigil::Any, chance.one(&["👍", "👍🏽", "❤", "👨", "1\u{20e3}", "東", "京"])),
        3 | 4 => WordTest {
            sigil: chance.one(&[Sigil::Any, Sigil::Any, Sigil::Hashtag]),
            pattern: Pattern::Glob(glob(chance)),
        },
        _ => exact(
            Sigil::Any,
            chance.one(&[
                "apple", "apples", "late", "flight", "refund", "cafe", "a", "b", "ab", "dont", "5",
                "the", "google", "x_y", "covid",
            ]),
        ),
    }
}

fn glob(chance: &mut Chance) -> Glob {
    let text = |text: &str| GlobPiece::Text(text.to_owned());
    let (one, many) = (GlobPiece::One, GlobPiece::Many);
    Glob::new(match chance.below(9) {
        0 => vec![text("refund"), many],
        1 => vec![text("ap"), many],
        2 => vec![many, text("apple")],
        3 => vec![many.clone(), text("pl"), many],
        4 => vec![text("la"), one, text("e")],
        5 => vec![text("fl"), many, text("ht"), one],
        6 => vec![text("ab"), one, many],
        7 => vec![one.clone(), text("pp"), one, text("e"), many],
        _ => vec![text("la"), many],
    })
    .unwrap()
}

fn raw(chance: &mut Chance) -> Leaf {
    let (gaps, tokens): (&[&str], &[&str]) = chance.one(&[
        (["", ""].as_slice(), ["Apple"].as_slice()),
        (&["", "+"], &["Google"]),
        (&["", "++"], &["C"]),
        (&["", "&", ""], &["AT", "T"]),
        (&["", " ", ""], &["late", "flight"]),
        (&["", "-", ""], &["covid", "19"]),
        (&["\"", ""], &["Late"]),
        (&["", ""], &["#Apple"]),
        (&["", ""], &["👍"]),
        (&["", " ", "."], &["the", "Café"]),
        (&["", "", ""], &["東", "京"]),
        (&["", "", " ", ""], &["½", "", "apple"]),
    ]);
    // A straight quote cannot be written inside of quotes.
    let gaps = gaps.iter().map(|gap| gap.replace('"', ".")).collect();
    let mut tokens: Vec<RawToken> = tokens.iter().map(|text| raw_token(text)).collect();
    if let Some([first, second, ..]) = tokens.get_mut(..2)
        && first.text == "½"
    {
        (first.form, second.form) = ("1".to_owned(), "2".to_owned());
    }
    Leaf::Raw(Raw { tokens, gaps, any_case: chance.once_in(3) })
}

fn raw_token(text: &str) -> RawToken {
    let (sigil, body) = match text.strip_prefix('#') {
        Some(body) => (Sigil::Hashtag, body),
        None => (Sigil::Any, text),
    };
    RawToken { sigil, form: earshot_text::fold(body), text: text.to_owned() }
}

fn slop(chance: &mut Chance) -> Slop {
    // An address of several parts would need quotes inside of quotes.
    let items = chance.below(3) + 2;
    Slop {
        items: (0..items)
            .map(|_| {
                loop {
                    let item = phrase(chance);
                    if item.iter().all(|test| test.sigil != Sigil::Url) {
                        break item;
                    }
                }
            })
            .collect(),
        foreign: chance.one(&[0, 1, 2, 5, 100]),
    }
}

fn url(chance: &mut Chance) -> UrlTest {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match chance.below(6) {
        0 => UrlTest::Words(owned(&["pricing"])),
        1 => UrlTest::Words(owned(&["late", "flight"])),
        2 => UrlTest::Parts { parts: owned(&["example.org", "pricing"]), rooted: false },
        3 => UrlTest::Parts { parts: owned(&["example.org"]), rooted: false },
        4 => UrlTest::Parts { parts: owned(&["pricing"]), rooted: false },
        _ => UrlTest::Parts { parts: owned(&["pricing", "late-flight"]), rooted: true },
    }
}

fn number(chance: &mut Chance) -> Leaf {
    let (min, max) =
        chance.one(&[(Some(1), None), (None, Some(3)), (Some(3), Some(3)), (Some(1), Some(1_000))]);
    Leaf::Number(chance.one(&NumberField::ALL), NumberRange { min, max })
}

fn verdict(chance: &mut Chance) -> VerdictTest {
    match chance.below(11) {
        0 => VerdictTest::Sentiment(chance.one(Sentiment::ALL)),
        1 => VerdictTest::Emotion(chance.one(Emotion::ALL)),
        2 => VerdictTest::Intent(chance.one(Intent::ALL)),
        3 => VerdictTest::Urgency(chance.one(Level::ALL)),
        4 => VerdictTest::Timeliness(chance.one(Timeliness::ALL)),
        5 => VerdictTest::Value(chance.one(Level::ALL)),
        6 => VerdictTest::Influence(chance.one(Level::ALL)),
        7 => VerdictTest::Identity(chance.one(IdentityMatch::ALL)),
        8 => VerdictTest::ExpectsReply,
        9 => VerdictTest::Spam,
        _ => VerdictTest::Noise,
    }
}
