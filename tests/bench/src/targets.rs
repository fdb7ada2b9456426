//! What the requests are about: rows that are there, people signed in, places in the list.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use serde_json::Value;
use uuid::Uuid;
use zongzhi::config::Config;
use zongzhi::features::cases::entity::case;
use zongzhi::platform::clock::{Clock as _, SystemClock};
use zongzhi::platform::db::Db;
use zongzhi::platform::http::{Cursor, Listed};
use zongzhi::policy::{Action, Scope};

use crate::Done;
use crate::wire::{Wire, request};
use crate::world::{self, DEPARTMENTS, PASSWORD, Post};

/// Rows a sample holds at most.
const SAMPLE: usize = 4_000;

/// Who works on a case under way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Own {
    /// The case.
    pub(crate) id: Uuid,
    /// The number of its leading department.
    pub(crate) department: u16,
    /// The version last seen.
    pub(crate) version: i32,
}

/// The rows requests are made about.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// Cases of the county, from all times.
    pub(crate) cases: Vec<Uuid>,
    /// Places all through the list, newest first.
    pub(crate) cursors: Vec<String>,
    /// A month that is over, such as `2026-10`.
    pub(crate) month: String,
    /// Cases under way, in three equal shares: the server's, bare's and raw's.
    pub(crate) under_way: [Vec<Own>; 3],
}

type Row = (Uuid, DateTime<Utc>, String, Option<Uuid>, i32);

impl Targets {
    /// Reads them.
    pub(crate) async fn of(url: &str) -> Done<Self> {
        let db = open(url).await?;
        let rows: Vec<Row> = case::Entity::find()
            .select_only()
            .columns([
                case::Column::Id,
                case::Column::RegisteredAt,
                case::Column::Status,
                case::Column::LeadDepartmentId,
                case::Column::RowVersion,
            ])
            .filter(case::Column::RegionCode.starts_with("990101"))
            .order_by_desc(case::Column::RegisteredAt)
            .into_tuple()
            .all(db.reader())
            .await?;
        db.close().await?;
        let numbers: HashMap<Uuid, u16> =
            (0..DEPARTMENTS).map(|number| (world::department(number), number)).collect();
        let month = (SystemClock.now() - TimeDelta::days(31)).format("%Y-%m").to_string();
        let mut targets = Self { month, ..Self::default() };
        let listed = Listed::of("/api/v1/cases", &[])?;
        let step = (rows.len() / SAMPLE).max(1);
        for (id, at, ..) in rows.iter().step_by(step) {
            targets.cases.push(*id);
            let cursor = Cursor {
                order: "-registered_at".to_owned(),
                key: Some(at.to_rfc3339_opts(SecondsFormat::Micros, true)),
                id: *id,
            };
            targets.cursors.push(listed.seal(&cursor.encode()?));
        }
        let under_way = rows.iter().filter(|row| row.2 == "in_progress");
        for (at, (id, _, _, lead, version)) in under_way.enumerate() {
            let department = lead.and_then(|id| numbers.get(&id)).copied().unwrap_or(0);
            if let Some(share) = targets.under_way.get_mut(at % 3) {
                share.push(Own { id: *id, department, version: *version });
            }
        }
        Ok(targets)
    }
}

impl Targets {
    /// How many cases of the database the dispatcher may read, one by one.
    pub(crate) async fn count(url: &str) -> Done<u64> {
        let db = open(url).await?;
        let scope = Scope::cases(&Post::Dispatcher.actor(), Action::CaseRead);
        let count = case::Entity::find().filter(scope.condition()).count(db.reader()).await?;
        db.close().await?;
        Ok(count)
    }
}

async fn open(url: &str) -> Done<Db> {
    let mut config = Config::defaults()?.database;
    config.url = url.to_owned();
    Ok(Db::connect(&config).await?)
}

/// Access tokens by post. They last a quarter of an hour: sign in again before each round.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tokens {
    by_name: HashMap<String, String>,
}

impl Tokens {
    /// Signs everybody in.
    pub(crate) async fn of(port: u16) -> Done<Self> {
        let mut wire = Wire::new(port);
        let mut tokens = Self::default();
        for post in Post::all() {
            let name = post.username();
            let body = serde_json::json!({ "username": name, "password": PASSWORD }).to_string();
            let login = request("POST", "/api/v1/auth/login", None, None, Some(&body));
            let answer = wire.ask(&login).await?;
            let body: Value = serde_json::from_slice(&answer.body)?;
            let token = body.get("access_token").and_then(Value::as_str);
            let token = token.ok_or_else(|| format!("{name} could not sign in: {body}"))?;
            tokens.by_name.insert(name, token.to_owned());
        }
        Ok(tokens)
    }

    /// The total the server gives the dispatcher.
    pub(crate) async fn total(&self, port: u16) -> Done<u64> {
        let desk = Some(self.get(Post::Dispatcher));
        let ask = request("GET", "/api/v1/cases?limit=1&count=exact", desk, None, None);
        let answer = Wire::new(port).ask(&ask).await?;
        let body: Value = serde_json::from_slice(&answer.body)?;
        Ok(body.get("total").and_then(Value::as_u64).ok_or("no total")?)
    }

    /// The token of a post; empty for a server that asks for none.
    pub(crate) fn get(&self, post: Post) -> &str {
        self.by_name.get(&post.username()).map_or("", String::as_str)
    }
}
