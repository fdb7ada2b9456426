//! Gathers what the ranking looks at, and writes its answer out.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

use super::rules::{self, Candidate, Input, Precedent, Reason, Return, Suggestion, Unit};
use super::words::{self, Names};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::dto::{
    CitedPrecedent, DepartmentRef, LawfulDoor, RegionRef, RoutingCandidate, RoutingDuty,
    RoutingInputs, RoutingReason, RoutingResult, RoutingReturn, RoutingStep, RoutingView,
};
use crate::features::cases::entity::{case, referral};
use crate::features::cases::model::{ReferralKind, ReferralState};
use crate::features::cases::repo;
use crate::features::code_sets::Codes;
use crate::features::lawful_routes::RouteSet;
use crate::features::org::directory::Directory;
use crate::features::precedents;
use crate::features::precedents::entity::precedent;
use crate::features::supervision;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, authorize};

/// Precedents looked at, the newest.
const MOST: u64 = 200;
/// Precedents cited of a unit; more of the same say nothing new.
const CITED: usize = 3;

/// Where a case the reader may route belongs. 404 outside the scope, 403 without the right.
pub async fn routing(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<RoutingView> {
    let db = state.db.reader();
    let row = repo::find(db, &Scope::cases(actor, Action::CaseRead), id).await?;
    let facts = Facts {
        region_code: Some(&row.region_code),
        type_code: row.type_code.as_deref(),
        center_id: Some(row.center_id),
        lead_department_id: row.lead_department_id,
        registered_by_id: row.registered_by_id,
        first_contact_id: row.first_contact_id,
        is_restricted: row.restriction.is_some(),
        is_supervised: row.restriction.is_some()
            && supervision::repo::supervised(db, &[row.id]).await?.contains(&row.id),
        ..Facts::default()
    };
    authorize(actor, Action::CaseRoute, &facts)?;
    let now = state.clock.now();
    let leads = referral::Entity::find()
        .filter(referral::Column::CaseId.eq(row.id))
        .filter(referral::Column::Kind.eq(ReferralKind::Lead.as_str()))
        .filter(referral::Column::State.eq(ReferralState::Returned.as_str()))
        .order_by_asc(referral::Column::SentAt)
        .order_by_asc(referral::Column::Id)
        .all(db)
        .await?;
    let found = match row.type_code.as_deref() {
        Some(code) => {
            let scope = Scope::precedents(actor, Action::PrecedentRead);
            precedents::repo::in_force_for(db, &scope, code, MOST).await?
        }
        None => Vec::new(),
    };
    let numbers = precedents::service::numbers(db, actor, &found).await?;
    let told = Told {
        lang,
        directory: state.directory.get(&state.db, now).await?,
        codes: state.codes.get(&state.db, now).await?,
        cited: found.iter().map(|one| (one.id, cited(one, &numbers))).collect(),
    };
    let routes = state.lawful_routes.get(&state.db, now).await?;
    let input = input(&told.directory, &row, &leads, &found);
    let suggestion = rules::suggest(&input);
    let door = told.door(&routes, &row, local_date(now));
    Ok(told.view(&row, &input, &suggestion, door, now))
}

fn cited(one: &precedent::Model, numbers: &precedents::service::CaseNumbers) -> CitedPrecedent {
    CitedPrecedent {
        id: one.id,
        type_code: one.type_code.clone(),
        ruled_on: local_date(one.ruled_at),
        case_no: numbers.get(&one.case_id).cloned(),
        case_id: numbers.get(&one.case_id).map(|_| one.case_id),
        version: one.row_version,
    }
}

fn input(
    directory: &Directory,
    row: &case::Model,
    leads: &[referral::Model],
    found: &[precedent::Model],
) -> Input {
    let unit = |department: &crate::features::org::entity::department::Model| {
        let region = directory.regions.get(&department.region_id)?;
        Some(Unit {
            id: department.id,
            region_code: region.code.clone(),
            duties: directory.duties.get(&department.id).cloned().unwrap_or_default(),
            is_open: department.is_active,
        })
    };
    Input {
        type_code: row.type_code.clone(),
        region_code: row.region_code.clone(),
        units: directory.departments.values().filter_map(unit).collect(),
        precedents: found
            .iter()
            .map(|one| Precedent {
                id: one.id,
                type_code: one.type_code.clone(),
                region_code: one.region_code.clone(),
                department_id: one.department_id,
                is_fallback: one.is_fallback,
                ruled_at: one.ruled_at,
            })
            .collect(),
        returns: leads
            .iter()
            .map(|lead| Return {
                department_id: lead.department_id,
                ground_code: lead.ground_code.clone(),
                suggested_id: lead.suggested_department_id,
            })
            .collect(),
        fallback_id: fallback(directory, row),
    }
}

/// The unit the centre in charge names for what nobody is competent for, or its own office; where
/// it has neither, that of the nearest centre above. It has to cover the matter.
pub fn fallback(directory: &Directory, row: &case::Model) -> Option<Uuid> {
    let own = directory.centers.get(&row.center_id)?;
    let centers = directory
        .ancestry(own.region_id)
        .filter_map(|region| directory.center_by_region.get(&region.id))
        .filter_map(|id| directory.centers.get(id));
    centers.flat_map(|center| [center.fallback_department_id, center.department_id]).flatten().find(
        |id| {
            let department = directory.departments.get(id).filter(|unit| unit.is_active);
            let region = department.and_then(|unit| directory.regions.get(&unit.region_id));
            region.is_some_and(|region| row.region_code.starts_with(&region.code))
        },
    )
}

/// What the answer is told with.
struct Told {
    lang: Lang,
    directory: Arc<Directory>,
    codes: Arc<Codes>,
    cited: HashMap<Uuid, CitedPrecedent>,
}

impl Names for Told {
    fn department(&self, id: Uuid) -> String {
        self.directory.department_name(id)
    }

    fn case_type(&self, code: &str) -> String {
        self.code("case_type", code)
    }

    fn ground(&self, code: &str) -> String {
        self.code("return_ground", code)
    }
}

impl Told {
    fn code(&self, set: &str, code: &str) -> String {
        match (self.lang, self.codes.item(set, code)) {
            (Lang::En, Some(item)) => item.name_en.clone().unwrap_or_else(|| item.name.clone()),
            (Lang::Zh, Some(item)) => item.name.clone(),
            (_, None) => code.to_owned(),
        }
    }

    fn named(&self, id: Uuid) -> DepartmentRef {
        DepartmentRef { id, name: self.department(id) }
    }

    fn door(
        &self,
        routes: &RouteSet,
        row: &case::Model,
        today: chrono::NaiveDate,
    ) -> Option<LawfulDoor> {
        let willing = row.willing_to_mediate;
        let route = routes.choose(row.type_code.as_deref()?, willing.unwrap_or(true), today)?;
        let name = route.procedure.name(self.lang);
        Some(LawfulDoor {
            procedure: route.procedure,
            procedure_name: name.to_owned(),
            route_id: route.id,
            route_code: route.code.clone(),
            route_version: route.version,
            source: route.source(self.lang).to_owned(),
            text: words::door(willing, name, self.lang),
        })
    }

    fn view(
        &self,
        row: &case::Model,
        input: &Input,
        found: &Suggestion,
        door: Option<LawfulDoor>,
        now: chrono::DateTime<chrono::Utc>,
    ) -> RoutingView {
        let region = self.directory.regions.get(&row.region_id);
        let steps = (1..).zip(&found.steps).map(|(number, step)| {
            let (code, text) = words::step(*step, self.lang);
            RoutingStep { number, code: code.to_owned(), text }
        });
        let candidates: Vec<_> =
            (1..).zip(&found.candidates).map(|(rank, one)| self.candidate(rank, one)).collect();
        let suggested = found.suggested_id.map(|id| self.named(id));
        let standing = found.candidates.first().map(|first| first.standing);
        let name = suggested.as_ref().map(|suggested| suggested.name.as_str());
        RoutingView {
            as_of: now,
            inputs: RoutingInputs {
                type_code: row.type_code.clone(),
                type_name: row.type_code.as_deref().map(|code| self.case_type(code)),
                region: RegionRef {
                    id: row.region_id,
                    code: row.region_code.clone(),
                    name: region.map(|region| region.name.clone()).unwrap_or_default(),
                },
                willing_to_mediate: row.willing_to_mediate,
                duty_lists: self.duties(found),
                precedents: self.precedents(input),
                returns: input
                    .returns
                    .iter()
                    .map(|returned| RoutingReturn {
                        department: self.named(returned.department_id),
                        ground_code: returned.ground_code.clone(),
                        ground: returned.ground_code.as_deref().map(|code| self.ground(code)),
                        suggested_department: returned.suggested_id.map(|id| self.named(id)),
                    })
                    .collect(),
                fallback_department: input.fallback_id.map(|id| self.named(id)),
                case_version: row.row_version,
            },
            steps: steps.collect(),
            result: RoutingResult {
                sentence: words::result(name, standing, found.is_fallback, self.lang),
                suggested_department: suggested,
                is_fallback: found.is_fallback,
                candidates,
                door,
            },
        }
    }

    fn candidate(&self, rank: u32, one: &Candidate) -> RoutingCandidate {
        let mut cited = 0;
        let reasons = one.reasons.iter().filter_map(|reason| {
            let precedent = match reason {
                Reason::Precedent { id, .. } => {
                    cited += 1;
                    if cited > CITED {
                        return None;
                    }
                    self.cited.get(id)
                }
                Reason::Duty { .. } | Reason::NamedBy { .. } | Reason::Returned { .. } => None,
            };
            let (code, text) = words::reason(reason, precedent, self, self.lang);
            Some(RoutingReason { code: code.to_owned(), text, precedent: precedent.cloned() })
        });
        RoutingCandidate {
            rank,
            department: self.named(one.department_id),
            standing: one.standing.as_str().to_owned(),
            standing_name: one.standing.name(self.lang).to_owned(),
            reasons: reasons.collect(),
        }
    }

    /// The duty lists that decided, each as of its version.
    fn duties(&self, found: &Suggestion) -> Vec<RoutingDuty> {
        let duties = found.candidates.iter().filter_map(|one| {
            let code = one.reasons.iter().find_map(|reason| match reason {
                Reason::Duty { code } => Some(code.clone()),
                Reason::Precedent { .. } | Reason::NamedBy { .. } | Reason::Returned { .. } => None,
            })?;
            let department = self.directory.departments.get(&one.department_id)?;
            Some(RoutingDuty {
                department: self.named(one.department_id),
                type_code: code,
                version: department.row_version,
                updated_at: department.updated_at,
            })
        });
        duties.collect()
    }

    /// The precedents looked at, newest first.
    fn precedents(&self, input: &Input) -> Vec<CitedPrecedent> {
        input.precedents.iter().filter_map(|one| self.cited.get(&one.id).cloned()).collect()
    }
}
