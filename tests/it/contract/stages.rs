//! Who sends each operation's example, and to what: the world is led to where it fits.

use serde_json::{Value, json};
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::notices::fan_out::fan_out;
use zongzhi::features::reports::journal::follow_ledger;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::Case;
use zongzhi_tests::builders::citizen::submission;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::applying;
use super::assessing;
use super::bulk;
use super::connecting;
use super::duty;
use super::mediating;
use super::meetings;
use super::openapi::Operation;
use super::stationing;
use super::webhooks;

/// Who sends an operation's example, and to what.
pub(super) struct Stage {
    pub(super) client: Client,
    /// For the parameters of the path, in their order.
    pub(super) ids: Vec<String>,
    pub(super) version: i64,
    /// The other case an action names.
    pub(super) other: Option<String>,
    /// Members and parameters that only this world can name.
    pub(super) own: Value,
}

impl Stage {
    pub(super) fn of(client: Client, id: impl Into<String>) -> Self {
        Self { client, ids: vec![id.into()], version: 1, other: None, own: Value::Null }
    }

    /// The same on another version.
    pub(super) fn at(self, version: i64) -> Self {
        Self { version, ..self }
    }

    fn case(client: Client, case: &Case) -> Self {
        let (ids, version) = (vec![case.id.clone()], case.version);
        Self { client, ids, version, other: None, own: Value::Null }
    }
}

/// What the example calls by a placeholder has another name in the world.
pub(super) fn in_this_world(name: &str, example: &Value, client: &Client) -> Value {
    let everybody = world::PEOPLE;
    let own = everybody.iter().find(|person| person.username == client.username);
    match name {
        "lead_department_id" => json!(world::HOUSING.id),
        "department_id" => json!(world::JUSTICE.id),
        "region_id" => json!(world::OTHER_TOWNSHIP.id),
        "person_id" => json!(world::HANDLER.id),
        "user_id" => json!(world::HANDLER.user_id),
        "substitute_id" => json!(world::CLERK.id),
        "leader_id" => json!(world::LEADER.id),
        "to_center_id" => json!(world::TOWNSHIP_CENTER.id),
        "center_id" => json!(world::CENTER.id),
        "capacity_id" => json!(own.map(|person| person.capacity_id)),
        "current_password" | "password" => json!(world::PASSWORD),
        _ => example.clone(),
    }
}

#[expect(clippy::too_many_lines, reason = "one arm an operation")]
pub(super) async fn stage(app: &TestApp, operation: &Operation) -> Stage {
    let id = operation.body["operationId"].as_str().unwrap_or_default();
    if let Some((client, own, version, other)) = meetings::stage(app, id).await {
        return Stage { version, other, ..Stage::of(client, own) };
    }
    if let Some(stage) = stationing::stage(app, id).await {
        return stage;
    }
    if let Some(stage) = bulk::stage(app, id).await {
        return stage;
    }
    if let Some(stage) = duty::stage(app, id).await {
        return stage;
    }
    if let Some(stage) = applying::stage(app, id).await {
        return stage;
    }
    if let Some(stage) = connecting::stage(app, id).await {
        return stage;
    }
    if let Some(stage) = webhooks::stage(app, id).await {
        return stage;
    }
    if let Some(verb) = operation.path.strip_prefix("/api/v1/cases/{case_id}/actions/") {
        return match verb {
            "merge" | "unmerge" => merging(app, verb).await,
            "unsplit" => unsplitting(app).await,
            verb => acting(app, verb).await,
        };
    }
    match id {
        "cases_get"
        | "cases_list_events"
        | "cases_list_similar"
        | "cases_get_time_use"
        | "cases_explain_right"
        | "cases_list_parties"
        | "cases_add_party"
        | "cases_replace_tracking_code"
        | "correspondence_list_notes"
        | "correspondence_write_note"
        | "correspondence_list_replies"
        | "correspondence_reply"
        | "applicant_notices_list" => {
            Stage::case(app.as_clerk().await, &app.case().registered().await)
        }
        "cases_explain_clock"
        | "cases_reveal_field"
        | "cases_get_party"
        | "cases_correct_party" => {
            let case = app.case().registered().await;
            let children = if id == "cases_explain_clock" { "clocks" } else { "parties" };
            let child = case.view[children][0]["id"].as_str().unwrap_or_default().to_owned();
            let client = app.as_clerk().await;
            Stage { ids: vec![case.id.clone(), child], ..Stage::case(client, &case) }
        }
        "applicant_notices_tell" => {
            let stopped = acting(app, "resume").await;
            let path = format!("/api/v1/cases/{}/applicant-notices", stopped.ids[0]);
            let clerk = app.as_clerk().await;
            let told = app.get(path).as_(&clerk).send().await.expect(200);
            let notice = told["items"][0]["id"].as_str().unwrap_or_default().to_owned();
            let ids = vec![stopped.ids[0].clone(), notice];
            Stage { ids, ..Stage::of(clerk, "") }
        }
        "users_get" | "users_update" | "users_reset_password" | "users_reset_otp" => {
            Stage::of(app.as_system_admin().await, world::CLERK.user_id)
        }
        "personnel_get_person" | "personnel_update_person" => {
            Stage::of(app.as_system_admin().await, world::CLERK.id)
        }
        "personnel_get_capacity" | "personnel_update_capacity" => {
            Stage::of(app.as_system_admin().await, world::CLERK.capacity_id)
        }
        "regions_get" => Stage::of(app.as_clerk().await, world::COUNTY.id),
        "departments_get" | "departments_update" => {
            Stage::of(app.as_system_admin().await, world::HOUSING.id)
        }
        "centers_get" | "centers_update" => {
            Stage::of(app.as_system_admin().await, world::CENTER.id)
        }
        "code_sets_get" => Stage::of(app.as_clerk().await, "case_type"),
        "time_limits_get" => {
            let clerk = app.as_clerk().await;
            let rules = app.get("/api/v1/time-limit-rules").as_(&clerk).send().await.expect(200);
            Stage::of(clerk, rules["items"][0]["id"].as_str().unwrap_or_default())
        }
        "procedure_rules_get" => {
            let clerk = app.as_clerk().await;
            let rules = app.get("/api/v1/procedure-rules").as_(&clerk).send().await.expect(200);
            Stage::of(clerk, rules["items"][0]["id"].as_str().unwrap_or_default())
        }
        "time_limits_retire" | "time_limits_simulate_retirement" => {
            let admin = app.as_system_admin().await;
            // One of its own for each: rules for the same cases must not overlap.
            let channel = if id == "time_limits_retire" { "grid" } else { "petition" };
            let rule = json!({ "code": id, "clock": "review", "channel": channel,
                "amount": 2, "day_kind": "working", "start": "next_day", "roll": "none",
                "source": "x", "valid_from": "2028-01-01" });
            let made = app.post("/api/v1/time-limit-rules").as_(&admin).json(&rule).send().await;
            Stage::of(admin, made.expect(201)["id"].as_str().unwrap_or_default())
        }
        "limit_changes_get" | "limit_changes_list_items" => {
            let admin = app.as_system_admin().await;
            let rule = json!({ "code": "tried", "clock": "review", "channel": "online", "amount": 2,
                "day_kind": "working", "start": "next_day", "roll": "none", "source": "x",
                "valid_from": "2028-01-01" });
            let path = "/api/v1/time-limit-rules/simulations";
            let tried = app.post(path).as_(&admin).json(&rule).send().await;
            Stage::of(admin, tried.expect(201)["id"].as_str().unwrap_or_default())
        }
        "feedback_get" | "feedback_answer" => {
            let body = json!({ "page": "/", "kind": "idea", "text": "x" });
            let clerk = app.as_clerk().await;
            let sent = app.post("/api/v1/feedback").as_(&clerk).json(&body).send().await;
            let id = sent.expect(201)["id"].as_str().unwrap_or_default().to_owned();
            Stage::of(app.as_system_admin().await, id)
        }
        "notices_read" => {
            app.case().dispatched().await;
            let state = app.state.clone().into_inner();
            seal_ledger(state.clone()).await.expect("sealing");
            fan_out(state).await.expect("telling");
            let handler = app.as_handler().await;
            let unread = app.get("/api/v1/notices?is_unread=true").as_(&handler).send().await;
            let id = unread.expect(200)["items"][0]["id"].clone();
            Stage::of(handler, id.as_str().unwrap_or_default())
        }
        "notices_update_preferences" => Stage { version: 0, ..Stage::of(app.as_clerk().await, "") },
        "substitutions_set" => Stage::of(app.as_dispatcher().await, ""),
        "substitutions_get" | "substitutions_revoke" => {
            // Two examples, two periods: they may not overlap.
            let month = if id == "substitutions_get" { "05" } else { "06" };
            let body = json!({
                "capacity_id": world::HANDLER.capacity_id,
                "substitute_id": world::OTHER_HANDLER.id,
                "from_on": format!("2026-{month}-01"),
                "until_on": format!("2026-{month}-02"),
            });
            let director = app.as_director().await;
            let set = app.post("/api/v1/substitutions").as_(&director).json(&body).send().await;
            let id = set.expect(201)["id"].as_str().unwrap_or_default().to_owned();
            Stage::of(director, id)
        }
        _ if id.starts_with("supervision_orders_") => supervising(app, id).await,
        "automation_rules_create" | "automation_rules_list" | "automation_rules_preview" => {
            Stage::of(app.as_director().await, "")
        }
        id if id.starts_with("automation_rules_") => {
            let (director, rule) = automation_rule(app).await;
            let path = format!("/api/v1/automation-rules/{rule}");
            let reason = json!({ "reason": "x" });
            let mut version = 1;
            if id == "automation_rules_pause" {
                let path = format!("{path}/actions/activate");
                let done = app.post(path).as_(&director).if_match(1).json(&reason).send().await;
                done.expect(200);
                version = 2;
            }
            Stage { version, ..Stage::of(director, rule) }
        }
        "cases_preview_bulk" | "cases_run_bulk" => Stage::of(app.as_dispatcher().await, ""),
        "views_get" | "views_update" | "views_remove" => {
            let clerk = app.as_clerk().await;
            let body = json!({ "name": id, "filters": {} });
            let saved = app.post("/api/v1/views").as_(&clerk).json(&body).send().await;
            let id = saved.expect(201)["id"].as_str().unwrap_or_default().to_owned();
            Stage::of(clerk, id)
        }
        _ if id.starts_with("views_") => Stage::of(app.as_clerk().await, ""),
        "cases_get_routing" => {
            Stage::case(app.as_dispatcher().await, &app.case().classified().await)
        }
        "dossiers_seal" => {
            let clerk = app.as_clerk().await;
            let case = app.case().mediated().closed().await;
            app.file_required(&case).await;
            let version = app.dossier(&clerk, &case).await["version"].as_i64();
            let other = Some(case.number().to_owned());
            Stage { version: version.unwrap_or(0), other, ..Stage::of(clerk, case.id) }
        }
        "attachments_list" | "attachments_add" | "dossiers_get" | "dossiers_open" => {
            Stage::case(app.as_clerk().await, &app.case().registered().await)
        }
        id if id.starts_with("attachments_") => {
            let clerk = app.as_clerk().await;
            let case = app.case().registered().await;
            let kept = app.attach(&clerk, &case, "a.txt", b"x", None).await;
            let id = kept["id"].as_str().unwrap_or_default().to_owned();
            let version = kept["version"].as_i64().unwrap_or(0);
            Stage { ids: vec![case.id, id], version, ..Stage::of(clerk, "") }
        }
        "events_stream" | "events_list_changes" => Stage::of(app.as_clerk().await, ""),
        "oversight_get" | "precedents_list" => Stage::of(app.as_director().await, ""),
        "precedents_get" | "precedents_retire" => {
            let case = acting(app, "rule").await;
            let path = format!("/api/v1/cases/{}/actions/rule", case.ids[0]);
            let body = json!({ "lead_department_id": world::JUSTICE.id, "reason": "x" });
            let asking = app.post(path).as_(&case.client).if_match(case.version);
            asking.json(&body).send().await.expect(200);
            let found = app.get("/api/v1/precedents").as_(&case.client).send().await.expect(200);
            let id = found["items"][0]["id"].as_str().unwrap_or_default().to_owned();
            Stage::of(app.as_director().await, id)
        }
        "visits_get"
        | "visits_list_receivers"
        | "visits_hand_over"
        | "visits_accept"
        | "visits_close"
        | "visits_link" => visiting(app, id).await,
        _ if id.starts_with("visits_") => Stage::of(app.as_clerk().await, ""),
        _ if id.starts_with("public_") => citizens(app, id).await,
        "callbacks_get_signal" | "callbacks_answer_signal" => questioned(app).await,
        _ if id.starts_with("callbacks_") => Stage::of(app.as_supervisor().await, ""),
        _ if id.starts_with("reports_") => reporting(app, id).await,
        _ if id.starts_with("reconciliations_") || id.starts_with("questions_") => {
            reconciling(app, id).await
        }
        "burden_tell" => Stage::of(app.as_clerk().await, ""),
        "burden_get" => Stage::of(app.as_director().await, ""),
        _ if ["mediations_", "rooms_", "mediators_", "agreements_"]
            .iter()
            .any(|slice| id.starts_with(slice)) =>
        {
            mediating::stage(app, id).await
        }
        "audit_list_entries" => Stage::of(app.as_auditor().await, ""),
        _ if id.starts_with("assessment") => assessing::stage(app, id).await,
        "document_templates_get" => {
            let clerk = app.as_clerk().await;
            let all = app.get("/api/v1/document-templates").as_(&clerk).send().await.expect(200);
            Stage::of(clerk, all["items"][0]["id"].as_str().unwrap_or_default())
        }
        _ if id.starts_with("documents_") => papers(app, id).await,
        _ if id.starts_with("cases_") || id.starts_with("auth_") => {
            Stage::of(app.as_clerk().await, "")
        }
        _ => Stage::of(app.as_system_admin().await, ""),
    }
}

/// A citizen, and a case where the operation is next.
async fn citizens(app: &TestApp, id: &str) -> Stage {
    let clerk = Stage::of(app.as_clerk().await, "");
    if id == "public_confirm_case" {
        let pending = app.public("cases", &submission()).send().await.expect(200);
        let own = json!({ "confirmation_token": pending["confirmation_token"] });
        return Stage { own, ..clerk };
    }
    let citizen = app.submitted().await;
    if ["public_rate", "public_reopen"].contains(&id) {
        app.led_to(&citizen, "closed").await;
    }
    Stage { own: citizen.says(json!({})), ..clerk }
}

/// A question about a rating, and who answers it.
async fn questioned(app: &TestApp) -> Stage {
    let citizen = app.submitted().await;
    let body = json!({ "about": "solicited", "text": "x" });
    app.citizen(&citizen, "complaints", body).await.expect(200);
    let supervisor = app.as_supervisor().await;
    let found = app.get("/api/v1/callbacks/signals").as_(&supervisor).send().await.expect(200);
    Stage::of(supervisor, found["items"][0]["id"].as_str().unwrap_or_default())
}

/// A list with a number that is not registered, and the question about it.
async fn reconciling(app: &TestApp, id: &str) -> Stage {
    let supervisor = app.as_supervisor().await;
    if ["reconciliations_run", "reconciliations_list", "questions_list"].contains(&id) {
        return Stage::of(supervisor, "");
    }
    // Its name as it is now: another example may have changed it.
    let unit = app.get(format!("/api/v1/departments/{}", world::HOUSING.id)).as_(&supervisor);
    let unit = unit.send().await.expect(200)["name"].clone();
    // A number is asked about once, whichever example comes first.
    let number = format!("{id}-{}", app.state.ids.next());
    let body = json!({ "source_system": "12345", "month": "2026-02",
        "numbers": [{ "number": number, "unit": unit }] });
    let sent = app.post("/api/v1/reconciliations").as_(&supervisor).json(&body).send().await;
    let run = sent.expect(201)["id"].as_str().unwrap_or_default().to_owned();
    if ["reconciliations_get", "reconciliations_list_items"].contains(&id) {
        return Stage::of(supervisor, run);
    }
    let items = format!("/api/v1/reconciliations/{run}/items");
    let found = app.get(&items).as_(&supervisor).send().await.expect(200);
    let item = found["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    if id.starts_with("reconciliations_") {
        return Stage { ids: vec![run, item], ..Stage::of(supervisor, "") };
    }
    let path = format!("{items}/{item}/actions/ask");
    let asked = app.post(path).as_(&supervisor).if_match(1).json(&json!({})).send().await;
    let question = asked.expect(200)["question"]["id"].as_str().unwrap_or_default().to_owned();
    Stage::of(app.as_handler().await, question)
}

/// A rule that may be activated, and who may.
async fn automation_rule(app: &TestApp) -> (Client, String) {
    let director = app.as_director().await;
    let name = app.state.ids.next();
    let body = json!({ "center_id": world::CENTER.id, "name": name, "definition": {
        "source": "x", "valid_from": "2026-01-01",
        "trigger": { "kind": "event", "events": ["classified"] },
        "condition": { "kind": "all" },
        "actions": [{ "kind": "set_level", "level": "complex" }],
    } });
    let sent = app.post("/api/v1/automation-rules").as_(&director).json(&body).send().await;
    let id = sent.expect(201)["id"].as_str().unwrap_or_default().to_owned();
    (director, id)
}

/// A month of a report, or one that may be closed or is.
async fn reporting(app: &TestApp, id: &str) -> Stage {
    let director = app.as_director().await;
    match id {
        "reports_get" | "reports_list_rows" | "reports_export" => {
            return Stage::of(director, "monthly");
        }
        "reports_close" | "reports_get_closing" => {}
        _ => return Stage::of(director, ""),
    }
    let state = app.state.clone().into_inner();
    while seal_ledger(state.clone()).await.expect("sealing") > 0 {}
    while follow_ledger(state.clone()).await.expect("counting") > 0 {}
    if id == "reports_close" {
        return Stage::of(director, "");
    }
    let closings = "/api/v1/report-closings";
    let known = app.get(closings).as_(&director).send().await.expect(200);
    let closed = if let Some(id) = known["items"][0]["id"].as_str() {
        id.to_owned()
    } else {
        let body = json!({ "month": "2026-01" });
        let closed = app.post(closings).as_(&director).json(&body).send().await.expect(201);
        closed["id"].as_str().unwrap_or_default().to_owned()
    };
    Stage::of(director, closed)
}

/// A case with a receipt where the operation is about one.
async fn papers(app: &TestApp, id: &str) -> Stage {
    let (clerk, case) = (app.as_clerk().await, app.case().registered().await);
    if ["documents_list_kinds", "documents_draft", "documents_preview", "documents_issue"]
        .contains(&id)
    {
        return Stage::case(clerk, &case);
    }
    let path = format!("{}/documents", case.path());
    let body = json!({ "kind": "receipt" });
    let issued = app.post(path).as_(&clerk).json(&body).send().await.expect(201);
    let of = |name: &str| issued[name].as_str().unwrap_or_default().to_owned();
    let ids = match id {
        "documents_list" => vec![case.id.clone()],
        "documents_verify" => vec![of("document_no"), of("check_code")],
        _ => vec![case.id.clone(), of("id")],
    };
    Stage { ids, version: 1, ..Stage::case(clerk, &case) }
}

/// A visit, and whose turn it is.
async fn visiting(app: &TestApp, id: &str) -> Stage {
    let clerk = app.as_clerk().await;
    let body = json!({ "channel": "walk_in" });
    let noted = app.post("/api/v1/visits").as_(&clerk).json(&body).send().await.expect(201);
    let visit = noted["id"].as_str().unwrap_or_default().to_owned();
    if id == "visits_accept" {
        let path = format!("/api/v1/visits/{visit}/actions/hand_over");
        let to = json!({ "person_id": world::DISPATCHER.id });
        app.post(path).as_(&clerk).if_match(1).json(&to).send().await.expect(200);
        return Stage { version: 2, ..Stage::of(app.as_dispatcher().await, visit) };
    }
    let other = app.case().registered().await.id;
    Stage { other: Some(other), ..Stage::of(clerk, visit) }
}

/// A case where `verb` is next, and who does it.
async fn acting(app: &TestApp, verb: &str) -> Stage {
    let case = app.case();
    let case = match verb {
        "classify" | "decline" | "withdraw" | "restrict" => case.registered().await,
        "dispatch" => case.classified().await,
        "sign" | "return" => case.dispatched().await,
        "rule" => {
            let case = case.dispatched().await;
            let body = json!({ "ground_code": "01", "note": "x" });
            app.act(&app.as_handler().await, &case, "return", &body).await
        }
        "report_progress" | "resolve" | "add_assist" | "suspend" | "request_extension"
        | "request_suspension" | "transfer_level" | "take_charge" | "split" => {
            case.in_progress().await
        }
        "complete_assist" => {
            let case = case.assisted_by(world::LABOUR).in_progress().await;
            app.act(&app.as_other_handler().await, &case, "sign", &json!({})).await
        }
        "return_assist" => case.assisted_by(world::LABOUR).in_progress().await,
        // What the examples call a department is this one.
        "remove_assist" => case.assisted_by(world::JUSTICE).in_progress().await,
        "resume" => {
            let case = case.in_progress().await;
            let stop = json!({ "reason_code": "appraisal" });
            app.act(&app.as_supervisor().await, &case, "suspend", &stop).await
        }
        "decide_extension" => {
            let case = case.in_progress().await;
            let ask = json!({ "days": 1, "reason": "x" });
            app.act(&app.as_handler().await, &case, "request_extension", &ask).await
        }
        "record_procedure" => {
            let case = case.in_progress().await;
            let stop = json!({ "reason_code": "procedure", "procedure": "labour_arbitration" });
            app.act(&app.as_supervisor().await, &case, "suspend", &stop).await
        }
        "decide_suspension" => {
            let case = case.in_progress().await;
            let ask = json!({ "reason_code": "appraisal", "reason": "x" });
            app.act(&app.as_handler().await, &case, "request_suspension", &ask).await
        }
        "accept_resolution" | "reject_resolution" => case.resolved().await,
        "record_callback" => case.in_callback().await,
        "close" => {
            let mut case = case.in_callback().await;
            for _ in 0..2 {
                app.advance(chrono::Duration::days(1));
                let failed = json!({ "reached": false });
                case = app.act(&app.as_clerk().await, &case, "record_callback", &failed).await;
            }
            case
        }
        "archive" | "reopen" => case.closed().await,
        "lift_restriction" => {
            case.with("restriction", json!({ "class": "minors" })).registered().await
        }
        verb => panic!("say in which status the example of {verb} is sent"),
    };
    let client = match verb {
        "sign" | "return" | "report_progress" | "resolve" | "add_assist" | "request_extension"
        | "request_suspension" => app.as_handler().await,
        "complete_assist" | "return_assist" => app.as_other_handler().await,
        "take_charge" => app.as_leader().await,
        "rule" => app.as_director().await,
        "record_callback" | "archive" | "withdraw" => app.as_clerk().await,
        "reopen" | "suspend" | "resume" | "decide_extension" | "decide_suspension"
        | "record_procedure" => app.as_supervisor().await,
        _ => app.as_dispatcher().await,
    };
    Stage::case(client, &case)
}

/// An order where the operation `id` is next, or a case to be put under one.
async fn supervising(app: &TestApp, id: &str) -> Stage {
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    let body = json!({
        "cases": [{ "case_id": case.id }], "ground_code": "overdue", "text": "x",
    });
    let orders = "/api/v1/supervision-orders";
    match id {
        "supervision_orders_issue" | "supervision_orders_preview" => {
            return Stage { other: Some(case.id), ..Stage::of(supervisor, "") };
        }
        "supervision_orders_list_of_case" | "supervision_orders_list_steps" => {
            return Stage::case(supervisor, &case);
        }
        _ => {}
    }
    let issued = app.post(orders).as_(&supervisor).json(&body).send().await.expect(201);
    let order = issued["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let handler = app.as_handler().await;
    match id {
        "supervision_orders_reply" => Stage::of(handler, order),
        "supervision_orders_accept_reply" | "supervision_orders_reject_reply" => {
            let reply = format!("{orders}/{order}/actions/reply");
            let reply = app.post(reply).as_(&handler).if_match(1).json(&json!({ "text": "x" }));
            let version = reply.send().await.version();
            Stage { version, ..Stage::of(supervisor, order) }
        }
        _ => Stage::of(supervisor, order),
    }
}

/// Two cases, of which one goes on in the other or has done so.
async fn merging(app: &TestApp, verb: &str) -> Stage {
    let dispatcher = app.as_dispatcher().await;
    let (other, case) = (app.case().registered().await, app.case().registered().await);
    let case = if verb == "unmerge" {
        app.act(&dispatcher, &case, "merge", &json!({ "into_case_id": other.id })).await
    } else {
        case
    };
    Stage { other: Some(other.id), ..Stage::case(dispatcher, &case) }
}

/// A part nobody has begun with.
async fn unsplitting(app: &TestApp) -> Stage {
    let dispatcher = app.as_dispatcher().await;
    let whole = app.case().registered().await;
    let part = json!({ "title": "另一件事", "narrative": "……" });
    app.act(&dispatcher, &whole, "split", &json!({ "parts": [part] })).await;
    let path = format!("/api/v1/cases?split_from_id={}", whole.id);
    let parts = app.get(path).as_(&dispatcher).send().await.expect(200);
    Stage::of(dispatcher, parts["items"][0]["id"].as_str().unwrap_or_default())
}
