//! HTML as plain text. Nothing of it is ever shown as HTML, so that what is not understood may be left
//! out.

/// Elements whose content nobody reads.
const HIDDEN: [&str; 8] =
    ["script", "style", "head", "template", "noscript", "iframe", "svg", "object"];

/// Entities with a name, and what they stand for: those of XML, and those that people's programs write.
const NAMED: [(&str, char); 26] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("euro", '€'),
    ("pound", '£'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
];

/// The words. Paragraphs are parted by an empty line; tags go, and scripts with what is in them;
/// entities become what they stand for, and what cannot be read is left as it is.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    // Behind the last one nothing can be a tag: nobody looks for its end again and again.
    let last = html.rfind('>').map_or(0, |at| html.len() - at);
    while let Some(at) = rest.find(['<', '&']) {
        let (words, mark) = rest.split_at(at);
        text.push_str(words);
        rest = match mark.strip_prefix('<') {
            None => entity(mark, &mut text),
            Some(behind) if mark.len() < last || last == 0 => {
                text.push('<');
                behind
            }
            Some(_) => tag(mark, &mut text),
        };
    }
    text.push_str(rest);
    tidy(&text)
}

/// Passes a tag, a remark, or an element that is not shown; gives what stands behind it.
fn tag<'h>(html: &'h str, text: &mut String) -> &'h str {
    if let Some(remark) = html.strip_prefix("<!--") {
        return remark.split_once("-->").map_or("", |(_, behind)| behind);
    }
    let Some((tag, rest)) = html.split_once('>') else {
        // A sign that begins no tag.
        text.push('<');
        return html.strip_prefix('<').unwrap_or_default();
    };
    let name = tag.trim_start_matches(['<', '/']).to_ascii_lowercase();
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let opens = !tag.starts_with("</") && !tag.ends_with('/');
    match name {
        "br" => text.push('\n'),
        // Block elements end a paragraph, whichever of their two tags this is.
        "p" | "div" | "blockquote" | "ul" | "ol" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5"
        | "h6" | "section" | "article" | "figure" | "table" => text.push_str("\n\n"),
        "li" | "tr" => text.push('\n'),
        _ if opens && HIDDEN.contains(&name) => return behind(rest, name),
        _ => {}
    }
    rest
}

/// What stands behind the end of an element; nothing where it has none.
fn behind<'h>(html: &'h str, name: &str) -> &'h str {
    let ends = html.match_indices("</").find(|(at, sign)| {
        let word = html.get(at + sign.len()..at + sign.len() + name.len());
        word.is_some_and(|word| word.eq_ignore_ascii_case(name))
    });
    let end = ends.and_then(|(at, _)| html.get(at..));
    end.and_then(|end| end.split_once('>')).map_or("", |(_, behind)| behind)
}

/// Reads an entity; gives what stands behind it.
fn entity<'h>(html: &'h str, text: &mut String) -> &'h str {
    let rest = html.strip_prefix('&').unwrap_or_default();
    let ends = rest.char_indices().take(10).find(|(_, c)| *c == ';').map(|(at, _)| at);
    let read = ends.and_then(|at| Some((meaning(rest.get(..at)?)?, rest.get(at + 1..)?)));
    match read {
        Some((meant, behind)) => {
            text.push(meant);
            behind
        }
        None => {
            text.push('&');
            rest
        }
    }
}

fn meaning(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(word, _)| *word == name).map(|(_, meant)| *meant);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number).filter(|c| !c.is_control() || *c == '\n')
}

/// At most one empty line between two paragraphs, and none around.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.split('\n').map(|line| line.trim_matches([' ', '\t', '\r'])) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn scripts_and_remarks_are_no_words() {
        let html = "<style>b{}</style><p>My bag <!-- a > b --><b>is</b> gone<script>alert('x')\
                    </SCRIPT > again</p><svg><title>t</title></svg><iframe src=x>y</iframe>";
        assert_eq!(plain(html), "My bag is gone again");
        assert_eq!(plain("one<script>never ends"), "one");
        assert_eq!(plain("one<!-- never ends"), "one<!-- never ends");
        assert_eq!(plain("one<!-- never ends <b>"), "one");
    }

    #[test]
    fn signs_that_are_no_tags_stay() {
        assert_eq!(plain("a < b &amp; b &lt; c &odd; &#8217;&hellip;"), "a < b & b < c &odd; ’…");
        assert_eq!(plain("<h2>Title</h2>words"), "Title\n\nwords");
        assert_eq!(plain("<<<"), "<<<");
    }

    #[test]
    fn a_million_signs_are_read_in_a_moment() {
        // Were any of them looked at again and again, this would not end today.
        for odd in ["<", "<!--", "</", "&", "<script>", "<p"] {
            drop(plain(&odd.repeat(1_000_000)));
            drop(plain(&format!("<p>{}", odd.repeat(1_000_000))));
        }
    }
}
