//! The document: info, security, and what every operation shares.
//!
//! Slices describe what is theirs; problems and common headers are added here once, so that no
//! operation can forget one.

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use utoipa::PartialSchema as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContactBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi,
    PathItem, Ref, RefOr, Required, Response, ResponseBuilder, Schema, tag::TagBuilder,
};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::platform::error::{ErrorCode, Problem};
use crate::platform::http::fallback::Known;

/// Where the document is served.
const ADDRESS: &str = "/api/v1/openapi.json";

/// The document as it is served: the same bytes as `openapi/openapi.json`.
#[derive(Debug, Clone)]
pub struct Document {
    /// Pretty-printed JSON with a final newline.
    pub text: String,
    /// Its paths and methods.
    pub known: Known,
}

impl Document {
    /// Writes `api` out.
    pub fn of(api: &OpenApi) -> Self {
        let text = api.to_pretty_json().unwrap_or_default() + "\n";
        Self { text, known: Known::of(api) }
    }
}

/// Adds what every operation shares.
pub fn complete(api: &mut OpenApi) {
    api.info = InfoBuilder::new()
        .title("Zongzhi (综治)")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The working platform of a county governance centre: cases from registration to \
             archive, with clocks that explain themselves and a ledger that proves what happened.",
        ))
        .contact(Some(ContactBuilder::new().name(Some("Zongzhi maintainers")).build()))
        .license(Some(
            LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build(),
        ))
        .build();
    api.servers = Some(vec![utoipa::openapi::Server::new("/")]);
    let components = api.components.take().unwrap_or_default();
    api.components = Some(shared(components));
    api.tags = Some(tags());
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            finish(path, method, operation);
        }
    }
}

fn shared(components: utoipa::openapi::Components) -> utoipa::openapi::Components {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("Access token from `POST /api/v1/auth/login`, valid for 15 minutes"))
        .build();
    let mut schemas = Vec::new();
    <Problem as utoipa::ToSchema>::schemas(&mut schemas);
    let mut builder: ComponentsBuilder = components.into();
    builder = builder
        .security_scheme("bearer", SecurityScheme::Http(bearer))
        .schema("Problem", Problem::schema());
    for (name, schema) in schemas {
        builder = builder.schema(name, schema);
    }
    builder.build()
}

fn tags() -> Vec<utoipa::openapi::Tag> {
    [
        ("auth", "登录: signing in, acting capacity, keys"),
        ("org", "机构: regions, departments with duty lists, centres"),
        ("personnel", "人员: people and the capacities they hold"),
        ("users", "账号: accounts"),
        ("code_sets", "代码集: versioned code tables"),
        ("calendars", "日历: working days of China"),
        ("time_limits", "时限: versioned time-limit rules"),
        ("cases", "案件: the closed loop from registration to archive"),
        ("feedback", "反映问题: problems and burdens reported by users"),
        ("audit", "审计: the security log"),
        ("health", "Liveness, readiness, version, metrics"),
    ]
    .into_iter()
    .map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build())
    .collect()
}

fn operations(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
    .collect()
}

/// Paths that need no access token.
fn is_open(path: &str) -> bool {
    !path.starts_with("/api/v1/")
        || ["/auth/login", "/auth/refresh", "/auth/logout"].iter().any(|open| path.ends_with(open))
}

fn finish(path: &str, method: &str, operation: &mut Operation) {
    let has = |operation: &Operation, wanted: ParameterIn| {
        parameters(operation).any(|parameter| parameter.parameter_in == wanted)
    };
    let takes_if_match = parameters(operation).any(|parameter| parameter.name == "If-Match");
    let is_auth = path.contains("/auth/");
    let mut statuses = Vec::new();
    if !is_open(path) {
        operation.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
        statuses.extend([401, 403]);
    } else if is_auth {
        statuses.extend([401, 403]);
    }
    if has(operation, ParameterIn::Path) {
        statuses.extend([400, 404]);
    }
    if has(operation, ParameterIn::Query) {
        // A parameter may name what is not there, such as a version of the calendar.
        statuses.extend([400, 404]);
    }
    if method == "GET" {
        let unchanged = ResponseBuilder::new()
            .description("`If-None-Match` names the version there still is")
            .build();
        operation.responses.responses.insert("304".to_owned(), RefOr::T(unchanged));
    }
    if method != "GET" {
        statuses.extend([400, 409, 413, 415, 422]);
        if !is_auth {
            let parameters = operation.parameters.get_or_insert_default();
            parameters.push(RefOr::T(idempotency_key()));
        }
    }
    if takes_if_match {
        statuses.extend([412, 428]);
    }
    if path.starts_with("/api/v1/") {
        statuses.push(429);
    }
    statuses.extend([500, 503]);
    for status in statuses {
        operation
            .responses
            .responses
            .entry(status.to_string())
            .or_insert_with(|| RefOr::T(problem(status)));
    }
}

fn parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    })
}

fn idempotency_key() -> Parameter {
    let schema = utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .min_length(Some(1))
        .max_length(Some(255));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Sent again with the same body, the stored answer comes back; kept 72 hours",
        ))
        .schema(Some(Schema::Object(schema.build())))
        .build()
}

fn problem(status: u16) -> Response {
    let codes: Vec<_> = ErrorCode::ALL
        .iter()
        .filter(|code| code.status().as_u16() == status)
        .map(|code| format!("`{code}`"))
        .collect();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new()
        .description(codes.join(", "))
        .content("application/problem+json", content)
        .build()
}

/// Mounts the document and the pages that show it.
pub fn pages(config: &mut ServiceConfig) {
    let pages = SwaggerUi::new("/api/docs/{_:.*}").config(Config::from(ADDRESS));
    config.service(serve).service(to_pages).service(pages);
}

#[get("/api/v1/openapi.json")]
async fn serve(document: Data<Document>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(document.text.clone())
}

#[get("/api/docs")]
async fn to_pages() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/api/docs/")).finish()
}
