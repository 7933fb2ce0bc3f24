//! The language: what is read, how, and what is said about mistakes.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use earshot_matcher::{MAX_BYTES, MAX_DEPTH, MAX_TERMS, PostView, Query, SearchTerm, SearchTerms};
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
        ("NOT NOT a", "a"),
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
        ("東京*", "\"東 京\""),
        ("\"late flig*\"", "\"late flig*\""),
        ("really? \"is it?\" a? ok", "really AND \"is it\" AND a AND ok"),
    ] {
        assert_eq!(read(text), reading, "{text}");
    }
}

#[test]
fn mistakes_are_explained() {
    for (text, at, reason) in [
        ("", 0, "the query is empty"),
        ("/* only a note */", 0, "the query is empty"),
        ("late flight x (a OR b", 14, "missing ) for the ( at 14"),
        ("a (", 2, "missing ) for the ( at 2"),
        ("a ) b", 2, "this ) closes nothing"),
        ("a ()", 2, "nothing stands between these brackets"),
        ("a \"b c", 2, "unclosed quote at 2"),
        ("a /* b", 2, "unclosed comment at 2"),
        ("a AND", 2, "AND has nothing on its right side"),
        ("a OR AND b", 2, "OR has nothing on its right side"),
        ("(a OR) b", 3, "OR has nothing on its right side"),
        ("OR a", 0, "OR has nothing on its left side"),
        ("a NOT", 2, "NOT has nothing on its right side"),
        ("x \"!!!\"", 2, "\"!!!\" contains nothing searchable"),
        ("x *", 2, "\"*\" contains nothing searchable"),
        ("a*", 0, "\"a*\" is too short: give at least 2 letters"),
        ("colo?r", 0, "in \"colo?r\" the wildcard does not stand at the end of a word"),
        ("*gate", 0, "in \"*gate\" the wildcard does not stand at the end of a word"),
        ("a NEAR/5 b", 2, "NEAR/5 is not known here"),
        ("\"a b\"~5", 5, "~5 is not known here"),
        ("!Apple", 0, "!Apple is not known here"),
        ("x folowers:>5", 2, "unknown field \"folowers\": did you mean \"followers\"?"),
        ("site:x.org", 0, "unknown field \"site\""),
        ("x author: ana", 2, "author: needs a value"),
        ("x followers:many", 2, "followers: needs a number, e.g. followers:>1000"),
        ("x followers:(5)", 2, "followers: needs a number, e.g. followers:>1000"),
        ("x followers:9..5", 2, "no number lies in this range"),
        ("x followers:<0", 2, "no number lies in this range"),
        ("x lang:english!", 2, "lang: needs a language code, e.g. lang:en"),
        ("author:an*", 0, "author: needs one name, e.g. author:ana"),
        ("author:(a lang:en)", 10, "a field cannot stand inside of another field"),
        (
            "NOT a",
            0,
            "this query only excludes; add at least one word, hashtag, author or site to look for",
        ),
        (
            "a OR NOT b",
            0,
            "this query only excludes; add at least one word, hashtag, author or site to look for",
        ),
        (
            "lang:en followers:>5",
            0,
            "lang:/followers: alone would match almost everything; add a term",
        ),
    ] {
        let error = Query::parse(text).unwrap_err();
        assert_eq!((error.position(), error.reason().as_str()), (at, reason), "{text}");
        assert!(!error.fix().is_empty());
    }
}

#[test]
fn limits_hold() {
    let long = "a".repeat(MAX_BYTES + 1);
    assert_eq!(
        Query::parse(&long).unwrap_err().reason(),
        "the query has 65,537 bytes; the limit is 65,536"
    );
    let many = "a OR ".repeat(MAX_TERMS) + "a";
    assert_eq!(Query::parse(&many).unwrap_err().reason(), "8,193 terms; the limit is 8,192");
    let deep = |depth| "(".repeat(depth) + "a" + &")".repeat(depth);
    assert!(Query::parse(&deep(MAX_DEPTH)).is_ok());
    let error = Query::parse(&deep(MAX_DEPTH + 1)).unwrap_err();
    assert_eq!(error.reason(), "brackets stand more than 64 deep");
    assert!(Query::parse(&"(".repeat(MAX_BYTES)).is_err());
    assert!(Query::parse(&("-".repeat(MAX_BYTES - 1) + "a")).is_err(), "an odd number excludes");
    assert!(Query::parse(&"NOT ".repeat(MAX_BYTES / 4)).is_err());
}

#[test]
fn oddities_are_pointed_out() {
    let said = |text: &str| -> Vec<String> {
        let query = Query::parse(text).unwrap();
        query.warnings().iter().map(ToString::to_string).collect()
    };
    assert_eq!(said("salt and pepper"), ["\"and\" in lower case is searched as a word"]);
    assert_eq!(said("a AND b OR c"), ["AND and OR mixed without brackets: read as (a AND b) OR c"]);
    assert_eq!(said("(a b) OR c"), Vec::<String>::new());
    assert_eq!(said("“a b” OR „c d“"), ["curly quotes read as straight quotes"]);
    assert_eq!(said("👍*"), ["the star adds nothing here and is left out"]);
    assert_eq!(
        said("a b NOT (c OR a)"),
        ["the word after NOT also appears in the required part: never matches (a)"]
    );
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
