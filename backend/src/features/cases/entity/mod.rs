//! Tables of the case slice.

pub mod block;
pub mod case;
pub mod case_tally;
pub mod clock;
pub mod event;
pub mod masked_text;
pub mod number_series;
pub mod party;
pub mod party_change;
pub mod referral;
