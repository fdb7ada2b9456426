//! Filling databases with cases as the application itself would have made them: numbers, clocks,
//! hash chains, sealed blocks and search words come from its own functions.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait as _, DbBackend, EntityTrait, IntoActiveModel, Iterable,
    QuerySelect as _,
};
use uuid::Uuid;
use zongzhi::app::AppState;
use zongzhi::commands::reference_data;
use zongzhi::config::{Config, SqliteSynchronous};
use zongzhi::features::auth::keys::TokenKeys;
use zongzhi::features::calendars::civil_day::local_date;
use zongzhi::features::cases::change::{Change, Referred};
use zongzhi::features::cases::entity::{block, event};
use zongzhi::features::cases::intake::{self, Prepared};
use zongzhi::features::cases::ledger::{GENESIS, sha256};
use zongzhi::features::cases::mentions::Mentions;
use zongzhi::features::cases::model::Outcome;
use zongzhi::features::cases::tally::{self, Tally};
use zongzhi::features::cases::timekeeping::Timekeeper;
use zongzhi::features::cases::transit::{self, By};
use zongzhi::features::cases::unnamed::Unnamed;
use zongzhi::features::cases::{masked_texts, numbers, repo};
use zongzhi::features::time_limits::entity::time_limit_rule;
use zongzhi::platform::clock::{Clock, ManualClock, SystemClock};
use zongzhi::platform::db::{Db, Tx, search};
use zongzhi::platform::error::AppResult;
use zongzhi::platform::ids::Ids;
use zongzhi::policy::Permit;
use zongzhi_migrations::{Migrator, MigratorTrait as _};

use crate::words::{Dice, matter};
use crate::world::{self, DEPARTMENTS, Post};
use crate::{Done, say};

/// Cases a transaction stores; 54 columns each stay below the parameter limits.
const BATCH: usize = 250;
const SEED: u64 = 20_261_123;
/// The cases lie within this time before now.
const YEARS: i64 = 3;

/// Fills every database of `urls` with the same `cases`.
pub(crate) async fn load(urls: &[String], cases: usize) -> Done {
    let now = SystemClock.now();
    let clock = Arc::new(ManualClock::new(now - TimeDelta::days(365 * YEARS)));
    let mut dbs = Vec::new();
    for url in urls {
        dbs.push(prepare(url, &clock).await?);
    }
    let Some(first) = dbs.first() else { return Ok(()) };
    same_rules(&dbs).await?;
    let config = Config::defaults()?;
    let ids = Ids::seeded(clock.clone(), SEED);
    let keys = TokenKeys::from_seed([0; 32])?;
    let state = AppState::new(config, first.clone(), clock.clone(), ids, keys)?;
    let mut maker = Maker::new(&state, clock, now, cases).await?;
    let started = Instant::now();
    let mut made_in = std::time::Duration::ZERO;
    let mut made = 0;
    while made < cases {
        let begun = Instant::now();
        let batch = maker.batch(made, BATCH.min(cases - made))?;
        made_in += begun.elapsed();
        let stores = dbs.iter().map(|db| store(db, &batch));
        for stored in futures_util::future::join_all(stores).await {
            stored?;
        }
        made += batch.cases.len();
        if made % (BATCH * 40) == 0 {
            say(&format!("{made} cases after {:.0} s", started.elapsed().as_secs_f64()))?;
        }
    }
    for db in &dbs {
        while tally::fold(db).await? > 0 {}
        db.write(async |tx: &Tx| maker.give_up_serials(tx).await).await?;
        finish(db).await?;
        db.clone().close().await?;
    }
    say(&format!(
        "{cases} cases with {} events in {:.0} s, {:.0} s of it making them",
        maker.events,
        started.elapsed().as_secs_f64(),
        made_in.as_secs_f64()
    ))
}

async fn prepare(url: &str, clock: &Arc<ManualClock>) -> Done<Db> {
    let mut config = Config::defaults()?.database;
    config.url = url.to_owned();
    config.sqlite_synchronous = SqliteSynchronous::Normal;
    let db = Db::connect(&config).await?;
    Migrator::up(db.migrator(), None).await?;
    reference_data::install(&db, &**clock, &Ids::seeded(clock.clone(), SEED)).await?;
    world::seed(&db, clock.now()).await?;
    if is_postgres(&db) {
        // Filled in one go at the end, as any bulk load does.
        for sql in ["DROP INDEX ix_case_search_title", "DROP INDEX ix_case_search_body"] {
            db.migrator().execute_unprepared(sql).await?;
        }
    }
    Ok(db)
}

/// Whether a database is PostgreSQL.
pub(crate) fn is_postgres(db: &Db) -> bool {
    db.migrator().get_database_backend() == DbBackend::Postgres
}

/// Cases name rules by id, so the databases must agree on them.
async fn same_rules(dbs: &[Db]) -> Done {
    let mut all = Vec::new();
    for db in dbs {
        let mut ids: Vec<Uuid> = time_limit_rule::Entity::find()
            .select_only()
            .column(time_limit_rule::Column::Id)
            .into_tuple()
            .all(db.reader())
            .await?;
        ids.sort();
        all.push(ids);
    }
    let differ = all.windows(2).any(|pair| pair.first() != pair.last());
    if differ { Err("the databases have different time limits".into()) } else { Ok(()) }
}

/// Cases ready to be stored, with every event and the blocks that seal them.
struct Batch {
    cases: Vec<Prepared>,
    events: Vec<event::Model>,
    block: block::Model,
}

struct Maker<'a> {
    state: &'a AppState,
    clock: Arc<ManualClock>,
    keeper: Timekeeper,
    dice: Dice,
    now: DateTime<Utc>,
    total: usize,
    serials: HashMap<NaiveDate, u32>,
    last_block: (i64, String),
    events: usize,
}

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Registered,
    Dispatched,
    InProgress,
    Resolved,
    InCallback,
    Closed,
    Archived,
    Declined,
    Withdrawn,
}

impl<'a> Maker<'a> {
    async fn new(
        state: &'a AppState,
        clock: Arc<ManualClock>,
        now: DateTime<Utc>,
        total: usize,
    ) -> Done<Self> {
        Ok(Self {
            state,
            keeper: Timekeeper::of(state).await?,
            clock,
            dice: Dice::new(SEED),
            now,
            total,
            serials: HashMap::new(),
            last_block: (0, GENESIS.to_owned()),
            events: 0,
        })
    }

    fn batch(&mut self, from: usize, count: usize) -> Done<Batch> {
        let mut batch = (Vec::with_capacity(count), Vec::new());
        for number in from..from + count {
            let (case, events) = self.case(number)?;
            batch.0.push(case);
            batch.1.extend(events);
        }
        let (cases, mut events) = batch;
        let block = self.seal(&mut events);
        self.events += events.len();
        Ok(Batch { cases, events, block })
    }

    /// Case `number` of `total`, oldest first, with all its events.
    fn case(&mut self, number: usize) -> Done<(Prepared, Vec<event::Model>)> {
        let at = self.registered_at(number)?;
        let place = world::place(&mut self.dice);
        let is_ours = world::is_ours(&place);
        let mut request = matter(&mut self.dice, Some(place.region_id), at);
        let fate = self.fate(number, is_ours);
        if fate != Fate::Registered && request.level.is_none() {
            request.level = Some(zongzhi::features::cases::model::Level::Ordinary);
        }
        let clerk = is_ours.then(|| Post::Clerk.actor());
        self.clock.set(at);
        let case_no = self.case_no(&place.region_code, at);
        let mut case = intake::prepare(
            self.state,
            &self.keeper,
            clerk.as_ref(),
            &request,
            &place,
            case_no,
            at,
        )?;
        let mut events = vec![case.event.clone()];
        let steps = self.steps(fate, is_ours);
        let count = i32::try_from(steps.len()).unwrap_or(i32::MAX);
        for (no, (post, change, hours)) in (1..).zip(steps) {
            // In its natural time, or squeezed in between registration and now.
            let natural = at + TimeDelta::hours(hours);
            let squeezed = at + (self.now - at) * no / (count + 1);
            let at = natural.min(squeezed);
            self.clock.set(at);
            if matches!(change, Change::Resolved { .. }) {
                case.loaded.row.summary = Some("双方达成一致意见并已履行。".to_owned());
            }
            let actor = post.filter(|_| is_ours).map(Post::actor);
            let by = By { actor: actor.as_ref(), at };
            let change = Unnamed::of(change, &Mentions::of(&case.parties))?;
            let pending = transit::apply(self.state, &self.keeper, &mut case.loaded, &change, by)?;
            events.push(pending.event);
        }
        Ok((case, events))
    }

    fn registered_at(&self, number: usize) -> Done<DateTime<Utc>> {
        let span = TimeDelta::days(365 * YEARS).num_seconds() - 3_600;
        let (number, total) = (i64::try_from(number)?, i64::try_from(self.total)?);
        let at =
            self.now - TimeDelta::days(365 * YEARS) + TimeDelta::seconds(span * number / total);
        Ok(at + TimeDelta::microseconds(number % 997))
    }

    fn case_no(&mut self, region_code: &str, at: DateTime<Utc>) -> String {
        let day = local_date(at);
        let serial = self.serials.entry(day).or_insert(0);
        *serial += 1;
        let county: String = region_code.chars().take(6).collect();
        format!("{county}-{}-{serial:06}", day.format("%Y%m%d"))
    }

    /// The servers number on where the loaded cases of today end.
    async fn give_up_serials(&self, tx: &Tx) -> AppResult<()> {
        let today = local_date(self.now);
        let Some(used) = self.serials.get(&today).copied() else { return Ok(()) };
        for county in world::COUNTIES {
            let prefix = format!("{county}-{}", today.format("%Y%m%d"));
            numbers::take(tx, &prefix, i32::try_from(used).unwrap_or(i32::MAX)).await?;
        }
        Ok(())
    }

    /// Old cases have ended; of the newest, six in a hundred or enough to work on are open.
    fn fate(&mut self, number: usize, is_ours: bool) -> Fate {
        let open = (self.total * 6 / 100).max(700.min(self.total / 2));
        let left = self.total - number;
        // Whoever left a referral unsigned past its limit would be signed for by the job runner.
        let hours = i64::try_from(left).unwrap_or(0) * YEARS * 365 * 24
            / i64::try_from(self.total.max(1)).unwrap_or(1);
        let fates: &[Fate] = if left > open {
            &[
                Fate::Archived,
                Fate::Archived,
                Fate::Archived,
                Fate::Archived,
                Fate::Archived,
                Fate::Closed,
                Fate::Declined,
                Fate::Declined,
                Fate::Withdrawn,
                Fate::Withdrawn,
            ]
        } else if hours < 8 {
            &[Fate::Registered, Fate::Dispatched, Fate::InProgress]
        } else {
            &[
                Fate::InProgress,
                Fate::InProgress,
                Fate::InProgress,
                Fate::InProgress,
                Fate::InProgress,
                Fate::InProgress,
                Fate::Resolved,
                Fate::InCallback,
                Fate::Registered,
                Fate::Closed,
            ]
        };
        match self.dice.pick(fates) {
            Some(Fate::Dispatched) if !is_ours => Fate::Registered,
            Some(fate) => fate,
            None => Fate::Registered,
        }
    }

    /// What happened to a case: by whom, what, how many hours after it was registered.
    fn steps(&mut self, fate: Fate, is_ours: bool) -> Vec<(Option<Post>, Change, i64)> {
        let (clerk, desk) = (Some(Post::Clerk), Some(Post::Dispatcher));
        match fate {
            Fate::Registered => return Vec::new(),
            Fate::Declined => {
                let told = "已告知向人民法院起诉".to_owned();
                let change =
                    Change::Declined { ground_code: "01".to_owned(), told_applicant: told };
                return vec![(desk, change, 2)];
            }
            Fate::Withdrawn => {
                let change = Change::Withdrawn { reason: "双方自行和解".to_owned() };
                return vec![(clerk, change, 20)];
            }
            Fate::Dispatched
            | Fate::InProgress
            | Fate::Resolved
            | Fate::InCallback
            | Fate::Closed
            | Fate::Archived => {}
        }
        let lead = u16::try_from(self.dice.below(DEPARTMENTS.into())).unwrap_or(0);
        let handler = Some(Post::Handler(lead));
        let referral =
            Referred { referral_id: self.state.ids.next(), department_id: world::department(lead) };
        let signed =
            Change::Signed { referral_id: referral.referral_id, by_system: false, note: None };
        let dispatched = Change::Dispatched {
            lead: referral,
            assists: Vec::new(),
            level: is_ours.then_some(zongzhi::features::cases::model::Level::Ordinary),
            route: None,
            note: Some("请依法办理".to_owned()),
            tasks: Vec::new(),
        };
        let mut steps = vec![(desk, dispatched, 3), (handler, signed, 8)];
        let resolved = Change::Resolved {
            outcome: Outcome::Solved,
            method_code: "02".to_owned(),
            summary_hash: sha256("双方达成一致意见并已履行。".as_bytes()),
            override_reason: None,
        };
        let called = Change::CallbackRecorded {
            reached: true,
            solved: Some(true),
            fairly_treated: Some(true),
            comment: None,
        };
        let later = [
            (handler, resolved, 120),
            (desk, Change::ResolutionAccepted { reason: None }, 130),
            (clerk, called, 150),
            (clerk, Change::Archived { note: None }, 400),
        ];
        let (first, rest) = match fate {
            Fate::Dispatched => (1, 0),
            Fate::InProgress => (2, 0),
            Fate::Resolved => (2, 1),
            Fate::InCallback => (2, 2),
            Fate::Closed => (2, 3),
            Fate::Archived | Fate::Registered | Fate::Declined | Fate::Withdrawn => (2, 4),
        };
        steps.truncate(first);
        steps.extend(later.into_iter().take(rest));
        steps
    }

    /// The block the job runner would have sealed these events into.
    fn seal(&mut self, events: &mut [event::Model]) -> block::Model {
        let (no, prev_hash) = (self.last_block.0 + 1, self.last_block.1.clone());
        let lines: String =
            events.iter().map(|e| format!("{} {} {}\n", e.case_id, e.seq, e.hash)).collect();
        for event in events.iter_mut() {
            event.block_no = Some(no);
        }
        let hash = sha256(format!("{no}\n{prev_hash}\n{lines}").as_bytes());
        self.last_block = (no, hash.clone());
        block::Model {
            id: self.state.ids.next(),
            block_no: no,
            event_count: i32::try_from(events.len()).unwrap_or(i32::MAX),
            events: lines,
            prev_hash,
            hash,
            sealed_at: self.clock.now(),
        }
    }
}

async fn store(db: &Db, batch: &Batch) -> AppResult<()> {
    let loaded = || batch.cases.iter().map(|case| &case.loaded);
    db.write(async |tx: &Tx| {
        repo::insert(
            tx,
            Permit::system("bench.load"),
            loaded().map(|case| case.row.clone()).collect(),
            batch.cases.iter().flat_map(|case| case.parties.clone()).collect(),
            loaded().flat_map(|case| case.clocks.clone()).collect(),
            loaded().flat_map(|case| case.referrals.clone()).collect(),
        )
        .await?;
        for events in batch.events.chunks(1_000) {
            let rows = events.iter().cloned().map(whole::<event::ActiveModel, _>);
            event::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        }
        let tally = loaded().map(Tally::of).fold(Tally::default(), |sum, case| sum.plus(case, 1));
        tally::record(tx, batch.block.id, tally).await?;
        let block = whole::<block::ActiveModel, _>(batch.block.clone());
        block::Entity::insert(block).exec_without_returning(&**tx).await?;
        for case in loaded() {
            let row = &case.row;
            let body = [&row.title, &row.narrative, row.demand.as_deref().unwrap_or_default()];
            search::index(tx, row.id, &row.title, &body).await?;
        }
        let masked =
            batch.cases.iter().filter_map(|case| masked_texts::of(&case.loaded.row, &case.parties));
        masked_texts::insert(tx, masked.collect()).await
    })
    .await
}

/// A row with every column to be written.
pub(crate) fn whole<A, M>(row: M) -> A
where
    A: ActiveModelTrait,
    M: IntoActiveModel<A>,
{
    let mut row = row.into_active_model();
    for column in <A::Entity as EntityTrait>::Column::iter() {
        row.reset(column);
    }
    row
}

async fn finish(db: &Db) -> Done {
    let sql: &[&str] = if is_postgres(db) {
        &[
            "CREATE INDEX ix_case_search_title ON case_search USING gin (title)",
            "CREATE INDEX ix_case_search_body ON case_search USING gin (body)",
            "VACUUM ANALYZE",
            "CHECKPOINT",
        ]
    } else {
        &["PRAGMA wal_checkpoint(TRUNCATE)"]
    };
    for sql in sql {
        db.migrator().execute_unprepared(sql).await?;
    }
    Ok(())
}
