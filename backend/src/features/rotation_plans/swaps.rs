//! Swaps of turns in a published roster (换班): who asks, who is asked, and the director, each says
//! their word; every rule is checked when it is asked and again when it is approved.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::entity::swap::{Column, Model};
use super::entity::{assignment, plan};
use super::state::PlanState;
use super::swap_dto::{
    AnswerTurnSwapRequest, AskSwapOfTurnsRequest, SwapRequestFilter, SwapRequestView, SwappedTurn,
};
use super::swap_state::{SwapRequestState, SwapStep, Whose, is_ahead};
use super::view::{state_of, unreadable};
use super::{exchanging, repairing, repo, swap_repo, telling};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "swap_requests:-id";

/// What the rights table looks at when `whose` has the word.
fn facts_of(row: &Model, whose: Whose) -> Facts<'_> {
    let holder_id = match whose {
        Whose::Asker => Some(row.asked_by_id),
        Whose::Asked => Some(row.asked_of_id),
        Whose::Director => None,
    };
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        holder_id,
        ..Facts::default()
    }
}

const fn right(step: SwapStep) -> Action {
    match step.whose() {
        Whose::Asker | Whose::Asked => Action::RotationSwap,
        Whose::Director => Action::RotationSwapDecide,
    }
}

/// One page of the swaps the caller may see, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &SwapRequestFilter,
    lang: Lang,
) -> AppResult<Page<SwapRequestView>> {
    let db = state.db.reader();
    let states = filter.state.iter().map(|state| state.as_str());
    let states = (!filter.state.is_empty()).then(|| Column::State.is_in(states));
    let mine = filter.is_mine.map(|is_mine| {
        let mine = Condition::any()
            .add(Column::AskedById.eq(actor.person_id))
            .add(Column::AskedOfId.eq(actor.person_id));
        if is_mine { mine } else { mine.not() }
    });
    let matching =
        Condition::all().add(swap_repo::readable(actor)).add_option(mine).add_option(states);
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = swap_repo::list(db, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(swap_repo::count(db, matching).await?),
        None => None,
    };
    let reader = Reader::of(db, actor, lang, &found).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One swap; 404 for whom it does not concern.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<SwapRequestView>> {
    let db = state.db.reader();
    let row = swap_repo::find(db, swap_repo::readable(actor), id).await?;
    answer(db, actor, lang, &row).await
}

async fn answer(
    db: &impl ConnectionTrait,
    actor: &Actor,
    lang: Lang,
    row: &Model,
) -> AppResult<Reply<SwapRequestView>> {
    let view = Reader::of(db, actor, lang, std::slice::from_ref(row)).await?.view(row)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// The turns a swap is about, as they stand.
pub(super) struct Turns {
    pub(super) plan: plan::Model,
    pub(super) gives: assignment::Model,
    pub(super) takes: Option<assignment::Model>,
}

/// What is asked, found in a published plan: 404 for what is not the caller's to see, 403 for another's
/// turn, 422 for what cannot be swapped.
async fn asked_turns(
    state: &AppState,
    actor: &Actor,
    body: &AskSwapOfTurnsRequest,
) -> AppResult<Turns> {
    let (db, today) = (state.db.reader(), local_date(state.clock.now()));
    let unknown = |at: &str| AppError::field(at, ErrorCode::SwapRequestTurn);
    let gives = swap_repo::find_assignment(db, body.assignment_id).await?;
    let gives = gives.ok_or_else(|| unknown("/assignment_id"))?;
    let found = repo::find(db, Condition::all(), gives.plan_id).await?;
    // Nobody learns of drafts here.
    if !state_of(&found)?.is_public() {
        return Err(unknown("/assignment_id"));
    }
    let facts = Facts { holder_id: Some(gives.person_id), ..Facts::default() };
    authorize(actor, Action::RotationSwap, &facts)?;
    if !is_ahead(gives.from_on, today) || !is_published(&found)? {
        return Err(unknown("/assignment_id"));
    }
    if body.with_person_id == gives.person_id {
        return Err(AppError::field("/with_person_id", ErrorCode::SwapRequestSelf));
    }
    let takes = match body.other_assignment_id {
        None => None,
        Some(id) => {
            let takes = swap_repo::find_assignment(db, id).await?.filter(|row| {
                row.plan_id == gives.plan_id
                    && row.person_id == body.with_person_id
                    && is_ahead(row.from_on, today)
            });
            Some(takes.ok_or_else(|| unknown("/other_assignment_id"))?)
        }
    };
    Ok(Turns { plan: found, gives, takes })
}

fn is_published(plan: &plan::Model) -> AppResult<bool> {
    Ok(state_of(plan)? == PlanState::Published)
}

/// Asks for a swap.
pub async fn ask(
    state: &AppState,
    actor: &Actor,
    command: Command<AskSwapOfTurnsRequest>,
    lang: Lang,
) -> AppResult<Reply<SwapRequestView>> {
    let Command { body, idempotency } = command;
    let turns = asked_turns(state, actor, &body).await?;
    // Outside the transaction, as it takes time; approval looks again.
    let with = body.with_person_id;
    let weighed = Box::pin(exchanging::weigh(state, &turns, with, lang)).await?;
    let bell = telling::SwapBell::of(state).await?;
    let now = state.clock.now();
    let row = Model {
        id: state.ids.next(),
        plan_id: turns.plan.id,
        center_id: turns.plan.center_id,
        region_code: turns.plan.region_code.clone(),
        asked_by_id: turns.gives.person_id,
        asked_of_id: with,
        gives_obligation_id: turns.gives.obligation_id,
        gives_from_on: turns.gives.from_on,
        gives_until_on: turns.gives.until_on,
        takes_obligation_id: turns.takes.as_ref().map(|row| row.obligation_id),
        takes_from_on: turns.takes.as_ref().map(|row| row.from_on),
        takes_until_on: turns.takes.as_ref().map(|row| row.until_on),
        reason: body.reason.trim().to_owned(),
        state: SwapRequestState::Asked.as_str().to_owned(),
        answer: None,
        decided_by_id: None,
        decided_at: None,
        made_plan_id: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            weighed.refuse()?;
            // Held, so that two swaps of one turn are asked one after the other.
            repo::find_for_update(tx, Condition::all(), row.plan_id).await?;
            let mut about = vec![(row.gives_obligation_id, row.gives_from_on, row.asked_by_id)];
            if let Some((obligation, from)) = row.takes_obligation_id.zip(row.takes_from_on) {
                about.push((obligation, from, row.asked_of_id));
            }
            if swap_repo::open_over(&**tx, row.center_id, &about).await? > 0 {
                return Err(ErrorCode::SwapRequestPending.into());
            }
            let facts = facts_of(&row, Whose::Asker);
            let permit = authorize(actor, Action::RotationSwap, &facts)?;
            swap_repo::insert(tx, permit, row.clone()).await?;
            bell.asked(state, tx, &row).await?;
            let rows = std::slice::from_ref(&row);
            let view = Reader::of(&**tx, actor, lang, rows).await?.view(&row)?;
            let location = format!("/api/v1/swap-requests/{}", row.id);
            Ok(Reply::created(&view, location)?.version(view.version).personal())
        })
        .await
}

/// The turns of a swap as they stand now; 409 where the roster has moved on.
pub(super) async fn standing(
    db: &impl ConnectionTrait,
    row: &Model,
    today: NaiveDate,
) -> AppResult<Turns> {
    let ended = || AppError::from(ErrorCode::SwapRequestEnded);
    let turn = (row.gives_obligation_id, row.gives_from_on);
    let plan = swap_repo::published_with(db, row.center_id, row.asked_by_id, turn).await?;
    let plan = plan.ok_or_else(ended)?;
    let rows = repo::roster(db, plan.id, Condition::all()).await?;
    let find = |person: Uuid, obligation: Uuid, from: NaiveDate| {
        let mut rows = rows.iter();
        let fits = |one: &&assignment::Model| {
            one.person_id == person && one.obligation_id == obligation && one.from_on == from
        };
        rows.find(fits).filter(|one| is_ahead(one.from_on, today)).cloned()
    };
    let gives = find(row.asked_by_id, row.gives_obligation_id, row.gives_from_on);
    let gives = gives.ok_or_else(ended)?;
    let takes = match row.takes_obligation_id.zip(row.takes_from_on) {
        None => None,
        Some((obligation, from)) => {
            Some(find(row.asked_of_id, obligation, from).ok_or_else(ended)?)
        }
    };
    Ok(Turns { plan, gives, takes })
}

/// Agrees, declines, approves, rejects or withdraws.
pub async fn act(
    state: &AppState,
    actor: &Actor,
    (id, step): (Uuid, SwapStep),
    seen: IfMatch,
    command: Command<AnswerTurnSwapRequest>,
    lang: Lang,
) -> AppResult<Reply<SwapRequestView>> {
    let Command { body, idempotency } = command;
    let (db, now) = (state.db.reader(), state.clock.now());
    let before = swap_repo::find(db, swap_repo::readable(actor), id).await?;
    authorize(actor, right(step), &facts_of(&before, step.whose()))?;
    // Rules are weighed before the transaction, as it takes time.
    let goes_on = matches!(step, SwapStep::Agree | SwapStep::Approve);
    let may_step = SwapRequestState::parse(&before.state).and_then(|one| one.after(step)).is_some();
    let weighed = if goes_on && may_step && seen.0 == before.row_version {
        let turns = standing(db, &before, local_date(now)).await?;
        let weighing = exchanging::weigh(state, &turns, before.asked_of_id, lang);
        let weighed = Box::pin(weighing).await?;
        Some((turns, weighed))
    } else {
        None
    };
    let bell = telling::SwapBell::of(state).await?;
    let note = body.note.as_deref().map(|text| text.trim().to_owned());
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = swap_repo::find_for_update(tx, swap_repo::readable(actor), id).await?;
            let permit = authorize(actor, right(step), &facts_of(&row, step.whose()))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            let stands = SwapRequestState::parse(&row.state).ok_or_else(unreadable)?;
            let after = stands.after(step).ok_or_else(|| wrong_state(&row, stands, actor))?;
            if step.whose() == Whose::Director && is_party(&row, actor) {
                return Err(ErrorCode::SwapRequestOwn.into());
            }
            if matches!(step, SwapStep::Decline | SwapStep::Reject) && note.is_none() {
                return Err(AppError::field("/note", ErrorCode::SwapRequestReasonRequired));
            }
            if let Some((_, weighed)) = &weighed {
                weighed.refuse()?;
            }
            let made_plan_id = match (step, &weighed) {
                (SwapStep::Approve, Some((turns, weighed))) => {
                    let made =
                        exchanging::publish(state, tx, actor, (turns, row.asked_of_id), weighed);
                    Some(Box::pin(made).await?)
                }
                (SwapStep::Approve, None) => return Err(ErrorCode::SwapRequestEnded.into()),
                (
                    SwapStep::Agree | SwapStep::Decline | SwapStep::Reject | SwapStep::Withdraw,
                    _,
                ) => None,
            };
            let decides = step.whose() == Whose::Director;
            let row = Model {
                state: after.as_str().to_owned(),
                answer: note.clone().or(row.answer),
                decided_by_id: if decides { Some(actor.person_id) } else { row.decided_by_id },
                decided_at: if decides { Some(now) } else { row.decided_at },
                made_plan_id,
                updated_at: now,
                row_version: row.row_version + 1,
                ..row
            };
            swap_repo::save(tx, permit, row.clone()).await?;
            bell.stepped(state, tx, &row, (step, actor.person_id)).await?;
            answer(&**tx, actor, lang, &row).await
        })
        .await
}

fn is_party(row: &Model, actor: &Actor) -> bool {
    [row.asked_by_id, row.asked_of_id].contains(&actor.person_id)
}

/// What is needed to write swaps out.
struct Reader<'a> {
    actor: &'a Actor,
    lang: Lang,
    names: HashMap<Uuid, String>,
    posts: HashMap<Uuid, String>,
}

impl<'a> Reader<'a> {
    async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        lang: Lang,
        rows: &[Model],
    ) -> AppResult<Self> {
        let people: BTreeSet<Uuid> = rows
            .iter()
            .flat_map(|row| [Some(row.asked_by_id), Some(row.asked_of_id), row.decided_by_id])
            .flatten()
            .collect();
        let names = personnel::repo::list_names(db, people).await?;
        let owed =
            rows.iter().flat_map(|row| [Some(row.gives_obligation_id), row.takes_obligation_id]);
        let posts = repairing::post_names(db, owed.flatten()).await?;
        Ok(Self { actor, lang, names, posts })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn turn(&self, obligation_id: Uuid, from_on: NaiveDate, until_on: NaiveDate) -> SwappedTurn {
        let post_name = self.posts.get(&obligation_id).cloned().unwrap_or_default();
        SwappedTurn { obligation_id, post_name, from_on, until_on }
    }

    fn view(&self, row: &Model) -> AppResult<SwapRequestView> {
        let stands = SwapRequestState::parse(&row.state).ok_or_else(unreadable)?;
        let (mut allowed_actions, mut refused_actions) = (Vec::new(), BTreeMap::new());
        for step in SwapStep::ALL {
            let name = step.as_str().to_owned();
            match refusal(row, stands, *step, self.actor) {
                None => allowed_actions.push(name),
                Some(code) => {
                    refused_actions.insert(name, code.as_str().to_owned());
                }
            }
        }
        let taken = row.takes_from_on.zip(row.takes_until_on);
        let takes = row.takes_obligation_id.zip(taken);
        Ok(SwapRequestView {
            id: row.id,
            plan_id: row.plan_id,
            state: stands,
            state_name: stands.name(self.lang),
            asked_by: self.person(row.asked_by_id),
            asked_of: self.person(row.asked_of_id),
            gives: self.turn(row.gives_obligation_id, row.gives_from_on, row.gives_until_on),
            takes: takes.map(|(id, (from_on, until_on))| self.turn(id, from_on, until_on)),
            reason: row.reason.clone(),
            answer: row.answer.clone(),
            decided_by: row.decided_by_id.map(|id| self.person(id)),
            decided_at: row.decided_at,
            made_plan_id: row.made_plan_id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }
}

/// Why `actor` may not take a step; none when they may.
fn refusal(
    row: &Model,
    stands: SwapRequestState,
    step: SwapStep,
    actor: &Actor,
) -> Option<ErrorCode> {
    let is_directors = step.whose() == Whose::Director;
    if stands.after(step).is_none() {
        Some(ErrorCode::SwapRequestWrongState)
    } else if !holds(actor, right(step), &facts_of(row, step.whose())) {
        Some(ErrorCode::AuthNotAllowed)
    } else if is_directors && is_party(row, actor) {
        Some(ErrorCode::SwapRequestOwn)
    } else {
        None
    }
}

fn wrong_state(row: &Model, stands: SwapRequestState, actor: &Actor) -> AppError {
    let open = SwapStep::ALL.iter().filter(|step| refusal(row, stands, **step, actor).is_none());
    let refused = AppError::from(ErrorCode::SwapRequestWrongState);
    refused.standing(stands.as_str(), open.map(|step| step.as_str()))
}
