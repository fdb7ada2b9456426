//! Use cases of schemes: drawn up, tried out, published, retired.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::closing::{period_kind, subject_kind, word};
use super::definition::{self, Compiled, Indicator};
use super::entity::scheme::{Column, Model};
use super::period::AssessmentPeriodKind;
use super::repo;
use super::scheme_dto::{
    AssessmentIndicatorRequest, AssessmentIndicatorView, AssessmentSchemeFilter,
    AssessmentSchemeState, AssessmentSchemeView, AssessmentSourceView, CheckFormulaRequest,
    CreateAssessmentSchemeRequest, FormulaCheckView, FormulaSample, PublishAssessmentSchemeRequest,
    RetireAssessmentSchemeRequest, UpdateAssessmentSchemeRequest,
};
use super::scoring::{self, Tally};
use super::source::{AssessmentSource, AssessmentSubject};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, PersonRef};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "assessment_schemes:-id";

/// Names of those who drew schemes up.
pub type Names = HashMap<Uuid, String>;

/// What the rights table looks at.
pub fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        ..Facts::default()
    }
}

/// Where a version stands.
pub fn state_of(row: &Model) -> AppResult<AssessmentSchemeState> {
    word(AssessmentSchemeState::parse(&row.state))
}

/// One page, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &AssessmentSchemeFilter,
    lang: Lang,
) -> AppResult<Page<AssessmentSchemeView>> {
    let db = state.db.reader();
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let scope = repo::readable_schemes(actor);
    let states = filter.state.iter().map(|state| state.as_str());
    let matching = Condition::all()
        .add_option((!filter.state.is_empty()).then(|| Column::State.is_in(states)))
        .add_option(filter.subject.map(|subject| Column::Subject.eq(subject.as_str())))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.line_id.map(|id| Column::LineId.eq(id)));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_schemes(db, &scope, matching.clone()).await?),
        None => None,
    };
    let most = limit(filter.limit);
    let rows = repo::list_schemes(db, &scope, matching, before, most + 1).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let names = personnel::repo::list_names(db, rows.iter().map(|row| row.created_by_id)).await?;
    let page = Page::cut(rows, most, ORDER, |row| (None, row.id), |row| row)?;
    let view = |row: &Model| view(&directory, actor, &names, row, lang);
    let items = page.items.iter().map(view).collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One version; 404 outside the scope.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<AssessmentSchemeView>> {
    let db = state.db.reader();
    let row = repo::find_scheme(db, &repo::readable_schemes(actor), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    answer(db, &directory, actor, &row, lang).await
}

/// A version for one reader.
pub async fn answer(
    db: &impl ConnectionTrait,
    directory: &Directory,
    actor: &Actor,
    row: &Model,
    lang: Lang,
) -> AppResult<Reply<AssessmentSchemeView>> {
    let names = personnel::repo::list_names(db, [row.created_by_id]).await?;
    let view = view(directory, actor, &names, row, lang)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// What may be done to a version.
const VERBS: [&str; 4] = ["update", "simulate", "publish", "retire"];

/// Why a version cannot be changed this way as it stands; none when it can.
fn refusal(row: &Model, verb: &str) -> AppResult<Option<ErrorCode>> {
    use AssessmentSchemeState::{Draft, Published, Retired, Simulated};
    let is_fresh = row.simulated_hash.as_deref() == Some(row.definition_hash.as_str());
    Ok(match (verb, state_of(row)?) {
        ("update" | "simulate", Draft | Simulated) | ("retire", Published) => None,
        ("publish", Simulated) if is_fresh => None,
        ("publish", Draft | Simulated) => Some(ErrorCode::AssessmentSchemeNotSimulated),
        (_, Draft | Simulated | Published | Retired) => Some(ErrorCode::AssessmentSchemeWrongState),
    })
}

/// 409 where `verb` is not open.
pub fn open_for(row: &Model, verb: &str) -> AppResult<()> {
    match refusal(row, verb)? {
        None => Ok(()),
        Some(code) => {
            let mut open = Vec::new();
            for verb in VERBS {
                if refusal(row, verb)?.is_none() {
                    open.push(verb);
                }
            }
            Err(AppError::from(code).standing(&row.state, open))
        }
    }
}

/// The indicators of a version in words.
pub fn indicators(compiled: &[Compiled], lang: Lang) -> Vec<AssessmentIndicatorView> {
    let view = |one: &Compiled| AssessmentIndicatorView {
        source: one.source,
        source_name: one.source.name(lang).to_owned(),
        definition: one.source.definition(lang).to_owned(),
        weight: one.weight,
        formula: one.formula.to_string(),
    };
    compiled.iter().map(view).collect()
}

/// A version for people.
pub fn view(
    directory: &Directory,
    actor: &Actor,
    names: &Names,
    row: &Model,
    lang: Lang,
) -> AppResult<AssessmentSchemeView> {
    let (mut allowed_actions, mut refused_actions) = (Vec::new(), BTreeMap::new());
    let may_keep = holds(actor, Action::AssessmentSchemeKeep, &facts_of(row));
    for verb in VERBS {
        let refusal = if may_keep { refusal(row, verb)? } else { Some(ErrorCode::AuthNotAllowed) };
        match refusal {
            None => allowed_actions.push(verb.to_owned()),
            Some(code) => {
                refused_actions.insert(verb.to_owned(), code.as_str().to_owned());
            }
        }
    }
    let center = directory.centers.get(&row.center_id);
    Ok(AssessmentSchemeView {
        id: row.id,
        line_id: row.line_id,
        edition: row.edition,
        center: CenterRef {
            id: row.center_id,
            name: center.map(|center| center.name.clone()).unwrap_or_default(),
        },
        name: row.name.clone(),
        subject: subject_kind(row)?,
        period_kind: period_kind(row)?,
        state: state_of(row)?,
        indicators: indicators(&definition::read(&row.definition)?, lang),
        appeal_days: row.appeal_days,
        close_after_days: row.close_after_days,
        source: row.source.clone(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        simulated_at: row.simulated_at,
        published_at: row.published_at,
        retire_reason: row.retire_reason.clone(),
        created_by: PersonRef {
            id: row.created_by_id,
            name: names.get(&row.created_by_id).cloned().unwrap_or_default(),
        },
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions,
        refused_actions,
    })
}

/// The kinds of facts there are, for whoever draws a scheme up.
pub fn sources(lang: Lang) -> Page<AssessmentSourceView> {
    let view = |source: &AssessmentSource| AssessmentSourceView {
        source: *source,
        name: source.name(lang).to_owned(),
        definition: source.definition(lang).to_owned(),
        subjects: AssessmentSubject::ALL.iter().copied().filter(|one| source.fits(*one)).collect(),
    };
    Page::whole(AssessmentSource::ALL.iter().map(view).collect())
}

/// How the samples of a formula came out.
const SAMPLES: [(u32, u32); 6] = [(20, 0), (19, 1), (18, 2), (16, 4), (10, 10), (0, 20)];

/// Reads a formula and says what it gives; 422 with the place where it is none.
pub fn check_formula(body: &CheckFormulaRequest) -> AppResult<FormulaCheckView> {
    let formula = definition::read_formula(&body.formula, "/formula")
        .map_err(|field| AppError::Validation(vec![field]))?;
    let samples = SAMPLES.iter().map(|(kept, failed)| FormulaSample {
        kept: *kept,
        failed: *failed,
        score_hundredths: scoring::score(&formula, Tally { kept: *kept, failed: *failed })
            .map_or(0, |score| scoring::hundredths(&score)),
    });
    Ok(FormulaCheckView { formula: formula.to_string(), samples: samples.collect() })
}

/// A version before it is entered.
pub struct NewScheme {
    /// The version it follows.
    pub follows: Option<Model>,
    /// The centre.
    pub center_id: Uuid,
    /// Its name.
    pub name: String,
    /// Whom it assesses.
    pub subject: AssessmentSubject,
    /// How long a period is.
    pub period_kind: AssessmentPeriodKind,
    /// What is looked at.
    pub indicators: Vec<Indicator>,
    /// Working days for an appeal.
    pub appeal_days: i32,
    /// Calendar days after which a period closes by itself.
    pub close_after_days: i32,
    /// Who draws it up.
    pub by_id: Uuid,
}

/// The row of a new version, checked: 422 with every indicator that is wrong.
pub fn row_of(
    state: &AppState,
    directory: &Directory,
    new: &NewScheme,
    edition: i32,
) -> AppResult<Model> {
    let now = state.clock.now();
    let center = directory.centers.get(&new.center_id);
    let region = center.and_then(|center| directory.regions.get(&center.region_id));
    let unknown = || AppError::field("/center_id", ErrorCode::CenterUnknown);
    let region_code = region.map(|region| region.code.clone()).ok_or_else(unknown)?;
    let compiled = definition::checked(&new.indicators, new.subject)?;
    let (definition, definition_hash) = definition::stored(&compiled)?;
    let id = state.ids.next();
    Ok(Model {
        id,
        line_id: new.follows.as_ref().map_or(id, |row| row.line_id),
        edition,
        center_id: new.center_id,
        region_code,
        name: new.name.trim().to_owned(),
        subject: new.subject.as_str().to_owned(),
        period_kind: new.period_kind.as_str().to_owned(),
        state: AssessmentSchemeState::Draft.as_str().to_owned(),
        definition,
        definition_hash,
        appeal_days: new.appeal_days,
        close_after_days: new.close_after_days,
        source: None,
        valid_from: None,
        valid_to: None,
        simulated_at: None,
        simulated_hash: None,
        published_at: None,
        published_by_id: None,
        retire_reason: None,
        created_by_id: new.by_id,
        created_at: now,
        updated_at: now,
        row_version: 1,
    })
}

/// Draws up a scheme, or the next version of one.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateAssessmentSchemeRequest>,
    lang: Lang,
) -> AppResult<Reply<AssessmentSchemeView>> {
    let Command { body, idempotency } = command;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let scope = repo::readable_schemes(actor);
    let work = async |tx: &Tx| {
        let line = || AppError::field("/follows_id", ErrorCode::AssessmentSchemeLine);
        let mut follows = None;
        let mut edition = 1;
        if let Some(id) = body.follows_id {
            let found = repo::find_scheme_for_update(tx, &scope, id).await;
            let row = match found {
                Ok(row) => row,
                Err(error) if error.code() == ErrorCode::RequestNotFound => return Err(line()),
                Err(error) => return Err(error),
            };
            let is_same =
                subject_kind(&row)? == body.subject && period_kind(&row)? == body.period_kind;
            let centers = body.center_id.is_none_or(|center| center == row.center_id);
            if !is_same || !centers {
                return Err(line());
            }
            let versions = repo::versions(&**tx, row.line_id).await?;
            edition = versions.iter().map(|one| one.edition).max().unwrap_or(0) + 1;
            follows = Some(row);
        }
        let center_id = follows.as_ref().map(|row| row.center_id).or(body.center_id);
        let center_id = center_id.or(actor.center_id);
        let unknown = || AppError::field("/center_id", ErrorCode::CenterUnknown);
        let new = NewScheme {
            follows,
            center_id: center_id.ok_or_else(unknown)?,
            name: body.name.clone(),
            subject: body.subject,
            period_kind: body.period_kind,
            indicators: body.indicators.iter().map(AssessmentIndicatorRequest::indicator).collect(),
            appeal_days: body.appeal_days,
            close_after_days: body.close_after_days,
            by_id: actor.person_id,
        };
        let row = row_of(state, &directory, &new, edition)?;
        let permit = authorize(actor, Action::AssessmentSchemeKeep, &facts_of(&row))?;
        repo::insert_scheme(tx, &permit, row.clone()).await?;
        let names = Names::from([(actor.person_id, actor.person_name.clone())]);
        let view = view(&directory, actor, &names, &row, lang)?;
        let reply = Reply::created(&view, format!("/api/v1/assessment-schemes/{}", row.id))?;
        Ok(reply.version(view.version).personal())
    };
    Box::pin(state.once(actor).run(idempotency, work)).await
}

/// What is done to a version.
#[derive(Debug, Clone)]
pub enum Step {
    /// 修改.
    Update(UpdateAssessmentSchemeRequest),
    /// 发布.
    Publish(PublishAssessmentSchemeRequest),
    /// 停用.
    Retire(RetireAssessmentSchemeRequest),
}

impl Step {
    const fn verb(&self) -> &'static str {
        match self {
            Self::Update(_) => "update",
            Self::Publish(_) => "publish",
            Self::Retire(_) => "retire",
        }
    }

    const fn noted(&self) -> Option<AuditAction> {
        match self {
            Self::Update(_) => None,
            Self::Publish(_) => Some(AuditAction::AssessmentSchemePublished),
            Self::Retire(_) => Some(AuditAction::AssessmentSchemeRetired),
        }
    }
}

/// Carries out a step: 404 outside the scope, 403, 412 when stale, 409 or 422 when refused.
pub async fn act(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    directory: &Directory,
    (id, seen): (Uuid, IfMatch),
    step: &Step,
    lang: Lang,
) -> AppResult<Reply<AssessmentSchemeView>> {
    let row = repo::find_scheme_for_update(tx, &repo::readable_schemes(actor), id).await?;
    let permit = authorize(actor, Action::AssessmentSchemeKeep, &facts_of(&row))?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    open_for(&row, step.verb())?;
    let now = state.clock.now();
    let today = local_date(now);
    let next = match step {
        Step::Update(body) => updated(row, body)?,
        Step::Publish(body) => Model {
            published_at: Some(now),
            published_by_id: Some(actor.person_id),
            ..published(row, body, today)?
        },
        Step::Retire(body) => retired(row, body, today)?,
    };
    let next = Model { updated_at: now, row_version: next.row_version + 1, ..next };
    repo::save_scheme(tx, permit, next.clone()).await?;
    if let Some(action) = step.noted() {
        record(tx, Entry::of(state, action).by(actor).on("assessment_scheme", id)).await?;
    }
    answer(&**tx, directory, actor, &next, lang).await
}

fn updated(row: Model, body: &UpdateAssessmentSchemeRequest) -> AppResult<Model> {
    let (mut definition, mut definition_hash) =
        (row.definition.clone(), row.definition_hash.clone());
    if let Some(indicators) = &body.indicators {
        let indicators: Vec<_> =
            indicators.iter().map(AssessmentIndicatorRequest::indicator).collect();
        let compiled = definition::checked(&indicators, subject_kind(&row)?)?;
        (definition, definition_hash) = definition::stored(&compiled)?;
    }
    let name = body.name.as_deref().map(|name| name.trim().to_owned());
    let is_fresh = row.simulated_hash.as_deref() == Some(definition_hash.as_str());
    let state = if is_fresh { row.state.as_str() } else { AssessmentSchemeState::Draft.as_str() };
    Ok(Model {
        state: state.to_owned(),
        name: name.unwrap_or_else(|| row.name.clone()),
        simulated_at: row.simulated_at.filter(|_| is_fresh),
        simulated_hash: row.simulated_hash.clone().filter(|_| is_fresh),
        definition,
        definition_hash,
        appeal_days: body.appeal_days.unwrap_or(row.appeal_days),
        close_after_days: body.close_after_days.unwrap_or(row.close_after_days),
        ..row
    })
}

/// A version that applies from a day on; 422 where the days are no ends of periods to come.
pub fn published(
    row: Model,
    body: &PublishAssessmentSchemeRequest,
    today: NaiveDate,
) -> AppResult<Model> {
    let kind = period_kind(&row)?;
    if !kind.begins_on(body.valid_from) || body.valid_from < today {
        return Err(AppError::field("/valid_from", ErrorCode::AssessmentSchemePeriodStart));
    }
    if body.valid_to.is_some_and(|to| !kind.ends_on(to) || to < body.valid_from) {
        return Err(AppError::field("/valid_to", ErrorCode::AssessmentSchemePeriodEnd));
    }
    Ok(Model {
        state: AssessmentSchemeState::Published.as_str().to_owned(),
        valid_from: Some(body.valid_from),
        valid_to: body.valid_to,
        source: Some(body.source.trim().to_owned()),
        ..row
    })
}

fn retired(row: Model, body: &RetireAssessmentSchemeRequest, today: NaiveDate) -> AppResult<Model> {
    let kind = period_kind(&row)?;
    let is_before = row.valid_from.is_some_and(|from| body.valid_to < from);
    if !kind.ends_on(body.valid_to) || body.valid_to < today || is_before {
        return Err(AppError::field("/valid_to", ErrorCode::AssessmentSchemePeriodEnd));
    }
    Ok(Model {
        state: AssessmentSchemeState::Retired.as_str().to_owned(),
        valid_to: Some(row.valid_to.map_or(body.valid_to, |to| to.min(body.valid_to))),
        retire_reason: Some(body.reason.trim().to_owned()),
        ..row
    })
}
