//! Use cases of qualifications: what somebody may be asked to do, and until when.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::entity::qualification::Model;
use super::people_dto::{
    CreateQualificationRequest, QualificationView, UpdateQualificationRequest,
};
use super::places::Placed;
use super::repo::{self, MEDIATION};
use super::workflow::standing;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::code_sets::Codes;
use crate::features::mediations::entity::mediator;
use crate::features::org::directory::Directory;
use crate::features::stationing_obligations::{SKILLS, skill_ref};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::http::{Command, IfMatch, Page, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor};

/// What views say beside their rows.
struct Told<'a> {
    placed: &'a Placed,
    codes: &'a Codes,
    lang: Lang,
    today: NaiveDate,
    may_write: bool,
}

/// Every qualification of a person, with their entry in the register of mediators; 404 for whom the
/// caller may not see.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    person_id: Uuid,
    lang: Lang,
) -> AppResult<Page<QualificationView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let placed = seen(db, &directory, actor, person_id, local_date(now)).await?;
    let told = told(actor, &placed, &codes, lang, local_date(now));
    let rows = repo::qualifications(db, person_id).await?;
    let mut items: Vec<_> = rows.iter().map(|row| told.view(row)).collect();
    let entry = repo::register_entry(db, person_id).await?;
    items.extend(entry.map(|entry| told.registered(&entry)));
    Ok(Page::whole(items))
}

async fn seen(
    db: &impl ConnectionTrait,
    directory: &Directory,
    actor: &Actor,
    person_id: Uuid,
    today: NaiveDate,
) -> AppResult<Placed> {
    let placed = Placed::of(db, directory, person_id, today).await?;
    placed.seen(actor, Action::StationingRead)?;
    Ok(placed)
}

fn told<'a>(
    actor: &Actor,
    placed: &'a Placed,
    codes: &'a Codes,
    lang: Lang,
    today: NaiveDate,
) -> Told<'a> {
    let may_write = placed.holds(actor, Action::QualificationKeep);
    Told { placed, codes, lang, today, may_write }
}

/// Enters a qualification.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    person_id: Uuid,
    command: Command<CreateQualificationRequest>,
    lang: Lang,
) -> AppResult<Reply<QualificationView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let today = local_date(now);
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let placed = seen(&**tx, &directory, actor, person_id, today).await?;
            let row = enter(state, tx, actor, (&placed, codes.as_ref()), &body).await?;
            let location = format!("/api/v1/people/{person_id}/qualifications/{}", row.id);
            let view = told(actor, &placed, &codes, lang, today).view(&row);
            Ok(Reply::created(&view, location)?.version(1))
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn enter(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    (placed, codes): (&Placed, &Codes),
    body: &CreateQualificationRequest,
) -> AppResult<Model> {
    let now = state.clock.now();
    let permit = placed.authorize(actor, Action::QualificationKeep)?;
    let at = |code| AppError::field("/skill_code", code);
    codes.check(SKILLS, &body.skill_code, local_date(now), "/skill_code")?;
    if body.skill_code == MEDIATION {
        return Err(at(ErrorCode::QualificationOfRegister));
    }
    valid(body.valid_from, body.valid_until)?;
    let held = repo::qualifications(&**tx, placed.person.id).await?;
    let is_same = |row: &Model| {
        row.skill_code == body.skill_code
            && !row.is_revoked
            && row.valid_until.is_none_or(|last| last >= body.valid_from)
            && body.valid_until.is_none_or(|last| row.valid_from <= last)
    };
    if held.iter().any(is_same) {
        return Err(ErrorCode::QualificationOverlap.into());
    }
    let trimmed = |text: Option<&str>| text.map(|text| text.trim().to_owned());
    let row = Model {
        id: state.ids.next(),
        person_id: placed.person.id,
        skill_code: body.skill_code.clone(),
        certificate_no: trimmed(body.certificate_no.as_deref()),
        issued_by: trimmed(body.issued_by.as_deref()),
        valid_from: body.valid_from,
        valid_until: body.valid_until,
        is_revoked: false,
        entered_by_id: actor.person_id,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    repo::insert_qualification(tx, permit, row.clone()).await?;
    Ok(row)
}

fn valid(from: NaiveDate, until: Option<NaiveDate>) -> AppResult<()> {
    if until.is_some_and(|last| last < from) {
        return Err(AppError::field("/valid_until", ErrorCode::QualificationValidity));
    }
    Ok(())
}

/// Changes a qualification.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    [person_id, id]: [Uuid; 2],
    seen_version: IfMatch,
    command: Command<UpdateQualificationRequest>,
    lang: Lang,
) -> AppResult<Reply<QualificationView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let today = local_date(now);
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let found = repo::hold_qualification(tx, id).await?;
            let found = found.filter(|row| row.person_id == person_id);
            let row = found.ok_or(ErrorCode::RequestNotFound)?;
            let placed = seen(&**tx, &directory, actor, person_id, today).await?;
            let permit = placed.authorize(actor, Action::QualificationKeep)?;
            seen_version.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            let row = changed(row, body, now);
            valid(row.valid_from, row.valid_until)?;
            repo::save_qualification(tx, permit, row.clone()).await?;
            let view = told(actor, &placed, &codes, lang, today).view(&row);
            Ok(Reply::ok(&view)?.version(row.row_version))
        })
        .await
}

fn changed(row: Model, body: UpdateQualificationRequest, now: DateTime<Utc>) -> Model {
    let trimmed = |text: Option<String>| text.map(|text| text.trim().to_owned());
    Model {
        certificate_no: body.certificate_no.map_or(row.certificate_no, trimmed),
        issued_by: body.issued_by.map_or(row.issued_by, trimmed),
        valid_until: body.valid_until.unwrap_or(row.valid_until),
        is_revoked: body.is_revoked.unwrap_or(row.is_revoked),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

impl Told<'_> {
    fn view(&self, row: &Model) -> QualificationView {
        let state = standing(row.valid_from, row.valid_until, row.is_revoked, self.today);
        QualificationView {
            id: row.id,
            person: self.placed.person.clone(),
            skill: skill_ref(self.codes, &row.skill_code, self.lang),
            certificate_no: row.certificate_no.clone(),
            issued_by: row.issued_by.clone(),
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            state,
            state_name: state.name(self.lang),
            is_of_register: false,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if self.may_write { vec!["update"] } else { Vec::new() },
            refused_actions: refused(
                &["update"],
                (!self.may_write).then_some(ErrorCode::AuthNotAllowed),
            ),
        }
    }

    /// The entry of the register of mediators, read only here.
    fn registered(&self, row: &mediator::Model) -> QualificationView {
        let (from, until) = (row.qualified_from_on, row.qualified_until_on);
        let state = standing(from, Some(until), !row.is_active, self.today);
        QualificationView {
            id: row.id,
            person: self.placed.person.clone(),
            skill: skill_ref(self.codes, MEDIATION, self.lang),
            certificate_no: Some(row.certificate_no.clone()),
            issued_by: None,
            valid_from: from,
            valid_until: Some(until),
            state,
            state_name: state.name(self.lang),
            is_of_register: true,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: Vec::new(),
            refused_actions: refused(&["update"], Some(ErrorCode::QualificationOfRegister)),
        }
    }
}
