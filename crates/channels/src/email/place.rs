//! Where a mail server is.

/// Where a mail server is, and how the connection to it is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The host's name or address.
    pub(super) host: String,
    /// Its port.
    pub(super) port: u16,
    /// Whether TLS comes first; else it is asked for with STARTTLS.
    pub(super) tls_first: bool,
}

/// The protocols of mail, each with its ports: with TLS first, and with STARTTLS.
#[derive(Debug, Clone, Copy)]
pub(super) struct Protocol {
    name: &'static str,
    tls_first: u16,
    starttls: u16,
}

/// RFC 8314 for 993, RFC 3501 for 143.
pub(super) const IMAP: Protocol = Protocol { name: "imap", tls_first: 993, starttls: 143 };
/// RFC 8314 for 465, RFC 6409 for 587.
pub(super) const SMTP: Protocol = Protocol { name: "smtp", tls_first: 465, starttls: 587 };

impl Place {
    /// Reads `host`, `host:port`, `imaps://host:port` (TLS first) or `imap://host:port` (STARTTLS).
    /// Without a word before it, the port says which; without a port, TLS comes first.
    ///
    /// # Errors
    /// What to write.
    pub(super) fn read(text: &str, protocol: Protocol) -> Result<Self, String> {
        let Protocol { name, tls_first, starttls } = protocol;
        let odd =
            || format!("write it as {name}.example.org, with :port behind it if it has its own");
        let (scheme, rest) = match text.trim().split_once("://") {
            Some((scheme, rest)) => (scheme.to_lowercase(), rest),
            None => (String::new(), text.trim()),
        };
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') && !port.contains(']') => {
                (host, Some(port.parse::<u16>().map_err(|_| odd())?))
            }
            _ => (rest, None),
        };
        let first = match scheme.strip_prefix(name) {
            Some("s") => true,
            Some("") => false,
            None if scheme.is_empty() => port.is_none_or(|port| port == tls_first),
            _ => return Err(odd()),
        };
        let strange = |c: char| !(c.is_ascii_alphanumeric() || ".-_:[]".contains(c));
        if host.is_empty() || host.len() > 255 || host.contains(strange) || port == Some(0) {
            return Err(odd());
        }
        let port = port.unwrap_or(if first { tls_first } else { starttls });
        Ok(Self { host: host.to_lowercase(), port, tls_first: first })
    }
}

#[cfg(test)]
mod tests {
    use super::{IMAP, Place, SMTP};

    #[test]
    fn a_server_is_written_in_many_ways() {
        let read = |text, protocol| {
            let place = Place::read(text, protocol).unwrap();
            (place.host, place.port, place.tls_first)
        };
        let host = || "mail.example.org".to_owned();
        assert_eq!(read("mail.example.org", IMAP), (host(), 993, true));
        assert_eq!(read(" Mail.Example.org:143 ", IMAP), (host(), 143, false));
        assert_eq!(read("imaps://mail.example.org:2993/", IMAP), (host(), 2993, true));
        assert_eq!(read("imap://mail.example.org", IMAP), (host(), 143, false));
        assert_eq!(read("mail.example.org", SMTP), (host(), 465, true));
        assert_eq!(read("mail.example.org:587", SMTP), (host(), 587, false));
        assert_eq!(read("[::1]:2525", SMTP), ("[::1]".to_owned(), 2525, false));
        assert_eq!(read("[2001:db8::1]", SMTP), ("[2001:db8::1]".to_owned(), 465, true));
        for odd in
            ["", "a b", "http://mail.example.org", "mail:port", "mail:0", "me@mail", "x:99999"]
        {
            assert!(Place::read(odd, IMAP).is_err(), "{odd:?}");
        }
    }
}
