//! Who sends a request, when a proxy stands in between: only what a trusted proxy says is believed.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};

use crate::state::State;

/// The header in which proxies pass on for whom they ask, the nearest last.
const FORWARDED: &str = "x-forwarded-for";

/// The proxies whose word about the sender counts.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<(IpAddr, u8)>);

impl Proxies {
    /// Reads addresses and networks, such as `127.0.0.1`, `10.0.0.0/8` and `fd00::/8`.
    ///
    /// # Errors
    /// What cannot be read, and how to write it.
    pub fn parse(texts: &[String]) -> Result<Self, String> {
        texts.iter().map(|text| network(text)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether nobody is trusted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this address is a trusted proxy.
    #[must_use]
    pub fn trusts(&self, peer: IpAddr) -> bool {
        self.0.iter().any(|(network, bits)| within(peer.to_canonical(), *network, *bits))
    }

    /// Who asked the outermost trusted proxy; nothing when none of them said so. From the right, the
    /// first address that is no trusted proxy is the sender: what stands left of it anybody can write.
    #[must_use]
    pub fn sender(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let lines: Vec<&str> =
            headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok()).collect();
        let whole = lines.join(",");
        for hop in whole.rsplit(',') {
            let address = address(hop.trim())?;
            if !self.trusts(address) {
                return Some(address);
            }
        }
        None
    }
}

/// Where a request comes from, as far as that can be trusted. Behind a proxy that nobody named everybody
/// has its address: counting it would let one who guesses or floods lock everybody out.
pub(crate) fn sender(
    state: &State,
    extensions: &Extensions,
    headers: &HeaderMap,
) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
    if state.proxies.trusts(peer) {
        return state.proxies.sender(headers);
    }
    let direct = state.public_url.is_none() || !state.proxies.is_empty();
    (direct && !peer.is_loopback()).then_some(peer)
}

fn network(text: &str) -> Result<(IpAddr, u8), String> {
    let odd = || format!("\"{text}\" is no network; write it as 10.0.0.0/8 or 192.0.2.7");
    let (host, bits) = match text.trim().split_once('/') {
        Some((host, bits)) => (host, Some(bits)),
        None => (text.trim(), None),
    };
    let host: IpAddr = host.parse().map_err(|_| odd())?;
    let most = if host.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Ok(most), str::parse).map_err(|_| odd())?;
    if bits > most { Err(odd()) } else { Ok((host.to_canonical(), bits)) }
}

fn within(peer: IpAddr, network: IpAddr, bits: u8) -> bool {
    match (peer, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            let apart = a.to_bits() ^ b.to_bits();
            apart.checked_shr(32_u32.saturating_sub(bits.into())).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            let apart = a.to_bits() ^ b.to_bits();
            apart.checked_shr(128_u32.saturating_sub(bits.into())).unwrap_or(0) == 0
        }
        _ => false,
    }
}

/// An address, with or without its port.
fn address(hop: &str) -> Option<IpAddr> {
    let plain = hop.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let found = plain.or_else(|_| hop.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    found.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::HeaderMap;

    use super::Proxies;

    fn proxies() -> Proxies {
        Proxies::parse(&["127.0.0.1".into(), "10.0.0.0/8".into(), "fd00::/8".into()]).unwrap()
    }

    fn sender(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        proxies().sender(&headers).map(|address| address.to_string())
    }

    #[test]
    fn only_named_networks_are_trusted() {
        let trusts = |text: &str| proxies().trusts(text.parse::<IpAddr>().unwrap());
        for fine in ["127.0.0.1", "10.0.0.1", "10.255.255.255", "::ffff:10.1.2.3", "fd12::9"] {
            assert!(trusts(fine), "{fine}");
        }
        for foreign in ["127.0.0.2", "11.0.0.1", "192.0.2.1", "fe80::1", "::1"] {
            assert!(!trusts(foreign), "{foreign}");
        }
        assert!(Proxies::parse(&["0.0.0.0/0".into()]).unwrap().trusts([192, 0, 2, 1].into()));
        for odd in ["", "10.0.0.0/33", "desk", "10.0.0.0/x"] {
            assert!(Proxies::parse(&[odd.into()]).is_err(), "{odd}");
        }
    }

    #[test]
    fn the_sender_is_who_asked_the_outermost_trusted_proxy() {
        assert_eq!(sender(&["198.51.100.7"]).as_deref(), Some("198.51.100.7"));
        assert_eq!(sender(&["198.51.100.7, 10.0.0.3"]).as_deref(), Some("198.51.100.7"));
        assert_eq!(sender(&["1.2.3.4, 198.51.100.7"]).as_deref(), Some("198.51.100.7"), "forged");
        assert_eq!(sender(&["1.2.3.4", "198.51.100.7:5122"]).as_deref(), Some("198.51.100.7"));
        assert_eq!(sender(&["[2001:db8::7]"]).as_deref(), Some("2001:db8::7"));
        for nobody in [&[][..], &["10.0.0.1"], &["198.51.100.7, unknown"], &[""]] {
            assert_eq!(sender(nobody), None, "{nobody:?}");
        }
    }
}
