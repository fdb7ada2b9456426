//! Which cases are called back was drawn by their ids, which the units that handle them see, too. Those
//! that are not over lose their place; `zongzhi migrate up` draws another with the key of the
//! installation.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Expr, ExprTrait as _, MigrationTrait, Query, SchemaManager,
    async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

/// Where a callback is still to come, or may be.
const NOT_OVER: [&str; 6] =
    ["registered", "dispatched", "in_progress", "returned", "suspended", "resolved"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut again = Query::update();
        again
            .table(Alias::new("cases"))
            .value(Alias::new("sample_place"), Option::<i32>::None)
            .and_where(Expr::col(Alias::new("status")).is_in(NOT_OVER));
        m.get_connection().execute(&again).await?;
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
