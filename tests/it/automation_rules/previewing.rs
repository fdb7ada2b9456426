//! What a draft matches now, what it would have matched last month, and that looking changes
//! nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::automation_rules::jobs;
use zongzhi::features::cases::jobs::auto_sign;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{RULES, active, after, level, not_level, rows, runs, state, test};

async fn preview(app: &TestApp, client: &Client, definition: &Value, more: &Value) -> Value {
    let mut body = json!({ "center_id": world::CENTER.id, "definition": definition });
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    app.post(format!("{RULES}/preview")).as_(client).json(&body).send().await.expect(200)
}

fn numbers(list: &Value) -> BTreeSet<String> {
    let items = list["items"].as_array().into_iter().flatten();
    items.map(|item| item["case"]["case_no"].as_str().unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn the_present_is_what_the_condition_holds_on_and_the_past_is_as_it_was() {
    let app = TestApp::new().await;
    let (director, dispatcher) = (app.as_director().await, app.as_dispatcher().await);
    let case = app.case().classified().await;
    app.advance(Duration::days(2));
    // Complex by now: no match any more, but it was one when it was classified.
    let now = json!({ "type_code": "0202", "level": "complex" });
    let case = app.act(&dispatcher, &case, "classify", &now).await;
    let late = app.case().dispatched().await;
    let bare = app.case().registered().await;
    let before = rows(&app).await;
    let definition = after(&["classified"], &not_level("complex"), &level("complex"));
    let shown = preview(&app, &director, &definition, &json!({})).await;
    assert_eq!(
        shown["sentence"],
        "分类定级后，如果等级不是复杂，则定为复杂。本规则直接处理案件，只能由综治中心主任在其辖区内启用。"
    );
    assert_eq!(
        numbers(&shown["now"]),
        BTreeSet::from([late.number().to_owned(), bare.number().to_owned()])
    );
    let of = |list: &Value, number: &str| {
        let items = list["items"].as_array().cloned().unwrap_or_default();
        items.into_iter().find(|item| item["case"]["case_no"] == number).unwrap_or_default()
    };
    // Too late for the one, too early for the other.
    assert_eq!(of(&shown["now"], late.number())["sentence"], "会被拒绝：当前状态不能进行此操作");
    assert_eq!(of(&shown["now"], late.number())["code"], "case.illegal_transition");
    assert_eq!(of(&shown["now"], bare.number())["code"], "case.not_classified");
    let month = &shown["last_month"];
    assert_eq!((&month["count"], &month["is_capped"]), (&json!(2), &json!(false)));
    let then = of(month, case.number());
    assert_eq!(
        (&then["at"], &then["fact"]),
        (&json!("2026-03-02T01:00:00Z"), &json!("classified"))
    );
    assert_eq!(
        (&then["outcome"], &then["sentence"]),
        (&json!("done"), &json!("会定级 一般 → 复杂"))
    );
    assert_eq!(of(month, late.number())["status"], "registered");
    assert!(shown["cost"]["events"].as_u64().is_some_and(|events| events >= 4), "{shown}");
    assert_eq!(rows(&app).await, before);
    // A test run looks at one case alone.
    let one = preview(&app, &director, &definition, &json!({ "case_no": case.number() })).await;
    assert_eq!((&one["now"]["count"], &one["last_month"]["count"]), (&json!(0), &json!(1)));
    app.advance(Duration::days(31));
    let later = preview(&app, &director, &definition, &json!({})).await;
    assert_eq!(later["last_month"]["count"], 0);
}

#[actix_web::test]
async fn a_preview_stays_within_the_callers_scope_and_the_centres() {
    let app = TestApp::new().await;
    let definition = after(
        &["registered"],
        &json!({ "kind": "all" }),
        &json!([
            { "kind": "note", "role": "supervisor", "text": "请关注" },
        ]),
    );
    let own = app.case().registered().await;
    app.case().by(&app.as_other_clerk().await).registered().await;
    let township = app.case().by(&app.as_township_clerk().await).registered().await;
    let seen = preview(&app, &app.as_supervisor().await, &definition, &json!({})).await;
    let both = BTreeSet::from([own.number().to_owned(), township.number().to_owned()]);
    assert_eq!((numbers(&seen["now"]), numbers(&seen["last_month"])), (both.clone(), both));
    // The administrator may write rules and sees no case.
    let blind = preview(&app, &app.as_system_admin().await, &definition, &json!({})).await;
    for list in ["now", "last_month"] {
        assert_eq!(
            (&blind[list]["count"], &blind[list]["items"]),
            (&json!(0), &json!([])),
            "{list}"
        );
    }
    let townships = json!({ "center_id": world::TOWNSHIP_CENTER.id });
    let below = preview(&app, &app.as_director().await, &definition, &townships).await;
    assert_eq!(numbers(&below["now"]), BTreeSet::from([township.number().to_owned()]));
}

#[actix_web::test]
async fn pages_go_on_where_the_last_one_ended() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    for _ in 0..5 {
        app.advance(Duration::minutes(1));
        app.case().registered().await;
    }
    let definition = after(&["registered"], &json!({ "kind": "all" }), &level("complex"));
    for (list, cursor) in [("now", "now_cursor"), ("last_month", "month_cursor")] {
        let (mut found, mut asked) = (Vec::new(), json!({ "limit": 2 }));
        loop {
            let page = preview(&app, &director, &definition, &asked).await[list].clone();
            assert_eq!(page["count"], 5);
            found.extend(numbers(&page));
            if page["next_cursor"].is_null() {
                break;
            }
            asked[cursor] = page["next_cursor"].clone();
            // Who turns the page is never there in the same instant.
            app.advance(Duration::seconds(1));
        }
        assert_eq!(found.len(), 5, "{list}");
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 5, "{list}");
    }
    let first = preview(&app, &director, &definition, &json!({ "limit": 2 })).await;
    let cursors = [&first["now"]["next_cursor"], &first["last_month"]["next_cursor"]];
    let mut other = definition.clone();
    other["actions"] = level("simple");
    let own = world::CENTER.id;
    // Of no list, of the other list, of another draft, of other cases.
    for (definition, mut body) in [
        (&definition, json!({ "center_id": own, "now_cursor": "x" })),
        (&definition, json!({ "center_id": own, "now_cursor": cursors[1] })),
        (&definition, json!({ "center_id": own, "month_cursor": cursors[0] })),
        (&other, json!({ "center_id": own, "now_cursor": cursors[0] })),
        (&other, json!({ "center_id": own, "month_cursor": cursors[1] })),
        (&definition, json!({ "center_id": world::TOWNSHIP_CENTER.id, "now_cursor": cursors[0] })),
    ] {
        body["definition"] = definition.clone();
        let bad = app.post(format!("{RULES}/preview")).as_(&director).json(&body).send().await;
        zongzhi_tests::assert::assert_problem(&bad, 400, "request.invalid_cursor");
    }
}

#[actix_web::test]
async fn a_rule_that_keeps_time_does_what_its_preview_said() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    for people in 0..6 {
        let case = app.case().with("people_count", people).dispatched().await;
        if people % 2 == 0 {
            let handler = app.as_handler().await;
            let seen = app.see(&handler, &case).await;
            app.act(&handler, &seen, "sign", &json!({})).await;
        }
        app.advance(Duration::days(1));
    }
    app.advance(Duration::days(4));
    auto_sign(Arc::clone(&app.state)).await.expect("a round");
    let condition = json!({ "kind": "any", "of": [
        test("people_count", "ge", ("number", json!(3))),
        test("days_over", "ge", ("number", json!(2))),
    ] });
    let mut definition = after(
        &["classified"],
        &condition,
        &json!([
            { "kind": "note", "role": "supervisor", "text": "即将到期" },
        ]),
    );
    definition["trigger"] = json!({ "kind": "limit", "clock": "handling", "side": "before",
        "amount": 1, "unit": "working_days" });
    let shown = preview(&app, &director, &definition, &json!({ "limit": 50 })).await;
    let expected = numbers(&shown["now"]);
    assert!(!expected.is_empty() && expected.len() < 6, "{shown}");
    let rule = active(&app, "到期提醒", &definition).await;
    jobs::keep_time(state(&app)).await.expect("a round");
    let log = runs(&app, &director, &rule).await;
    let ran: BTreeSet<_> = log
        .iter()
        .map(|run| run["case"]["case_no"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!((ran, log.len()), (expected.clone(), expected.len()));
    // And it said so of the month as well, at the instants at which it would have looked.
    let month = numbers(&shown["last_month"]);
    assert!(month.is_superset(&expected), "{shown}");
}

/// A page is read together, however many rows it has.
#[actix_web::test]
async fn a_preview_costs_the_same_for_one_match_and_for_many() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    for _ in 0..6 {
        app.case().classified().await;
    }
    let definition = after(&["classified"], &not_level("complex"), &level("complex"));
    preview(&app, &director, &definition, &json!({})).await;
    let mut costs = Vec::new();
    for limit in [1, 6] {
        let before = app.statements();
        let shown = preview(&app, &director, &definition, &json!({ "limit": limit })).await;
        let items = shown["now"]["items"].as_array().map(Vec::len);
        assert_eq!(items, usize::try_from(limit).ok(), "{shown}");
        costs.push((app.statements() - before, shown["cost"]["statements"].clone()));
    }
    assert_eq!(costs[0], costs[1], "a preview reads case by case");
}
