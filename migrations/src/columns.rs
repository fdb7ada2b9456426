//! The only column constructors migrations use, so that a kind of value has one type everywhere.
//!
//! No native enums, arrays or JSON operators: statuses and JSON are text
//! (`docs/database-portability.md`). Lengths are the validator's duty, not the column's.

use sea_orm_migration::prelude::*;

/// A required identifier (UUID version 7).
pub(crate) fn id(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().not_null().take()
}

/// The primary key `id`.
pub(crate) fn key() -> ColumnDef {
    id("id").primary_key().take()
}

/// An optional identifier.
pub(crate) fn id_opt(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().take()
}

/// Required text.
pub(crate) fn text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().take()
}

/// Optional text.
pub(crate) fn text_opt(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().take()
}

/// Required bytes, such as a file.
pub(crate) fn bytes(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).blob().not_null().take()
}

/// A required instant, UTC.
pub(crate) fn at(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().not_null().take()
}

/// An optional instant, UTC.
pub(crate) fn at_opt(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().take()
}

/// A required date in China's time zone.
pub(crate) fn on(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).date().not_null().take()
}

/// An optional date in China's time zone.
pub(crate) fn on_opt(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).date().take()
}

/// A required small count or version.
pub(crate) fn int(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().take()
}

/// An optional small count.
pub(crate) fn int_opt(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().take()
}

/// A required large count.
pub(crate) fn big(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().take()
}

/// Optional money in fen, or another large number.
pub(crate) fn big_opt(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().take()
}

/// An optional coordinate in degrees.
pub(crate) fn degrees_opt(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).double().take()
}

/// A required yes or no.
pub(crate) fn flag(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().take()
}

/// An optional yes or no.
pub(crate) fn flag_opt(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().take()
}

/// `created_at`, `updated_at` and `row_version`, which every mutable object carries.
pub(crate) fn versioned() -> [ColumnDef; 3] {
    [at("created_at"), at("updated_at"), int("row_version")]
}

/// A table of `columns` with its foreign keys (`column` → `table`), each indexed.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: impl IntoIterator<Item = ColumnDef>,
    foreign: &[(&str, &str)],
) -> Result<(), DbErr> {
    let mut create = Table::create();
    create.table(Alias::new(table));
    for column in columns {
        create.col(column);
    }
    for (column, target) in foreign {
        create.foreign_key(
            ForeignKey::create()
                .name(format!("fk_{table}_{column}"))
                .from(Alias::new(table), Alias::new(*column))
                .to(Alias::new(*target), Alias::new("id")),
        );
    }
    manager.create_table(create).await?;
    for (column, _) in foreign {
        index(manager, table, &[column], false).await?;
    }
    Ok(())
}

/// An index `ix_<table>_<columns>`, or `uq_…` when unique.
pub(crate) async fn index(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: &[&str],
    unique: bool,
) -> Result<(), DbErr> {
    let prefix = if unique { "uq" } else { "ix" };
    named_index(manager, &format!("{prefix}_{table}_{}", columns.join("_")), table, columns, unique)
        .await
}

/// An index whose columns would make too long a name.
pub(crate) async fn named_index(
    manager: &SchemaManager<'_>,
    name: &str,
    table: &str,
    columns: &[&str],
    unique: bool,
) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(name).table(Alias::new(table));
    for column in columns {
        index.col(Alias::new(*column));
    }
    if unique {
        index.unique();
    }
    manager.create_index(index).await
}

/// Adds `columns`, which must be optional, to a table: one statement each, as SQLite wants it.
pub(crate) async fn add(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: Vec<ColumnDef>,
) -> Result<(), DbErr> {
    for column in columns {
        let change = Table::alter().table(Alias::new(table)).add_column(column).take();
        manager.alter_table(change).await?;
    }
    Ok(())
}

/// Takes `columns` away from a table.
pub(crate) async fn remove(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: &[&str],
) -> Result<(), DbErr> {
    for column in columns {
        let change =
            Table::alter().table(Alias::new(table)).drop_column(Alias::new(*column)).take();
        manager.alter_table(change).await?;
    }
    Ok(())
}

/// Drops the index `ix_<table>_<columns>`, which SQLite wants gone before its columns.
pub(crate) async fn drop_index(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: &[&str],
) -> Result<(), DbErr> {
    let name = format!("ix_{table}_{}", columns.join("_"));
    manager.drop_index(Index::drop().name(name).table(Alias::new(table)).to_owned()).await
}

/// Drops `tables` in the order given.
pub(crate) async fn drop(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(Alias::new(*table)).if_exists().take()).await?;
    }
    Ok(())
}
