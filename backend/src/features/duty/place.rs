//! Of which centre something is asked, and whether the caller may ask.

use uuid::Uuid;

use crate::features::org::directory::Directory;
use crate::features::personnel::dto::CenterRef;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Facts, holds, may_ever};

/// A centre with where it lies.
#[derive(Debug, Clone)]
pub struct Place {
    /// The centre.
    pub center: CenterRef,
    /// The code of its region.
    pub region_code: String,
}

impl Place {
    /// The centre asked for, or the caller's own; 404 for one that is not there.
    pub fn of(directory: &Directory, actor: &Actor, asked: Option<Uuid>) -> AppResult<Self> {
        let id = asked.or(actor.center_id).ok_or(ErrorCode::RequestNotFound)?;
        Self::of_center(directory, id)
    }

    /// A centre, whoever asks: for what the program itself does; 404 for one that is not there.
    pub fn of_center(directory: &Directory, id: Uuid) -> AppResult<Self> {
        let center = directory.centers.get(&id).ok_or(ErrorCode::RequestNotFound)?;
        let region = directory.regions.get(&center.region_id);
        let region = region.ok_or(ErrorCode::RequestNotFound)?;
        let center = CenterRef { id, name: center.name.clone() };
        Ok(Self { center, region_code: region.code.clone() })
    }

    /// The same, 404 unless `actor` may do `action` to what is the centre's as a whole.
    pub fn readable(
        directory: &Directory,
        actor: &Actor,
        asked: Option<Uuid>,
        action: Action,
    ) -> AppResult<Self> {
        let place = Self::of(directory, actor, asked)?;
        if holds(actor, action, &place.facts()) {
            return Ok(place);
        }
        Err(ErrorCode::RequestNotFound.into())
    }

    /// The same, for a list of which the caller may see some rows: those of a department or a person.
    /// A centre of another county does not exist (404).
    pub fn near(
        directory: &Directory,
        actor: &Actor,
        asked: Option<Uuid>,
        action: Action,
    ) -> AppResult<Self> {
        let place = Self::of(directory, actor, asked)?;
        let own = actor.region_code.as_deref().unwrap_or_default();
        let code = place.region_code.as_str();
        let is_near = !own.is_empty() && (code.starts_with(own) || own.starts_with(code));
        if may_ever(actor, action) && is_near {
            return Ok(place);
        }
        Err(ErrorCode::RequestNotFound.into())
    }

    /// What the rights table looks at, for what is the centre's as a whole.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            region_code: Some(&self.region_code),
            center_id: Some(self.center.id),
            ..Facts::default()
        }
    }

    /// The same for what is a department's at the centre, and a person's.
    pub fn facts_of(&self, department_id: Uuid, person_id: Option<Uuid>) -> Facts<'_> {
        Facts { addressed_department_id: Some(department_id), holder_id: person_id, ..self.facts() }
    }
}
