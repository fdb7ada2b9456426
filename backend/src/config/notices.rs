use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// Notices and how they leave; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NoticesConfig {
    /// Days a notice is kept once it was read.
    pub keep_read_days: i64,
    /// Days a notice is kept at all.
    pub keep_unread_days: i64,
    /// The hour from which notices leave on a working day.
    pub open_from_hour: u32,
    /// The hour until which they do.
    pub open_until_hour: u32,
    /// The hour at which daily digests leave.
    pub digest_hour: u32,
    /// Minutes of waiting after which a channel counts as silent.
    pub silent_minutes: i64,
    /// Failures in a row after which it does.
    pub silent_failures: i32,
    /// Where links in messages begin.
    pub link_base: String,
    /// The mail server.
    pub smtp: SmtpConfig,
}

/// A mail server; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    /// Whether mails are sent at all.
    pub enabled: bool,
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// A file with the certificate of its authority.
    pub ca_file: String,
    /// The account to send with.
    pub username: String,
    /// Its password.
    pub password: Secret,
    /// The sender's address.
    pub from: String,
    /// The domains addresses may have.
    pub allowed_domains: Vec<String>,
    /// Longest wait for an answer in seconds.
    pub timeout_seconds: u64,
    /// Attempts before a delivery is given up.
    pub max_attempts: i32,
}

/// How a connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpSecurity {
    /// TLS from the first byte.
    Tls,
    /// TLS once the server has said that it can; never without.
    Starttls,
    /// None: only within one machine.
    None,
}

/// A setting that is never shown.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The value, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn shown(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "***" }
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.shown())
    }
}

impl NoticesConfig {
    /// Key, value, least and most of every number.
    pub(super) fn numbers(&self) -> [(&'static str, Option<u64>, u64, u64); 10] {
        let signed = |number: i64| u64::try_from(number).ok();
        [
            ("notices.keep_read_days", signed(self.keep_read_days), 1, 36_600),
            ("notices.keep_unread_days", signed(self.keep_unread_days), 1, 36_600),
            ("notices.open_from_hour", Some(self.open_from_hour.into()), 0, 23),
            (
                "notices.open_until_hour",
                Some(self.open_until_hour.into()),
                u64::from(self.open_from_hour) + 1,
                24,
            ),
            (
                "notices.digest_hour",
                Some(self.digest_hour.into()),
                self.open_from_hour.into(),
                u64::from(self.open_until_hour).saturating_sub(1),
            ),
            ("notices.silent_minutes", signed(self.silent_minutes), 1, 100_000),
            ("notices.silent_failures", signed(self.silent_failures.into()), 1, 1000),
            ("notices.smtp.port", Some(self.smtp.port.into()), 1, 65_535),
            ("notices.smtp.timeout_seconds", Some(self.smtp.timeout_seconds), 1, 10),
            ("notices.smtp.max_attempts", signed(self.smtp.max_attempts.into()), 1, 100),
        ]
    }

    /// Whether mails could be sent as the settings are.
    pub(super) fn is_complete(&self) -> bool {
        let smtp = &self.smtp;
        !smtp.enabled
            || (!smtp.host.is_empty() && smtp.from.parse::<lettre::message::Mailbox>().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn a_mail_server_is_named_completely_or_not_used() {
        let mut config = Config::defaults().expect("the defaults");
        assert!(config.notices.is_complete());
        config.notices.smtp.enabled = true;
        assert!(!config.notices.is_complete());
        "mail.example.cn".clone_into(&mut config.notices.smtp.host);
        "综治平台 <notice@example.cn>".clone_into(&mut config.notices.smtp.from);
        assert!(config.notices.is_complete());
        "notice".clone_into(&mut config.notices.smtp.from);
        assert!(!config.notices.is_complete());
    }

    #[test]
    fn the_password_is_never_shown() {
        let mut config = Config::defaults().expect("the defaults");
        config.notices.smtp.password = "s3cret".into();
        assert!(!config.masked().contains("s3cret"));
        assert!(!format!("{config:?}").contains("s3cret"));
    }
}
