//! Where somebody belongs, as far as rights look at it: each centre they are admitted to, and their
//! own department. Who works in two departments belongs to both.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::entity::stationing;
use super::repo;
use super::workflow::StationingState;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Facts, Permit, authorize, holds};

/// One place of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The region; none for somebody without a department.
    pub region_code: Option<String>,
    /// The centre, where there is one.
    pub center_id: Option<Uuid>,
    /// The department.
    pub department_id: Option<Uuid>,
}

/// A person with their places, the home centre first.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Who.
    pub person: PersonRef,
    /// Whether they still work here.
    pub is_active: bool,
    /// The places; never empty.
    places: Vec<Place>,
}

impl Placed {
    /// A person; unknown, 404.
    pub async fn of(
        db: &impl ConnectionTrait,
        directory: &Directory,
        person_id: Uuid,
        today: NaiveDate,
    ) -> AppResult<Self> {
        let person = personnel::repo::find_person(db, person_id).await?;
        let person = person.ok_or(ErrorCode::RequestNotFound)?;
        let here = [StationingState::InForce, StationingState::ExitRequested];
        let last = stationing::Column::UntilOn;
        let stays = Condition::all()
            .add(stationing::Column::PersonId.eq(person_id))
            .add(stationing::Column::State.is_in(here.map(StationingState::as_str)))
            .add(Condition::any().add(last.is_null()).add(last.gte(today)));
        let stays = repo::all(db, stays).await?;
        let mut places: Vec<_> = stays
            .into_iter()
            .map(|row| Place {
                region_code: Some(row.region_code),
                center_id: Some(row.center_id),
                department_id: Some(row.department_id),
            })
            .collect();
        places.push(own(directory, person.department_id));
        let is_active = person.is_active;
        let person = PersonRef { id: person.id, name: person.name };
        Ok(Self { person, is_active, places })
    }

    /// Where they are at home: the centre they were first admitted to, or their department's.
    pub fn home(&self) -> Option<&Place> {
        self.places.first()
    }

    fn facts<'a>(&self, place: &'a Place) -> Facts<'a> {
        Facts {
            region_code: place.region_code.as_deref(),
            center_id: place.center_id,
            addressed_department_id: place.department_id,
            holder_id: Some(self.person.id),
            ..Facts::default()
        }
    }

    /// Whether `actor` may do `action` to what is this person's.
    pub fn holds(&self, actor: &Actor, action: Action) -> bool {
        self.places.iter().any(|place| holds(actor, action, &self.facts(place)))
    }

    /// 404 unless `actor` may do `read` to what is this person's.
    pub fn seen(&self, actor: &Actor, read: Action) -> AppResult<()> {
        if self.holds(actor, read) { Ok(()) } else { Err(ErrorCode::RequestNotFound.into()) }
    }

    /// The right to do `action` to what is this person's, or 403.
    pub fn authorize(&self, actor: &Actor, action: Action) -> AppResult<Permit> {
        let place = self.places.iter().find(|place| holds(actor, action, &self.facts(place)));
        let place = place.or(self.places.first());
        let place = place.ok_or_else(|| AppError::from(ErrorCode::AuthNotAllowed))?;
        authorize(actor, action, &self.facts(place))
    }
}

fn own(directory: &Directory, department_id: Option<Uuid>) -> Place {
    let department = department_id.and_then(|id| directory.departments.get(&id));
    let region_id = department.map(|department| department.region_id);
    let region = region_id.and_then(|id| directory.regions.get(&id));
    let center = region_id.and_then(|id| directory.center_by_region.get(&id));
    Place {
        region_code: region.map(|region| region.code.clone()),
        center_id: center.copied(),
        department_id,
    }
}
