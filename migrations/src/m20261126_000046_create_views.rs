//! Saved views of lists, and how each person arranges those they have.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager, Table, async_trait,
};

use crate::columns::{
    create, drop, flag, id, id_opt, index, int, key, named_index, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(
            m,
            "views",
            [
                key(),
                id("person_id"),
                text("name"),
                text("filters"),
                text("columns"),
                text_opt("shared_role"),
                id_opt("shared_center_id"),
            ]
            .into_iter()
            .chain(versioned()),
            &[("person_id", "people"), ("shared_center_id", "centers")],
        )
        .await?;
        index(m, "views", &["person_id", "name"], true).await?;
        let shared = ["shared_center_id", "shared_role"];
        named_index(m, "ix_views_shared", "views", &shared, false).await?;
        // A view may be one of those shipped as data, which have no row: no foreign key.
        let mut places = Table::create();
        places.table(Alias::new("view_places"));
        for column in [id("person_id"), id("view_id"), int("position"), flag("is_hidden")] {
            places.col(column);
        }
        places.primary_key(
            Index::create()
                .name("pk_view_places")
                .col(Alias::new("person_id"))
                .col(Alias::new("view_id")),
        );
        m.create_table(places).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["view_places", "views"]).await
    }
}
