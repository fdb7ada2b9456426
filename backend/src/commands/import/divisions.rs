//! Division trees (行政区划): county → townships → villages become regions, known by their codes.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Deserialize;
use uuid::Uuid;

use super::report::Report;
use super::{ImportArgs, ImportError, Summary};
use crate::app::AppState;
use crate::features::imports::pipeline::convert::Flaw;
use crate::features::org::dto::RegionLevel;
use crate::features::org::entity::{center, department, region};
use crate::platform::db::{Db, Tx};
use crate::platform::error::AppResult;
use crate::platform::ids::Ids;

/// Rows a statement inserts, below the parameter limit of either database.
const ROWS_A_STATEMENT: usize = 500;

#[derive(Debug, Deserialize)]
struct County {
    code: String,
    name: String,
    #[serde(default)]
    townships: Vec<Township>,
}

#[derive(Debug, Deserialize)]
struct Township {
    code: String,
    name: String,
    #[serde(default)]
    villages: Vec<Village>,
}

#[derive(Debug, Deserialize)]
struct Village {
    code: String,
    name: String,
}

/// A region to be entered; its parent comes before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// 6, 9 or 12 digits.
    pub code: String,
    /// Official name.
    pub name: String,
    /// County, township or village.
    pub level: RegionLevel,
}

impl Division {
    /// The code of the region above; codes nest by prefix.
    pub fn parent_code(&self) -> Option<&str> {
        match self.level {
            RegionLevel::County => None,
            RegionLevel::Township => self.code.get(..6),
            RegionLevel::Village => self.code.get(..9),
        }
    }
}

/// Imports the tree in `args.file`, in one transaction.
pub(super) async fn import(state: &AppState, args: &ImportArgs) -> Result<Summary, ImportError> {
    let divisions = read(&args.file)?;
    let mut report = Report::begin(args.report.as_deref())?;
    let flaws = check(&divisions);
    for (code, flaw) in &flaws {
        report.add(0, code, "", flaw)?;
    }
    report.end()?;
    let rows = divisions.len() as u64;
    if !flaws.is_empty() {
        // A tree with a hole in it would orphan what hangs below.
        return Ok(Summary { rows, refused: rows, ..Summary::default() });
    }
    if args.dry_run {
        return Ok(compare(&state.db, &divisions).await?);
    }
    let now = state.clock.now();
    let summary = state
        .db
        .write(async |tx: &Tx| enter(tx, &state.ids, now, &divisions, args.centers).await)
        .await?;
    state.directory.forget();
    Ok(summary)
}

fn read(path: &Path) -> Result<Vec<Division>, ImportError> {
    let text = std::fs::read_to_string(path).map_err(|error| ImportError::io(path, error))?;
    let text = text.trim_start_matches('\u{feff}');
    let county: County =
        serde_json::from_str(text).map_err(|error| ImportError::file(path, error))?;
    Ok(flatten(county))
}

fn flatten(county: County) -> Vec<Division> {
    let division = |code: String, name: String, level| Division {
        code: code.trim().to_owned(),
        name: name.trim().to_owned(),
        level,
    };
    let mut all = vec![division(county.code, county.name, RegionLevel::County)];
    for township in county.townships {
        all.push(division(township.code, township.name, RegionLevel::Township));
        let villages = township.villages.into_iter();
        all.extend(villages.map(|v| division(v.code, v.name, RegionLevel::Village)));
    }
    all
}

/// What is wrong with the tree, by code.
fn check(divisions: &[Division]) -> Vec<(String, Flaw)> {
    let mut seen = HashSet::new();
    let mut flaws = Vec::new();
    for division in divisions {
        let mut wrong = |field: &str, code: &str, detail: &str| {
            let flaw =
                Flaw { field: field.to_owned(), code: code.to_owned(), detail: detail.to_owned() };
            flaws.push((division.code.clone(), flaw));
        };
        let digits = match division.level {
            RegionLevel::County => 6,
            RegionLevel::Township => 9,
            RegionLevel::Village => 12,
        };
        let is_code = division.code.len() == digits
            && division.code.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code {
            wrong("code", "format", &format!("应为 {digits} 位数字"));
        } else if division.parent_code().is_some_and(|parent| !seen.contains(parent)) {
            wrong("code", "region.unknown", "代码不以上级代码开头");
        }
        if !seen.insert(division.code.as_str()) {
            wrong("code", "duplicate", "代码重复");
        }
        if division.name.is_empty() || division.name.chars().count() > 100 {
            wrong("name", "length", "名称长度应为 1 至 100");
        }
    }
    flaws
}

async fn compare(db: &Db, divisions: &[Division]) -> AppResult<Summary> {
    let known = known(db.reader()).await?;
    let mut summary = Summary { rows: divisions.len() as u64, ..Summary::default() };
    for division in divisions {
        match known.get(&division.code) {
            None => summary.added += 1,
            Some(row) if row.name != division.name => summary.changed += 1,
            Some(_) => summary.known += 1,
        }
    }
    Ok(summary)
}

async fn known(
    connection: &impl sea_orm::ConnectionTrait,
) -> AppResult<HashMap<String, region::Model>> {
    let rows = region::Entity::find().all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.code.clone(), row)).collect())
}

/// Enters what is new and renames what has another name. Parents must come first.
pub async fn enter(
    tx: &Tx,
    ids: &Ids,
    now: DateTime<Utc>,
    divisions: &[Division],
    with_centers: bool,
) -> AppResult<Summary> {
    let mut known = known(&**tx).await?;
    let mut summary = Summary { rows: divisions.len() as u64, ..Summary::default() };
    let mut fresh = Vec::new();
    for division in divisions {
        match known.get(&division.code) {
            Some(row) if row.name == division.name => summary.known += 1,
            Some(row) => {
                rename(tx, row, &division.name, now).await?;
                summary.changed += 1;
            }
            None => {
                let parent = division.parent_code().and_then(|code| known.get(code));
                let row = region::Model {
                    id: ids.next(),
                    code: division.code.clone(),
                    name: division.name.clone(),
                    level: division.level.as_str().to_owned(),
                    parent_id: parent.map(|parent| parent.id),
                    created_at: now,
                    updated_at: now,
                    row_version: 1,
                };
                known.insert(row.code.clone(), row.clone());
                fresh.push(row.into_active_model());
                summary.added += 1;
            }
        }
    }
    for chunk in fresh.chunks(ROWS_A_STATEMENT) {
        region::Entity::insert_many(chunk.to_vec()).exec_without_returning(&**tx).await?;
    }
    if with_centers {
        let regions = divisions.iter().filter_map(|division| known.get(&division.code));
        enter_centers(tx, ids, now, regions).await?;
    }
    Ok(summary)
}

async fn rename(tx: &Tx, row: &region::Model, name: &str, now: DateTime<Utc>) -> AppResult<()> {
    region::Entity::update_many()
        .col_expr(region::Column::Name, Expr::value(name))
        .col_expr(region::Column::UpdatedAt, Expr::value(now))
        .col_expr(region::Column::RowVersion, Expr::value(row.row_version + 1))
        .filter(region::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// A centre and its office for every region that has no centre (GB/T 33200-2016: uniform name); an
/// office stands below that of the region above. Parents must come first.
pub async fn enter_centers(
    tx: &Tx,
    ids: &Ids,
    now: DateTime<Utc>,
    regions: impl Iterator<Item = &region::Model>,
) -> AppResult<()> {
    let known = center::Entity::find().all(&**tx).await?;
    let mut office_of: HashMap<Uuid, Option<Uuid>> =
        known.into_iter().map(|row| (row.region_id, row.department_id)).collect();
    let mut offices = Vec::new();
    let mut centers = Vec::new();
    for region in regions {
        if office_of.contains_key(&region.id) {
            continue;
        }
        let name = format!("{}社会治安综合治理中心", region.name);
        let office = department::Model {
            id: ids.next(),
            region_id: region.id,
            parent_id: region.parent_id.and_then(|id| office_of.get(&id).copied().flatten()),
            name: name.clone(),
            phone: None,
            is_center_office: true,
            is_active: true,
            created_at: now,
            updated_at: now,
            row_version: 1,
        };
        office_of.insert(region.id, Some(office.id));
        let center = center::Model {
            fallback_department_id: None,
            id: ids.next(),
            region_id: region.id,
            department_id: Some(office.id),
            name,
            level: region.level.clone(),
            address: None,
            phone: None,
            opening_hours: None,
            created_at: now,
            updated_at: now,
            row_version: 1,
        };
        offices.push(office.into_active_model());
        centers.push(center.into_active_model());
    }
    for chunk in offices.chunks(ROWS_A_STATEMENT) {
        department::Entity::insert_many(chunk.to_vec()).exec_without_returning(&**tx).await?;
    }
    for chunk in centers.chunks(ROWS_A_STATEMENT) {
        center::Entity::insert_many(chunk.to_vec()).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Vec<Division> {
        flatten(serde_json::from_str(text).expect("a tree"))
    }

    #[test]
    fn a_tree_lists_parents_before_their_parts() {
        let divisions = tree(
            r#"{"code": "990101", "name": "甲县", "townships": [{"code": "990101001", "name": "乙镇",
                "villages": [{"code": "990101001001", "name": "丙村", "kind": "村"}]}]}"#,
        );
        let codes: Vec<_> = divisions.iter().map(|d| (d.code.as_str(), d.parent_code())).collect();
        let expected =
            [("990101", None), ("990101001", Some("990101")), ("990101001001", Some("990101001"))];
        assert_eq!(codes, expected);
        assert_eq!(check(&divisions), []);
    }

    #[test]
    fn codes_that_do_not_nest_or_come_twice_are_refused() {
        let divisions = tree(
            r#"{"code": "990101", "name": "甲县", "townships": [
                {"code": "990102001", "name": "乙镇"}, {"code": "990101002", "name": " "},
                {"code": "990101002", "name": "丁镇"}, {"code": "99010100x", "name": "戊镇"}]}"#,
        );
        let wrong: Vec<_> =
            check(&divisions).into_iter().map(|(code, flaw)| (code, flaw.code)).collect();
        let expected = [
            ("990102001", "region.unknown"),
            ("990101002", "length"),
            ("990101002", "duplicate"),
            ("99010100x", "format"),
        ];
        assert_eq!(wrong, expected.map(|(code, flaw)| (code.to_owned(), flaw.to_owned())));
    }
}
