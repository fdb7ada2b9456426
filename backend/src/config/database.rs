use serde::{Deserialize, Serialize};

/// Which database, and how hard it is used; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: String,
    /// Connections in all, half of them for writing (PostgreSQL), or readers (SQLite).
    pub max_connections: u32,
    /// Longest wait for a connection in seconds.
    pub acquire_seconds: u64,
    /// What an acknowledged write survives on SQLite.
    pub sqlite_synchronous: SqliteSynchronous,
    /// Apply pending migrations when the server starts.
    pub migrate_on_start: bool,
}

/// `PRAGMA synchronous` of SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SqliteSynchronous {
    /// An acknowledged write survives power loss.
    Full,
    /// An acknowledged write survives a crash of the program, not of the machine.
    Normal,
}

/// Hides the password of a database URL (`postgres://user:***@host/db`).
pub(super) fn mask_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((login, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    match login.split_once(':') {
        Some((user, _)) => format!("{scheme}://{user}:***@{host}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::mask_password;

    #[test]
    fn passwords_are_masked_and_nothing_else() {
        assert_eq!(mask_password("postgres://zz:s:e@db:5432/zz"), "postgres://zz:***@db:5432/zz");
        assert_eq!(mask_password("postgres://zz@db/zz"), "postgres://zz@db/zz");
        assert_eq!(mask_password("sqlite://var/a.db"), "sqlite://var/a.db");
    }
}
