//! The units that register cases, what they registered, and when.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entry_times::Entry;
use crate::features::calendars::civil_day::start_of_day;
use crate::features::cases::entity::case;
use crate::features::org::directory::Directory;
use crate::features::personnel::entity::capacity;
use crate::platform::error::AppResult;
use crate::policy::{Action, Role, rules};

/// Digits of the code of a county (GB/T 2260).
const COUNTY: usize = 6;

/// A unit that registers cases: a department, or a village whose officers have none.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// The department.
    pub(super) department_id: Option<Uuid>,
    /// The village.
    pub(super) region_id: Option<Uuid>,
    /// Where it lies.
    pub(super) region_code: String,
    /// The nearest centre above it.
    pub(super) center_id: Uuid,
    /// Since when somebody registers there.
    pub(super) since: DateTime<Utc>,
}

impl Unit {
    /// Whom it is compared with.
    pub(super) fn peers(&self) -> String {
        let county: String = self.region_code.chars().take(COUNTY).collect();
        let sort = if self.department_id.is_some() { "department" } else { "village" };
        // A centre's office and a township's have other work.
        format!("{county} {sort} {}", self.region_code.len())
    }
}

/// The units by their keys, and of which capacities and people they are.
pub(super) struct Units {
    pub(super) all: BTreeMap<Uuid, Unit>,
    of_capacity: HashMap<Uuid, [Uuid; 1]>,
    of_person: HashMap<Uuid, Vec<Uuid>>,
}

impl Units {
    /// As of now.
    pub(super) async fn load(db: &impl ConnectionTrait, directory: &Directory) -> AppResult<Self> {
        let roles = Role::ALL
            .iter()
            .filter(|role| rules::of(**role, Action::CaseRegister).next().is_some());
        let seats = capacity::Entity::find()
            .filter(capacity::Column::Role.is_in(roles.map(|role| role.as_str())))
            .all(db)
            .await?;
        let mut units =
            Self { all: BTreeMap::new(), of_capacity: HashMap::new(), of_person: HashMap::new() };
        for seat in seats {
            let key = seat.department_id.unwrap_or(seat.region_id);
            // What was entered in a capacity stays with its unit when the capacity ends.
            units.of_capacity.insert(seat.id, [key]);
            if !seat.is_active {
                continue;
            }
            let Some(region) = directory.regions.get(&seat.region_id) else { continue };
            let mut above = directory.ancestry(seat.region_id);
            let center = above.find_map(|one| directory.center_by_region.get(&one.id));
            let Some(center_id) = center.copied() else { continue };
            let unit = units.all.entry(key).or_insert_with(|| Unit {
                department_id: seat.department_id,
                region_id: seat.department_id.is_none().then_some(seat.region_id),
                region_code: region.code.clone(),
                center_id,
                since: seat.created_at,
            });
            unit.since = unit.since.min(seat.created_at);
            let of = units.of_person.entry(seat.person_id).or_default();
            if !of.contains(&key) {
                of.push(key);
            }
        }
        Ok(units)
    }

    /// The unit of the capacity an entry was made in; where none was kept, those of the person.
    fn of(&self, person: Uuid, capacity: Option<Uuid>) -> &[Uuid] {
        match capacity {
            Some(id) => self.of_capacity.get(&id).map(<[Uuid; 1]>::as_slice).unwrap_or_default(),
            None => self.of_person.get(&person).map(Vec::as_slice).unwrap_or_default(),
        }
    }

    /// How many cases each registered from a day to the day before another.
    pub(super) async fn counted(
        &self,
        db: &impl ConnectionTrait,
        (from, until): (NaiveDate, NaiveDate),
    ) -> AppResult<HashMap<Uuid, u32>> {
        let counts: Vec<(Uuid, Option<Uuid>, i64)> = case::Entity::find()
            .select_only()
            .columns([case::Column::RegisteredById, case::Column::RegisteredCapacityId])
            .column_as(case::Column::Id.count(), "entries")
            .filter(case::Column::RegisteredById.is_not_null())
            // When a machine enters says nothing of how people work.
            .filter(case::Column::CameBy.is_null())
            .filter(case::Column::RegisteredAt.gte(start_of_day(from)))
            .filter(case::Column::RegisteredAt.lt(start_of_day(until)))
            .group_by(case::Column::RegisteredById)
            .group_by(case::Column::RegisteredCapacityId)
            .into_tuple()
            .all(db)
            .await?;
        let mut by_unit: HashMap<Uuid, u32> = HashMap::new();
        for (person, capacity, count) in counts {
            for key in self.of(person, capacity) {
                *by_unit.entry(*key).or_default() += u32::try_from(count).unwrap_or(u32::MAX);
            }
        }
        Ok(by_unit)
    }

    /// The times of what each entered from a day to the day before another, by when it was recorded or by
    /// when it was registered; cases few may know of are left out, as they are of every list.
    pub(super) async fn entries(
        &self,
        db: &impl ConnectionTrait,
        by: case::Column,
        (from, until): (NaiveDate, NaiveDate),
    ) -> AppResult<HashMap<Uuid, Vec<Entry>>> {
        let rows: Vec<Times> = case::Entity::find()
            .select_only()
            .columns([
                case::Column::RegisteredById,
                case::Column::RegisteredCapacityId,
                case::Column::OccurredOn,
                case::Column::KnownAt,
                case::Column::SourceReceivedAt,
                case::Column::RegisteredAt,
                case::Column::CreatedAt,
                case::Column::ClosedAt,
            ])
            .filter(case::Column::RegisteredById.is_not_null())
            // When a machine enters says nothing of how people work.
            .filter(case::Column::CameBy.is_null())
            .filter(case::Column::Restriction.is_null())
            .filter(by.gte(start_of_day(from)))
            .filter(by.lt(start_of_day(until)))
            .into_tuple()
            .all(db)
            .await?;
        let mut by_unit: HashMap<Uuid, Vec<Entry>> = HashMap::new();
        for (
            person,
            capacity,
            occurred_on,
            known_at,
            received_at,
            registered_at,
            recorded_at,
            closed_at,
        ) in rows
        {
            let entry =
                Entry { occurred_on, known_at, received_at, registered_at, recorded_at, closed_at };
            for key in self.of(person, capacity) {
                by_unit.entry(*key).or_default().push(entry);
            }
        }
        Ok(by_unit)
    }
}

/// Who registered it, in which capacity; when it occurred, was known, received, registered, recorded,
/// closed.
type Times = (
    Uuid,
    Option<Uuid>,
    Option<NaiveDate>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    DateTime<Utc>,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
);
