//! [`AppState`] and the single place where slices are mounted.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, PayloadConfig};
use actix_web::{App, Error};
use metrics_exporter_prometheus::PrometheusHandle;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::scope::scope;

use crate::config::Config;
use crate::features::auth::actors::ActorCache;
use crate::features::auth::keys::TokenKeys;
use crate::features::auth::password::Passwords;
use crate::features::org::directory::DirectoryCache;
use crate::features::{audit, auth, feedback, personnel, users};
use crate::platform::clock::Clock;
use crate::platform::db::Db;
use crate::platform::http::fallback::{self, Known};
use crate::platform::http::idempotency::{InFlight, Once};
use crate::platform::http::request_id;
use crate::platform::ids::Ids;
use crate::policy::Actor;

/// Everything a request may need. No global exists beside it.
pub struct AppState {
    /// Settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The only source of time.
    pub clock: Arc<dyn Clock>,
    /// The only source of ids and random bytes.
    pub ids: Ids,
    /// Requests with an `Idempotency-Key` still running here.
    pub in_flight: InFlight,
    /// The organisation in memory.
    pub directory: DirectoryCache,
    /// Signs and checks access tokens.
    pub keys: TokenKeys,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// The capacities in use, in memory.
    pub actors: ActorCache,
    /// Reads the metrics recorder.
    pub metrics: PrometheusHandle,
}

impl AppState {
    /// For a write that runs once per `Idempotency-Key`.
    pub fn once(&self, actor: &Actor) -> Once<'_> {
        Once {
            db: &self.db,
            in_flight: &self.in_flight,
            caller: actor.user_id,
            now: self.clock.now(),
        }
    }
}

/// Mounts every slice; answers the application and its document.
pub fn mount(
    state: &Data<AppState>,
    document: &Data<crate::openapi::Document>,
) -> (
    App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody>,
            Error = Error,
            InitError = (),
        >,
    >,
    OpenApi,
) {
    let (app, api) = App::new()
        .into_utoipa_app()
        .service(
            scope("/api/v1")
                .configure(auth::routes)
                .configure(users::routes)
                .configure(personnel::routes)
                .configure(audit::routes)
                .configure(feedback::routes),
        )
        .configure(auth::well_known)
        .split_for_parts();
    let app = app
        .app_data(state.clone())
        .app_data(document.clone())
        .app_data(Data::new(Known::of(&api)))
        .app_data(PayloadConfig::new(state.config.server.max_body_bytes))
        .default_service(web::route().to(fallback::answer))
        .wrap(Compress::default())
        .wrap(from_fn(request_id::middleware));
    (app, api)
}
