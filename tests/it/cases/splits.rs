//! 拆分、并案的还原: parts with a life of their own, originals untouched, both ways back.

use chrono::Duration;
use futures_util::future::join_all;
use sea_orm::{EntityTrait as _, ModelTrait as _};
use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::features::cases::entity::{case, clock, event, referral};
use zongzhi::features::cases::repo;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::classified;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{event_rows, events, kinds, ledger_holds, rows, words};

fn part(title: &str) -> Value {
    json!({ "title": title, "narrative": "申请人另反映的事项。" })
}

async fn parts_of(app: &TestApp, client: &Client, whole: &Case) -> Vec<Case> {
    let path = format!("/api/v1/cases?split_from_id={}", whole.id);
    let page = app.get(path).as_(client).send().await.expect(200);
    let mut parts = Vec::new();
    for item in page["items"].as_array().into_iter().flatten() {
        let path = format!("/api/v1/cases/{}", item["id"].as_str().unwrap_or_default());
        parts.push(Case::of(&app.get(path).as_(client).send().await));
    }
    // Registered in one instant: their numbers are in the order they were named.
    parts.sort_by(|one, other| one.number().cmp(other.number()));
    parts
}

#[actix_web::test]
async fn each_part_is_a_case_of_its_own_and_the_original_stays_as_it_is() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let whole = app.case().with("people_count", 12).in_progress().await;
    let before = app.see(&dispatcher, &whole).await;
    app.advance(Duration::hours(1));
    let wages = json!({
        "title": "拖欠工资", "narrative": "三个月未发工资。", "type_code": "0202",
        "level": "complex", "people_count": 5, "party_nos": [1],
    });
    let body = json!({ "parts": [wages, part("停车纠纷")], "reason": "一次登记了三件事" });
    let after = app.act(&dispatcher, &before, "split", &body).await;
    for same in ["status", "owner", "clocks", "referrals", "parties", "people_count", "title"] {
        assert_eq!(after.view[same], before.view[same], "{same}");
    }
    assert_eq!(after.version, before.version + 1);
    let parts = parts_of(&app, &dispatcher, &whole).await;
    assert_eq!(parts.len(), 2);
    let first = &parts[0];
    assert_eq!(first.status(), "registered");
    assert_eq!(first.view["split_from_id"], json!(whole.id));
    assert_eq!(
        (&first.view["title"], &first.view["people_count"]),
        (&json!("拖欠工资"), &json!(5))
    );
    assert_eq!(first.view["parties"].as_array().map(Vec::len), Some(1));
    assert_eq!(parts[1].view["parties"].as_array().map(Vec::len), Some(2));
    // Whoever was asked first stays who was asked first, and each has a number and a clock.
    assert_eq!(first.view["first_contact"], before.view["first_contact"]);
    assert_ne!(first.number(), parts[1].number());
    assert_eq!(first.clock("triage")["state"], "running");
    let told = events(&app, &dispatcher, &whole).await;
    let last = told.last().cloned().unwrap_or_default();
    assert_eq!(last["kind"], "split");
    let numbers: Vec<_> = last["data"]["parts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|part| part["case_no"].clone())
        .collect();
    assert_eq!(numbers, [first.number(), parts[1].number()]);
    assert!(last["sentence"].as_str().unwrap_or_default().contains(first.number()), "{last}");
    let born = events(&app, &dispatcher, first).await;
    assert_eq!(born[0]["data"]["split_from_id"], json!(whole.id));
    // It goes its way like any other.
    let seen = app
        .act(&dispatcher, first, "dispatch", &json!({ "lead_department_id": world::LABOUR.id }))
        .await;
    assert_eq!(seen.status(), "dispatched");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_part_nobody_began_with_goes_back_and_can_come_out_again() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let whole = app.case().registered().await;
    app.act(&dispatcher, &whole, "split", &json!({ "parts": [part("一"), part("二")] })).await;
    let parts = parts_of(&app, &dispatcher, &whole).await;
    let untouched = event_rows(&app, Uuid::parse_str(&whole.id).expect("an id")).await;
    assert!(words(&parts[0].view["allowed_actions"]).contains(&"unsplit"));
    app.advance(Duration::minutes(5));
    let back = app.act(&dispatcher, &parts[0], "unsplit", &json!({ "reason": "同一事项" })).await;
    assert_eq!((back.status(), &back.view["merged_into_id"]), ("merged", &json!(whole.id)));
    let again = event_rows(&app, Uuid::parse_str(&whole.id).expect("an id")).await;
    assert_eq!(again, untouched, "the original knows of it by where the part went");
    let out = app.act(&dispatcher, &back, "unmerge", &json!({})).await;
    assert_eq!(out.status(), "registered");
    assert_eq!(out.clock("triage")["due_at"], parts[0].clock("triage")["due_at"]);
    assert_eq!(
        kinds(&app, &dispatcher, &out).await,
        ["registered", "unsplit", "unmerged"].map(ToOwned::to_owned)
    );
    // Somebody begins with the other one.
    let other = app.act(&dispatcher, &parts[1], "classify", &classified()).await;
    let other = app
        .act(
            &dispatcher,
            &other,
            "transfer_level",
            &json!({
                "to_center_id": world::TOWNSHIP_CENTER.id, "reason": "属地办理",
            }),
        )
        .await;
    let late = app.acting(&dispatcher, &other, "unsplit", &json!({})).send().await;
    assert_problem(&late, 409, "case.part_worked");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_cannot_be_split_or_put_back_is_refused_by_name_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let (dispatcher, clerk) = (app.as_dispatcher().await, app.as_clerk().await);
    let whole = app.case().registered().await;
    let closed = app.case().closed().await;
    let before = rows(&app).await;
    let ten = json!([part("x")]);
    let eleven: Vec<_> = (0..11).map(|at| part(&at.to_string())).collect();
    let bad: Vec<(Value, &[&str])> = vec![
        (json!({ "parts": [] }), &["/parts"]),
        (json!({ "parts": eleven }), &["/parts"]),
        (json!({}), &["/parts"]),
        (json!({ "parts": [{ "title": " ", "narrative": "x" }] }), &["/parts/0/title"]),
        (json!({ "parts": [{ "title": "x" }] }), &["/parts/0/narrative"]),
        (
            json!({ "parts": [{ "title": "x", "narrative": "x", "type_code": "9999" }] }),
            &["/parts/0/type_code"],
        ),
        (
            json!({ "parts": [{ "title": "x", "narrative": "x", "party_nos": [1, 7] }] }),
            &["/parts/0/party_nos/1"],
        ),
        (
            json!({ "parts": [{ "title": "x", "narrative": "x", "people_count": -1 }] }),
            &["/parts/0/people_count"],
        ),
        (json!({ "parts": ten, "into": 1 }), &["/into"]),
    ];
    for (body, pointers) in bad {
        let answer = app.acting(&dispatcher, &whole, "split", &body).send().await;
        assert_fields(&answer, pointers);
    }
    let body = json!({ "parts": [part("x")] });
    let ended = app.see(&dispatcher, &closed).await;
    let ended = app.acting(&dispatcher, &ended, "split", &body).send().await;
    assert_problem(&ended, 409, "case.illegal_transition");
    let unasked = app.acting(&clerk, &whole, "split", &body).send().await;
    assert_problem(&unasked, 403, "auth.not_allowed");
    let foreign = app.as_other_dispatcher().await;
    let hidden = app.acting(&foreign, &whole, "split", &body).send().await;
    assert_problem(&hidden, 404, "request.not_found");
    let stale = Case { version: 9, ..whole.clone() };
    let stale = app.acting(&dispatcher, &stale, "split", &body).send().await;
    assert_problem(&stale, 412, "case.stale_version");
    let whole_case = app.acting(&dispatcher, &whole, "unsplit", &json!({})).send().await;
    assert_problem(&whole_case, 409, "case.not_a_part");
    assert_eq!(rows(&app).await, before);
    // Nobody is told of a verb that does not fit the kind of case.
    let seen = app.see(&dispatcher, &whole).await;
    assert_eq!(seen.view["refused_actions"]["unsplit"], Value::Null);
}

#[actix_web::test]
async fn a_part_does_not_go_back_into_what_has_ended() {
    let app = TestApp::new().await;
    let (dispatcher, clerk) = (app.as_dispatcher().await, app.as_clerk().await);
    let whole = app.case().registered().await;
    let whole = app.act(&dispatcher, &whole, "split", &json!({ "parts": [part("x")] })).await;
    let [part] = parts_of(&app, &dispatcher, &whole).await.try_into().expect("one part");
    let seen = app.see(&clerk, &whole).await;
    app.act(&clerk, &seen, "withdraw", &json!({ "reason": "已自行解决" })).await;
    let refused = app.acting(&dispatcher, &part, "unsplit", &json!({})).send().await;
    assert_problem(&refused, 422, "case.merge_target");
    assert_eq!(app.see(&dispatcher, &part).await.version, part.version);
}

#[actix_web::test]
async fn no_ring_of_merges_and_splits_can_be_made() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let into = |case: &Case| json!({ "into_case_id": case.id });
    let (a, b, c) = (
        app.case().registered().await,
        app.case().registered().await,
        app.case().registered().await,
    );
    app.act(&dispatcher, &a, "merge", &into(&b)).await;
    app.act(&dispatcher, &b, "merge", &into(&c)).await;
    let (seen, before) = (app.see(&dispatcher, &c).await, rows(&app).await);
    // Neither the first nor the middle of the chain takes the end of it.
    for closing in [&a, &b] {
        let ring = app.acting(&dispatcher, &c, "merge", &into(closing)).send().await;
        assert_fields(&ring, &["/into_case_id"]);
        assert_eq!(ring.json()["errors"][0]["code"], "case.merge_target");
    }
    assert_eq!(rows(&app).await, before, "nothing of a ring is stored");
    assert_eq!(app.see(&dispatcher, &c).await.view, seen.view);
    // An original that went into its part does not take the part back.
    let whole = app.case().registered().await;
    let whole = app.act(&dispatcher, &whole, "split", &json!({ "parts": [part("x")] })).await;
    let [part] = parts_of(&app, &dispatcher, &whole).await.try_into().expect("one part");
    app.act(&dispatcher, &whole, "merge", &into(&part)).await;
    let ring = app.acting(&dispatcher, &part, "unsplit", &json!({})).send().await;
    assert_problem(&ring, 422, "case.merge_target");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn two_that_merge_into_each_other_at_once_leave_one_open() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    for _ in 0..4 {
        let (a, b) = (app.case().registered().await, app.case().registered().await);
        let (into_a, into_b) = (json!({ "into_case_id": a.id }), json!({ "into_case_id": b.id }));
        let answers = join_all([
            app.acting(&dispatcher, &a, "merge", &into_b).send(),
            app.acting(&dispatcher, &b, "merge", &into_a).send(),
        ])
        .await;
        let merged = answers.iter().filter(|answer| answer.status == 200).count();
        assert!(merged <= 1, "{answers:?}");
        let open = [&a, &b].map(|case| app.see(&dispatcher, case));
        let open = join_all(open).await;
        let open = open.iter().filter(|case| case.status() == "registered").count();
        assert_eq!(open, 2 - merged, "one of the two is still there to work on");
    }
}

/// Everything that is stored of a case.
#[derive(Debug, PartialEq)]
struct Whole {
    row: case::Model,
    clocks: Vec<clock::Model>,
    referrals: Vec<referral::Model>,
    events: Vec<event::Model>,
}

async fn whole(app: &TestApp, case: &Case) -> Whole {
    let id = Uuid::parse_str(&case.id).expect("an id");
    let db = app.state.db.reader();
    let row = case::Entity::find_by_id(id).one(db).await.expect("a look").expect("the case");
    let loaded = repo::load(db, row).await.expect("the case");
    Whole {
        row: loaded.row,
        clocks: loaded.clocks,
        referrals: loaded.referrals,
        events: event_rows(app, id).await,
    }
}

#[actix_web::test]
async fn undoing_a_merge_restores_both_histories_byte_for_byte() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let target = app.case().in_progress().await;
    let worked = app.case().assisted_by(world::LABOUR).in_progress().await;
    let asked = json!({ "days": 1, "reason": "需现场勘查" });
    let worked = app.act(&handler, &worked, "request_extension", &asked).await;
    let sources = [
        app.case().registered().await,
        app.case().classified().await,
        app.case().dispatched().await,
        worked,
    ];
    for source in &sources {
        app.advance(Duration::minutes(7));
        let (before, other) = (whole(&app, source).await, whole(&app, &target).await);
        let seen = app.see(&dispatcher, source).await;
        let into = json!({ "into_case_id": target.id });
        let merged = app.act(&dispatcher, &seen, "merge", &into).await;
        app.advance(Duration::days(2));
        app.act(&dispatcher, &merged, "unmerge", &json!({ "reason": "并非同一事项" })).await;
        let (after, other_after) = (whole(&app, source).await, whole(&app, &target).await);
        // The other case has not a byte of it.
        assert_eq!(other_after, other);
        // What was there is there, to the byte; the merge and its end were only added.
        let (kept, added) = after.events.split_at(before.events.len());
        assert_eq!(kept, before.events);
        let added: Vec<_> = added.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(added, ["merged", "unmerged"]);
        assert_eq!(after.clocks, before.clocks);
        assert_eq!(after.referrals, before.referrals);
        let differing: Vec<_> = <case::Column as sea_orm::Iterable>::iter()
            .filter(|column| before.row.get(*column) != after.row.get(*column))
            .map(|column| sea_orm::Iden::to_string(&column))
            .collect();
        let bookkeeping =
            ["owner_since", "event_count", "last_event_hash", "updated_at", "row_version"];
        assert_eq!(differing, bookkeeping, "{}", source.status());
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_group_is_one_case_and_its_people_are_counted_beside_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let parties: Vec<_> = (1..=3)
        .map(|at| json!({ "role": "applicant", "kind": "person", "name": format!("群访{at}") }))
        .collect();
    app.case().with("people_count", 12).with("parties", json!(parties)).registered().await;
    let page = app.get("/api/v1/cases?count=exact").as_(&clerk).send().await.expect(200);
    assert_eq!((&page["total"], &page["items"][0]["people_count"]), (&json!(1), &json!(12)));
    let figures = app.get("/api/v1/cases/counts").as_(&clerk).send().await.expect(200);
    assert_eq!((&figures["unassigned"]["count"], &figures["unit"]), (&json!(1), &json!("case")));
}
