//! What takes long: jobs (后台任务), and the imports (批量导入) and exports (导出) that are carried out as
//! such. How far an import is stands beside what it has stored, and is written in the same transaction.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, big, big_opt, create, drop, flag, id, id_opt, int, key, named_index, text,
    text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let jobs = vec![
            key(),
            text("kind"),
            text("state"),
            text("result"),
            id("person_id"),
            id("user_id"),
            id("capacity_id"),
            big("done_count"),
            big_opt("total_count"),
            int("step"),
            flag("is_cancel_wanted"),
            text_opt("refusal"),
            at_opt("ended_at"),
            at("expires_at"),
        ];
        let foreign =
            [("person_id", "people"), ("user_id", "users"), ("capacity_id", "capacities")];
        let jobs: Vec<_> = jobs.into_iter().chain(versioned()).collect();
        create(m, "jobs", jobs, &foreign).await?;
        named_index(m, "ix_jobs_kind_state_id", "jobs", &["kind", "state", "id"], false).await?;
        imports(m).await?;
        let exports = vec![
            key(),
            id("person_id"),
            id("job_id"),
            text("format"),
            flag("has_bom"),
            text("filter"),
            text("lang"),
            at("as_of"),
            big("row_count"),
            text_opt("rows_sha256"),
            id_opt("storage_key"),
            big_opt("size_bytes"),
            at("expires_at"),
        ];
        let foreign = [("person_id", "people"), ("job_id", "jobs")];
        let exports: Vec<_> = exports.into_iter().chain(versioned()).collect();
        create(m, "exports", exports, &foreign).await?;
        named_index(m, "ix_exports_expires", "exports", &["expires_at", "id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["exports", "import_problems", "imports", "jobs"]).await
    }
}

async fn imports(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let imports = vec![
        key(),
        id("person_id"),
        id_opt("job_id"),
        text("file_name"),
        text("format"),
        big("size_bytes"),
        text_opt("sha256"),
        text_opt("mapping"),
        flag("is_dry_run"),
        id_opt("storage_key"),
        at_opt("kept_at"),
        id_opt("staged_key"),
        big("staged_bytes"),
        big("position"),
        big("row_count"),
        big("added_count"),
        big("known_count"),
        big("refused_count"),
        big("problem_count"),
        text_opt("failure"),
        at("expires_at"),
    ];
    let foreign = [("person_id", "people"), ("job_id", "jobs")];
    let imports: Vec<_> = imports.into_iter().chain(versioned()).collect();
    create(m, "imports", imports, &foreign).await?;
    named_index(m, "ix_imports_expires", "imports", &["expires_at", "id"], false).await?;
    let problems = vec![
        key(),
        id("import_id"),
        big("seq"),
        big("line"),
        text("source_number"),
        text("column_name"),
        text("field"),
        text("code"),
        text("detail"),
    ];
    create(m, "import_problems", problems, &[("import_id", "imports")]).await?;
    let of = ["import_id", "seq"];
    named_index(m, "uq_import_problems_seq", "import_problems", &of, true).await
}
