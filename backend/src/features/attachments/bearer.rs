//! Who holds a ticket: the caller whose access token it was given to, and the browser it was given to,
//! which a cookie knows again.

use std::future::{Ready, ready};

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, Responder};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::auth::identify::Presented;
use crate::features::auth::service::SignedIn;
use crate::features::auth::tickets::{COOKIE, Ticket};
use crate::features::auth::token::Bearer;
use crate::platform::error::{AppError, AppResult};

/// The paths the cookie of tickets is sent to, but for exports.
const COOKIE_PATH: &str = "/api/v1/cases";
/// Bytes of chance in that cookie.
const COOKIE_BYTES: usize = 16;

/// Whom the caller's access token speaks for.
pub fn bearer_of(actor: &CurrentActor) -> Bearer {
    Bearer {
        user_id: actor.user_id,
        capacity_id: actor.capacity_id,
        session_id: actor.0.session_id,
    }
}

/// Who redeems a ticket with this request.
pub async fn redeem(
    state: &AppState,
    ticket: &str,
    request: &HttpRequest,
) -> AppResult<(Ticket, SignedIn)> {
    let presented = request.extensions().get::<Presented>().cloned();
    let cookie = request.cookie(COOKIE);
    Ticket::redeem(ticket, state, presented.as_ref(), cookie.as_ref().map(Cookie::value)).await
}

/// The browser that asks for a ticket: the cookie it has, or a new one.
#[derive(Debug)]
pub struct TicketBearer {
    /// What knows it again.
    pub cookie: String,
    is_new: bool,
}

impl TicketBearer {
    /// The cookie to be set, where it is new.
    pub fn to_set(&self, state: &AppState) -> Option<Cookie<'static>> {
        self.to_set_at(COOKIE_PATH, state)
    }

    /// The same for what lies below another path.
    pub fn to_set_at(&self, path: &'static str, state: &AppState) -> Option<Cookie<'static>> {
        let cookie = Cookie::build(COOKIE, self.cookie.clone())
            .path(path)
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(state.config.server.secure_cookies);
        self.is_new.then(|| cookie.finish())
    }
}

impl FromRequest for TicketBearer {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned());
        if let Some(cookie) = known.filter(|cookie| cookie.len() == COOKIE_BYTES * 2) {
            return ready(Ok(Self { cookie, is_new: false }));
        }
        let Some(state) = request.app_data::<Data<AppState>>() else {
            return ready(Err(AppError::internal("no state")));
        };
        let mut chance = [0_u8; COOKIE_BYTES];
        state.ids.fill(&mut chance);
        ready(Ok(Self { cookie: hex::encode(chance), is_new: true }))
    }
}

/// An answer that sets a cookie, where there is one to set.
pub struct WithCookie<R>(pub R, pub Option<Cookie<'static>>);

impl<R: Responder> Responder for WithCookie<R> {
    type Body = R::Body;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse<R::Body> {
        let mut response = self.0.respond_to(request);
        if let Some(cookie) = self.1
            && let Err(error) = response.add_cookie(&cookie)
        {
            tracing::error!(%error, "the cookie of a ticket was not set");
        }
        response
    }
}
