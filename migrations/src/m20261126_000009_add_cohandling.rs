//! Assistants' tasks, stops and extensions, hand-overs between levels, leaders in charge, merges.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, at_opt, id_opt, index, int_opt, on_opt, remove, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let cases = vec![
            text_opt("handed_direction"),
            id_opt("handed_from_center_id"),
            at_opt("handed_at"),
            at_opt("suspended_at"),
            text_opt("suspend_reason_code"),
            text_opt("suspend_procedure"),
            text_opt("suspend_external_no"),
            on_opt("suspended_until_on"),
            int_opt("extension_days"),
            at_opt("extension_asked_at"),
            id_opt("charge_leader_id"),
            text_opt("charge_plan"),
            on_opt("charge_review_on"),
            at_opt("charged_at"),
            id_opt("merged_into_id"),
        ];
        add(m, "cases", cases).await?;
        let referrals =
            vec![text_opt("task"), on_opt("due_on"), at_opt("done_at"), text_opt("result")];
        add(m, "case_referrals", referrals).await?;
        let clocks = vec![text_opt("moves"), on_opt("fixed_on"), text_opt("procedure")];
        add(m, "case_clocks", clocks).await?;
        add(m, "time_limit_rules", vec![text_opt("procedure")]).await?;
        for column in
            ["handed_from_center_id", "charge_leader_id", "merged_into_id", "suspended_until_on"]
        {
            index(m, "cases", &[column], false).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for column in
            ["handed_from_center_id", "charge_leader_id", "merged_into_id", "suspended_until_on"]
        {
            crate::columns::drop_index(m, "cases", &[column]).await?;
        }
        remove(m, "time_limit_rules", &["procedure"]).await?;
        remove(m, "case_clocks", &["moves", "fixed_on", "procedure"]).await?;
        remove(m, "case_referrals", &["task", "due_on", "done_at", "result"]).await?;
        let cases = [
            "handed_direction",
            "handed_from_center_id",
            "handed_at",
            "suspended_at",
            "suspend_reason_code",
            "suspend_procedure",
            "suspend_external_no",
            "suspended_until_on",
            "extension_days",
            "extension_asked_at",
            "charge_leader_id",
            "charge_plan",
            "charge_review_on",
            "charged_at",
            "merged_into_id",
        ];
        remove(m, "cases", &cases).await
    }
}
