//! The least an actix and sea-orm service over the same tables can do: no rights, no rules, no
//! masks, no clocks counted. What the server costs beyond this is its own.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use serde::Serialize;
use uuid::Uuid;
use zongzhi::config::Config;
use zongzhi::features::cases::dto::RegisterCaseRequest;
use zongzhi::features::cases::entity::{case, case_tally, clock, event, party, referral};
use zongzhi::features::cases::ledger::{GENESIS, canonical, sha256};
use zongzhi::features::time_limits::entity::time_limit_rule;
use zongzhi::platform::clock::{Clock as _, SystemClock};
use zongzhi::platform::db::{Db, Tx, search};
use zongzhi::platform::error::{AppError, AppResult, ErrorCode};
use zongzhi::platform::ids::Ids;

use crate::Done;
use crate::world::{self, Post};

struct Bare {
    db: Db,
    ids: Ids,
    rule_id: Uuid,
    serial: AtomicU64,
    started: i64,
}

/// Serves on `port` over the database at `url`.
pub(crate) async fn serve(url: &str, port: u16) -> Done {
    let mut config = Config::defaults()?.database;
    config.url = url.to_owned();
    let db = Db::connect(&config).await?;
    let rule = time_limit_rule::Entity::find().one(db.reader()).await?;
    let rule_id = rule.ok_or("no time limits")?.id;
    let ids = Ids::random(std::sync::Arc::new(SystemClock));
    let started = SystemClock.now().timestamp();
    let bare = Data::new(Bare { db, ids, rule_id, serial: AtomicU64::new(0), started });
    let server = HttpServer::new(move || {
        App::new()
            .app_data(bare.clone())
            .route("/readyz", web::get().to(HttpResponse::Ok))
            .route("/api/v1/cases", web::get().to(list))
            .route("/api/v1/cases", web::post().to(register))
            .route("/api/v1/cases/{id}", web::get().to(read))
            .route("/api/v1/cases/{id}/actions/report_progress", web::post().to(report))
    });
    server.bind(("127.0.0.1", port))?.run().await?;
    Ok(())
}

#[derive(Serialize)]
struct Summary<'a> {
    id: Uuid,
    case_no: &'a str,
    title: &'a str,
    status: &'a str,
    level: Option<&'a str>,
    type_code: Option<&'a str>,
    channel: &'a str,
    region_code: &'a str,
    owner_kind: &'a str,
    lead_department_id: Option<Uuid>,
    registered_at: DateTime<Utc>,
    due_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    version: i32,
}

#[derive(Serialize)]
struct Line<'a> {
    id: Uuid,
    case_no: &'a str,
    title: &'a str,
    status: &'a str,
    level: Option<&'a str>,
    type_code: Option<&'a str>,
    channel: &'a str,
    region_id: Uuid,
    owner_kind: &'a str,
    lead_department_id: Option<Uuid>,
    registered_at: DateTime<Utc>,
    due_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    version: i32,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    narrative: &'a str,
    demand: Option<&'a str>,
    address: Option<&'a str>,
    parties: Vec<Party<'a>>,
    referrals: Vec<Referral<'a>>,
    clocks: Vec<Clock<'a>>,
}

#[derive(Serialize)]
struct Party<'a> {
    role: &'a str,
    name: &'a str,
    phone: Option<&'a str>,
    address: Option<&'a str>,
}

#[derive(Serialize)]
struct Referral<'a> {
    department_id: Uuid,
    state: &'a str,
    sent_at: DateTime<Utc>,
    signed_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct Clock<'a> {
    kind: &'a str,
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

fn summary(row: &case::Model) -> Summary<'_> {
    Summary {
        id: row.id,
        case_no: &row.case_no,
        title: &row.title,
        status: &row.status,
        level: row.level.as_deref(),
        type_code: row.type_code.as_deref(),
        channel: &row.channel,
        region_code: &row.region_code,
        owner_kind: &row.owner_kind,
        lead_department_id: row.lead_department_id,
        registered_at: row.registered_at,
        due_at: row.due_at,
        updated_at: row.updated_at,
        version: row.row_version,
    }
}

fn line(row: &case::Line) -> Line<'_> {
    Line {
        id: row.id,
        case_no: &row.case_no,
        title: &row.title,
        status: &row.status,
        level: row.level.as_deref(),
        type_code: row.type_code.as_deref(),
        channel: &row.channel,
        region_id: row.region_id,
        owner_kind: &row.owner_kind,
        lead_department_id: row.lead_department_id,
        registered_at: row.registered_at,
        due_at: row.due_at,
        updated_at: row.updated_at,
        version: row.row_version,
    }
}

fn id_of(request: &HttpRequest) -> AppResult<Uuid> {
    let id = request.match_info().get("id").and_then(|id| id.parse().ok());
    id.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

async fn read(bare: Data<Bare>, request: HttpRequest) -> AppResult<HttpResponse> {
    let db = bare.db.reader();
    let row = case::Entity::find_by_id(id_of(&request)?).one(db).await?;
    let row = row.ok_or(ErrorCode::RequestNotFound)?;
    Ok(HttpResponse::Ok().json(Parts::of(db, row.id).await?.whole(&row)))
}

/// What a case is shown with.
struct Parts {
    parties: Vec<party::Model>,
    referrals: Vec<referral::Model>,
    clocks: Vec<clock::Model>,
}

impl Parts {
    async fn of(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Self> {
        Ok(Self {
            parties: party::Entity::find().filter(party::Column::CaseId.eq(id)).all(db).await?,
            referrals: referral::Entity::find()
                .filter(referral::Column::CaseId.eq(id))
                .all(db)
                .await?,
            clocks: clock::Entity::find().filter(clock::Column::CaseId.eq(id)).all(db).await?,
        })
    }

    fn whole<'a>(&'a self, row: &'a case::Model) -> Whole<'a> {
        let party = |p: &'a party::Model| Party {
            role: &p.role,
            name: &p.name,
            phone: p.phone.as_deref(),
            address: p.address.as_deref(),
        };
        let referral = |r: &'a referral::Model| Referral {
            department_id: r.department_id,
            state: &r.state,
            sent_at: r.sent_at,
            signed_at: r.signed_at,
        };
        let clock = |c: &'a clock::Model| Clock {
            kind: &c.kind,
            started_at: c.started_at,
            due_at: c.due_at,
            finished_at: c.finished_at,
        };
        Whole {
            summary: summary(row),
            narrative: &row.narrative,
            demand: row.demand.as_deref(),
            address: row.address.as_deref(),
            parties: self.parties.iter().map(party).collect(),
            referrals: self.referrals.iter().map(referral).collect(),
            clocks: self.clocks.iter().map(clock).collect(),
        }
    }
}

async fn list(bare: Data<Bare>, request: HttpRequest) -> AppResult<HttpResponse> {
    let mut find = case::Entity::find()
        .order_by_desc(case::Column::RegisteredAt)
        .order_by_desc(case::Column::Id);
    let query = request.uri().query().unwrap_or_default();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        find = match (name, value.parse::<Uuid>()) {
            ("status", _) => find.filter(case::Column::Status.eq(value)),
            ("department_id", Ok(id)) => find.filter(case::Column::LeadDepartmentId.eq(id)),
            _ => find,
        };
    }
    let rows: Vec<case::Line> = find.limit(20).into_partial_model().all(bare.db.reader()).await?;
    let items: Vec<_> = rows.iter().map(line).collect();
    Ok(HttpResponse::Ok().json(serde_json::json!({ "items": items })))
}

async fn register(bare: Data<Bare>, body: web::Bytes) -> AppResult<HttpResponse> {
    let request: RegisterCaseRequest = serde_json::from_slice(&body)?;
    let now = SystemClock.now();
    let clerk = Post::Clerk.actor();
    let id = bare.ids.next();
    let serial = bare.serial.fetch_add(1, Ordering::Relaxed);
    let case_no = format!("bare-{}-{serial}", bare.started);
    let data = canonical(&request)?;
    let event = event(&bare, id, 1, "registered", data, GENESIS.to_owned(), now);
    let region_id = world::county();
    let due_at = now + TimeDelta::days(7);
    let row = case::ActiveModel {
        id: Set(id),
        case_no: Set(case_no.clone()),
        status: Set("registered".to_owned()),
        title: Set(request.title.clone()),
        narrative: Set(request.narrative.clone()),
        demand: Set(request.demand.clone()),
        type_code: Set(request.type_code.clone()),
        level: Set(request.level.map(|level| level.as_str().to_owned())),
        channel: Set(request.channel.as_str().to_owned()),
        region_id: Set(region_id),
        region_code: Set("990101".to_owned()),
        address: Set(request.place.as_ref().and_then(|place| place.address.clone())),
        is_anonymous: Set(request.anonymous),
        center_id: Set(clerk.center_id.unwrap_or_default()),
        owner_kind: Set("window".to_owned()),
        owner_since: Set(now),
        return_count: Set(0),
        is_ruled: Set(false),
        registered_at: Set(now),
        registered_by_id: Set(Some(clerk.person_id)),
        failed_callbacks: Set(0),
        due_at: Set(Some(due_at)),
        tracking_hash: Set(sha256(case_no.as_bytes())),
        event_count: Set(1),
        last_event_hash: Set(event.hash.clone()),
        created_at: Set(now),
        updated_at: Set(now),
        row_version: Set(1),
        ..Default::default()
    };
    let tally = case_tally::ActiveModel {
        department_id: Set(Uuid::nil()),
        part: Set("case".to_owned()),
        region_code: row.region_code.clone(),
        center_id: row.center_id.clone(),
        status: row.status.clone(),
        entry_id: Set(event.id),
        amount: Set(1),
    };
    let clock = clock(&bare, id, now, due_at);
    let parties = parties(&bare, id, &request);
    let texts = [&*request.title, &*request.narrative, request.demand.as_deref().unwrap_or("")];
    bare.db
        .write(async |tx: &Tx| {
            case::Entity::insert(row).exec_without_returning(&**tx).await?;
            party::Entity::insert_many(parties).exec_without_returning(&**tx).await?;
            clock::Entity::insert(clock).exec_without_returning(&**tx).await?;
            case_tally::Entity::insert(tally).exec_without_returning(&**tx).await?;
            event::Entity::insert(crate::load::whole::<event::ActiveModel, _>(event))
                .exec_without_returning(&**tx)
                .await?;
            search::index(tx, id, &request.title, &texts).await
        })
        .await?;
    Ok(HttpResponse::Created().json(serde_json::json!({ "id": id, "case_no": case_no })))
}

async fn report(
    bare: Data<Bare>,
    request: HttpRequest,
    body: web::Bytes,
) -> AppResult<HttpResponse> {
    let id = id_of(&request)?;
    let seen = request.headers().get("If-Match").and_then(|value| value.to_str().ok());
    let seen: Option<i32> = seen.and_then(|text| text.trim_matches('"').parse().ok());
    let note = String::from_utf8_lossy(&body).into_owned();
    let now = SystemClock.now();
    let (row, parts) = bare
        .db
        .write(async |tx: &Tx| {
            let row = case::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?;
            let mut row = row.ok_or(ErrorCode::RequestNotFound)?;
            let version = row.row_version;
            let parts = Parts::of(&**tx, id).await?;
            row.event_count += 1;
            let event = event(
                &bare,
                id,
                row.event_count,
                "progress_reported",
                note,
                row.last_event_hash.clone(),
                now,
            );
            row.last_event_hash.clone_from(&event.hash);
            row.updated_at = now;
            row.row_version += 1;
            let change = case::ActiveModel {
                event_count: Set(row.event_count),
                last_event_hash: Set(row.last_event_hash.clone()),
                updated_at: Set(now),
                row_version: Set(row.row_version),
                ..Default::default()
            };
            let done = case::Entity::update_many()
                .set(change)
                .filter(case::Column::Id.eq(id))
                .filter(case::Column::RowVersion.eq(seen.unwrap_or(version)))
                .exec(&**tx)
                .await?;
            if done.rows_affected == 0 {
                return Err(AppError::from(ErrorCode::CaseStaleVersion));
            }
            event::Entity::insert(crate::load::whole::<event::ActiveModel, _>(event))
                .exec_without_returning(&**tx)
                .await?;
            Ok((row, parts))
        })
        .await?;
    let tag = format!("\"{}\"", row.row_version);
    Ok(HttpResponse::Ok().insert_header(("ETag", tag)).json(parts.whole(&row)))
}

fn event(
    bare: &Bare,
    case_id: Uuid,
    seq: i32,
    kind: &str,
    data: String,
    prev_hash: String,
    now: DateTime<Utc>,
) -> event::Model {
    let hash = sha256(format!("{case_id} {seq} {kind} {data} {prev_hash}").as_bytes());
    let clerk = Post::Clerk.actor();
    event::Model {
        id: bare.ids.next(),
        case_id,
        seq,
        kind: kind.to_owned(),
        actor_id: Some(clerk.person_id),
        capacity_id: Some(clerk.capacity_id),
        capacity: "{}".to_owned(),
        at: now,
        recorded_at: now,
        data,
        prev_hash,
        hash,
        block_no: None,
    }
}

fn clock(
    bare: &Bare,
    case_id: Uuid,
    now: DateTime<Utc>,
    due_at: DateTime<Utc>,
) -> clock::ActiveModel {
    clock::ActiveModel {
        id: Set(bare.ids.next()),
        case_id: Set(case_id),
        referral_id: Set(None),
        kind: Set("triage".to_owned()),
        rule_id: Set(bare.rule_id),
        calendar_version: Set(1),
        started_at: Set(now),
        due_at: Set(due_at),
        finished_at: Set(None),
        is_cancelled: Set(false),
        moves: Set(None),
        counted_from: Set(None),
        fixed_on: Set(None),
        procedure: Set(None),
        ladder_step: Set(None),
        ladder_at: Set(None),
        rebased_at: Set(None),
    }
}

fn parties(bare: &Bare, case_id: Uuid, request: &RegisterCaseRequest) -> Vec<party::ActiveModel> {
    let each = (1..).zip(&request.parties).map(|(no, party)| party::ActiveModel {
        id: Set(bare.ids.next()),
        case_id: Set(case_id),
        party_no: Set(no),
        role: Set(party.role.as_str().to_owned()),
        kind: Set(party.kind.as_str().to_owned()),
        name: Set(party.name.clone()),
        id_type: Set(None),
        id_number: Set(None),
        phone: Set(party.phone.clone()),
        address: Set(party.address.clone()),
        gender: Set(None),
        ethnicity: Set(None),
        age: Set(None),
        occupation: Set(None),
        represents_party_no: Set(None),
    });
    each.collect()
}
