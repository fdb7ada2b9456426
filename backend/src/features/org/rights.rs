//! Who may change a unit, for the checks and for the views.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::directory::Directory;
use super::entity::region;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Facts, authorize_any, holds, may_ever};

/// 403 unless the caller may change some unit at all, before anything else is said.
pub(super) fn require_some(actor: &Actor) -> AppResult<()> {
    if may_ever(actor, Action::OrgWrite) {
        return Ok(());
    }
    authorize_any(actor, Action::OrgWrite).map(|_permit| ())
}

/// The region a body names; 422 when there is none.
pub(super) fn region(directory: &Directory, id: Uuid) -> AppResult<&region::Model> {
    let found = directory.regions.get(&id);
    found.ok_or_else(|| AppError::field("/region_id", ErrorCode::RegionUnknown))
}

/// The code a subtree filter stands for; that of an unknown region matches nothing.
pub(super) fn root_code(directory: &Directory, region_id: Option<Uuid>) -> Option<String> {
    let id = region_id?;
    Some(directory.regions.get(&id).map_or_else(|| "-".to_owned(), |region| region.code.clone()))
}

/// `allowed_actions` and `refused_actions` of a unit in a region.
pub(super) fn actions(actor: &Actor, region_code: &str) -> (Vec<String>, BTreeMap<String, String>) {
    let facts = Facts { region_code: Some(region_code), ..Facts::default() };
    if holds(actor, Action::OrgWrite, &facts) {
        return (vec!["update".to_owned()], BTreeMap::new());
    }
    let reason = ErrorCode::AuthNotAllowed.as_str().to_owned();
    (Vec::new(), BTreeMap::from([("update".to_owned(), reason)]))
}
