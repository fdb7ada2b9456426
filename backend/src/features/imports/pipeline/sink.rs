//! Where rows go: the case engine, under the same rules as a registration by hand.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select};
use validator::Validate as _;

use super::ImportError;
use super::convert::{Flaw, Resolution, Row};
use super::mapping::{FIELDS, Target};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::dto::RegisterCaseRequest;
use crate::features::cases::entity::case;
use crate::features::cases::intake::{self, Place};
use crate::features::cases::ledger::{self, sha256};
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::{EntryWay, Outcome};
use crate::features::cases::numbers;
use crate::features::cases::timekeeping::Timekeeper;
use crate::features::cases::transit::{self, By};
use crate::features::cases::unnamed::Unnamed;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError, field_errors};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, authorize_any};

/// What takes rows.
pub trait CaseSink {
    /// A row that may be stored.
    type Ready;

    /// Checks a row against the rules of registering.
    fn check(&self, row: &Row) -> impl Future<Output = AppResult<Result<Self::Ready, Vec<Flaw>>>>;

    /// Which of `numbers` of `system` are there already.
    fn known(
        &self,
        system: &str,
        numbers: &[String],
    ) -> impl Future<Output = AppResult<HashSet<String>>>;

    /// Stores rows in one transaction: all of them or none.
    fn store(&self, rows: Vec<Self::Ready>) -> impl Future<Output = AppResult<()>>;
}

/// The case engine of this server.
pub struct Engine<'a> {
    state: &'a AppState,
    directory: Arc<Directory>,
    codes: Arc<Codes>,
    /// Code of the region of rows that name none.
    region_code: String,
    /// Who imports; none on the command line.
    actor: Option<&'a Actor>,
}

/// A row that may be stored.
pub struct Ready {
    request: RegisterCaseRequest,
    place: Place,
    registered_at: DateTime<Utc>,
    result: Option<(Change, String, DateTime<Utc>)>,
}

/// Longest summary, as in the action `resolve`.
const SUMMARY_LENGTH: usize = 10_000;

/// The engine, once there is a region with a centre to register cases in.
pub async fn engine<'a>(
    state: &'a AppState,
    region: Option<&str>,
) -> Result<Engine<'a>, ImportError> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let region_code = match region {
        Some(code) => code.to_owned(),
        None => only_county(&directory)?,
    };
    let engine = Engine { state, directory, codes, region_code, actor: None };
    if engine.place(None).is_none() {
        return Err(ImportError::NotReady(format!(
            "region {} does not exist or has no centre: import a division tree with --centers first",
            engine.region_code
        )));
    }
    Ok(engine)
}

/// The engine for somebody who imports: where they would register themselves.
pub async fn engine_for<'a>(state: &'a AppState, actor: &'a Actor) -> AppResult<Engine<'a>> {
    authorize_any(actor, Action::CaseRegister)?;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let region_code = actor.region_code.clone().ok_or(ErrorCode::AuthNotAllowed)?;
    let engine = Engine { state, directory, codes, region_code, actor: Some(actor) };
    engine.place(None).ok_or(ErrorCode::CenterUnknown)?;
    Ok(engine)
}

fn only_county(directory: &Directory) -> Result<String, ImportError> {
    let mut counties = directory.regions.values().filter(|region| region.level == "county");
    match (counties.next(), counties.next()) {
        (Some(only), None) => Ok(only.code.clone()),
        (None, _) => Err(ImportError::NotReady(
            "there is no region yet: import a division tree with --centers first".to_owned(),
        )),
        (Some(_), Some(_)) => Err(ImportError::NotReady(
            "there are several counties: name one with --region".to_owned(),
        )),
    }
}

impl CaseSink for Engine<'_> {
    type Ready = Ready;

    async fn check(&self, row: &Row) -> AppResult<Result<Ready, Vec<Flaw>>> {
        let mut flaws = Vec::new();
        let today = local_date(self.state.clock.now());
        let request = request_of(row, &mut flaws);
        if let Some(request) = &request {
            match intake::check(self.state, request).await {
                Ok(()) => {}
                Err(AppError::Validation(fields)) => flaws.extend(flaws_of(row, &fields)),
                Err(error) => return Err(error),
            }
        }
        let place = self.place_of(row, request.as_ref());
        if place.is_none() {
            flaws.push(flaw("region_code", ErrorCode::RegionUnknown));
        }
        if row.registered_at > self.state.clock.now() || local_date(row.registered_at) < earliest()
        {
            flaws.push(flaw("registered_at", ErrorCode::CaseInvalidTime));
        }
        let result = match &row.resolution {
            Some(resolution) => self.result(resolution, today, &mut flaws),
            None => None,
        };
        Ok(match (request, place) {
            (Some(request), Some(place)) if flaws.is_empty() => {
                Ok(Ready { request, place, registered_at: row.registered_at, result })
            }
            _ => Err(flaws),
        })
    }

    async fn known(&self, system: &str, numbers: &[String]) -> AppResult<HashSet<String>> {
        let there = numbered(system, numbers).into_tuple::<String>();
        Ok(there.all(self.state.db.reader()).await?.into_iter().collect())
    }

    async fn store(&self, rows: Vec<Ready>) -> AppResult<()> {
        let keeper = Timekeeper::of(self.state).await?;
        self.state.db.write(async |tx: &Tx| self.store_in(tx, &keeper, rows).await).await
    }
}

/// The numbers among `numbers` of `system` that cases have.
fn numbered(system: &str, numbers: &[String]) -> Select<case::Entity> {
    case::Entity::find()
        .select_only()
        .column(case::Column::SourceNumber)
        .filter(case::Column::SourceSystem.eq(system))
        .filter(case::Column::SourceNumber.is_in(numbers))
}

impl Engine<'_> {
    /// Which of `numbers` of `system` are those of cases whoever imports may read.
    pub async fn readable(&self, system: &str, numbers: &[String]) -> AppResult<HashSet<String>> {
        let Some(actor) = self.actor else { return self.known(system, numbers).await };
        let scope = Scope::cases(actor, Action::CaseRead).condition();
        let there = numbered(system, numbers).filter(scope).into_tuple::<String>();
        Ok(there.all(self.state.db.reader()).await?.into_iter().collect())
    }

    /// Stores rows as part of a transaction.
    pub async fn store_in(&self, tx: &Tx, keeper: &Timekeeper, rows: Vec<Ready>) -> AppResult<()> {
        let permit = match self.actor {
            Some(actor) => authorize_any(actor, Action::CaseRegister)?,
            None => Permit::system("import cases"),
        };
        let mut serials = Serials::take(tx, &rows).await?;
        let mut prepared = Vec::with_capacity(rows.len());
        let mut later = Vec::new();
        for row in rows {
            let number = serials.next(&row)?;
            let Ready { request, place, registered_at: at, result } = row;
            let actor = self.actor;
            let mut case =
                intake::prepare(self.state, keeper, actor, &request, &place, number, at)?;
            case.loaded.row.came_by = Some(EntryWay::Import.as_str().to_owned());
            if let Some((change, summary, at)) = result {
                case.loaded.row.summary = Some(summary);
                let by = By { actor, at };
                let change = Unnamed::of(change, &Mentions::of(&case.parties))?;
                let made = transit::apply(self.state, keeper, &mut case.loaded, &change, by)?;
                case.loaded.row.row_version = 1;
                later.push(made.event);
            }
            prepared.push(case);
        }
        intake::store(tx, permit, &prepared).await?;
        if later.is_empty() { Ok(()) } else { ledger::insert(tx, later).await }
    }

    /// Where a row says it happened, by code or as a registration does.
    fn place_of(&self, row: &Row, request: Option<&RegisterCaseRequest>) -> Option<Place> {
        let named = request.and_then(|request| request.place.as_ref()?.region_id);
        match (row.region_code.as_deref(), named) {
            (None, Some(id)) => self.place(Some(&self.directory.regions.get(&id)?.code)),
            (code, _) => self.place(code),
        }
    }

    fn place(&self, region_code: Option<&str>) -> Option<Place> {
        let code = region_code.unwrap_or(&self.region_code);
        let region_id = *self.directory.region_by_code.get(code)?;
        let center_id = match self.actor {
            Some(_) => {
                // As where a person registers: within their county, in the charge of their centre.
                let county: String = self.region_code.chars().take(6).collect();
                let own = *self.directory.region_by_code.get(&self.region_code)?;
                intake::center_in_charge(&self.directory, own).filter(|_| code.starts_with(&county))
            }
            None => intake::center_in_charge(&self.directory, region_id),
        }?;
        let region_code = code.to_owned();
        Some(Place { center_id, region_id, region_code, split_from_id: None })
    }

    fn result(
        &self,
        resolution: &Resolution,
        today: NaiveDate,
        flaws: &mut Vec<Flaw>,
    ) -> Option<(Change, String, DateTime<Utc>)> {
        let outcome = Outcome::parse(&resolution.outcome);
        if outcome.is_none() {
            flaws.push(flaw("outcome", ErrorCode::CodeUnknown));
        }
        if !self.codes.exists("resolution_method", &resolution.method_code, today) {
            flaws.push(flaw("method_code", ErrorCode::CodeUnknown));
        }
        if resolution.at > self.state.clock.now() {
            flaws.push(flaw("resolved_at", ErrorCode::CaseInvalidTime));
        }
        if resolution.summary.chars().count() > SUMMARY_LENGTH {
            flaws.push(Flaw {
                field: "summary".to_owned(),
                code: "length".to_owned(),
                detail: format!("长度不超过 {SUMMARY_LENGTH}"),
            });
        }
        let change = Change::Resolved {
            outcome: outcome?,
            method_code: resolution.method_code.clone(),
            summary_hash: sha256(resolution.summary.as_bytes()),
            override_reason: None,
        };
        Some((change, resolution.summary.clone(), resolution.at))
    }
}

/// The body as a registration, checked by its own rules.
fn request_of(row: &Row, flaws: &mut Vec<Flaw>) -> Option<RegisterCaseRequest> {
    let request: RegisterCaseRequest = match serde_path_to_error::deserialize(&row.body) {
        Ok(request) => request,
        Err(error) => {
            let missing = error.inner().to_string();
            let field = match missing.strip_prefix("missing field `") {
                Some(rest) => rest.trim_end_matches('`').to_owned(),
                None => error.path().to_string(),
            };
            let is_missing = missing.starts_with("missing field");
            flaws.push(Flaw {
                field,
                code: if is_missing { "missing_field" } else { "type" }.to_owned(),
                detail: if is_missing { "必填" } else { "类型或取值不正确" }.to_owned(),
            });
            return None;
        }
    };
    if let Err(errors) = request.validate() {
        flaws.extend(flaws_of(row, &field_errors(&errors)));
    }
    Some(request)
}

/// Problems of the body in the words of the mapping.
fn flaws_of(row: &Row, fields: &[FieldError]) -> Vec<Flaw> {
    let each = fields.iter().map(|error| Flaw {
        field: field_of(row, &error.pointer),
        code: error.code.clone(),
        detail: error.detail(Lang::Zh),
    });
    each.collect()
}

/// The mapping's name of what a pointer into the body names.
fn field_of(row: &Row, pointer: &str) -> String {
    if let Some((party, member)) = pointer
        .strip_prefix("/parties/")
        .and_then(|rest| rest.split_once('/'))
        .and_then(|(at, member)| Some((row.body.pointer(&format!("/parties/{at}/role"))?, member)))
    {
        return format!("{}.{member}", party.as_str().unwrap_or_default());
    }
    let known = FIELDS.iter().find(|(_, _, target)| match target {
        Target::Body(known) => *known == pointer,
        Target::Party(..) | Target::Row => false,
    });
    match known {
        Some((name, ..)) => (*name).to_owned(),
        None => pointer.trim_start_matches('/').replace('/', "."),
    }
}

fn flaw(field: &str, code: ErrorCode) -> Flaw {
    Flaw {
        field: field.to_owned(),
        code: code.as_str().to_owned(),
        detail: code.title(Lang::Zh).to_owned(),
    }
}

fn earliest() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default()
}

/// The serials of one batch, by county and day.
struct Serials(HashMap<String, Range<i32>>);

impl Serials {
    async fn take(tx: &Tx, rows: &[Ready]) -> AppResult<Self> {
        let mut wanted: BTreeMap<String, i32> = BTreeMap::new();
        for row in rows {
            *wanted.entry(prefix(row)).or_default() += 1;
        }
        let mut taken = HashMap::new();
        for (prefix, count) in wanted {
            let last = numbers::take(tx, &prefix, count).await?;
            taken.insert(prefix, last - count + 1..last + 1);
        }
        Ok(Self(taken))
    }

    fn next(&mut self, row: &Ready) -> AppResult<String> {
        let prefix = prefix(row);
        let serial = self.0.get_mut(&prefix).and_then(Iterator::next);
        let serial = serial.ok_or_else(|| AppError::internal("more rows than serials"))?;
        Ok(format!("{prefix}-{serial:06}"))
    }
}

fn prefix(row: &Ready) -> String {
    let county: String = row.place.region_code.chars().take(6).collect();
    format!("{county}-{}", local_date(row.registered_at).format("%Y%m%d"))
}
