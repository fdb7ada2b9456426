//! Reading and answering questions.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{
    AnswerQuestionRequest, QuestionCases, QuestionFilter, QuestionNumber, QuestionRegion,
    QuestionView,
};
use super::entity::question::{Column, Model};
use super::facts::{Named, QuestionFacts, sentence};
use super::kind::{AnswerGround, QuestionKind, QuestionState};
use super::repo;
use crate::app::AppState;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, authorize, holds};

/// The order of the list, in its cursors.
const ORDER: &str = "questions:-id";

/// What the rights table looks at.
pub fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        addressed_department_id: row.department_id,
        ..Facts::default()
    }
}

fn readable(actor: &Actor) -> Scope {
    Scope::addressed(actor, Action::QuestionRead, "questions")
}

/// One page of questions, the last first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &QuestionFilter,
    lang: Lang,
) -> AppResult<Page<QuestionView>> {
    let (db, scope) = (state.db.reader(), readable(actor));
    let mut matching = Condition::all();
    if !filter.state.is_empty() {
        let states = filter.state.iter().map(|state| state.as_str());
        matching = matching.add(Column::State.is_in(states));
    }
    if !filter.kind.is_empty() {
        matching = matching.add(Column::Kind.is_in(filter.kind.iter().map(|kind| kind.as_str())));
    }
    matching = matching.add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)));
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let reader = Reader::of(db, actor, &directory, &found, lang).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One question; 404 outside the scope.
pub(super) async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<QuestionView>> {
    let db = state.db.reader();
    let row = repo::find(db, &readable(actor), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    answered(db, actor, &directory, &row, lang).await
}

async fn answered(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    row: &Model,
    lang: Lang,
) -> AppResult<Reply<QuestionView>> {
    let rows = std::slice::from_ref(row);
    let view = Reader::of(db, actor, directory, rows, lang).await?.view(row)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Says what the unit says; once. The words stand in this row and nowhere else.
pub(super) async fn answer(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<AnswerQuestionRequest>,
    lang: Lang,
) -> AppResult<Reply<QuestionView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let scope = readable(actor);
    let work = async |tx: &Tx| {
        let row = repo::find_for_update(tx, &scope, id).await?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        let permit = authorize(actor, Action::QuestionAnswer, &facts_of(&row))?;
        if row.state != QuestionState::Open.as_str() {
            return Err(ErrorCode::QuestionAnswered.into());
        }
        let kind = QuestionKind::parse(&row.kind).ok_or_else(unreadable)?;
        if !body.ground.fits(kind) {
            return Err(ErrorCode::QuestionGround.into());
        }
        let next = Model {
            state: QuestionState::Answered.as_str().to_owned(),
            ground: Some(body.ground.as_str().to_owned()),
            answer: Some(body.answer.trim().to_owned()),
            answered_by_id: Some(actor.person_id),
            answered_at: Some(now),
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save(tx, permit, next.clone()).await?;
        answered(&**tx, actor, &directory, &next, lang).await
    };
    state.once(actor).run(idempotency, work).await
}

fn unreadable() -> AppError {
    AppError::internal("an unreadable question")
}

/// What a page of questions needs beside its rows, in two statements.
struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    names: HashMap<Uuid, String>,
    numbers: HashMap<Uuid, QuestionNumber>,
    lang: Lang,
}

impl<'a> Reader<'a> {
    async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        directory: &'a Directory,
        rows: &[Model],
        lang: Lang,
    ) -> AppResult<Self> {
        let people = rows.iter().filter_map(|row| row.answered_by_id);
        let names = personnel::repo::list_names(db, people).await?;
        let items = rows.iter().filter_map(|row| row.item_id).collect();
        let numbers = repo::numbers(db, items).await?.into_iter();
        let numbers = numbers.map(|(item_id, reconciliation_id, source_system, number)| {
            (item_id, QuestionNumber { reconciliation_id, item_id, source_system, number })
        });
        Ok(Self { actor, directory, names, numbers: numbers.collect(), lang })
    }

    fn refusal(&self, row: &Model, state: QuestionState) -> Option<ErrorCode> {
        match state {
            QuestionState::Answered => Some(ErrorCode::QuestionAnswered),
            QuestionState::Open if holds(self.actor, Action::QuestionAnswer, &facts_of(row)) => {
                None
            }
            QuestionState::Open => Some(ErrorCode::AuthNotAllowed),
        }
    }

    fn view(&self, row: &Model) -> AppResult<QuestionView> {
        let kind = QuestionKind::parse(&row.kind).ok_or_else(unreadable)?;
        let state = QuestionState::parse(&row.state).ok_or_else(unreadable)?;
        let facts: QuestionFacts = serde_json::from_str(&row.facts)?;
        let directory = self.directory;
        let department =
            row.department_id.map(|id| DepartmentRef { id, name: directory.department_name(id) });
        let region = row.region_id.and_then(|id| directory.regions.get(&id));
        let region =
            region.map(|region| QuestionRegion { id: region.id, name: region.name.clone() });
        let number = row.item_id.and_then(|id| self.numbers.get(&id).cloned());
        let unit = department.as_ref().map(|one| one.name.as_str());
        let unit = unit.or(region.as_ref().map(|one| one.name.as_str()));
        let (from, to) = (row.window_from.to_string(), row.window_to.to_string());
        let named = Named {
            unit: unit.unwrap_or_default(),
            from: &from,
            to: &to,
            number: number.as_ref().map(|one| one.number.as_str()).unwrap_or_default(),
            source: number.as_ref().map(|one| one.source_system.as_str()).unwrap_or_default(),
        };
        let question = sentence(kind, &facts, &named, self.lang);
        let center = directory.centers.get(&row.center_id);
        let refusal = self.refusal(row, state);
        let verb = "answer".to_owned();
        let registering = row.department_id.or(row.region_id).filter(|_| row.item_id.is_none());
        Ok(QuestionView {
            id: row.id,
            kind,
            kind_name: kind.name(self.lang).to_owned(),
            question,
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            department,
            region,
            window_from: row.window_from,
            window_to: row.window_to,
            facts,
            cases: registering.map(|registering_unit_id| QuestionCases {
                registering_unit_id,
                registered_from: row.window_from,
                registered_to: row.window_to,
            }),
            number,
            state,
            ground: row.ground.as_deref().and_then(AnswerGround::parse),
            answer: row.answer.clone(),
            answered_by: row
                .answered_by_id
                .map(|id| PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }),
            answered_at: row.answered_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: refusal.is_none().then(|| verb.clone()).into_iter().collect(),
            refused_actions: refusal
                .map(|code| (verb, code.as_str().to_owned()))
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
        })
    }
}
