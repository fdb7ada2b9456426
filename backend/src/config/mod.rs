//! Settings: the embedded defaults, then an optional file, then the environment.
//!
//! Unknown keys stop the start, so that a misspelt setting is never silently ignored.

mod auth;
mod automation;
mod check;
mod database;
mod files;
mod jobs;
mod ledger;
mod notices;
mod rate_limits;
mod server;
mod supervision;
mod telemetry;

mod bulk;
mod callbacks;
mod public;
mod webhooks;

mod devices;
mod events;

use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::{Deserialize, Serialize};

pub use auth::AuthConfig;
pub use automation::AutomationConfig;
pub use database::{DatabaseConfig, SqliteSynchronous};
pub use files::{FilesConfig, S3Config, ScanConfig};
pub use jobs::JobsConfig;
pub use ledger::LedgerConfig;
pub use notices::{NoticesConfig, Secret, SmtpConfig, SmtpSecurity};
pub use rate_limits::RateLimitsConfig;
pub use server::ServerConfig;
pub use supervision::SupervisionConfig;
pub use telemetry::{LogFormat, TelemetryConfig};

pub use bulk::BulkConfig;
pub use callbacks::CallbacksConfig;
pub use devices::DevicesConfig;
pub use events::EventsConfig;
pub use public::{PublicConfig, is_within};
pub use webhooks::WebhooksConfig;

/// The defaults, which also document every key.
pub const DEFAULTS: &str = include_str!("../../config.default.toml");

/// Prefix of the environment variables that override settings.
pub const ENV_PREFIX: &str = "ZONGZHI__";

/// All settings of one running server or command.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where and how to serve.
    pub server: ServerConfig,
    /// Which database, and how hard it is used.
    pub database: DatabaseConfig,
    /// Tokens, lockout, passwords.
    pub auth: AuthConfig,
    /// The job runner.
    pub jobs: JobsConfig,
    /// The ledger.
    pub ledger: LedgerConfig,
    /// Requests a minute.
    pub rate_limits: RateLimitsConfig,
    /// Logs and traces.
    pub telemetry: TelemetryConfig,
    /// Notices and how they leave.
    pub notices: NoticesConfig,
    /// Office hours of the supervision ladder.
    pub supervision: SupervisionConfig,
    /// Rules that act by themselves.
    pub automation: AutomationConfig,
    /// The citizen's side.
    pub public: PublicConfig,
    /// When answers of citizens are open to question.
    pub callbacks: CallbacksConfig,
    /// Attachments and where they are kept.
    pub files: FilesConfig,
    /// The player of the video platform.
    pub devices: DevicesConfig,
    /// Live events.
    pub events: EventsConfig,
    /// Events delivered to other systems.
    pub webhooks: WebhooksConfig,
    /// Imports, exports and other jobs.
    pub bulk: BulkConfig,
}

/// Why the settings could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key is unknown, missing or of the wrong type.
    #[error("settings: {0}")]
    Invalid(Box<figment::Error>),
    /// The settings file named on the command line does not exist.
    #[error("settings: no file {0}")]
    NoFile(String),
    /// A value is outside its bounds.
    #[error("settings: {key} {reason}")]
    OutOfBounds {
        /// The dotted key.
        key: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

impl ConfigError {
    fn bad(key: &'static str, reason: String) -> Self {
        Self::OutOfBounds { key, reason }
    }
}

impl Config {
    /// Reads defaults, then `file` when given, then the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Toml::string(DEFAULTS));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(ConfigError::NoFile(file.display().to_string()));
            }
            figment = figment.merge(Toml::file(file));
        }
        let config: Self = figment
            .merge(Env::prefixed(ENV_PREFIX).split("__"))
            .extract()
            .map_err(|error| ConfigError::Invalid(Box::new(error)))?;
        check::check(&config)?;
        Ok(config)
    }

    /// The defaults alone, as the tests use them.
    pub fn defaults() -> Result<Self, ConfigError> {
        Figment::from(Toml::string(DEFAULTS))
            .extract()
            .map_err(|error| ConfigError::Invalid(Box::new(error)))
    }

    /// What may be meant, and is worth a second look: said by `check-config` and at every start.
    pub fn warnings(&self) -> Vec<&'static str> {
        check::warnings(self)
    }

    /// The settings in force as TOML, with every password masked.
    pub fn masked(&self) -> String {
        let mut shown = self.clone();
        shown.database.url = database::mask_password(&shown.database.url);
        toml::to_string_pretty(&shown).unwrap_or_else(|error| error.to_string())
    }
}
