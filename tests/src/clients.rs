//! Who speaks: the people of the world, signed in through the real login.

use serde_json::json;
use zongzhi::app::AppState;
use zongzhi::features::auth::service::resolve;
use zongzhi::features::auth::token;
use zongzhi::policy::Actor;

use crate::app::TestApp;
use crate::world::{self, Person};

/// A caller with an access token.
#[derive(Debug, Clone)]
pub struct Client {
    /// The access token.
    pub token: String,
    /// Who it is.
    pub username: String,
}

impl TestApp {
    /// Signs `person` in, once a test.
    pub async fn sign_in(&self, person: &Person) -> Client {
        self.sign_in_as(person.username, world::PASSWORD).await
    }

    /// Signs in with a name and a password, once a test.
    pub async fn sign_in_as(&self, username: &str, password: &str) -> Client {
        if let Some(known) = self.known(username) {
            return known;
        }
        let answer = self
            .post("/api/v1/auth/login")
            .json(&json!({ "username": username, "password": password }))
            .send()
            .await;
        assert_eq!(answer.status, 200, "{username} could not sign in: {answer}");
        let token = answer.json()["access_token"].as_str().unwrap_or_default().to_owned();
        let client = Client { token, username: username.to_owned() };
        self.remember(&client);
        client
    }
}

impl TestApp {
    /// Who a client is to the policy.
    pub async fn actor_of(&self, client: &Client) -> Actor {
        let AppState { keys, config, clock, .. } = &**self.state;
        let claims = token::verify(keys, &config.auth, &client.token, clock.now());
        let bearer = claims.expect("a valid token").bearer();
        resolve(&self.state, bearer).await.expect("an actor").actor
    }
}

macro_rules! clients {
    ($($name:ident = $person:ident;)*) => {
        impl TestApp {
            $(
                #[doc = concat!("Signed in as [`world::", stringify!($person), "`].")]
                pub async fn $name(&self) -> Client {
                    self.sign_in(&world::$person).await
                }
            )*
        }
    };
}

clients! {
    as_clerk = CLERK;
    as_dispatcher = DISPATCHER;
    as_handler = HANDLER;
    as_other_handler = OTHER_HANDLER;
    as_mediator = MEDIATOR;
    as_supervisor = SUPERVISOR;
    as_director = DIRECTOR;
    as_leader = LEADER;
    as_village_officer = VILLAGE_OFFICER;
    as_system_admin = SYSTEM_ADMIN;
    as_security_admin = SECURITY_ADMIN;
    as_auditor = AUDITOR;
    as_township_clerk = TOWNSHIP_CLERK;
    as_township_dispatcher = TOWNSHIP_DISPATCHER;
    as_other_clerk = OTHER_CLERK;
    as_other_dispatcher = OTHER_DISPATCHER;
    as_other_county_handler = OTHER_COUNTY_HANDLER;
}
