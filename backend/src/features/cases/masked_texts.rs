//! Searching finds what the reader can read, and nothing else: who finds a party masked in a text must
//! not learn the name by asking for it letter by letter (PIPL art. 6; domain 9.6).
//!
//! The index holds the texts as they were written and gives the candidates. Of these, a reader who
//! may not look at the parties keeps those whose masked text has the words, too. Without a star, words
//! of the masked text stand in the text itself: masks keep beginnings and ends. Who only assists reads
//! roles, and finds by neither.

use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::entity::masked_text::{Column, Entity, Model};
use super::entity::{case, party};
use super::mentions::Mentions;
use super::repo;
use crate::platform::db::{Db, Tx, search};
use crate::platform::error::AppResult;
use crate::policy::{Actor, RESTRICTED, Scope};

/// Of a case without a demand.
static EMPTY: String = String::new();

/// The masked text of a case; none where nobody is mentioned, and the text is its own.
pub fn of(row: &case::Model, parties: &[party::Model]) -> Option<Model> {
    let texts = [&row.title, &row.narrative, row.demand.as_ref().unwrap_or(&EMPTY)];
    let masked = Mentions::of(parties);
    let masked = texts.map(|text| masked.hide(text));
    let blind = Mentions::as_stars(parties);
    let blind = texts.map(|text| blind.hide(text));
    if texts.iter().zip(&blind).all(|(text, hidden)| *text == hidden) {
        return None;
    }
    let [title, narrative, demand] = masked.map(|text| search::folded(&text));
    let [blind_title, blind_narrative, blind_demand] = blind.map(|text| search::folded(&text));
    let case_id = row.id;
    Some(Model { case_id, title, narrative, demand, blind_title, blind_narrative, blind_demand })
}

/// Stores those of new cases.
pub async fn insert(tx: &Tx, texts: Vec<Model>) -> AppResult<()> {
    if !texts.is_empty() {
        let rows = texts.into_iter().map(|text| repo::all_set(text.into_active_model()));
        Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Stores that of a case whose parties have changed.
pub async fn replace(tx: &Tx, case_id: Uuid, text: Option<Model>) -> AppResult<()> {
    Entity::delete_by_id(case_id).exec(&**tx).await?;
    insert(tx, text.into_iter().collect()).await
}

/// Whether `query`, found in the text of a case, stands in what `actor` reads of it.
pub fn is_read(db: &Db, actor: &Actor, query: &str) -> Condition {
    let masked = [Column::Title, Column::Narrative, Column::Demand];
    let blind = [Column::BlindTitle, Column::BlindNarrative, Column::BlindDemand];
    let lacks = |columns: &[Column]| Expr::exists(without(query, columns)).not();
    // In this order: of most cases a look for a masked text that is not there tells all.
    let in_masked =
        Condition::all().add(lacks(&masked)).add(Scope::more_than_assisted(actor).condition());
    let any = Condition::any().add(in_masked).add(Scope::unmasked(actor).condition());
    if actor.department_id.is_none() {
        return any;
    }
    // Who only assists reads roles, and of a restricted matter the title alone.
    let in_blind = Condition::all().add(case::Column::Restriction.is_null()).add(lacks(&blind));
    let in_title = case::Column::Id.in_subquery(search::in_title(db, query));
    let in_title = Condition::all()
        .add(Expr::cust(RESTRICTED))
        .add(in_title)
        .add(lacks(&[Column::BlindTitle]));
    any.add(in_blind).add(in_title)
}

/// The masked text of the case that is looked at, where it is without `query`.
fn without(query: &str, columns: &[Column]) -> SelectStatement {
    let pattern = search::pattern(query.trim());
    let has = |column: Column| column.into_expr().like(LikeExpr::new(pattern.clone()).escape('\\'));
    let found = columns.iter().fold(Condition::any(), |any, column| any.add(has(*column)));
    Entity::find()
        .select_only()
        .column(Column::CaseId)
        .filter(Column::CaseId.into_expr().equals(case::Column::Id.as_column_ref()))
        .filter(found.not())
        .into_query()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, phone: &str, address: &str) -> party::Model {
        party::Model {
            id: Uuid::nil(),
            case_id: Uuid::nil(),
            party_no: 1,
            role: "applicant".to_owned(),
            kind: "person".to_owned(),
            name: name.to_owned(),
            id_type: None,
            id_number: Some("990101198801017771".to_owned()),
            phone: Some(phone.to_owned()),
            address: Some(address.to_owned()),
            gender: None,
            ethnicity: None,
            age: None,
            occupation: None,
            represents_party_no: None,
        }
    }

    /// Only so the candidates of the index hold whatever stands in a masked text.
    #[test]
    fn words_of_a_masked_text_stand_in_the_text_itself() {
        let parties = [
            party("绿洲映雪", "13512345671", "测试县柳树村标记弄1号"),
            party("映雪", "123456", "某楼三单元5号"),
        ];
        let text = "绿洲映雪与映雪（13512345671，123456，990101198801017771）住测试县柳树村标记弄1号、某楼三单元5号";
        let masked = Mentions::of(&parties).hide(text);
        assert!(!masked.contains("洲映") && !masked.contains("3512345"), "{masked}");
        let blind = Mentions::as_stars(&parties).hide(text);
        assert!(!blind.contains("135") && !blind.contains('绿'), "{blind}");
        for words in masked.split('*').chain(blind.split('*')) {
            assert!(text.contains(words), "{words}");
        }
    }
}
