//! `zongzhi demo`: a fictitious county with its organisation, people, accounts and cases.
//!
//! The same on every run for the same `--today`: chance is seeded, and the clock is the story's
//! own. It only goes into an empty database, because it opens accounts with a known password.

mod applicants;
mod assessments;
mod chance;
mod citizens;
mod correspondence;
mod county;
mod documents;
mod dossiers;
mod duty;
mod matters;
mod mediation;
mod plan;
mod receptions;
mod registration;
mod reports;
mod restrictions;
mod rules;
mod stationing;
mod story;
mod supervision;
mod turn;
mod visits;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::progress::Progress;
use super::{Outcome, migrate};
use crate::app::AppState;
use crate::features::applicant_notices;
use crate::features::calendars::civil_day::{OFFSET_CN, local_date};
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::intake;
use crate::features::cases::ledger::{self, seal};
use crate::features::cases::numbers;
use crate::features::cases::timekeeping::Timekeeper;
use crate::features::org::directory::Directory;
use crate::features::org::entity::region;
use crate::features::personnel::entity::person;
use crate::features::precedents;
use crate::platform::clock::{Clock as _, ManualClock};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::ids::Ids;
use crate::policy::Permit;
use chance::{Chance, Hours};
use county::{COUNTY, County};
use plan::Plan;
use story::{Story, Teller};

/// Password of every account of the demo county; no other command ever sets it.
pub const PASSWORD: &str = "Zongzhi-demo-2026";

/// Chosen once; another gives another county.
const SEED: u64 = 990_101;
/// Cases stored at once.
const BATCH: usize = 100;

/// How much, and until when.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct DemoArgs {
    /// The day on which the demo is shown; its last events lie on the day before
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<NaiveDate>,
    /// How many cases, beside some that stand in each state
    #[arg(long, default_value_t = 360, value_parser = clap::value_parser!(u16).range(0..=20_000))]
    pub cases: u16,
    /// Add nothing, and succeed, when the database is not empty
    #[arg(long)]
    pub if_empty: bool,
}

/// Builds the demo county in an empty database, in one transaction: a run that is interrupted
/// leaves it empty.
pub async fn run(mut state: AppState, args: DemoArgs) -> AppResult<Outcome> {
    migrate::up(&state).await?;
    if !is_empty(&state).await? {
        if args.if_empty {
            return Ok(Outcome::done());
        }
        return Ok(Outcome::fail(
            "The database is not empty. The demo county opens accounts with a known password, so \
             it only goes into an empty one: set ZONGZHI__DATABASE__URL to another.\n",
        ));
    }
    let today = args.today.unwrap_or_else(|| local_date(state.clock.now()));
    let evening = NaiveTime::from_hms_opt(17, 30, 0).unwrap_or(NaiveTime::MIN);
    let end = (today - TimeDelta::days(1)).and_time(evening).and_utc() - OFFSET_CN;
    // The organisation is half a year older than the last event.
    let clock = Arc::new(ManualClock::new(end - TimeDelta::days(200)));
    state.clock = clock.clone();
    state.ids = Arc::new(Ids::seeded(clock.clone(), SEED));
    state.calendars.forget();
    let mut chance = Chance::seeded(SEED);
    let hash = state.passwords.hash(&state.ids, PASSWORD.to_owned()).await?;
    let hours = Hours(state.calendars.newest(&state.db, clock.now()).await?);
    let keeper = Timekeeper::of(&state).await?;
    let codes = state.codes.get(&state.db, clock.now()).await?;
    let routes = state.lawful_routes.get(&state.db, clock.now()).await?;
    let build = async |tx: &Tx| {
        let county = county::enter(&state, tx, &mut chance, &hash).await?;
        let plans = plan::all(&mut chance, &hours, end, usize::from(args.cases));
        let directory = Arc::new(Directory::load(&**tx).await?);
        let ground = Ground { directory: Arc::clone(&directory), codes, keeper: keeper.clone() };
        let mut teller = Teller {
            keeper,
            directory,
            state: &state,
            clock: &clock,
            hours,
            county: &county,
            chance: &mut chance,
            end,
            open_case: None,
        };
        let mut progress = Progress::of(plans.len() as u64);
        let mut done = 0;
        for plans in plans.chunks(BATCH) {
            tell(tx, &mut teller, plans).await?;
            done += plans.len();
            progress.at(done as u64, || format!("{done} cases"));
        }
        progress.end();
        rules::tell(&state, tx, &county, end).await?;
        visits::note(tx, &mut teller).await?;
        let with = mediation::With { tx, ground: &ground, routes: &routes };
        mediation::mediate(with, &mut teller).await?;
        supervision::supervise(tx, &mut teller, &ground).await?;
        let tracked = Box::pin(citizens::speak(tx, &teller, &ground)).await?;
        Box::pin(receptions::tell(tx, &mut teller, &ground)).await?;
        Box::pin(correspondence::write(tx, &teller, &ground)).await?;
        documents::issue_some(tx, &teller, &ground).await?;
        dossiers::put_together(tx, &mut teller, &ground).await?;
        // While the window still knows of every case.
        Box::pin(applicants::tell(tx, &teller, &ground)).await?;
        restrictions::restrict(tx, &teller, &ground).await?;
        let plans = Box::pin(stationing::station(tx, &teller, &ground)).await?;
        Ok((said(&county, done, &tracked), plans))
    };
    let (said, plans) = Box::pin(state.db.write(build)).await?;
    seal::seal_all(&state).await?;
    clock.set(end);
    Box::pin(reports::close(&state, end)).await?;
    Box::pin(stationing::roster(&state, &plans)).await?;
    Box::pin(duty::watch(&state, plans.people(), end)).await?;
    Box::pin(assessments::close(&state, &clock, end)).await?;
    Ok(Outcome::print(&said))
}

async fn is_empty(state: &AppState) -> AppResult<bool> {
    let db = state.db.reader();
    let rows = region::Entity::find().count(db).await?
        + person::Entity::find().count(db).await?
        + case::Entity::find().count(db).await?;
    Ok(rows == 0)
}

/// Tells and stores some cases.
async fn tell(tx: &Tx, teller: &mut Teller<'_>, plans: &[Plan]) -> AppResult<()> {
    let mut serials = serials(tx, plans).await?;
    let (mut cases, mut later) = (Vec::with_capacity(plans.len()), Vec::new());
    let (mut rulings, mut told) = (Vec::new(), Vec::new());
    for plan in plans {
        let prefix = prefix(plan);
        let serial = serials.get_mut(&prefix).and_then(Iterator::next);
        let serial = serial.ok_or_else(|| AppError::internal("more cases than serials"))?;
        let Story { case, later: events, rulings: ruled, told: notices, .. } =
            teller.tell(plan, format!("{prefix}-{serial:06}"))?;
        told.extend(notices);
        cases.push(case);
        later.extend(events);
        rulings.extend(ruled);
    }
    intake::store(tx, Permit::system("demo county"), &cases).await?;
    let permit = Permit::system("demo county");
    precedents::repo::insert(tx, &permit, rulings, teller.clock.now()).await?;
    if !later.is_empty() {
        ledger::insert(tx, later).await?;
    }
    for notice in told {
        applicant_notices::service::keep(tx, &permit, notice).await?;
    }
    Ok(())
}

async fn serials(tx: &Tx, plans: &[Plan]) -> AppResult<HashMap<String, Range<i32>>> {
    let mut wanted: BTreeMap<String, i32> = BTreeMap::new();
    for plan in plans {
        *wanted.entry(prefix(plan)).or_default() += 1;
    }
    let mut taken = HashMap::new();
    for (prefix, count) in wanted {
        let last = numbers::take(tx, &prefix, count).await?;
        taken.insert(prefix, last - count + 1..last + 1);
    }
    Ok(taken)
}

fn prefix(plan: &Plan) -> String {
    format!("{COUNTY}-{}", local_date(plan.at).format("%Y%m%d"))
}

fn said(county: &County, cases: usize, tracked: &citizens::Tracked) -> String {
    format!(
        "The fictitious county 清和县 is ready: {} townships, {} people, {cases} cases.\n\
         Accounts: clerk dispatcher handler handler2 mediator supervisor director leader village \
         sysadmin secadmin auditor\nhandler works for 人力资源和社会保障局, handler2 for 住房和城乡建设局, \
         mediator for 人民调解委员会.\nPassword: {PASSWORD}\n\
         A citizen's receipt, for /public/track: number {case_no}, code {code}\n",
        county.townships.len(),
        county.staff.len(),
        case_no = tracked.case_no,
        code = tracked.code,
    )
}
