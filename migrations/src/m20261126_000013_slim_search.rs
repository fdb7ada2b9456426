//! On SQLite the search index no longer keeps the tokens it was made from, which were most of the
//! file, and a small table says whose its rows are.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::{self, ConnectionTrait as _};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const UP: [&str; 6] = [
    "ALTER TABLE case_search RENAME TO former_search",
    "CREATE TABLE case_search (\
     number integer PRIMARY KEY, case_id uuid_text NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE case_search_index USING fts5(\
     title, body, content = '', tokenize = 'ascii')",
    "INSERT INTO case_search (number, case_id) SELECT rowid, case_id FROM former_search",
    "INSERT INTO case_search_index (rowid, title, body) \
     SELECT rowid, title, body FROM former_search",
    "DROP TABLE former_search",
];
/// What was searched for cannot be read back from the index.
const DOWN: [&str; 3] = [
    "DROP TABLE case_search_index",
    "DROP TABLE case_search",
    "CREATE VIRTUAL TABLE case_search USING fts5(\
     case_id UNINDEXED, title, body, tokenize = 'ascii')",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        run(m, &UP).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        run(m, &DOWN).await
    }
}

async fn run(m: &SchemaManager<'_>, all: &[&str]) -> Result<(), DbErr> {
    if m.get_database_backend() == sea_orm::DbBackend::Sqlite {
        for sql in all {
            m.get_connection().execute_unprepared(sql).await?;
        }
    }
    Ok(())
}
