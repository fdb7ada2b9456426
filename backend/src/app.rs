//! [`AppState`] and the single place where slices are mounted.

use std::sync::Arc;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, PayloadConfig};
use actix_web::{App, Error};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::watch;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::config::Config;
use crate::features::api_settings::ApiSettingsCache;
use crate::features::applicant_notices;
use crate::features::assessments;
use crate::features::auth::actors::ActorCache;
use crate::features::auth::keys::TokenKeys;
use crate::features::auth::password::Passwords;
use crate::features::auth::verified::VerifiedTokens;
use crate::features::calendars::CalendarCache;
use crate::features::cases::numbers::CaseNumbers;
use crate::features::cases::similar::WeightCache;
use crate::features::code_sets::CodeCache;
use crate::features::dossiers::DossierRules;
use crate::features::events;
use crate::features::events::shared::{LastBatch, OpenStreams};
use crate::features::lawful_routes::RouteCache;
use crate::features::notices::delivery::Channels;
use crate::features::org::directory::DirectoryCache;
use crate::features::procedure_rules;
use crate::features::procedure_rules::ProcedureRuleCache;
use crate::features::time_limits::RuleCache;
use crate::features::webhooks;
use crate::features::{adapters, devices};
use crate::features::{agreements, attachments, documents, dossiers, mediations};
use crate::features::{api_settings, applications};
use crate::features::{
    audit, auth, automation_rules, calendars, cases, code_sets, feedback, limit_changes, notices,
    org, personnel, substitutions, supervision, time_limits, users, views,
};
use crate::features::{burden, data_fields, reports};
use crate::features::{callbacks, public};
use crate::features::{case_tasks, correspondence, receptions, review_meetings};
use crate::features::{duty, presence, shortfalls};
use crate::features::{duty_calendars, rotation_plans, stationing_obligations, stationings};
use crate::features::{exports, imports, jobs};
use crate::features::{lawful_routes, oversight, precedents, visits};
use crate::features::{questions, reconciliations};
use crate::openapi::{self, Document};
use crate::platform::alarms::Alarms;
use crate::platform::clock::Clock;
use crate::platform::db::Db;
use crate::platform::db::notify::Bell;
use crate::platform::error::AppResult;
use crate::platform::files::Files;
use crate::platform::http::idempotency::{InFlight, Once, Sealer};
use crate::platform::http::rate_limit::{self, RateLimits};
use crate::platform::http::request_limits::{self, RequestBounds, RequestLimits};
use crate::platform::http::{health, methods, request_id, spa};
use crate::platform::ids::Ids;
use crate::platform::jobs::Pulse;
use crate::platform::telemetry;
use crate::policy::Actor;

/// Everything a request may need. No global exists beside it.
pub struct AppState {
    /// Settings.
    pub config: Box<Config>,
    /// The database.
    pub db: Db,
    /// The only source of time.
    pub clock: Arc<dyn Clock>,
    /// The only source of ids and random bytes.
    pub ids: Arc<Ids>,
    /// Requests with an `Idempotency-Key` still running here.
    pub in_flight: InFlight,
    /// How often each caller may ask.
    pub rate_limits: Arc<RateLimits>,
    /// How large, how long and from where.
    pub request_limits: Arc<RequestLimits>,
    /// The settings of both that administrators made, in memory.
    pub api_settings: ApiSettingsCache,
    /// The organisation in memory.
    pub directory: DirectoryCache,
    /// The code sets in memory.
    pub codes: CodeCache,
    /// The calendars in memory.
    pub calendars: CalendarCache,
    /// The time-limit rules in memory.
    pub time_limits: RuleCache,
    /// The other rules of the procedure in memory.
    pub procedure_rules: ProcedureRuleCache,
    /// Serials of case numbers taken but not used yet.
    pub case_numbers: CaseNumbers,
    /// The lawful routes in memory.
    pub lawful_routes: RouteCache,
    /// How rare pairs of characters are in titles.
    pub title_weights: WeightCache,
    /// Signs and checks access tokens.
    pub keys: TokenKeys,
    /// Access tokens that have been checked.
    pub tokens: VerifiedTokens,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// The capacities in use, in memory.
    pub actors: ActorCache,
    /// Reads the metrics recorder.
    pub metrics: PrometheusHandle,
    /// Whether the job runner is still there.
    pub jobs: Arc<Pulse>,
    /// What an operator should look at.
    pub alarms: Arc<Alarms>,
    /// The ways out of notices.
    pub channels: Channels,
    /// Where files are kept.
    pub files: Files,
    /// Which papers belong to a dossier.
    pub dossier_rules: Arc<DossierRules>,
    /// Rings when a block of the ledger was sealed, here or by another server.
    pub sealed: Bell,
    /// What was sealed last, for all streams of events.
    pub last_batch: LastBatch,
    /// How many streams of events each caller has open here.
    pub streams: OpenStreams,
    /// Turns true when the server is asked to stop: what waits for something new ends then.
    pub stopping: watch::Sender<bool>,
    /// The way out of events.
    pub webhooks: webhooks::client::Clients,
}

impl AppState {
    /// A server's state over a connected database.
    pub fn new(
        config: Config,
        db: Db,
        clock: Arc<dyn Clock>,
        ids: Ids,
        keys: TokenKeys,
    ) -> AppResult<Self> {
        Ok(Self {
            channels: Channels::of(&config.notices)?,
            webhooks: webhooks::client::Clients::of(&config.webhooks),
            files: Files::of(&config.files),
            dossier_rules: Arc::new(DossierRules::shipped()?),
            passwords: Passwords::new(&config.auth)?,
            rate_limits: Arc::new(RateLimits::new(
                &config.rate_limits,
                config.server.trust_forwarded,
                &clock,
            )),
            request_limits: Arc::new(RequestLimits::new(RequestBounds::of(&config.server))),
            api_settings: ApiSettingsCache::default(),
            config: Box::new(config),
            db,
            clock,
            ids: Arc::new(ids),
            keys,
            in_flight: InFlight::default(),
            directory: DirectoryCache::default(),
            codes: CodeCache::default(),
            calendars: CalendarCache::default(),
            time_limits: RuleCache::default(),
            procedure_rules: ProcedureRuleCache::default(),
            case_numbers: CaseNumbers::default(),
            lawful_routes: RouteCache::default(),
            title_weights: WeightCache::default(),
            tokens: VerifiedTokens::default(),
            actors: ActorCache::default(),
            metrics: telemetry::metrics(),
            jobs: Arc::default(),
            alarms: Arc::default(),
            sealed: Bell::default(),
            last_batch: LastBatch::default(),
            streams: OpenStreams::default(),
            stopping: watch::Sender::new(false),
        })
    }

    /// For a write that runs once per `Idempotency-Key`.
    pub fn once(&self, actor: &Actor) -> Once<'_> {
        Once {
            db: &self.db,
            in_flight: &self.in_flight,
            sealer: self,
            caller: caller_of(actor),
            now: self.clock.now(),
        }
    }
}

impl Sealer for AppState {
    fn seal(&self, text: &str, owner: &str) -> AppResult<String> {
        self.keys.seal_text(&self.ids, text, owner)
    }

    fn open(&self, sealed: &str, owner: &str) -> AppResult<String> {
        self.keys.open_text(sealed, owner)
    }
}

/// Whose keys they are: a capacity's, apart from those of whoever replaces its holder.
fn caller_of(actor: &Actor) -> Uuid {
    // An application is answered less than its creator, and must not be told what they were answered.
    if let Some(limits) = actor.application.as_deref() {
        return limits.application_id;
    }
    match actor.on_behalf_of {
        Some(_) => Uuid::from_u128(actor.capacity_id.as_u128() ^ actor.person_id.as_u128()),
        None => actor.capacity_id,
    }
}

/// Every slice, in the order of the document.
fn slices(config: &mut ServiceConfig<'_>) {
    let slices = scope("/api/v1")
        .configure(auth::routes)
        .configure(users::routes)
        .configure(personnel::routes)
        .configure(org::routes)
        .configure(code_sets::routes)
        .configure(calendars::routes)
        .configure(time_limits::routes)
        .configure(procedure_rules::routes)
        .configure(limit_changes::routes)
        .configure(cases::routes)
        .configure(supervision::routes)
        .configure(automation_rules::routes)
        .configure(views::routes)
        .configure(feedback::routes)
        .configure(audit::routes)
        .configure(reports::routes)
        .configure(data_fields::routes)
        .configure(burden::routes)
        .configure(notices::routes)
        .configure(substitutions::routes)
        .configure(precedents::routes)
        .configure(lawful_routes::routes)
        .configure(visits::routes)
        .configure(oversight::routes)
        // Before the scope of the public slice: it has a path below it.
        .configure(documents::routes)
        .configure(duty_calendars::routes)
        .configure(documents::template_routes)
        .configure(callbacks::routes)
        .configure(public::routes)
        .configure(mediations::routes)
        .configure(mediations::register_routes)
        .configure(agreements::routes)
        .configure(receptions::routes)
        .configure(review_meetings::routes)
        .configure(case_tasks::routes)
        .configure(attachments::routes)
        .configure(dossiers::routes)
        .configure(correspondence::routes)
        .configure(applicant_notices::routes)
        .configure(stationing_obligations::routes)
        .configure(stationings::routes)
        .configure(stationings::people_routes)
        .configure(rotation_plans::routes)
        .configure(rotation_plans::more_routes)
        .configure(rotation_plans::swap_routes)
        .configure(assessments::routes)
        .configure(duty::routes)
        .configure(duty::stand_in_routes)
        .configure(presence::routes)
        .configure(presence::record_routes)
        .configure(presence::workstation_routes)
        .configure(shortfalls::routes)
        // Other systems, and what may be asked of the API.
        .configure(applications::routes)
        .configure(applications::oauth_routes)
        .configure(api_settings::routes)
        .configure(adapters::routes)
        .configure(devices::routes)
        .configure(events::routes)
        .configure(webhooks::routes)
        .configure(webhooks::delivery_routes)
        .configure(jobs::routes)
        .configure(imports::routes)
        .configure(exports::routes)
        .configure(reconciliations::routes)
        .configure(questions::routes);
    config.service(slices).configure(auth::well_known).configure(health::routes);
}

/// The document of all slices, without a server.
pub fn document() -> OpenApi {
    let (_, mut api) = App::new().into_utoipa_app().configure(slices).split_for_parts();
    openapi::complete(&mut api);
    api
}

/// Mounts every slice, the document, the pages, and what answers everything else.
pub fn mount(
    state: Data<AppState>,
    document: Data<Document>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    // The document first: the scope of the slices would answer its path with 404.
    let app = App::new().configure(openapi::pages).into_utoipa_app();
    let (app, _) = app.configure(slices).split_for_parts();
    let server = state.config.server.clone();
    let limits = Arc::clone(&state.request_limits);
    // What platform asks for without knowing the whole state.
    app.app_data(Data::new(state.db.clone()))
        .app_data(Data::from(Arc::clone(&state.ids)))
        .app_data(Data::from(Arc::clone(&state.rate_limits)))
        .app_data(Data::from(Arc::clone(&state.request_limits)))
        .app_data(Data::from(Arc::clone(&state.jobs)))
        .app_data(Data::from(Arc::clone(&state.alarms)))
        .app_data(Data::new(state.metrics.clone()))
        .app_data(state)
        .app_data(document)
        .app_data(PayloadConfig::new(server.max_body_bytes))
        .configure(|pages| spa::routes(pages, &server.web_root))
        .default_service(web::route().to(methods::not_found))
        .wrap(from_fn(methods::middleware))
        .wrap(from_fn(spa::middleware))
        .wrap(Compress::default())
        .wrap(from_fn(request_limits::middleware))
        .wrap(from_fn(rate_limit::middleware))
        .wrap(from_fn(auth::identify::middleware))
        .wrap(cors(limits))
        .wrap(from_fn(api_settings::middleware))
        .wrap(from_fn(request_id::middleware))
}

/// Only the origins of the settings, as they are at the time; none unless some are named.
fn cors(limits: Arc<RequestLimits>) -> Cors {
    Cors::default()
        .allow_any_method()
        .allow_any_header()
        .expose_headers([
            "ETag",
            "Location",
            "X-Request-Id",
            "Idempotent-Replayed",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "Content-Disposition",
            "Content-Range",
            "Link",
            "Deprecation",
            "Sunset",
        ])
        .supports_credentials()
        .max_age(600)
        .allowed_origin_fn(move |origin, _| {
            origin.to_str().is_ok_and(|origin| limits.allows_origin(origin))
        })
}
