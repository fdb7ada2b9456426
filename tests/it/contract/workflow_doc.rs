//! `docs/case-workflow.md` is the state machine's table, with its diagram.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use zongzhi::features::cases::model::CaseStatus;
use zongzhi::features::cases::workflow::TRANSITIONS;
use zongzhi::platform::lang::Lang;
use zongzhi_tests::project;

#[test]
fn the_documented_workflow_is_the_table() {
    let mut text = String::from(
        "# 案件流程 · The life of a case\n\n\
         Generated from `backend/src/features/cases/workflow.rs`; `make update` rewrites it.\n\n\
         What is not in the table cannot happen: 409 `case.illegal_transition`. Who may do what\n\
         to which case is in `docs/permissions.md`.\n\n```mermaid\nstateDiagram-v2\n",
    );
    for status in CaseStatus::ALL {
        let name = status.name(Lang::Zh);
        writeln!(text, "    {}: {name} {}", status.as_str(), status.as_str()).expect("text");
    }
    writeln!(text, "    [*] --> {}: register", CaseStatus::Registered.as_str()).expect("text");
    for row in TRANSITIONS {
        for (from, to) in row.changes() {
            let (from, to) = (from.as_str(), to.as_str());
            writeln!(text, "    {from} --> {to}: {}", row.verb).expect("text");
        }
        // What always leaves a case where it is: drawn where that is one status.
        if let ([status], true) = (row.from, row.changes().is_empty()) {
            let status = status.as_str();
            writeln!(text, "    {status} --> {status}: {}", row.verb).expect("text");
        }
    }
    for status in CaseStatus::ALL.iter().filter(|status| status.is_final()) {
        writeln!(text, "    {} --> [*]", status.as_str()).expect("text");
    }
    text.push_str(
        "```\n\n| 操作 action | 从 from | 到 to | 角色 roles | 另须 also |\n|---|---|---|---|---|\n",
    );
    for row in TRANSITIONS {
        let list = |statuses: &[CaseStatus]| {
            let names: Vec<_> = statuses.iter().map(|s| format!("`{}`", s.as_str())).collect();
            names.join(" ")
        };
        let roles = row.roles().iter().map(|role| format!("`{role}`")).collect::<Vec<_>>();
        let roles = if roles.is_empty() { "系统 system".to_owned() } else { roles.join(" ") };
        let (zh, en) = row.guard;
        let also = if zh.is_empty() { String::new() } else { format!("{zh} · {en}") };
        let to = match (row.changes().is_empty(), row.keeps_status()) {
            (true, _) => "不变 unchanged".to_owned(),
            (false, true) => {
                let to: BTreeSet<_> = row.changes().into_iter().map(|(_, to)| to).collect();
                let to: Vec<_> = to.into_iter().collect();
                format!("{} 或不变 or unchanged", list(&to))
            }
            (false, false) => list(row.to),
        };
        writeln!(
            text,
            "| {} `{}` | {} | {to} | {roles} | {also} |",
            row.name(Lang::Zh),
            row.verb,
            list(row.from),
        )
        .expect("text");
    }
    project::assert_committed("docs/case-workflow.md", &text);
}
