//! What citizens did on their own: matters submitted online, comments, ratings, a complaint, a case
//! that was "not solved"; by the use cases everybody goes through.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::intake;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::numbers;
use crate::features::public::acts::{self, Act, Visited};
use crate::features::public::dto::{CitizenContact, ComplaintAbout, SubmitCaseRequest};
use crate::features::public::submit;
use crate::platform::clock::Clock as _;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// What was submitted: hours before the end, the words, what is wanted, and by whom.
const SUBMITTED: [(i64, &str, &str, &str); 3] = [
    (
        30,
        "小区门口的污水井盖松动，夜里经过的人差点摔倒。已经跟物业说过两次，没有人来修。",
        "尽快修好井盖",
        "周示例",
    ),
    (8, "我在镇上的服装厂做了三个月，老板一直没发工资，打电话也不接。", "拿回三个月工资", "吴示例"),
    (
        3,
        "邻居新建的围墙占了两家共用的通道，三轮车进不来，好好说了几次都没有结果。",
        "恢复原来的通道宽度",
        "郑示例",
    ),
];

/// The same words and the same device, three times: questions for the supervisor.
const SOLICITED: &str = "非常满意，感谢工作人员的热情服务！";

/// Number and code of the last submission, to track it with.
pub(super) struct Tracked {
    pub(super) case_no: String,
    pub(super) code: String,
}

/// Lets the citizens of the county speak.
pub(super) async fn speak(tx: &Tx, teller: &Teller<'_>, ground: &Ground) -> AppResult<Tracked> {
    // A rating may close its case: who was there before?
    let closed = some(tx, CaseStatus::Closed, 6).await?;
    let in_progress = some(tx, CaseStatus::InProgress, 4).await?;
    for (at, id) in in_progress.into_iter().enumerate() {
        let text = ["昨天又去看了，情况还是一样。", "我补充了当时的收据，放在窗口了。"];
        let act = match at {
            3 => Act::Complain(ComplaintAbout::Delay, "两周没有人联系过我。".to_owned()),
            at => Act::Comment(text[at % 2].to_owned()),
        };
        say(tx, teller, ground, id, at, &act).await?;
    }
    let in_callback = some(tx, CaseStatus::InCallback, 3).await?;
    for (at, id) in in_callback.into_iter().enumerate() {
        let (solved, fairly_treated) = [(true, true), (false, true), (true, false)][at % 3];
        let text = (!solved).then(|| "答应修的地方只修了一半。".to_owned());
        // Some say at which window they were.
        let visit = Visited {
            window_no: (at != 1).then(|| format!("A{:02}", at + 1)),
            on: (at != 1).then(|| local_date(teller.end).pred_opt()).flatten(),
        };
        let act = Act::Rate { solved, fairly_treated, text, visit };
        say(tx, teller, ground, id, 10 + at, &act).await?;
    }
    for (at, id) in closed.into_iter().enumerate() {
        let rate = |text: &str| Act::Rate {
            solved: true,
            fairly_treated: true,
            text: Some(text.to_owned()),
            visit: Visited::default(),
        };
        let (device, act) = match at {
            0 => (20, rate("问题解决了，谢谢。")),
            1..=3 => (21, rate(SOLICITED)),
            4 => (
                22,
                Act::Complain(ComplaintAbout::Solicited, "有人打电话让我给五星好评。".to_owned()),
            ),
            _ => (23, Act::Reopen("修好没几天又开始漏水。".to_owned())),
        };
        say(tx, teller, ground, id, device, &act).await?;
    }
    submit_all(tx, teller, ground).await
}

/// The last cases in a status.
async fn some(tx: &Tx, status: CaseStatus, most: u64) -> AppResult<Vec<Uuid>> {
    let found = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Status.eq(status.as_str()))
        .order_by_desc(case::Column::UpdatedAt)
        .order_by_desc(case::Column::Id)
        .limit(most);
    Ok(found.into_tuple().all(&**tx).await?)
}

/// One act of a citizen, soon after the last thing that happened to the case.
async fn say(
    tx: &Tx,
    teller: &Teller<'_>,
    ground: &Ground,
    id: Uuid,
    device: usize,
    act: &Act,
) -> AppResult<()> {
    let row = case::Entity::find_by_id(id).one(&**tx).await?;
    let row = row.ok_or_else(|| AppError::internal("a case was lost"))?;
    let at = (row.updated_at + TimeDelta::minutes(90)).min(teller.end);
    teller.clock.set(at.max(row.updated_at));
    let device = format!("{device:032x}");
    match Box::pin(acts::carry_out(teller.state, ground, tx, id, &device, act)).await {
        // In a small county the last closed case may be out of the window: then nobody says so.
        Err(error) if error.code() == ErrorCode::CaseReopenWindow => Ok(()),
        done => done,
    }
}

async fn submit_all(tx: &Tx, teller: &Teller<'_>, ground: &Ground) -> AppResult<Tracked> {
    let mut last = None;
    for (at, (hours, words, wanted, name)) in SUBMITTED.into_iter().enumerate() {
        let when: DateTime<Utc> = teller.end - TimeDelta::hours(hours);
        teller.clock.set(when);
        let township = &teller.county.townships[at % teller.county.townships.len()];
        let region_id = township.villages[0].id;
        let written = SubmitCaseRequest {
            title: None,
            narrative: words.to_owned(),
            demand: Some(wanted.to_owned()),
            region_id,
            address: None,
            occurred_on: None,
            people_count: Some(1),
            willing_to_mediate: Some(true),
            anonymous: false,
            applicant: Some(CitizenContact {
                name: name.to_owned(),
                phone: format!("1390000{:04}", 2_000 + at),
                address: None,
            }),
            respondent: None,
            email: None,
            notify_by_email: false,
        };
        let request = submit::registration(&written);
        let place = submit::place_of(&ground.directory, region_id)?;
        let prefix = format!("{COUNTY}-{}", local_date(teller.clock.now()).format("%Y%m%d"));
        let serial = numbers::take(tx, &prefix, 1).await?;
        let case_no = format!("{prefix}-{serial:06}");
        let keeper = &ground.keeper;
        let prepared =
            intake::prepare(teller.state, keeper, None, &request, &place, case_no, when)?;
        let permit = Permit::system("demo county");
        intake::store(tx, permit, std::slice::from_ref(&prepared)).await?;
        last = Some(Tracked {
            case_no: prepared.loaded.row.case_no.clone(),
            code: prepared.tracking_code,
        });
    }
    last.ok_or_else(|| AppError::internal("nobody submitted anything"))
}
