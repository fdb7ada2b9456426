//! Rotation plans (轮驻方案) with their editions, and who is where for which block of days.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at_opt, big_opt, create, drop, flag, id, id_opt, index, int, key, named_index, on, text,
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
        let plans = vec![
            key(),
            id("center_id"),
            text("region_code"),
            text("name"),
            on("from_on"),
            on("until_on"),
            // JSON: the centres, and the rules with their weights.
            text("center_ids"),
            text("rules"),
            text("state"),
            // Counts the plans of a centre for one period.
            int("edition"),
            id_opt("replaces_id"),
            // The instance it was solved over, so that it explains itself later.
            text_opt("instance"),
            big_opt("objective"),
            big_opt("bound"),
            at_opt("solved_at"),
            at_opt("published_at"),
            id_opt("published_by_id"),
            at_opt("superseded_at"),
            id("drawn_up_by_id"),
        ];
        let plans: Vec<_> = plans.into_iter().chain(versioned()).collect();
        let foreign = [
            ("center_id", "centers"),
            ("replaces_id", "rotation_plans"),
            ("published_by_id", "people"),
            ("drawn_up_by_id", "people"),
        ];
        create(m, "rotation_plans", plans, &foreign).await?;
        let name = "uq_rotation_plans_center_period_edition";
        let columns = ["center_id", "from_on", "until_on", "edition"];
        named_index(m, name, "rotation_plans", &columns, true).await?;
        let assignments = vec![
            key(),
            id("plan_id"),
            id("obligation_id"),
            id("person_id"),
            int("block"),
            on("from_on"),
            on("until_on"),
            text("role"),
            flag("is_locked"),
        ];
        let assignments: Vec<_> = assignments.into_iter().chain(versioned()).collect();
        let foreign = [
            ("plan_id", "rotation_plans"),
            ("obligation_id", "stationing_obligations"),
            ("person_id", "people"),
        ];
        create(m, "rotation_assignments", assignments, &foreign).await?;
        let name = "uq_rotation_assignments_plan_place";
        let columns = ["plan_id", "obligation_id", "block", "person_id"];
        named_index(m, name, "rotation_assignments", &columns, true).await?;
        // Runs of the solver, each in rounds with what is needed to go on after a restart.
        let runs = vec![
            key(),
            id("plan_id"),
            text("state"),
            int("progress_pct"),
            big_opt("objective"),
            big_opt("bound"),
            big_opt("gap_ppm"),
            text_opt("instance"),
            text_opt("saved"),
            text_opt("refusal"),
            flag("is_cancel_wanted"),
            id("asked_by_id"),
            at_opt("ended_at"),
        ];
        let runs: Vec<_> = runs.into_iter().chain(versioned()).collect();
        let foreign = [("plan_id", "rotation_plans"), ("asked_by_id", "people")];
        create(m, "rotation_runs", runs, &foreign).await?;
        index(m, "rotation_runs", &["state", "id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["rotation_runs", "rotation_assignments", "rotation_plans"]).await
    }
}
