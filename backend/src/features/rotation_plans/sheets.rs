//! A roster as a workbook: one line a turn, with the ids by which it is read again.

use std::collections::HashSet;

use sea_orm::Condition;
use uuid::Uuid;

use super::entity::{assignment, plan};
use super::{repairing, repo};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::personnel;
use crate::features::reports::workbook::{Mark, Sheet, Value, written};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// What a column is called in both languages: an import reads either.
pub(super) const POST: [&str; 2] = ["岗位", "Post"];
pub(super) const FROM: [&str; 2] = ["起", "From"];
pub(super) const UNTIL: [&str; 2] = ["止", "Until"];
pub(super) const PERSON: [&str; 2] = ["人员", "Person"];
pub(super) const ROLE: [&str; 2] = ["角色", "Role"];
pub(super) const LOCKED: [&str; 2] = ["锁定", "Locked"];
pub(super) const OBLIGATION_ID: [&str; 2] = ["派驻义务编号", "Obligation id"];
pub(super) const PERSON_ID: [&str; 2] = ["人员编号", "Person id"];
/// What stands in a column of yes or no.
pub(super) const YES: [&str; 2] = ["是", "yes"];

fn pick(words: [&'static str; 2], lang: Lang) -> &'static str {
    lang.pick(words[0], words[1])
}

/// The workbook of a plan's roster; 404 while there is none.
pub async fn export(state: &AppState, actor: &Actor, id: Uuid, lang: Lang) -> AppResult<Vec<u8>> {
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), id).await?;
    if plan.solved_at.is_none() {
        return Err(ErrorCode::RequestNotFound.into());
    }
    let rows = repo::roster(db, id, Condition::all()).await?;
    let people: HashSet<Uuid> = rows.iter().map(|row| row.person_id).collect();
    let names = personnel::repo::list_names(db, people).await?;
    let posts = repairing::post_names(db, rows.iter().map(|row| row.obligation_id)).await?;
    let mark = Mark::of(state, actor).await?;
    let line = |row: &assignment::Model| {
        vec![
            Value::text(posts.get(&row.obligation_id).cloned()),
            Value::Text(row.from_on.to_string()),
            Value::Text(row.until_on.to_string()),
            Value::text(names.get(&row.person_id).cloned()),
            Value::Text(row.role.clone()),
            Value::text(row.is_locked.then(|| pick(YES, lang))),
            Value::Text(row.obligation_id.to_string()),
            Value::Text(row.person_id.to_string()),
        ]
    };
    let sheet = sheet(&plan, &mark, lang, rows.iter().map(line).collect());
    let entry = Entry::of(state, AuditAction::ReportExported)
        .by(actor)
        .with("report", "rotation_plan")
        .with("rows", rows.len());
    let bytes = written(vec![sheet], mark, lang).await?;
    state.db.write(async |tx: &Tx| record(tx, entry).await).await?;
    Ok(bytes)
}

fn sheet(plan: &plan::Model, mark: &Mark, lang: Lang, rows: Vec<Vec<Value>>) -> Sheet {
    let period = lang
        .pick("期间：{from} 至 {until}，第 {edition} 版", "{from} to {until}, edition {edition}");
    let period = period
        .replace("{from}", &plan.from_on.to_string())
        .replace("{until}", &plan.until_on.to_string())
        .replace("{edition}", &plan.edition.to_string());
    let heads = [POST, FROM, UNTIL, PERSON, ROLE, LOCKED, OBLIGATION_ID, PERSON_ID];
    Sheet {
        title: plan.name.clone(),
        notes: vec![period, mark.text(lang)],
        heads: heads.into_iter().map(|words| pick(words, lang).to_owned()).collect(),
        rows,
    }
}
