//! Passwords: Argon2id, off the threads that answer requests, and never many at once.

use std::sync::Arc;
use std::thread::available_parallelism;

use actix_web::web;
use argon2::password_hash::PasswordHasher as _;
use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::config::AuthConfig;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::ids::Ids;

/// Longest password in characters: bounds the work a stranger can ask for.
pub const MAX_LENGTH: usize = 128;

/// Requests that may wait for a hashing thread; further ones are told to come back.
const MAX_WAITING: usize = 256;

/// The passwords of ten or more characters that guessing starts with: runs of digits, walks over
/// the keyboard, "I love you" in numbers. Shorter ones fail by length.
const COMMON: &[&str] = &[
    "0123456789",
    "0987654321",
    "1111111111",
    "1122334455",
    "123123123123",
    "1234567890",
    "12345678910",
    "123456789a",
    "1234567891",
    "147258369a",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "5201314520",
    "a123456789",
    "aa123456789",
    "aa12345678",
    "abc123456789",
    "abcd123456",
    "abcd12345678",
    "admin123456",
    "administrator",
    "asd123456789",
    "basketball",
    "iloveyou1314",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "q123456789",
    "qazwsxedcrfv",
    "qq123456789",
    "qwer123456",
    "qwertyuiop",
    "qwe123456789",
    "superman123",
    "w123456789",
    "woaini1314",
    "woaini520520",
    "woaini5201314",
    "z123456789",
    "zhongguo123",
    "zzxx123456",
];

/// Hashes and checks passwords for the whole server.
pub struct Passwords {
    argon: Argon2<'static>,
    /// What an unknown name is checked against, so that it costs what a known one costs.
    dummy: String,
    threads: Arc<Semaphore>,
    waiting: Semaphore,
}

impl Passwords {
    /// Prepares hashing as `config` says.
    pub fn new(config: &AuthConfig) -> AppResult<Self> {
        let params =
            Params::new(config.argon2_memory_kib, config.argon2_passes, config.argon2_lanes, None);
        let params = params.map_err(|error| AppError::internal(error.to_string()))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = hash(&argon, "nobody's password", &[0; 16])?;
        // One processor stays free for those who are signed in.
        let threads = available_parallelism().map_or(1, usize::from).saturating_sub(1).max(1);
        Ok(Self {
            argon,
            dummy,
            threads: Arc::new(Semaphore::new(threads)),
            waiting: Semaphore::new(MAX_WAITING),
        })
    }

    /// Hashes `password` with a fresh salt.
    pub async fn hash(&self, ids: &Ids, password: String) -> AppResult<String> {
        let mut salt = [0_u8; 16];
        ids.fill(&mut salt);
        self.run(move |argon| hash(argon, &password, &salt)).await
    }

    /// Whether `password` is the one behind `stored`. Without `stored` the same work is done and
    /// the answer is no.
    pub async fn verify(&self, password: String, stored: Option<String>) -> AppResult<bool> {
        let is_known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.clone());
        self.run(move |argon| Ok(matches(argon, &password, &stored) && is_known)).await
    }

    /// Whether `password` is the one behind any of `stored`.
    pub async fn verify_any(&self, password: String, stored: Vec<String>) -> AppResult<bool> {
        self.run(move |argon| Ok(stored.iter().any(|one| matches(argon, &password, one)))).await
    }

    async fn run<T, W>(&self, work: W) -> AppResult<T>
    where
        T: Send + 'static,
        W: FnOnce(&Argon2<'static>) -> AppResult<T> + Send + 'static,
    {
        let _waiting =
            self.waiting.try_acquire().map_err(|_error: tokio::sync::TryAcquireError| {
                AppError::from(ErrorCode::ServerBusy).retry_after(1)
            })?;
        let thread = Arc::clone(&self.threads).acquire_owned().await.map_err(AppError::internal)?;
        let argon = self.argon.clone();
        web::block(move || {
            let done = work(&argon);
            // Here and not outside: a caller who hangs up does not free a thread still at work.
            drop(thread);
            done
        })
        .await
        .map_err(|error| AppError::internal(error.to_string()))?
    }
}

fn hash(argon: &Argon2<'static>, password: &str, salt: &[u8]) -> AppResult<String> {
    let hash: PasswordHash = argon
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|error| AppError::internal(error.to_string()))?;
    Ok(hash.to_string())
}

fn matches(argon: &Argon2<'static>, password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|hash| argon.verify_password(password.as_bytes(), &hash).is_ok())
}

/// Why a password is too weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Shorter than the settings allow.
    TooShort,
    /// Longer than [`MAX_LENGTH`].
    TooLong,
    /// The user name, or one that contains it.
    ContainsUserName,
    /// One of the most common.
    TooCommon,
    /// The same character throughout.
    OneCharacter,
}

impl Weakness {
    /// The reason on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::ContainsUserName => "contains_user_name",
            Self::TooCommon => "too_common",
            Self::OneCharacter => "one_character",
        }
    }
}

/// Length, not the user name, not common. No rules about kinds of characters: they make people
/// write passwords down (NIST SP 800-63B-4, section 3.1.1.2).
pub fn weakness(password: &str, username: &str, min_length: usize) -> Option<Weakness> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let username = username.to_lowercase();
    let mut characters = lower.chars();
    let first = characters.next();
    if length < min_length {
        Some(Weakness::TooShort)
    } else if length > MAX_LENGTH {
        Some(Weakness::TooLong)
    } else if lower == username || (username.chars().count() >= 4 && lower.contains(&username)) {
        Some(Weakness::ContainsUserName)
    } else if COMMON.contains(&lower.as_str()) {
        Some(Weakness::TooCommon)
    } else if characters.all(|character| Some(character) == first) {
        Some(Weakness::OneCharacter)
    } else {
        None
    }
}

/// Refuses a weak password with 422 and the reason.
pub fn check(password: &str, username: &str, config: &AuthConfig) -> AppResult<()> {
    match weakness(password, username, config.password_min_length) {
        None => Ok(()),
        Some(weakness) => Err(AppError::from(ErrorCode::AuthWeakPassword)
            .with("reason", weakness.as_str())
            .with("min_length", config.password_min_length)),
    }
}

/// A password for somebody else to type once: 16 letters and digits (80 bits) in groups of four,
/// without those that look alike.
pub fn generate(ids: &Ids) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";
    let mut random = [0_u8; 16];
    ids.fill(&mut random);
    let mut password = String::with_capacity(19);
    for (place, byte) in random.iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    password
}

#[cfg(test)]
mod tests {
    use super::{Weakness, weakness};

    #[test]
    fn a_password_is_judged_by_length_name_and_fame() {
        let judged = |password: &str| weakness(password, "ZhangSan", 10);
        assert_eq!(judged("short"), Some(Weakness::TooShort));
        // Characters count, not bytes.
        assert_eq!(judged("综治中心密码"), Some(Weakness::TooShort));
        assert_eq!(judged("综治中心的密码是秘密"), None);
        assert_eq!(judged("my-zhangsan-1"), Some(Weakness::ContainsUserName));
        assert_eq!(judged("1Q2w3e4r5t"), Some(Weakness::TooCommon));
        assert_eq!(judged("啊啊啊啊啊啊啊啊啊啊"), Some(Weakness::OneCharacter));
        assert_eq!(judged(&"ab".repeat(65)), Some(Weakness::TooLong));
        assert_eq!(judged("correct horse battery"), None);
    }

    #[test]
    fn a_short_user_name_may_occur_in_the_password() {
        assert_eq!(weakness("limestone-quarry", "li", 10), None);
        assert_eq!(weakness("abcdefghijk", "abcdefghijk", 10), Some(Weakness::ContainsUserName));
    }
}
