//! Client secrets: 256 random bits, told once and kept as a hash. Of so many bits a plain hash is
//! enough; slow ones are for what people choose.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::platform::ids::Ids;

/// What a secret begins with, so that one that leaked is recognised.
const MARK: &str = "zzs_";
/// What the id of a client begins with.
const CLIENT: &str = "zza_";
/// Characters of a secret that are shown.
const SHOWN: usize = 10;

/// A new secret.
pub fn draw(ids: &Ids) -> String {
    let mut random = [0_u8; 32];
    ids.fill(&mut random);
    format!("{MARK}{}", URL_SAFE_NO_PAD.encode(random))
}

/// A new id of a client.
pub fn draw_client_id(ids: &Ids) -> String {
    let mut random = [0_u8; 12];
    ids.fill(&mut random);
    format!("{CLIENT}{}", hex::encode(random))
}

/// What is shown of a secret afterwards.
pub fn prefix(secret: &str) -> String {
    secret.chars().take(SHOWN).collect()
}

/// What is kept of a secret.
pub fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Whether two hashes are the same, in a time that says nothing of where they differ.
pub fn is_same(one: &str, other: &str) -> bool {
    let pairs = one.bytes().zip(other.bytes());
    one.len() == other.len() && pairs.fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_hash_is_the_same() {
        let kept = hash("zzs_a");
        assert!(is_same(&kept, &hash("zzs_a")));
        assert!(!is_same(&kept, &hash("zzs_b")));
        assert!(!is_same(&kept, kept.trim_end_matches(|_: char| true)));
        assert_eq!(prefix("zzs_0123456789"), "zzs_012345");
    }
}
