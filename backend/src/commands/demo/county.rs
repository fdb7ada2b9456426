//! 清和县, which does not exist: code 990101 is outside GB/T 2260, so are its telephone numbers and
//! identity numbers. Its people have common names and no models.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue, EntityTrait, IntoActiveModel as _};
use uuid::Uuid;

use super::chance::Chance;
use crate::app::AppState;
use crate::commands::import::divisions::{self, Division};
use crate::features::org::dto::RegionLevel;
use crate::features::org::entity::{center, department, department_duty, region};
use crate::features::personnel::entity::{capacity, person};
use crate::features::users::service::{self as users, NewUser};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::{Actor, Permit, Role};

/// Code of the county.
pub(super) const COUNTY: &str = "990101";

const TOWNSHIPS: [&str; 15] = [
    "城关镇",
    "柳河镇",
    "青石镇",
    "白塔镇",
    "双桥镇",
    "云溪镇",
    "龙泉镇",
    "红枫镇",
    "望山乡",
    "清水乡",
    "金沙乡",
    "梅岭乡",
    "石门乡",
    "松坪乡",
    "东湖街道",
];

/// Four of these a township, in turn.
const VILLAGES: [&str; 20] = [
    "河东", "河西", "上坪", "下坪", "新建", "红旗", "大湾", "小湾", "桃园", "杨柳", "石桥", "井湾",
    "前进", "团结", "枫树", "竹林", "高坡", "水口", "田心", "长岭",
];

/// Departments of the county and the case types they are competent for.
pub(super) const DEPARTMENTS: [(&str, &[&str]); 21] = [
    ("公安局", &["0303", "0503", "1401"]),
    ("人民法院", &["1403"]),
    ("人民检察院", &["1402"]),
    ("司法局", &["08", "1404"]),
    ("信访局", &["99"]),
    ("人力资源和社会保障局", &["07"]),
    ("民政局", &["12", "0102"]),
    ("住房和城乡建设局", &["0402", "0602", "1101", "1104"]),
    ("自然资源局", &["0403", "0902", "1103"]),
    ("农业农村局", &["0901", "1102"]),
    ("林业局", &["0903"]),
    ("水利局", &["0904"]),
    ("卫生健康局", &["0502"]),
    ("教育体育局", &["0501", "1302"]),
    ("市场监督管理局", &["0505", "0601", "1303"]),
    ("生态环境分局", &["0203", "0504"]),
    ("交通运输局", &["1305"]),
    ("城市管理局", &["1301"]),
    ("应急管理局", &["1304"]),
    ("妇女联合会", &["01"]),
    ("人民调解委员会", &["0201", "0202", "03"]),
];

/// Accounts: name, role, department (none: the county's centre), what the person is for.
const ACCOUNTS: [(&str, Role, Option<&str>); 12] = [
    ("clerk", Role::Clerk, None),
    ("dispatcher", Role::Dispatcher, None),
    ("handler", Role::Handler, Some("人力资源和社会保障局")),
    ("mediator", Role::Mediator, Some("人民调解委员会")),
    ("supervisor", Role::Supervisor, None),
    ("director", Role::CenterDirector, None),
    ("leader", Role::Leader, None),
    ("village", Role::VillageOfficer, None),
    ("sysadmin", Role::SystemAdmin, None),
    ("secadmin", Role::SecurityAdmin, None),
    ("auditor", Role::Auditor, None),
    ("handler2", Role::Handler, Some("住房和城乡建设局")),
];

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国志文";

/// The county as the stories need it.
pub(super) struct County {
    /// Who can act, in the order they were entered.
    pub(super) staff: Vec<Actor>,
    /// Departments of the county by short name.
    pub(super) departments: HashMap<&'static str, Uuid>,
    /// Townships with the office of their centre and their villages.
    pub(super) townships: Vec<Township>,
}

/// A township.
pub(super) struct Township {
    /// Its code.
    pub(super) code: String,
    /// Its name.
    pub(super) name: &'static str,
    /// The office of its centre.
    pub(super) office_id: Uuid,
    /// Its villages.
    pub(super) villages: Vec<Village>,
}

impl County {
    /// Somebody who holds `role` at `region_code`, and where it is given, in the department.
    pub(super) fn who(
        &self,
        chance: &mut Chance,
        role: Role,
        region_code: &str,
        department_id: Option<Uuid>,
    ) -> AppResult<&Actor> {
        let fits: Vec<_> = self
            .staff
            .iter()
            .filter(|actor| actor.role == role)
            .filter(|actor| actor.region_code.as_deref() == Some(region_code))
            .filter(|actor| department_id.is_none() || actor.department_id == department_id)
            .collect();
        let chosen = fits.get(chance.below(fits.len())).copied();
        chosen.ok_or_else(|| AppError::internal(format!("nobody is {role:?} at {region_code}")))
    }

    /// The officer of a village, where it has one.
    pub(super) fn officer(&self, village_code: &str) -> Option<&Actor> {
        self.staff.iter().find(|actor| {
            actor.role == Role::VillageOfficer && actor.region_code.as_deref() == Some(village_code)
        })
    }

    /// Who works on cases of a department: its handler or mediator.
    pub(super) fn handler(&self, department_id: Uuid) -> AppResult<&Actor> {
        let works = |actor: &&Actor| {
            actor.department_id == Some(department_id)
                && matches!(actor.role, Role::Handler | Role::Mediator)
        };
        self.staff
            .iter()
            .find(works)
            .ok_or_else(|| AppError::internal("a department without a handler"))
    }
}

/// A village.
pub(super) struct Village {
    /// Its id.
    pub(super) id: Uuid,
    /// Its code.
    pub(super) code: String,
    /// Its name.
    pub(super) name: String,
}

/// The fictitious regions, parents first.
pub(super) fn regions() -> Vec<Division> {
    let division = |code: String, name: String, level| Division { code, name, level };
    let mut all = vec![division(COUNTY.to_owned(), "清和县".to_owned(), RegionLevel::County)];
    for (index, name) in TOWNSHIPS.iter().enumerate() {
        let code = format!("{COUNTY}{:03}", index + 1);
        all.push(division(code.clone(), (*name).to_owned(), RegionLevel::Township));
        let is_town = index == 0 || name.ends_with("街道");
        for place in 0..4 {
            let root = VILLAGES[(index * 7 + place * 3) % VILLAGES.len()];
            let name = format!("{root}{}", if is_town { "社区" } else { "村" });
            all.push(division(format!("{code}{:03}", 201 + place), name, RegionLevel::Village));
        }
    }
    all
}

/// Enters regions, centres, departments, people, capacities and accounts.
pub(super) async fn enter(
    state: &AppState,
    tx: &Tx,
    chance: &mut Chance,
    password_hash: &str,
) -> AppResult<County> {
    let now = state.clock.now();
    divisions::enter(tx, &state.ids, now, &regions(), true).await?;
    let regions: HashMap<String, region::Model> = region::Entity::find()
        .all(&**tx)
        .await?
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    let centers: HashMap<Uuid, center::Model> = center::Entity::find()
        .all(&**tx)
        .await?
        .into_iter()
        .map(|row| (row.region_id, row))
        .collect();
    let mut draft = Draft {
        state,
        chance,
        now,
        regions,
        centers,
        county: County { staff: Vec::new(), departments: HashMap::new(), townships: Vec::new() },
        people: Vec::new(),
        capacities: Vec::new(),
        accounts: Vec::new(),
        names: std::collections::HashSet::new(),
    };
    draft.departments(tx).await?;
    draft.staff()?;
    draft.save(tx, password_hash).await
}

/// What is being put together.
struct Draft<'a> {
    state: &'a AppState,
    chance: &'a mut Chance,
    now: DateTime<Utc>,
    regions: HashMap<String, region::Model>,
    centers: HashMap<Uuid, center::Model>,
    county: County,
    people: Vec<person::ActiveModel>,
    capacities: Vec<capacity::ActiveModel>,
    accounts: Vec<(usize, &'static str)>,
    names: std::collections::HashSet<String>,
}

impl Draft<'_> {
    fn region(&self, code: &str) -> AppResult<&region::Model> {
        self.regions.get(code).ok_or_else(|| AppError::internal(format!("no region {code}")))
    }

    fn office(&self, code: &str) -> AppResult<Uuid> {
        let center = self.centers.get(&self.region(code)?.id);
        center
            .and_then(|center| center.department_id)
            .ok_or_else(|| AppError::internal(format!("no centre office in {code}")))
    }

    async fn departments(&mut self, tx: &Tx) -> AppResult<()> {
        let region_id = self.region(COUNTY)?.id;
        let (mut rows, mut duties) = (Vec::new(), Vec::new());
        for (at, (name, codes)) in DEPARTMENTS.iter().enumerate() {
            let id = self.state.ids.next();
            self.county.departments.insert(name, id);
            let row = department::Model {
                id,
                region_id,
                parent_id: None,
                name: format!("清和县{name}"),
                phone: Some(format!("0990-12000{at:02}")),
                is_center_office: false,
                is_active: true,
                created_at: self.now,
                updated_at: self.now,
                row_version: 1,
            };
            rows.push(row.into_active_model());
            duties.extend(codes.iter().map(|code| department_duty::ActiveModel {
                id: ActiveValue::Set(self.state.ids.next()),
                department_id: ActiveValue::Set(id),
                case_type_code: ActiveValue::Set((*code).to_owned()),
            }));
        }
        department::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        department_duty::Entity::insert_many(duties).exec_without_returning(&**tx).await?;
        Ok(())
    }

    /// 80 people: 12 with accounts, a handler for every other department, three at each township.
    fn staff(&mut self) -> AppResult<()> {
        let office = self.office(COUNTY)?;
        for (username, role, department) in ACCOUNTS {
            let at = self.people.len();
            self.accounts.push((at, username));
            let unit = match department {
                Some(name) => self.county.departments.get(name).copied(),
                None if role.is_separated() || role == Role::Leader => None,
                None => Some(office),
            };
            if role == Role::VillageOfficer {
                self.village_officer("002201")?;
            } else {
                self.person(role, COUNTY, unit)?;
            }
        }
        let served: Vec<_> = ACCOUNTS.iter().filter_map(|(_, _, name)| *name).collect();
        for (name, _) in DEPARTMENTS.iter().filter(|(name, _)| !served.contains(name)) {
            let unit = self.county.departments.get(name).copied();
            self.person(Role::Handler, COUNTY, unit)?;
        }
        for role in [Role::Clerk, Role::Dispatcher, Role::Supervisor, Role::Leader] {
            self.person(role, COUNTY, Some(office))?;
        }
        self.village_officer("005201")?;
        for (index, name) in TOWNSHIPS.iter().enumerate() {
            let code = format!("{COUNTY}{:03}", index + 1);
            let office_id = self.office(&code)?;
            for role in [Role::Clerk, Role::Dispatcher, Role::Mediator] {
                self.person(role, &code, Some(office_id))?;
            }
            let mut villages: Vec<_> = self
                .regions
                .values()
                .filter(|row| row.level == "village" && row.code.starts_with(&code))
                .map(|row| Village { id: row.id, code: row.code.clone(), name: row.name.clone() })
                .collect();
            villages.sort_by(|a, b| a.code.cmp(&b.code));
            self.county.townships.push(Township { code, name, office_id, villages });
        }
        Ok(())
    }

    fn village_officer(&mut self, village: &str) -> AppResult<()> {
        let code = format!("{COUNTY}{village}");
        let office = self.office(&code)?;
        self.person(Role::VillageOfficer, &code, Some(office))
    }

    fn person(&mut self, role: Role, region_code: &str, unit: Option<Uuid>) -> AppResult<()> {
        let (person_id, capacity_id) = (self.state.ids.next(), self.state.ids.next());
        let region = self.region(region_code)?;
        let (region_id, center_id) =
            (region.id, self.centers.get(&region.id).map(|center| center.id));
        let name = self.name();
        let phone = format!("1200000{:04}", self.people.len() + 1);
        self.people.push(person::ActiveModel {
            id: ActiveValue::Set(person_id),
            name: ActiveValue::Set(name.clone()),
            department_id: ActiveValue::Set(unit),
            phone: ActiveValue::Set(Some(phone)),
            is_active: ActiveValue::Set(true),
            created_at: ActiveValue::Set(self.now),
            updated_at: ActiveValue::Set(self.now),
            row_version: ActiveValue::Set(1),
        });
        self.capacities.push(capacity::ActiveModel {
            id: ActiveValue::Set(capacity_id),
            person_id: ActiveValue::Set(person_id),
            role: ActiveValue::Set(role.as_str().to_owned()),
            department_id: ActiveValue::Set(unit),
            region_id: ActiveValue::Set(region_id),
            unit_key: ActiveValue::Set(unit.unwrap_or(region_id).to_string()),
            is_active: ActiveValue::Set(true),
            created_at: ActiveValue::Set(self.now),
            updated_at: ActiveValue::Set(self.now),
            row_version: ActiveValue::Set(1),
        });
        self.county.staff.push(Actor {
            user_id: Uuid::nil(),
            person_id,
            person_name: name,
            capacity_id,
            role,
            department_id: unit,
            region_code: Some(region_code.to_owned()),
            center_id,
            on_behalf_of: None,
            application: None,
        });
        Ok(())
    }

    fn name(&mut self) -> String {
        loop {
            let name = name(self.chance);
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }

    async fn save(self, tx: &Tx, password_hash: &str) -> AppResult<County> {
        let Self { state, people, capacities, accounts, county, .. } = self;
        person::Entity::insert_many(people).exec_without_returning(&**tx).await?;
        capacity::Entity::insert_many(capacities).exec_without_returning(&**tx).await?;
        for (at, username) in accounts {
            let person_id = county.staff.get(at).map(|actor| actor.person_id);
            let new = NewUser {
                person_id: person_id.ok_or_else(|| AppError::internal("no such person"))?,
                username: username.to_owned(),
                password_hash: password_hash.to_owned(),
                must_change_password: false,
            };
            users::create_user(state, tx, Permit::system("demo county"), None, new).await?;
        }
        Ok(county)
    }
}

/// A common name.
pub(super) fn name(chance: &mut Chance) -> String {
    let surnames: Vec<_> = SURNAMES.chars().collect();
    let given: Vec<_> = GIVEN.chars().collect();
    let mut name = chance.pick(&surnames).to_string();
    name.push(*chance.pick(&given));
    if chance.percent(60) {
        name.push(*chance.pick(&given));
    }
    name
}

/// An identity number of the county that does not exist, with a true check digit (GB 11643).
pub(super) fn id_number(chance: &mut Chance) -> String {
    let born = 1950 + chance.below(55);
    let body = format!(
        "{COUNTY}{born}{:02}{:02}{:03}",
        1 + chance.below(12),
        1 + chance.below(28),
        chance.below(1000)
    );
    let digits = body.bytes().map(|byte| u32::from(byte - b'0'));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.zip(weights).map(|(digit, weight)| digit * weight).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"];
    format!("{body}{}", check[usize::try_from(sum % 11).unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_county_has_15_townships_and_60_villages_with_codes_that_nest() {
        let regions = regions();
        let count = |level| regions.iter().filter(|region| region.level == level).count();
        assert_eq!(count(RegionLevel::County), 1);
        assert_eq!(count(RegionLevel::Township), 15);
        assert_eq!(count(RegionLevel::Village), 60);
        let codes: HashSet<_> = regions.iter().map(|region| region.code.as_str()).collect();
        assert_eq!(codes.len(), 76);
        for region in &regions {
            assert!(region.parent_code().is_none_or(|parent| codes.contains(parent)));
        }
    }

    #[test]
    fn villages_of_a_township_have_different_names() {
        let regions = regions();
        let mut seen = HashSet::new();
        for region in &regions {
            assert!(seen.insert((region.parent_code(), &region.name)), "{}", region.name);
        }
    }

    #[test]
    fn identity_numbers_are_well_formed_and_belong_to_nobody() {
        let mut chance = Chance::seeded(3);
        for _ in 0..50 {
            let number = id_number(&mut chance);
            assert_eq!(number.len(), 18);
            assert!(number.starts_with(COUNTY));
        }
    }
}
