//! What jobs there are and where they stand. Pure.

use crate::platform::words::words;

words! {
    /// What a job does.
    JobKind {
        RotationPlan = "rotation_plan", "轮驻排班", "Making a roster";
        CaseImport = "case_import", "案件导入", "Importing cases";
        CaseExport = "case_export", "案件导出", "Exporting cases";
    }
}

words! {
    /// Where a job stands.
    JobState {
        Queued = "queued", "排队中", "Queued";
        Running = "running", "进行中", "Running";
        Done = "done", "已完成", "Done";
        Cancelled = "cancelled", "已取消", "Cancelled";
        Failed = "failed", "失败", "Failed";
    }
}

impl JobState {
    /// Whether it still has something to do.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

/// How much is done, percent: 100 only at the end, and nothing of what nobody has counted yet.
pub fn progress(state: JobState, done: i64, total: Option<i64>) -> i32 {
    match (state, total) {
        (JobState::Done, _) => 100,
        (_, Some(total)) if total > 0 => {
            let share = i128::from(done.clamp(0, total)) * 100 / i128::from(total);
            i32::try_from(share).unwrap_or(0).min(99)
        }
        (_, Some(_) | None) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_done_is_done() {
        assert_eq!(progress(JobState::Running, 100, Some(100)), 99);
        assert_eq!(progress(JobState::Done, 0, None), 100);
        assert_eq!(progress(JobState::Running, 1, Some(3)), 33);
        assert_eq!(progress(JobState::Running, i64::MAX, Some(i64::MAX)), 99);
        assert_eq!(progress(JobState::Queued, 5, None), 0);
        assert_eq!(progress(JobState::Queued, 0, Some(0)), 0);
    }
}
