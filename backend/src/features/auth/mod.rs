//! Signing in: login, refresh, switch of acting capacity, password, tokens and keys.
//!
//! `Idempotency-Key` is not stored for these calls, because their answers carry secrets; login
//! and switch may safely be sent again, refresh must not (a used refresh token ends the session).

pub mod actors;
pub mod dto;
pub mod entity;
pub mod http;
pub mod keys;
mod lockout;
pub mod password;
pub mod service;
pub mod sessions;
pub mod token;

use utoipa_actix_web::service_config::ServiceConfig;

/// The calls below `/api/v1`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(http::login).service(http::refresh).service(http::me);
}

/// The call outside `/api/v1`.
pub fn well_known(config: &mut ServiceConfig<'_>) {
    config.service(http::jwks);
}
