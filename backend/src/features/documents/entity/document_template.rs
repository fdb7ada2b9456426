use sea_orm::entity::prelude::*;

/// One version of a template. Only ever inserted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub version: i32,
    pub name: String,
    pub source: String,
    /// Fields and layout, as JSON.
    pub definition: String,
    pub valid_from: Date,
    pub reason: Option<String>,
    /// None: it came with the program.
    pub published_by_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
