use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::Queue;
use crate::features::cases::counting::CountingUnit;

/// A queue in figures.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct QueueFigure {
    /// How many cases, 200 at most.
    pub count: i64,
    /// Whether there are more than 200; these are then figures of the 200 most urgent.
    pub is_capped: bool,
    /// When the oldest was registered.
    pub oldest_at: Option<DateTime<Utc>>,
    /// The next limit.
    pub next_due_at: Option<DateTime<Utc>>,
}

/// The caller's queues in figures.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct QueueFigures {
    /// What my post has to do now; for a department also what it has to do as an assistant.
    pub mine: QueueFigure,
    /// Sent to my department, and not signed for yet.
    pub to_sign: QueueFigure,
    /// Open matters my department leads or assists.
    pub department: QueueFigure,
    /// Matters I registered or was asked about first.
    pub following: QueueFigure,
    /// Open matters past their limit.
    pub overdue: QueueFigure,
    /// Open matters whose limit runs out soon: the lamp is yellow.
    pub nearing: QueueFigure,
    /// Open matters on the supervision ladder beyond a reminder.
    pub escalated: QueueFigure,
    /// Registered, not yet dispatched.
    pub unassigned: QueueFigure,
    /// Returned.
    pub returned: QueueFigure,
    /// Come back, and my post has to act.
    pub returned_to_me: QueueFigure,
    /// Returned so often that only the director moves it.
    pub ruling: QueueFigure,
    /// In a leader's charge, and to be looked at again by today.
    pub reviews_due: QueueFigure,
    /// Somebody has to tell the applicant of a stop or an extension.
    pub applicants_to_tell: QueueFigure,
    /// The instant the figures are of.
    pub as_of: DateTime<Utc>,
    /// What each `count` counts.
    pub unit: CountingUnit,
}

impl QueueFigures {
    /// The figure of a queue.
    pub const fn of(&mut self, queue: Queue) -> &mut QueueFigure {
        match queue {
            Queue::Mine => &mut self.mine,
            Queue::ToSign => &mut self.to_sign,
            Queue::Department => &mut self.department,
            Queue::Following => &mut self.following,
            Queue::Overdue => &mut self.overdue,
            Queue::Nearing => &mut self.nearing,
            Queue::Escalated => &mut self.escalated,
            Queue::Unassigned => &mut self.unassigned,
            Queue::Returned => &mut self.returned,
            Queue::ReturnedToMe => &mut self.returned_to_me,
            Queue::Ruling => &mut self.ruling,
            Queue::ReviewsDue => &mut self.reviews_due,
            Queue::ApplicantsToTell => &mut self.applicants_to_tell,
        }
    }
}
