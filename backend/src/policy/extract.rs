use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;

use super::{Action, Actor, Permit, authorize_any, may_ever};
use crate::app::AppState;
use crate::features::auth;
use crate::platform::error::{AppResult, ErrorCode};

/// The signed-in caller. Without a valid access token the request ends with 401.
#[derive(Debug, Clone)]
pub struct CurrentActor(pub Actor);

impl CurrentActor {
    /// Refuses with 403 unless the caller may do `action` to some object.
    pub fn may(&self, action: Action) -> AppResult<()> {
        if may_ever(&self.0, action) { Ok(()) } else { Err(ErrorCode::AuthNotAllowed.into()) }
    }

    /// Refuses with 403 unless the caller may do `action`, whatever the object.
    pub fn require(&self, action: Action) -> AppResult<Permit> {
        authorize_any(&self.0, action)
    }
}

impl Deref for CurrentActor {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.0
    }
}

impl FromRequest for CurrentActor {
    type Error = crate::platform::error::AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<web::Data<AppState>>().cloned();
        let header = request.headers().get(AUTHORIZATION).cloned();
        Box::pin(async move {
            let state =
                state.ok_or_else(|| crate::platform::error::AppError::internal("no state"))?;
            let header = header.ok_or(ErrorCode::AuthRequired)?;
            let bearer = header.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
            let token = bearer.ok_or(ErrorCode::AuthRequired)?.trim();
            auth::service::actor_of(&state, token).await.map(Self)
        })
    }
}
