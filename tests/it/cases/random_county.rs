//! A county by chance: townships, villages, departments, centres, people of every role, and cases
//! moved to where chance wants them.

use rand::RngExt as _;
use rand::rngs::StdRng;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait as _, EntityTrait as _};
use uuid::Uuid;
use zongzhi::features::cases::entity::case;
use zongzhi::features::cases::repo;
use zongzhi::features::cases::tally::{self, Tally};
use zongzhi::platform::db::Tx;
use zongzhi::platform::error::AppError;
use zongzhi::policy::{Action, Actor, Facts, Role, holds};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

/// A random county: townships, villages, departments, centres, people of every role.
pub(super) struct Org {
    regions: Vec<(Uuid, String)>,
    departments: Vec<Uuid>,
    centers: Vec<Uuid>,
    people: Vec<Uuid>,
    pub(super) clients: Vec<(Client, Actor)>,
}

fn id(kind: u64, number: usize) -> Uuid {
    Uuid::from_u64_pair(0x0190_0000_0000_7000 + kind, 0x8000_0000_0000_0000 + number as u64)
}

fn pick<T: Clone>(random: &mut StdRng, of: &[T]) -> T {
    of[random.random_range(0..of.len())].clone()
}

fn versioned() -> [(&'static str, sea_orm::Value); 3] {
    let start = world::start();
    [("created_at", start.into()), ("updated_at", start.into()), ("row_version", 1.into())]
}

pub(super) async fn found(app: &TestApp, random: &mut StdRng) -> Org {
    let mut regions = vec![(id(1, 0), "880101".to_owned(), "county", None)];
    for township in 0..random.random_range(1..4) {
        let parent = (id(1, regions.len()), format!("880101{:03}", 100 + township));
        regions.push((parent.0, parent.1.clone(), "township", Some(id(1, 0))));
        for village in 0..random.random_range(0..3) {
            let code = format!("{}{:03}", parent.1, 200 + village);
            regions.push((id(1, regions.len()), code, "village", Some(parent.0)));
        }
    }
    // Codes that nearly nest must not nest.
    regions.push((id(1, regions.len()), "880102".to_owned(), "county", None));
    let departments: Vec<_> = (0..6).map(|at| (id(2, at), pick(random, &regions))).collect();
    let centers: Vec<_> = regions
        .iter()
        .filter(|region| region.2 != "village")
        .filter(|_| random.random_bool(0.8))
        .cloned()
        .collect::<Vec<_>>();
    let roles: Vec<Role> = Role::ALL.to_vec();
    let holders: Vec<_> = roles
        .iter()
        .map(|role| {
            let region = pick(random, &regions).0;
            let department = random.random_bool(0.7).then(|| pick(random, &departments).0);
            (*role, region, department)
        })
        .collect();
    let write = async |tx: &Tx| {
        for (region, code, level, parent) in &regions {
            let row = [
                ("id", (*region).into()),
                ("code", code.clone().into()),
                ("name", code.clone().into()),
                ("level", (*level).into()),
                ("parent_id", (*parent).into()),
            ];
            world::insert(tx, "regions", row.into_iter().chain(versioned())).await;
        }
        for (at, (department, region)) in departments.iter().enumerate() {
            let row = [
                ("id", (*department).into()),
                ("region_id", region.0.into()),
                ("parent_id", None::<Uuid>.into()),
                ("name", format!("单位{at}").into()),
                ("is_center_office", false.into()),
                ("is_active", true.into()),
            ];
            world::insert(tx, "departments", row.into_iter().chain(versioned())).await;
        }
        for (at, region) in centers.iter().enumerate() {
            let row = [
                ("id", id(3, at).into()),
                ("region_id", region.0.into()),
                ("department_id", departments[0].0.into()),
                ("name", format!("中心{at}").into()),
                ("level", region.2.into()),
            ];
            world::insert(tx, "centers", row.into_iter().chain(versioned())).await;
        }
        for (at, (role, region, department)) in holders.iter().enumerate() {
            person(tx, at, *role, *region, *department).await;
        }
        Ok(())
    };
    app.state.db.write(write).await.expect("an organisation");
    app.state.directory.forget();
    let mut clients = Vec::new();
    for at in 0..holders.len() {
        let client = app.sign_in_as(&format!("random{at}"), world::PASSWORD).await;
        let actor = app.actor_of(&client).await;
        clients.push((client, actor));
    }
    Org {
        regions: regions.into_iter().map(|region| (region.0, region.1)).collect(),
        departments: departments.into_iter().map(|department| department.0).collect(),
        centers: (0..centers.len()).map(|at| id(3, at)).chain([world::CENTER.id]).collect(),
        people: (0..holders.len()).map(|at| id(4, at)).collect(),
        clients,
    }
}

async fn person(tx: &Tx, at: usize, role: Role, region: Uuid, department: Option<Uuid>) {
    let row = [
        ("id", id(4, at).into()),
        ("name", format!("人{at}").into()),
        ("department_id", department.into()),
        ("is_active", true.into()),
    ];
    world::insert(tx, "people", row.into_iter().chain(versioned())).await;
    let row = [
        ("id", id(5, at).into()),
        ("person_id", id(4, at).into()),
        ("role", role.as_str().into()),
        ("department_id", department.into()),
        ("region_id", region.into()),
        ("unit_key", department.unwrap_or(region).to_string().into()),
        ("is_active", true.into()),
    ];
    world::insert(tx, "capacities", row.into_iter().chain(versioned())).await;
    let row = [
        ("id", id(6, at).into()),
        ("person_id", id(4, at).into()),
        ("username", format!("random{at}").into()),
        ("password_hash", world::hash(world::PASSWORD).into()),
        ("must_change_password", false.into()),
        ("is_active", true.into()),
        ("last_capacity_id", Some(id(5, at)).into()),
    ];
    world::insert(tx, "users", row.into_iter().chain(versioned())).await;
}

/// A case moved to where chance wants it.
pub(super) struct Placed {
    pub(super) case: Case,
    region_code: String,
    center: Uuid,
    lead: Option<Uuid>,
    assists: Vec<(Uuid, &'static str)>,
    registered_by: Uuid,
    first_contact: Uuid,
    is_restricted: bool,
    leader: Option<Uuid>,
}

impl Placed {
    pub(super) fn is_assisted_by(&self, department: Option<Uuid>) -> bool {
        department.is_some_and(|id| self.in_force().contains(&id))
    }

    pub(super) fn in_force(&self) -> Vec<Uuid> {
        let open =
            self.assists.iter().filter(|(_, state)| !["returned", "superseded"].contains(state));
        open.map(|(id, _)| *id).collect()
    }

    pub(super) fn allows(&self, actor: &Actor, action: Action) -> bool {
        let assists = self.in_force();
        holds(actor, action, &self.facts(&assists))
    }

    pub(super) fn facts<'a>(&'a self, assists: &'a [Uuid]) -> Facts<'a> {
        Facts {
            region_code: Some(&self.region_code),
            center_id: Some(self.center),
            lead_department_id: self.lead,
            assist_department_ids: assists,
            registered_by_id: Some(self.registered_by),
            first_contact_id: Some(self.first_contact),
            addressed_department_id: None,
            is_restricted: self.is_restricted,
            charge_leader_id: self.leader,
            ..Facts::default()
        }
    }
}

pub(super) async fn place(app: &TestApp, random: &mut StdRng, org: &Org) -> Placed {
    let titles = ["楼上渗漏致家具受损", "楼上渗漏致墙面受损", "楼上渗漏致地板受损"];
    let case = app.case().with("title", pick(random, &titles)).registered().await;
    let (region, region_code) = pick(random, &org.regions);
    let assists = (0..random.random_range(0..3))
        .map(|_| {
            let states = ["sent", "signed", "done", "returned", "superseded"];
            (pick(random, &org.departments), pick(random, &states))
        })
        .collect::<Vec<_>>();
    let placed = Placed {
        region_code,
        center: pick(random, &org.centers),
        lead: random.random_bool(0.7).then(|| pick(random, &org.departments)),
        assists,
        registered_by: pick(random, &org.people),
        first_contact: pick(random, &org.people),
        is_restricted: random.random_bool(0.5),
        leader: random.random_bool(0.5).then(|| pick(random, &org.people)),
        case,
    };
    let row = Uuid::parse_str(&placed.case.id).expect("an id");
    let status = pick(random, &["registered", "dispatched", "in_progress", "returned", "closed"]);
    app.state
        .db
        .write(async |tx: &Tx| {
            let mut update = Query::update();
            let name = |name: &'static str| Alias::new(name);
            update
                .table(name("cases"))
                .value(name("region_id"), region)
                .value(name("region_code"), placed.region_code.clone())
                .value(name("center_id"), placed.center)
                .value(name("lead_department_id"), placed.lead)
                .value(name("registered_by_id"), placed.registered_by)
                .value(name("first_contact_id"), placed.first_contact)
                .value(name("status"), status)
                .value(name("restriction"), placed.is_restricted.then_some("minors"))
                .value(name("restricted_at"), placed.is_restricted.then(world::start))
                .value(name("charge_leader_id"), placed.leader)
                .and_where(Expr::col(name("id")).eq(row));
            let tallied = async || {
                let one = case::Entity::find_by_id(row).one(&**tx).await?.expect("the case");
                Ok::<_, AppError>(Tally::of(&repo::load(&**tx, one).await?))
            };
            let before = tallied().await?;
            tx.execute(&update).await?;
            for (no, (department, state)) in placed.assists.iter().enumerate() {
                let referral = Uuid::from_u128(row.as_u128() ^ (no as u128 + 1));
                let columns = [
                    ("id", referral.into()),
                    ("case_id", row.into()),
                    ("kind", "assist".into()),
                    ("department_id", (*department).into()),
                    ("state", (*state).into()),
                    ("sent_at", world::start().into()),
                ];
                world::insert(tx, "case_referrals", columns).await;
            }
            // What moves a case counts it anew.
            tally::record(tx, Uuid::from_u128(row.as_u128() ^ 1), tallied().await?.plus(before, -1))
                .await
        })
        .await
        .expect("a place");
    placed
}
