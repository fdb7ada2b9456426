//! Reading the reports: figures of a month as of one instant, over one scope.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use super::asked::{Asked, county_of};
use super::definition::{self, Cell, Measure, ReportBreakdown, ReportCode};
use super::dto::{
    CrosswalkRowView, CrosswalkView, ReportCellView, ReportFilter, ReportHead, ReportItemView,
    ReportView,
};
use super::entity::closing;
use super::facts::FactKind;
use super::figures::{self, ALL, Figures, Month, Opening, TOP_TYPE, UNCLASSIFIED};
use super::repo::Frozen;
use super::{closing as months, journal, repo};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::dto::RegionRef;
use crate::features::cases::model::Channel;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::Page;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// Every report there is, in its newest version.
pub fn heads(lang: Lang) -> AppResult<Page<ReportHead>> {
    let mut heads: BTreeMap<ReportCode, ReportHead> = BTreeMap::new();
    for one in definition::all()? {
        let head = ReportHead {
            code: one.code,
            definition_version: one.version,
            valid_from: one.valid_from,
            name: one.name(lang).to_owned(),
            source: one.source(lang).to_owned(),
            cells: one.cells.len(),
        };
        let known = heads.entry(one.code).or_insert_with(|| head.clone());
        if known.definition_version < head.definition_version {
            *known = head;
        }
    }
    Ok(Page::whole(heads.into_values().collect()))
}

/// The cross-walk in force today.
pub fn crosswalk(state: &AppState, lang: Lang) -> AppResult<CrosswalkView> {
    let walk = definition::mediation_types(local_date(state.clock.now()))?;
    let name = |class: &str| {
        let item = walk.items.iter().find(|item| item.code == class);
        item.map(|item| item.name(lang).to_owned()).unwrap_or_default()
    };
    let rows = walk.rows().map(|(from, to)| CrosswalkRowView {
        from: from.to_owned(),
        to: to.to_owned(),
        to_name: name(to),
    });
    Ok(CrosswalkView {
        rows: rows.collect(),
        version: walk.version,
        valid_from: walk.valid_from,
        from: walk.from.clone(),
        to: walk.target(lang).to_owned(),
        source: walk.source(lang).to_owned(),
        code: walk.code,
    })
}

/// A month of a report.
pub async fn view(
    state: &AppState,
    actor: &Actor,
    report: &str,
    filter: &ReportFilter,
    lang: Lang,
) -> AppResult<ReportView> {
    let asked = Asked::read(state, actor, lang, report, &filter.month, filter.region_id).await?;
    let now = state.clock.now();
    // One picture: what is carried over, what was added and what is left must fit together.
    let (position, counted) = state
        .db
        .read(async |tx: &Tx| {
            let position = journal::position(&**tx, now).await?;
            Ok((position, counted(&**tx, &asked).await?))
        })
        .await?;
    let names = months::names(state.db.reader(), counted.closings()).await?;
    let closing =
        |row: Option<&closing::Model>| row.map(|row| months::view(row, &asked.directory, &names));
    let (allowed_actions, refused_actions) =
        months::rights(actor, asked.month, counted.closing.is_some(), now);
    Ok(ReportView {
        code: asked.definition.code,
        name: asked.definition.name(lang).to_owned(),
        definition_version: asked.definition.version,
        source: asked.definition.source(lang).to_owned(),
        month: asked.month.text(),
        region: asked.region().map(|region| RegionRef {
            id: region.id,
            code: region.code.clone(),
            name: region.name.clone(),
        }),
        scope: asked.scope(),
        as_of: position.as_of,
        is_current: position.is_current,
        closing: closing(counted.closing.as_ref()),
        carried_from: closing(counted.before.as_ref()),
        cells: asked
            .definition
            .cells
            .iter()
            .map(|cell| cell_view(&asked, cell, &counted))
            .collect(),
        allowed_actions,
        refused_actions,
    })
}

/// How often each kind of fact happened in `month` among what `actor` may count, and as of when.
pub async fn times(
    state: &AppState,
    actor: &Actor,
    month: Month,
) -> AppResult<(journal::Position, BTreeMap<FactKind, i64>)> {
    let now = state.clock.now();
    let within = Scope::counted(actor, Action::ReportRead, "report_entries").condition();
    let read = async |tx: &Tx| {
        let position = journal::position(&**tx, now).await?;
        Ok((position, repo::tallied(&**tx, within, month.number(), false).await?))
    };
    let (position, rows) = state.db.read(read).await?;
    let mut times = BTreeMap::new();
    for row in rows {
        *times.entry(row.kind).or_default() += row.times;
    }
    Ok((position, times))
}

/// What has been counted of a month.
struct Counted {
    /// As it is known now.
    now: Figures,
    /// As it was when the month was closed.
    frozen: Option<Figures>,
    closing: Option<closing::Model>,
    /// The closing of the month before.
    before: Option<closing::Model>,
}

impl Counted {
    fn closings(&self) -> impl Iterator<Item = &closing::Model> {
        self.closing.iter().chain(&self.before)
    }
}

async fn counted(db: &impl ConnectionTrait, asked: &Asked<'_>) -> AppResult<Counted> {
    let (closing, before) = closings_of(db, asked.actor, asked.month).await?;
    let ids: Vec<_> = closing.iter().chain(&before).map(|row| row.id).collect();
    let frozen = if ids.is_empty() {
        Vec::new()
    } else {
        repo::frozen(db, asked.within("report_closing_figures"), ids).await?
    };
    let number = asked.month.number();
    let late = repo::late(db, asked.within("report_entries"), number).await?;
    let opening = Opening {
        now: repo::opening(db, asked.within("report_stocks"), number).await?,
        carried: before.as_ref().map(|before| months::stock_at_end(&frozen, before.id)),
        late: late.into_iter().map(|(.., amount)| amount).sum(),
    };
    let rows = repo::tallied(db, asked.within("report_entries"), number, false).await?;
    let now = figures::figures(&asked.definition, &asked.walk, &rows.iter(), opening);
    let code = asked.definition.code.as_str();
    let frozen = closing.as_ref().map(|closing| {
        let own = |one: &&Frozen| one.closing_id == closing.id && one.report == code;
        let figure = |one: &Frozen| ((one.cell.clone(), one.item.clone()), one.amount.unwrap_or(0));
        frozen.iter().filter(own).map(figure).collect()
    });
    Ok(Counted { now, frozen, closing, before })
}

/// The closing of a month, and that of the month before.
pub(super) async fn closings_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    month: Month,
) -> AppResult<(Option<closing::Model>, Option<closing::Model>)> {
    let Some(county) = county_of(actor) else { return Ok((None, None)) };
    let numbers = [month.number(), month.before().number()];
    let (mut own, mut before) = (None, None);
    for row in repo::closings(db, county, Some(numbers)).await? {
        if row.month == month.number() {
            own = Some(row);
        } else {
            before = Some(row);
        }
    }
    Ok((own, before))
}

fn cell_view(asked: &Asked<'_>, cell: &Cell, counted: &Counted) -> ReportCellView {
    let by = match &cell.measure {
        Measure::Sum { by, .. } => *by,
        Measure::Opening
        | Measure::Corrections
        | Measure::Closing
        | Measure::Overdue
        | Measure::Share { .. } => None,
    };
    let of =
        |figures: &Figures, item: &str| figures::figure(&asked.definition, figures, cell, item);
    let value = |item: &str| of(counted.frozen.as_ref().unwrap_or(&counted.now), item);
    let now = |item: &str| counted.frozen.as_ref().and_then(|_| of(&counted.now, item));
    let items = by.map(|by| items(asked, by)).unwrap_or_default().into_iter();
    let items = items.map(|(code, name)| ReportItemView {
        value: value(&code),
        now: now(&code),
        rows: Some(rows(asked, cell, &code)),
        code,
        name,
    });
    let difference = now(ALL).zip(value(ALL)).map(|(now, value)| now - value);
    ReportCellView {
        code: cell.code.clone(),
        section: cell.section.clone(),
        name: cell.name(asked.lang).to_owned(),
        definition: cell.definition(asked.lang).to_owned(),
        unit: cell.unit,
        value: value(ALL),
        now: now(ALL),
        difference,
        companions: cell.companions.clone(),
        by,
        items: items.collect(),
        rows: Some(rows(asked, cell, ALL)),
    }
}

/// Where the cases behind a cell are listed: of a share those it is taken of.
fn rows(asked: &Asked<'_>, cell: &Cell, item: &str) -> String {
    let behind = match &cell.measure {
        Measure::Share { whole, .. } => whole,
        Measure::Opening
        | Measure::Corrections
        | Measure::Closing
        | Measure::Overdue
        | Measure::Sum { .. } => &cell.code,
    };
    let (report, month) = (asked.definition.code.as_str(), asked.month.text());
    let mut path = format!("/reports/{report}/rows?month={month}&cell={behind}");
    if item != ALL {
        path.push_str(&format!("&item={item}"));
    }
    if let Some(region) = asked.region() {
        path.push_str(&format!("&region_id={}", region.id));
    }
    path
}

/// The items a cell is broken down by, with their names.
fn items(asked: &Asked<'_>, by: ReportBreakdown) -> Vec<(String, String)> {
    let lang = asked.lang;
    match by {
        ReportBreakdown::Channel => Channel::ALL
            .iter()
            .map(|channel| (channel.as_str().to_owned(), channel.name(lang).to_owned()))
            .collect(),
        ReportBreakdown::Type => {
            let all = asked.codes.set("case_type").map(|(_, items)| items).unwrap_or_default();
            let tops = all.iter().filter(|item| item.code.len() == TOP_TYPE);
            let named = tops.map(|item| {
                let name_en = item.name_en.as_deref().unwrap_or(&item.name);
                (item.code.clone(), lang.pick(&item.name, name_en).to_owned())
            });
            let none = lang.pick("未分类", "Unclassified").to_owned();
            named.chain([(UNCLASSIFIED.to_owned(), none)]).collect()
        }
        ReportBreakdown::MediationType => asked
            .walk
            .items
            .iter()
            .map(|item| (item.code.clone(), item.name(lang).to_owned()))
            .collect(),
    }
}
