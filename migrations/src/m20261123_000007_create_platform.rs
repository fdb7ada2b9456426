//! Idempotency keys, job leases, and what users report about the system.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager, Table, async_trait,
};

use crate::columns::{at, create, drop, id, index, int, int_opt, key, text, text_opt, versioned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut keys = Table::create();
        keys.table(Alias::new("idempotency_keys"));
        for column in [
            id("caller"),
            text("key"),
            text("fingerprint"),
            int("status"),
            text("body"),
            int_opt("etag"),
            text_opt("location"),
            at("created_at"),
        ] {
            keys.col(column);
        }
        keys.primary_key(
            Index::create()
                .name("pk_idempotency_keys")
                .col(Alias::new("caller"))
                .col(Alias::new("key")),
        );
        m.create_table(keys).await?;
        index(m, "idempotency_keys", &["created_at"], false).await?;
        create(
            m,
            "job_leases",
            [text("name").primary_key().take(), id("holder_id"), at("until_at")],
            &[],
        )
        .await?;
        create(
            m,
            "feedback",
            [
                key(),
                id("person_id"),
                text("page"),
                text("kind"),
                text("text"),
                text("state"),
                text_opt("reply"),
            ]
            .into_iter()
            .chain(versioned()),
            &[("person_id", "people")],
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["feedback", "job_leases", "idempotency_keys"]).await
    }
}
