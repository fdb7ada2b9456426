//! Which addresses a webhook may reach. Pure.
//!
//! A server inside a county's network must not be a way into it (server-side request forgery, OWASP
//! API7:2023): only addresses of the public internet are reached, and networks the operator named.
//! By the registries of special-purpose addresses (RFC 6890, IANA) and RFC 6052, 3056, 4291.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Networks of IPv4 no host of the public internet has: prefix and length.
const CLOSED_V4: [([u8; 4], u8); 14] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    // Shared by carriers behind their translation (RFC 6598).
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    // Link-local: where clouds answer for a machine's own credentials.
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    // Multicast, what is reserved, and broadcast.
    ([224, 0, 0, 0], 3),
];

/// What may be reached beside the public internet.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    allowed: Vec<IpNet>,
}

impl Guard {
    /// With the networks of the settings; what is no network allows nothing.
    pub fn of(networks: &[String]) -> Self {
        Self { allowed: networks.iter().filter_map(|text| network(text)).collect() }
    }

    /// Whether the operator named any network.
    pub fn names_networks(&self) -> bool {
        !self.allowed.is_empty()
    }

    /// Whether the operator named a network it lies in.
    pub fn is_named(&self, address: IpAddr) -> bool {
        let address = plain(address);
        self.allowed.iter().any(|network| network.contains(&address))
    }

    /// Whether it may be reached; without TLS only where the operator named it.
    pub fn allows(&self, address: IpAddr, is_plain_http: bool) -> bool {
        self.is_named(address) || (!is_plain_http && is_public(address))
    }
}

/// A network as the settings write it: `10.8.0.0/16`, or one address.
pub fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// Whether it is an address of the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// An IPv4 address written as one of IPv6 is the IPv4 address.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = u32::from(address);
    !CLOSED_V4.iter().any(|(network, length)| {
        let shift = 32 - u32::from(*length);
        bits >> shift == u32::from(Ipv4Addr::from(*network)) >> shift
    })
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let v4 = |high: u16, low: u16| {
        is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
    };
    match address.segments() {
        // Mapped from IPv4 (::ffff:0:0/96), and translated to it (64:ff9b::/96, RFC 6052): what is meant
        // is the address within.
        // So for 6to4 (RFC 3056).
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        // Protocol assignments with Teredo and ORCHID (2001::/23), and documentation.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        // Global unicast; all else is local, multicast, or nobody's yet.
        [0x2000..0x4000, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use proptest::prelude::*;

    use super::{Guard, is_public, network};

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn every_kind_of_address_is_told() {
        let closed = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
            "4000::1",
        ];
        for address in closed {
            assert!(!is_public(ip(address)), "{address}");
        }
        let open = [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.1",
            "192.167.255.255",
            "192.169.0.1",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
            "2400:3200::1",
            "2001:4860:4860::8888",
            "2001:200::1",
        ];
        for address in open {
            assert!(is_public(ip(address)), "{address}");
        }
    }

    #[test]
    fn a_named_network_is_reached_and_nothing_beside_it() {
        let guard = Guard::of(&["10.8.0.0/16".into(), "fd00:8::/32".into(), "127.0.0.1".into()]);
        for address in ["10.8.3.4", "::ffff:10.8.3.4", "fd00:8::1", "127.0.0.1"] {
            assert!(
                guard.allows(ip(address), false) && guard.allows(ip(address), true),
                "{address}"
            );
        }
        for address in ["10.9.0.1", "fd00:9::1", "127.0.0.2", "::1"] {
            assert!(!guard.allows(ip(address), false), "{address}");
        }
        assert!(guard.allows(ip("8.8.8.8"), false), "the public internet, over TLS");
        assert!(!guard.allows(ip("8.8.8.8"), true), "and never without");
        assert!(!Guard::of(&["rubbish".into()]).names_networks());
        assert!(network("10.8.0.0/99").is_none());
    }

    proptest! {
        /// However an IPv4 address is dressed up as one of IPv6, it is judged as itself.
        #[test]
        fn an_address_within_another_is_judged_as_itself(bits: u32) {
            let v4 = Ipv4Addr::from(bits);
            let is = is_public(IpAddr::V4(v4));
            prop_assert_eq!(is_public(IpAddr::V6(v4.to_ipv6_mapped())), is);
            let [a, b, c, d] = v4.octets().map(u16::from);
            let (high, low) = ((a << 8) | b, (c << 8) | d);
            let translated = std::net::Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low);
            prop_assert_eq!(is_public(IpAddr::V6(translated)), is);
            let sixtofour = std::net::Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1);
            prop_assert_eq!(is_public(IpAddr::V6(sixtofour)), is);
        }

        /// The standard library's own words for these agree.
        #[test]
        fn what_the_library_calls_private_is_never_public(bits: u32) {
            let v4 = Ipv4Addr::from(bits);
            let closed = v4.is_private() || v4.is_loopback() || v4.is_link_local()
                || v4.is_multicast() || v4.is_broadcast() || v4.is_documentation()
                || v4.is_unspecified();
            prop_assert!(!(closed && is_public(IpAddr::V4(v4))));
        }
    }
}
