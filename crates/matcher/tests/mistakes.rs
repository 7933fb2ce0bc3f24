//! Every mistake that a query can have: what is said, at which character, and what would mend it.

use earshot_matcher::{MAX_BYTES, MAX_DEPTH, MAX_TERMS, NamedKind, Names, Query};

/// A query, the character of the mistake, its message, and the query after its repair.
type Row = (&'static str, u32, &'static str, Option<&'static str>);

const STRUCTURE: &[Row] = &[
    ("", 0, "the query is empty (at 0)", None),
    ("/* only a note */", 0, "the query is empty (at 0)", None),
    ("late flight x (a OR b", 14, "missing ) for the ( at 14", Some("late flight x (a OR b)")),
    ("äöü (a", 4, "missing ) for the ( at 4", Some("äöü (a)")),
    ("a (", 2, "missing ) for the ( at 2", None),
    ("a ) b", 2, "this ) closes nothing (at 2)", Some("a  b")),
    ("a ()", 2, "nothing stands between these brackets (at 2)", Some("a ")),
    ("a \"b c", 2, "unclosed quote at 2", Some("a \"b c\"")),
    ("a /* b", 2, "unclosed comment at 2", Some("a /* b*/")),
    ("a <<< b", 2, "unclosed comment at 2", Some("a <<< b>>>")),
    ("a AND", 2, "AND has nothing on its right side (at 2)", Some("a ")),
    ("a OR AND b", 2, "OR has nothing on its right side (at 2)", Some("a  AND b")),
    ("(a OR) b", 3, "OR has nothing on its right side (at 3)", Some("(a ) b")),
    ("OR a", 0, "OR has nothing on its left side (at 0)", Some(" a")),
    ("a NOT", 2, "NOT has nothing on its right side (at 2)", Some("a ")),
    ("NEAR/2 a", 0, "NEAR has nothing on its left side (at 0)", Some(" a")),
    ("a NEAR/2", 2, "NEAR has nothing on its right side (at 2)", Some("a ")),
    ("NOT NOT a", 0, "NOT stands twice (at 0)", Some(" a")),
    ("a NEAR/500 b", 2, "NEAR distance must be 0 to 100, got 500 (at 2)", Some("a NEAR/100 b")),
    ("a NEAR/x b", 2, "NEAR distance must be 0 to 100, got x (at 2)", Some("a NEAR/10 b")),
    ("a ONEAR/101 b", 2, "NEAR distance must be 0 to 100, got 101 (at 2)", Some("a NEAR/100f b")),
    ("\"a b\"~500", 5, "~ distance must be 0 to 100, got 500 (at 5)", Some("\"a b\"~100")),
    (
        "apple pie NEAR/5 (tart AND x)",
        17,
        "NEAR needs words, phrases or OR groups, not AND/NOT/fields, on both sides (at 17)",
        None,
    ),
    (
        "lang:en NEAR/5 tart",
        0,
        "NEAR needs words, phrases or OR groups, not AND/NOT/fields, on both sides (at 0)",
        None,
    ),
    (
        "tart NEAR/5 NOT pie",
        12,
        "NEAR needs words, phrases or OR groups, not AND/NOT/fields, on both sides (at 12)",
        None,
    ),
    (
        "(a OR site:x.org) WITHIN SENTENCE b",
        0,
        "WITHIN SENTENCE needs words, phrases or OR groups, not AND/NOT/fields, on both sides (at 0)",
        None,
    ),
    (
        "(a OR b)~5",
        0,
        "~ takes words and phrases side by side, not OR/NOT/NEAR/fields (at 0)",
        None,
    ),
    ("\"a b c d e f g h i j k\"~5", 0, "~ takes at most 10 words and phrases, got 11 (at 0)", None),
    ("apple~2", 0, "~ follows a phrase or a group, not a word (at 0)", None),
];

const WORDS: &[Row] = &[
    ("x \"!!!\"", 3, "\"!!!\" contains nothing searchable (at 3)", None),
    ("x \"\"", 3, "\"\" contains nothing searchable (at 3)", None),
    ("x #", 2, "\"#\" contains nothing searchable (at 2)", None),
    ("a - b", 2, "\"-\" contains nothing searchable (at 2)", None),
    ("raw:\"++\"", 0, "\"++\" contains nothing searchable (at 0)", None),
    ("a*", 0, "\"a*\" is too short: give at least 2 letters (at 0)", None),
    ("*", 0, "\"*\" is too short: give at least 2 letters (at 0)", None),
    ("?", 0, "\"?\" is too short: give at least 2 letters (at 0)", None),
    ("a?", 0, "\"a?\" is too short: give at least 2 letters (at 0)", None),
    ("b*d", 0, "\"b*d\" is too short: give at least 2 letters (at 0)", None),
    ("\"so * good\"", 4, "\"*\" is too short: give at least 2 letters (at 4)", None),
    (
        "東京*",
        0,
        "\"東京*\" has a wildcard where every character is a word of its own: it finds nothing more (at 0)",
        Some("東京"),
    ),
    (
        "x 👍*",
        2,
        "\"👍*\" has a wildcard where every character is a word of its own: it finds nothing more (at 2)",
        Some("x 👍"),
    ),
    ("https://x.org/a*", 0, "\"https://x.org/a*\" has a wildcard in a web address (at 0)", None),
    ("x 🏽", 2, "\"🏽\" is a skin tone without its emoji (at 2)", None),
];

const FIELDS: &[Row] = &[
    (
        "x folowers:>5",
        2,
        "unknown field \"folowers\": did you mean \"followers\"? (at 2)",
        Some("x followers:>5"),
    ),
    ("x zzz:5", 2, "unknown field \"zzz\" (at 2)", None),
    ("x author: ana", 2, "author: needs a value (at 2)", None),
    ("x followers:many", 2, "followers: needs a number, e.g. followers:>1000 (at 2)", None),
    ("x followers:1.5", 2, "followers: needs a number, e.g. followers:>1000 (at 2)", None),
    ("x rating:(5)", 2, "rating: needs a number, e.g. rating:>1000 (at 2)", None),
    ("x followers:9..5", 2, "no number lies in this range (at 2)", Some("x followers:5..9")),
    ("x followers:<0", 2, "no number lies in this range (at 2)", None),
    ("x lang:english!", 2, "lang: needs a language code (at 2)", None),
    ("x country:germany", 2, "country: needs a country code of two letters (at 2)", None),
    ("x site:shop", 2, "site: needs a host (at 2)", None),
    ("author:an*", 0, "author: needs one name (at 0)", None),
    ("author:(a lang:en)", 10, "a field cannot stand inside of another field (at 10)", None),
    ("title:(a NEAR/5 b)", 9, "NEAR does not work inside of title: (at 9)", None),
    ("title:\"a b\"~5", 11, "~ does not work inside of title: (at 11)", None),
    (
        "x has:imge",
        2,
        "has: does not know \"imge\": did you mean \"image\"? (at 2)",
        Some("x has:image"),
    ),
    ("x sentiment:bad", 2, "sentiment: does not know \"bad\" (at 2)", None),
    ("list:\"Nobody\"", 0, "there is no list \"Nobody\" (at 0)", None),
];

const UNSOUGHT: &[Row] = &[
    (
        "NOT a",
        4,
        "this query only excludes; add at least one word, hashtag, author or site to look for (at 4)",
        None,
    ),
    (
        "a OR NOT b",
        9,
        "this query only excludes; add at least one word, hashtag, author or site to look for (at 9)",
        None,
    ),
    (
        "lang:en NOT apple",
        0,
        "this query only excludes; add at least one word, hashtag, author or site to look for (at 0)",
        None,
    ),
    (
        "lang:en followers:>5",
        0,
        "lang:/followers: alone would match almost everything; add a term (at 0)",
        None,
    ),
    ("a OR lang:en", 5, "lang: alone would match almost everything; add a term (at 5)", None),
    (
        "sentiment:negative",
        0,
        "sentiment: alone would match almost everything; add a term (at 0)",
        None,
    ),
];

#[test]
fn every_mistake_is_explained() {
    let mut wrong = Vec::new();
    for (text, position, message, repaired) in
        [STRUCTURE, WORDS, FIELDS, UNSOUGHT].into_iter().flatten()
    {
        let Err(error) = Query::parse(text) else {
            wrong.push(format!("{text}: reads"));
            continue;
        };
        let said = error.to_string();
        assert!(!error.fix().is_empty() && error.fix() != "correct it", "{text}");
        let mended = error.repair.map(|repair| repair.apply(text));
        if (error.position, said.as_str(), mended.as_deref()) != (*position, *message, *repaired) {
            wrong.push(format!("{text}: {} {said} {mended:?}", error.position));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_search_may_only_filter() {
    for (text, ..) in UNSOUGHT {
        assert!(Query::parse_search(text).is_ok(), "{text}");
    }
}

/// Lists and queries of a test.
struct Shelf(&'static [(NamedKind, &'static str, &'static str)]);

impl Names for Shelf {
    fn text(&self, kind: NamedKind, name: &str) -> Option<String> {
        let mut all = self.0.iter();
        let found = all.find(|(k, n, _)| *k == kind && n.eq_ignore_ascii_case(name));
        found.map(|(_, _, text)| (*text).to_owned())
    }
}

#[test]
fn names_are_read_and_their_mistakes_named() {
    let shelf = Shelf(&[
        (NamedKind::List, "Bots", "spam\n\n/* people */\nauthor:bot OR \"buy now\"\n"),
        (NamedKind::Query, "Core", "acme list:bots"),
        (NamedKind::Query, "X", "query:Y"),
        (NamedKind::Query, "Y", "a OR query:X"),
        (NamedKind::List, "Broken", "fine\nnot (fine"),
        (NamedKind::Query, "Me", "query:me"),
    ]);
    let read = |text: &str| Query::parse_with(text, &shelf, Some("Own"));
    let query = read("kettle NOT list:\" BOTS\"").unwrap();
    assert_eq!(query.to_string(), "kettle AND NOT list:\"BOTS\"");
    assert_eq!(query.places().len(), 2);
    let view = |text| earshot_matcher::PostView { text, ..Default::default() };
    assert!(query.matches(&view("my kettle")));
    assert!(!query.matches(&view("buy now: a kettle")));
    assert!(read("query:core").unwrap().matches(&view("acme spam")));
    for (text, position, message) in [
        ("a query:X", 2, "query \"X\" refers to itself through \"Y\" (at 2)"),
        ("a query:Me", 2, "query \"me\" refers to itself (at 2)"),
        ("a query:Own", 2, "query \"Own\" refers to itself (at 2)"),
        ("a query:Nobody", 2, "there is no query \"Nobody\" (at 2)"),
        ("a list:Broken", 2, "list \"Broken\" cannot be read: missing ) for the ( at 9 (at 2)"),
        (
            "a NEAR/2 query:core",
            9,
            "NEAR needs words, phrases or OR groups, not AND/NOT/fields, on both sides (at 9)",
        ),
        (
            "a OR (NOT list:Bots)",
            10,
            "this query only excludes; add at least one word, hashtag, author or site to look for (at 10)",
        ),
    ] {
        let error = read(text).unwrap_err();
        assert_eq!((error.position, error.to_string().as_str()), (position, message), "{text}");
    }
}

#[test]
fn limits_hold() {
    let reason = |text: &str| Query::parse(text).unwrap_err().reason();
    let long = "a".repeat(MAX_BYTES + 1);
    assert_eq!(reason(&long), "the query has 65,537 bytes; the limit is 65,536");
    let many = "a OR ".repeat(MAX_TERMS) + "a";
    assert_eq!(reason(&many), "8,193 terms; the limit is 8,192");
    let group = |depth: usize| "a (b OR (".repeat(depth) + "c" + &"))".repeat(depth);
    assert!(Query::parse(&group(MAX_DEPTH / 2)).is_ok());
    assert_eq!(
        reason(&group(MAX_DEPTH / 2 + 1)),
        "operators stand more than 64 deep in each other"
    );
    let near = "a".to_owned() + &" NEAR/2 a".repeat(MAX_DEPTH + 1);
    assert_eq!(reason(&near), "operators stand more than 64 deep in each other");
    // Brackets that change nothing do not count.
    let brackets = |n: usize| "(".repeat(n) + "a" + &")".repeat(n);
    assert_eq!(Query::parse(&brackets(30_000)).unwrap().to_string(), "a");
    let flat = "(a ".repeat(5_000) + "a" + &")".repeat(5_000);
    assert!(Query::parse(&flat).is_ok());
}

#[test]
fn hostile_texts_are_read_quickly() {
    let times = |text: &str| text.repeat(MAX_BYTES / text.len());
    for text in [
        times("("),
        times(")"),
        times("-"),
        times("\""),
        times("NOT "),
        times("NOT ("),
        times("-("),
        times("a NEAR/100 "),
        times("ab* "),
        times("*a?b* "),
        times("~"),
        times("raw:"),
        times("[a TO "),
        times("/*"),
        times("<<<"),
        times("{"),
        times("!"),
        times("+"),
        times("\"a\"~5"),
        times("(a)~5"),
        times("lang:"),
        times("lang:en,"),
        times("author:("),
        times("a\u{301}"),
        times("\u{200d}"),
        times("東"),
        times("👍"),
        times("#"),
        times("@a"),
        times("folowers"),
        times("x:"),
        times("a\u{12000}*"),
        "a".repeat(MAX_BYTES - 2) + ":1",
        "\"".to_owned() + &"a* ".repeat(20_000) + "\"",
    ] {
        // Whatever is said of it, it is said at once and at a character of it.
        match Query::parse_search(&text) {
            Ok(query) => assert!(Query::parse_search(&query.to_string()).is_ok()),
            Err(error) => {
                assert!(usize::try_from(error.position).unwrap() <= text.chars().count());
            }
        }
    }
}
