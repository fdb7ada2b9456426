//! The supervision ladder and supervision orders (督办).

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, ForeignKey, Index, MigrationTrait, SchemaManager, Table,
    async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{
    add, at, at_opt, create, drop, flag, id, id_opt, index, int, key, on, remove, text, text_opt,
    versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Word for word what the runner and the list of the ladder ask for: only then SQLite sees that
/// they serve.
const LADDER: [(&str, &str); 2] = [
    ("ix_case_clocks_ladder_at", "(ladder_at) WHERE finished_at IS NULL AND ladder_at IS NOT NULL"),
    (
        "ix_case_clocks_on_ladder",
        "(due_at, id) WHERE finished_at IS NULL AND ladder_step IS NOT NULL",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "case_clocks", vec![text_opt("ladder_step"), at_opt("ladder_at")]).await?;
        for (name, on) in LADDER {
            let sql = format!("CREATE INDEX {name} ON case_clocks {on}");
            m.get_connection().execute_unprepared(&sql).await?;
        }
        // Limits that run already: the runner looks at each once and says when its step is due.
        let begun = "UPDATE case_clocks SET ladder_at = due_at \
             WHERE finished_at IS NULL AND kind IN ('handling', 'assist')";
        m.get_connection().execute_unprepared(begun).await?;
        orders(m).await?;
        replies(m).await?;
        order_cases(m).await?;
        steps(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "supervision_steps",
            "supervision_order_cases",
            "supervision_order_replies",
            "supervision_orders",
        ];
        drop(m, &tables).await?;
        for (name, _) in LADDER {
            m.get_connection().execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        remove(m, "case_clocks", &["ladder_step", "ladder_at"]).await
    }
}

async fn orders(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        text("order_no"),
        text("state"),
        id("center_id"),
        text("region_code"),
        id("department_id"),
        id_opt("issued_by_id"),
        text("ground_code"),
        text("text"),
        at("issued_at"),
        on("reply_due_on"),
        int("round"),
        int("case_count"),
        flag("was_late"),
        at_opt("replied_at"),
        at_opt("accepted_at"),
        at_opt("closed_at"),
        at_opt("cancelled_at"),
        text_opt("cancel_reason"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign =
        [("center_id", "centers"), ("department_id", "departments"), ("issued_by_id", "people")];
    create(m, "supervision_orders", columns, &foreign).await?;
    index(m, "supervision_orders", &["order_no"], true).await?;
    index(m, "supervision_orders", &["state", "reply_due_on", "id"], false).await?;
    index(m, "supervision_orders", &["reply_due_on", "id"], false).await?;
    index(m, "supervision_orders", &["issued_at"], false).await
}

async fn replies(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("order_id"),
        int("round"),
        on("due_on"),
        text("text"),
        at("replied_at"),
        id("replied_by_id"),
        flag("is_late"),
        text_opt("verdict"),
        text_opt("verdict_reason"),
        at_opt("decided_at"),
        id_opt("decided_by_id"),
    ];
    let foreign = [
        ("order_id", "supervision_orders"),
        ("replied_by_id", "people"),
        ("decided_by_id", "people"),
    ];
    create(m, "supervision_order_replies", columns, &foreign).await?;
    index(m, "supervision_order_replies", &["order_id", "round"], true).await
}

async fn order_cases(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table(Alias::new("supervision_order_cases"));
    table.col(id("order_id")).col(id("case_id"));
    let mut key = Index::create();
    key.name("pk_supervision_order_cases").col(Alias::new("order_id")).col(Alias::new("case_id"));
    table.primary_key(&mut key);
    for (column, target) in [("order_id", "supervision_orders"), ("case_id", "cases")] {
        table.foreign_key(
            ForeignKey::create()
                .name(format!("fk_supervision_order_cases_{column}"))
                .from(Alias::new("supervision_order_cases"), Alias::new(column))
                .to(Alias::new(target), Alias::new("id")),
        );
    }
    m.create_table(table).await?;
    index(m, "supervision_order_cases", &["order_id"], false).await?;
    index(m, "supervision_order_cases", &["case_id"], false).await
}

async fn steps(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("case_id"),
        id("clock_id"),
        text("clock_kind"),
        text("step"),
        id("department_id"),
        id("center_id"),
        text("region_code"),
        at("due_at"),
        at("at"),
        int("working_days_over"),
        id_opt("order_id"),
    ];
    let foreign = [
        ("case_id", "cases"),
        ("department_id", "departments"),
        ("center_id", "centers"),
        ("order_id", "supervision_orders"),
    ];
    create(m, "supervision_steps", columns, &foreign).await?;
    // A step is taken once for a limit; a limit that moved is another one.
    index(m, "supervision_steps", &["clock_id", "step", "due_at"], true).await?;
    index(m, "supervision_steps", &["step", "at"], false).await
}
