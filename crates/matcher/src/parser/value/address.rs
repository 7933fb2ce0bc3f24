//! Values that are hosts and parts of web addresses.

use earshot_text::fold;

use crate::ast::{Leaf, UrlTest};

/// Second levels under which countries give out domains, such as `co.uk` and `com.br`. The list
/// is short on purpose: the full one of the Public Suffix List changes every week.
const SECOND_LEVELS: [&str; 12] =
    ["ac", "co", "com", "edu", "gob", "gov", "go", "gouv", "net", "ne", "or", "org"];

/// `site:`: a host with its subdomains.
pub(super) fn site(value: &str) -> Option<Leaf> {
    host(value).filter(|host| host.contains('.')).map(Leaf::Host)
}

/// `domain:`: the registrable domain of a host, with all that is below it.
pub(super) fn domain(value: &str) -> Option<Leaf> {
    let host = host(value).filter(|host| host.contains('.'))?;
    let labels: Vec<&str> = host.split('.').collect();
    let country = labels.last().is_some_and(|last| last.len() == 2);
    let second = labels.len().checked_sub(2).and_then(|at| labels.get(at));
    let wide = country && second.is_some_and(|second| SECOND_LEVELS.contains(second));
    let kept = labels.len().min(if wide { 3 } else { 2 });
    Some(Leaf::Host(labels.get(labels.len() - kept..)?.join(".")))
}

/// `topleveldomain:`: the end of a host.
pub(super) fn top_level(value: &str) -> Option<Leaf> {
    host(value.trim().trim_start_matches('.')).map(Leaf::Host)
}

/// A host in lower case without scheme, user, `www.`, port and path.
fn host(value: &str) -> Option<String> {
    let rest = without_scheme(value.trim());
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_lowercase();
    let mut host = host.trim_end_matches('.');
    while let Some(bare) = host.strip_prefix("www.") {
        host = bare;
    }
    let plain = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    host.split('.').all(plain).then(|| host.to_owned())
}

fn without_scheme(value: &str) -> &str {
    let schemes = ["https://", "http://"];
    let scheme = schemes.into_iter().find(|scheme| {
        value.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    });
    scheme.and_then(|scheme| value.get(scheme.len()..)).unwrap_or(value)
}

/// `url:` and `links:`: words of the path, or parts of the address.
pub(super) fn link(value: &str) -> Option<UrlTest> {
    let rest = without_scheme(value.trim());
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    if rest.contains(['*', '"']) {
        return None;
    }
    let whole = rest.len() < value.trim().len();
    if !whole && !rest.contains(['.', '/', '?', '#']) {
        let words: Vec<String> = fold(rest)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        return (!words.is_empty()).then_some(UrlTest::Words(words));
    }
    let parts: Vec<String> = fold(rest)
        .split(['/', '?', '#'])
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    let searchable = parts.iter().any(|part| part.chars().any(char::is_alphanumeric));
    searchable.then(|| UrlTest::Parts { parts, rooted: rest.starts_with('/') })
}
