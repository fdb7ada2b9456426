//! The document: info, security, and what every operation shares.
//!
//! Slices describe what is theirs; problems and common headers are added here once, so that no
//! operation can forget one.

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use utoipa::PartialSchema as _;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, ComponentsBuilder, ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, PathItem,
    tag::TagBuilder,
};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::platform::error::Problem;
use crate::platform::http::methods::Known;

pub mod deprecation;
mod examples;
mod lists;
mod operation;
mod problems;
mod scopes;
mod shared;
mod texts;

use deprecation::{ANNOUNCED, Deprecations, announce};
use problems::Problems;
pub use scopes::Scopes;

/// What a stranger reads first, and what a tool that reads the rest cannot know.
const DESCRIPTION: &str = "The working platform of a county governance centre: cases from \
registration to archive, with clocks that explain themselves and a ledger that proves what happened.\n\n\
**A first call.** `POST /api/v1/auth/login` with `username` and `password` answers an `access_token`, \
good for 15 minutes: put it behind *Authorize* on these pages, or send it as `Authorization: Bearer …`. \
`GET /api/v1/me` then says who is calling, and in which capacity. In a demo county the accounts are named \
`clerk`, `dispatcher`, `handler`, `supervisor` and so on; `zongzhi demo` says their password. An object is \
changed by sending the `ETag` of its last answer back in `If-Match`; the body of a PATCH is a merge patch \
(RFC 7396), sent as `application/json` or `application/merge-patch+json`; a POST or PATCH that may be repeated \
carries an `Idempotency-Key`. Lists are read on with `next_cursor`. Errors are told by their `code`.\n\n\
**Refusals no schema can announce.** A well-formed request may be answered 428 where `If-Match` is \
missing (RFC 6585; the header is required on every change of an object), 412 where it names another \
version than the present one, 400 for a cursor nobody gave out and for a range that is too long, 415 for a \
file whose name says a type that is not kept, and 422 for an id or code that does not exist, for days that \
do not fit, or for an `Idempotency-Key` that was used for something else. In a request of many, such as \
`POST /cases/bulk`, what is wrong with one is answered in \
its place. Each is a problem (RFC 9457) whose `code` the operation names.\n\n\
**Checking the server with Schemathesis.** By default it takes these refusals for faults. In the \
repository it finds `schemathesis.toml` by itself; elsewhere put these lines in a file of that name:\n\n\
```toml\n\
[checks.positive_data_acceptance]\n\
expected-statuses = [\"2xx\", \"3xx\", \"400\", \"401\", \"403\", \"404\", \"409\", \"412\", \"413\", \"415\", \"422\", \"429\"]\n\
[checks.missing_required_header]\n\
expected-statuses = [\"400\", \"401\", \"403\", \"406\", \"415\", \"422\", \"428\"]\n\
[[operations]]\n\
include-operation-id = \"cases_register_bulk\"\n\
checks.negative_data_rejection.enabled = false\n\
```\n";

/// Where the document is served.
const ADDRESS: &str = "/api/v1/openapi.json";

/// Where its pages begin.
const PAGES: &str = "/api/docs";

/// The document as it is served: the same bytes as `openapi/openapi.json`.
#[derive(Debug, Clone)]
pub struct Document {
    /// Pretty-printed JSON with a final newline.
    pub text: String,
    /// Its paths and methods.
    pub known: Known,
    /// What applications may call.
    pub scopes: Scopes,
    /// What will be gone.
    pub deprecations: Deprecations,
}

impl Document {
    /// Writes `api` out.
    pub fn of(api: &OpenApi) -> Self {
        let mut api = api.clone();
        let deprecations = announce(&mut api, ANNOUNCED);
        let text = api.to_pretty_json().unwrap_or_default() + "\n";
        let known = Known::of(&api, &[ADDRESS, PAGES]);
        Self { text, known, scopes: Scopes::of(&api), deprecations }
    }
}

/// Adds what every operation shares.
pub fn complete(api: &mut OpenApi) {
    api.info = InfoBuilder::new()
        .title("Zongzhi (综治)")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .contact(Some(ContactBuilder::new().name(Some("Zongzhi maintainers")).build()))
        .license(Some(
            LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build(),
        ))
        .build();
    api.servers = Some(vec![utoipa::openapi::Server::new("/")]);
    let components = api.components.take().unwrap_or_default();
    api.components = Some(with_shared(components));
    api.tags = Some(tags());
    shared::complete(&mut api.paths);
    let mut problems = Problems::default();
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            operation::complete(path, method, operation, &mut problems);
        }
    }
    if let Some(components) = &mut api.components {
        components.responses.extend(problems.responses());
        lists::complete(components);
        texts::complete(&mut api.paths, components);
        examples::complete(&mut api.paths, components);
    }
}

fn with_shared(components: Components) -> Components {
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
        .security_scheme("oauth2", scopes::scheme())
        .schema("Problem", Problem::schema());
    for (name, schema) in schemas {
        builder = builder.schema(name, schema);
    }
    builder.build()
}

#[expect(clippy::too_many_lines, reason = "a line a tag")]
fn tags() -> Vec<utoipa::openapi::Tag> {
    [
        ("auth", "登录: signing in, acting capacity, keys"),
        ("org", "机构: regions, departments with duty lists, centres"),
        ("personnel", "人员: people and the capacities they hold"),
        ("users", "账号: accounts"),
        ("code_sets", "代码集: versioned code tables"),
        ("calendars", "日历: working days of China"),
        ("time_limits", "时限: versioned time-limit rules"),
        ("procedure_rules", "程序规则: versioned rules of the procedure that are no limits"),
        ("limit_changes", "时限变更: changed rules and calendars, tried out and carried through"),
        ("cases", "案件: the closed loop from registration to archive"),
        ("supervision_orders", "督办: the ladder over running limits, orders and their replies"),
        ("automation_rules", "自动规则: rules that act on cases, with a preview and a run log"),
        ("views", "视图: filters, order and columns of the list of cases under a name"),
        ("feedback", "反映问题: problems and burdens reported by users"),
        ("audit", "审计: the security log"),
        ("notices", "通知: one's own notices, and how they are delivered"),
        ("substitutions", "代班: who replaces an absent colleague in a capacity"),
        ("precedents", "裁定先例: rulings the next suggestion cites"),
        ("lawful_routes", "法定途径: procedures of the law by type of matter, with the article"),
        ("visits", "来访来电: first contact before there is a case, from hand to hand"),
        ("receptions", "领导接访: the roster of reception days, appointments, what was received"),
        ("review_meetings", "分析研判会: agenda by rule, decisions, minutes"),
        ("case_tasks", "交办任务: promises and decisions on cases, each with a unit and a day"),
        ("attachments", "附件: files of a case, kept by their hash"),
        ("dossiers", "卷宗: the papers of a case in their order, sealed and exported"),
        ("oversight", "中心全貌: one page of figures, each with the rows behind it"),
        ("callbacks", "回访: whom to call back, quotas, and questions about answers"),
        ("public", "群众端: submitting and tracking without an account"),
        (
            "reports",
            "台账与报表: views of the cases, closed by the month, each figure with its rows",
        ),
        ("data_fields", "数据项目录: who owns a stored field, why it is kept, what re-uses it"),
        ("burden", "填报负担: what typing costs, by unit and form, never by person"),
        ("mediations", "矛盾联调: sessions with rooms, mediators, consent, minutes and outcome"),
        ("rooms", "调解室: rooms that sessions are booked in"),
        ("mediators", "调解员名册: who may mediate, until when, and whom they are close to"),
        ("agreements", "调解协议: what was promised, what was done, judicial confirmation"),
        ("documents", "文书: the papers of a case, issued, frozen and verified"),
        ("document_templates", "文书模板: versioned templates of the papers"),
        ("correspondence", "往来: internal notes of a case, and public replies to its citizen"),
        (
            "applicant_notices",
            "告知申请人: what the applicant of a case is told, and how they were told",
        ),
        ("posts", "岗位: posts and windows of the centres"),
        (
            "stationing_obligations",
            "派驻义务: what departments owe at which post, and on which days",
        ),
        ("stationings", "准入准出: who is admitted to a centre, and leaves again"),
        ("leaves", "请假: days a roster has to go round"),
        ("qualifications", "资格: what people may be asked to do, and until when"),
        ("rotation_plans", "轮驻方案: rosters in editions, with their rules and costs"),
        ("swap_requests", "换班: turns of a published roster exchanged, agreed on and decided"),
        ("duty_calendars", "我的轮值: one's own duty, and its calendar feed"),
        (
            "assessment_schemes",
            "考核方案: indicators, weights and formulas, versioned and tried out",
        ),
        ("assessments", "考核: closed periods, results with their facts, appeals"),
        ("duty", "在岗一览: who is at which post, who stands in, who is on call"),
        ("duty_stand_ins", "替班: who stands in for whom at a post, asked for and decided"),
        ("presence", "在岗依据: what shows that somebody was there, and what contradicts it"),
        ("presence_records", "值班巡查: what the duty officer found at the posts"),
        ("duty_workstations", "窗口电脑: the computers whose sign-ins say at which window"),
        ("duty_findings", "疑问: posts without people and people without work, as questions"),
        ("shortfalls", "缺岗: post-hours owed and not served, with the reason"),
        (
            "coverage_reports",
            "到岗月报: a department's month at a centre, on paper and as a workbook",
        ),
        (
            "applications",
            "第三方应用: other systems that act as a narrowed capacity, and their tokens",
        ),
        ("api_settings", "接口设置: how often, how large, how long, and from which pages"),
        ("adapters", "对接适配: other systems' messages, their mappings, and what became of them"),
        ("devices", "视频设备: the register of video devices, and who looked through them"),
        ("events", "事件: what happened to cases, live and since a cursor"),
        (
            "webhooks",
            "事件推送: events delivered to other systems, signed, in order, at least once",
        ),
        ("jobs", "任务: what takes long: how far it is, and what came of it"),
        ("imports", "批量导入: cases from files of other systems"),
        ("exports", "导出: cases as files, with a manifest"),
        ("reconciliations", "渠道比对: a source's list of numbers held against the cases"),
        ("questions", "核实事项: what was seen and cannot be judged, asked of a unit"),
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

/// Mounts the document and the pages that show it.
pub fn pages(config: &mut ServiceConfig) {
    // The document is large: what it says of its schemas is shown with each operation, not at the end.
    let shown = Config::from(ADDRESS)
        .try_it_out_enabled(true)
        .persist_authorization(true)
        .display_request_duration(true)
        .display_operation_id(true)
        .doc_expansion("none")
        .default_models_expand_depth(-1)
        .filter(true);
    let pages = SwaggerUi::new("/api/docs/{_:.*}").config(shown);
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
