//! What the screening ledger says of a case beside its row: who answers for it, what was done, what
//! was agreed on and performed, what the citizen said. A statement for each, however many cases.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use uuid::Uuid;

use crate::features::agreements::entity::agreement;
use crate::features::agreements::workflow::AgreementState;
use crate::features::cases::change::Change;
use crate::features::cases::entity::{event, party};
use crate::features::cases::ledger::change_of;
use crate::features::cases::masks;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::PartyKind;
use crate::features::personnel;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;

/// Cases a statement asks for: both databases bound the values of a statement.
const CASES: usize = 500;
/// The events that say something here.
const KINDS: [&str; 4] = ["signed", "progress_reported", "resolved", "callback_recorded"];

/// An agreement in the ledger: its number, and where it stands.
pub type Agreed = (String, AgreementState);

/// What was said at the last callback that reached somebody: solved, fairly treated.
pub type Answer = (Option<bool>, Option<bool>);

/// What is known of one case.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// 当事人, masked, in the order of their numbers.
    pub parties: Vec<String>,
    /// Hides those parties where a text names them.
    pub mentions: Mentions,
    /// 责任人: who signed for it at the lead department or reported its result, last.
    pub responsible_id: Option<Uuid>,
    /// The last progress that was reported.
    pub progress: Option<String>,
    /// 协议, in the order of their numbers.
    pub agreements: Vec<Agreed>,
    /// 回访.
    pub answer: Option<Answer>,
}

/// What is known of `cases`, which the reader sees.
pub async fn gather(db: &impl ConnectionTrait, cases: &[Uuid]) -> AppResult<HashMap<Uuid, Known>> {
    let mut known: HashMap<Uuid, Known> = HashMap::new();
    for some in cases.chunks(CASES) {
        parties(db, some, &mut known).await?;
        events(db, some, &mut known).await?;
        agreements(db, some, &mut known).await?;
    }
    Ok(known)
}

/// The names of those who answer for `known` and of `others`.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    known: &HashMap<Uuid, Known>,
    others: impl Iterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, String>> {
    let people = known.values().filter_map(|one| one.responsible_id).chain(others);
    let people: Vec<_> = people.collect::<BTreeSet<_>>().into_iter().collect();
    let mut names = HashMap::new();
    for some in people.chunks(CASES) {
        names.extend(personnel::repo::list_names(db, some.iter().copied()).await?);
    }
    Ok(names)
}

async fn parties(
    db: &impl ConnectionTrait,
    cases: &[Uuid],
    known: &mut HashMap<Uuid, Known>,
) -> AppResult<()> {
    let found = party::Entity::find()
        .filter(party::Column::CaseId.is_in(cases.iter().copied()))
        .order_by_asc(party::Column::CaseId)
        .order_by_asc(party::Column::PartyNo)
        .all(db)
        .await?;
    for id in cases {
        known.entry(*id).or_default().mentions = Mentions::of(&[]);
    }
    for own in found.chunk_by(|one, next| one.case_id == next.case_id) {
        let Some(first) = own.first() else { continue };
        let of = known.entry(first.case_id).or_default();
        let is_person = |row: &party::Model| row.kind == PartyKind::Person.as_str();
        of.parties = own.iter().map(|row| masks::name(&row.name, is_person(row))).collect();
        of.mentions = Mentions::of(own);
    }
    Ok(())
}

async fn events(
    db: &impl ConnectionTrait,
    cases: &[Uuid],
    known: &mut HashMap<Uuid, Known>,
) -> AppResult<()> {
    let found = event::Entity::find()
        .filter(event::Column::CaseId.is_in(cases.iter().copied()))
        .filter(event::Column::Kind.is_in(KINDS))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    for row in &found {
        let of = known.entry(row.case_id).or_default();
        let Some(change) = change_of(row) else { continue };
        if let Change::Signed { .. } | Change::Resolved { .. } = &change {
            of.responsible_id = row.actor_id.or(of.responsible_id);
        }
        if let Change::CallbackRecorded { reached: true, solved, fairly_treated, .. } = &change {
            of.answer = Some((*solved, *fairly_treated));
        }
        if let Change::ProgressReported { note } = change {
            of.progress = Some(note);
        }
    }
    Ok(())
}

async fn agreements(
    db: &impl ConnectionTrait,
    cases: &[Uuid],
    known: &mut HashMap<Uuid, Known>,
) -> AppResult<()> {
    let found = agreement::Entity::find()
        .filter(agreement::Column::CaseId.is_in(cases.iter().copied()))
        .filter(agreement::Column::State.ne(AgreementState::Cancelled.as_str()))
        .order_by_asc(agreement::Column::AgreementNo)
        .all(db)
        .await?;
    for row in found {
        let state = AgreementState::parse(&row.state).unwrap_or(AgreementState::InForce);
        known.entry(row.case_id).or_default().agreements.push((row.agreement_no, state));
    }
    Ok(())
}

/// 回访/满意度 in words: `已解决，公正`.
pub fn answer_in_words((solved, fair): Answer, lang: Lang) -> String {
    let solved = solved.map(|solved| match (solved, lang) {
        (true, Lang::Zh) => "已解决",
        (true, Lang::En) => "solved",
        (false, Lang::Zh) => "未解决",
        (false, Lang::En) => "not solved",
    });
    let fair = fair.map(|fair| match (fair, lang) {
        (true, Lang::Zh) => "受到公正对待",
        (true, Lang::En) => "fairly treated",
        (false, Lang::Zh) => "未受到公正对待",
        (false, Lang::En) => "not fairly treated",
    });
    let said: Vec<_> = solved.into_iter().chain(fair).collect();
    said.join(lang.pick("，", ", "))
}
