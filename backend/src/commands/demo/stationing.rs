//! Who owes which post: twenty departments at the county's centre, some of them at townships; people who
//! are admitted, qualified and sometimes away; a published roster of this month, of which somebody wants
//! to swap a turn, and a draft of the next.
//! By the use cases everybody goes through.

use chrono::{Datelike as _, Days, Months, NaiveDate, TimeDelta};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::chance::Chance;
use super::county::{COUNTY, DEPARTMENTS, name};
use super::story::Teller;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ground::Ground;
use crate::features::personnel::dto::CreatePersonRequest;
use crate::features::personnel::service::enter_person;
use crate::features::rotation_plans::dto::{
    CreateRotationPlanRequest, RotationPeriod, RotationRules,
};
use crate::features::rotation_plans::entity::{plan, swap};
use crate::features::rotation_plans::jobs;
use crate::features::rotation_plans::repo as plans_repo;
use crate::features::rotation_plans::service as plans;
use crate::features::rotation_plans::solving::Pace;
use crate::features::rotation_plans::swap_repo;
use crate::features::rotation_plans::swap_state::{SwapRequestState, is_ahead};
use crate::features::stationing_obligations::dto::{
    CreateObligationRequest, CreatePostRequest, NomineeRequest,
};
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::repo as obligations_repo;
use crate::features::stationing_obligations::rules::{
    BlockUnit, NomineeRole, PostKind, StationingMode,
};
use crate::features::stationing_obligations::{posts, service as obligations};
use crate::features::stationings::dto::{RequestStationingRequest, StationingStepRequest};
use crate::features::stationings::places::Placed;
use crate::features::stationings::workflow::{LeaveKind, LeaveStep, StationingStep};
use crate::features::stationings::{
    CreateLeaveRequest, CreateQualificationRequest, DecideLeaveRequest, leaves, qualifications,
    service as stationings,
};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::IfMatch;
use crate::policy::{Actor, Permit, Role};

/// Chosen once, apart from the story's: what is told here changes nothing else of it.
const SEED: u64 = 990_110;
/// Departments that owe a post; who mediates has a register of its own.
const OWING: usize = 20;
/// Departments that are there for good; the next ones take turns, the last come when called.
const RESIDENT: usize = 8;
const ROTATING: usize = 14;
/// Days the organisation of the posts is older than the last event.
const DAYS_AGO: i64 = 120;
/// Of this department somebody asks to stand in.
const ASKING: usize = 3;
/// This department keeps the duty desk on Saturdays and Sundays.
const RESTING: usize = 4;
/// Townships where somebody of a rotating department is, too.
const TOWNSHIPS: usize = 4;

/// The plans to be solved after the story, and who publishes the first.
pub(super) struct Plans {
    director: Actor,
    asks: Actor,
    published: Uuid,
    draft: Uuid,
}

impl Plans {
    /// Who runs the county's centre, and somebody of a department who asks it for something.
    pub(super) const fn people(&self) -> [&Actor; 2] {
        [&self.director, &self.asks]
    }
}

/// Who has a part in it.
struct Scene<'a, 'b> {
    tx: &'a Tx,
    teller: &'a Teller<'b>,
    ground: &'a Ground,
    director: &'a Actor,
    today: NaiveDate,
}

/// Tells what is owed and by whom.
pub(super) async fn station(tx: &Tx, teller: &Teller<'_>, ground: &Ground) -> AppResult<Plans> {
    let staff = &teller.county.staff;
    let director = staff.iter().find(|actor| actor.role == Role::CenterDirector);
    let director = director.ok_or_else(|| AppError::internal("a county without director"))?;
    let today = local_date(teller.end);
    let scene = Scene { tx, teller, ground, director, today };
    let mut chance = Chance::seeded(SEED);
    for (at, (department, _)) in DEPARTMENTS.iter().take(OWING).enumerate() {
        let id = teller.county.departments.get(department).copied();
        let id = id.ok_or_else(|| AppError::internal("a department was lost"))?;
        Box::pin(scene.department(&mut chance, at, department, id)).await?;
    }
    Box::pin(scene.rest_duty()).await?;
    teller.clock.set(teller.end);
    let first = today.with_day(1).unwrap_or(today);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let published = Box::pin(scene.plan(first)).await?;
    let draft = Box::pin(scene.plan(next)).await?;
    let asks = DEPARTMENTS.get(ASKING).and_then(|(name, _)| teller.county.departments.get(name));
    let asks = asks.ok_or_else(|| AppError::internal("a department was lost"))?;
    let asks = teller.county.handler(*asks)?.clone();
    Ok(Plans { director: director.clone(), asks, published, draft })
}

impl Scene<'_, '_> {
    /// One department: its second person, its post, both admitted, and what they owe.
    async fn department(
        &self,
        chance: &mut Chance,
        at: usize,
        department: &str,
        id: Uuid,
    ) -> AppResult<()> {
        let Self { tx, teller, ground, director, .. } = *self;
        teller.clock.set(teller.end - TimeDelta::days(DAYS_AGO));
        let (state, directory) = (teller.state, &ground.directory);
        let new = CreatePersonRequest {
            name: name(chance),
            department_id: Some(id),
            phone: Some(format!("1200001{at:04}")),
        };
        let permit = Permit::system("demo county");
        let second = enter_person(state, tx, permit, None, directory, new).await?;
        let first = teller.county.handler(id)?;
        let since = local_date(state.clock.now());
        let county = director.center_id.ok_or_else(|| AppError::internal("no centre"))?;
        let mut centers = vec![county];
        if (RESIDENT..RESIDENT + TOWNSHIPS).contains(&at) {
            centers.extend(self.township(at - RESIDENT)?);
        }
        for center_id in centers {
            for person_id in [first.person_id, second.id] {
                self.admit(first, person_id, center_id, since).await?;
            }
            self.owe(at, department, id, center_id, since, [first.person_id, second.id]).await?;
        }
        if at.is_multiple_of(3) {
            self.qualify(first.person_id, "law", since, at).await?;
        }
        if at % 4 == 1 {
            self.qualify(second.id, "registration", since, at).await?;
        }
        if at % 5 == 2 {
            self.absence(first, chance).await?;
        }
        Ok(())
    }

    fn township(&self, at: usize) -> AppResult<Option<Uuid>> {
        let Some(township) = self.teller.county.townships.get(at) else { return Ok(None) };
        let directory = &self.ground.directory;
        let region = directory.region_by_code.get(&township.code);
        let region = region.ok_or_else(|| AppError::internal("a township was lost"))?;
        Ok(directory.center_by_region.get(region).copied())
    }

    async fn admit(
        &self,
        asks: &Actor,
        person_id: Uuid,
        center_id: Uuid,
        since: NaiveDate,
    ) -> AppResult<()> {
        let body = RequestStationingRequest {
            person_id,
            department_id: None,
            center_id,
            letter: format!("派驻函〔{}〕{}号", since.year(), since.ordinal()),
            from_on: since,
            until_on: None,
        };
        let state = self.teller.state;
        let asked = stationings::ask(state, self.tx, asks, &self.ground.directory, &body).await?;
        let said = StationingStepRequest { note: Some("同意".to_owned()), last_on: None };
        let step = (asked.id, StationingStep::Admit);
        let seen = IfMatch(asked.row_version);
        stationings::take(state, self.tx, self.director, step, seen, &said).await?;
        Ok(())
    }

    async fn owe(
        &self,
        at: usize,
        department: &str,
        department_id: Uuid,
        center_id: Uuid,
        since: NaiveDate,
        [first, second]: [Uuid; 2],
    ) -> AppResult<()> {
        let is_county = self.director.center_id == Some(center_id);
        let place = if is_county { "窗口" } else { "下沉岗" };
        let state = self.teller.state;
        let known = (&*self.ground.directory, &*self.ground.codes);
        let post = CreatePostRequest {
            name: format!("{department}{place}"),
            kind: if is_county { PostKind::Window } else { PostKind::Field },
            window_no: is_county.then(|| format!("A{:02}", at + 1)),
            center_id: Some(center_id),
            case_type_codes: Vec::new(),
        };
        let post = posts::set_up(state, self.tx, self.director, known, &post).await?;
        let (mode, unit, longest, rest) = if at < RESIDENT {
            (StationingMode::Resident, BlockUnit::Fortnight, 4, 0)
        } else if at < ROTATING {
            (StationingMode::Rotating, BlockUnit::Week, 2, 0)
        } else {
            (StationingMode::OnCall, BlockUnit::Week, 2, 0)
        };
        let nominee = |person_id, role| NomineeRequest { person_id, role };
        let body = CreateObligationRequest {
            post_id: post.id,
            department_id,
            mode,
            headcount: 1,
            weekdays: vec![1, 2, 3, 4, 5],
            is_open_on_make_up_days: None,
            is_open_on_holidays: None,
            opens: "09:00".to_owned(),
            closes: "17:30".to_owned(),
            block_unit: unit,
            min_blocks: None,
            max_blocks: longest,
            rest_days: Some(rest),
            load: None,
            skill_codes: Vec::new(),
            mix: Vec::new(),
            valid_from: since,
            valid_to: None,
            source_letter: format!("清综办函〔{}〕{}号", since.year(), at + 1),
            nominees: vec![
                nominee(first, NomineeRole::Primary),
                nominee(second, NomineeRole::Alternate),
            ],
        };
        obligations::enter_for(state, self.tx, self.director, known, &body).await?;
        Ok(())
    }

    /// Who is there when the windows are closed: both who are named for a window take turns, a day each.
    async fn rest_duty(&self) -> AppResult<()> {
        let Self { tx, teller, ground, director, .. } = *self;
        teller.clock.set(teller.end - TimeDelta::days(DAYS_AGO));
        let state = teller.state;
        let known = (&*ground.directory, &*ground.codes);
        let department = DEPARTMENTS.get(RESTING);
        let department = department.and_then(|(name, _)| teller.county.departments.get(name));
        let department_id =
            *department.ok_or_else(|| AppError::internal("a department was lost"))?;
        let own = Condition::all().add(obligation::Column::DepartmentId.eq(department_id));
        let owed = obligations_repo::all(&**tx, own).await?;
        let named = obligations_repo::nominees(&**tx, owed.iter().map(|row| row.id)).await?;
        let post = CreatePostRequest {
            name: "休息日值班室".to_owned(),
            kind: PostKind::DutyDesk,
            window_no: None,
            center_id: director.center_id,
            case_type_codes: Vec::new(),
        };
        let post = posts::set_up(state, tx, director, known, &post).await?;
        let since = local_date(state.clock.now());
        let roles = [NomineeRole::Primary, NomineeRole::Alternate];
        let nominees = named.iter().zip(roles);
        let nominees =
            nominees.map(|(one, role)| NomineeRequest { person_id: one.person_id, role });
        let body = CreateObligationRequest {
            post_id: post.id,
            department_id,
            mode: StationingMode::RestDuty,
            headcount: 1,
            weekdays: vec![6, 7],
            is_open_on_make_up_days: None,
            is_open_on_holidays: None,
            opens: "09:00".to_owned(),
            closes: "17:30".to_owned(),
            block_unit: BlockUnit::Day,
            min_blocks: None,
            max_blocks: 1,
            rest_days: None,
            load: None,
            skill_codes: Vec::new(),
            mix: Vec::new(),
            valid_from: since,
            valid_to: None,
            source_letter: format!("清综办函〔{}〕{}号", since.year(), OWING + 1),
            nominees: nominees.collect(),
        };
        obligations::enter_for(state, tx, director, known, &body).await?;
        Ok(())
    }

    async fn qualify(
        &self,
        person_id: Uuid,
        skill: &str,
        since: NaiveDate,
        at: usize,
    ) -> AppResult<()> {
        let state = self.teller.state;
        let placed = Placed::of(&**self.tx, &self.ground.directory, person_id, since).await?;
        // Some are about to expire.
        let years = if at.is_multiple_of(2) { 3 } else { 0 };
        let last = since.checked_add_days(Days::new(150 + 365 * years));
        let body = CreateQualificationRequest {
            skill_code: skill.to_owned(),
            certificate_no: Some(format!("QH-{}-{:04}", since.year(), at + 1)),
            issued_by: Some("清和县司法局".to_owned()),
            valid_from: since,
            valid_until: last,
        };
        let known = (&placed, &*self.ground.codes);
        qualifications::enter(state, self.tx, self.director, known, &body).await?;
        Ok(())
    }

    /// A leave of a few days, decided by the director or still waiting.
    async fn absence(&self, person: &Actor, chance: &mut Chance) -> AppResult<()> {
        let (state, directory) = (self.teller.state, &self.ground.directory);
        self.teller.clock.set(self.teller.end - TimeDelta::days(2));
        let from = self.today + Days::new(3 + chance.below(10) as u64);
        let until = from + Days::new(chance.below(4) as u64);
        let kind = *chance.pick(&[LeaveKind::Annual, LeaveKind::Training, LeaveKind::BusinessTrip]);
        let body = CreateLeaveRequest { kind, from_on: from, until_on: until };
        let asked =
            leaves::keep(state, self.tx, person, directory, (person.person_id, &body)).await?;
        if chance.percent(70) {
            let step = ([person.person_id, asked.id], LeaveStep::Approve);
            let said = DecideLeaveRequest::default();
            let seen = (IfMatch(asked.row_version), &said);
            leaves::take(state, self.tx, self.director, directory, step, seen).await?;
        }
        Ok(())
    }

    /// A plan of a month for the county's centre and the townships, waiting to be solved.
    async fn plan(&self, first: NaiveDate) -> AppResult<Uuid> {
        let (state, directory) = (self.teller.state, &self.ground.directory);
        let last = first.checked_add_months(Months::new(1)).and_then(|day| day.pred_opt());
        let mut center_ids: Vec<_> = self.director.center_id.into_iter().collect();
        for at in 0..TOWNSHIPS {
            center_ids.extend(self.township(at)?);
        }
        let body = CreateRotationPlanRequest {
            name: format!("{}年{}月轮驻方案", first.year(), first.month()),
            period: RotationPeriod { from_on: first, until_on: last.unwrap_or(first) },
            center_ids,
            rules: RotationRules::default(),
        };
        let plan = plans::draw_up(state, self.tx, self.director, directory, &body).await?;
        plans::ask(state, self.tx, self.director, plan.id, None).await?;
        Ok(plan.id)
    }
}

/// Solves the plans, once the story is stored, and publishes the one of this month.
pub(super) async fn roster(state: &AppState, plans: &Plans) -> AppResult<()> {
    while jobs::turn(state, Pace::STORY).await? > 0 {}
    tracing::debug!(plan.id = %plans.draft, county = COUNTY, "a draft is left for the next month");
    let publish = async |tx: &Tx| {
        plans::publish_in(state, tx, &plans.director, (plans.published, None), 0).await
    };
    let plan = state.db.write(publish).await?;
    ask_for_swap(state, &plan).await
}

/// Somebody asks a colleague to take over a turn that is ahead, where the month still has one.
async fn ask_for_swap(state: &AppState, plan: &plan::Model) -> AppResult<()> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let rows = plans_repo::roster(db, plan.id, Condition::all()).await?;
    let today = local_date(now);
    // A turn of days, not one day at the duty desk.
    let mut ahead = rows.iter().filter(|row| row.from_on < row.until_on);
    let Some(turn) = ahead.find(|row| is_ahead(row.from_on, today)) else { return Ok(()) };
    let named = obligations_repo::nominees(db, [turn.obligation_id]).await?;
    let other = named.iter().find(|one| one.person_id != turn.person_id);
    let Some(other) = other else { return Ok(()) };
    let asked = swap::Model {
        id: state.ids.next(),
        plan_id: plan.id,
        center_id: plan.center_id,
        region_code: plan.region_code.clone(),
        asked_by_id: turn.person_id,
        asked_of_id: other.person_id,
        gives_obligation_id: turn.obligation_id,
        gives_from_on: turn.from_on,
        gives_until_on: turn.until_on,
        takes_obligation_id: None,
        takes_from_on: None,
        takes_until_on: None,
        reason: "参加业务培训".to_owned(),
        state: SwapRequestState::Asked.as_str().to_owned(),
        answer: None,
        decided_by_id: None,
        decided_at: None,
        made_plan_id: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let keep = async |tx: &Tx| swap_repo::insert(tx, Permit::system("demo county"), asked).await;
    state.db.write(keep).await
}
