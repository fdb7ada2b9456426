//! The keys of this server: those that sign access tokens (Ed25519), and the one that seals.
//!
//! Every `*.pem` (PKCS#8) of the key folder verifies; the last by file name signs. To change
//! keys, add a file with a later name, restart, and take the old file away once the tokens it
//! signed have expired. The file name without its ending is the `kid`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::sealing::SealingKey;
use crate::platform::error::{AppError, AppResult};
use crate::platform::ids::Ids;

/// The keys of this server.
pub struct TokenKeys {
    kid: String,
    signing: EncodingKey,
    verifying: Vec<(String, DecodingKey)>,
    public: KeySet,
    sealing: SealingKey,
}

/// The public keys (RFC 7517), with which others check our access tokens.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeySet {
    /// One entry a key.
    pub keys: Vec<PublicKey>,
}

/// One public key (RFC 8037).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicKey {
    /// Key type.
    #[schema(example = "OKP")]
    pub kty: &'static str,
    /// Curve.
    #[schema(example = "Ed25519")]
    pub crv: &'static str,
    /// The public key, base64url.
    #[schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    pub x: String,
    /// Name of the key; tokens carry it in their header.
    #[schema(example = "20261123-164000-7f3c")]
    pub kid: String,
    /// What the key is for.
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    pub purpose: &'static str,
    /// The only algorithm it is used with.
    #[schema(example = "EdDSA")]
    pub alg: &'static str,
}

impl TokenKeys {
    /// Reads the keys of `folder`; makes one there when it holds none.
    pub fn load(folder: &Path, ids: &Ids, now: DateTime<Utc>) -> AppResult<Self> {
        fs::create_dir_all(folder).map_err(AppError::internal)?;
        let mut files = pem_files(folder)?;
        if files.is_empty() {
            create(folder, ids, now)?;
            files = pem_files(folder)?;
        }
        let keys = files.iter().map(|file| read(file)).collect::<AppResult<Vec<_>>>()?;
        Self::of(&keys, SealingKey::load(folder, ids)?)
    }

    /// One key made from `seed`, for tests.
    pub fn from_seed(seed: [u8; 32]) -> AppResult<Self> {
        let key = SigningKey::from_bytes(&seed);
        Self::of(&[(thumbprint(&key), key)], SealingKey::of(seed))
    }

    /// The last of `keys` signs.
    fn of(keys: &[(String, SigningKey)], sealing: SealingKey) -> AppResult<Self> {
        let (kid, last) = keys.last().ok_or_else(|| AppError::internal("no signing key"))?;
        let der = last.to_pkcs8_der().map_err(AppError::internal)?;
        let verifying = keys.iter().map(|(kid, key)| {
            (kid.clone(), DecodingKey::from_ed_der(key.verifying_key().as_bytes()))
        });
        Ok(Self {
            kid: kid.clone(),
            signing: EncodingKey::from_ed_der(der.as_bytes()),
            verifying: verifying.collect(),
            public: KeySet { keys: keys.iter().map(public).collect() },
            sealing,
        })
    }

    /// Name of the key that signs.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The key that signs.
    pub(super) fn signing(&self) -> &EncodingKey {
        &self.signing
    }

    /// The key named `kid`, when it is one of ours.
    pub(super) fn verifying(&self, kid: &str) -> Option<&DecodingKey> {
        self.verifying.iter().find(|(name, _)| name == kid).map(|(_, key)| key)
    }

    /// Seals secrets at rest.
    pub(super) fn sealing(&self) -> &SealingKey {
        &self.sealing
    }

    /// What stands for a text where only equality matters: 32 hexadecimal digits that lead nowhere
    /// without the key of this installation.
    pub fn pseudonym(&self, text: &str) -> AppResult<String> {
        self.sealing.pseudonym(text)
    }

    /// What stands for the tracking code of a case: who reads the database alone cannot try all codes.
    pub fn tracking_hash(&self, case_no: &str, code: &str) -> AppResult<String> {
        Ok(format!("k1:{}", self.sealing.pseudonym(&format!("tracking {case_no}:{code}"))?))
    }

    /// `text` as only this installation opens it, and only where `owner` is the same.
    pub fn seal_text(&self, ids: &Ids, text: &str, owner: &str) -> AppResult<String> {
        self.sealing.seal(ids, text.as_bytes(), owner.as_bytes())
    }

    /// What [`Self::seal_text`] was given.
    pub fn open_text(&self, sealed: &str, owner: &str) -> AppResult<String> {
        let opened = self.sealing.open(sealed, owner.as_bytes())?;
        String::from_utf8(opened).map_err(AppError::internal)
    }

    /// The public halves.
    pub fn public(&self) -> &KeySet {
        &self.public
    }
}

fn pem_files(folder: &Path) -> AppResult<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(AppError::internal)? {
        let path = entry.map_err(AppError::internal)?.path();
        if path.extension().is_some_and(|ending| ending == "pem") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(file: &Path) -> AppResult<(String, SigningKey)> {
    let kid = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let pem = fs::read_to_string(file).map_err(AppError::internal)?;
    let key = SigningKey::from_pkcs8_pem(&pem)
        .map_err(|error| AppError::internal(format!("{}: {error}", file.display())))?;
    Ok((kid, key))
}

/// Makes a key that only the owner may read. Its name sorts after those made before.
fn create(folder: &Path, ids: &Ids, now: DateTime<Utc>) -> AppResult<()> {
    let mut seed = [0_u8; 32];
    ids.fill(&mut seed);
    let key = SigningKey::from_bytes(&seed);
    let mark: String =
        hex::encode(Sha256::digest(key.verifying_key().as_bytes())).chars().take(4).collect();
    let kid = format!("{}-{mark}", now.format("%Y%m%d-%H%M%S"));
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(AppError::internal)?;
    write_private(&folder.join(format!("{kid}.pem")), pem.as_bytes())?;
    tracing::info!(kid, folder = %folder.display(), "made a signing key");
    Ok(())
}

/// Writes a new file that only its owner may read.
pub(super) fn write_private(file: &Path, bytes: &[u8]) -> AppResult<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file).map_err(AppError::internal)?;
    file.write_all(bytes).map_err(AppError::internal)?;
    file.sync_all().map_err(AppError::internal)
}

/// JWK thumbprint (RFC 7638, RFC 8037 appendix A.3).
fn thumbprint(key: &SigningKey) -> String {
    let x = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical.as_bytes()))
}

fn public((kid, key): &(String, SigningKey)) -> PublicKey {
    PublicKey {
        kty: "OKP",
        crv: "Ed25519",
        x: URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()),
        kid: kid.clone(),
        purpose: "sig",
        alg: "EdDSA",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::{TimeDelta, TimeZone as _};

    use super::*;
    use crate::platform::clock::ManualClock;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("zongzhi-{name}-{}", std::process::id()));
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        folder
    }

    #[test]
    fn a_key_is_made_once_for_the_owner_alone_and_the_last_signs() {
        let folder = folder("keys");
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap();
        let ids = Ids::seeded(Arc::new(ManualClock::new(now)), 1);
        let first = TokenKeys::load(&folder, &ids, now).unwrap();
        let again = TokenKeys::load(&folder, &ids, now).unwrap();
        assert_eq!(first.kid(), again.kid());
        let file = folder.join(format!("{}.pem", first.kid()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        create(&folder, &ids, now + TimeDelta::days(90)).unwrap();
        let both = TokenKeys::load(&folder, &ids, now).unwrap();
        assert_ne!(both.kid(), first.kid());
        assert!(both.verifying(first.kid()).is_some());
        assert_eq!(both.public().keys.len(), 2);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_thumbprint_is_the_one_of_the_rfc() {
        // RFC 8037, appendices A.1 and A.3.
        let secret = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
        let seed: [u8; 32] = URL_SAFE_NO_PAD.decode(secret).unwrap().try_into().unwrap();
        let keys = TokenKeys::from_seed(seed).unwrap();
        assert_eq!(keys.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(keys.public().keys[0].x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    }
}
