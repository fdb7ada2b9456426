//! The slices: one noun, one folder, one URL segment, one tag, one SPA feature.

pub mod audit;
pub mod auth;
pub mod automation_rules;
pub mod calendars;
pub mod cases;
pub mod code_sets;
pub mod feedback;
pub mod limit_changes;
pub mod notices;
pub mod org;
pub mod personnel;
pub mod substitutions;
pub mod supervision;
pub mod time_limits;
pub mod users;
pub mod views;

pub mod attachments;
pub mod dossiers;

pub mod lawful_routes;
pub mod oversight;
pub mod precedents;
pub mod visits;

pub mod callbacks;
pub mod public;

pub mod burden;
pub mod data_fields;
pub mod reports;

pub mod agreements;
pub mod api_settings;
pub mod mediations;

pub mod case_tasks;
pub mod receptions;
pub mod review_meetings;

pub mod documents;

pub mod correspondence;

pub mod applicant_notices;
pub mod applications;

pub mod procedure_rules;

pub mod duty_calendars;
pub mod rotation_plans;
pub mod stationing_obligations;
pub mod stationings;

pub mod assessments;
pub mod duty;
pub mod presence;
pub mod shortfalls;

pub mod adapters;
pub mod devices;
pub mod webhooks;

pub mod events;
pub mod exports;
pub mod imports;
pub mod jobs;
pub mod questions;
pub mod reconciliations;
