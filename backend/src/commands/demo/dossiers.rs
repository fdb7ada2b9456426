//! Papers: a few with a case in progress, and one dossier complete, sealed and archived.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::attachments::made::{self, Made};
use crate::features::attachments::service::held_case;
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::service::{self as cases, Asked, Request};
use crate::features::dossiers::dto::SealDossierRequest;
use crate::features::dossiers::service::{Sealing, sealed};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::IfMatch;
use crate::platform::lang::Lang;
use crate::policy::{Actor, Role};

/// 人民调解.
const MEDIATION: &str = "02";

/// The sealed dossier: name, place, and what is written there; a name of a picture has none.
const SEALED: [(&str, &str, &str); 7] = [
    ("受理登记表.txt", "01", "人民调解受理登记表（演示材料，内容虚构）"),
    ("权利义务告知书.txt", "02", "人民调解当事人权利义务告知书（演示材料，内容虚构）"),
    ("身份证明.png", "03", ""),
    ("现场照片.png", "06", ""),
    ("调解记录.txt", "07", "人民调解记录（演示材料，内容虚构）"),
    ("调解协议书.txt", "08", "人民调解协议书（演示材料，内容虚构）"),
    ("封底.txt", "13", "封底（演示材料，内容虚构）"),
];

/// With a case in progress.
const COLLECTED: [(&str, &str, &str); 3] = [
    ("现场照片.png", "06", ""),
    ("身份证明.png", "03", ""),
    ("情况说明.txt", "", "申请人提交的情况说明（演示材料，内容虚构）"),
];

/// Puts the papers together; everything of it happens at the end of the story.
pub(super) async fn put_together(
    tx: &Tx,
    teller: &mut Teller<'_>,
    ground: &Ground,
) -> AppResult<()> {
    let clerk = teller.county.who(teller.chance, Role::Clerk, COUNTY, None)?.clone();
    teller.clock.set(teller.end);
    if let Some(id) = last(tx, CaseStatus::InProgress, None).await? {
        Box::pin(keep(tx, teller, ground, &clerk, id, &COLLECTED)).await?;
    }
    let Some(id) = last(tx, CaseStatus::Closed, Some(MEDIATION)).await? else { return Ok(()) };
    Box::pin(keep(tx, teller, ground, &clerk, id, &SEALED)).await?;
    let case = Box::pin(held_case(tx, &clerk, id)).await?;
    let body = SealDossierRequest { case_no: case.row.case_no.clone() };
    let seen = IfMatch(case.row.event_count);
    let asked = Sealing { seen, body: &body, lang: Lang::Zh };
    let case = Box::pin(sealed(teller.state, tx, &clerk, ground, case, asked)).await?;
    let asked = Asked { state: teller.state, tx, actor: &clerk, ground };
    let seen = IfMatch(case.row.row_version);
    Box::pin(cases::perform(asked, id, seen, &Request::Archive(None), Lang::Zh)).await?;
    Ok(())
}

/// The last case that stands there.
async fn last(tx: &Tx, status: CaseStatus, method: Option<&str>) -> AppResult<Option<Uuid>> {
    let mut found = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Status.eq(status.as_str()))
        .order_by_desc(case::Column::CaseNo)
        .limit(1);
    if let Some(method) = method {
        found = found.filter(case::Column::MethodCode.eq(method));
    }
    Ok(found.into_tuple().one(&**tx).await?)
}

async fn keep(
    tx: &Tx,
    teller: &Teller<'_>,
    ground: &Ground,
    clerk: &Actor,
    id: Uuid,
    papers: &[(&str, &str, &str)],
) -> AppResult<()> {
    let mut case = Box::pin(held_case(tx, clerk, id)).await?;
    for (name, code, text) in papers {
        let made = Made {
            file_name: (*name).to_owned(),
            content: if text.is_empty() { picture()? } else { text.as_bytes().to_vec() },
            document_code: (!code.is_empty()).then(|| (*code).to_owned()),
            // What has no place yet may name somebody.
            is_identity: code.is_empty(),
        };
        case = Box::pin(made::keep(teller.state, tx, ground, clerk, case, made)).await?;
    }
    Ok(())
}

/// A picture of nothing.
fn picture() -> AppResult<Vec<u8>> {
    let shade = |at: u32| u8::try_from(at % 200).unwrap_or(0);
    let picture = RgbImage::from_fn(480, 320, |x, y| Rgb([shade(x), 120, shade(y)]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(AppError::internal)?;
    Ok(bytes.into_inner())
}
