//! `docs/permissions.md` is the table of rights, in words.

use std::fmt::Write as _;

use zongzhi::platform::lang::Lang;
use zongzhi::policy::{Action, Role, rules};
use zongzhi_tests::project;

#[test]
fn the_documented_rights_are_the_table() {
    let mut text = String::from(
        "# 权限 · Rights\n\n\
         Generated from `backend/src/policy/rules.rs`; `make update` rewrites it.\n\n\
         A right is held in an acting capacity (person, role, department, region). What is not\n\
         written here is not allowed, and what cannot be resolved grants nothing. The same\n\
         condition answers yes or no for one object, filters every list, count and search, and\n\
         is the sentence below.\n\n## 一览 · Overview\n\n| 操作 action |",
    );
    for role in Role::ALL {
        write!(text, " {} |", role.name(Lang::Zh)).expect("text");
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(Role::ALL.len()));
    text.push('\n');
    for action in Action::ALL {
        write!(text, "| {} `{}` |", action.name(Lang::Zh), action.as_str()).expect("text");
        for role in Role::ALL {
            let mark = if rules::of(*role, *action).next().is_some() { " ● |" } else { "  |" };
            text.push_str(mark);
        }
        text.push('\n');
    }
    for role in Role::ALL {
        let name = role.name(Lang::Zh);
        writeln!(text, "\n## {name} · {} `{}`\n", role.name(Lang::En), role.as_str())
            .expect("text");
        text.push_str("| 操作 action | 条件 | condition |\n|---|---|---|\n");
        for action in Action::ALL {
            let zh: Vec<_> = rules::of(*role, *action).map(|c| c.sentence(Lang::Zh)).collect();
            let en: Vec<_> = rules::of(*role, *action).map(|c| c.sentence(Lang::En)).collect();
            if !zh.is_empty() {
                let (name, code) = (action.name(Lang::Zh), action.as_str());
                let (zh, en) = (zh.join("，或"), en.join(" or "));
                writeln!(text, "| {name} `{code}` | {zh} | {en} |").expect("text");
            }
        }
    }
    project::assert_committed("docs/permissions.md", &text);
}

#[test]
fn every_action_is_granted_to_somebody() {
    for action in Action::ALL {
        let granted = Role::ALL.iter().any(|role| rules::of(*role, *action).next().is_some());
        assert!(granted, "nobody may ever do {}", action.as_str());
    }
}

#[test]
fn a_right_stands_once_in_the_table() {
    let mut seen = std::collections::HashSet::new();
    for rule in rules::RULES {
        let right = (rule.role, rule.action);
        assert!(seen.insert(right), "{right:?} stands twice; join the conditions with Any");
    }
}

#[test]
fn the_three_administrators_see_no_case() {
    for rule in rules::RULES.iter().filter(|rule| rule.role.is_separated()) {
        assert!(!rule.action.as_str().starts_with("case."), "{:?} {:?}", rule.role, rule.action);
    }
}
