//! Quotas (回访抽样比例): versioned rows by level, and by unit where one has its own, with their source.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{QuotaView, SetQuotaRequest};
use super::entity::quota::Model;
use super::{repo, sampling};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::model::Level;
use crate::features::cases::repo::Loaded;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::DepartmentRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Page, Reply};
use crate::policy::{Action, Actor, authorize_any};

/// All versions of all quotas.
#[derive(Debug, Clone, Default)]
pub struct Quotas(Vec<Model>);

impl Quotas {
    /// Reads them.
    pub async fn load(db: &impl ConnectionTrait) -> AppResult<Self> {
        Ok(Self(repo::quotas(db).await?))
    }

    /// The quota of a level that is in force, for a unit the one of its own first.
    fn of(&self, level: Level, unit: Option<Uuid>, on: NaiveDate) -> Option<&Model> {
        let newest = |unit: Option<Uuid>| {
            let of_level = self.0.iter().filter(|quota| quota.level == level.as_str());
            let begun = of_level.filter(|quota| quota.valid_from <= on);
            let of_unit = begun.filter(|quota| quota.department_id == unit);
            of_unit.max_by_key(|quota| (quota.valid_from, quota.version))
        };
        unit.and_then(|id| newest(Some(id))).or_else(|| newest(None))
    }

    /// How many of a hundred cases of a level that a unit handled are called; all where nothing says
    /// less.
    pub fn percent(&self, level: Option<Level>, unit: Option<Uuid>, on: NaiveDate) -> i32 {
        let quota = level.and_then(|level| self.of(level, unit, on));
        quota.map_or(100, |quota| quota.percent)
    }

    /// The units that have a quota of their own.
    pub fn units(&self) -> BTreeSet<Uuid> {
        self.0.iter().filter_map(|quota| quota.department_id).collect()
    }
}

/// Whether a case has to be called by quota.
pub async fn is_sampled(
    state: &AppState,
    db: &impl ConnectionTrait,
    case: &Loaded,
) -> AppResult<bool> {
    let quotas = Quotas::load(db).await?;
    let (level, unit) = (case.state.level, case.row.lead_department_id);
    let percent = quotas.percent(level, unit, local_date(state.clock.now()));
    Ok(sampling::is_in(case.row.sample_place, percent))
}

/// Every version, by level.
pub(super) async fn list(state: &AppState) -> AppResult<Page<QuotaView>> {
    let quotas = Quotas::load(state.db.reader()).await?;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let today = local_date(now);
    let views = quotas.0.iter().map(|row| view(&quotas, row, &directory, today));
    Ok(Page::whole(views.collect::<AppResult<_>>()?))
}

fn view(
    quotas: &Quotas,
    row: &Model,
    directory: &Directory,
    today: NaiveDate,
) -> AppResult<QuotaView> {
    let level = Level::parse(&row.level);
    let level = level.ok_or_else(|| AppError::internal("a quota of an unknown level"))?;
    Ok(QuotaView {
        id: row.id,
        level,
        department: row
            .department_id
            .map(|id| DepartmentRef { id, name: directory.department_name(id) }),
        version: row.version,
        percent: row.percent,
        source: row.source.clone(),
        source_en: row.source_en.clone(),
        valid_from: row.valid_from,
        is_in_force: quotas.of(level, row.department_id, today).is_some_and(|now| now.id == row.id),
        created_at: row.created_at,
    })
}

/// Enters the next version of a quota.
pub(super) async fn set(
    state: &AppState,
    actor: &Actor,
    command: Command<SetQuotaRequest>,
) -> AppResult<Reply<QuotaView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let today = local_date(now);
    if body.valid_from < today {
        return Err(AppError::field("/valid_from", ErrorCode::CallbackQuotaInThePast));
    }
    let directory = state.directory.get(&state.db, now).await?;
    let is_known = |id: Uuid| directory.departments.get(&id).is_some_and(|unit| unit.is_active);
    if body.department_id.is_some_and(|id| !is_known(id)) {
        return Err(AppError::field("/department_id", ErrorCode::DepartmentUnknown));
    }
    let set = async |tx: &Tx| {
        let permit = authorize_any(actor, Action::CallbackQuotaSet)?;
        repo::quotas_alone(tx, body.level.as_str()).await?;
        let mut quotas = Quotas::load(&**tx).await?;
        let last = quotas.0.iter().filter(|quota| quota.level == body.level.as_str());
        let version = last.map(|quota| quota.version).max().unwrap_or(0) + 1;
        let row = Model {
            id: state.ids.next(),
            level: body.level.as_str().to_owned(),
            department_id: body.department_id,
            version,
            percent: body.percent,
            source: body.source.trim().to_owned(),
            source_en: None,
            valid_from: body.valid_from,
            created_by_id: Some(actor.person_id),
            created_at: now,
        };
        repo::insert_quota(tx, permit, row.clone()).await?;
        let entry = Entry::of(state, AuditAction::CallbackQuotaSet).by(actor);
        record(tx, entry.on("callback_quota", row.id)).await?;
        quotas.0.push(row.clone());
        let location = "/api/v1/callbacks/quotas".to_owned();
        Reply::created(&view(&quotas, &row, &directory, today)?, location)
    };
    state.once(actor).run(idempotency, set).await
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn quota(version: i32, percent: i32, from: &str) -> Model {
        Model {
            id: Uuid::nil(),
            level: "simple".to_owned(),
            department_id: None,
            version,
            percent,
            source: "x".to_owned(),
            source_en: None,
            valid_from: from.parse().expect("a date"),
            created_by_id: None,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_last_version_that_has_begun_applies_and_without_one_everybody_is_called() {
        let quotas = Quotas(vec![quota(1, 20, "2000-01-01"), quota(2, 50, "2026-06-01")]);
        let percent = |level, on: &str| quotas.percent(level, None, on.parse().expect("a date"));
        assert_eq!(percent(Some(Level::Simple), "2026-05-31"), 20);
        assert_eq!(percent(Some(Level::Simple), "2026-06-01"), 50);
        assert_eq!(percent(Some(Level::Complex), "2026-06-01"), 100);
        assert_eq!(percent(None, "2026-06-01"), 100);
    }

    #[test]
    fn a_unit_s_own_quota_comes_before_that_of_the_level() {
        let unit = Uuid::from_u128(7);
        let own = Model { department_id: Some(unit), ..quota(3, 90, "2026-06-01") };
        let quotas = Quotas(vec![quota(1, 20, "2000-01-01"), own]);
        let percent =
            |unit, on: &str| quotas.percent(Some(Level::Simple), unit, on.parse().expect("a date"));
        assert_eq!(percent(Some(unit), "2026-05-31"), 20, "not in force yet");
        assert_eq!(percent(Some(unit), "2026-06-01"), 90);
        assert_eq!(percent(Some(Uuid::nil()), "2026-06-01"), 20);
        assert_eq!(percent(None, "2026-06-01"), 20);
        assert_eq!(quotas.units().into_iter().collect::<Vec<_>>(), [unit]);
    }
}
