//! Whose time was used (用时情况): the life of a case as stretches, each with one holder.
//! Pure: a fold over the ledger.
//!
//! Stretches touch and never overlap, from registration to the end or to now; a closed case uses
//! nobody's time until it is reopened. Whole seconds are counted from the start, so that the parts
//! sum to the total exactly.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::change::Change;
use super::model::{OwnerKind, Procedure};
use super::projection::CaseState;
use crate::platform::lang::Lang;

/// Who uses time.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    /// 综合窗口: calling back.
    Window,
    /// 分流岗: triage and review.
    Dispatcher,
    /// 承办单位.
    Department,
    /// 主任: ruling.
    Director,
    /// 领导.
    Leader,
    /// 申请人: the case waits for the applicant.
    Applicant,
    /// 法定程序: the case waits for a procedure of the law.
    StatutoryProcedure,
    /// 其他中止: an appraisal, force majeure.
    Suspension,
    /// 综治中心.
    Center,
}

impl HolderKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Dispatcher => "dispatcher",
            Self::Department => "department",
            Self::Director => "director",
            Self::Leader => "leader",
            Self::Applicant => "applicant",
            Self::StatutoryProcedure => "statutory_procedure",
            Self::Suspension => "suspension",
            Self::Center => "center",
        }
    }

    /// The word for people.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Window => lang.pick("综合窗口", "Front desk"),
            Self::Dispatcher => lang.pick("分流岗", "Dispatcher"),
            Self::Department => lang.pick("承办单位", "Department"),
            Self::Director => lang.pick("综治中心主任", "Centre director"),
            Self::Leader => lang.pick("领导", "Leader"),
            Self::Applicant => lang.pick("等待申请人", "Waiting for the applicant"),
            Self::StatutoryProcedure => lang.pick("法定程序", "Statutory procedure"),
            Self::Suspension => lang.pick("其他中止", "Other suspension"),
            Self::Center => lang.pick("综治中心", "Centre"),
        }
    }
}

impl HolderKind {
    /// The post at a centre, for people: every centre has its own.
    pub fn name_at(self, center: &str, lang: Lang) -> String {
        match self {
            Self::Center => center.to_owned(),
            Self::Window
            | Self::Dispatcher
            | Self::Department
            | Self::Director
            | Self::Leader
            | Self::Applicant
            | Self::StatutoryProcedure
            | Self::Suspension => {
                let name = self.name(lang);
                lang.pick("{name}（{center}）", "{name} ({center})")
                    .replace("{name}", name)
                    .replace("{center}", center)
            }
        }
    }
}

/// One holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holder {
    /// What it is.
    pub kind: HolderKind,
    /// Which department, where it is one.
    pub department_id: Option<Uuid>,
    /// At which centre, where it is a post of one.
    pub center_id: Option<Uuid>,
    /// Which procedure, where it is one.
    pub procedure: Option<Procedure>,
}

/// A stretch with one holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Whose time it was.
    pub holder: Holder,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when; not included.
    pub to: DateTime<Utc>,
}

/// One event of the ledger, as far as it matters here.
#[derive(Debug, Clone)]
pub struct Told {
    /// What happened.
    pub change: Change,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor_id: Option<Uuid>,
}

/// The stretches of a case up to `now`; empty for a ledger that does not begin with a registration.
pub fn stretches(events: &[Told], now: DateTime<Utc>) -> Vec<Stretch> {
    let Some((first, rest)) = events.split_first() else { return Vec::new() };
    let Some(mut state) = CaseState::registered(&first.change, first.at) else { return Vec::new() };
    let mut line = Line { stretches: Vec::new(), since: first.at };
    for told in rest {
        line.until(&state, told.at);
        state.apply(&told.change, told.at, told.actor_id);
    }
    line.until(&state, now);
    line.stretches
}

struct Line {
    stretches: Vec<Stretch>,
    since: DateTime<Utc>,
}

impl Line {
    /// Adds the time from where the line stands to `to`, which `state` held.
    fn until(&mut self, state: &CaseState, to: DateTime<Utc>) {
        let from = self.since;
        self.since = to.max(from);
        if to <= from || !state.status.is_open() {
            return;
        }
        let holder = holder(state);
        match self.stretches.last_mut() {
            Some(last) if last.holder == holder && last.to == from => last.to = to,
            Some(_) | None => self.stretches.push(Stretch { holder, from, to }),
        }
    }
}

/// Whose time runs in this state.
fn holder(state: &CaseState) -> Holder {
    let of = |kind| Holder { kind, department_id: None, center_id: None, procedure: None };
    if let Some(stop) = &state.suspension {
        return match (stop.procedure, stop.reason_code.as_str()) {
            (Some(procedure), _) => {
                Holder { procedure: Some(procedure), ..of(HolderKind::StatutoryProcedure) }
            }
            (None, "applicant_absent") => of(HolderKind::Applicant),
            (None, _) => of(HolderKind::Suspension),
        };
    }
    let kind = match state.owner.kind {
        OwnerKind::Window => HolderKind::Window,
        OwnerKind::Dispatcher => HolderKind::Dispatcher,
        OwnerKind::Department => HolderKind::Department,
        OwnerKind::Director => HolderKind::Director,
        OwnerKind::Leader => HolderKind::Leader,
        OwnerKind::Center => HolderKind::Center,
    };
    let is_post = match state.owner.kind {
        OwnerKind::Window | OwnerKind::Dispatcher | OwnerKind::Director | OwnerKind::Center => true,
        OwnerKind::Department | OwnerKind::Leader => false,
    };
    let center_id = is_post.then_some(state.center_id);
    Holder { department_id: state.owner.department_id, center_id, ..of(kind) }
}

/// Whole seconds of each stretch. A boundary falls on the same second for both sides, counted over
/// the time that was used, so that they sum to [`total_seconds`].
pub fn seconds(stretches: &[Stretch]) -> Vec<i64> {
    let mut used = chrono::TimeDelta::zero();
    let mut before = 0;
    let each = stretches.iter().map(|stretch| {
        used += stretch.to - stretch.from;
        let after = used.num_seconds();
        after - std::mem::replace(&mut before, after)
    });
    each.collect()
}

/// Whole seconds of all stretches together.
pub fn total_seconds(stretches: &[Stretch]) -> i64 {
    stretches
        .iter()
        .map(|stretch| stretch.to - stretch.from)
        .sum::<chrono::TimeDelta>()
        .num_seconds()
}
