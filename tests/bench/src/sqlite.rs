//! The limit on SQLite: the statements of the server over a bare connection, one writer, in files
//! with `synchronous = FULL`. They are built with the server's own entities before the time runs.

use std::sync::Arc;
use std::time::Instant;

use futures_util::future::join_all;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseConnection, DbBackend, EntityTrait as _,
    PartialModelTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
    Statement,
};
use uuid::Uuid;
use zongzhi::app::AppState;
use zongzhi::config::Config;
use zongzhi::features::auth::keys::TokenKeys;
use zongzhi::features::cases::change::Change;
use zongzhi::features::cases::entity::{case, case_tally, clock, event, party, referral};
use zongzhi::features::cases::intake::{self, Place};
use zongzhi::features::cases::repo;
use zongzhi::features::cases::tally::Tally;
use zongzhi::features::cases::timekeeping::Timekeeper;
use zongzhi::features::cases::transit::{self, By};
use zongzhi::features::cases::unnamed::Unnamed;
use zongzhi::platform::clock::{Clock as _, SystemClock};
use zongzhi::platform::db::{Db, search};
use zongzhi::platform::ids::Ids;
use zongzhi::policy::{Action, Scope};

use crate::Done;
use crate::drive::{Length, Op, Sent};
use crate::load::whole;
use crate::targets::{Own, Targets};
use crate::words::{Dice, matter};
use crate::world::{self, DEPARTMENTS, Post};

const SQLITE: DbBackend = DbBackend::Sqlite;

/// Requests prepared ahead for each writing operation.
const AHEAD: usize = 3_000;

/// The bare connections.
pub(crate) struct Raw {
    state: AppState,
    keeper: Timekeeper,
    dice: Dice,
    own: Vec<Own>,
    serial: usize,
}

impl Raw {
    /// Over the file at `url`, with the share `own` of the cases under way.
    pub(crate) async fn open(url: &str, own: &[Own]) -> Done<Self> {
        let mut config = Config::defaults()?;
        config.database.url = url.to_owned();
        let db = Db::connect(&config.database).await?;
        let clock = Arc::new(SystemClock);
        let keys = TokenKeys::from_seed([0; 32])?;
        let state = AppState::new(config, db, clock.clone(), Ids::random(clock), keys)?;
        let keeper = Timekeeper::of(&state).await?;
        Ok(Self { state, keeper, dice: Dice::new(99), own: own.to_vec(), serial: 0 })
    }

    /// Runs `op` for a while: reads over four connections, writes one after the other.
    pub(crate) async fn run(&mut self, op: Op, targets: &Targets, length: Length) -> Done<Sent> {
        let count = AHEAD.min(length.count);
        let mut ready = Vec::new();
        if op == Op::Register {
            for _ in 0..count {
                ready.push(self.registration()?);
            }
        } else if op == Op::Action {
            // A case is changed once a round: its next change needs this one stored.
            for at in 0..self.own.len().min(count) {
                ready.push(self.action(at).await?);
            }
        } else {
            ready.extend((0..500).map(|_| self.reading(op, targets)));
            return read(self.state.db.reader(), &ready, length).await;
        }
        write(self.state.db.migrator(), &ready, length).await
    }

    fn reading(&mut self, op: Op, targets: &Targets) -> Vec<Statement> {
        let actor = Post::Dispatcher.actor();
        let scoped =
            case::Entity::find().filter(Scope::cases(&actor, Action::CaseRead).condition());
        let page = |cases: sea_orm::Select<case::Entity>| {
            let cases = case::Line::select_cols(cases.select_only());
            let cases = cases.order_by_desc(case::Column::RegisteredAt);
            vec![cases.order_by_desc(case::Column::Id).limit(21).build(SQLITE)]
        };
        if op == Op::Read {
            let id = self.dice.pick(&targets.cases).unwrap_or_default();
            let mut all = vec![scoped.filter(case::Column::Id.eq(id)).limit(1).build(SQLITE)];
            all.extend(children(id));
            return all;
        }
        if op == Op::Filter {
            let statuses = ["in_progress", "archived", "closed"];
            let status = self.dice.pick(&statuses).unwrap_or_default();
            let number = u16::try_from(self.dice.below(DEPARTMENTS.into())).unwrap_or(0);
            let filtered = scoped
                .filter(case::Column::Status.is_in([status]))
                .filter(case::Column::LeadDepartmentId.is_in([world::department(number)]));
            return page(filtered);
        }
        page(scoped)
    }

    fn registration(&mut self) -> Done<Vec<Statement>> {
        let now = SystemClock.now();
        let actor = Post::Clerk.actor();
        let request = matter(&mut self.dice, None, now);
        let place = Place {
            center_id: actor.center_id.unwrap_or_default(),
            region_id: world::county(),
            region_code: "990101".to_owned(),
            split_from_id: None,
        };
        self.serial += 1;
        let case_no = format!("raw-{}-{}", now.timestamp(), self.serial);
        let (state, keeper) = (&self.state, &self.keeper);
        let made = intake::prepare(state, keeper, Some(&actor), &request, &place, case_no, now)?;
        let loaded = made.loaded;
        let clocks = loaded.clocks.clone().into_iter().map(whole::<clock::ActiveModel, _>);
        let parties = made.parties.into_iter().map(whole::<party::ActiveModel, _>);
        let tally = Tally::of(&loaded).rows(made.event.id);
        let row = loaded.row;
        let texts = [&*row.title, &*row.narrative, row.demand.as_deref().unwrap_or_default()];
        let words = search::entry(SQLITE, row.id, &row.title, &texts);
        let mut all = vec![
            case::Entity::insert_many([whole::<case::ActiveModel, _>(row)]).build(SQLITE),
            party::Entity::insert_many(parties).build(SQLITE),
            clock::Entity::insert_many(clocks).on_conflict(moved()).build(SQLITE),
            case_tally::Entity::insert_many(tally).build(SQLITE),
            event::Entity::insert_many([whole::<event::ActiveModel, _>(made.event)]).build(SQLITE),
        ];
        all.extend(words);
        Ok(all)
    }

    async fn action(&self, at: usize) -> Done<Vec<Statement>> {
        let own = self.own.get(at).copied().ok_or("no case under way")?;
        let actor = Post::Handler(own.department).actor();
        let scope = Scope::cases(&actor, Action::CaseRead);
        let db = self.state.db.reader();
        let row = repo::find(db, &scope, own.id).await?;
        let mut case = repo::load(db, row).await?;
        let before = case.row.clone();
        let change = Change::ProgressReported { note: "已约双方到场协商".to_owned() };
        let by = By { actor: Some(&actor), at: SystemClock.now() };
        let change = Unnamed::read(db, own.id, change).await?;
        let pending = transit::apply(&self.state, &self.keeper, &mut case, &change, by)?;
        let find = case::Entity::find().filter(scope.condition());
        let mut all = vec![find.filter(case::Column::Id.eq(own.id)).limit(1).build(SQLITE)];
        let update = case::Entity::update_many()
            .set(repo::changes(&before, &case.row))
            .filter(case::Column::Id.eq(own.id))
            .filter(case::Column::RowVersion.eq(before.row_version));
        let event = whole::<event::ActiveModel, _>(pending.event);
        all.extend(children(own.id));
        all.push(update.build(SQLITE));
        all.push(event::Entity::insert_many([event]).build(SQLITE));
        Ok(all)
    }
}

fn moved() -> OnConflict {
    OnConflict::column(clock::Column::Id)
        .update_columns([clock::Column::FinishedAt, clock::Column::IsCancelled])
        .to_owned()
}

fn children(id: Uuid) -> [Statement; 3] {
    [
        referral::Entity::find().filter(referral::Column::CaseId.eq(id)).build(SQLITE),
        clock::Entity::find().filter(clock::Column::CaseId.eq(id)).build(SQLITE),
        party::Entity::find().filter(party::Column::CaseId.eq(id)).build(SQLITE),
    ]
}

async fn write(db: &DatabaseConnection, ready: &[Vec<Statement>], length: Length) -> Done<Sent> {
    let mut sent = Sent::default();
    let begun = Instant::now();
    for request in ready {
        if begun.elapsed() > length.time {
            break;
        }
        let at = Instant::now();
        db.execute_unprepared("BEGIN IMMEDIATE").await?;
        for statement in request {
            if statement.sql.starts_with("SELECT") {
                db.query_all_raw(statement.clone()).await?;
            } else {
                db.execute_raw(statement.clone()).await?;
            }
        }
        db.execute_unprepared("COMMIT").await?;
        sent.micros.push(u64::try_from(at.elapsed().as_micros())?);
    }
    sent.elapsed = begun.elapsed();
    sent.micros.sort_unstable();
    Ok(sent)
}

async fn read(db: &DatabaseConnection, ready: &[Vec<Statement>], length: Length) -> Done<Sent> {
    let begun = Instant::now();
    let parts = (0..4).map(|part| async move {
        let mut micros = Vec::new();
        for request in ready.iter().cycle().skip(part * 100) {
            if begun.elapsed() > length.time {
                break;
            }
            let at = Instant::now();
            for statement in request {
                db.query_all_raw(statement.clone()).await?;
            }
            micros.push(u64::try_from(at.elapsed().as_micros())?);
        }
        Done::Ok(micros)
    });
    let mut sent = Sent::default();
    for part in join_all(parts).await {
        sent.micros.extend(part?);
    }
    sent.elapsed = begun.elapsed();
    sent.micros.sort_unstable();
    Ok(sent)
}
