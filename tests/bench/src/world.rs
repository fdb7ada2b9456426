//! The county that is measured: regions, departments, one person a post, and a neighbour county
//! whose cases must never show.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Query};
use sea_orm::{ConnectionTrait as _, Value};
use uuid::Uuid;
use zongzhi::features::cases::intake::Place;
use zongzhi::platform::db::{Db, Tx};
use zongzhi::policy::{Actor, Role};

use crate::{Done, words::Dice};

/// The password of every account.
pub(crate) const PASSWORD: &str = "Bench-2026-mima";
/// Departments of the county that handle cases, each with one handler.
pub(crate) const DEPARTMENTS: u16 = 24;
const TOWNSHIPS: u16 = 20;
const VILLAGES: u16 = 15;
const COUNTY: &str = "990101";
const NEIGHBOUR: &str = "990102";

/// The codes of the counties.
pub(crate) const COUNTIES: [&str; 2] = [COUNTY, NEIGHBOUR];

#[derive(Debug, Clone, Copy)]
enum Kind {
    Region = 1,
    Department,
    Center,
    Person,
    User,
    Capacity,
}

/// Fixed ids, the same in every database.
fn id(kind: Kind, number: u16) -> Uuid {
    let [high, low] = number.to_be_bytes();
    let random = [0, 0, 0, 0, 0, 0, 0, kind as u8, high, low];
    uuid::Builder::from_unix_timestamp_millis(1_767_225_600_000, &random).into_uuid()
}

const OFFICE: u16 = 1;
const NEIGHBOUR_OFFICE: u16 = 2;
const CENTER: u16 = 1;
const NEIGHBOUR_CENTER: u16 = 2;

/// The id of a handling department, by number from 0.
pub(crate) fn department(number: u16) -> Uuid {
    id(Kind::Department, 100 + number)
}

/// Who works in the county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Post {
    /// 综合窗口人员
    Clerk,
    /// 分流岗
    Dispatcher,
    /// 督办岗
    Supervisor,
    /// 承办人 of a department
    Handler(u16),
}

impl Post {
    fn number(self) -> u16 {
        match self {
            Self::Clerk => 1,
            Self::Dispatcher => 2,
            Self::Supervisor => 3,
            Self::Handler(department) => 100 + department,
        }
    }

    const fn role(self) -> Role {
        match self {
            Self::Clerk => Role::Clerk,
            Self::Dispatcher => Role::Dispatcher,
            Self::Supervisor => Role::Supervisor,
            Self::Handler(_) => Role::Handler,
        }
    }

    fn department_id(self) -> Uuid {
        match self {
            Self::Handler(number) => department(number),
            Self::Clerk | Self::Dispatcher | Self::Supervisor => id(Kind::Department, OFFICE),
        }
    }

    /// The name to sign in with.
    pub(crate) fn username(self) -> String {
        match self {
            Self::Handler(number) => format!("handler{number}"),
            Self::Clerk | Self::Dispatcher | Self::Supervisor => self.role().as_str().to_owned(),
        }
    }

    /// As the application sees the person.
    pub(crate) fn actor(self) -> Actor {
        Actor {
            user_id: id(Kind::User, self.number()),
            person_id: id(Kind::Person, self.number()),
            person_name: String::new(),
            capacity_id: id(Kind::Capacity, self.number()),
            role: self.role(),
            department_id: Some(self.department_id()),
            region_code: Some(COUNTY.to_owned()),
            center_id: Some(id(Kind::Center, CENTER)),
            on_behalf_of: None,
            application: None,
        }
    }

    /// Everybody.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Self::Clerk, Self::Dispatcher, Self::Supervisor]
            .into_iter()
            .chain((0..DEPARTMENTS).map(Self::Handler))
    }
}

/// A village of the county, or now and then the neighbour county.
pub(crate) fn place(dice: &mut Dice) -> Place {
    if dice.once_in(10) {
        return Place {
            center_id: id(Kind::Center, NEIGHBOUR_CENTER),
            region_id: id(Kind::Region, 2),
            region_code: NEIGHBOUR.to_owned(),
            split_from_id: None,
        };
    }
    let township = u16::try_from(dice.below(TOWNSHIPS.into())).unwrap_or(0);
    let village = u16::try_from(dice.below(VILLAGES.into())).unwrap_or(0);
    Place {
        center_id: id(Kind::Center, CENTER),
        region_id: village_id(township, village),
        region_code: village_code(township, village),
        split_from_id: None,
    }
}

/// Whether a place is in the neighbour county.
pub(crate) fn is_ours(place: &Place) -> bool {
    place.region_code.starts_with(COUNTY)
}

/// The id of the county.
pub(crate) fn county() -> Uuid {
    id(Kind::Region, 1)
}

/// The id of a township, by number from 0.
pub(crate) fn township(number: u16) -> Uuid {
    id(Kind::Region, 100 + number % TOWNSHIPS)
}

fn township_code(township: u16) -> String {
    format!("{COUNTY}{}", 101 + township)
}

fn village_id(township: u16, village: u16) -> Uuid {
    id(Kind::Region, 1_000 + township * 100 + village)
}

fn village_code(township: u16, village: u16) -> String {
    format!("{}{}", township_code(township), 201 + village)
}

/// Writes the county into an empty, migrated database.
pub(crate) async fn seed(db: &Db, at: DateTime<Utc>) -> Done {
    let hash = hash()?;
    db.write(async |tx: &Tx| {
        regions(tx, at).await?;
        units(tx, at).await?;
        people(tx, at, &hash).await
    })
    .await?;
    Ok(())
}

type Written = zongzhi::platform::error::AppResult<()>;

async fn regions(tx: &Tx, at: DateTime<Utc>) -> Written {
    let mut all = vec![
        (id(Kind::Region, 1), COUNTY.to_owned(), "测试县".to_owned(), "county", None),
        (id(Kind::Region, 2), NEIGHBOUR.to_owned(), "邻县".to_owned(), "county", None),
    ];
    for t in 0..TOWNSHIPS {
        let parent = Some(id(Kind::Region, 1));
        all.push((township(t), township_code(t), format!("第{t}镇"), "township", parent));
        for v in 0..VILLAGES {
            let name = format!("第{t}镇第{v}村");
            all.push((village_id(t, v), village_code(t, v), name, "village", Some(township(t))));
        }
    }
    for (id, code, name, level, parent) in all {
        let row = [
            ("id", id.into()),
            ("code", code.into()),
            ("name", name.into()),
            ("level", level.into()),
            ("parent_id", parent.into()),
        ];
        insert(tx, "regions", row, at).await?;
    }
    Ok(())
}

async fn units(tx: &Tx, at: DateTime<Utc>) -> Written {
    let office = |number, region, name: &str| {
        (id(Kind::Department, number), id(Kind::Region, region), name.to_owned(), true)
    };
    let mut all =
        vec![office(OFFICE, 1, "县综治中心"), office(NEIGHBOUR_OFFICE, 2, "邻县综治中心")];
    for number in 0..DEPARTMENTS {
        all.push((department(number), id(Kind::Region, 1), format!("县第{number}局"), false));
    }
    for (id, region_id, name, is_office) in all {
        let row = [
            ("id", id.into()),
            ("region_id", region_id.into()),
            ("name", name.into()),
            ("is_center_office", is_office.into()),
            ("is_active", true.into()),
        ];
        insert(tx, "departments", row, at).await?;
    }
    for (number, office) in [(CENTER, OFFICE), (NEIGHBOUR_CENTER, NEIGHBOUR_OFFICE)] {
        let row = [
            ("id", id(Kind::Center, number).into()),
            ("region_id", id(Kind::Region, number).into()),
            ("department_id", id(Kind::Department, office).into()),
            ("name", format!("综治中心{number}").into()),
            ("level", "county".into()),
        ];
        insert(tx, "centers", row, at).await?;
    }
    Ok(())
}

async fn people(tx: &Tx, at: DateTime<Utc>, hash: &str) -> Written {
    for post in Post::all() {
        let actor = post.actor();
        let department_id = post.department_id();
        let row = [
            ("id", actor.person_id.into()),
            ("name", post.username().into()),
            ("department_id", department_id.into()),
            ("is_active", true.into()),
        ];
        insert(tx, "people", row, at).await?;
        let row = [
            ("id", actor.capacity_id.into()),
            ("person_id", actor.person_id.into()),
            ("role", actor.role.as_str().into()),
            ("department_id", department_id.into()),
            ("region_id", id(Kind::Region, 1).into()),
            ("unit_key", department_id.to_string().into()),
            ("is_active", true.into()),
        ];
        insert(tx, "capacities", row, at).await?;
        let row = [
            ("id", actor.user_id.into()),
            ("person_id", actor.person_id.into()),
            ("username", post.username().into()),
            ("password_hash", hash.into()),
            ("must_change_password", false.into()),
            ("is_active", true.into()),
            ("last_capacity_id", Some(actor.capacity_id).into()),
        ];
        insert(tx, "users", row, at).await?;
    }
    Ok(())
}

async fn insert(
    tx: &Tx,
    table: &'static str,
    row: impl IntoIterator<Item = (&'static str, Value)>,
    at: DateTime<Utc>,
) -> Written {
    let versioned =
        [("created_at", at.into()), ("updated_at", at.into()), ("row_version", 1.into())];
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().chain(versioned).unzip();
    let mut insert = Query::insert();
    insert.into_table(Alias::new(table)).columns(columns.into_iter().map(Alias::new));
    insert.values_panic(values.into_iter().map(Into::into));
    tx.execute_raw(tx.get_database_backend().build(&insert)).await?;
    Ok(())
}

/// The cheapest hash there is: signing in is not what is measured.
fn hash() -> Done<String> {
    let params = Params::new(Params::MIN_M_COST, 1, 1, None).map_err(|error| error.to_string())?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash =
        argon2.hash_password(PASSWORD.as_bytes()).map_err(|error| error.to_string())?;
    Ok(hash.to_string())
}
