//! What the rules of the agenda look at, read from the database: the cases in the charge of a
//! centre, and nobody else's.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType,
    QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

use super::agenda::{AgendaThresholds, Candidate, Known, Owed, repeats};
use super::kind::MeetingKind;
use crate::features::case_tasks;
use crate::features::cases::entity::{case, party};
use crate::features::cases::model::{CaseStatus, Level};
use crate::platform::error::AppResult;

/// What is read of a case.
#[derive(Debug, FromQueryResult)]
struct Head {
    id: Uuid,
    center_id: Uuid,
    status: String,
    due_at: Option<DateTime<Utc>>,
    people_count: Option<i32>,
    level: Option<String>,
}

/// What is compared of a case, before its applicants are known.
#[derive(FromQueryResult)]
struct Matter {
    id: Uuid,
    registered_at: DateTime<Utc>,
    type_code: Option<String>,
    region_code: String,
    title: String,
}

/// The cases a meeting of a centre may have on its agenda, in five statements at most.
pub async fn load(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    kind: MeetingKind,
    from: AgendaThresholds,
    now: DateTime<Utc>,
) -> AppResult<Vec<Candidate>> {
    let is_daily = kind == MeetingKind::Daily;
    let mut owed: HashMap<Uuid, (Vec<Owed>, Vec<Owed>)> = HashMap::new();
    for task in case_tasks::repo::owed_to(db, center_id).await? {
        let (decisions, promises) = owed.entry(task.case_id).or_default();
        let one = Owed { task_id: task.id, due_on: task.due_on };
        if task.meeting_id.is_some() { decisions.push(one) } else { promises.push(one) }
    }
    // A case with something owed is looked at whatever became of it.
    let wanted = Condition::any()
        .add(open().add_option(is_daily.then(|| case::Column::DueAt.lt(now))))
        .add(case::Column::Id.is_in(owed.keys().copied()));
    let heads = case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::CenterId,
            case::Column::Status,
            case::Column::DueAt,
            case::Column::PeopleCount,
            case::Column::Level,
        ])
        .filter(case::Column::CenterId.eq(center_id))
        .filter(wanted)
        .into_model::<Head>()
        .all(db)
        .await?;
    let ids: BTreeSet<Uuid> = heads.iter().map(|head| head.id).collect();
    let found = if is_daily || ids.is_empty() {
        HashMap::new()
    } else {
        repeats(&ids, &known(db, center_id, from.repeats_since(now)).await?, from, now)
    };
    let candidates = heads.into_iter().map(|head| {
        let (decisions, promises) = owed.remove(&head.id).unwrap_or_default();
        Candidate {
            case_id: head.id,
            center_id: head.center_id,
            is_open: CaseStatus::parse(&head.status).is_some_and(CaseStatus::is_open),
            due_at: head.due_at,
            people_count: head.people_count,
            level: head.level.as_deref().and_then(Level::parse),
            repeats: found.get(&head.id).copied().unwrap_or_default(),
            decisions,
            promises,
        }
    });
    Ok(candidates.collect())
}

/// Somebody still has to work on it.
fn open() -> Condition {
    let words = CaseStatus::open().map(CaseStatus::as_str);
    Condition::all().add(case::Column::Status.is_in(words))
}

/// The open cases of a centre, and those registered lately, with their applicants.
async fn known(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    since: DateTime<Utc>,
) -> AppResult<Vec<Known>> {
    let merged = CaseStatus::Merged.as_str();
    let of_interest = || {
        let lately = Condition::all()
            .add(case::Column::RegisteredAt.gte(since))
            .add(case::Column::Status.ne(merged));
        Condition::all()
            .add(case::Column::CenterId.eq(center_id))
            .add(Condition::any().add(open()).add(lately))
    };
    let matters = case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::RegisteredAt,
            case::Column::TypeCode,
            case::Column::RegionCode,
            case::Column::Title,
        ])
        .filter(of_interest())
        .into_model::<Matter>()
        .all(db)
        .await?;
    let to_case =
        party::Entity::belongs_to(case::Entity).from(party::Column::CaseId).to(case::Column::Id);
    let parties: Vec<(Uuid, Option<String>, Option<String>)> = party::Entity::find()
        .select_only()
        .columns([party::Column::CaseId, party::Column::IdNumber, party::Column::Phone])
        .join(JoinType::InnerJoin, to_case.into())
        .filter(party::Column::Role.eq("applicant"))
        .filter(of_interest())
        .into_tuple()
        .all(db)
        .await?;
    let mut applicants: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (case_id, id_number, phone) in parties {
        let keys = id_number.map(|id| format!("id:{id}")).into_iter();
        let keys = keys.chain(phone.map(|phone| format!("phone:{phone}")));
        applicants.entry(case_id).or_default().extend(keys);
    }
    let known = matters.into_iter().map(|matter| Known {
        case_id: matter.id,
        registered_at: matter.registered_at,
        type_code: matter.type_code,
        region_code: matter.region_code,
        title: matter.title,
        applicants: applicants.remove(&matter.id).unwrap_or_default(),
    });
    Ok(known.collect())
}

/// Which of these cases are in the charge of a centre.
pub async fn of_center(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    ids: impl Iterator<Item = Uuid>,
) -> AppResult<HashSet<Uuid>> {
    let found: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::CenterId.eq(center_id))
        .filter(case::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}
