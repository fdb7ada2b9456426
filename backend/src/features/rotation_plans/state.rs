//! Where plans and runs of the solver stand. Pure.

use crate::platform::words::words;

words! {
    /// Where a plan stands.
    PlanState {
        Draft = "draft", "草稿", "Draft";
        Solving = "solving", "生成中", "Being solved";
        Published = "published", "已发布", "Published";
        Superseded = "superseded", "已被替代", "Superseded";
    }
}

words! {
    /// What is done to a plan.
    PlanStep {
        Update = "update", "修改", "Change";
        Solve = "solve", "生成排班", "Make the roster";
        Publish = "publish", "发布", "Publish";
        Repair = "repair", "修复", "Repair";
    }
}

words! {
    /// Where a run of the solver stands.
    RunState {
        Queued = "queued", "排队中", "Queued";
        Running = "running", "进行中", "Running";
        Done = "done", "已完成", "Done";
        Cancelled = "cancelled", "已取消", "Cancelled";
        Failed = "failed", "失败", "Failed";
    }
}

impl PlanState {
    /// Whether the step may be taken now: only a draft is changed, solved or published, only what is
    /// published is repaired, and the run itself ends what is being solved.
    pub const fn allows(self, step: PlanStep) -> bool {
        match step {
            PlanStep::Update | PlanStep::Solve | PlanStep::Publish => matches!(self, Self::Draft),
            PlanStep::Repair => matches!(self, Self::Published),
        }
    }

    /// Whether those see it who draw up no plans.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Superseded)
    }
}

impl RunState {
    /// Whether it still has something to do.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}
