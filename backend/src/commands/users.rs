//! `zongzhi create-user`: the first accounts of a county, before anybody can sign in.

use clap::{Args, ValueEnum};
use uuid::Uuid;

use super::Outcome;
use crate::app::AppState;
use crate::features::auth::password;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::{CreatePersonRequest, GrantCapacityRequest};
use crate::features::personnel::{roles, service as personnel};
use crate::features::users::dto::is_username;
use crate::features::users::service::{self as users, NewUser};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, Invalid, not_blank};
use crate::policy::{Permit, Role};

/// Whose account, and what they may do.
#[derive(Debug, Clone, Args)]
pub struct CreateUser {
    /// Name to sign in with
    #[arg(long, value_parser = username)]
    pub username: String,
    /// The person's name
    #[arg(long, value_parser = name)]
    pub name: String,
    /// Role of the first capacity
    #[arg(long, value_parser = role)]
    pub role: Role,
    /// Code of the region the capacity reaches down from
    #[arg(long, value_name = "CODE")]
    pub region: String,
    /// Department of that region, by name; required for handlers and mediators
    #[arg(long)]
    pub department: Option<String>,
    /// How to get the first password
    #[arg(long, value_enum, default_value_t = Password::Generate)]
    pub password: Password,
}

/// How to get the first password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Password {
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

fn username(text: &str) -> Result<String, String> {
    let rule = "2 to 64 letters, digits, Chinese characters, `.`, `_`, `@` and `-`";
    is_username(text).map(|()| text.to_owned()).map_err(|_invalid: Invalid| rule.to_owned())
}

fn name(text: &str) -> Result<String, String> {
    let is_long = text.chars().count() > 100;
    match not_blank(text) {
        Ok(()) if !is_long => Ok(text.to_owned()),
        Ok(()) | Err(_) => Err("1 to 100 characters, not all blank".to_owned()),
    }
}

/// Person, capacity and account in one transaction, under the rules of the API.
pub async fn create(state: &AppState, asked: CreateUser) -> AppResult<Outcome> {
    let is_generated = asked.password == Password::Generate;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let Some(region_id) = directory.region_by_code.get(&asked.region).copied() else {
        let why = format!("There is no region {}: import one first.\n", asked.region);
        return Ok(Outcome::fail(&why));
    };
    let department_id = match &asked.department {
        Some(name) => match department(&directory, region_id, name) {
            Some(id) => Some(id),
            None => return Ok(Outcome::fail("There is no such department in that region.\n")),
        },
        None if roles::needs_department(asked.role) => {
            return Ok(Outcome::fail("This role is held in a department: name it.\n"));
        }
        None => None,
    };
    let first = if is_generated { password::generate(&state.ids) } else { read_line()? };
    password::check(&first, &asked.username, &state.config.auth)?;
    let password_hash = state.passwords.hash(&state.ids, first.clone()).await?;
    let username = asked.username.clone();
    let permit = || Permit::system("commands.create_user");
    state
        .db
        .write(async |tx: &Tx| {
            let new = CreatePersonRequest { name: asked.name, department_id, phone: None };
            let person =
                personnel::enter_person(state, tx, permit(), None, &directory, new).await?;
            let wanted = GrantCapacityRequest {
                person_id: person.id,
                role: asked.role,
                department_id,
                region_id: Some(region_id),
            };
            personnel::grant(state, tx, permit(), None, &directory, wanted).await?;
            let new = NewUser {
                person_id: person.id,
                username: asked.username,
                password_hash,
                must_change_password: is_generated,
            };
            users::create_user(state, tx, permit(), None, new).await
        })
        .await?;
    Ok(Outcome::print(&if is_generated {
        format!("{username}  password: {first}  (to be changed)\n")
    } else {
        format!("{username} is ready.\n")
    }))
}

fn department(directory: &Directory, region_id: Uuid, name: &str) -> Option<Uuid> {
    let mut all = directory.departments.values();
    all.find(|row| row.region_id == region_id && row.name == name).map(|row| row.id)
}

fn read_line() -> AppResult<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(AppError::internal)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
