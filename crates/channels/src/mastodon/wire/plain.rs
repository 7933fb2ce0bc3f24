//! HTML of a status as plain text. Nothing of it is ever shown as HTML, so that what is not
//! understood may be left out.

/// The words of a status. Paragraphs are parted by an empty line; tags go, entities become what they
/// stand for, and what cannot be read is left as it is.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (words, mark) = rest.split_at(at);
        text.push_str(words);
        rest = if mark.starts_with('<') { tag(mark, &mut text) } else { entity(mark, &mut text) };
    }
    text.push_str(rest);
    tidy(&text)
}

/// Passes a tag; gives what stands behind it.
fn tag<'h>(html: &'h str, text: &mut String) -> &'h str {
    let Some((tag, rest)) = html.split_once('>') else {
        // A sign that begins no tag.
        text.push('<');
        return html.strip_prefix('<').unwrap_or_default();
    };
    let name = tag.trim_start_matches(['<', '/']).to_ascii_lowercase();
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    match name {
        "br" => text.push('\n'),
        // Block elements end a paragraph, whichever of their two tags this is.
        "p" | "div" | "blockquote" | "ul" | "ol" | "pre" => text.push_str("\n\n"),
        "li" => text.push('\n'),
        _ => {}
    }
    rest
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
    let number = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => {
            return Some(match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => '\u{A0}',
                _ => return None,
            });
        }
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
