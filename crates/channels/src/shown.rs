//! What of a text can be seen: names in one line, and words without what hides in them.

/// The most characters of a name.
const NAME: usize = 200;

/// Words in one line, without characters that show nothing or turn the direction of writing.
pub(crate) fn line(text: &str) -> String {
    let shown = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let shown: String = shown.filter(|c| !c.is_control() && !is_hidden(*c)).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect()
}

/// Words of several lines, of at most so many bytes, without what shows nothing.
pub(crate) fn words(text: &str, most: usize) -> String {
    let shown: String = text.chars().filter(|c| *c == '\n' || keep(*c)).collect();
    cut(shown.trim(), most).to_owned()
}

/// Whether a character of a text is shown. Joiners stay: families of emoji and some scripts need them.
pub(crate) fn keep(c: char) -> bool {
    let joins = matches!(c, '\u{200c}' | '\u{200d}' | '\u{e0020}'..='\u{e007f}');
    c == '\t' || joins || (!c.is_control() && !is_hidden(c))
}

/// Characters that show nothing, or turn the direction of what follows: those of Unicode's general
/// category Cf that occur in attacks on file names.
pub(crate) const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The first bytes of a text, whole characters only.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{line, words};

    #[test]
    fn what_hides_in_a_name_or_a_text_goes() {
        assert_eq!(line(" Al\u{200b}ta\u{202e}vela\n Care\u{0} "), "Altavela Care");
        assert_eq!(words("one\u{7}\n\u{feff}two👩\u{200d}🚀", 100), "one\ntwo👩\u{200d}🚀");
        assert_eq!(words("ääää", 5), "ää");
    }
}
