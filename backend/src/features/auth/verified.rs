//! Tokens whose signature has been checked: checking one costs as much as a query, and it comes
//! with every request of a quarter of an hour.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::keys::TokenKeys;
use super::token::{self, Claims};
use crate::config::AuthConfig;
use crate::platform::error::{AppResult, ErrorCode};

/// Then all are forgotten, and checked again.
const MOST: usize = 10_000;

/// By their whole text, signature included.
#[derive(Debug, Default)]
pub struct VerifiedTokens(Mutex<HashMap<String, Claims>>);

impl VerifiedTokens {
    /// As [`token::verify`].
    pub(super) fn claims(
        &self,
        keys: &TokenKeys,
        config: &AuthConfig,
        token: &str,
        now: DateTime<Utc>,
    ) -> AppResult<Claims> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
        if let Some(claims) = known {
            let is_over = claims.exp <= now.timestamp();
            return if is_over { Err(ErrorCode::AuthExpiredToken.into()) } else { Ok(claims) };
        }
        let claims = token::verify(keys, config, token, now)?;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(token.to_owned(), claims.clone());
        Ok(claims)
    }
}
