//! What figures count. One matter is one case, however many people it concerns and however often
//! they come; a figure that does not say which of the three it counts compares with nothing.

use crate::platform::words::words;

words! {
    /// 计量单位: what a figure counts.
    CountingUnit {
        /// 件: matters, each with one number. A merged one is no longer counted; a part split from
        /// another is counted as itself.
        Case = "case";
        /// 人: people a matter concerns, as stated when it was registered.
        Person = "person";
        /// 件次: occurrences of one matter: each return, each visit, each reminder.
        Occurrence = "occurrence";
    }
}

impl Default for CountingUnit {
    /// Lists, queues and totals count matters.
    fn default() -> Self {
        Self::Case
    }
}
