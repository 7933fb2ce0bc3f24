//! Drop-downs and text.

use proptest::prelude::*;

use crate::{Field, Join, Operand, Operator, Row, Rows, Shape, default_playbook};

fn read(text: &str) -> Option<Rows> {
    Rows::read(text, &default_playbook().unwrap().names)
}

#[test]
fn plain_comparisons_show_as_rows() {
    let rows =
        read("sentiment == 'negative' && !spam && 'help' in intents && rating <= 2").unwrap();
    assert_eq!(rows.join, Join::All);
    let shown: Vec<_> = rows.rows.iter().map(|row| (row.field.name(), row.operator)).collect();
    assert_eq!(
        shown,
        [
            ("verdict.sentiment", Operator::Is),
            ("verdict.spam", Operator::IsNot),
            ("verdict.intents", Operator::Has),
            ("post.rating", Operator::AtMost),
        ]
    );
    assert_eq!(read("spam || relevant").unwrap().join, Join::Any);
}

#[test]
fn other_shapes_stay_text() {
    for text in [
        "spam || relevant && own_page",
        "followers > 1 + 1",
        "intents.exists(i, i == 'help')",
        "nonsense",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

fn any_row() -> impl Strategy<Value = Row> {
    let texts = prop::collection::vec("[ -~äñ中\\\\'\"\n]{0,12}", 1..4);
    let field = prop::sample::select(Field::ALL);
    (field, texts, any::<i32>(), any::<[bool; 2]>()).prop_map(|(field, texts, n, [a, b])| {
        let names = default_playbook().unwrap().names;
        let pick = |yes: bool, one, other| if yes { one } else { other };
        let text = texts[0].clone();
        let (operator, operand) = match field.shape() {
            Shape::Yes => (pick(a, Operator::Is, Operator::IsNot), Operand::Yes),
            Shape::Whole => {
                (pick(a, Operator::AtLeast, Operator::AtMost), Operand::Whole(n.into()))
            }
            Shape::Number => (Operator::AtLeast, Operand::Number(f64::from(n) / 8.0)),
            Shape::Text => (
                match (a, b) {
                    (true, true) => Operator::Contains,
                    (true, false) => Operator::ContainsNot,
                    (false, true) => Operator::StartsWith,
                    (false, false) => Operator::IsNot,
                },
                Operand::Text(text),
            ),
            Shape::Texts => (pick(a, Operator::Has, Operator::HasNot), Operand::Text(text)),
            Shape::Words(list) => {
                let words = list.words(&names);
                let word = words[usize::try_from(n.unsigned_abs()).unwrap() % words.len()];
                (pick(a, Operator::Has, Operator::HasNot), Operand::Text(word.to_owned()))
            }
            Shape::Word(list) => {
                let words: Vec<String> =
                    list.words(&names).into_iter().take(2).map(str::to_owned).collect();
                match b {
                    true => (pick(a, Operator::OneOf, Operator::NoneOf), Operand::Texts(words)),
                    false => {
                        (pick(a, Operator::Is, Operator::IsNot), Operand::Text(words[0].clone()))
                    }
                }
            }
        };
        Row { field, operator, operand }
    })
}

proptest! {
    #[test]
    fn rows_survive_the_way_through_text(
        rows in prop::collection::vec(any_row(), 1..6),
        all in any::<bool>(),
    ) {
        let join = if all || rows.len() == 1 { Join::All } else { Join::Any };
        let rows = Rows { join, rows };
        let text = rows.to_string();
        prop_assert_eq!(read(&text), Some(rows), "{}", text);
    }
}
