use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use futures_util::future::LocalBoxFuture;

use super::identify::Presented;
use super::service::{self, SignedIn};
use crate::app::AppState;
use crate::features::applications;
use crate::openapi::Document;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::request_limits::reached;
use crate::policy::{Action, Actor, ApiScope, Permit, authorize_any, beyond_scopes, may_ever};

/// The signed-in caller. Without a valid access token the request ends with 401; while the first
/// password has not been changed, with 403 but for what leads to changing it. An application ends with
/// 403 where the operation is not among those its scopes open.
#[derive(Debug, Clone)]
pub struct CurrentActor(pub SignedIn);

impl CurrentActor {
    /// Refuses with 403 unless the caller may do `action` to some object.
    pub fn may(&self, action: Action) -> AppResult<()> {
        if may_ever(self, action) {
            return Ok(());
        }
        Err(beyond_scopes(self, action).unwrap_or_else(|| ErrorCode::AuthNotAllowed.into()))
    }

    /// Refuses with 403 unless the caller may do `action`, whatever the object.
    pub fn require(&self, action: Action) -> AppResult<Permit> {
        authorize_any(self, action)
    }
}

impl Deref for CurrentActor {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.0.actor
    }
}

impl FromRequest for CurrentActor {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<web::Data<AppState>>().cloned();
        let presented = request.extensions().get::<Presented>().cloned();
        reached(request);
        let opened = opened_by(request);
        let may_wait = is_open_before_the_password(request.path());
        Box::pin(async move {
            let state = state.ok_or_else(|| AppError::internal("no state"))?;
            let presented = presented.ok_or_else(|| AppError::internal("no identification"))?;
            let claims = presented.0?;
            if claims.app.is_some() {
                let operation = opened.ok_or(ErrorCode::AuthPeopleOnly)?;
                return Ok(Self(applications::acting::resolve(&state, &claims, operation).await?));
            }
            let signed_in = service::resolve(&state, claims.bearer()).await?;
            if signed_in.must_change_password && !may_wait {
                return Err(ErrorCode::AuthPasswordChangeRequired.into());
            }
            Ok(Self(signed_in))
        })
    }
}

/// The scope that opens the operation to applications; none where it is for people.
fn opened_by(request: &HttpRequest) -> Option<ApiScope> {
    let document = request.app_data::<web::Data<Document>>()?;
    document.scopes.of_route(request.method().as_str(), &request.match_pattern()?)
}

/// What an account may do while it has to choose a new password: see who it is, change the
/// password, sign out.
fn is_open_before_the_password(path: &str) -> bool {
    path == "/api/v1/me" || path.starts_with("/api/v1/auth/")
}
