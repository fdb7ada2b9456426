//! `zongzhi create-user`: the rules of the API at the command line.

use std::sync::Arc;

use clap::{Args as _, Command, FromArgMatches as _};
use sea_orm::{ConnectionTrait as _, Statement};
use zongzhi::app::AppState;
use zongzhi::commands::users::{self, CreateUser};
use zongzhi::features::auth::keys::TokenKeys;
use zongzhi::platform::clock::ManualClock;
use zongzhi::platform::ids::Ids;
use zongzhi::platform::lang::Lang;
use zongzhi_tests::app::config;
use zongzhi_tests::db::TestDb;
use zongzhi_tests::world;

async fn state(db: &TestDb) -> AppState {
    let clock = Arc::new(ManualClock::new(world::start()));
    let ids = Ids::random(clock.clone());
    let keys = TokenKeys::from_seed([7; 32]).expect("a signing key");
    AppState::new(config(db), db.connect().await, clock, ids, keys).expect("the state")
}

fn parsed(words: &[&str]) -> Result<CreateUser, clap::Error> {
    let command = CreateUser::augment_args(Command::new("create-user"));
    let matches = command.try_get_matches_from([&["create-user"], words].concat())?;
    CreateUser::from_arg_matches(&matches)
}

fn asked(username: &str, role: &str, region: &str) -> CreateUser {
    let words = ["--username", username, "--name", "王秀兰", "--role", role, "--region", region];
    parsed(&words).expect("good words")
}

#[test]
fn names_are_held_to_the_rules_before_anything_is_opened() {
    for (username, name) in [("b z", "王秀兰"), ("b", "王秀兰"), ("wang", "  "), ("wang", "")]
    {
        let words =
            ["--username", username, "--name", name, "--role", "clerk", "--region", "990101"];
        let error = parsed(&words).expect_err("a bad name").to_string();
        assert!(error.contains("characters"), "{error}");
    }
}

#[actix_web::test]
async fn a_role_is_held_where_it_exists_and_a_name_is_taken_once() {
    let db = TestDb::new().await;
    let state = state(&db).await;
    let refused = async |asked: CreateUser| match users::create(&state, asked).await {
        Ok(outcome) => {
            assert!(!outcome.is_good, "{}", outcome.text);
            outcome.text
        }
        Err(error) => error.explained(Lang::En),
    };
    let level = refused(asked("village2", "village_officer", world::COUNTY.code)).await;
    assert!(level.contains("does not exist at this level"), "{level}");
    let taken = refused(asked("Clerk", "clerk", world::COUNTY.code)).await;
    assert!(taken.contains("The user name is taken"), "{taken}");
    let nowhere = refused(asked("wang", "clerk", "999999")).await;
    assert!(nowhere.contains("999999"), "{nowhere}");
    let homeless = refused(asked("wang", "handler", world::COUNTY.code)).await;
    assert!(homeless.contains("department"), "{homeless}");
}

#[actix_web::test]
async fn what_is_opened_is_in_the_security_log() {
    let db = TestDb::new().await;
    let state = state(&db).await;
    let outcome = users::create(&state, asked("wang", "auditor", world::COUNTY.code)).await;
    let outcome = outcome.expect("an account");
    assert!(outcome.is_good && outcome.text.starts_with("wang  password: "), "{}", outcome.text);
    let db = state.db.reader();
    let sql = "SELECT action FROM audit_entries ORDER BY action";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    let actions: Vec<String> = rows
        .expect("the security log")
        .iter()
        .map(|row| row.try_get_by_index(0).expect("text"))
        .collect();
    assert_eq!(actions, ["capacity.granted", "person.created", "user.created"]);
}
