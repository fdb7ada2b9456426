use serde::{Deserialize, Serialize};

/// The player of the video platform; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DevicesConfig {
    /// Address of the player with `{ticket}` and, where it is wanted, `{device}`; empty: nobody looks.
    pub player_url: String,
    /// Whom tickets are for (`aud`).
    pub audience: String,
    /// Seconds a ticket is valid.
    pub ticket_seconds: i64,
}

impl DevicesConfig {
    /// The address with something in the places of its words; none where the ticket has no place.
    pub(super) fn filled(&self) -> Option<String> {
        let has_place = self.player_url.contains("{ticket}");
        has_place.then(|| self.player_url.replace("{ticket}", "t").replace("{device}", "d"))
    }
}
