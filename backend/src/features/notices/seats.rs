//! Who holds which post now, with those who replace somebody (代班) beside whom they replace.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::from_events::Audience;
use crate::features::org::directory::Directory;
use crate::features::personnel::entity::capacity;
use crate::features::{personnel, substitutions};
use crate::platform::error::AppResult;
use crate::policy::{Actor, Role};

/// The posts whose work notices are about.
const ROLES: [Role; 8] = [
    Role::Handler,
    Role::Mediator,
    Role::Dispatcher,
    Role::VillageOfficer,
    Role::CenterDirector,
    Role::Supervisor,
    Role::Leader,
    Role::SystemAdmin,
];

/// Everybody who may be told something, as the policy sees them.
#[derive(Debug, Default)]
pub struct Seats {
    handlers: HashMap<Uuid, Vec<Actor>>,
    posts: HashMap<(Option<Uuid>, Role), Vec<Actor>>,
    /// Mediators beside their departments, by whose capacity it is.
    mediators: HashMap<Uuid, Vec<Actor>>,
}

impl Seats {
    /// As of `today`.
    pub async fn load(
        db: &impl ConnectionTrait,
        directory: &Directory,
        today: NaiveDate,
    ) -> AppResult<Self> {
        let held = capacity::Entity::find()
            .filter(capacity::Column::IsActive.eq(true))
            .filter(capacity::Column::Role.is_in(ROLES.map(Role::as_str)))
            .filter(capacity::Column::PersonId.in_subquery(personnel::repo::active_people()))
            .all(db)
            .await?;
        let standing = substitutions::repo::list_in_force(db, today).await?;
        let mut replaced: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for one in standing {
            replaced.entry(one.capacity_id).or_default().push(one.substitute_id);
        }
        let mut seats = Self::default();
        for row in held {
            let Some(seat) = seat(directory, &row) else { continue };
            for &substitute in replaced.get(&row.id).into_iter().flatten() {
                let on_behalf_of = Some(row.person_id);
                seats.add(Actor { person_id: substitute, on_behalf_of, ..seat.clone() });
            }
            seats.add(seat);
        }
        Ok(seats)
    }

    fn add(&mut self, seat: Actor) {
        if seat.role == Role::Mediator {
            self.mediators.entry(seat.holder_id()).or_default().push(seat.clone());
        }
        let is_handler = matches!(seat.role, Role::Handler | Role::Mediator);
        match seat.department_id.filter(|_| is_handler) {
            Some(department) => self.handlers.entry(department).or_default().push(seat),
            None => self.posts.entry((seat.center_id, seat.role)).or_default().push(seat),
        }
    }

    /// Those an audience consists of.
    pub fn of(&self, audience: Audience) -> impl Iterator<Item = &Actor> {
        let post = |center: Uuid, role: Role| self.posts.get(&(Some(center), role));
        let found = match audience {
            Audience::Department(id) => self.handlers.get(&id),
            Audience::Dispatchers(center) => post(center, Role::Dispatcher),
            Audience::Directors(center) => post(center, Role::CenterDirector),
            Audience::Supervisors(center) => post(center, Role::Supervisor),
            Audience::Mediator(id) => self.mediators.get(&id),
            Audience::Leaders(center) => post(center, Role::Leader),
        };
        // Whoever takes up what the centre of a village has.
        let officers = match audience {
            Audience::Dispatchers(center) => post(center, Role::VillageOfficer),
            Audience::Department(_)
            | Audience::Directors(_)
            | Audience::Supervisors(_)
            | Audience::Mediator(_)
            | Audience::Leaders(_) => None,
        };
        found.into_iter().chain(officers).flatten()
    }

    /// A leader who took charge of cases, in each capacity, and whoever stands in for them.
    pub fn leader(&self, person_id: Uuid) -> impl Iterator<Item = &Actor> {
        let leaders = self.posts.iter().filter(|((_, role), _)| *role == Role::Leader);
        let leaders = leaders.flat_map(|(_, seats)| seats);
        leaders.filter(move |seat| seat.holder_id() == person_id)
    }

    /// The system administrators.
    pub fn system_admins(&self) -> impl Iterator<Item = &Actor> {
        let admins = self.posts.iter().filter(|((_, role), _)| *role == Role::SystemAdmin);
        admins.flat_map(|(_, seats)| seats)
    }
}

/// A capacity as the policy sees it; none when its role is unknown.
fn seat(directory: &Directory, row: &capacity::Model) -> Option<Actor> {
    Some(Actor {
        user_id: Uuid::nil(),
        person_id: row.person_id,
        person_name: String::new(),
        capacity_id: row.id,
        role: Role::parse(&row.role)?,
        department_id: row.department_id,
        region_code: directory.regions.get(&row.region_id).map(|region| region.code.clone()),
        center_id: directory.center_by_region.get(&row.region_id).copied(),
        on_behalf_of: None,
        application: None,
    })
}
