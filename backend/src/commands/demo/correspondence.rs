//! What is said beside the procedure: notes for those inside, replies to what citizens wrote, and a party
//! that was corrected, one that turned up later; by the use cases everybody goes through.

use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::cases::entity::{case, party};
use crate::features::cases::ground::Ground;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::parties;
use crate::features::cases::service::Asked;
use crate::features::correspondence::dto::{WriteNoteRequest, WriteReplyRequest};
use crate::features::correspondence::service::{self, Writing};
use crate::features::public::acts::{self, Act};
use crate::features::public::entity::message;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::IfMatch;
use crate::platform::lang::Lang;
use crate::policy::Role;

/// Notes, one a case.
const NOTES: [&str; 3] = [
    "已电话联系物业，约定周三上门查看。",
    "申请人情绪激动，约见时请两人同去。",
    "双方都愿意坐下来谈，先排一次调解。",
];

/// What citizens wrote, and the replies.
const SAID: [[&str; 2]; 2] = [
    ["昨天又漏了一次，天花板起皮了。", "您补充的情况已收到，已转承办单位一并处理。"],
    ["请问什么时候来修？", "维修安排在本周五上午，请留人在家。"],
];

/// Lets the clerk of the county's centre write, a little before the end.
pub(super) async fn write(tx: &Tx, teller: &Teller<'_>, ground: &Ground) -> AppResult<()> {
    let at = teller.end - TimeDelta::minutes(5);
    let open = case::Entity::find()
        .filter(case::Column::Status.eq(CaseStatus::InProgress.as_str()))
        .filter(case::Column::IsAnonymous.eq(false))
        .filter(case::Column::UpdatedAt.lte(at))
        .order_by_asc(case::Column::CaseNo)
        .limit(NOTES.len() as u64)
        .all(&**tx)
        .await?;
    let ours =
        teller.county.staff.iter().find(|actor| {
            actor.role == Role::Clerk && actor.region_code.as_deref() == Some(COUNTY)
        });
    let clerk = ours.ok_or_else(|| AppError::internal("no clerk of the county's centre"))?;
    for (at_case, row) in open.iter().enumerate() {
        teller.clock.set(at);
        let writing = Writing { state: teller.state, tx, actor: clerk, ground };
        let text = NOTES[at_case % NOTES.len()].to_owned();
        Box::pin(service::write_note(writing, row.id, &WriteNoteRequest { text })).await?;
        let asked = Asked { state: teller.state, tx, actor: clerk, ground };
        match at_case {
            0 => correct(asked, row.id).await?,
            1 => add(asked, row.id).await?,
            _ => {}
        }
        if let Some(said) = SAID.get(at_case) {
            answer(writing, teller, row.id, said).await?;
        }
    }
    Ok(())
}

/// A telephone number that was taken down wrongly.
async fn correct(asked: Asked<'_>, case_id: Uuid) -> AppResult<()> {
    let row = case::Entity::find_by_id(case_id).one(&**asked.tx).await?;
    let applicant = party::Entity::find()
        .filter(party::Column::CaseId.eq(case_id))
        .order_by_asc(party::Column::PartyNo)
        .one(&**asked.tx)
        .await?;
    let (Some(row), Some(applicant)) = (row, applicant) else { return Ok(()) };
    let body = json!({ "phone": "13900006666", "reason": "本人来电更正联系电话" });
    let body = serde_json::from_value(body)?;
    let seen = IfMatch(row.row_version);
    Box::pin(parties::correct(asked, [case_id, applicant.id], seen, &body, Lang::Zh)).await?;
    Ok(())
}

/// Somebody who turned out to be concerned.
async fn add(asked: Asked<'_>, case_id: Uuid) -> AppResult<()> {
    let body = json!({
        "party": { "role": "third_party", "kind": "organization", "name": "演示物业服务有限公司" },
        "reason": "现场核实后查明的第三人",
    });
    let body = serde_json::from_value(body)?;
    Box::pin(parties::add(asked, case_id, &body, Lang::Zh)).await?;
    Ok(())
}

/// Something the citizen wrote, and what they were answered.
async fn answer(
    writing: Writing<'_>,
    teller: &Teller<'_>,
    case_id: Uuid,
    [said, replied]: &[&str; 2],
) -> AppResult<()> {
    let Writing { state, tx, ground, .. } = writing;
    let device = format!("{:032x}", 90);
    let act = Act::Comment((*said).to_owned());
    Box::pin(acts::carry_out(state, ground, tx, case_id, &device, &act)).await?;
    let message = message::Entity::find()
        .filter(message::Column::CaseId.eq(case_id))
        .filter(message::Column::Text.eq(*said))
        .one(&**tx)
        .await?;
    teller.clock.set(teller.end - TimeDelta::minutes(3));
    let message_id = message.map(|message| message.id);
    let body = WriteReplyRequest { text: (*replied).to_owned(), message_id };
    Box::pin(service::reply(writing, case_id, &body)).await?;
    Ok(())
}
