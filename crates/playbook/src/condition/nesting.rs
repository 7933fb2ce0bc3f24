//! A look at the raw condition before the parser sees it, so that no text can exhaust its stack.

/// The deepest nesting of brackets, signs and choices that a condition may have.
const DEEPEST: u32 = 24;

/// The most operators and dots that a condition may hold: the parser recurses over some chains.
const MOST_LINKS: u32 = 400;

/// Whether a condition nests too deep to be given to the parser.
///
/// It counts brackets (also those in quotes, which errs on the safe side), runs of `!` and `-`,
/// and the links of a chain such as `a.b.c` or `a ? b : c ? d : e`.
pub(crate) fn is_too_deep(condition: &str) -> bool {
    let (mut depth, mut signs, mut links) = (0_u32, 0_u32, 0_u32);
    for c in condition.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '.' | '?' | '+' | '*' | '/' | '%' | '<' | '>' | '=' | '&' | '|' => links += 1,
            _ => {}
        }
        signs = match c {
            '!' | '-' => signs + 1,
            c if c.is_whitespace() => signs,
            _ => 0,
        };
        if depth > DEEPEST || signs > DEEPEST || links > MOST_LINKS {
            return true;
        }
    }
    false
}
