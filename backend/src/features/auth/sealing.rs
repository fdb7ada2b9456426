//! Seals the few secrets that must be read again, such as those of one-time passwords, so that a
//! copy of the database alone does not give them away.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};

use super::keys::write_private;
use crate::platform::error::{AppError, AppResult};
use crate::platform::ids::Ids;

/// Name of the key's file, beside the signing keys.
const FILE: &str = "sealing.key";

const NONCE_BYTES: usize = 24;

/// The key, for `XChaCha20-Poly1305`.
pub(super) struct SealingKey(XChaCha20Poly1305);

impl SealingKey {
    /// Reads the key of `folder`; makes one there when it holds none.
    pub(super) fn load(folder: &Path, ids: &Ids) -> AppResult<Self> {
        let file = folder.join(FILE);
        if !file.exists() {
            let mut key = [0_u8; 32];
            ids.fill(&mut key);
            write_private(&file, STANDARD.encode(key).as_bytes())?;
        }
        let text = fs::read_to_string(&file).map_err(AppError::internal)?;
        let key = STANDARD.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
        let key = key.ok_or_else(|| AppError::internal(format!("{}: no key", file.display())))?;
        Ok(Self::of(key))
    }

    /// The key `key`.
    pub(super) fn of(key: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&key.into()))
    }

    /// `secret` as text that only this key opens, and only where `owner` is the same.
    pub(super) fn seal(&self, ids: &Ids, secret: &[u8], owner: &[u8]) -> AppResult<String> {
        let mut nonce = [0_u8; NONCE_BYTES];
        ids.fill(&mut nonce);
        let sealed = self
            .0
            .encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: owner })
            .map_err(|error| AppError::internal(error.to_string()))?;
        Ok(STANDARD.encode([nonce.as_slice(), sealed.as_slice()].concat()))
    }

    /// What stands for `text` where only equality matters: the same every time, and nothing without
    /// the key. The nonce is fixed and used for nothing else; what it encrypts is hashed.
    pub(super) fn pseudonym(&self, text: &str) -> AppResult<String> {
        let payload = Payload { msg: text.as_bytes(), aad: b"pseudonym" };
        let sealed = self
            .0
            .encrypt(&XNonce::from([0; NONCE_BYTES]), payload)
            .map_err(|error| AppError::internal(error.to_string()))?;
        let digest = Sha256::digest(sealed);
        Ok(hex::encode(digest.iter().take(16).copied().collect::<Vec<u8>>()))
    }

    /// What [`Self::seal`] was given.
    pub(super) fn open(&self, sealed: &str, owner: &[u8]) -> AppResult<Vec<u8>> {
        let unreadable = || AppError::internal("a sealed secret cannot be opened with this key");
        let bytes = STANDARD.decode(sealed).ok().ok_or_else(unreadable)?;
        let (nonce, msg) = bytes.split_at_checked(NONCE_BYTES).ok_or_else(unreadable)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok().ok_or_else(unreadable)?;
        self.0
            .decrypt(&XNonce::from(nonce), Payload { msg, aad: owner })
            .ok()
            .ok_or_else(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::DateTime;

    use super::*;
    use crate::platform::clock::ManualClock;

    #[test]
    fn only_the_same_key_and_owner_open_what_was_sealed() {
        let ids = Ids::seeded(Arc::new(ManualClock::new(DateTime::UNIX_EPOCH)), 1);
        let key = SealingKey::of([7; 32]);
        let sealed = key.seal(&ids, b"secret", b"clerk").unwrap();
        assert_eq!(key.open(&sealed, b"clerk").unwrap(), b"secret");
        assert!(key.open(&sealed, b"leader").is_err());
        assert!(SealingKey::of([8; 32]).open(&sealed, b"clerk").is_err());
        assert!(key.open("rubbish", b"clerk").is_err());
        assert_ne!(sealed, key.seal(&ids, b"secret", b"clerk").unwrap());
    }
}
