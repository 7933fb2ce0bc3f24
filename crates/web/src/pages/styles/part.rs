//! Parts of pages, taken out of them so that they can stand on the style page.

/// Every element of a page that begins with `opening`, to its closing tag, in the page's order; those
/// inside another of them count with it.
pub(super) fn elements<'a>(html: &'a str, opening: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(part) = rest.find(opening).and_then(|at| rest.get(at..)).and_then(whole) {
        found.push(part);
        rest = rest.split_once(part).map_or("", |(_, after)| after);
    }
    found
}

/// The element that a text begins with.
fn whole(html: &str) -> Option<&str> {
    let name = html.strip_prefix('<')?.split([' ', '>', '\n']).next()?;
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut end) = (0, 0);
    loop {
        let ahead = html.get(end..)?;
        let next = ahead.find(&close)?;
        depth += opened(ahead.get(..next)?, &open);
        end += next + close.len();
        if depth <= 1 {
            return html.get(..end);
        }
        depth -= 1;
    }
}

/// How often the tag opens, and not one whose name is longer.
fn opened(html: &str, open: &str) -> usize {
    let ends = |rest: &str| rest.starts_with([' ', '>', '\n']);
    html.split(open).skip(1).filter(|rest| ends(rest)).count()
}

/// The part as a specimen: its ids and names are its own, `place` before them; its links lead to `shelf`
/// and its forms back to the style page, so that nothing is done by mistake. Dialogs stand open.
pub(super) fn specimen(html: &str, place: &str, shelf: &str) -> String {
    let mut shown = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some((before, name, value, after)) = attribute(rest) {
        shown.push_str(before);
        shown.push_str(match before.rsplit('<').next() {
            Some("dialog") => " open",
            Some("section") => " role=\"group\"",
            _ => "",
        });
        if let Some(value) = kept(name, value, place, shelf) {
            shown.push_str(&format!(" {name}=\"{value}\""));
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// The next attribute with a value: what stands before it, its name, its value, and what follows.
///
/// Text cannot be taken for one, because the templates escape its quotes.
fn attribute(html: &str) -> Option<(&str, &str, &str, &str)> {
    let (head, tail) = html.split_once("=\"")?;
    let (value, after) = tail.split_once('"')?;
    let (before, name) = head.rsplit_once([' ', '\n'])?;
    Some((before, name, value, after))
}

/// What an attribute says on the style page; nothing where it must not stand there.
fn kept(name: &str, value: &str, place: &str, shelf: &str) -> Option<String> {
    match name {
        "id" | "name" | "for" | "form" | "list" | "aria-labelledby" | "aria-describedby"
        | "aria-controls" => {
            let own = value.split(' ').map(|id| format!("{place}-{id}"));
            Some(own.collect::<Vec<_>>().join(" "))
        }
        "href" if !value.starts_with("/assets/") => Some(format!("#{shelf}")),
        "action" | "formaction" => Some("/style".to_owned()),
        "method" => Some("get".to_owned()),
        // A specimen is no landmark of the page, calls nobody, and opens no window.
        "role" if value == "region" => Some("group".to_owned()),
        "role" if ["search", "alert", "status"].contains(&value) => None,
        "target" => None,
        _ => Some(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{elements, specimen};

    #[test]
    fn an_element_ends_where_it_is_closed() {
        let html = r#"<b>x</b><ul class="a"><li><ul><li>1</li></ul></li></ul><ul class="a"></ul>"#;
        assert_eq!(
            elements(html, r#"<ul class="a""#),
            [r#"<ul class="a"><li><ul><li>1</li></ul></li></ul>"#, r#"<ul class="a"></ul>"#]
        );
        assert_eq!(elements("<p><pre>a</pre></p>", "<p"), ["<p><pre>a</pre></p>"]);
        assert!(elements(html, "<ol").is_empty());
        assert!(elements("<ul><li>", "<ul").is_empty());
    }

    #[test]
    fn a_specimen_leads_nowhere_and_has_ids_of_its_own() {
        let html = "<form method=\"post\" action=\"/a\" role=\"search\"><label for=\"x\">=</label>\
                    <input id=\"x\" aria-describedby=\"y z\"><a href=\"/b\" target=\"_blank\">b</a>\
                    <use href=\"/assets/i.svg#i\"/></form>";
        assert_eq!(
            specimen(html, "s1", "s"),
            "<form method=\"get\" action=\"/style\"><label for=\"s1-x\">=</label>\
             <input id=\"s1-x\" aria-describedby=\"s1-y s1-z\"><a href=\"#s\">b</a>\
             <use href=\"/assets/i.svg#i\"/></form>"
        );
        assert_eq!(
            specimen("<dialog class=\"d\"><section role=\"alert\"></section></dialog>", "s1", "s"),
            "<dialog open class=\"d\"><section role=\"group\"></section></dialog>"
        );
    }
}
