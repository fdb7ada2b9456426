//! Tables of assessment.

pub mod appeal;
pub mod appeal_fact;
pub mod assessment;
pub mod fact;
pub mod head;
pub mod period;
pub mod scheme;
