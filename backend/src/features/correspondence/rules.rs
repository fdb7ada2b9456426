//! How long something is said about a case. Pure.

use crate::features::cases::model::CaseStatus;

/// Whether a note is of use: until the case has ended for good.
pub const fn takes_notes(status: CaseStatus) -> bool {
    !status.is_final()
}

/// Whether a reply is of use: as long as the citizen may say something, which is also about a case
/// that was closed or goes on in another.
pub const fn takes_replies(status: CaseStatus) -> bool {
    status.is_open() || matches!(status, CaseStatus::Closed | CaseStatus::Merged)
}
