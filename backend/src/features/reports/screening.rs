//! The screening ledger (矛盾纠纷排查化解台账): the cases themselves, line by line, as far as the reader
//! sees them. Names are masked whoever reads it: a ledger is passed on.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    DerivePartialModel, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{ScreeningAgreement, ScreeningFilter, ScreeningRow};
use super::screening_facts::{self, Known};
use super::workbook::{Mark, Sheet, Value, local};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::dto::{CaseFilter, CenterRef, DepartmentRef, RegionRef};
use crate::features::cases::entity::case;
use crate::features::cases::list;
use crate::features::cases::model::{CaseStatus, Channel, Level, Outcome};
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::portable;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Cursor, Page, counted, limit};
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
    registered_by_id: Option<Uuid>,
    first_contact_id: Option<Uuid>,
    first_contact_at: Option<DateTime<Utc>>,
    center_id: Uuid,
    region_id: Uuid,
    channel: String,
    title: String,
    type_code: Option<String>,
    scale_code: Option<String>,
    level: Option<String>,
    people_count: Option<i32>,
    amount_fen: Option<i64>,
    lead_department_id: Option<Uuid>,
    charge_leader_id: Option<Uuid>,
    narrative: String,
    summary: Option<String>,
    restriction: Option<String>,
    return_count: i32,
    split_from_id: Option<Uuid>,
    dossier_sealed_at: Option<DateTime<Utc>>,
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
    let total = counted(filter.count, count(state, actor, filter)).await?;
    Ok(Page::cut(views(state, found, lang).await?, rows, ORDER, at, |row| row)?.of(total))
}

fn place(cursor: &str) -> AppResult<(DateTime<Utc>, Uuid)> {
    let cursor = Cursor::decode(cursor, ORDER)?;
    Ok((cursor.instant()?, cursor.id))
}

fn asked(filter: &ScreeningFilter) -> CaseFilter {
    CaseFilter {
        registered_from: filter.from,
        registered_to: filter.to,
        region_id: filter.region_id.into_iter().collect(),
        type_code: filter.type_code.iter().cloned().collect(),
        ..CaseFilter::default()
    }
}

async fn count(state: &AppState, actor: &Actor, filter: &ScreeningFilter) -> AppResult<u64> {
    let cases = list::matching(state, actor, &asked(filter), state.clock.now()).await?;
    Ok(cases.count(state.db.reader()).await?)
}

async fn lines(
    state: &AppState,
    actor: &Actor,
    filter: &ScreeningFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    most: u64,
) -> AppResult<Vec<Line>> {
    let column = |column: case::Column| Expr::col((case::Entity, column).into_column_ref());
    let mut cases = list::matching(state, actor, &asked(filter), state.clock.now()).await?;
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
    let (now, db) = (state.clock.now(), state.db.reader());
    let cases: Vec<_> = lines.iter().map(|line| line.id).collect();
    let mut known = screening_facts::gather(db, &cases).await?;
    let others = lines.iter().flat_map(|line| [line.charge_leader_id, screener(line)]);
    let looked_up = LookedUp {
        directory: state.directory.get(&state.db, now).await?,
        codes: state.codes.get(&state.db, now).await?,
        names: screening_facts::names(db, &known, others.flatten()).await?,
        lang,
    };
    lines
        .into_iter()
        .map(|line| {
            let known = known.remove(&line.id).unwrap_or_default();
            view(&looked_up, line, known)
        })
        .collect()
}

/// 排查人员（主责人）: who took the matter up first, or else registered it; none where its citizen did.
fn screener(line: &Line) -> Option<Uuid> {
    line.first_contact_id.or(line.registered_by_id)
}

/// What the rows of a page are written with.
struct LookedUp {
    directory: Arc<Directory>,
    codes: Arc<Codes>,
    names: HashMap<Uuid, String>,
    lang: Lang,
}

fn view(looked_up: &LookedUp, line: Line, known: Known) -> AppResult<ScreeningRow> {
    let LookedUp { directory, codes, names, lang } = looked_up;
    let lang = *lang;
    let remark = remark(&line, lang);
    let person = |id: Uuid| PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() };
    let screened_by = screener(&line).map(person);
    // What few may know of is not told in a ledger that is passed on.
    let told =
        |text: &String| Some(known.mentions.hide(text)).filter(|_| line.restriction.is_none());
    let unreadable = || AppError::internal("a case with an unknown word");
    let region = directory.regions.get(&line.region_id);
    let center = directory.centers.get(&line.center_id);
    let named = |set: &str, code: Option<&str>| {
        let item = codes.item(set, code?)?;
        let name_en = item.name_en.as_deref().unwrap_or(&item.name);
        Some(lang.pick(&item.name, name_en).to_owned())
    };
    Ok(ScreeningRow {
        id: line.id,
        case_no: line.case_no,
        registered_at: line.registered_at,
        screened_by,
        screened_on: local_date(line.first_contact_at.unwrap_or(line.registered_at)),
        center: CenterRef {
            id: line.center_id,
            name: center.map(|center| center.name.clone()).unwrap_or_default(),
        },
        region: RegionRef {
            id: line.region_id,
            code: region.map(|region| region.code.clone()).unwrap_or_default(),
            name: region.map(|region| region.name.clone()).unwrap_or_default(),
        },
        channel: Channel::parse(&line.channel).ok_or_else(unreadable)?,
        title: known.mentions.hide(&line.title),
        narrative: told(&line.narrative),
        measures: line.summary.as_ref().or(known.progress.as_ref()).and_then(told),
        parties: known.parties,
        scale_name: named("case_scale", line.scale_code.as_deref()),
        scale_code: line.scale_code,
        type_name: named("case_type", line.type_code.as_deref()),
        type_code: line.type_code,
        level: line.level.as_deref().and_then(Level::parse),
        people_count: line.people_count,
        amount_fen: line.amount_fen,
        lead_department: line
            .lead_department_id
            .map(|id| DepartmentRef { id, name: directory.department_name(id) }),
        responsible: known.responsible_id.map(person),
        charge_leader: line.charge_leader_id.map(person),
        agreements: known
            .agreements
            .into_iter()
            .map(|(agreement_no, state)| ScreeningAgreement { agreement_no, state })
            .collect(),
        answer: known.answer.map(|answer| screening_facts::answer_in_words(answer, lang)),
        remark,
        status: CaseStatus::parse(&line.status).ok_or_else(unreadable)?,
        due_at: line.due_at,
        outcome: line.outcome.as_deref().and_then(Outcome::parse),
        method_name: named("resolution_method", line.method_code.as_deref()),
        method_code: line.method_code,
        closed_at: line.closed_at,
    })
}

/// 备注: what else the county's own table says of a case.
fn remark(line: &Line, lang: Lang) -> Option<String> {
    let returned = (line.return_count > 0).then(|| match lang {
        Lang::Zh => format!("退回{}次", line.return_count),
        Lang::En => format!("returned {} times", line.return_count),
    });
    let split =
        line.split_from_id.map(|_| lang.pick("由拆分形成", "split from another").to_owned());
    let sealed =
        line.dossier_sealed_at.map(|_| lang.pick("卷宗已封存", "dossier sealed").to_owned());
    let all: Vec<_> = returned.into_iter().chain(split).chain(sealed).collect();
    (!all.is_empty()).then(|| all.join(lang.pick("；", "; ")))
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
        ("排查人员（主责人）", "Screened by"),
        ("排查日期", "Screened on"),
        ("排查单位", "Centre"),
        ("属地", "Region"),
        ("来源", "Source"),
        ("事项", "Matter"),
        ("当事人", "Parties"),
        ("类型", "Type"),
        ("规模", "Scale"),
        ("简要情况", "What happened"),
        ("等级", "Level"),
        ("涉及人数", "People"),
        ("涉及金额（元）", "Amount (yuan)"),
        ("主办单位", "Lead department"),
        ("责任人", "Responsible"),
        ("包案领导", "Leader in charge"),
        ("化解措施", "Measures"),
        ("状态", "Status"),
        ("时限", "Due"),
        ("结果", "Outcome"),
        ("化解方式", "Method"),
        ("协议编号", "Agreements"),
        ("履行情况", "Performance"),
        ("回访/满意度", "Callback"),
        ("结案时间", "Closed"),
        ("备注", "Remarks"),
    ]
    .into_iter()
    .map(|(zh, en)| lang.pick(zh, en).to_owned())
    .collect()
}

fn cells(row: &ScreeningRow, lang: Lang) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let numbers: Vec<_> = row.agreements.iter().map(|one| one.agreement_no.as_str()).collect();
    let states: Vec<_> = row.agreements.iter().map(|one| one.state.name(lang)).collect();
    vec![
        text(&row.case_no),
        Value::Text(local(row.registered_at)),
        Value::text(row.screened_by.as_ref().map(|person| person.name.clone())),
        Value::Text(row.screened_on.to_string()),
        text(&row.center.name),
        text(&row.region.name),
        text(row.channel.name(lang)),
        text(&row.title),
        Value::Text(row.parties.join(lang.pick("、", ", "))),
        Value::text(row.type_name.clone()),
        Value::text(row.scale_name.clone()),
        Value::text(row.narrative.clone()),
        Value::text(row.level.map(|level| level.name(lang))),
        row.people_count.map_or(Value::Empty, |count| Value::Number(count.into())),
        row.amount_fen.map_or(Value::Empty, Value::Money),
        Value::text(row.lead_department.as_ref().map(|unit| unit.name.clone())),
        Value::text(row.responsible.as_ref().map(|person| person.name.clone())),
        Value::text(row.charge_leader.as_ref().map(|person| person.name.clone())),
        Value::text(row.measures.clone()),
        text(row.status.name(lang)),
        Value::text(row.due_at.map(local)),
        Value::text(row.outcome.map(|outcome| outcome.name(lang))),
        Value::text(row.method_name.clone()),
        Value::Text(numbers.join(lang.pick("、", ", "))),
        Value::Text(states.join(lang.pick("、", ", "))),
        Value::text(row.answer.clone()),
        Value::text(row.closed_at.map(local)),
        Value::text(row.remark.clone()),
    ]
}
