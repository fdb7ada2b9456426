//! The schema of Zongzhi: one ordered list, run by the server, the command line and the tests.

mod columns;
mod m20261123_000001_create_org;
mod m20261123_000002_create_auth;
mod m20261123_000003_create_reference;
mod m20261123_000004_create_cases;
mod m20261123_000005_create_ledger;
mod m20261123_000006_create_search;
mod m20261123_000007_create_platform;
mod m20261126_000008_add_one_time_passwords;
mod m20261126_000009_add_cohandling;
mod m20261126_000010_index_what_is_swept;
mod m20261126_000011_create_tallies;
mod m20261126_000012_index_queues;
mod m20261126_000013_slim_search;
mod m20261126_000014_slim_case_indexes;
mod m20261126_000020_create_supervision;
mod m20261126_000025_create_notices;
mod m20261126_000026_create_substitutions;
mod m20261126_000030_create_limit_changes;
mod m20261126_000035_create_precedents;
mod m20261126_000036_create_visits;
mod m20261126_000037_flag_cases;
mod m20261126_000040_create_automation;
mod m20261126_000045_add_splits;
mod m20261126_000046_create_views;
mod m20261126_000050_name_clock_calendars;
mod m20261126_000051_index_first_digits;
mod m20261126_000055_create_automation_retries;
mod m20261126_000056_name_rules_of_orders;
mod m20261126_000057_index_reviews;
mod m20261126_000060_create_mediations;
mod m20261126_000061_create_agreements;
mod m20261126_000065_create_attachments;
mod m20261126_000066_create_dossiers;
mod m20261126_000070_create_documents;
mod m20261126_000075_create_public;
mod m20261126_000076_create_callbacks;
mod m20261126_000080_create_receptions;
mod m20261126_000081_create_review_meetings;
mod m20261126_000082_create_case_tasks;
mod m20261126_000085_create_reports;
mod m20261126_000088_restrict_cases;
mod m20261126_000090_create_correspondence;
mod m20261126_000091_create_party_changes;
mod m20261126_000095_create_applicant_notices;
mod m20261126_000100_create_meeting_minutes;
mod m20261126_000101_place_cases_in_samples;
mod m20261126_000102_remind_of_tasks;
mod m20261126_000103_keep_public_looks;
mod m20261126_000104_name_units_of_quotas;
mod m20261126_000140_mask_what_is_searched;
mod m20261126_000145_ask_for_stops;
mod m20261126_000146_count_procedures_from_acceptance;
mod m20261126_000147_create_procedure_rules;
mod m20261126_000150_create_posts;
mod m20261126_000151_create_stationings;
mod m20261126_000152_create_rotation_plans;
mod m20261126_000155_create_assessments;
mod m20261126_000160_create_duty;
mod m20261126_000161_name_windows_in_ratings;
mod m20261126_000165_repair_rotation_plans;
mod m20261126_000166_create_swap_requests;
mod m20261126_000167_create_duty_feeds;
mod m20261126_000170_mark_named_papers;
mod m20261126_000171_keep_titles;
mod m20261126_000172_count_attempts;
mod m20261126_000175_recount_reports;
mod m20261126_000176_ask_for_status;
mod m20261127_000205_create_webhooks;
mod m20261127_000210_create_applications;
mod m20261127_000211_create_api_settings;
mod m20261127_000215_create_bulk;
mod m20261127_000216_count_staging;
mod m20261127_000220_create_adapters;
mod m20261127_000221_create_devices;
mod m20261127_000225_create_reconciliations;
mod m20261127_000226_create_questions;
mod m20261127_000227_mark_entry_ways;
mod m20261127_000228_keep_registering_capacities;
mod m20261128_000401_mask_numbers_by_shape;
mod m20261128_000402_create_unit_devices;
mod m20261128_000501_rate_each_result;
mod m20261128_000502_draw_samples_again;
mod m20261128_000503_index_numbers_of_parties;
mod m20261128_000504_describe_parties;
mod m20261128_000801_bind_webhooks;
mod m20261128_000802_create_adapter_systems;
mod numbers;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::{MigrationTrait, async_trait};

/// All migrations in order. A released one is never edited (`migrations/README.md`).
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    #[expect(clippy::too_many_lines, reason = "a line a migration")]
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_create_org::Migration),
            Box::new(m20261123_000002_create_auth::Migration),
            Box::new(m20261123_000003_create_reference::Migration),
            Box::new(m20261123_000004_create_cases::Migration),
            Box::new(m20261123_000005_create_ledger::Migration),
            Box::new(m20261123_000006_create_search::Migration),
            Box::new(m20261123_000007_create_platform::Migration),
            Box::new(m20261126_000008_add_one_time_passwords::Migration),
            Box::new(m20261126_000009_add_cohandling::Migration),
            Box::new(m20261126_000010_index_what_is_swept::Migration),
            Box::new(m20261126_000011_create_tallies::Migration),
            Box::new(m20261126_000012_index_queues::Migration),
            Box::new(m20261126_000013_slim_search::Migration),
            Box::new(m20261126_000014_slim_case_indexes::Migration),
            Box::new(m20261126_000020_create_supervision::Migration),
            Box::new(m20261126_000025_create_notices::Migration),
            Box::new(m20261126_000026_create_substitutions::Migration),
            Box::new(m20261126_000030_create_limit_changes::Migration),
            Box::new(m20261126_000035_create_precedents::Migration),
            Box::new(m20261126_000036_create_visits::Migration),
            Box::new(m20261126_000037_flag_cases::Migration),
            Box::new(m20261126_000040_create_automation::Migration),
            Box::new(m20261126_000045_add_splits::Migration),
            Box::new(m20261126_000046_create_views::Migration),
            Box::new(m20261126_000050_name_clock_calendars::Migration),
            Box::new(m20261126_000051_index_first_digits::Migration),
            Box::new(m20261126_000055_create_automation_retries::Migration),
            Box::new(m20261126_000056_name_rules_of_orders::Migration),
            Box::new(m20261126_000057_index_reviews::Migration),
            Box::new(m20261126_000060_create_mediations::Migration),
            Box::new(m20261126_000061_create_agreements::Migration),
            Box::new(m20261126_000065_create_attachments::Migration),
            Box::new(m20261126_000066_create_dossiers::Migration),
            Box::new(m20261126_000070_create_documents::Migration),
            Box::new(m20261126_000075_create_public::Migration),
            Box::new(m20261126_000076_create_callbacks::Migration),
            Box::new(m20261126_000080_create_receptions::Migration),
            Box::new(m20261126_000081_create_review_meetings::Migration),
            Box::new(m20261126_000082_create_case_tasks::Migration),
            Box::new(m20261126_000085_create_reports::Migration),
            Box::new(m20261126_000088_restrict_cases::Migration),
            Box::new(m20261126_000090_create_correspondence::Migration),
            Box::new(m20261126_000091_create_party_changes::Migration),
            Box::new(m20261126_000095_create_applicant_notices::Migration),
            Box::new(m20261126_000100_create_meeting_minutes::Migration),
            Box::new(m20261126_000101_place_cases_in_samples::Migration),
            Box::new(m20261126_000102_remind_of_tasks::Migration),
            Box::new(m20261126_000103_keep_public_looks::Migration),
            Box::new(m20261126_000104_name_units_of_quotas::Migration),
            Box::new(m20261126_000140_mask_what_is_searched::Migration),
            Box::new(m20261126_000145_ask_for_stops::Migration),
            Box::new(m20261126_000146_count_procedures_from_acceptance::Migration),
            Box::new(m20261126_000147_create_procedure_rules::Migration),
            Box::new(m20261126_000150_create_posts::Migration),
            Box::new(m20261126_000151_create_stationings::Migration),
            Box::new(m20261126_000152_create_rotation_plans::Migration),
            Box::new(m20261126_000155_create_assessments::Migration),
            Box::new(m20261126_000160_create_duty::Migration),
            Box::new(m20261126_000161_name_windows_in_ratings::Migration),
            Box::new(m20261126_000165_repair_rotation_plans::Migration),
            Box::new(m20261126_000166_create_swap_requests::Migration),
            Box::new(m20261126_000167_create_duty_feeds::Migration),
            Box::new(m20261126_000170_mark_named_papers::Migration),
            Box::new(m20261126_000171_keep_titles::Migration),
            Box::new(m20261126_000172_count_attempts::Migration),
            Box::new(m20261126_000175_recount_reports::Migration),
            Box::new(m20261126_000176_ask_for_status::Migration),
            Box::new(m20261127_000205_create_webhooks::Migration),
            Box::new(m20261127_000210_create_applications::Migration),
            Box::new(m20261127_000211_create_api_settings::Migration),
            Box::new(m20261127_000215_create_bulk::Migration),
            Box::new(m20261127_000216_count_staging::Migration),
            Box::new(m20261127_000220_create_adapters::Migration),
            Box::new(m20261127_000221_create_devices::Migration),
            Box::new(m20261127_000225_create_reconciliations::Migration),
            Box::new(m20261127_000226_create_questions::Migration),
            Box::new(m20261127_000227_mark_entry_ways::Migration),
            Box::new(m20261127_000228_keep_registering_capacities::Migration),
            Box::new(m20261128_000401_mask_numbers_by_shape::Migration),
            Box::new(m20261128_000402_create_unit_devices::Migration),
            Box::new(m20261128_000501_rate_each_result::Migration),
            Box::new(m20261128_000502_draw_samples_again::Migration),
            Box::new(m20261128_000503_index_numbers_of_parties::Migration),
            Box::new(m20261128_000504_describe_parties::Migration),
            Box::new(m20261128_000801_bind_webhooks::Migration),
            Box::new(m20261128_000802_create_adapter_systems::Migration),
        ]
    }
}
