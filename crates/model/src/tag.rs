//! Words that sort cases.

/// The longest tag, in characters.
pub const LONGEST_TAG: usize = 40;
/// The most tags of one case.
pub const MOST_TAGS: usize = 20;

/// A tag as it is stored: lower case, one space between words, without `#`. Nothing where that leaves no
/// letter or digit, or more than [`LONGEST_TAG`] characters, or where there are other signs than `-`, `_`,
/// `.`, `:` and `/`.
///
/// ```
/// assert_eq!(earshot_model::tag(" #Lost  Baggage "), Some("lost baggage".to_owned()));
/// assert_eq!(earshot_model::tag("a<b"), None);
/// ```
#[must_use]
pub fn tag(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('#').to_lowercase();
    let tag = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sign = |c: char| matches!(c, ' ' | '-' | '_' | '.' | ':' | '/');
    let fits = tag.chars().all(|c| c.is_alphanumeric() || sign(c))
        && tag.chars().any(char::is_alphanumeric)
        && tag.chars().count() <= LONGEST_TAG;
    fits.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_TAG, tag};

    #[test]
    fn a_tag_is_a_word() {
        for (typed, kept) in [
            ("VIP", "vip"),
            ("#refund", "refund"),
            ("Größe XL", "größe xl"),
            ("flight:la2045", "flight:la2045"),
            ("返金", "返金"),
        ] {
            assert_eq!(tag(typed).as_deref(), Some(kept));
        }
        let long = "x".repeat(LONGEST_TAG + 1);
        for none in ["", "  ", "#", "-", "a,b", "a\u{200b}b", "<b>", &long] {
            assert_eq!(tag(none), None, "{none}");
        }
    }
}
