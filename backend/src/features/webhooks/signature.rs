//! Secrets and signatures as Standard Webhooks have them: HMAC-SHA-256 (RFC 2104) over
//! `{id}.{timestamp}.{body}`, keyed with the bytes behind `whsec_`. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::platform::error::{AppError, AppResult};

/// What a secret begins with.
pub const PREFIX: &str = "whsec_";

/// A secret of these bytes, as its owner is shown it.
pub fn secret(bytes: [u8; 32]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(bytes))
}

/// The value of `webhook-signature`: one signature a secret, so that the receiver may change secrets
/// without missing a message.
pub fn sign(secrets: &[String], id: &str, timestamp: i64, body: &str) -> AppResult<String> {
    let one = |secret: &String| {
        let unreadable = || AppError::internal("a secret of a webhook cannot be read");
        let key = secret.strip_prefix(PREFIX).ok_or_else(unreadable)?;
        let key = STANDARD.decode(key).map_err(AppError::internal)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(AppError::internal)?;
        mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
        Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    };
    let all: AppResult<Vec<_>> = secrets.iter().map(one).collect();
    Ok(all?.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{secret, sign};

    /// The example of the specification's own libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    #[test]
    fn a_message_is_signed_as_the_specification_says() {
        let body = r#"{"test": 2432232314}"#;
        let signed = sign(&[SECRET.to_owned()], ID, 1_614_265_330, body).unwrap();
        assert_eq!(signed, SIGNED);
    }

    #[test]
    fn two_secrets_give_two_signatures() {
        let former = secret([7; 32]);
        assert_eq!(former, "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=");
        let body = r#"{"test": 2432232314}"#;
        let signed = sign(&[SECRET.to_owned(), former], ID, 1_614_265_330, body).unwrap();
        let all: Vec<_> = signed.split(' ').collect();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0], SIGNED);
        assert!(all[1].starts_with("v1,") && all[1] != SIGNED);
        assert!(sign(&["secret".to_owned()], ID, 0, body).is_err());
    }
}
