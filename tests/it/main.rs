//! Integration tests, on SQLite by default and on PostgreSQL when `TEST_DATABASE_URL` is set.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod audit;
mod auth;
mod automation_rules;
mod calendars;
mod cases;
mod code_sets;
mod contract;
mod create_user;
mod demo;
mod feedback;
mod guard;
mod harness;
mod http;
mod import;
mod jobs;
mod limit_changes;
mod notices;
mod one_time_passwords;
mod org;
mod personnel;
mod spa;
mod substitutions;
mod supervision;
mod time_limits;
mod users;
mod views;

mod attachments;
mod dossiers;

mod lawful_routes;
mod oversight;
mod precedents;
mod visits;

mod callbacks;
mod public;

mod burden;
mod data_fields;
mod reports;

mod mediations;

mod case_tasks;
mod receptions;
mod review_meetings;

mod documents;

mod correspondence;

mod privacy;

mod procedure_rules;

mod api_settings;
mod applications;

mod duty_calendars;
mod plans_beside;
mod rosters;
mod rotation_plans;
mod stationing_obligations;
mod stationings;

mod assessments;

mod races;

mod duty;
mod presence;
mod shortfalls;

mod adapters;
mod devices;
mod events;
mod exports;
mod imports;
mod questions;
mod reconciliations;
mod webhooks;
