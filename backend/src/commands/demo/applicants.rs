//! 告知申请人: stops and extensions of the story, most of them told by the window; a few still wait.

use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::applicant_notices::dto::{ApplicantNoticeState, TellWay};
use crate::features::applicant_notices::entity::notice;
use crate::features::applicant_notices::service::{self, Telling};
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::CaseStatus;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::IfMatch;
use crate::platform::lang::Lang;
use crate::policy::Role;

/// Notices nobody has told yet when the demo is shown.
const WAITING: usize = 3;

/// Writes down, by a clerk of the county's centre, that most applicants were told.
pub(super) async fn tell(tx: &Tx, teller: &Teller<'_>, ground: &Ground) -> AppResult<()> {
    let mut clerks = teller.county.staff.iter().filter(|actor| actor.role == Role::Clerk);
    let ours = clerks.find(|actor| actor.region_code.as_deref() == Some(COUNTY));
    let actor = ours.ok_or_else(|| AppError::internal("no clerk of the county's centre"))?;
    teller.clock.set(teller.end);
    let open: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Status.is_in(CaseStatus::open().map(CaseStatus::as_str)))
        .into_tuple()
        .all(&**tx)
        .await?;
    let found = notice::Entity::find()
        .filter(notice::Column::State.eq(ApplicantNoticeState::ToTell.as_str()))
        .order_by_asc(notice::Column::CreatedAt)
        .order_by_asc(notice::Column::Id)
        .all(&**tx)
        .await?;
    let mut found: Vec<_> = found.into_iter().filter(|row| open.contains(&row.case_id)).collect();
    found.truncate(found.len().saturating_sub(WAITING));
    for (row, way) in found.into_iter().zip([TellWay::Phone, TellWay::InPerson].into_iter().cycle())
    {
        let telling = Telling { state: teller.state, tx, actor, ground, lang: Lang::Zh };
        let seen = IfMatch(row.row_version);
        Box::pin(service::tell(telling, [row.case_id, row.id], seen, way)).await?;
    }
    Ok(())
}
