use sea_orm::entity::prelude::*;

/// What a case says where it mentions a party or a number that leads to one, with the mentions masked,
/// in lower case: what those who may not look at the parties can find. Most cases have none.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_masked_texts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    /// No party is mentioned in a title since it is masked where it is written; here, so that one look
    /// tells all.
    pub title: String,
    pub narrative: String,
    pub demand: String,
    /// The title for who only assists: a star for whom it is about, surname and digits and all.
    pub blind_title: String,
    pub blind_narrative: String,
    pub blind_demand: String,
}

impl ActiveModelBehavior for ActiveModel {}
