//! Values of the record on a screen: enough to compare with what a customer says, not enough to
//! read them off.

/// What stands for a hidden letter.
const HIDDEN: char = '•';

/// The value of a fact of this kind, masked: an address keeps its first letter and its host, a
/// number its last three signs, everything else its first letter.
#[must_use]
pub(crate) fn masked(kind: &str, value: &str) -> String {
    match (kind, value.split_once('@')) {
        ("email", Some((local, host))) => format!("{}@{host}", first_letter(local)),
        ("phone" | "order" | "account", _) => last_three(value),
        _ => first_letter(value),
    }
}

fn first_letter(value: &str) -> String {
    let mut chars = value.chars();
    let first = chars.next().map(String::from).unwrap_or_default();
    first + &hidden(chars.count())
}

fn last_three(value: &str) -> String {
    let length = value.chars().count();
    if length < 6 {
        return hidden(length);
    }
    hidden(length - 3) + &value.chars().skip(length - 3).collect::<String>()
}

/// At most six signs: the length of a value says something too.
fn hidden(length: usize) -> String {
    std::iter::repeat_n(HIDDEN, length.min(6)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::masked;

    #[test]
    fn each_kind_keeps_what_helps_to_compare() {
        assert_eq!(masked("email", "mirela@post.example"), "m•••••@post.example");
        assert_eq!(masked("phone", "+351 912 345 678"), "••••••678");
        assert_eq!(masked("order", "LW-204518"), "••••••518");
        assert_eq!(masked("order", "12345"), "•••••");
        assert_eq!(masked("address", "Rua do Ouro 4"), "R••••••");
        assert_eq!(masked("email", ""), "");
    }

    proptest! {
        #[test]
        fn a_value_never_stands_there_whole(kind in "email|phone|order|name", value in "[a-z0-9]{2,20}") {
            prop_assert!(!masked(&kind, &value).contains(&value));
        }
    }
}
