//! Meetings as one reader may see them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::agenda::Ground;
use super::dto::{
    AgendaCase, AgendaItemView, GroundView, MeetingKind, MeetingState, MeetingUnitView,
    RemovedView, ReviewMeetingView,
};
use super::entity::{item, meeting, unit};
use super::repo::{self, Figures};
use super::workflow::MeetingAction;
use crate::features::calendars::civil_day::local_date;
use crate::features::case_tasks;
use crate::features::case_tasks::dto::CaseTaskView;
use crate::features::cases::entity::case;
use crate::features::cases::mentioned::Mentioned;
use crate::features::cases::model::{CaseStatus, Level};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, holds};

/// What the rights table looks at; the chair has a meeting in hand.
pub(super) fn facts_of(row: &meeting::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        holder_id: Some(row.chair_id),
        ..Facts::default()
    }
}

/// A word the program does not know.
pub(super) fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// Where a meeting stands.
pub(super) fn state_of(row: &meeting::Model) -> AppResult<MeetingState> {
    MeetingState::parse(&row.state).ok_or_else(unreadable)
}

/// Its kind.
pub(super) fn kind_of(row: &meeting::Model) -> AppResult<MeetingKind> {
    MeetingKind::parse(&row.kind).ok_or_else(unreadable)
}

/// The grounds of an item.
pub(super) fn grounds_of(row: &item::Model) -> Vec<Ground> {
    serde_json::from_str(&row.grounds).unwrap_or_default()
}

/// Why `actor` may not do something to a meeting; none when they may.
pub(super) fn refusal(
    row: &meeting::Model,
    action: MeetingAction,
    actor: &Actor,
) -> AppResult<Option<ErrorCode>> {
    if !holds(actor, action.right(), &facts_of(row)) {
        return Ok(Some(ErrorCode::AuthNotAllowed));
    }
    if !action.is_open_in(state_of(row)?) {
        return Ok(Some(ErrorCode::ReviewMeetingWrongState));
    }
    let is_issued = action == MeetingAction::IssueMinutes && row.minutes_no.is_some();
    Ok(is_issued.then_some(ErrorCode::ReviewMeetingMinutesIssued))
}

/// What is under a meeting: all of it for one, nothing in a list.
#[derive(Debug, Default)]
pub(super) struct Under {
    pub(super) items: Vec<item::Model>,
    pub(super) units: Vec<unit::Model>,
}

impl Under {
    /// Of one meeting.
    pub(super) async fn of(db: &impl ConnectionTrait, meeting_id: Uuid) -> AppResult<Self> {
        Ok(Self {
            items: repo::items(db, meeting_id).await?,
            units: repo::units(db, meeting_id).await?,
        })
    }
}

/// What is shown of a case on the agenda.
#[derive(Debug, FromQueryResult)]
struct Head {
    id: Uuid,
    case_no: String,
    title: String,
    status: String,
    type_code: Option<String>,
    level: Option<String>,
    lead_department_id: Option<Uuid>,
    people_count: Option<i32>,
    due_at: Option<DateTime<Utc>>,
}

/// Who reads, and in which language.
#[derive(Clone, Copy)]
pub(super) struct By<'a> {
    pub(super) actor: &'a Actor,
    pub(super) directory: &'a Directory,
    pub(super) now: DateTime<Utc>,
    pub(super) lang: Lang,
}

/// What is needed to write meetings out.
pub(super) struct Reader<'a> {
    by: By<'a>,
    names: HashMap<Uuid, String>,
    figures: HashMap<Uuid, Figures>,
    cases: HashMap<Uuid, Head>,
    /// Which cases are or were on whose agenda.
    on: Vec<(Uuid, Uuid)>,
    mentioned: Mentioned,
    /// Tasks by the item that decided them, or none where they were owed before.
    tasks: Vec<(Option<Uuid>, CaseTaskView)>,
}

impl<'a> Reader<'a> {
    /// For these meetings and what is under them, in a number of statements that does not depend on
    /// how many there are.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        by: By<'a>,
        meetings: &[meeting::Model],
        under: &Under,
    ) -> AppResult<Self> {
        let ids: Vec<Uuid> = meetings.iter().map(|row| row.id).collect();
        let people = meetings.iter().flat_map(|row| [Some(row.chair_id), Some(row.called_by_id)]);
        let others = under.items.iter().flat_map(|row| [row.added_by_id, row.removed_by_id]);
        let people: HashSet<Uuid> = people.chain(others).flatten().collect();
        let names = personnel::repo::list_names(db, people).await?;
        let cases = heads(db, by.actor, &under.items).await?;
        let on = repo::cases_on(db, &ids).await?;
        let mentioned = Mentioned::of(db, by.actor, on.iter().map(|(_, id)| *id)).await?;
        let scope = Scope::case_tasks(by.actor, Action::CaseTaskRead);
        let owed = under.items.iter().flat_map(grounds_of).flat_map(|ground| ground.task_ids);
        let owed: HashSet<Uuid> = owed.collect();
        let mut rows = case_tasks::repo::by_ids(db, &scope, owed.into_iter().collect()).await?;
        let before = rows.len();
        let on_them: Vec<Uuid> = under.items.iter().map(|row| row.id).collect();
        rows.extend(case_tasks::repo::of_items(db, &scope, on_them).await?);
        let today = local_date(by.now);
        let reader = case_tasks::view::Reader::of(db, by.actor, by.directory, today, &rows).await?;
        let tasks = rows.iter().enumerate().map(|(at, row)| {
            let decided_by = row.item_id.filter(|_| at >= before);
            (decided_by, reader.view(row))
        });
        let tasks = tasks.collect();
        let figures = repo::figures(db, &ids).await?;
        Ok(Self { by, names, figures, cases, on, mentioned, tasks })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn department(&self, id: Uuid) -> DepartmentRef {
        DepartmentRef { id, name: self.by.directory.department_name(id) }
    }

    /// A meeting with what is under it.
    pub(super) fn view(&self, row: &meeting::Model, under: &Under) -> AppResult<ReviewMeetingView> {
        let center = self.by.directory.centers.get(&row.center_id);
        let figures = self.figures.get(&row.id).copied().unwrap_or_default();
        let (allowed_actions, refused_actions) = self.actions(row)?;
        // What was taken off stands at the end.
        let (on, off): (Vec<_>, Vec<_>) =
            under.items.iter().partition(|item| item.removed_at.is_none());
        let on = (1..).zip(on).map(|(at, item)| self.item(item, at));
        let off = off.into_iter().map(|item| self.item(item, item.position));
        let of_it = self.on.iter().filter(|(meeting, _)| *meeting == row.id);
        let mentions = self.mentioned.among(of_it.map(|(_, case_id)| *case_id));
        let units = under.units.iter().map(|unit| MeetingUnitView {
            department: self.department(unit.department_id),
            is_present: unit.is_present,
        });
        Ok(ReviewMeetingView {
            id: row.id,
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            kind: kind_of(row)?,
            state: state_of(row)?,
            starts_at: row.starts_at,
            place: row.place.clone(),
            chair: self.person(row.chair_id),
            called_by: self.person(row.called_by_id),
            agenda_as_of: row.agenda_as_of,
            item_count: figures.items,
            left_out_count: row.left_out_count,
            decision_count: figures.decisions,
            open_decision_count: figures.open,
            items: on.chain(off).collect::<AppResult<_>>()?,
            units: units.collect(),
            started_at: row.started_at,
            closed_at: row.closed_at,
            summary: mentions.hide_some(row.summary.as_ref()),
            cancel_reason: mentions.hide_some(row.cancel_reason.as_ref()),
            minutes_no: row.minutes_no.clone(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    /// An item of one of the agendas.
    pub(super) fn item(&self, row: &item::Model, position: i32) -> AppResult<AgendaItemView> {
        let grounds = grounds_of(row);
        let owed: Vec<Uuid> =
            grounds.iter().flat_map(|ground| ground.task_ids.iter().copied()).collect();
        let lang = self.by.lang;
        let shown = grounds.into_iter().map(|ground| GroundView {
            rule: ground.rule,
            sentence: ground.sentence(lang),
            due_on: ground.due_on,
            days_over: ground.days_over,
            people_count: ground.people_count,
            same_parties: ground.same_parties,
            alike: ground.alike,
        });
        let tasks = |is_wanted: &dyn Fn(Option<Uuid>, &CaseTaskView) -> bool| {
            let found = self.tasks.iter().filter(|(item, task)| is_wanted(*item, task));
            found.map(|(_, task)| task.clone()).collect::<Vec<_>>()
        };
        let removed = row.removed_at.zip(row.removed_by_id).map(|(at, by)| RemovedView {
            at,
            by: self.person(by),
            reason: self
                .mentioned
                .hide_some(row.case_id, row.remove_reason.as_ref())
                .unwrap_or_default(),
        });
        Ok(AgendaItemView {
            id: row.id,
            position,
            case: self.cases.get(&row.case_id).map(|head| self.case(head)).transpose()?,
            grounds: shown.collect(),
            as_of: row.as_of,
            is_by_hand: row.is_by_hand,
            added_by: row.added_by_id.map(|id| self.person(id)),
            reason: self.mentioned.hide_some(row.case_id, row.reason.as_ref()),
            removed,
            owed: tasks(&|item, task| item.is_none() && owed.contains(&task.id)),
            decisions: tasks(&|item, _| item == Some(row.id)),
        })
    }

    fn case(&self, head: &Head) -> AppResult<AgendaCase> {
        Ok(AgendaCase {
            id: head.id,
            case_no: head.case_no.clone(),
            title: self.mentioned.title(head.id, &head.title),
            status: CaseStatus::parse(&head.status).ok_or_else(unreadable)?,
            type_code: head.type_code.clone(),
            level: head.level.as_deref().and_then(Level::parse),
            lead_department: head.lead_department_id.map(|id| self.department(id)),
            people_count: head.people_count,
            due_at: head.due_at,
        })
    }

    fn actions(&self, row: &meeting::Model) -> AppResult<(Vec<String>, BTreeMap<String, String>)> {
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for action in MeetingAction::ALL {
            let verb = action.as_str().to_owned();
            match refusal(row, *action, self.by.actor)? {
                None => allowed.push(verb),
                Some(code) => {
                    refused.insert(verb, code.as_str().to_owned());
                }
            }
        }
        Ok((allowed, refused))
    }
}

/// Those cases of the items that the reader may see.
async fn heads(
    db: &impl ConnectionTrait,
    actor: &Actor,
    items: &[item::Model],
) -> AppResult<HashMap<Uuid, Head>> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let found = case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::CaseNo,
            case::Column::Title,
            case::Column::Status,
            case::Column::TypeCode,
            case::Column::Level,
            case::Column::LeadDepartmentId,
            case::Column::PeopleCount,
            case::Column::DueAt,
        ])
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .filter(case::Column::Id.is_in(items.iter().map(|row| row.case_id)))
        .into_model::<Head>()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|head| (head.id, head)).collect())
}
