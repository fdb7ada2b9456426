//! What a rule may say, who may write it, and in which order it comes to act.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{
    RULES, Rule, after, draft, drafted, level, not_level, rows, runs, seen, test, turn,
};

fn everything() -> Value {
    json!({ "kind": "all" })
}

fn with(condition: &Value) -> Value {
    after(&["classified"], condition, &level("complex"))
}

/// One comparison within a group.
fn one(node: &Value) -> Value {
    with(&json!({ "kind": "all", "of": [node] }))
}

fn acting(actions: &Value) -> Value {
    after(&["classified"], &everything(), actions)
}

fn looking(trigger: &Value) -> Value {
    let mut definition = with(&everything());
    definition["trigger"] = trigger.clone();
    definition
}

/// Definitions that are wrong, the place where, and the code.
#[expect(clippy::too_many_lines, reason = "one row a mistake")]
fn wrong() -> Vec<(Value, &'static str, &'static str)> {
    const AT: &str = "/definition/condition/of/0";
    let nested = |depth: usize| {
        let test = test("is_ruled", "is", ("flag", json!(true)));
        (0..depth).fold(test, |inner, _| json!({ "kind": "not", "of": [inner] }))
    };
    let many = vec![test("is_ruled", "is", ("flag", json!(true))); 40];
    let nobody = "018f0000-0000-7000-8000-000000000009";
    vec![
        (
            with(&nested(5)),
            "/definition/condition/of/0/of/0/of/0/of/0",
            "automation.condition_too_deep",
        ),
        (
            with(&json!({ "kind": "all", "of": many })),
            "/definition/condition",
            "automation.condition_too_large",
        ),
        (one(&json!({ "kind": "any" })), AT, "automation.condition_empty"),
        (
            one(&test("colour", "in", ("values", json!(["red"])))),
            "/definition/condition/of/0/field",
            "type",
        ),
        (
            one(&test("people_count", "in", ("values", json!(["3"])))),
            "/definition/condition/of/0/op",
            "automation.operator_mismatch",
        ),
        (
            one(&test("status", "is_set", ("", json!(null)))),
            "/definition/condition/of/0/op",
            "automation.operator_mismatch",
        ),
        (
            one(&json!({ "kind": "test", "field": "people_count", "op": "ge", "number": 3,
                "values": ["3"] })),
            "/definition/condition/of/0/values",
            "automation.part_unexpected",
        ),
        (
            one(&test("people_count", "ge", ("", json!(null)))),
            "/definition/condition/of/0/number",
            "automation.value_required",
        ),
        (
            one(&test("people_count", "ge", ("number", json!(-1)))),
            "/definition/condition/of/0/number",
            "range",
        ),
        (
            one(&test("type_code", "below", ("values", json!(["ZZ"])))),
            "/definition/condition/of/0/values/0",
            "code.unknown",
        ),
        (
            one(&test("region_code", "below", ("values", json!(["123456"])))),
            "/definition/condition/of/0/values/0",
            "region.unknown",
        ),
        (
            one(&test("level", "in", ("values", json!(["simple", "huge"])))),
            "/definition/condition/of/0/values/1",
            "automation.value_unknown",
        ),
        (
            one(&test("lead_department", "in", ("values", json!([nobody])))),
            "/definition/condition/of/0/values/0",
            "department.unknown",
        ),
        (acting(&json!([])), "/definition/actions", "automation.action_required"),
        (acting(&json!([{ "kind": "set_level" }])), "/definition/actions/0/level", "missing_field"),
        (
            acting(&json!([{ "kind": "set_level", "level": "simple", "text": "x" }])),
            "/definition/actions/0/text",
            "automation.part_unexpected",
        ),
        (
            acting(&json!([{ "kind": "note", "text": "x" }])),
            "/definition/actions/0/role",
            "missing_field",
        ),
        (
            acting(&json!([{ "kind": "dispatch", "department_id": world::OTHER_HOUSING.id }])),
            "/definition/actions/0/department_id",
            "case.department_out_of_reach",
        ),
        (acting(&json!([{ "kind": "close" }])), "/definition/actions/0/kind", "type"),
        (
            acting(&json!([{ "kind": "notify" }])),
            "/definition/actions/0/recipient",
            "missing_field",
        ),
        (
            acting(&json!([{ "kind": "notify", "recipient": "lead", "text": "请联系李示例" }])),
            "/definition/actions/0/text",
            "automation.part_unexpected",
        ),
        (
            acting(&json!([
                { "kind": "notify", "recipient": "lead" },
                { "kind": "notify", "recipient": "lead" },
            ])),
            "/definition/actions/1",
            "duplicate",
        ),
        (
            acting(&json!([{ "kind": "issue_order", "ground_code": "no_progress" }])),
            "/definition/actions/0/reply_working_days",
            "missing_field",
        ),
        (
            acting(&json!([{ "kind": "issue_order", "ground_code": "whim",
                "reply_working_days": 3 }])),
            "/definition/actions/0/ground_code",
            "code.unknown",
        ),
        (
            acting(&json!([{ "kind": "issue_order", "ground_code": "no_progress",
                "reply_working_days": 31 }])),
            "/definition/actions/0/reply_working_days",
            "range",
        ),
        (looking(&json!({ "kind": "event" })), "/definition/trigger/events", "missing_field"),
        (
            looking(&json!({ "kind": "event", "events": ["revealed"] })),
            "/definition/trigger/events/0",
            "type",
        ),
        (
            looking(
                &json!({ "kind": "limit", "clock": "handling", "side": "before", "amount": 1 }),
            ),
            "/definition/trigger/unit",
            "missing_field",
        ),
        (
            looking(&json!({ "kind": "standing", "status": "archived", "amount": 1,
                "unit": "hours" })),
            "/definition/trigger/status",
            "automation.value_unknown",
        ),
        (
            {
                let mut definition = with(&everything());
                definition["valid_to"] = json!("2025-12-31");
                definition
            },
            "/definition/valid_to",
            "automation.validity_reversed",
        ),
    ]
}

#[actix_web::test]
async fn what_is_wrong_is_named_by_its_place_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let good = drafted(&app, "好规则", &with(&everything())).await;
    let before = rows(&app).await;
    for (definition, pointer, code) in wrong() {
        let sent = app.post(RULES).as_(&director).json(&draft("坏规则", &definition)).send().await;
        assert_fields(&sent, &[pointer]);
        let errors = sent.json()["errors"].clone();
        assert_eq!(errors[0]["code"], code, "{errors}");
        let body = json!({ "definition": definition });
        let changed = app.patch(good.path()).as_(&director).if_match(1).json(&body).send().await;
        assert_fields(&changed, &[pointer]);
        let body = json!({ "center_id": world::CENTER.id, "definition": definition });
        let path = format!("{RULES}/preview");
        assert_fields(&app.post(path).as_(&director).json(&body).send().await, &[pointer]);
    }
    // Deeper than any reader of JSON goes.
    let deep = "[".repeat(400) + &"]".repeat(400);
    let body = format!(
        "{{\"center_id\":\"{}\",\"name\":\"x\",\"definition\":{{\"condition\":{{\
        \"kind\":\"all\",\"of\":{deep}}}}}}}",
        world::CENTER.id
    );
    let sent = app
        .post(RULES)
        .as_(&director)
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await;
    assert!([400, 422].contains(&sent.status), "{sent}");
    assert_eq!(rows(&app).await, before);
}

#[actix_web::test]
async fn only_a_rule_with_a_source_and_a_first_day_is_activated() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let mut open = with(&not_level("complex"));
    open.as_object_mut()
        .expect("an object")
        .retain(|name, _| !["source", "valid_from"].contains(&name.as_str()));
    let rule = drafted(&app, "草稿", &open).await;
    assert_eq!(rule.view["state"], "draft");
    assert_eq!(
        rule.view["sentence"],
        "分类定级后，如果等级不是复杂，则定为复杂。本规则直接处理案件，只能由综治中心主任在其辖区内启用。"
    );
    let refused = turn(&app, &director, &rule, "activate").await;
    let body = assert_problem(&refused, 409, "automation.incomplete");
    assert_eq!(body["missing"], json!(["source", "valid_from"]));
    assert_eq!(seen(&app, &rule).await.view["state"], "draft");
    let pause = turn(&app, &director, &rule, "pause").await;
    let body = assert_problem(&pause, 409, "automation.wrong_state");
    assert_eq!(body["allowed_actions"], json!(["update", "activate", "retire"]));
    let whole = json!({ "definition": with(&not_level("complex")) });
    let sent = app.patch(rule.path()).as_(&director).if_match(1).json(&whole).send().await;
    let rule = Rule::of(&sent);
    let stale = Rule { version: 1, ..rule.clone() };
    assert_problem(&turn(&app, &director, &stale, "activate").await, 412, "request.stale_version");
    let unseen = app.post(format!("{}/actions/activate", rule.path())).as_(&director);
    let unseen = unseen.json(&json!({ "reason": "x" })).send().await;
    assert_problem(&unseen, 428, "request.if_match_missing");
    let silent = app.post(format!("{}/actions/activate", rule.path())).as_(&director);
    let silent = silent.if_match(2).json(&json!({ "reason": " " })).send().await;
    assert_fields(&silent, &["/reason"]);
    turn(&app, &director, &rule, "activate").await.expect(200);
}

#[actix_web::test]
async fn a_name_belongs_to_one_rule_of_a_centre_until_it_is_retired() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let first = drafted(&app, "Alpha 规则", &with(&everything())).await;
    let second = drafted(&app, "另一条", &with(&everything())).await;
    let before = rows(&app).await;
    let body = draft("alpha 规则 ", &with(&everything()));
    let again = app.post(RULES).as_(&director).json(&body).send().await;
    assert_problem(&again, 409, "automation.duplicate_name");
    let body = json!({ "name": "Alpha 规则" });
    let renamed = app.patch(second.path()).as_(&director).if_match(1).json(&body).send().await;
    assert_problem(&renamed, 409, "automation.duplicate_name");
    assert_eq!(rows(&app).await, before);
    let gone = turn(&app, &director, &first, "retire").await.expect(200);
    assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("retired"), &json!([])));
    app.patch(second.path()).as_(&director).if_match(1).json(&body).send().await.expect(200);
}

#[actix_web::test]
async fn rules_are_written_by_directors_and_administrators_within_their_region() {
    let app = TestApp::new().await;
    let rule = drafted(&app, "县级", &with(&everything())).await;
    let body = draft("别人的", &with(&everything()));
    for client in [app.as_clerk().await, app.as_handler().await, app.as_leader().await] {
        let listed = app.get(RULES).as_(&client).send().await;
        assert_problem(&listed, 403, "auth.not_allowed");
        assert_problem(&app.get(rule.path()).as_(&client).send().await, 403, "auth.not_allowed");
        assert_problem(
            &app.post(RULES).as_(&client).json(&body).send().await,
            403,
            "auth.not_allowed",
        );
    }
    for client in [app.as_supervisor().await, app.as_dispatcher().await] {
        let read = app.get(rule.path()).as_(&client).send().await.expect(200);
        assert_eq!(read["allowed_actions"], json!([]));
        assert_problem(
            &app.post(RULES).as_(&client).json(&body).send().await,
            403,
            "auth.not_allowed",
        );
        let refused = turn(&app, &client, &rule, "activate").await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    // Of another county, and of a township below: the rule is not there.
    for client in [app.as_other_dispatcher().await, app.as_township_dispatcher().await] {
        let page = app.get(format!("{RULES}?count=exact")).as_(&client).send().await.expect(200);
        assert_eq!((&page["items"], &page["total"]), (&json!([]), &json!(0)));
        for part in ["", "/versions", "/runs"] {
            let path = format!("{}{part}", rule.path());
            assert_problem(&app.get(path).as_(&client).send().await, 404, "request.not_found");
        }
        let preview = json!({ "center_id": world::CENTER.id, "definition": with(&everything()) });
        let path = format!("{RULES}/preview");
        let refused = app.post(path).as_(&client).json(&preview).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let director = app.as_director().await;
    let mut other = body.clone();
    other["center_id"] = json!(world::OTHER_CENTER.id);
    assert_problem(
        &app.post(RULES).as_(&director).json(&other).send().await,
        403,
        "auth.not_allowed",
    );
    other["center_id"] = json!(rule.id);
    assert_fields(&app.post(RULES).as_(&director).json(&other).send().await, &["/center_id"]);
}

#[actix_web::test]
async fn the_history_says_what_each_version_changed_and_what_was_decided() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let rule = drafted(&app, "提级", &with(&not_level("complex"))).await;
    let rule = Rule::of(&turn(&app, &director, &rule, "activate").await);
    let mut changed = with(&not_level("difficult"));
    changed["valid_to"] = json!("2026-12-31");
    let body = json!({ "definition": changed, "reason": "按新办法" });
    let sent =
        app.patch(rule.path()).as_(&director).if_match(rule.version).json(&body).send().await;
    sent.expect(200);
    let path = format!("{}/versions", rule.path());
    let page = app.get(&path).as_(&director).send().await.expect(200);
    let [second, first] = page["items"].as_array().map(Vec::as_slice).unwrap_or_default() else {
        panic!("{page}");
    };
    assert_eq!(
        second["changes"],
        json!([
            { "member": "condition", "before": "等级不是复杂", "after": "等级不是疑难" },
            { "member": "valid_to", "before": null, "after": "2026-12-31" },
        ])
    );
    assert_eq!(
        (&second["reason"], &second["changed_by"]["name"]),
        (&json!("按新办法"), &json!("朱任"))
    );
    assert_eq!(first["changes"].as_array().map(Vec::len), Some(6), "{first}");
    assert_eq!(first["turns"][0]["turn"], "activate");
    assert_eq!(first["turns"][0]["reason"], "经主任会议研究同意");
    let one = app.get(format!("{path}?limit=1")).as_(&director).send().await.expect(200);
    let cursor = one["next_cursor"].as_str().unwrap_or_default().to_owned();
    let next = app.get(format!("{path}?cursor={cursor}")).as_(&director).send().await.expect(200);
    assert_eq!(next["items"][0]["version"], 1);
    assert_eq!(runs(&app, &director, &rule).await, Vec::<Value>::new());
}
