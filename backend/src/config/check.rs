//! What a setting may be, beyond its type. Bounds are wide: they refuse what cannot be meant.

use std::net::SocketAddr;

use actix_web::http::Uri;
use tracing_subscriber::EnvFilter;

use super::{Config, ConfigError};

const YEAR_IN_MINUTES: u64 = 366 * 24 * 60;

/// Fails with the first key whose value cannot be used.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let all = numbers(config).into_iter().chain(config.notices.numbers());
    let all = all.chain(config.public.numbers());
    let all = all.chain(config.callbacks.numbers());
    let all = all.chain(config.files.numbers());
    let all = all.chain(config.events.numbers());
    let all = all.chain(config.webhooks.numbers());
    let all = all.chain(config.bulk.numbers());
    for (key, value, least, most) in all {
        // A negative number is no u64.
        if !value.is_some_and(|value| (least..=most).contains(&value)) {
            return Err(ConfigError::bad(key, format!("must be {least} to {most}")));
        }
    }
    let texts = [
        ("server.listen", is_address(&config.server.listen), "an address such as 127.0.0.1:8080"),
        ("database.url", is_database(&config.database.url), "sqlite://FILE or postgres://…"),
        ("telemetry.log", is_filter(&config.telemetry.log), "a filter such as info,zongzhi=debug"),
        (
            "telemetry.otlp_endpoint",
            config.telemetry.otlp_endpoint.is_empty() || is_url(&config.telemetry.otlp_endpoint),
            "empty or an address such as http://127.0.0.1:4318/v1/traces",
        ),
        ("notices.link_base", is_url(&config.notices.link_base), "the address of the pages"),
        (
            "public.office_networks",
            config.public.are_networks(),
            "addresses or networks such as 10.8.0.0/16",
        ),
        (
            "devices.player_url",
            config.devices.player_url.is_empty()
                || config.devices.filled().is_some_and(|url| is_url(&url)),
            "empty, or an address with {ticket} in it",
        ),
        (
            "webhooks.allow_networks",
            config.webhooks.are_networks(),
            "addresses or networks such as 10.8.0.0/16",
        ),
        ("webhooks.retry_seconds", config.webhooks.are_waits(), "at most 20 waits of up to a week"),
        ("notices.smtp", config.notices.is_complete(), "off, or with a host and a sender"),
        (
            "files",
            config.files.is_complete(),
            "with root and spool, or a bucket with region and key; with an address for a required scan",
        ),
        (
            "supervision.office_closes",
            config.supervision.office_opens < config.supervision.office_closes,
            "later than supervision.office_opens",
        ),
    ];
    match texts.into_iter().find(|(_, holds, _)| !holds) {
        Some((key, _, wanted)) => Err(ConfigError::bad(key, format!("must be {wanted}"))),
        None => Ok(()),
    }
}

/// What is allowed and hardly meant.
pub(super) fn warnings(config: &Config) -> Vec<&'static str> {
    let all = [(
        config.public.office_networks.is_empty(),
        "public.office_networks is empty: a rating typed at the counter is taken for a citizen's own",
    )];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, said)| said).collect()
}

/// Key, value, least and most of every number.
fn numbers(config: &Config) -> [(&'static str, Option<u64>, u64, u64); 20] {
    let Config { server, database, auth, jobs, automation, devices, .. } = config;
    let size = |size: usize| u64::try_from(size).ok();
    let signed = |number: i64| u64::try_from(number).ok();
    [
        ("server.workers", size(server.workers), 0, 1024),
        ("server.max_body_bytes", size(server.max_body_bytes), 1024, 1 << 30),
        ("server.request_head_seconds", Some(server.request_head_seconds), 1, 3600),
        ("server.drain_seconds", Some(server.drain_seconds), 0, 3600),
        // A write may hold one connection and a lock of its own another.
        ("database.max_connections", Some(database.max_connections.into()), 2, 10_000),
        ("database.acquire_seconds", Some(database.acquire_seconds), 1, 3600),
        ("auth.access_minutes", signed(auth.access_minutes), 1, YEAR_IN_MINUTES),
        ("auth.refresh_days", signed(auth.refresh_days), 1, 3660),
        ("auth.lock_after", signed(auth.lock_after.into()), 1, 1000),
        ("auth.lock_minutes", signed(auth.lock_minutes), 1, YEAR_IN_MINUTES),
        ("auth.argon2_memory_kib", Some(auth.argon2_memory_kib.into()), 8, 1 << 22),
        ("auth.argon2_passes", Some(auth.argon2_passes.into()), 1, 100),
        ("auth.argon2_lanes", Some(auth.argon2_lanes.into()), 1, 64),
        ("auth.password_history", size(auth.password_history), 0, 100),
        ("auth.password_min_length", size(auth.password_min_length), 1, 128),
        ("jobs.interval_ms", Some(jobs.interval_ms), 1, 3_600_000),
        ("jobs.idempotency_hours", signed(jobs.idempotency_hours), 1, 10_000),
        ("automation.runs_per_hour", Some(automation.runs_per_hour.into()), 1, 1_000_000),
        ("automation.chain_depth", Some(automation.chain_depth.into()), 1, 10),
        ("devices.ticket_seconds", signed(devices.ticket_seconds), 10, 3600),
    ]
}

fn is_address(listen: &str) -> bool {
    let named = listen.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty() && !host.contains([':', '/', ' ']) && port.parse::<u16>().is_ok()
    });
    listen.parse::<SocketAddr>().is_ok() || named
}

fn is_database(url: &str) -> bool {
    ["sqlite://", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

fn is_filter(log: &str) -> bool {
    EnvFilter::try_new(log).is_ok()
}

fn is_url(endpoint: &str) -> bool {
    let uri = endpoint.parse::<Uri>().ok();
    uri.is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::{check, warnings};
    use crate::config::Config;

    /// What is said of the defaults with `change` made to them.
    fn said(change: impl FnOnce(&mut Config)) -> String {
        let mut config = Config::defaults().expect("the defaults");
        change(&mut config);
        check(&config).map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn networks_nobody_named_are_worth_a_look() {
        let mut config = Config::defaults().expect("the defaults");
        assert!(warnings(&config).iter().any(|said| said.contains("public.office_networks")));
        config.public.office_networks = vec!["10.8.0.0/16".to_owned()];
        assert!(warnings(&config).is_empty());
    }

    #[test]
    fn the_defaults_are_good_and_so_are_the_examples() {
        assert_eq!(said(|_| {}), "");
        let example = "http://127.0.0.1:4318/v1/traces";
        assert_eq!(said(|config| example.clone_into(&mut config.telemetry.otlp_endpoint)), "");
        let example = "postgres://zz:secret@db:5432/zz?sslmode=require";
        assert_eq!(said(|config| example.clone_into(&mut config.database.url)), "");
        assert_eq!(said(|config| "[::]:80".clone_into(&mut config.server.listen)), "");
    }

    #[test]
    fn a_bad_value_is_told_by_its_key() {
        type Change = fn(&mut Config);
        let cases: [(&str, Change); 10] = [
            ("server.listen", |config| "8080".clone_into(&mut config.server.listen)),
            ("database.url", |config| "mysql://db/zz".clone_into(&mut config.database.url)),
            ("database.url", |config| "var/zongzhi.db".clone_into(&mut config.database.url)),
            ("telemetry.otlp_endpoint", |config| {
                "collector".clone_into(&mut config.telemetry.otlp_endpoint);
            }),
            ("telemetry.log", |config| "a=b=c".clone_into(&mut config.telemetry.log)),
            ("auth.access_minutes", |config| config.auth.access_minutes = i64::MAX),
            ("auth.refresh_days", |config| config.auth.refresh_days = i64::MAX),
            ("auth.lock_minutes", |config| config.auth.lock_minutes = -1),
            ("jobs.interval_ms", |config| config.jobs.interval_ms = 0),
            ("supervision.office_closes", |config| {
                config.supervision.office_closes = config.supervision.office_opens;
            }),
        ];
        for (key, change) in cases {
            let said = said(change);
            assert!(said.starts_with(&format!("settings: {key} must be ")), "{key}: {said}");
            assert!(!said.contains(".rs"), "{said}");
        }
    }
}
