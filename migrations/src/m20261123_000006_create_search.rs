//! Full-text search over bigram tokens made by the application.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::{self, ConnectionTrait as _};

use crate::columns::drop;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // The one migration that differs: FTS5 here, tsvector with GIN there.
        match m.get_database_backend() {
            sea_orm::DbBackend::Sqlite => {
                m.get_connection()
                    .execute_unprepared(
                        "CREATE VIRTUAL TABLE case_search USING fts5(\
                         case_id UNINDEXED, title, body, tokenize = 'ascii')",
                    )
                    .await?;
            }
            sea_orm::DbBackend::Postgres | sea_orm::DbBackend::MySql | _ => {
                for sql in [
                    "CREATE TABLE case_search (case_id uuid PRIMARY KEY REFERENCES cases (id), \
                     title tsvector NOT NULL, body tsvector NOT NULL)",
                    "CREATE INDEX ix_case_search_title ON case_search USING gin (title)",
                    "CREATE INDEX ix_case_search_body ON case_search USING gin (body)",
                ] {
                    m.get_connection().execute_unprepared(sql).await?;
                }
            }
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["case_search"]).await
    }
}
