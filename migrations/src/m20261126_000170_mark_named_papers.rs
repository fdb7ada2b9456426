//! Papers at the places of a dossier that name the parties by their nature are marked as such: until
//! now only the proof of identity and the power of attorney were, and an assisting department could
//! open the scan of a paper whose original it may not read.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Expr, ExprTrait as _, MigrationTrait, Query, SchemaManager,
    async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// As `backend/data/dossiers.json` has them, in every volume.
const PLACES: [&str; 10] = ["01", "02", "03", "04", "07", "08", "09", "10", "11", "12"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut mark = Query::update();
        mark.table(Alias::new("attachments"))
            .value(Alias::new("is_identity"), true)
            .and_where(Expr::col(Alias::new("document_code")).is_in(PLACES));
        m.get_connection().execute(&mark).await?;
        Ok(())
    }

    /// What was marked before is not known any more, and nothing is shown that was hidden.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
