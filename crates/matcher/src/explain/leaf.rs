//! Tests, in words.

use crate::ast::{
    HandleRole, Leaf, LinkScope, NumberField, NumberRange, Pattern, Raw, Sigil, Slop, TextField,
    Trait, UrlTest, WordTest,
};

/// What a test asks for, in words.
pub(super) fn words(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Words(tests) => phrase(tests),
        Leaf::Raw(raw) => exactly(raw),
        Leaf::Slop(slop) => together(slop),
        Leaf::InField(field, tests) => {
            let place = match field {
                TextField::Title => "in the title",
                TextField::AuthorName => "in the author's name",
                TextField::Bio => "in the author's description",
            };
            format!("{place}: {}", phrase(tests))
        }
        Leaf::Handle(HandleRole::Author, name) => format!("written by {name}"),
        Leaf::Handle(HandleRole::To, name) => format!("addressed to {name}"),
        Leaf::Handle(HandleRole::SharedFrom, name) => format!("a share of a post of {name}"),
        Leaf::Language(code) => format!("in the language \"{code}\""),
        Leaf::Country(code) => format!("from the country \"{code}\""),
        Leaf::City(name) => format!("from the city \"{name}\""),
        Leaf::Channel(name) => format!("on the channel \"{name}\""),
        Leaf::Host(host) => format!("on {host}, or with a link to it"),
        Leaf::Link(scope, test) => link(*scope, test),
        Leaf::Trait(fact) => trait_words(*fact).to_owned(),
        Leaf::Number(field, range) => number(*field, *range),
        Leaf::Verdict(test) => format!("{test}, once the funnel has spoken"),
    }
}

fn phrase(tests: &[WordTest]) -> String {
    match tests {
        [test] => single(test),
        tests => {
            let forms: Vec<String> = tests.iter().map(ToString::to_string).collect();
            format!("the phrase \"{}\"", forms.join(" "))
        }
    }
}

fn single(test: &WordTest) -> String {
    let kind = match test.sigil {
        Sigil::Any => "the word",
        Sigil::Hashtag => "the tag",
        Sigil::Mention => "the name",
        Sigil::Cashtag => "the ticker",
        Sigil::Url => "the address",
    };
    match &test.pattern {
        Pattern::Exact(form) if !form.chars().any(char::is_alphanumeric) => form.clone(),
        Pattern::Exact(_) => format!("{kind} \"{test}\""),
        Pattern::Glob(glob) => match (glob.prefix(), test.sigil) {
            (Some(start), Sigil::Any) => format!("words that begin with \"{start}\""),
            _ => format!("words of the form \"{test}\""),
        },
    }
}

fn exactly(raw: &Raw) -> String {
    let mut gaps = raw.gaps.iter();
    let mut text = String::new();
    for token in &raw.tokens {
        text.push_str(gaps.next().map_or("", String::as_str));
        text.push_str(&token.text);
    }
    text.push_str(gaps.next().map_or("", String::as_str));
    let case = if raw.any_case { ", in upper or lower case" } else { "" };
    format!("exactly \"{text}\"{case}")
}

fn together(slop: &Slop) -> String {
    let items: Vec<String> = slop.items.iter().map(|item| phrase(item)).collect();
    format!("{}, in any order, with at most {} other words", items.join(" and "), slop.foreign)
}

fn link(scope: LinkScope, test: &UrlTest) -> String {
    let link = match scope {
        LinkScope::Written => "an address",
        LinkScope::Target => "a link target",
    };
    match test {
        UrlTest::Words(words) => format!("{link} with \"{}\" in its path", words.join(" ")),
        UrlTest::Parts { .. } => format!("{link} with \"{test}\""),
    }
}

const fn trait_words(fact: Trait) -> &'static str {
    match fact {
        Trait::Post => "a post of its own",
        Trait::Reply => "an answer",
        Trait::Share => "a share",
        Trait::Quote => "a share with words of its own",
        Trait::Comment => "a comment",
        Trait::Review => "a review",
        Trait::DirectMessage => "a direct message",
        Trait::Mail => "an e-mail",
        Trait::Chat => "a line of a chat",
        Trait::Call => "words of a call",
        Trait::Article => "an article",
        Trait::Image => "with an image",
        Trait::Video => "with a video",
        Trait::Audio => "with a recording",
        Trait::Media => "with an image, a video or a recording",
        Trait::Link => "with a link",
        Trait::Hashtag => "with a #tag",
        Trait::Mention => "with an @name",
        Trait::Cashtag => "with a $TICKER",
        Trait::Emoji => "with an emoji",
        Trait::Place => "with a place",
        Trait::Verified => "by an author for whom the channel vouches",
        Trait::Public => "readable by everybody",
        Trait::Private => "readable only by those it is addressed to",
    }
}

fn number(field: NumberField, range: NumberRange) -> String {
    let what = match field {
        NumberField::Followers => "followers",
        NumberField::Engagement => "likes, answers and shares",
        NumberField::Reach => "people reached",
        NumberField::Rating => "stars",
    };
    match (range.min, range.max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min} {what}"),
        (Some(min), Some(max)) => format!("{min} to {max} {what}"),
        (Some(min), None) => format!("at least {min} {what}"),
        (None, Some(max)) => format!("at most {max} {what}"),
        (None, None) => format!("a known number of {what}"),
    }
}
