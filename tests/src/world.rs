//! The county every test starts in: 测试县 with two townships, a village, four departments and
//! one person a role, beside 邻县, which must never see any of it.
//!
//! Ids are fixed, so a test can name an object without looking it up. Rows are written straight
//! into the tables: the world must stand before any endpoint works.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use chrono::{DateTime, TimeZone as _, Utc};
use sea_orm::sea_query::{Alias, Query};
use sea_orm::{ConnectionTrait as _, Value};
use uuid::Uuid;
use zongzhi::platform::db::{Db, Tx};

/// The password of every account.
pub const PASSWORD: &str = "Ceshi-2026-mima";

/// When every test starts: Monday 2026-03-02, 09:00 in China.
pub fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).single().expect("an instant")
}

const fn fixed(kind: u8, number: u8) -> Uuid {
    // The time part is the first moment of 2026, the rest says which row it is.
    let random = [0, 0, 0, 0, 0, 0, 0, 0, kind, number];
    uuid::Builder::from_unix_timestamp_millis(1_767_225_600_000, &random).into_uuid()
}

/// A row of `regions`.
#[derive(Debug, Clone, Copy)]
pub struct Region {
    /// Its id.
    pub id: Uuid,
    /// GB/T 2260 and its extension to townships and villages.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// county, township or village.
    pub level: &'static str,
    parent: Option<Uuid>,
}

const fn region(
    number: u8,
    code: &'static str,
    name: &'static str,
    level: &'static str,
    parent: Option<&Region>,
) -> Region {
    let parent = match parent {
        Some(parent) => Some(parent.id),
        None => None,
    };
    Region { id: fixed(1, number), code, name, level, parent }
}

/// 测试县
pub const COUNTY: Region = region(1, "990101", "测试县", "county", None);
/// 东岭镇
pub const TOWNSHIP: Region = region(2, "990101101", "东岭镇", "township", Some(&COUNTY));
/// 西川镇
pub const OTHER_TOWNSHIP: Region = region(3, "990101102", "西川镇", "township", Some(&COUNTY));
/// 柳树村
pub const VILLAGE: Region = region(4, "990101101201", "柳树村", "village", Some(&TOWNSHIP));
/// 邻县
pub const OTHER_COUNTY: Region = region(5, "990102", "邻县", "county", None);

const REGIONS: [Region; 5] = [COUNTY, TOWNSHIP, OTHER_TOWNSHIP, VILLAGE, OTHER_COUNTY];

/// A row of `departments`.
#[derive(Debug, Clone, Copy)]
pub struct Department {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: &'static str,
    /// Where it lies.
    pub region: Region,
    is_center_office: bool,
}

const fn department(number: u8, name: &'static str, region: Region, office: bool) -> Department {
    Department { id: fixed(2, number), name, region, is_center_office: office }
}

/// The office of the county's centre.
pub const CENTER_OFFICE: Department = department(1, "县综治中心", COUNTY, true);
/// 县住房和城乡建设局
pub const HOUSING: Department = department(2, "县住房和城乡建设局", COUNTY, false);
/// 县人力资源和社会保障局
pub const LABOUR: Department = department(3, "县人力资源和社会保障局", COUNTY, false);
/// 县司法局
pub const JUSTICE: Department = department(4, "县司法局", COUNTY, false);
/// The office of the township's centre.
pub const TOWNSHIP_OFFICE: Department = department(5, "东岭镇综治中心", TOWNSHIP, true);
/// The office of the other county's centre.
pub const OTHER_OFFICE: Department = department(6, "邻县综治中心", OTHER_COUNTY, true);
/// The other county's housing department.
pub const OTHER_HOUSING: Department = department(7, "邻县住房和城乡建设局", OTHER_COUNTY, false);

const DEPARTMENTS: [Department; 7] =
    [CENTER_OFFICE, HOUSING, LABOUR, JUSTICE, TOWNSHIP_OFFICE, OTHER_OFFICE, OTHER_HOUSING];

/// A row of `centers`.
#[derive(Debug, Clone, Copy)]
pub struct Center {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: &'static str,
    office: Department,
}

/// The county's centre.
pub const CENTER: Center =
    Center { id: fixed(3, 1), name: "测试县综治中心", office: CENTER_OFFICE };
/// The township's centre.
pub const TOWNSHIP_CENTER: Center =
    Center { id: fixed(3, 2), name: "东岭镇综治中心", office: TOWNSHIP_OFFICE };
/// The other county's centre.
pub const OTHER_CENTER: Center =
    Center { id: fixed(3, 3), name: "邻县综治中心", office: OTHER_OFFICE };

const CENTERS: [Center; 3] = [CENTER, TOWNSHIP_CENTER, OTHER_CENTER];

/// A person with an account and one acting capacity.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// The person.
    pub id: Uuid,
    /// The account.
    pub user_id: Uuid,
    /// The capacity.
    pub capacity_id: Uuid,
    /// To sign in with.
    pub username: &'static str,
    /// The person's name.
    pub name: &'static str,
    /// The role, as on the wire.
    pub role: &'static str,
    /// The department of the capacity, where it has one.
    pub department: Option<Department>,
    /// The region of the capacity.
    pub region: Region,
}

const fn person(
    number: u8,
    username: &'static str,
    name: &'static str,
    role: &'static str,
    region: Region,
    department: Option<Department>,
) -> Person {
    let (id, user_id, capacity_id) = (fixed(4, number), fixed(5, number), fixed(6, number));
    Person { id, user_id, capacity_id, username, name, role, department, region }
}

const fn of(
    number: u8,
    username: &'static str,
    name: &'static str,
    role: &'static str,
    department: Department,
) -> Person {
    person(number, username, name, role, department.region, Some(department))
}

/// 综合窗口人员
pub const CLERK: Person = of(1, "clerk", "陈窗", "clerk", CENTER_OFFICE);
/// 分流岗
pub const DISPATCHER: Person = of(2, "dispatcher", "范流", "dispatcher", CENTER_OFFICE);
/// 承办人, of 县住房和城乡建设局
pub const HANDLER: Person = of(3, "handler", "冯办", "handler", HOUSING);
/// 承办人, of 县人力资源和社会保障局
pub const OTHER_HANDLER: Person = of(4, "handler2", "傅办", "handler", LABOUR);
/// 调解员
pub const MEDIATOR: Person = of(5, "mediator", "和调", "mediator", JUSTICE);
/// 督办岗
pub const SUPERVISOR: Person = of(6, "supervisor", "杜督", "supervisor", CENTER_OFFICE);
/// 综治中心主任
pub const DIRECTOR: Person = of(7, "director", "朱任", "center_director", CENTER_OFFICE);
/// 县乡领导
pub const LEADER: Person = person(8, "leader", "凌导", "leader", COUNTY, None);
/// 村（社区）网格人员
pub const VILLAGE_OFFICER: Person = person(9, "village", "葛网", "village_officer", VILLAGE, None);
/// 系统管理员
pub const SYSTEM_ADMIN: Person = person(10, "sysadmin", "管一", "system_admin", COUNTY, None);
/// 安全管理员
pub const SECURITY_ADMIN: Person = person(11, "secadmin", "管二", "security_admin", COUNTY, None);
/// 审计员
pub const AUDITOR: Person = person(12, "auditor", "管三", "auditor", COUNTY, None);
/// 综合窗口人员 of 东岭镇
pub const TOWNSHIP_CLERK: Person = of(13, "township_clerk", "镇窗", "clerk", TOWNSHIP_OFFICE);
/// 分流岗 of 东岭镇
pub const TOWNSHIP_DISPATCHER: Person =
    of(14, "township_dispatcher", "镇流", "dispatcher", TOWNSHIP_OFFICE);
/// 综合窗口人员 of 邻县
pub const OTHER_CLERK: Person = of(15, "other_clerk", "邻窗", "clerk", OTHER_OFFICE);
/// 分流岗 of 邻县
pub const OTHER_DISPATCHER: Person = of(16, "other_dispatcher", "邻流", "dispatcher", OTHER_OFFICE);
/// 承办人 of 邻县
pub const OTHER_COUNTY_HANDLER: Person = of(17, "other_handler", "邻办", "handler", OTHER_HOUSING);

/// Everybody.
pub const PEOPLE: [Person; 17] = [
    CLERK,
    DISPATCHER,
    HANDLER,
    OTHER_HANDLER,
    MEDIATOR,
    SUPERVISOR,
    DIRECTOR,
    LEADER,
    VILLAGE_OFFICER,
    SYSTEM_ADMIN,
    SECURITY_ADMIN,
    AUDITOR,
    TOWNSHIP_CLERK,
    TOWNSHIP_DISPATCHER,
    OTHER_CLERK,
    OTHER_DISPATCHER,
    OTHER_COUNTY_HANDLER,
];

/// Writes the world into an empty, migrated database.
pub async fn seed(db: &Db) {
    let written = db
        .write(async |tx: &Tx| {
            places(tx).await;
            people(tx).await;
            Ok(())
        })
        .await;
    written.expect("the world");
}

async fn places(tx: &Tx) {
    for row in REGIONS {
        let values = [
            ("id", row.id.into()),
            ("code", row.code.into()),
            ("name", row.name.into()),
            ("level", row.level.into()),
            ("parent_id", row.parent.into()),
        ];
        insert(tx, "regions", values.into_iter().chain(versioned())).await;
    }
    for row in DEPARTMENTS {
        let values = [
            ("id", row.id.into()),
            ("region_id", row.region.id.into()),
            ("parent_id", None::<Uuid>.into()),
            ("name", row.name.into()),
            ("is_center_office", row.is_center_office.into()),
            ("is_active", true.into()),
        ];
        insert(tx, "departments", values.into_iter().chain(versioned())).await;
    }
    for row in CENTERS {
        let values = [
            ("id", row.id.into()),
            ("region_id", row.office.region.id.into()),
            ("department_id", row.office.id.into()),
            ("name", row.name.into()),
            ("level", row.office.region.level.into()),
        ];
        insert(tx, "centers", values.into_iter().chain(versioned())).await;
    }
}

async fn people(tx: &Tx) {
    let hash = hash(PASSWORD);
    for row in PEOPLE {
        let department = row.department.map(|department| department.id);
        let values = [
            ("id", row.id.into()),
            ("name", row.name.into()),
            ("department_id", department.into()),
            ("is_active", true.into()),
        ];
        insert(tx, "people", values.into_iter().chain(versioned())).await;
        let values = [
            ("id", row.capacity_id.into()),
            ("person_id", row.id.into()),
            ("role", row.role.into()),
            ("department_id", department.into()),
            ("region_id", row.region.id.into()),
            ("unit_key", department.unwrap_or(row.region.id).to_string().into()),
            ("is_active", true.into()),
        ];
        insert(tx, "capacities", values.into_iter().chain(versioned())).await;
        let values = [
            ("id", row.user_id.into()),
            ("person_id", row.id.into()),
            ("username", row.username.into()),
            ("password_hash", hash.clone().into()),
            ("must_change_password", false.into()),
            ("is_active", true.into()),
            ("last_capacity_id", Some(row.capacity_id).into()),
        ];
        insert(tx, "users", values.into_iter().chain(versioned())).await;
    }
}

fn versioned() -> [(&'static str, Value); 3] {
    [("created_at", start().into()), ("updated_at", start().into()), ("row_version", 1.into())]
}

/// Writes one row.
pub async fn insert(
    tx: &Tx,
    table: &'static str,
    row: impl IntoIterator<Item = (&'static str, Value)>,
) {
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
    let mut insert = Query::insert();
    insert.into_table(Alias::new(table)).columns(columns.into_iter().map(Alias::new));
    insert.values_panic(values.into_iter().map(Into::into));
    let statement = tx.get_database_backend().build(&insert);
    tx.execute_raw(statement).await.unwrap_or_else(|error| panic!("{table}: {error}"));
}

/// The cheapest hash the algorithm allows, so that signing in costs the tests nothing.
pub fn hash(password: &str) -> String {
    let params = Params::new(Params::MIN_M_COST, 1, 1, None).expect("parameters");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash = argon2.hash_password(password.as_bytes()).expect("a hash");
    hash.to_string()
}
