//! Setting a task on a case: the one way promises and decisions take.

use chrono::NaiveDate;
use uuid::Uuid;

use super::entity::case_task::Model;
use super::repo;
use super::state::may_be_due;
use super::view::facts_of;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::{Change, TaskThen};
use crate::features::cases::entity::clock;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::repo::Loaded;
use crate::features::cases::transit::{self, By, Noted};
use crate::features::notices::direct::{Bell, Call, ring};
use crate::features::notices::from_events::Audience;
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::About;
use crate::features::org::directory::Directory;
use crate::features::review_meetings::kind::MeetingKind;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit};

/// Who sets tasks, for which centre, and what is looked at.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The server.
    pub state: &'a AppState,
    /// The transaction.
    pub tx: &'a Tx,
    /// Who sets it.
    pub actor: &'a Actor,
    /// Taken before the transaction began.
    pub ground: &'a Ground,
    /// Tells the unit; none: nobody is told.
    pub bell: Option<&'a Bell>,
    /// The centre whose task it is.
    pub center_id: Uuid,
    /// Where that centre's reach begins.
    pub region_code: &'a str,
}

/// What leaves a task.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// 接访承诺
    Promise {
        /// The reception.
        reception_id: Uuid,
    },
    /// 会议议定
    Decision {
        /// The meeting.
        meeting_id: Uuid,
        /// Its kind.
        kind: MeetingKind,
        /// The item of its agenda.
        item_id: Uuid,
    },
}

/// A task to be set.
#[derive(Debug, Clone)]
pub struct NewTask<'a> {
    /// Who is to do it.
    pub department_id: Uuid,
    /// What.
    pub text: &'a str,
    /// The last day.
    pub due_on: NaiveDate,
    /// What leaves it.
    pub source: Source,
}

/// 422 where the case, the unit or the day will not do for a task: at the first pointer for the
/// case, below the second for the rest.
pub fn check(
    directory: &Directory,
    case: &Loaded,
    task: &NewTask<'_>,
    today: NaiveDate,
    (of_case, pointer): (&str, &str),
) -> AppResult<()> {
    if case.state.status.is_final() {
        return Err(AppError::field(of_case, ErrorCode::CaseTaskCaseEnded));
    }
    let at = format!("{pointer}/department_id");
    let department = directory.departments.get(&task.department_id).filter(|unit| unit.is_active);
    let department =
        department.ok_or_else(|| AppError::field(at.clone(), ErrorCode::DepartmentUnknown))?;
    let region = directory.regions.get(&department.region_id);
    if !region.is_some_and(|region| case.row.region_code.starts_with(&region.code)) {
        return Err(AppError::field(at, ErrorCode::CaseDepartmentOutOfReach));
    }
    if !may_be_due(task.due_on, today) {
        return Err(AppError::field(format!("{pointer}/due_on"), ErrorCode::CaseTaskDueDay));
    }
    Ok(())
}

/// Sets a task on a case that is held and was checked: its row, an event of the case, and a notice
/// to the unit. One permit is for the row, the other for the event.
pub async fn set(
    setting: Setting<'_>,
    permits: (Permit, Permit),
    case: &mut Loaded,
    task: &NewTask<'_>,
) -> AppResult<Model> {
    let Setting { state, tx, actor, ground, .. } = setting;
    let row = row(setting, case, task);
    repo::insert(tx, permits.0, row.clone()).await?;
    let then = then(&row);
    let change = match task.source {
        Source::Promise { reception_id } => Change::PromiseMade { reception_id, task: then },
        Source::Decision { meeting_id, kind, .. } => {
            Change::MeetingDecided { meeting_id, meeting: kind, task: then }
        }
    };
    let by = By { actor: Some(actor), at: state.clock.now() };
    let noted = Noted { change, by, clocks: Vec::<clock::Model>::new() };
    transit::note(state, tx, permits.1, &ground.keeper, case, noted).await?;
    if let Some(bell) = setting.bell {
        let to = [Audience::Department(row.department_id)];
        let call = call(&row, &case.row.case_no, &ground.directory, NoticeKind::TaskSet, &to);
        ring(state, tx, bell, Call { but: Some(actor.person_id), ..call }).await?;
    }
    Ok(row)
}

/// The task as events name it.
pub(super) fn then(row: &Model) -> TaskThen {
    TaskThen {
        task_id: row.id,
        department_id: row.department_id,
        due_on: row.due_on,
        text_hash: sha256(row.text.as_bytes()),
    }
}

/// What a notice about a task says.
pub(super) fn call<'a>(
    row: &'a Model,
    case_no: &str,
    directory: &Directory,
    kind: NoticeKind,
    to: &'a [Audience],
) -> Call<'a> {
    let params = Params::default()
        .with("case_no", case_no)
        .with("department", directory.department_name(row.department_id))
        .with("on", row.due_on.to_string());
    Call {
        kind,
        to,
        only: None,
        but: None,
        right: Action::CaseTaskRead,
        facts: facts_of(row),
        about: About { kind: NoticeAboutKind::CaseTask, id: row.id },
        fact_key: format!("{}:{}", row.id, kind.as_str()),
        params,
    }
}

fn row(setting: Setting<'_>, case: &Loaded, task: &NewTask<'_>) -> Model {
    let now = setting.state.clock.now();
    let (reception_id, meeting_id, item_id) = match task.source {
        Source::Promise { reception_id } => (Some(reception_id), None, None),
        Source::Decision { meeting_id, item_id, .. } => (None, Some(meeting_id), Some(item_id)),
    };
    Model {
        id: setting.state.ids.next(),
        case_id: case.row.id,
        center_id: setting.center_id,
        region_code: setting.region_code.to_owned(),
        department_id: task.department_id,
        text: task.text.trim().to_owned(),
        due_on: task.due_on,
        reception_id,
        meeting_id,
        item_id,
        set_by_id: setting.actor.person_id,
        set_at: now,
        done_at: None,
        done_by_id: None,
        done_note: None,
        withdrawn_at: None,
        withdrawn_by_id: None,
        withdraw_reason: None,
        watched_on: Some(task.due_on),
        reminded_at: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    }
}

/// Today, as tasks count it.
pub fn today(state: &AppState) -> NaiveDate {
    local_date(state.clock.now())
}
