//! Checking the ledger: `zongzhi verify-ledger`.
//!
//! A changed byte, a deleted event, two swapped events and a cut tail all break either the chain
//! of a case, its agreement with the case row, or the block that lists the event.

use std::collections::HashMap;
use std::io::Write;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _,
};
use uuid::Uuid;

use super::columns::{self, Replayed};
use super::seal::{block_hash, line};
use super::{GENESIS, change_of, content, hash_of, parties};
use crate::features::cases::change::Change;
use crate::features::cases::entity::{block, case, clock, event, party, party_change};
use crate::features::cases::model::{CaseStatus, OwnerKind};
use crate::features::cases::owners::owners;
use crate::features::cases::projection::CaseState;
use crate::features::cases::time_use::Told;
use crate::platform::db::{Db, Tx, portable};
use crate::platform::error::AppResult;

/// Cases and blocks read at a time.
const BATCH: u64 = 500;

/// What was checked.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many cases.
    pub cases: u64,
    /// How many events.
    pub events: u64,
    /// How many blocks.
    pub blocks: u64,
    /// The first thing that is wrong, by case number.
    pub first_bad: Option<Bad>,
}

/// A place where the ledger does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The case, by number where it has one.
    pub case_no: String,
    /// The event.
    pub seq: i32,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What may be wrong with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It cannot be read.
    Unreadable,
    /// Its content does not give its hash.
    Changed,
    /// It does not follow the event before it.
    Unchained,
    /// The case row says something else than the events.
    Projection,
    /// This column of the case row says something else than the events.
    Column(&'static str),
    /// Not exactly one owner has the case at every instant, or the row names another.
    Owner,
    /// The words of the matter or a party are not those that were registered.
    Words,
    /// Its block knows another event here.
    Sealed,
    /// It belongs to no case.
    Orphan,
    /// A block does not follow the one before it.
    Block,
}

impl std::fmt::Display for Bad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fault = match self.fault {
            Fault::Column(column) => {
                return write!(
                    f,
                    "case {} event {} does not lead to what the case row says in {column}",
                    self.case_no, self.seq
                );
            }
            Fault::Missing => "is missing",
            Fault::Unreadable => "cannot be read",
            Fault::Changed => "was changed",
            Fault::Unchained => "does not follow the event before it",
            Fault::Projection => "does not lead to what the case row says",
            Fault::Owner => "leaves an instant without exactly one owner",
            Fault::Words => "bound other words of the matter or its parties",
            Fault::Sealed => "differs from what its block sealed",
            Fault::Orphan => "belongs to no case",
            Fault::Block => "is a block that does not follow the block before it",
        };
        write!(f, "case {} event {} {fault}", self.case_no, self.seq)
    }
}

/// Checks one case (`case_no`) with the blocks that list its events, or the whole ledger, writing every event to `export` as JSON Lines.
///
/// Over one picture of the database, so that a server at work raises no false alarm.
pub async fn verify(
    db: &Db,
    case_no: Option<&str>,
    export: &mut Option<Box<dyn Write>>,
) -> AppResult<Report> {
    db.read(async |tx: &Tx| check_all(&**tx, case_no, export).await).await
}

async fn check_all(
    db: &impl ConnectionTrait,
    case_no: Option<&str>,
    export: &mut Option<Box<dyn Write>>,
) -> AppResult<Report> {
    let mut check =
        Check { export, report: Report::default(), suspect: None, hashes: HashMap::new() };
    let mut after: Option<Uuid> = None;
    loop {
        let mut find = case::Entity::find().order_by_asc(case::Column::Id).limit(BATCH);
        if let Some(no) = case_no {
            find = find.filter(case::Column::CaseNo.eq(no));
        }
        if let Some(id) = after {
            find = find.filter(case::Column::Id.gt(id));
        }
        let heads = find.all(db).await?;
        let Some(last) = heads.last() else { break };
        after = Some(last.id);
        check.cases(db, &heads).await?;
        if check.report.first_bad.is_some() {
            return Ok(check.report);
        }
    }
    match (case_no, after) {
        (None, _) => {
            check.spelling(db).await?;
            check.blocks(db).await?;
        }
        (Some(_), Some(case_id)) => check.blocks_of(db, case_id).await?,
        (Some(_), None) => {}
    }
    check.report.first_bad = check.report.first_bad.or(check.suspect);
    Ok(check.report)
}

struct Check<'a> {
    export: &'a mut Option<Box<dyn Write>>,
    report: Report,
    /// A row that says something else than its events, if that is all that is wrong.
    suspect: Option<Bad>,
    /// Hashes of the events of sealed blocks, by (case, seq), while blocks are checked.
    hashes: HashMap<(Uuid, i32), String>,
}

impl Check<'_> {
    async fn cases(&mut self, db: &impl ConnectionTrait, heads: &[case::Model]) -> AppResult<()> {
        let ids: Vec<_> = heads.iter().map(|head| head.id).collect();
        let all = event::Entity::find()
            .filter(event::Column::CaseId.is_in(ids))
            .order_by_asc(event::Column::CaseId)
            .order_by_asc(event::Column::Seq)
            .all(db)
            .await;
        let mut by_case: HashMap<Uuid, Vec<event::Model>> = HashMap::new();
        match all {
            Ok(events) => {
                for event in events {
                    by_case.entry(event.case_id).or_default().push(event);
                }
            }
            // Something in the batch cannot even be read: find it event by event.
            Err(_) => return self.one_by_one(db, heads).await,
        }
        let ids: Vec<_> = heads.iter().map(|head| head.id).collect();
        let all = party::Entity::find()
            .filter(party::Column::CaseId.is_in(ids))
            .order_by_asc(party::Column::PartyNo)
            .all(db)
            .await?;
        let mut parties: HashMap<Uuid, Vec<party::Model>> = HashMap::new();
        for party in all {
            parties.entry(party.case_id).or_default().push(party);
        }
        let ids: Vec<_> = heads.iter().map(|head| head.id).collect();
        let all = party_change::Entity::find()
            .filter(party_change::Column::CaseId.is_in(ids))
            .all(db)
            .await?;
        let mut changed: HashMap<Uuid, Vec<party_change::Model>> = HashMap::new();
        for change in all {
            changed.entry(change.case_id).or_default().push(change);
        }
        let mut clocks = open_clocks(db, heads).await?;
        for head in heads {
            let events = by_case.remove(&head.id).unwrap_or_default();
            self.chain(head, &events)?;
            if self.report.first_bad.is_none() {
                let parties = parties.remove(&head.id).unwrap_or_default();
                let changed = changed.remove(&head.id).unwrap_or_default();
                let clocks = clocks.remove(&head.id).unwrap_or_default();
                self.words(head, (&parties, &changed), &events, &clocks)?;
            }
            if self.report.first_bad.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The words are those registration bound, and the row stands where the events led it.
    fn words(
        &mut self,
        head: &case::Model,
        (parties, changed): (&[party::Model], &[party_change::Model]),
        events: &[event::Model],
        clocks: &[clock::Model],
    ) -> AppResult<()> {
        let changes: Option<Vec<_>> = events.iter().map(change_of).collect();
        let Some(changes) = changes else {
            self.bad(&head.case_no, 1, Fault::Unreadable);
            return Ok(());
        };
        let Some(Change::Registered { content_hash, .. }) = changes.first() else {
            self.bad(&head.case_no, 1, Fault::Projection);
            return Ok(());
        };
        let was = parties::registered(&head.title, parties, changed, &changes)?;
        let hash = |(title, parties): (String, Vec<party::Model>)| {
            content::hash_of(&case::Model { title, ..head.clone() }, &parties)
        };
        let words = was.map(hash).transpose()?;
        if words.as_ref() != Some(content_hash) {
            self.bad(&head.case_no, 1, Fault::Words);
            return Ok(());
        }
        let told: Vec<_> = changes
            .into_iter()
            .zip(events)
            .map(|(change, event)| Told { change, at: event.at, actor_id: event.actor_id })
            .collect();
        let Some(replayed) = Replayed::of(&told) else { return Ok(()) };
        let state = &replayed.state;
        if let Err(gap) = owners(&told) {
            let seq = i32::try_from(gap.seq).unwrap_or(i32::MAX);
            let case_no = head.case_no.clone();
            self.suspect.get_or_insert(Bad { case_no, seq, fault: Fault::Owner });
        }
        if state.status.as_str() != head.status
            || state.lead_department_id != head.lead_department_id
        {
            // Only if nothing else is wrong: a missing event is named by its block.
            let case_no = head.case_no.clone();
            let bad = Bad { case_no, seq: head.event_count, fault: Fault::Projection };
            self.suspect.get_or_insert(bad);
        } else if !has_owner(head, state, says_next(&told)) {
            let case_no = head.case_no.clone();
            let bad = Bad { case_no, seq: head.event_count, fault: Fault::Owner };
            self.suspect.get_or_insert(bad);
        } else if let Some(column) = columns::first_differing(head, &replayed, &told, clocks)? {
            let case_no = head.case_no.clone();
            let bad = Bad { case_no, seq: head.event_count, fault: Fault::Column(column) };
            self.suspect.get_or_insert(bad);
        }
        Ok(())
    }

    /// Every instant is written the one way this program writes it.
    async fn spelling(&mut self, db: &impl ConnectionTrait) -> AppResult<()> {
        let columns = ["at", "recorded_at"];
        let backend = db.get_database_backend();
        let Some(ask) = portable::misspelt_instants(backend, "case_events", &columns) else {
            return Ok(());
        };
        let Some(row) = db.query_one_raw(ask).await? else { return Ok(()) };
        let id: Uuid = row.try_get("", "id")?;
        match event::Entity::find_by_id(id).one(db).await? {
            Some(event) => self.bad_in(db, event.case_id, event.seq, Fault::Changed).await,
            None => Ok(()),
        }
    }

    async fn one_by_one(
        &mut self,
        db: &impl ConnectionTrait,
        heads: &[case::Model],
    ) -> AppResult<()> {
        for head in heads {
            let mut events = Vec::new();
            for seq in 1..=head.event_count {
                let found = event::Entity::find()
                    .filter(event::Column::CaseId.eq(head.id))
                    .filter(event::Column::Seq.eq(seq))
                    .one(db)
                    .await;
                match found {
                    Ok(Some(event)) => events.push(event),
                    Ok(None) => break,
                    Err(_) => {
                        self.chain_part(head, &events)?;
                        self.bad(&head.case_no, seq, Fault::Unreadable);
                        return Ok(());
                    }
                }
            }
            self.chain(head, &events)?;
            if self.report.first_bad.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn chain(&mut self, head: &case::Model, events: &[event::Model]) -> AppResult<()> {
        let case::Model { case_no, event_count: count, last_event_hash: last_hash, .. } = head;
        self.report.cases += 1;
        let last = self.chain_part(head, events)?;
        let found = i32::try_from(events.len()).unwrap_or(i32::MAX);
        if found < *count {
            self.bad(case_no, found + 1, Fault::Missing);
        } else if found > *count || last != *last_hash {
            self.bad(case_no, found, Fault::Projection);
        }
        Ok(())
    }

    fn chain_part(&mut self, head: &case::Model, events: &[event::Model]) -> AppResult<String> {
        let mut prev = GENESIS.to_owned();
        for (expected, event) in (1..).zip(events) {
            self.report.events += 1;
            if event.seq != expected {
                self.bad(&head.case_no, expected, Fault::Missing);
            }
            if hash_of(event)? != event.hash {
                self.bad(&head.case_no, event.seq, Fault::Changed);
            }
            if event.prev_hash != prev {
                self.bad(&head.case_no, event.seq, Fault::Unchained);
            }
            prev.clone_from(&event.hash);
            self.write(&head.case_no, event)?;
        }
        Ok(prev)
    }

    async fn blocks(&mut self, db: &impl ConnectionTrait) -> AppResult<()> {
        let mut prev = GENESIS.to_owned();
        let mut expected = 1;
        loop {
            let found =
                block::Entity::find().filter(block::Column::BlockNo.eq(expected)).one(db).await;
            let block = match found {
                Ok(Some(block)) => block,
                Ok(None) => break,
                Err(_) => {
                    self.bad("-", expected_seq(expected), Fault::Block);
                    return Ok(());
                }
            };
            let hash = block_hash(block.block_no, &block.events, &block.prev_hash);
            if block.prev_hash != prev || block.hash != hash {
                self.bad("-", expected_seq(expected), Fault::Block);
                return Ok(());
            }
            self.members(db, &block).await?;
            if self.report.first_bad.is_some() {
                return Ok(());
            }
            self.report.blocks += 1;
            prev = block.hash;
            expected += 1;
        }
        self.rest(db, expected).await
    }

    /// The blocks that list events of one case: each is whole, and what it lists of the case is there.
    /// Whether they follow each other is seen over the whole ledger only.
    async fn blocks_of(&mut self, db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<()> {
        let events = event::Entity::find()
            .filter(event::Column::CaseId.eq(case_id))
            .filter(event::Column::BlockNo.is_not_null())
            .all(db)
            .await?;
        let mut sealed: HashMap<(Option<i64>, i32), String> =
            events.iter().map(|event| ((event.block_no, event.seq), line(event))).collect();
        let (id, mut after) = (case_id.to_string(), 0);
        loop {
            let found = block::Entity::find()
                .filter(block::Column::BlockNo.gt(after))
                .filter(block::Column::Events.contains(&id))
                .order_by_asc(block::Column::BlockNo)
                .one(db)
                .await?;
            let Some(block) = found else { break };
            after = block.block_no;
            if block.hash != block_hash(after, &block.events, &block.prev_hash) {
                self.bad("-", expected_seq(after), Fault::Block);
                return Ok(());
            }
            let of_case = |listed: &&str| listed.starts_with(&id);
            for listed in block.events.split_inclusive('\n').filter(of_case) {
                let seq = listed.split(' ').nth(1).and_then(|seq| seq.parse().ok());
                let Some(seq) = seq else {
                    self.bad("-", expected_seq(after), Fault::Block);
                    return Ok(());
                };
                match sealed.remove(&(Some(after), seq)) {
                    Some(found) if found == listed => {}
                    Some(_) => return self.bad_in(db, case_id, seq, Fault::Sealed).await,
                    None => return self.bad_in(db, case_id, seq, Fault::Missing).await,
                }
            }
            self.report.blocks += 1;
        }
        match sealed.keys().map(|(_, seq)| *seq).min() {
            Some(seq) => self.bad_in(db, case_id, seq, Fault::Sealed).await,
            None => Ok(()),
        }
    }

    /// Every event a block lists is there, under that hash.
    async fn members(&mut self, db: &impl ConnectionTrait, block: &block::Model) -> AppResult<()> {
        let events =
            event::Entity::find().filter(event::Column::BlockNo.eq(block.block_no)).all(db).await?;
        self.hashes = events.iter().map(|e| ((e.case_id, e.seq), line(e))).collect();
        for listed in block.events.split_inclusive('\n') {
            let mut parts = listed.split(' ');
            let key = parts.next().and_then(|id| Uuid::try_parse(id).ok());
            let seq = parts.next().and_then(|seq| seq.parse().ok());
            let (Some(case_id), Some(seq)) = (key, seq) else {
                self.bad("-", expected_seq(block.block_no), Fault::Block);
                return Ok(());
            };
            match self.hashes.remove(&(case_id, seq)) {
                Some(found) if found == listed => {}
                Some(_) => return self.bad_in(db, case_id, seq, Fault::Sealed).await,
                None => return self.bad_in(db, case_id, seq, Fault::Missing).await,
            }
        }
        match self.hashes.keys().min().copied() {
            Some((case_id, seq)) => self.bad_in(db, case_id, seq, Fault::Sealed).await,
            None => Ok(()),
        }
    }

    /// No block after a gap, no event sealed into a block that is gone, no event without a case.
    async fn rest(&mut self, db: &impl ConnectionTrait, after: i64) -> AppResult<()> {
        let gap = block::Entity::find().filter(block::Column::BlockNo.gt(after)).one(db).await?;
        if gap.is_some() {
            self.bad("-", expected_seq(after), Fault::Block);
            return Ok(());
        }
        let beyond = event::Entity::find()
            .filter(event::Column::BlockNo.gte(after).or(event::Column::BlockNo.lt(1_i64)))
            .order_by_asc(event::Column::Id)
            .one(db)
            .await?;
        if let Some(event) = beyond {
            return self.bad_in(db, event.case_id, event.seq, Fault::Sealed).await;
        }
        let known = case::Entity::find().select_only().column(case::Column::Id).into_query();
        let orphan = event::Entity::find()
            .filter(event::Column::CaseId.not_in_subquery(known))
            .one(db)
            .await?;
        match orphan {
            Some(event) => self.bad_in(db, event.case_id, event.seq, Fault::Orphan).await,
            None => Ok(()),
        }
    }

    async fn bad_in(
        &mut self,
        db: &impl ConnectionTrait,
        case_id: Uuid,
        seq: i32,
        fault: Fault,
    ) -> AppResult<()> {
        let case = case::Entity::find_by_id(case_id).one(db).await?;
        let case_no = case.map_or_else(|| case_id.to_string(), |case| case.case_no);
        self.bad(&case_no, seq, fault);
        Ok(())
    }

    fn bad(&mut self, case_no: &str, seq: i32, fault: Fault) {
        let bad = Bad { case_no: case_no.to_owned(), seq, fault };
        self.report.first_bad.get_or_insert(bad);
    }

    fn write(&mut self, case_no: &str, event: &event::Model) -> AppResult<()> {
        let Some(out) = self.export.as_mut() else { return Ok(()) };
        let row = serde_json::json!({
            "case_no": case_no,
            "id": event.id,
            "case_id": event.case_id,
            "seq": event.seq,
            "kind": event.kind,
            "actor_id": event.actor_id,
            "capacity_id": event.capacity_id,
            "capacity": event.capacity,
            "at": super::instant(event.at),
            "recorded_at": super::instant(event.recorded_at),
            "data": event.data,
            "prev_hash": event.prev_hash,
            "hash": event.hash,
            "block_no": event.block_no,
        });
        writeln!(out, "{row}").map_err(crate::platform::error::AppError::internal)
    }
}

/// The limits of cases that have not ended.
async fn open_clocks(
    db: &impl ConnectionTrait,
    heads: &[case::Model],
) -> AppResult<HashMap<Uuid, Vec<clock::Model>>> {
    let found = clock::Entity::find()
        .filter(clock::Column::CaseId.is_in(heads.iter().map(|head| head.id)))
        .filter(clock::Column::FinishedAt.is_null())
        .all(db)
        .await?;
    let mut clocks: HashMap<Uuid, Vec<clock::Model>> = HashMap::new();
    for clock in found {
        clocks.entry(clock.case_id).or_default().push(clock);
    }
    Ok(clocks)
}

/// Whether the last return says who decides; where there was none, nothing is to be said.
fn says_next(told: &[Told]) -> bool {
    let next = |told: &Told| {
        let Change::Returned { next_owner, .. } = &told.change else { return None };
        Some(next_owner.is_some())
    };
    told.iter().rev().find_map(next).unwrap_or(true)
}

/// Whether the row names the owner to whom the events led, since when they did.
fn has_owner(head: &case::Model, state: &CaseState, says_next: bool) -> bool {
    let same_post = match OwnerKind::parse(&head.owner_kind) {
        // Where the event does not say it, the setting of its day led to one or the other.
        Some(OwnerKind::Dispatcher | OwnerKind::Director)
            if state.status == CaseStatus::Returned && !says_next =>
        {
            true
        }
        Some(kind) => kind == state.owner.kind,
        None => false,
    };
    same_post
        && head.owner_department_id == state.owner.department_id
        && head.owner_since == state.owner.since
}

fn expected_seq(block_no: i64) -> i32 {
    i32::try_from(block_no).unwrap_or(i32::MAX)
}
