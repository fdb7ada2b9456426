//! The roster around the last evening, what leaders received and promised, kept and broken; and a
//! review meeting of every kind with its decisions. By the use cases everybody goes through.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::case_tasks::entity::case_task;
use crate::features::case_tasks::service::{self as tasks, Step};
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::CaseStatus;
use crate::features::procedure_rules::ProcedureRuleSet;
use crate::features::receptions::dto::{
    AskSwapRequest, BookAppointmentRequest, ExcuseReceptionDayRequest, PlanReceptionDayRequest,
    PromiseRequest, PublishReceptionDaysRequest, RecordReceptionRequest,
};
use crate::features::receptions::entity::{appointment, day, swap};
use crate::features::receptions::roster::Asked;
use crate::features::receptions::swaps::Answer;
use crate::features::receptions::{booking, record, roster, swaps};
use crate::features::review_meetings::dto::{
    AttendReviewMeetingRequest, CallReviewMeetingRequest, DecideReviewMeetingRequest, MeetingKind,
};
use crate::features::review_meetings::entity::{item, meeting};
use crate::features::review_meetings::{running, service as meetings};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::IfMatch;
use crate::platform::lang::Lang;
use crate::policy::{Actor, Role};

const PLACE: &str = "县综治中心一楼接访室";
const TITLES: [&str; 2] = ["县委副书记、政法委书记", "副县长"];

/// Who has a part in it.
struct Scene<'a> {
    tx: &'a Tx,
    ground: &'a Ground,
    leaders: Vec<&'a Actor>,
    director: &'a Actor,
    clerk: &'a Actor,
    /// The working days up to the last evening, the latest first.
    back: Vec<NaiveDate>,
    /// The working days after it.
    ahead: Vec<NaiveDate>,
}

/// Tells the receptions and the meetings.
pub(super) async fn tell(tx: &Tx, teller: &mut Teller<'_>, ground: &Ground) -> AppResult<()> {
    let county = teller.county;
    let at_county = |actor: &&Actor| actor.region_code.as_deref() == Some(COUNTY);
    let leaders: Vec<_> =
        county.staff.iter().filter(at_county).filter(|actor| actor.role == Role::Leader).collect();
    let calendar = ground.keeper.calendar();
    let last = local_date(teller.end);
    let back = (0..60).filter_map(|days| last.checked_sub_days(Days::new(days)));
    let ahead = (2..90).filter_map(|days| last.checked_add_days(Days::new(days)));
    let scene = Scene {
        tx,
        ground,
        leaders,
        director: county.who(teller.chance, Role::CenterDirector, COUNTY, None)?,
        clerk: county.who(teller.chance, Role::Clerk, COUNTY, None)?,
        back: back.filter(|day| calendar.is_working(*day)).collect(),
        ahead: ahead.filter(|day| calendar.is_working(*day)).collect(),
    };
    Box::pin(scene.past_days(teller)).await?;
    Box::pin(scene.days_to_come(teller)).await?;
    Box::pin(scene.held_meetings(teller)).await?;
    Box::pin(scene.called_meetings(teller)).await
}

fn morning(day: NaiveDate) -> DateTime<Utc> {
    start_of_day(day) + TimeDelta::hours(9)
}

impl Scene<'_> {
    fn back(&self, at: usize) -> AppResult<NaiveDate> {
        let day = self.back.get(at).copied();
        day.ok_or_else(|| AppError::internal("a calendar without working days"))
    }

    fn leader(&self, at: usize) -> AppResult<&Actor> {
        let leader = self.leaders.get(at % self.leaders.len().max(1)).copied();
        leader.ok_or_else(|| AppError::internal("a county without leaders"))
    }

    fn asked<'b>(&'b self, teller: &'b Teller<'_>, actor: &'b Actor) -> Asked<'b> {
        Asked { state: teller.state, tx: self.tx, actor, ground: self.ground, bell: None }
    }

    /// Plans and, where `lead` says so, publishes a day.
    async fn plan(
        &self,
        teller: &Teller<'_>,
        on: NaiveDate,
        who: usize,
        published: Option<i64>,
    ) -> AppResult<day::Model> {
        let at = morning(on) - TimeDelta::days(published.unwrap_or(12));
        teller.clock.set(at.min(teller.end));
        let leader = self.leader(who)?;
        let director = self.asked(teller, self.director);
        let body = PlanReceptionDayRequest {
            leader_id: leader.person_id,
            leader_title: TITLES.get(who % TITLES.len()).map(|title| (*title).to_owned()),
            starts_at: morning(on),
            ends_at: morning(on) + TimeDelta::hours(3),
            place: PLACE.to_owned(),
            slots: Some(8),
        };
        Box::pin(roster::plan(director, &body)).await?;
        if published.is_some() {
            let late_reason = Some("原定领导临时外出，补充公布".to_owned());
            let body = PublishReceptionDaysRequest { from: on, to: on, late_reason };
            Box::pin(roster::publish(director, &body)).await?;
        }
        self.day(on, leader.person_id).await
    }

    async fn day(&self, on: NaiveDate, leader_id: Uuid) -> AppResult<day::Model> {
        let found = day::Entity::find()
            .filter(day::Column::HeldOn.eq(on))
            .filter(day::Column::LeaderId.eq(leader_id))
            .one(&**self.tx)
            .await?;
        found.ok_or_else(|| AppError::internal("a reception day was lost"))
    }

    /// Cases of the county's centre that somebody works on, and nothing has happened to since.
    async fn cases(&self, at: DateTime<Utc>, most: usize) -> AppResult<Vec<case::Model>> {
        let center_id = self.director.center_id;
        let found = case::Entity::find()
            .filter(case::Column::CenterId.eq(center_id))
            .filter(case::Column::Status.eq(CaseStatus::InProgress.as_str()))
            .filter(case::Column::UpdatedAt.lte(at))
            .order_by_asc(case::Column::CaseNo)
            .all(&**self.tx)
            .await?;
        Ok(found.into_iter().take(most).collect())
    }

    /// Receptions of the last weeks: promises kept in time, kept late, and broken; a leader who was
    /// replaced, and one whom nobody replaced.
    async fn past_days(&self, teller: &mut Teller<'_>) -> AppResult<()> {
        for (who, back, days, kept) in
            [(0, 9, 2, Some(1)), (1, 7, 1, Some(3)), (0, 2, 1, None), (1, 11, 3, None)]
        {
            let on = self.back(back)?;
            let day = self.plan(teller, on, who, Some(9)).await?;
            self.receive(teller, &day, days, kept).await?;
        }
        let on = self.back(5)?;
        let day = self.plan(teller, on, 0, Some(8)).await?;
        self.excuse(teller, &day, Some(self.leader(1)?.person_id)).await?;
        let day = self.day(on, day.leader_id).await?;
        self.receive(teller, &day, 20, None).await?;
        let on = self.back(3)?;
        let day = self.plan(teller, on, 1, Some(8)).await?;
        self.excuse(teller, &day, None).await
    }

    async fn excuse(
        &self,
        teller: &Teller<'_>,
        day: &day::Model,
        stand_in_id: Option<Uuid>,
    ) -> AppResult<()> {
        teller.clock.set(morning(day.held_on) - TimeDelta::hours(18));
        let reason = "赴省里参加会议".to_owned();
        let body = ExcuseReceptionDayRequest { reason, stand_in_id };
        let director = self.asked(teller, self.director);
        Box::pin(roster::excuse(director, day.id, IfMatch(day.row_version), &body)).await?;
        Ok(())
    }

    /// A matter that was booked and received, and what was promised within `days`.
    async fn receive(
        &self,
        teller: &Teller<'_>,
        day: &day::Model,
        days: u64,
        kept: Option<i64>,
    ) -> AppResult<()> {
        let at = morning(day.held_on) + TimeDelta::minutes(40);
        let Some(case) = self.cases(at, 1).await?.pop() else { return Ok(()) };
        teller.clock.set(morning(day.held_on) - TimeDelta::hours(20));
        let clerk = self.asked(teller, self.clerk);
        for (subject, case_id) in [("反映在办事项进展", Some(case.id)), ("咨询政策", None)]
        {
            let subject = Some(subject.to_owned());
            let body =
                BookAppointmentRequest { slot_no: None, subject, people_count: Some(1), case_id };
            Box::pin(booking::book(clerk, day.id, &body)).await?;
        }
        let booked = appointment::Entity::find()
            .filter(appointment::Column::DayId.eq(day.id))
            .order_by_asc(appointment::Column::SlotNo)
            .all(&**self.tx)
            .await?;
        teller.clock.set(at);
        let department_id = case.lead_department_id;
        let due_on = day.held_on.checked_add_days(Days::new(days)).unwrap_or(day.held_on);
        let promises = department_id.map(|department_id| PromiseRequest {
            case_id: None,
            department_id,
            text: "约见双方，提出可行的解决方案并书面答复".to_owned(),
            due_on,
        });
        let body = RecordReceptionRequest {
            appointment_id: booked.first().map(|one| one.id),
            received_at: None,
            people_count: Some(2),
            note: Some("听取诉求，要求责任单位限期答复".to_owned()),
            case_ids: vec![case.id],
            new_case: None,
            promises: promises.into_iter().collect(),
        };
        Box::pin(record::record(clerk, day.id, &body, None)).await?;
        if let Some(one) = booked.get(1) {
            let seen = IfMatch(one.row_version);
            Box::pin(booking::end(clerk, one.id, seen, &booking::Ending::Missed)).await?;
        }
        match kept {
            Some(days) => self.complete(teller, case.id, at + TimeDelta::days(days)).await,
            None => Ok(()),
        }
    }

    /// The unit does what it owes on a case, where nothing has happened to it since.
    async fn complete(
        &self,
        teller: &Teller<'_>,
        case_id: Uuid,
        at: DateTime<Utc>,
    ) -> AppResult<()> {
        let owed = case_task::Entity::find()
            .filter(case_task::Column::CaseId.eq(case_id))
            .filter(case_task::Column::DoneAt.is_null())
            .order_by_desc(case_task::Column::SetAt)
            .one(&**self.tx)
            .await?;
        let Some(task) = owed.filter(|_| at <= teller.end) else { return Ok(()) };
        teller.clock.set(at);
        let handler = teller.county.handler(task.department_id)?;
        let step = Step::Complete("已约见双方并书面答复，诉求得到落实".to_owned());
        let which = (task.id, IfMatch(task.row_version));
        Box::pin(tasks::act(teller.state, self.tx, handler, self.ground, which, &step)).await?;
        Ok(())
    }

    /// The roster of the weeks to come: published, one late, one exchanged, one being exchanged, and
    /// drafts.
    async fn days_to_come(&self, teller: &Teller<'_>) -> AppResult<()> {
        let late: Vec<_> = self.ahead.iter().copied().take(2).collect();
        for (who, on) in late.into_iter().enumerate() {
            self.plan(teller, on, who, Some(2)).await?;
        }
        let early: Vec<_> = self.ahead.iter().copied().skip(5).step_by(2).take(6).collect();
        let mut days = Vec::new();
        for (who, on) in early.iter().enumerate() {
            days.push(self.plan(teller, *on, who, Some(8)).await?);
        }
        let drafts: Vec<_> = self.ahead.iter().copied().skip(20).step_by(3).take(3).collect();
        for (who, on) in drafts.into_iter().enumerate() {
            self.plan(teller, on, who, None).await?;
        }
        for (pair, is_agreed) in days.chunks(2).zip([true, false]) {
            let [mine, theirs] = pair else { continue };
            self.swap(teller, mine, theirs, is_agreed).await?;
        }
        Ok(())
    }

    async fn swap(
        &self,
        teller: &Teller<'_>,
        mine: &day::Model,
        theirs: &day::Model,
        is_agreed: bool,
    ) -> AppResult<()> {
        teller.clock.set(teller.end);
        let who = |id: Uuid| self.leaders.iter().copied().find(|leader| leader.person_id == id);
        let (Some(asks), Some(answers)) = (who(mine.leader_id), who(theirs.leader_id)) else {
            return Ok(());
        };
        if asks.person_id == answers.person_id {
            return Ok(());
        }
        let body =
            AskSwapRequest { other_day_id: theirs.id, reason: "当日需下乡督导".to_owned() };
        let asking = self.asked(teller, asks);
        Box::pin(swaps::ask(asking, mine.id, IfMatch(mine.row_version), &body)).await?;
        if is_agreed {
            let asked = swap::Entity::find()
                .filter(swap::Column::DayId.eq(mine.id))
                .one(&**self.tx)
                .await?;
            let asked = asked.ok_or_else(|| AppError::internal("an exchange was lost"))?;
            let answering = self.asked(teller, answers);
            let answer = (Answer::Agree, None);
            Box::pin(swaps::decide(answering, asked.id, IfMatch(asked.row_version), answer))
                .await?;
        }
        Ok(())
    }

    fn meeting<'b>(&'b self, teller: &'b Teller<'_>, actor: &'b Actor) -> meetings::Asked<'b> {
        meetings::Asked {
            state: teller.state,
            tx: self.tx,
            actor,
            ground: self.ground,
            bell: None,
            lang: Lang::Zh,
        }
    }

    async fn call(
        &self,
        teller: &Teller<'_>,
        kind: MeetingKind,
        (called_at, starts_at): (DateTime<Utc>, DateTime<Utc>),
    ) -> AppResult<meeting::Model> {
        teller.clock.set(called_at.min(teller.end));
        let center_id = self.director.center_id;
        let center_id =
            center_id.ok_or_else(|| AppError::internal("a director without a centre"))?;
        let units = ["司法局", "信访局", "公安局", "人力资源和社会保障局", "住房和城乡建设局"];
        let units = units.iter().filter_map(|name| teller.county.departments.get(name).copied());
        let body = CallReviewMeetingRequest {
            kind,
            starts_at,
            place: Some("县综治中心会商室".to_owned()),
            chair_id: Some(self.leader(0)?.person_id),
            department_ids: units.collect(),
        };
        let now = called_at.min(teller.end);
        let from = ProcedureRuleSet::load(&**self.tx).await?.on(local_date(now)).agenda;
        let entries = Box::pin(meetings::filled(&**self.tx, center_id, kind, from, now)).await?;
        Box::pin(meetings::call(self.meeting(teller, self.director), &body, entries)).await?;
        let found = meeting::Entity::find()
            .filter(meeting::Column::StartsAt.eq(starts_at))
            .filter(meeting::Column::Kind.eq(kind.as_str()))
            .one(&**self.tx)
            .await?;
        found.ok_or_else(|| AppError::internal("a review meeting was lost"))
    }

    /// One of each kind that was held, with its decisions: some done, some open, some overdue.
    async fn held_meetings(&self, teller: &Teller<'_>) -> AppResult<()> {
        for (kind, back, due, is_done) in [
            (MeetingKind::Quarterly, 14, 3, true),
            (MeetingKind::Monthly, 8, 2, true),
            (MeetingKind::Weekly, 4, 1, false),
            (MeetingKind::Daily, 0, 5, false),
        ] {
            let on = self.back(back)?;
            let (called_at, starts_at) = (morning(on), morning(on) + TimeDelta::minutes(30));
            let row = self.call(teller, kind, (called_at, starts_at)).await?;
            let decided = self.hold(teller, &row, due).await?;
            if let Some(case_id) = decided.first().copied().filter(|_| is_done) {
                self.complete(teller, case_id, starts_at + TimeDelta::days(1)).await?;
            }
        }
        Ok(())
    }

    /// Opens, decides, closes; answers the cases something was decided on.
    async fn hold(
        &self,
        teller: &Teller<'_>,
        row: &meeting::Model,
        due: u64,
    ) -> AppResult<Vec<Uuid>> {
        let at = row.starts_at;
        teller.clock.set(at);
        let leader = self.meeting(teller, self.leader(0)?);
        Box::pin(running::start(leader, row.id, IfMatch(1))).await?;
        let mut version = 2;
        let there = ["司法局", "信访局", "公安局"];
        let there = there.iter().filter_map(|name| teller.county.departments.get(name).copied());
        let body = AttendReviewMeetingRequest { department_ids: there.collect() };
        Box::pin(running::attend(leader, row.id, IfMatch(version), &body)).await?;
        version += 1;
        let items = item::Entity::find()
            .filter(item::Column::MeetingId.eq(row.id))
            .order_by_asc(item::Column::Position)
            .all(&**self.tx)
            .await?;
        let due_on = local_date(at).checked_add_days(Days::new(due)).unwrap_or(local_date(at));
        let mut decided = Vec::new();
        for item in items {
            let case = case::Entity::find_by_id(item.case_id).one(&**self.tx).await?;
            let case = case.filter(|case| {
                case.updated_at <= at && case.status == CaseStatus::InProgress.as_str()
            });
            let department_id = case.and_then(|case| case.lead_department_id);
            let Some(department_id) = department_id else { continue };
            let body = DecideReviewMeetingRequest {
                item_id: item.id,
                department_id,
                text: "牵头约谈双方，限期提出解决方案".to_owned(),
                due_on,
            };
            Box::pin(running::decide(leader, row.id, IfMatch(version), &body)).await?;
            version += 1;
            decided.push(item.case_id);
            if decided.len() == 2 {
                break;
            }
        }
        let summary = "逐件研究了红灯案件和重点事项，明确了责任单位和期限。";
        teller.clock.set(at + TimeDelta::hours(1));
        Box::pin(running::close(leader, row.id, IfMatch(version), Some(summary))).await?;
        Ok(decided)
    }

    /// What is ahead: a weekly and a quarterly meeting, called with their agendas.
    async fn called_meetings(&self, teller: &Teller<'_>) -> AppResult<()> {
        for (kind, ahead) in [(MeetingKind::Weekly, 1), (MeetingKind::Quarterly, 12)] {
            let Some(on) = self.ahead.get(ahead).copied() else { continue };
            let starts_at = morning(on) + TimeDelta::hours(5);
            self.call(teller, kind, (teller.end, starts_at)).await?;
        }
        Ok(())
    }
}
