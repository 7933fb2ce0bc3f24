//! The pieces of a query, for editors.

use earshot_matcher::paint;

#[test]
fn pieces_have_the_class_that_the_parser_sees() {
    let text = "(a OR #b) NOT \"c d\"~2 author:(x -y) !Z /* n */ \"open";
    let painted: Vec<(&str, &str)> = paint(text)
        .iter()
        .map(|piece| {
            let at = piece.at.start.try_into().unwrap()..piece.at.end.try_into().unwrap();
            (text.get::<std::ops::Range<usize>>(at).unwrap(), piece.class.word())
        })
        .collect();
    assert_eq!(
        painted,
        [
            ("(", "par"),
            ("a", "word"),
            ("OR", "op"),
            ("#b", "tag"),
            (")", "par"),
            ("NOT", "not"),
            ("\"c d\"", "str"),
            ("~2", "op"),
            ("author:", "field"),
            ("(", "par"),
            ("x", "value"),
            ("-", "not"),
            ("y", "value"),
            (")", "par"),
            ("!", "field"),
            ("Z", "word"),
            ("/* n */", "note"),
            ("\"open", "bad"),
        ]
    );
}
