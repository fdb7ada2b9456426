//! Constraint name ↔ error code, in both spellings.
//!
//! PostgreSQL names the constraint (`uq_cases_source`); SQLite names `table.column`.

use sea_orm::{DbErr, RuntimeErr};

use crate::platform::error::ErrorCode;

const TABLE: &[(&str, &str, ErrorCode)] = &[
    ("uq_cases_source", "cases.source_system, cases.source_number", ErrorCode::CaseSourceDuplicate),
    ("uq_views_person_id_name", "views.person_id, views.name", ErrorCode::ViewDuplicateName),
    ("uq_users_username", "users.username", ErrorCode::UserDuplicateName),
    (
        "uq_departments_region_name",
        "departments.region_id, departments.name",
        ErrorCode::DepartmentDuplicateName,
    ),
    ("uq_centers_region_id", "centers.region_id", ErrorCode::CenterDuplicate),
    (
        "uq_capacities_person_role_unit",
        "capacities.person_id, capacities.role, capacities.unit_key",
        ErrorCode::CapacityDuplicate,
    ),
    (
        "pk_idempotency_keys",
        "idempotency_keys.caller, idempotency_keys.key",
        ErrorCode::IdempotencyInProgress,
    ),
    (
        "uq_automation_rules_center_id_name_key",
        "automation_rules.center_id, automation_rules.name_key",
        ErrorCode::AutomationDuplicateName,
    ),
    (
        "uq_mediation_rooms_center_id_name",
        "mediation_rooms.center_id, mediation_rooms.name",
        ErrorCode::RoomDuplicateName,
    ),
    ("uq_posts_center_id_name", "posts.center_id, posts.name", ErrorCode::PostDuplicateName),
    ("uq_devices_national_code", "devices.national_code", ErrorCode::DeviceDuplicate),
    ("uq_mediators_person_id", "mediators.person_id", ErrorCode::MediatorDuplicate),
    ("idempotency_keys_pkey", "", ErrorCode::IdempotencyInProgress),
    (
        "uq_assessment_periods_line_id_from_on",
        "assessment_periods.line_id, assessment_periods.from_on",
        ErrorCode::AssessmentPeriodClosed,
    ),
];

/// The code for a violated constraint, when it is one the caller can understand.
pub fn violated(error: &DbErr) -> Option<ErrorCode> {
    error.sql_err()?;
    let text = error.to_string();
    TABLE
        .iter()
        .find(|(postgres, sqlite, _)| {
            text.contains(postgres) || (!sqlite.is_empty() && text.contains(sqlite))
        })
        .map(|(_, _, code)| *code)
}

/// What a database says that could not serve: it may serve the same statement later.
const BUSY: &[&str] = &[
    "database is locked",
    "database table is locked",
    "deadlock detected",
    "could not serialize access",
    "canceling statement due to lock timeout",
    "disk is full",
    "terminating connection",
    "the database system is",
    "too many clients",
    "connection slots",
    "Connection refused",
    "error communicating with database",
    "pool timed out",
    "closed pool",
    "os error",
];

/// Whether the database could not serve in time: no free connection, locked, or shut down.
pub fn is_busy(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) =
        error
    else {
        return false;
    };
    let text = inner.to_string();
    BUSY.iter().any(|sign| text.contains(sign))
}
