//! 限制知悉: some family matters few may know of, restricted at the end of the story.

use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::county::COUNTY;
use super::story::Teller;
use crate::features::cases::dto::RestrictCaseRequest;
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::{CaseStatus, RestrictionClass};
use crate::features::cases::service::{self, Asked, Request};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::IfMatch;
use crate::platform::lang::Lang;
use crate::policy::Role;

/// What kinds of matters, and why.
const WHY: [(RestrictionClass, &str); 3] = [
    (RestrictionClass::DomesticViolence, "一方反映遭受家庭暴力，限制知悉范围。"),
    (RestrictionClass::Minors, "涉及未成年子女照管，限制知悉范围。"),
    (RestrictionClass::DomesticViolence, "已申请人身安全保护令，限制知悉范围。"),
];

/// Restricts open matters between spouses, by the dispatcher of the county's centre.
pub(super) async fn restrict(tx: &Tx, teller: &Teller<'_>, ground: &Ground) -> AppResult<()> {
    let ours = teller.county.staff.iter().find(|actor| {
        actor.role == Role::Dispatcher && actor.region_code.as_deref() == Some(COUNTY)
    });
    let actor = ours.ok_or_else(|| AppError::internal("no dispatcher of the county's centre"))?;
    teller.clock.set(teller.end);
    let open = CaseStatus::open().map(CaseStatus::as_str);
    let found = case::Entity::find()
        .filter(case::Column::TypeCode.eq("0101"))
        .filter(case::Column::Status.is_in(open))
        .filter(case::Column::CenterId.eq(actor.center_id))
        .filter(case::Column::UpdatedAt.lte(teller.end))
        .order_by_asc(case::Column::CaseNo)
        .limit(WHY.len() as u64)
        .all(&**tx)
        .await?;
    for (row, (class, reason)) in found.into_iter().zip(WHY) {
        let asked = Asked { state: teller.state, tx, actor, ground };
        let request = Request::Restrict(RestrictCaseRequest { class, reason: reason.to_owned() });
        let seen = IfMatch(row.row_version);
        Box::pin(service::perform(asked, row.id, seen, &request, Lang::Zh)).await?;
    }
    Ok(())
}
