//! Tables of the attachments.

pub mod attachment;
