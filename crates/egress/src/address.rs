//! Which addresses belong to the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether `address` is an ordinary host of the public internet.
///
/// The ranges are those of the IANA special-purpose address registries (RFC 6890 and its updates,
/// as of 2026). An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4, Teredo) is never
/// public here: nobody needs one, and each has been used to reach behind a guard.
#[must_use]
pub const fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

const fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127, ..]              // this network, private, loopback
            | [100, 64..=127, ..]       // shared by carriers
            | [169, 254, ..]            // link-local, with the metadata services of clouds
            | [172, 16..=31, ..]        // private
            | [192, 168, ..]            // private
            | [192, 0, 0 | 2, _]        // protocol assignments, documentation
            | [192, 88, 99, _]          // former 6to4 relays
            | [198, 18 | 19, ..]        // benchmarks
            | [198, 51, 100, _]         // documentation
            | [203, 0, 113, _]          // documentation
            | [224..=255, ..] // multicast, reserved, broadcast
    )
}

const fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is given out as global unicast; everything else is special.
    first & 0xE000 == 0x2000
        && !matches!(
            (first, second),
            (0x2001, 0..=0x01FF)        // protocol assignments, with Teredo and ORCHID
                | (0x2001, 0x0DB8)      // documentation
                | (0x2002, _)           // 6to4
                | (0x3FFF, 0..=0x0FFF) // documentation
        )
}

#[cfg(test)]
mod tests {
    use super::is_public;

    const PRIVATE: &str = "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.0.9 \
        169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 \
        198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 \
        :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 \
        2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1 5f00::1";
    const PUBLIC: &str = "1.1.1.1 8.8.8.8 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 \
        198.17.0.1 198.20.0.1 223.255.255.1 2606:4700::1111 2001:4860:4860::8888 2a00:1450::1";

    #[test]
    fn only_the_public_internet_is_public() {
        for address in PRIVATE.split_whitespace() {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in PUBLIC.split_whitespace() {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
