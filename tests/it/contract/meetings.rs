//! Stages for the examples of receptions, review meetings and the tasks they leave: who sends one,
//! to what, in which version, and what else its body names.

use serde_json::{Value, json};
use zongzhi::features::calendars::civil_day::local_date;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::receptions::kit::{DAYS, act, id, planned, published, record, second_leader};
use crate::review_meetings::kit::{called, decided, held, item_of};

/// Who, what, in which version, and the other object the body names.
pub(super) type Part = (Client, String, i64, Option<String>);

/// The stage of an operation of these slices; none for others.
pub(super) async fn stage(app: &TestApp, operation: &str) -> Option<Part> {
    if let Some(verb) = operation.strip_prefix("receptions_") {
        return Some(reception(app, verb).await);
    }
    if let Some(verb) = operation.strip_prefix("review_meetings_") {
        return Some(meeting(app, verb).await);
    }
    let verb = operation.strip_prefix("case_tasks_")?;
    let director = app.as_director().await;
    if verb == "list" {
        return Some((director, String::new(), 1, None));
    }
    let case = app.case().in_progress().await;
    let meeting = held(app, "weekly", &case).await;
    let meeting = decided(app, &meeting, &case, world::HOUSING.id, "2026-06-30").await;
    let item = item_of(&meeting, &case.id).unwrap_or_default();
    Some((director, id(&item["decisions"][0]).to_owned(), 1, None))
}

fn of(client: Client, object: &Value) -> Part {
    let version = object["version"].as_i64().unwrap_or(1);
    (client, id(object).to_owned(), version, None)
}

async fn reception(app: &TestApp, verb: &str) -> Part {
    let (director, clerk) = (app.as_director().await, app.as_clerk().await);
    let leader = world::LEADER.id;
    match verb {
        "publish_days" => of(director, &planned(app, "2026-04-20", leader).await),
        "get_day" => of(director, &published(app, "2026-05-04", leader).await),
        "update_day" => of(director, &published(app, "2026-05-05", leader).await),
        "discard_day" => of(director, &planned(app, "2026-05-06", leader).await),
        "excuse_day" => of(director, &published(app, "2026-05-07", leader).await),
        "ask_swap" => {
            let (_, second) = second_leader(app).await;
            let mine = published(app, "2026-05-11", leader).await;
            let theirs = published(app, "2026-05-12", second).await;
            let (client, own, version, _) = of(app.as_leader().await, &mine);
            (client, own, version, Some(id(&theirs).to_owned()))
        }
        "agree_swap" => swap(app, verb, ["2026-05-13", "2026-05-14"]).await,
        "refuse_swap" => swap(app, verb, ["2026-05-18", "2026-05-19"]).await,
        "withdraw_swap" => swap(app, verb, ["2026-05-20", "2026-05-21"]).await,
        "book_appointment" => of(clerk, &published(app, "2026-05-25", leader).await),
        "cancel_appointment" | "miss_appointment" => {
            let on = if verb == "cancel_appointment" { "2026-05-26" } else { "2026-05-27" };
            let day = published(app, on, leader).await;
            let path = format!("{DAYS}/{}/appointments", id(&day));
            let booked = app.post(path).as_(&clerk).json(&json!({})).send().await.expect(201);
            of(clerk, &booked)
        }
        "record" | "get" => {
            let today = local_date(app.state.clock.now()).to_string();
            let receiver = if verb == "get" { second_leader(app).await.1 } else { leader };
            let day = published(app, &today, receiver).await;
            let case = app.case().registered().await;
            if verb == "record" {
                let (client, day, version, _) = of(clerk, &day);
                return (client, day, version, Some(case.id));
            }
            let body = json!({ "case_ids": [case.id] });
            of(clerk.clone(), &record(app, &clerk, &day, &body).await.expect(201))
        }
        _ => (director, String::new(), 1, None),
    }
}

async fn swap(app: &TestApp, verb: &str, days: [&str; 2]) -> Part {
    let (second, second_id) = second_leader(app).await;
    let leader = app.as_leader().await;
    let mine = published(app, days[0], world::LEADER.id).await;
    let theirs = published(app, days[1], second_id).await;
    let ask = json!({ "other_day_id": theirs["id"], "reason": "当日下乡" });
    let asked = act(app, &leader, &mine, "ask_swap", &ask).await.expect(200);
    let client = if verb == "withdraw_swap" { leader } else { second };
    of(client, &asked["swaps"][0])
}

async fn meeting(app: &TestApp, verb: &str) -> Part {
    let (director, leader) = (app.as_director().await, app.as_leader().await);
    match verb {
        "list" | "call" | "list_chairs" => (director, String::new(), 1, None),
        "list_of_case" => {
            let case = app.case().in_progress().await;
            let meeting = held(app, "weekly", &case).await;
            decided(app, &meeting, &case, world::HOUSING.id, "2026-06-30").await;
            (director, case.id, 1, None)
        }
        "start" => of(leader, &called(app, "weekly").await),
        "add_item" => {
            let meeting = called(app, "daily").await;
            let case = app.case().registered().await;
            let (client, own, version, _) = of(director, &meeting);
            (client, own, version, Some(case.id))
        }
        "remove_item" | "move_item" => {
            app.case().with("people_count", 9).registered().await;
            let meeting = called(app, "weekly").await;
            let item = id(&meeting["items"][0]).to_owned();
            let (client, own, version, _) = of(director, &meeting);
            (client, own, version, Some(item))
        }
        "issue_minutes" => of(leader, &closed(app).await),
        "attend" | "decide" | "close" => {
            let case = app.case().in_progress().await;
            let meeting = held(app, "weekly", &case).await;
            let item = item_of(&meeting, &case.id).unwrap_or_default();
            let (client, own, version, _) = of(leader, &meeting);
            (client, own, version, Some(id(&item).to_owned()))
        }
        _ => of(director, &called(app, "monthly").await),
    }
}

/// A meeting that is over.
async fn closed(app: &TestApp) -> Value {
    let case = app.case().in_progress().await;
    let meeting = held(app, "weekly", &case).await;
    let leader = app.as_leader().await;
    let nothing = json!({});
    let closing = crate::review_meetings::kit::act(app, &leader, &meeting, "close", &nothing);
    closing.await.expect(200)
}
