//! Similar cases: cosine over weighted pairs of characters of the titles.
//!
//! Measured on real messages, titles alone find more of the same matter than title and body, and
//! an embedding finds no more (P@5 0.93). Weights are inverse document frequencies over the newest
//! titles; candidates come from the title index by the query's rarest pairs.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, Condition, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
};
use uuid::Uuid;

use super::dto::{FindSimilarRequest, SimilarCase, SimilarCases};
use super::entity::{case, party};
use super::masks;
use super::mentioned::Mentioned;
use super::model::CaseStatus;
use super::view::{Viewer, unreadable};
use crate::app::AppState;
use crate::features::public::emergency;
use crate::platform::cache::Cache;
use crate::platform::db::{portable, search};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::Page;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, TOWNSHIP, may_ever};

/// Titles the weights are learnt from.
const SAMPLE: u64 = 5_000;
/// Of these, titles that are looked through for a text somebody searches for.
const LOOKED_THROUGH: usize = 1_000;
/// Narratives that are looked through for it as well.
const NARRATIVES: u64 = 200;
/// Rarest pairs of the title that are looked up.
const RAREST: usize = 6;
/// Newest candidates that are compared.
const CANDIDATES: u64 = 300;
/// Least likeness worth showing.
const LEAST: f64 = 0.25;
/// Most cases shown.
const MOST: usize = 10;
/// Of these, most of the same person.
const MOST_OF_PERSON: u64 = 5;

/// How rare each pair of characters is in the newest titles, and any text in the newest cases.
#[derive(Debug, Default)]
pub struct Weights {
    titles: f64,
    with: HashMap<String, f64>,
    sample: Vec<String>,
    narratives: Vec<String>,
}

/// The weights in memory.
pub type WeightCache = Cache<Weights>;

impl Weights {
    /// Learns from titles.
    pub fn learn<'a>(titles: impl Iterator<Item = &'a str>) -> Self {
        let mut weights = Self::default();
        for title in titles {
            weights.titles += 1.0;
            for pair in pairs(title).into_keys() {
                *weights.with.entry(pair).or_default() += 1.0;
            }
            if weights.sample.len() < LOOKED_THROUGH {
                weights.sample.push(title.to_lowercase());
            }
        }
        weights
    }

    /// Whether a text stands in at least one of a hundred of the newest titles, or in one of forty
    /// of the newest narratives: then a page of cases with it is among the newest few thousand.
    pub fn is_common(&self, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        let stands_in = |sample: &[String], one_of: usize| {
            let hits = sample.iter().filter(|words| words.contains(&text)).count();
            hits > 0 && hits * one_of >= sample.len()
        };
        stands_in(&self.sample, 100) || stands_in(&self.narratives, 40)
    }

    fn of(&self, pair: &str) -> f64 {
        let with = self.with.get(pair).copied().unwrap_or(0.0);
        ((1.0 + self.titles) / (1.0 + with)).ln() + 1.0
    }

    /// 0 for nothing in common to 1 for the same.
    pub fn likeness(&self, a: &str, b: &str) -> f64 {
        let (a, b) = (pairs(a), pairs(b));
        let norm = |of: &HashMap<String, f64>| {
            of.iter().map(|(pair, n)| (n * self.of(pair)).powi(2)).sum::<f64>().sqrt()
        };
        let mut shared: Vec<_> = a.keys().filter(|pair| b.contains_key(*pair)).collect();
        // A fixed order of adding up, so that equal titles get equal figures.
        shared.sort();
        let dot: f64 = shared
            .into_iter()
            .map(|pair| {
                let weight = self.of(pair).powi(2);
                a.get(pair).unwrap_or(&0.0) * b.get(pair).unwrap_or(&0.0) * weight
            })
            .sum();
        let norms = norm(&a) * norm(&b);
        if norms > 0.0 { dot / norms } else { 0.0 }
    }
}

/// The pairs of adjacent letters of a title and how often each occurs.
fn pairs(title: &str) -> HashMap<String, f64> {
    let letters: Vec<char> =
        title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut found = HashMap::new();
    for pair in letters.windows(2) {
        *found.entry(pair.iter().collect()).or_default() += 1.0;
    }
    found
}

/// The cases of the reader's scope whose titles are most like `title`.
pub async fn find(
    state: &AppState,
    actor: &Actor,
    title: &str,
    region_id: Option<Uuid>,
    except: Option<Uuid>,
    lang: Lang,
) -> AppResult<SimilarCases> {
    let weights = weights(state).await?;
    let mut rarest: Vec<_> = pairs(title).into_keys().collect();
    rarest.sort_by(|a, b| weights.of(b).total_cmp(&weights.of(a)).then_with(|| a.cmp(b)));
    rarest.truncate(RAREST);
    if rarest.is_empty() {
        return Ok(answer(Vec::new()));
    }
    let candidates = candidates(state, actor, &rarest, region_id).await?;
    let mut scored: Vec<_> = candidates
        .into_iter()
        .filter(|row| Some(row.id) != except)
        .map(|row| {
            // What a title does not show is not like anything.
            let shown = masks::title(&row.title);
            (weights.likeness(title, &shown), Candidate { title: shown, ..row })
        })
        .filter(|(score, _)| *score >= LEAST)
        .collect();
    scored.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| other.id.cmp(&one.id)));
    scored.truncate(MOST);
    let viewer = Viewer::of(state, actor, lang).await?;
    let ids = scored.iter().map(|(_, row)| row.id);
    let assisted = Mentioned::of_assisted(state.db.reader(), actor, ids).await?;
    let items = scored.into_iter().map(|(score, row)| {
        let title = assisted.title(row.id, &row.title);
        shown(&viewer, Candidate { title, ..row }, score, false)
    });
    Ok(answer(items.collect::<AppResult<_>>()?))
}

fn answer(items: Vec<SimilarCase>) -> SimilarCases {
    let Page { items, next_cursor, total } = Page::whole(items);
    SimilarCases { items, next_cursor, total, emergencies: Vec::new(), report: None }
}

fn shown(
    viewer: &Viewer<'_>,
    row: Candidate,
    score: f64,
    is_same_person: bool,
) -> AppResult<SimilarCase> {
    Ok(SimilarCase {
        id: row.id,
        status: CaseStatus::parse(&row.status).ok_or_else(unreadable)?,
        score,
        registered_at: row.registered_at,
        region_name: viewer.region(row.region_id).name,
        owner_department_name: row.owner_department_id.map(|id| viewer.department(id).name),
        case_no: row.case_no,
        title: row.title,
        is_same_person,
    })
}

/// The newest cases with a party of that number, for who registers: of those whose parties they may
/// look at, since a match tells that somebody is a party.
async fn of_person(
    state: &AppState,
    actor: &Actor,
    asked: &FindSimilarRequest,
    lang: Lang,
) -> AppResult<Vec<SimilarCase>> {
    let typed = |text: Option<&str>| {
        text.map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
    };
    let (id_number, phone) = (typed(asked.id_number.as_deref()), typed(asked.phone.as_deref()));
    if (id_number.is_none() && phone.is_none()) || !may_ever(actor, Action::CaseRegister) {
        return Ok(Vec::new());
    }
    let number = Condition::any()
        .add_option(id_number.map(|number| party::Column::IdNumber.eq(number)))
        .add_option(phone.map(|number| party::Column::Phone.eq(number)));
    let with_number = party::Entity::find()
        .select_only()
        .column(party::Column::CaseId)
        .filter(number)
        .into_query();
    let found = case::Entity::find()
        .filter(Scope::unmasked(actor).condition())
        .filter(case::Column::Id.in_subquery(with_number))
        .order_by_desc(case::Column::RegisteredAt)
        .order_by_desc(case::Column::Id)
        .limit(MOST_OF_PERSON)
        .into_partial_model::<Candidate>()
        .all(state.db.reader())
        .await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let weights = weights(state).await?;
    let viewer = Viewer::of(state, actor, lang).await?;
    let view = |row: Candidate| {
        let title = masks::title(&row.title);
        let score = weights.likeness(&asked.title, &title);
        shown(&viewer, Candidate { title, ..row }, score, true)
    };
    found.into_iter().map(view).collect()
}

/// The same for what is typed at a counter, with whom to call before anything is written down.
pub async fn find_typed(
    state: &AppState,
    actor: &Actor,
    asked: &FindSimilarRequest,
    lang: Lang,
) -> AppResult<SimilarCases> {
    let mut found = find(state, actor, &asked.title, asked.region_id, None, lang).await?;
    let mut items = of_person(state, actor, asked, lang).await?;
    found.items.retain(|item| items.iter().all(|own| own.id != item.id));
    items.append(&mut found.items);
    items.truncate(MOST);
    let texts = std::iter::once(asked.title.as_str()).chain(asked.narrative.as_deref());
    let emergencies = emergency::notices(&texts.collect::<Vec<_>>(), lang)?;
    let now = state.clock.now();
    // What is nonsense is refused where it is registered.
    let known_at = asked.known_at.filter(|at| *at <= now && *at > now - TimeDelta::days(365));
    let is_urgent = !emergencies.is_empty();
    let report = is_urgent.then(|| emergency::report(known_at.unwrap_or(now), lang)).transpose()?;
    Ok(SimilarCases { items, emergencies, report, ..found })
}

/// What is compared of a case, and shown.
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "case::Entity")]
struct Candidate {
    id: Uuid,
    case_no: String,
    title: String,
    status: String,
    registered_at: DateTime<Utc>,
    region_id: Uuid,
    owner_department_id: Option<Uuid>,
}

async fn candidates(
    state: &AppState,
    actor: &Actor,
    pairs: &[String],
    region_id: Option<Uuid>,
) -> AppResult<Vec<Candidate>> {
    let found = search::title_with_any(&state.db, pairs);
    let mut query = case::Entity::find()
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .filter(case::Column::Id.in_subquery(found));
    if let Some(id) = region_id {
        let directory = state.directory.get(&state.db, state.clock.now()).await?;
        let unknown = || AppError::field("/region_id", ErrorCode::RegionUnknown);
        let region = directory.regions.get(&id).ok_or_else(unknown)?;
        let code = case::Column::RegionCode.into_expr();
        query = query.filter(portable::starts_below(&code, &region.code, TOWNSHIP));
    }
    Ok(query
        .order_by_desc(case::Column::RegisteredAt)
        .order_by_desc(case::Column::Id)
        .limit(CANDIDATES)
        .into_partial_model::<Candidate>()
        .all(state.db.reader())
        .await?)
}

/// The weights of the titles as they are now, read anew from time to time.
pub async fn weights(state: &AppState) -> AppResult<Arc<Weights>> {
    let load = async {
        let titles = newest(state, case::Column::Title, SAMPLE).await?;
        let narratives = newest(state, case::Column::Narrative, NARRATIVES).await?;
        let narratives = narratives.iter().map(|text| text.to_lowercase()).collect();
        Ok(Weights { narratives, ..Weights::learn(titles.iter().map(String::as_str)) })
    };
    state.title_weights.get(state.clock.now(), load).await
}

/// A text of the newest cases.
async fn newest(state: &AppState, text: case::Column, most: u64) -> AppResult<Vec<String>> {
    Ok(case::Entity::find()
        .select_only()
        .column(text)
        .order_by_desc(case::Column::RegisteredAt)
        .limit(most)
        .into_tuple()
        .all(state.db.reader())
        .await?)
}

/// The title of a case the reader may see, for "cases like this one".
pub async fn like(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<SimilarCases> {
    let title: Option<String> = case::Entity::find_by_id(id)
        .select_only()
        .column(case::Column::Title)
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .into_tuple()
        .one(state.db.reader())
        .await?;
    let title = title.ok_or(ErrorCode::RequestNotFound)?;
    find(state, actor, &title, None, Some(id), lang).await
}

#[cfg(test)]
mod tests {
    use super::Weights;

    #[test]
    fn the_same_matter_in_other_words_is_nearer_than_another_matter() {
        let titles = ["小区物业乱收停车费", "物业公司乱收停车费用", "咨询生育津贴领取", "路灯不亮"];
        let weights = Weights::learn(titles.into_iter());
        let same = weights.likeness(titles[0], titles[1]);
        assert!(same > super::LEAST, "{same}");
        assert!(weights.likeness(titles[0], titles[2]) < 0.1);
        assert!((weights.likeness(titles[0], titles[0]) - 1.0).abs() < 1e-9);
        assert!(weights.likeness("", "路").abs() < 1e-9);
    }

    #[test]
    fn a_text_is_common_from_one_title_in_a_hundred_on() {
        let once = std::iter::once("路灯不亮").chain(std::iter::repeat_n("咨询", 99));
        assert!(Weights::learn(once).is_common(" 路灯 "));
        let rarer = std::iter::once("路灯不亮").chain(std::iter::repeat_n("咨询", 100));
        assert!(!Weights::learn(rarer).is_common("路灯"));
        assert!(!Weights::default().is_common("路灯"));
    }

    #[test]
    fn a_text_is_common_from_one_narrative_in_forty_on() {
        let of = |others: usize| {
            let once = std::iter::once("楼上漏水".to_owned());
            let narratives = once.chain(std::iter::repeat_n("咨询".to_owned(), others)).collect();
            Weights { narratives, ..Weights::default() }
        };
        assert!(of(39).is_common("漏水"));
        assert!(!of(40).is_common("漏水"));
    }
}
