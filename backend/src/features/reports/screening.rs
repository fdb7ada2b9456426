//! The screening ledger (矛盾纠纷排查化解台账): the cases themselves, line by line, as far as the reader
//! sees them. Names are masked whoever reads it: a ledger is passed on.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DerivePartialModel, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{ScreeningFilter, ScreeningRow};
use super::workbook::{Mark, Sheet, Value, local};
use crate::app::AppState;
use crate::features::cases::dto::{CaseFilter, DepartmentRef, RegionRef};
use crate::features::cases::entity::{case, party};
use crate::features::cases::model::{CaseStatus, Channel, Level, Outcome};
use crate::features::cases::{list, masks};
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::platform::db::portable;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// The only order of the list, in its cursors.
const ORDER: &str = "screening:registered_at";
/// Lines of one file.
pub const MOST: u64 = 10_000;

/// What of a case stands in the ledger.
#[derive(Debug, Clone, DerivePartialModel)]
#[sea_orm(entity = "case::Entity")]
struct Line {
    id: Uuid,
    case_no: String,
    registered_at: DateTime<Utc>,
    region_id: Uuid,
    channel: String,
    title: String,
    type_code: Option<String>,
    level: Option<String>,
    people_count: Option<i32>,
    amount_fen: Option<i64>,
    lead_department_id: Option<Uuid>,
    status: String,
    due_at: Option<DateTime<Utc>>,
    outcome: Option<String>,
    method_code: Option<String>,
    closed_at: Option<DateTime<Utc>>,
}

/// One page, the first registered first.
pub async fn page(
    state: &AppState,
    actor: &Actor,
    filter: &ScreeningFilter,
    lang: Lang,
) -> AppResult<Page<ScreeningRow>> {
    let after = filter.cursor.as_deref().map(place).transpose()?;
    let rows = limit(filter.limit);
    let found = lines(state, actor, filter, after, rows + 1).await?;
    let at = |row: &ScreeningRow| {
        (Some(row.registered_at.to_rfc3339_opts(SecondsFormat::Micros, true)), row.id)
    };
    Page::cut(views(state, found, lang).await?, rows, ORDER, at, |row| row)
}

fn place(cursor: &str) -> AppResult<(DateTime<Utc>, Uuid)> {
    let cursor = Cursor::decode(cursor, ORDER)?;
    Ok((cursor.instant()?, cursor.id))
}

async fn lines(
    state: &AppState,
    actor: &Actor,
    filter: &ScreeningFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    most: u64,
) -> AppResult<Vec<Line>> {
    let asked = CaseFilter {
        registered_from: filter.from,
        registered_to: filter.to,
        region_id: filter.region_id.into_iter().collect(),
        type_code: filter.type_code.iter().cloned().collect(),
        ..CaseFilter::default()
    };
    let column = |column: case::Column| Expr::col((case::Entity, column).into_column_ref());
    let mut cases = list::matching(state, actor, &asked, state.clock.now()).await?;
    if let Some((at, id)) = after {
        let (key, by) = (column(case::Column::RegisteredAt), column(case::Column::Id));
        cases = cases.filter(portable::after(&key, &by, Some(at), id, false));
    }
    Ok(cases
        .order_by_asc(case::Column::RegisteredAt)
        .order_by_asc(case::Column::Id)
        .limit(most)
        .into_partial_model::<Line>()
        .all(state.db.reader())
        .await?)
}

async fn views(state: &AppState, lines: Vec<Line>, lang: Lang) -> AppResult<Vec<ScreeningRow>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let mut parties = HashMap::new();
    for some in lines.chunks(500) {
        parties.extend(masked(state.db.reader(), some.iter().map(|line| line.id)).await?);
    }
    let known = (directory, codes);
    lines
        .into_iter()
        .map(|line| {
            let names = parties.remove(&line.id).unwrap_or_default();
            view(&known, line, names, lang)
        })
        .collect()
}

/// The parties' names, masked, in the order of their numbers.
async fn masked(
    db: &impl ConnectionTrait,
    cases: impl Iterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Vec<String>>> {
    let found: Vec<(Uuid, String, String)> = party::Entity::find()
        .select_only()
        .columns([party::Column::CaseId, party::Column::Kind, party::Column::Name])
        .filter(party::Column::CaseId.is_in(cases))
        .order_by_asc(party::Column::CaseId)
        .order_by_asc(party::Column::PartyNo)
        .into_tuple()
        .all(db)
        .await?;
    let mut names: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (case_id, kind, name) in found {
        names.entry(case_id).or_default().push(masks::name(&name, kind == "person"));
    }
    Ok(names)
}

fn view(
    (directory, codes): &(Arc<Directory>, Arc<Codes>),
    line: Line,
    parties: Vec<String>,
    lang: Lang,
) -> AppResult<ScreeningRow> {
    let unreadable = || AppError::internal("a case with an unknown word");
    let region = directory.regions.get(&line.region_id);
    let named = |set: &str, code: Option<&str>| {
        let item = codes.item(set, code?)?;
        let name_en = item.name_en.as_deref().unwrap_or(&item.name);
        Some(lang.pick(&item.name, name_en).to_owned())
    };
    Ok(ScreeningRow {
        id: line.id,
        case_no: line.case_no,
        registered_at: line.registered_at,
        region: RegionRef {
            id: line.region_id,
            code: region.map(|region| region.code.clone()).unwrap_or_default(),
            name: region.map(|region| region.name.clone()).unwrap_or_default(),
        },
        channel: Channel::parse(&line.channel).ok_or_else(unreadable)?,
        title: line.title,
        parties,
        type_name: named("case_type", line.type_code.as_deref()),
        type_code: line.type_code,
        level: line.level.as_deref().and_then(Level::parse),
        people_count: line.people_count,
        amount_fen: line.amount_fen,
        lead_department: line
            .lead_department_id
            .map(|id| DepartmentRef { id, name: directory.department_name(id) }),
        status: CaseStatus::parse(&line.status).ok_or_else(unreadable)?,
        due_at: line.due_at,
        outcome: line.outcome.as_deref().and_then(Outcome::parse),
        method_name: named("resolution_method", line.method_code.as_deref()),
        method_code: line.method_code,
        closed_at: line.closed_at,
    })
}

/// The ledger as a sheet; 422 where it would be too long for a file.
pub async fn sheet(
    state: &AppState,
    actor: &Actor,
    filter: &ScreeningFilter,
    mark: &Mark,
    lang: Lang,
) -> AppResult<Sheet> {
    let found = lines(state, actor, filter, None, MOST + 1).await?;
    if u64::try_from(found.len()).is_ok_and(|found| found > MOST) {
        return Err(AppError::from(ErrorCode::ReportTooManyRows).with("most", MOST));
    }
    let rows = views(state, found, lang).await?;
    let head = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    let day =
        |day: Option<chrono::NaiveDate>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    let notes = vec![
        format!("{}{} — {}", head("登记日期：", "Registered: "), day(filter.from), day(filter.to)),
        head("当事人姓名已遮蔽", "Names of parties are masked"),
        format!("{}{}", head("统计至：", "As of: "), local(state.clock.now())),
        mark.text(lang),
    ];
    Ok(Sheet {
        title: head("矛盾纠纷排查化解台账", "Ledger of disputes"),
        notes,
        heads: heads(lang),
        rows: rows.iter().map(|row| cells(row, lang)).collect(),
    })
}

fn heads(lang: Lang) -> Vec<String> {
    [
        ("案件编号", "Case number"),
        ("登记时间", "Registered"),
        ("属地", "Region"),
        ("来源", "Source"),
        ("事项", "Matter"),
        ("当事人", "Parties"),
        ("类型", "Type"),
        ("等级", "Level"),
        ("涉及人数", "People"),
        ("涉及金额（元）", "Amount (yuan)"),
        ("主办单位", "Lead department"),
        ("状态", "Status"),
        ("时限", "Due"),
        ("结果", "Outcome"),
        ("化解方式", "Method"),
        ("结案时间", "Closed"),
    ]
    .into_iter()
    .map(|(zh, en)| lang.pick(zh, en).to_owned())
    .collect()
}

fn cells(row: &ScreeningRow, lang: Lang) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        text(&row.case_no),
        Value::Text(local(row.registered_at)),
        text(&row.region.name),
        text(row.channel.name(lang)),
        text(&row.title),
        Value::Text(row.parties.join(lang.pick("、", ", "))),
        Value::text(row.type_name.clone()),
        Value::text(row.level.map(|level| level.name(lang))),
        row.people_count.map_or(Value::Empty, |count| Value::Number(count.into())),
        row.amount_fen.map_or(Value::Empty, Value::Money),
        Value::text(row.lead_department.as_ref().map(|unit| unit.name.clone())),
        text(row.status.name(lang)),
        Value::text(row.due_at.map(local)),
        Value::text(row.outcome.map(|outcome| outcome.name(lang))),
        Value::text(row.method_name.clone()),
        Value::text(row.closed_at.map(local)),
    ]
}
