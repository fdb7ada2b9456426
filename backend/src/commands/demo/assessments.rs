//! How the demo county assesses: a scheme for departments and one for the people they station, both in
//! force since the last quarter that is over, and that quarter closed.

use chrono::{DateTime, Days, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

use super::county::COUNTY;
use crate::app::AppState;
use crate::features::assessments::closing::{self, By};
use crate::features::assessments::definition::Indicator;
use crate::features::assessments::entity::scheme;
use crate::features::assessments::period::{AssessmentPeriodKind, Period};
use crate::features::assessments::repo;
use crate::features::assessments::scheme_dto::PublishAssessmentSchemeRequest;
use crate::features::assessments::schemes::{self, NewScheme};
use crate::features::assessments::source::{AssessmentSource, AssessmentSubject};
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::org::directory::Directory;
use crate::features::personnel::entity::capacity;
use crate::platform::clock::ManualClock;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::{Permit, Role};

/// A scheme: its name, whom it assesses, and kinds of facts with weight and formula.
type Told = (&'static str, AssessmentSubject, &'static [(AssessmentSource, u32, &'static str)]);

const SCHEMES: [Told; 2] = [
    (
        "入驻单位季度考核（示例）",
        AssessmentSubject::Department,
        &[
            (AssessmentSource::SignFor, 15, "max(0, 100 - 5 * failed)"),
            (AssessmentSource::HandlingLimit, 25, "100 * share"),
            (AssessmentSource::GroundedReturn, 10, "max(0, 100 - 10 * failed)"),
            (AssessmentSource::OrderReply, 10, "100 * share"),
            (AssessmentSource::CallbackSolved, 15, "if(share >= 0.95, 100, 100 * share)"),
            (AssessmentSource::CallbackFair, 10, "100 * share"),
            (AssessmentSource::NotReopened, 10, "max(0, 100 - 10 * failed)"),
            (AssessmentSource::CaseTask, 5, "100 * share"),
        ],
    ),
    (
        "入驻人员季度考核（示例）",
        AssessmentSubject::Person,
        &[
            (AssessmentSource::HandlingLimit, 40, "100 * share"),
            (AssessmentSource::CallbackSolved, 30, "100 * share"),
            (AssessmentSource::CallbackFair, 30, "100 * share"),
        ],
    ),
];

/// Draws the schemes up before the quarter begins, and closes it on the third day after its end.
pub(super) async fn close(
    state: &AppState,
    clock: &ManualClock,
    end: DateTime<Utc>,
) -> AppResult<()> {
    let directory = Directory::load(state.db.reader()).await?;
    let missing = || AppError::internal("no demo county");
    let region_id = *directory.region_by_code.get(COUNTY).ok_or_else(missing)?;
    let center_id = *directory.center_by_region.get(&region_id).ok_or_else(missing)?;
    let director = capacity::Entity::find()
        .filter(capacity::Column::RegionId.eq(region_id))
        .filter(capacity::Column::Role.eq(Role::CenterDirector.as_str()))
        .order_by_asc(capacity::Column::Id)
        .one(state.db.reader())
        .await?;
    let director = director.ok_or_else(missing)?.person_id;
    let period = AssessmentPeriodKind::Quarter.before(local_date(end));
    for told in SCHEMES {
        clock.set(period.starts_at() - TimeDelta::days(20));
        let row = drawn_up(state, &directory, told, (center_id, director), period)?;
        let permit = Permit::system("demo county");
        let entered = row.clone();
        let enter = async |tx: &Tx| repo::insert_scheme(tx, &permit, entered).await;
        state.db.write(enter).await?;
        clock.set(third_day_after(period).min(end));
        Box::pin(close_one(state, &directory, row, period, director)).await?;
    }
    clock.set(end);
    Ok(())
}

/// A version that was tried out and published for the quarter.
fn drawn_up(
    state: &AppState,
    directory: &Directory,
    (name, subject, indicators): Told,
    (center_id, by_id): (Uuid, Uuid),
    period: Period,
) -> AppResult<scheme::Model> {
    let indicator = |(source, weight, formula): &(AssessmentSource, u32, &str)| Indicator {
        source: *source,
        weight: *weight,
        formula: (*formula).to_owned(),
    };
    let new = NewScheme {
        follows: None,
        center_id,
        name: name.to_owned(),
        subject,
        period_kind: AssessmentPeriodKind::Quarter,
        indicators: indicators.iter().map(indicator).collect(),
        appeal_days: 5,
        close_after_days: 7,
        by_id,
    };
    let now = state.clock.now();
    let row = schemes::row_of(state, directory, &new, 1)?;
    let body = PublishAssessmentSchemeRequest {
        valid_from: period.from_on,
        valid_to: None,
        source: "清和县综治中心入驻单位考核办法（示例）".to_owned(),
    };
    let hash = row.definition_hash.clone();
    let row = schemes::published(row, &body, local_date(now))?;
    Ok(scheme::Model {
        simulated_at: Some(now),
        simulated_hash: Some(hash),
        published_at: Some(now),
        published_by_id: Some(by_id),
        ..row
    })
}

/// Nine in the morning of the third day after a period.
fn third_day_after(period: Period) -> DateTime<Utc> {
    let day = period.to_on.checked_add_days(Days::new(3)).unwrap_or(period.to_on);
    start_of_day(day) + TimeDelta::hours(9)
}

async fn close_one(
    state: &AppState,
    directory: &Directory,
    row: scheme::Model,
    period: Period,
    director: Uuid,
) -> AppResult<()> {
    let now = state.clock.now();
    let calendar = state.calendars.newest(&state.db, now).await?;
    let db = state.db.reader();
    let prepared = Box::pin(closing::prepare(state, db, directory, row, period)).await?;
    let work = async |tx: &Tx| {
        let permit = Permit::system("demo county");
        let by = By { person_id: Some(director), at: now };
        Box::pin(closing::close_in(state, tx, permit, &prepared, &calendar, by, None)).await?;
        Ok(())
    };
    state.db.write(work).await
}
