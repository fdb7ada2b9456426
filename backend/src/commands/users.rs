//! `zongzhi create-user`: the first accounts of a county, before anybody can sign in.

use clap::{Args, ValueEnum};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter};

use super::Outcome;
use crate::app::AppState;
use crate::features::auth::password;
use crate::features::org::entity::{department, region};
use crate::features::personnel::entity::{capacity, person};
use crate::features::users::service::{self, NewUser};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::{Permit, Role};

/// Whose account, and what they may do.
#[derive(Debug, Clone, Args)]
pub struct CreateUser {
    /// Name to sign in with
    #[arg(long)]
    username: String,
    /// The person's name
    #[arg(long)]
    name: String,
    /// Role of the first capacity
    #[arg(long, value_parser = role)]
    role: Role,
    /// Code of the region the capacity reaches down from
    #[arg(long, value_name = "CODE")]
    region: String,
    /// Department of that region, by name; required for handlers and mediators
    #[arg(long)]
    department: Option<String>,
    /// How to get the first password
    #[arg(long, value_enum, default_value_t = Password::Generate)]
    password: Password,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Password {
    /// Make one and print it; it must be changed at the first sign-in
    Generate,
    /// Read one line from standard input
    Stdin,
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("one of {}", known.join(", "))
    })
}

/// Person, capacity and account in one transaction.
pub async fn create(state: &AppState, asked: CreateUser) -> AppResult<Outcome> {
    let is_generated = asked.password == Password::Generate;
    let first = if is_generated { password::generate(&state.ids) } else { read_line()? };
    password::check(&first, &asked.username, &state.config.auth)?;
    let hash = state.passwords.hash(&state.ids, first.clone()).await?;
    let created = state
        .db
        .write(async |tx: &Tx| {
            let Some(region) = region_of(tx, &asked.region).await? else {
                return Ok(Err(format!(
                    "There is no region {}: import one first.\n",
                    asked.region
                )));
            };
            let department = department_of(tx, &region, asked.department.as_deref()).await?;
            if department.is_none()
                && (asked.department.is_some()
                    || matches!(asked.role, Role::Handler | Role::Mediator))
            {
                return Ok(Err("There is no such department in that region.\n".to_owned()));
            }
            let person_id = enrol(state, tx, &asked, &region, department.as_ref()).await?;
            let new = NewUser {
                person_id,
                username: asked.username.clone(),
                password_hash: hash.clone(),
                must_change_password: is_generated,
            };
            let permit = Permit::system("commands.create_user");
            service::create_user(state, tx, permit, None, new).await?;
            Ok(Ok(()))
        })
        .await?;
    Ok(match created {
        Err(why) => Outcome::fail(&why),
        Ok(()) if is_generated => {
            Outcome::print(&format!("{}  password: {first}  (to be changed)\n", asked.username))
        }
        Ok(()) => Outcome::print(&format!("{} is ready.\n", asked.username)),
    })
}

fn read_line() -> AppResult<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(AppError::internal)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn region_of(tx: &Tx, code: &str) -> AppResult<Option<region::Model>> {
    Ok(region::Entity::find().filter(region::Column::Code.eq(code)).one(&**tx).await?)
}

async fn department_of(
    tx: &Tx,
    region: &region::Model,
    name: Option<&str>,
) -> AppResult<Option<department::Model>> {
    let Some(name) = name else { return Ok(None) };
    Ok(department::Entity::find()
        .filter(department::Column::RegionId.eq(region.id))
        .filter(department::Column::Name.eq(name))
        .one(&**tx)
        .await?)
}

async fn enrol(
    state: &AppState,
    tx: &Tx,
    asked: &CreateUser,
    region: &region::Model,
    department: Option<&department::Model>,
) -> AppResult<uuid::Uuid> {
    let now = state.clock.now();
    let person_id = state.ids.next();
    let department_id = department.map(|department| department.id);
    let person = person::ActiveModel {
        id: ActiveValue::Set(person_id),
        name: ActiveValue::Set(asked.name.clone()),
        department_id: ActiveValue::Set(department_id),
        phone: ActiveValue::Set(None),
        is_active: ActiveValue::Set(true),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
    };
    person::Entity::insert(person).exec_without_returning(&**tx).await?;
    let capacity = capacity::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        person_id: ActiveValue::Set(person_id),
        role: ActiveValue::Set(asked.role.as_str().to_owned()),
        department_id: ActiveValue::Set(department_id),
        region_id: ActiveValue::Set(region.id),
        unit_key: ActiveValue::Set(department_id.unwrap_or(region.id).to_string()),
        is_active: ActiveValue::Set(true),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
    };
    capacity::Entity::insert(capacity).exec_without_returning(&**tx).await?;
    Ok(person_id)
}
