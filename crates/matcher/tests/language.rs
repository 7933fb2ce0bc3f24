//! The language: what is read, how, and what is said about mistakes.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use earshot_matcher::{PostView, Query, SearchTerm, SearchTerms};
use earshot_model::Span;

fn read(text: &str) -> String {
    Query::parse(text).unwrap().to_string()
}

fn matches(query: &str, text: &str) -> bool {
    Query::parse(query).unwrap().matches(&PostView { text, ..PostView::default() })
}

#[test]
fn precedence_is_not_then_and_then_or() {
    for (text, reading) in [
        ("a b", "a AND b"),
        ("a OR b c", "a OR (b AND c)"),
        ("a AND b OR c AND d", "(a AND b) OR (c AND d)"),
        ("a NOT b OR c", "(a AND NOT b) OR c"),
        ("a AND NOT b", "a AND NOT b"),
        ("a -b -\"c d\" -(e OR f)", "a AND NOT b AND NOT \"c d\" AND NOT (e OR f)"),
        ("NOT (NOT a)", "a"),
        ("a NOT (NOT (b))", "a AND b"),
        ("((a) (b)) (c d)", "a AND b AND c AND d"),
        ("author:(ana OR @Bob) x", "(author:ana OR author:bob) AND x"),
        ("x followers:>1,000 lang:EN_gb", "x AND followers:>=1001 AND lang:en"),
        (
            "x followers:[5 TO 10] followers:7 followers:<3",
            "x AND followers:5..10 AND followers:7 AND followers:<=2",
        ),
        ("e-mail /* a note */ Straße", "\"e mail\" AND strasse"),
        ("12:30 https://X.org/a", "\"12 30\" AND \"https://x.org/a\""),
        ("“late flight”", "\"late flight\""),
        ("東京", "\"東 京\""),
        ("\"late flig*\"", "\"late flig*\""),
        ("colo?r *gate *phone* fl?g*t", "colo?r AND *gate AND *phone* AND fl?g*t"),
    ] {
        assert_eq!(read(text), reading, "{text}");
    }
}

#[test]
fn words_find_what_the_readme_says() {
    for (query, text, expected) in [
        ("apple", "I love APPLE!", true),
        ("apple", "Apple's new phone", false),
        ("apple's", "Apple’s new phone", true),
        ("apple", "#apple @apple $apple", true),
        ("#apple", "apple", false),
        ("@apple", "#apple", false),
        ("apple", "pineapples", false),
        ("apple", "see https://apple.com/apple", false),
        ("\"late flight\"", "my late, flight", true),
        ("\"late flight\"", "my late night flight", false),
        ("refund*", "Refunding now", true),
        ("refund*", "no re-fund", false),
        ("café", "CAFE\u{301}", true),
        ("strasse", "Straße", true),
        ("東京", "大東京駅", true),
        ("東京", "#東京タワー", true),
        ("東京", "東の京", false),
        ("👍", "great👍🏽", true),
        ("👍🏽", "great 👍", false),
        ("apple -pie", "apple pie", false),
        ("apple -pie", "apple tart", true),
        ("@ana@example.social", "hi @ana@example.social!", true),
    ] {
        assert_eq!(matches(query, text), expected, "{query} on {text}");
    }
}

#[test]
fn fields_ask_the_author() {
    let post = PostView {
        text: "x",
        author_handle: "@Ana@Example.social",
        language: Some("en-GB"),
        followers: Some(1000),
        ..PostView::default()
    };
    for (query, expected) in [
        ("author:ana", true),
        ("author:@ANA@example.social", true),
        ("author:an", false),
        ("x lang:en", true),
        ("x lang:en-gb", true),
        ("x lang:en-us", true),
        ("x lang:e1", false),
        ("x followers:>=1000", true),
        ("x followers:>1000", false),
        ("x followers:1000..1001", true),
    ] {
        let found = Query::parse(query).is_ok_and(|query| query.matches(&post));
        assert_eq!(found, expected, "{query}");
    }
    let unknown = PostView { text: "x", ..PostView::default() };
    assert!(!Query::parse("x followers:>0").unwrap().matches(&unknown));
    assert!(!Query::parse("x lang:en").unwrap().matches(&unknown));
}

#[test]
fn spans_show_only_what_made_it_match() {
    let query = Query::parse("(late AND pizza) OR \"late flight\" OR #help NOT spam").unwrap();
    let text = "A late flight, late again #help";
    let spans = query.spans(&PostView { text, ..PostView::default() }).unwrap();
    assert_eq!(spans, [Span { start: 2, end: 13 }, Span { start: 26, end: 31 }]);
    let none = query.spans(&PostView { text: "fine", ..PostView::default() });
    assert_eq!(none, None);
}

#[test]
fn search_terms_are_a_superset() {
    let terms = |text: &str| Query::parse_search(text).unwrap().search_terms();
    let token = |text: &str| SearchTerm::Token(text.to_owned());
    let prefix = |text: &str| SearchTerm::Prefix(text.to_owned());
    let without = |text: &str| SearchTerm::Without(text.to_owned());
    assert_eq!(
        terms("(late OR #delay*) flight -spam lang:en"),
        SearchTerms::AnyOf(vec![
            [token("flight"), token("late"), without("spam")].into(),
            [token("flight"), prefix("#delay"), without("spam")].into(),
        ])
    );
    assert_eq!(terms("-late"), SearchTerms::Anything);
    assert_eq!(terms("a OR -b"), SearchTerms::Anything);
    assert_eq!(terms("a -\"b c\" -#d"), SearchTerms::AnyOf(vec![[token("a")].into()]));
    assert_eq!(terms("lang:en"), SearchTerms::Anything);
    assert_eq!(terms("a OR author:ana"), SearchTerms::Anything);
    let both = SearchTerms::AnyOf(vec![[token("b"), without("a")].into()]);
    assert_eq!(terms("NOT (a OR NOT b)"), both);
    let wide = (0..9).map(|n| format!("(a{n} OR b{n})")).collect::<Vec<_>>().join(" ");
    let SearchTerms::AnyOf(sets) = terms(&wide) else { unreachable!("words can be looked up") };
    assert_eq!(sets.len(), 64);
}
