//! What the demo county counts: its ledger read into the reports, the older months closed, the last
//! one left for whoever tries it; and what typing cost some of its units.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

use super::county::COUNTY;
use crate::app::AppState;
use crate::features::burden::dto::BurdenForm;
use crate::features::burden::entity::tally;
use crate::features::burden::service;
use crate::features::calendars::civil_day::{OFFSET_CN, local_date};
use crate::features::org::directory::Directory;
use crate::features::personnel::entity::capacity;
use crate::features::reports::closing::{self, By};
use crate::features::reports::entity::stock;
use crate::features::reports::figures::Month;
use crate::features::reports::journal;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::{Permit, Role};

/// Months of typing that are told of.
const MONTHS: i32 = 6;

/// Reads the ledger, and closes every month that was over a month before `end`.
pub(super) async fn close(state: &AppState, end: DateTime<Utc>) -> AppResult<()> {
    while journal::follow(state).await? > 0 {}
    let county = County::load(state).await?;
    state.db.write(async |tx: &Tx| typing(tx, &county, end).await).await?;
    let director = county.who(Role::CenterDirector)?.person_id;
    let months = stock::Entity::find().all(state.db.reader()).await?;
    let Some(first) = months.iter().map(|row| row.month).min() else { return Ok(()) };
    let Some(mut month) = Month::numbered(first) else { return Ok(()) };
    // `end` is the evening before the day on which the demo is shown.
    let left = Month::of(local_date(end + TimeDelta::days(1))).before();
    while month.number() < left.number() {
        let by = By { person_id: director, at: third_day_after(month) };
        state
            .db
            .write(async |tx: &Tx| {
                let permit = Permit::system("demo county");
                closing::close_in(state, tx, permit, COUNTY, month, by).await
            })
            .await?;
        month = month.after();
    }
    Ok(())
}

/// Who works for the county itself.
struct County {
    center_id: Uuid,
    staff: Vec<capacity::Model>,
}

impl County {
    async fn load(state: &AppState) -> AppResult<Self> {
        let directory = Directory::load(state.db.reader()).await?;
        let missing = || AppError::internal("no demo county");
        let region_id = *directory.region_by_code.get(COUNTY).ok_or_else(missing)?;
        let staff = capacity::Entity::find()
            .filter(capacity::Column::RegionId.eq(region_id))
            .order_by_asc(capacity::Column::Id)
            .all(state.db.reader())
            .await?;
        let center_id = *directory.center_by_region.get(&region_id).ok_or_else(missing)?;
        Ok(Self { center_id, staff })
    }

    fn who(&self, role: Role) -> AppResult<&capacity::Model> {
        let found = self.staff.iter().find(|one| one.role == role.as_str());
        found.ok_or_else(|| AppError::internal("a county without one of its roles"))
    }
}

/// Nine in the morning of the third day after a month.
fn third_day_after(month: Month) -> DateTime<Utc> {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or(NaiveTime::MIN);
    let day = month.after().first();
    let day = day.checked_add_days(Days::new(2)).unwrap_or(day);
    day.and_time(nine).and_utc() - OFFSET_CN
}

/// What typing cost: less from month to month, as forms were shortened.
async fn typing(tx: &Tx, county: &County, end: DateTime<Utc>) -> AppResult<()> {
    let permit = Permit::system("demo county");
    let forms = [
        (BurdenForm::Register, Role::Clerk, 60, 7, 55),
        (BurdenForm::Dispatch, Role::Dispatcher, 45, 3, 25),
        (BurdenForm::Progress, Role::Handler, 80, 1, 40),
        (BurdenForm::Resolve, Role::Handler, 40, 3, 90),
        (BurdenForm::Callback, Role::Clerk, 35, 4, 30),
    ];
    for back in 0..MONTHS {
        let month = Month::of(local_date(end - TimeDelta::days(i64::from(back) * 30)));
        for (form, role, entries, fields, seconds) in forms {
            let department_id = county.who(role)?.department_id.unwrap_or_default();
            for (share, type_code) in [(3, "07"), (2, "02"), (1, "04")] {
                let entries = i64::from(entries * share / 6);
                let more = i64::from(back);
                let row = tally::Model {
                    month: month.number(),
                    region_code: COUNTY.to_owned(),
                    center_id: county.center_id,
                    department_id,
                    form: form.as_str().to_owned(),
                    type_code: type_code.to_owned(),
                    entries,
                    fields_typed: entries * fields + entries * more / 4,
                    seconds: entries * seconds + entries * more * 3,
                    repeats: entries * more / 10,
                };
                service::add(tx, &permit, row).await?;
            }
        }
    }
    Ok(())
}
