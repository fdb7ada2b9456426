//! What is searched is masked anew: numbers that are in no field of a party too, and once more for who
//! only assists, with neither a surname nor a digit. Filled for the cases there are, some at a time.

use std::cmp::Reverse;
use std::collections::HashMap;

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Expr, ExprTrait as _, MigrationTrait, Order, Query,
    SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;
use sea_orm_migration::sea_orm::prelude::Uuid;

use crate::columns::{add, remove, text};
use crate::numbers::{self, Hiding};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Cases read and written together.
const BATCH: u64 = 200;
const TABLE: &str = "case_masked_texts";
const BLIND: [&str; 3] = ["blind_title", "blind_narrative", "blind_demand"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = BLIND.map(|name| text(name).default("").take());
        add(m, TABLE, columns.into()).await?;
        let mut all = Query::delete();
        all.from_table(Alias::new(TABLE));
        m.get_connection().execute(&all).await?;
        fill(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // What is masked by its shape stays masked: less is found by it, and nothing more told.
        remove(m, TABLE, &BLIND).await
    }
}

/// What a case says.
struct Told {
    id: Uuid,
    title: String,
    narrative: String,
    demand: Option<String>,
}

async fn fill(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut after = None;
    loop {
        let cases = cases(m, after).await?;
        let Some(last) = cases.last() else { return Ok(()) };
        after = Some(last.id);
        let parties = parties(m, &cases).await?;
        let mut insert = Query::insert();
        insert.into_table(Alias::new(TABLE));
        let names = ["case_id", "title", "narrative", "demand"].into_iter().chain(BLIND);
        insert.columns(names.map(Alias::new));
        let mut is_needed = false;
        let nobody = Parties::default();
        for case in &cases {
            let known = parties.get(&case.id).unwrap_or(&nobody);
            let demand = case.demand.clone().unwrap_or_default();
            let texts = [case.title.as_str(), case.narrative.as_str(), demand.as_str()];
            let blind = texts.map(|text| hide(&known.blind, text, Hiding::Whole));
            if blind == texts {
                continue;
            }
            let masked = texts.map(|text| hide(&known.masked, text, Hiding::Middle));
            let texts = masked.iter().chain(&blind).map(|text| Expr::value(folded(text)));
            let row = std::iter::once(Expr::value(case.id)).chain(texts);
            insert.values(row).map_err(|error| DbErr::Custom(error.to_string()))?;
            is_needed = true;
        }
        if is_needed {
            m.get_connection().execute(&insert).await?;
        }
    }
}

async fn cases(m: &SchemaManager<'_>, after: Option<Uuid>) -> Result<Vec<Told>, DbErr> {
    let mut select = Query::select();
    select
        .columns(["id", "title", "narrative", "demand"].map(Alias::new))
        .from(Alias::new("cases"))
        .order_by(Alias::new("id"), Order::Asc)
        .limit(BATCH);
    if let Some(after) = after {
        select.and_where(Expr::col(Alias::new("id")).gt(after));
    }
    let rows = m.get_connection().query_all(&select).await?;
    let told = rows.iter().map(|row| -> Result<Told, DbErr> {
        Ok(Told {
            id: row.try_get("", "id")?,
            title: row.try_get("", "title")?,
            narrative: row.try_get("", "narrative")?,
            demand: row.try_get("", "demand")?,
        })
    });
    told.collect()
}

/// What is looked for in the texts of a case, and what stands there instead.
type Mentions = Vec<(String, String)>;

/// The same for both readers.
#[derive(Default)]
struct Parties {
    masked: Mentions,
    blind: Mentions,
}

/// What people put behind a surname.
const AFTER_SURNAMES: [&str; 6] = ["某某", "某", "先生", "女士", "师傅", "*"];

async fn parties(m: &SchemaManager<'_>, cases: &[Told]) -> Result<HashMap<Uuid, Parties>, DbErr> {
    let mut select = Query::select();
    select
        .columns(
            ["case_id", "role", "kind", "name", "phone", "id_number", "address"].map(Alias::new),
        )
        .from(Alias::new("case_parties"))
        .and_where(Expr::col(Alias::new("case_id")).is_in(cases.iter().map(|case| case.id)))
        .order_by(Alias::new("case_id"), Order::Asc)
        .order_by(Alias::new("party_no"), Order::Asc);
    let mut found: HashMap<Uuid, Parties> = HashMap::new();
    for row in m.get_connection().query_all(&select).await? {
        let known = found.entry(row.try_get("", "case_id")?).or_default();
        let (kind, name): (String, String) = (row.try_get("", "kind")?, row.try_get("", "name")?);
        let role: String = row.try_get("", "role")?;
        let is_long = name.chars().count() > 1;
        let first: String = name.chars().take(1).collect();
        if is_long && (kind == "person" || role == "applicant") {
            known.blind.push((name.clone(), "*".to_owned()));
        }
        if is_long && kind == "person" {
            let called = AFTER_SURNAMES.iter().map(|after| format!("{first}{after}"));
            known.blind.extend(called.map(|called| (called, "*".to_owned())));
            known.masked.push((name, format!("{first}*")));
        }
        for (column, mask) in MASKS {
            let field: Option<String> = row.try_get("", column)?;
            let Some(field) = field.filter(|field| field.trim().chars().count() > 5) else {
                continue;
            };
            let masked = mask(&field);
            known.masked.push((field.clone(), masked.clone()));
            if column == "address" {
                known.blind.push((field, masked));
                continue;
            }
            known.blind.push((field, "*".to_owned()));
            if masked.chars().any(|one| one != '*') {
                known.blind.push((masked, "*".to_owned()));
            }
        }
    }
    for known in found.values_mut() {
        // What holds another is looked for first.
        known.masked.sort_by_key(|(clear, _)| Reverse(clear.len()));
        known.blind.sort_by_key(|(clear, _)| Reverse(clear.len()));
    }
    Ok(found)
}

fn hide(mentions: &[(String, String)], text: &str, hiding: Hiding) -> String {
    let hidden = |text: String, (clear, masked): &(String, String)| text.replace(clear, masked);
    let text = mentions.iter().fold(text.to_owned(), hidden);
    numbers::hide(&text, hiding).into_owned()
}

fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// What a field shows to whom it is masked.
type Mask = fn(&str) -> String;

/// The masks as they were when this was written: later ones come with a migration of their own.
const MASKS: [(&str, Mask); 3] = [("phone", phone), ("id_number", id_number), ("address", address)];

fn phone(phone: &str) -> String {
    ends(phone, 3, 4, 8)
}

fn id_number(number: &str) -> String {
    ends(number, 6, 4, 12)
}

fn address(address: &str) -> String {
    const ENDS: [&str; 7] = ["村", "社区", "街道", "镇", "乡", "县", "区"];
    let first_end = |end: &&str| {
        let mut places = address.match_indices(*end);
        // A housing estate (小区) is no district.
        let place = places.find(|(at, _)| {
            let before = address.get(..*at).unwrap_or_default();
            *end != "区" || !before.ends_with('小')
        });
        place.map(|(at, end)| at + end.len())
    };
    let cut = ENDS.iter().find_map(first_end).and_then(|at| address.get(..at));
    format!("{}****", cut.unwrap_or_default())
}

fn ends(text: &str, first: usize, last: usize, shortest: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() < shortest {
        return "*".repeat(characters.len());
    }
    let hidden = characters.len() - first - last;
    let head: String = characters.iter().take(first).collect();
    let tail: String = characters.iter().skip(first + hidden).collect();
    format!("{head}{}{tail}", "*".repeat(hidden))
}
