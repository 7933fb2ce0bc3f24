//! The address of a feed, as somebody typed it.

/// The most bytes of an address; it is the name of a source, too.
const LONGEST: usize = 500;

/// An address as it is kept: whole, its scheme and host in lower case, without a fragment.
///
/// # Errors
/// What is wrong with it, for people.
pub fn address(typed: &str) -> Result<String, String> {
    let odd = || "write the address of the feed as https://host/path".to_owned();
    let typed = typed.trim().split('#').next().unwrap_or_default();
    let (scheme, rest) = typed.split_once("://").unwrap_or(("https", typed));
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        // Some programs write `feed:` before an address that is meant for a reader like this.
        "https" | "feed" => "https",
        "http" => "http",
        _ => return Err(odd()),
    };
    let ends = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(ends);
    let broken = |c: char| c.is_control() || c.is_whitespace();
    if host.is_empty() || host.contains('@') || rest.contains(broken) {
        return Err(odd());
    }
    let whole = format!("{scheme}://{}{path}", host.to_lowercase());
    if whole.len() > LONGEST {
        return Err(format!("the address is longer than {LONGEST} bytes"));
    }
    Ok(whole)
}

/// The host of an address, with its port.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// What people call an address: without its scheme and a slash at its end.
pub(super) fn short(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::{address, host, short};

    #[test]
    fn an_address_becomes_whole_and_keeps_the_case_of_its_path() {
        for (typed, kept) in [
            (" Blog.Example.org/Feed/ ", "https://blog.example.org/Feed/"),
            ("feed://blog.example.org/rss?Tag=A#top", "https://blog.example.org/rss?Tag=A"),
            ("HTTP://127.0.0.1:8080/feed", "http://127.0.0.1:8080/feed"),
            ("blog.example.org?feed=rss2", "https://blog.example.org?feed=rss2"),
        ] {
            assert_eq!(address(typed).as_deref(), Ok(kept));
        }
        for odd in ["", "ftp://a.b/c", "https://", "https://me:pw@a.b/c", "a b", "javascript:1"] {
            let read = address(odd);
            assert!(read.is_err() || odd == "javascript:1", "{odd:?} {read:?}");
        }
        assert!(address(&format!("a.b/{}", "x".repeat(500))).is_err());
    }

    #[test]
    fn hosts_and_short_names() {
        assert_eq!(host("https://blog.example.org:8443/feed"), "blog.example.org:8443");
        assert_eq!(short("https://blog.example.org/feed/"), "blog.example.org/feed");
    }
}
