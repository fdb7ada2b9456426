//! Why a caller may, or may not, do something to a case: status, the rows of the rights table, what
//! else must hold; and who may instead.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

use super::dto::{RightsFact, RightsHolder, RightsInputs, RightsResult, RightsStep, RightsView};
use super::guards::{self, Around};
use super::repo::{self, Loaded};
use super::service::facts_of;
use super::workflow::{CaseAction, Transition, may_start, transition};
use crate::app::AppState;
use crate::features::org::directory::Directory;
use crate::features::personnel::entity::capacity;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Role, Scope, Weighed, holds, may_ever, rules};

/// Explains one verb on a case the caller may see.
pub async fn explain(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    action: CaseAction,
    lang: Lang,
) -> AppResult<RightsView> {
    let db = state.db.reader();
    let row = repo::find(db, &Scope::cases(actor, Action::CaseRead), id).await?;
    let case = repo::load(db, row).await?;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let rules = state.procedure_rules.get(&state.db, now).await?;
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    let verb = transition(action);
    let mut steps = vec![status_step(&case, verb, lang), right_step(actor, verb, &facts, lang)];
    let has_right = verb.right.is_some_and(|right| holds(actor, right, &facts));
    let around = Around {
        bounds: rules.bounds(case.row.registered_at, case.row.closed_at),
        dossiers: &state.dossier_rules,
        now,
        handling_due_at: case.handling().map(|clock| clock.due_at),
        may_override: holds(actor, Action::CaseOverrideAssist, &facts),
    };
    let refused = guards::refusal(&case.state, action, actor, around);
    // What the status forbids was said first.
    let guard = refused.filter(|code| *code != ErrorCode::CaseIllegalTransition);
    steps.extend(guard_step(verb, guard, lang));
    let refusal = if has_right { refused } else { Some(ErrorCode::AuthNotAllowed) };
    let who = match verb.right {
        Some(right) => who(state, &directory, &case, right, &facts, lang).await?,
        None => Vec::new(),
    };
    Ok(RightsView {
        as_of: now,
        action,
        action_name: verb.name(lang).to_owned(),
        inputs: RightsInputs {
            role: actor.role,
            role_name: actor.role.name(lang).to_owned(),
            department_id: actor.department_id,
            department_name: actor.department_id.map(|id| directory.department_name(id)),
            status: case.state.status,
            status_name: case.state.status.name(lang).to_owned(),
            case_version: case.row.row_version,
            rights_version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        result: RightsResult {
            is_allowed: refusal.is_none(),
            refusal: refusal.map(|code| code.as_str().to_owned()),
            sentence: sentence(verb, refusal, lang),
            who,
        },
        steps,
    })
}

fn status_step(case: &Loaded, verb: &Transition, lang: Lang) -> RightsStep {
    let from: Vec<_> = verb.from.iter().map(|status| status.name(lang)).collect();
    let status = case.state.status;
    let is_met = may_start(verb.action, status);
    RightsStep {
        code: "status".to_owned(),
        text: lang
            .pick("“{verb}”须在以下状态进行：{from}", "“{verb}” starts from: {from}")
            .replace("{verb}", verb.name(lang))
            .replace("{from}", &from.join(lang.pick("、", ", "))),
        holds: is_met,
        facts: vec![RightsFact {
            text: lang.pick("案件现为“{s}”", "The case is: {s}").replace("{s}", status.name(lang)),
            holds: is_met,
        }],
    }
}

fn right_step(actor: &Actor, verb: &Transition, facts: &Facts<'_>, lang: Lang) -> RightsStep {
    let role = actor.role.name(lang);
    let step = |text: String, holds: bool, facts: Vec<RightsFact>| RightsStep {
        code: "right".to_owned(),
        text,
        holds,
        facts,
    };
    let Some(right) = verb.right else {
        let text = lang.pick("只由系统到期办理", "Only the system does it, when its time comes");
        return step(text.to_owned(), false, Vec::new());
    };
    if !may_ever(actor, right) {
        let text = lang.pick("“{role}”没有“{verb}”的权限", "{role}: no right to “{verb}”");
        let text = text.replace("{role}", role).replace("{verb}", right.name(lang));
        return step(text, false, Vec::new());
    }
    let weighed: Vec<_> = rules::of(actor.role, right)
        .map(|condition| condition.weighed(actor, facts, lang))
        .collect();
    let sentences: Vec<_> = weighed.iter().map(|one| one.sentence.as_str()).collect();
    let text = lang
        .pick("“{role}”可以“{verb}”的条件：{if}", "{role} may “{verb}” if: {if}")
        .replace("{role}", role)
        .replace("{verb}", right.name(lang))
        .replace("{if}", &sentences.join(lang.pick("，或", " or ")));
    let mut found = Vec::new();
    for one in &weighed {
        leaves(one, &mut found);
    }
    step(text, weighed.iter().any(|one| one.holds), found)
}

/// The plain facts of a condition, each once.
fn leaves(weighed: &Weighed, found: &mut Vec<RightsFact>) {
    if weighed.parts.is_empty() {
        let fact = RightsFact { text: weighed.sentence.clone(), holds: weighed.holds };
        if !found.contains(&fact) {
            found.push(fact);
        }
    }
    for part in &weighed.parts {
        leaves(part, found);
    }
}

fn guard_step(verb: &Transition, refused: Option<ErrorCode>, lang: Lang) -> Option<RightsStep> {
    let rule = lang.pick(verb.guard.0, verb.guard.1);
    if rule.is_empty() && refused.is_none() {
        return None;
    }
    let facts = refused.map(|code| RightsFact { text: code.title(lang).to_owned(), holds: false });
    let text = match (rule, refused) {
        ("", Some(code)) => code.title(lang),
        (rule, _) => rule,
    };
    Some(RightsStep {
        code: "guard".to_owned(),
        text: text.to_owned(),
        holds: refused.is_none(),
        facts: facts.into_iter().collect(),
    })
}

fn sentence(verb: &Transition, refusal: Option<ErrorCode>, lang: Lang) -> String {
    match refusal {
        None => lang.pick("现在可以“{verb}”", "“{verb}” is open to you now").to_owned(),
        Some(code) => lang
            .pick("现在不能“{verb}”：{why}", "“{verb}” is not open to you: {why}")
            .replace("{why}", code.title(lang)),
    }
    .replace("{verb}", verb.name(lang))
}

/// The roles that may, each with the units that have somebody in it. Only regions above the matter
/// and that of its centre can grant a right to it, so few capacities are read.
async fn who(
    state: &AppState,
    directory: &Directory,
    case: &Loaded,
    right: Action,
    facts: &Facts<'_>,
    lang: Lang,
) -> AppResult<Vec<RightsHolder>> {
    let able: Vec<Role> =
        Role::ALL.iter().copied().filter(|role| rules::of(*role, right).next().is_some()).collect();
    let mut regions: BTreeSet<Uuid> =
        directory.ancestry(case.row.region_id).map(|region| region.id).collect();
    regions.extend(directory.centers.get(&case.row.center_id).map(|center| center.region_id));
    let held: Vec<(String, Option<Uuid>, Uuid)> = capacity::Entity::find()
        .select_only()
        .columns([
            capacity::Column::Role,
            capacity::Column::DepartmentId,
            capacity::Column::RegionId,
        ])
        .distinct()
        .filter(capacity::Column::IsActive.eq(true))
        .filter(capacity::Column::Role.is_in(able.iter().map(|role| role.as_str())))
        .filter(capacity::Column::RegionId.is_in(regions))
        .into_tuple()
        .all(state.db.reader())
        .await?;
    let somebody = |role: Role, department_id: Option<Uuid>, region_id: Uuid| Actor {
        user_id: Uuid::nil(),
        person_id: Uuid::nil(),
        person_name: String::new(),
        capacity_id: Uuid::nil(),
        role,
        department_id,
        region_code: directory.regions.get(&region_id).map(|region| region.code.clone()),
        center_id: directory.center_by_region.get(&region_id).copied(),
        on_behalf_of: None,
        application: None,
    };
    let of_role = |role: Role| {
        let units: BTreeSet<String> = held
            .iter()
            .filter(|(held, ..)| held == role.as_str())
            .filter(|(_, department, region)| {
                holds(&somebody(role, *department, *region), right, facts)
            })
            .map(|(_, department, region)| {
                let region = || directory.regions.get(region).map(|region| region.name.clone());
                let unit = department.map(|id| directory.department_name(id)).or_else(region);
                unit.unwrap_or_default()
            })
            .collect();
        let role_name = role.name(lang).to_owned();
        RightsHolder { role, role_name, units: units.into_iter().collect() }
    };
    Ok(able.into_iter().map(of_role).collect())
}
