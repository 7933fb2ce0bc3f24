//! Web addresses of a post.

use earshot_text::{Tokens, fold};

use crate::ast::{LinkScope, UrlTest};
use crate::document::Document;

/// Host and path of an address.
type Address = (String, String);

impl Document<'_> {
    /// Whether the post's site, or a host that it links to, is `host` or below it.
    pub(super) fn is_from(&self, host: &str) -> bool {
        let targets = self.post.links.iter().filter_map(|link| address(link));
        self.written().into_iter().chain(targets).any(|(own, _)| is_below(&own, host))
    }

    pub(super) fn links_to(&self, scope: LinkScope, test: &UrlTest) -> bool {
        let known: Vec<Address> = self.post.links.iter().filter_map(|link| address(link)).collect();
        let addresses = match scope {
            LinkScope::Target if !self.post.links.is_empty() => known,
            LinkScope::Target | LinkScope::Written => self.written(),
        };
        addresses.iter().any(|(host, path)| fits(test, host, path))
    }

    /// The post's own address, and those in its text.
    fn written(&self) -> Vec<Address> {
        let text = self.words.addresses().map(|(host, path)| (host.to_owned(), path.to_owned()));
        self.post.url.and_then(address).into_iter().chain(text).collect()
    }
}

/// Host and path of a full address, as the tokenizer reads it.
fn address(text: &str) -> Option<Address> {
    let tokens = Tokens::of(text);
    let url = tokens.iter().find_map(|token| token.url())?;
    Some((url.host.to_owned(), url.path.to_owned()))
}

/// Whether `host` is `domain`, or a part of it.
fn is_below(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

fn fits(test: &UrlTest, host: &str, path: &str) -> bool {
    let segments: Vec<String> =
        path.split(['/', '?', '#']).filter(|segment| !segment.is_empty()).map(fold).collect();
    match test {
        UrlTest::Words(words) => {
            let own: Vec<&str> = segments
                .iter()
                .flat_map(|segment| segment.split(|c: char| !c.is_alphanumeric()))
                .filter(|word| !word.is_empty())
                .collect();
            own.windows(words.len()).any(|window| window == words)
        }
        UrlTest::Parts { parts, rooted } => {
            let anchored = parts.split_first().is_some_and(|(first, rest)| {
                !rooted && is_below(host, first) && segments.starts_with(rest)
            });
            anchored || segments.windows(parts.len()).any(|window| window == parts)
        }
    }
}
