use sea_orm::entity::prelude::*;

/// A party that was added or corrected after registration. Only ever inserted: what was said before
/// stays, and the ledger binds both.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_party_changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub party_id: Uuid,
    pub party_no: i32,
    /// What was said, as JSON; none: the party was added.
    pub before: Option<String>,
    /// What is said since, as JSON.
    pub after: String,
    /// Random: who knows the hash alone must not find the telephone number by trying all.
    pub salt: String,
    pub reason: String,
    /// The title of the case until then, where it mentioned the party.
    pub title_before: Option<String>,
    pub changed_by_id: Uuid,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
