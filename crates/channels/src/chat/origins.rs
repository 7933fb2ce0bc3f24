//! Which pages may show the window.

/// The most pages of one account.
const MOST: usize = 20;

/// Reads origins such as `https://www.altavela.example https://shop.altavela.example:8443`, parted by
/// white space or commas. They go into a header word for word, so nothing but scheme, host and port is
/// taken; plain HTTP only on this machine.
///
/// # Errors
/// What cannot be read, and how to write it.
pub fn origins(text: &str) -> Result<Vec<String>, String> {
    let parts = text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    let mut read: Vec<String> = parts.map(origin).collect::<Result<_, _>>()?;
    read.dedup();
    if read.is_empty() {
        return Err("say on which pages it may stand, such as https://www.example.org".to_owned());
    }
    if read.len() > MOST {
        return Err(format!("at most {MOST} origins are taken"));
    }
    Ok(read)
}

fn origin(part: &str) -> Result<String, String> {
    let odd =
        || format!("\"{part}\" is no origin: write it as https://www.example.org, without a path");
    let (scheme, rest) = part.split_once("://").ok_or_else(odd)?;
    let rest = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest.as_str(), None),
    };
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let named = host.len() <= 253 && host.split('.').all(label);
    let numbered = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let here = matches!(host, "localhost" | "127.0.0.1");
    let safe = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => here,
        _ => false,
    };
    if named && numbered && safe {
        Ok(format!("{}://{rest}", scheme.to_ascii_lowercase()))
    } else {
        Err(odd())
    }
}

#[cfg(test)]
mod tests {
    use super::origins;
    use proptest::prelude::*;

    #[test]
    fn origins_are_scheme_host_and_port() {
        let read = origins(
            "https://www.Altavela.example/, https://shop.example:8443\nhttp://localhost:3000",
        );
        let wanted =
            ["https://www.altavela.example", "https://shop.example:8443", "http://localhost:3000"];
        assert_eq!(read.unwrap(), wanted);
        for odd in [
            "",
            " , ",
            "www.example.org",
            "http://www.example.org",
            "https://example.org/path",
            "https://*",
            "https://*.example.org",
            "https://me@example.org",
            "https://example.org:0",
            "https://example.org:99999",
            "https://example.org; script-src *",
            "https://'self'",
            "javascript://x",
            "https://",
            "https://-a.example",
        ] {
            assert!(origins(odd).is_err(), "{odd}");
        }
        assert!(origins(&"https://a.example ".repeat(50)).is_ok(), "the same again is one");
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_harmless_in_a_header(text: String) {
            if let Ok(read) = origins(&text) {
                for one in read {
                    prop_assert!(one.bytes().all(|b| b.is_ascii_alphanumeric() || b":/.-".contains(&b)));
                }
            }
        }
    }
}
