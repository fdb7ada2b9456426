//! An obligation as one reader may see it.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{NomineeView, ObligationView, PostRef, SkillRef, SkillShare, SkillShareView};
use super::entity::{nominee, obligation, post};
use super::opening::{Opening, time_of_day};
use super::posts::center_ref;
use super::repo;
use super::rules::{BlockUnit, Named, NomineeRole, StationingMode, gaps};
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::features::stationings;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// The code set of skills.
pub const SKILLS: &str = "skill";

/// What the rights table looks at.
pub(super) fn facts_of(row: &obligation::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        addressed_department_id: Some(row.department_id),
        ..Facts::default()
    }
}

fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// The weekdays of an obligation.
pub(super) fn weekdays_of(row: &obligation::Model) -> Vec<u8> {
    row.weekdays.bytes().filter_map(|digit| digit.checked_sub(b'0')).collect()
}

/// When an obligation is owed.
pub fn opening_of(row: &obligation::Model) -> AppResult<Opening> {
    Ok(Opening {
        mode: StationingMode::parse(&row.mode).ok_or_else(unreadable)?,
        headcount: row.headcount,
        weekdays: weekdays_of(row),
        on_make_up_days: row.is_open_on_make_up_days,
        on_holidays: row.is_open_on_holidays,
        opens: time_of_day(&row.opens).ok_or_else(unreadable)?,
        closes: time_of_day(&row.closes).ok_or_else(unreadable)?,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    })
}

/// The skills an obligation asks of everybody, and of some.
pub fn skills_of(row: &obligation::Model) -> AppResult<(Vec<String>, Vec<SkillShare>)> {
    Ok((serde_json::from_str(&row.skill_codes)?, serde_json::from_str(&row.mix)?))
}

/// A skill with its name.
pub fn skill_ref(codes: &Codes, code: &str, lang: Lang) -> SkillRef {
    let name = codes
        .item(SKILLS, code)
        .map_or(code, |item| lang.pick(&item.name, item.name_en.as_deref().unwrap_or(&item.name)));
    SkillRef { code: code.to_owned(), name: name.to_owned() }
}

/// What views say beside their rows, as of one request.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) actor: &'a Actor,
    pub(super) directory: &'a Directory,
    pub(super) codes: &'a Codes,
    pub(super) lang: Lang,
    pub(super) today: NaiveDate,
}

/// What is needed to write obligations out.
pub(super) struct Reader<'a> {
    told: Told<'a>,
    posts: HashMap<Uuid, post::Model>,
    nominees: HashMap<Uuid, Vec<nominee::Model>>,
    names: HashMap<Uuid, String>,
    admitted: HashSet<(Uuid, Uuid)>,
    skills: HashMap<Uuid, BTreeSet<String>>,
}

impl<'a> Reader<'a> {
    /// For these obligations: a few queries, however many there are.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        told: Told<'a>,
        rows: &[obligation::Model],
    ) -> AppResult<Self> {
        let posts = repo::posts_by_ids(db, rows.iter().map(|row| row.post_id)).await?;
        let named = repo::nominees(db, rows.iter().map(|row| row.id)).await?;
        let people: BTreeSet<Uuid> = named.iter().map(|one| one.person_id).collect();
        let names = personnel::repo::list_names(db, people.iter().copied()).await?;
        let admitted = stationings::repo::admitted(db, &people, told.today).await?;
        let skills = stationings::repo::skills(db, &people, told.today).await?;
        let mut nominees: HashMap<Uuid, Vec<nominee::Model>> = HashMap::new();
        for one in named {
            nominees.entry(one.obligation_id).or_default().push(one);
        }
        Ok(Self { told, posts, nominees, names, admitted, skills })
    }

    fn skill(&self, code: &str) -> SkillRef {
        skill_ref(self.told.codes, code, self.told.lang)
    }

    fn nominee(
        &self,
        row: &obligation::Model,
        one: &nominee::Model,
        wanted: &[String],
    ) -> AppResult<NomineeView> {
        let has = self.skills.get(&one.person_id);
        let lacks = wanted.iter().filter(|code| !has.is_some_and(|has| has.contains(*code)));
        Ok(NomineeView {
            person: PersonRef {
                id: one.person_id,
                name: self.names.get(&one.person_id).cloned().unwrap_or_default(),
            },
            role: NomineeRole::parse(&one.role).ok_or_else(unreadable)?,
            is_admitted: self.admitted.contains(&(one.person_id, row.center_id)),
            lacks: lacks.map(|code| self.skill(code)).collect(),
        })
    }

    pub(super) fn view(&self, row: &obligation::Model) -> AppResult<ObligationView> {
        let Told { actor, directory, lang, .. } = self.told;
        let mode = StationingMode::parse(&row.mode).ok_or_else(unreadable)?;
        let (skills, mix) = skills_of(row)?;
        let named = self.nominees.get(&row.id).into_iter().flatten();
        let nominees: Vec<NomineeView> =
            named.map(|one| self.nominee(row, one, &skills)).collect::<AppResult<_>>()?;
        let counted: Vec<_> = nominees
            .iter()
            .map(|one| Named { role: one.role, is_fit: one.is_admitted && one.lacks.is_empty() })
            .collect();
        let may = holds(actor, Action::StationingKeep, &facts_of(row));
        let post = self.posts.get(&row.post_id);
        Ok(ObligationView {
            id: row.id,
            post: PostRef {
                id: row.post_id,
                name: post.map(|post| post.name.clone()).unwrap_or_default(),
            },
            center: center_ref(directory, row.center_id),
            department: DepartmentRef {
                id: row.department_id,
                name: directory.department_name(row.department_id),
            },
            mode,
            mode_name: mode.name(lang),
            headcount: row.headcount,
            weekdays: weekdays_of(row),
            is_open_on_make_up_days: row.is_open_on_make_up_days,
            is_open_on_holidays: row.is_open_on_holidays,
            opens: row.opens.clone(),
            closes: row.closes.clone(),
            block_unit: BlockUnit::parse(&row.block_unit).ok_or_else(unreadable)?,
            min_blocks: row.min_blocks,
            max_blocks: row.max_blocks,
            rest_days: row.rest_days,
            load: row.load,
            skills: skills.iter().map(|code| self.skill(code)).collect(),
            mix: mix
                .iter()
                .map(|share| SkillShareView {
                    skill: self.skill(&share.skill_code),
                    count: share.count,
                })
                .collect(),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            source_letter: row.source_letter.clone(),
            gaps: gaps(row.headcount, &counted),
            nominees,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if may { vec!["update"] } else { Vec::new() },
            refused_actions: refused(&["update"], (!may).then_some(ErrorCode::AuthNotAllowed)),
        })
    }
}
