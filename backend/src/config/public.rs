use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// The citizen's side, which needs no account; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PublicConfig {
    /// Minutes a submission waits to be confirmed.
    pub pending_minutes: i64,
    /// Submissions of one device that may wait at a time.
    pub pending_per_device: u32,
    /// Wrong codes for one case number from one address before it is left alone there.
    pub failures_per_number: u32,
    /// Wrong codes for one case number from all addresses together before it is left alone.
    pub failures_of_all: u32,
    /// For how many minutes.
    pub failure_minutes: i64,
    /// What may be said about one case in 24 hours.
    pub messages_per_day: u32,
    /// Days the pseudonym of a device is kept.
    pub device_days: i64,
    /// Networks of the offices, such as `10.8.0.0/16`, from which nobody rates.
    pub office_networks: Vec<String>,
}

impl PublicConfig {
    /// Key, value, least and most of every number.
    pub(super) fn numbers(&self) -> [(&'static str, Option<u64>, u64, u64); 7] {
        let signed = |number: i64| u64::try_from(number).ok();
        [
            ("public.pending_minutes", signed(self.pending_minutes), 1, 1440),
            ("public.pending_per_device", Some(self.pending_per_device.into()), 1, 1000),
            ("public.failures_per_number", Some(self.failures_per_number.into()), 1, 1000),
            ("public.failures_of_all", Some(self.failures_of_all.into()), 1, 100_000),
            ("public.failure_minutes", signed(self.failure_minutes), 1, 1440),
            ("public.messages_per_day", Some(self.messages_per_day.into()), 1, 1000),
            ("public.device_days", signed(self.device_days), 1, 3660),
        ]
    }

    /// Whether every network can be read.
    pub(super) fn are_networks(&self) -> bool {
        self.office_networks.iter().all(|text| network(text).is_some())
    }
}

/// Whether an address lies in one of the networks; one of version 4 in the clothes of version 6 is
/// one of version 4.
pub fn is_within(networks: &[String], address: IpAddr) -> bool {
    let address = address.to_canonical();
    networks.iter().filter_map(|text| network(text)).any(|network| network.contains(&address))
}

/// `10.8.0.0/16`, or one address; none where it is neither.
fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse().ok().or_else(|| Some(IpNet::from(text.parse::<IpAddr>().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn an_office_is_known_by_its_networks() {
        let mut config = Config::defaults().expect("the defaults").public;
        let is_office = |config: &PublicConfig, address: &str| {
            is_within(&config.office_networks, address.parse().expect("an address"))
        };
        assert!(!is_office(&config, "10.8.1.2"), "none unless a county says so");
        let networks = ["10.8.0.0/16", "192.0.2.7", "2001:db8::/32", "0.0.0.0/33", "office"];
        config.office_networks = networks.map(ToOwned::to_owned).to_vec();
        for inside in ["10.8.255.1", "::ffff:10.8.1.2", "192.0.2.7", "2001:db8:1::1"] {
            assert!(is_office(&config, inside), "{inside}");
        }
        for outside in ["10.9.0.1", "192.0.2.8", "2001:db9::1"] {
            assert!(!is_office(&config, outside), "{outside}");
        }
        assert!(!config.are_networks(), "what cannot be read stops the start");
    }
}
