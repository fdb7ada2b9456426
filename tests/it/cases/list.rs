//! Lists, filters, pages, counts and search.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use zongzhi::features::cases::similar;
use zongzhi::platform::lang::Lang;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::tamper;

async fn ids(app: &TestApp, client: &Client, query: &str) -> Vec<String> {
    let answer = app.get(format!("/api/v1/cases?{query}")).as_(client).send().await;
    of(&answer.expect(200))
}

fn of(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().into_iter().flatten();
    items.map(|case| case["id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn pages_of_any_size_make_the_whole_list_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for at in 0..7 {
        app.case().registered().await;
        // Some share an instant: the order must still be total.
        app.advance(Duration::seconds(at % 2));
    }
    for sort in
        ["registered_at", "-registered_at", "due_at", "-due_at", "updated_at", "-updated_at"]
    {
        let whole = ids(&app, &clerk, &format!("sort={sort}")).await;
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 7, "{sort}");
        for limit in [1, 2, 3, 7, 200] {
            let (mut found, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let after = cursor.map(|c| format!("&cursor={c}")).unwrap_or_default();
                let path = format!("/api/v1/cases?sort={sort}&limit={limit}{after}");
                let page = app.get(path).as_(&clerk).send().await.expect(200);
                found.extend(of(&page));
                cursor = page["next_cursor"].as_str().map(ToOwned::to_owned);
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(found, whole, "{sort} by {limit}");
        }
    }
}

#[actix_web::test]
async fn cases_without_a_limit_come_last_and_are_paged_too() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.case().archived().await;
    app.case().archived().await;
    app.case().registered().await;
    for sort in ["due_at", "-due_at"] {
        let whole = ids(&app, &clerk, &format!("sort={sort}")).await;
        let mut found = Vec::new();
        let mut query = format!("sort={sort}&limit=1");
        while found.len() < 5 {
            let page = app.get(format!("/api/v1/cases?{query}")).as_(&clerk).send().await;
            let page = page.expect(200);
            found.extend(of(&page));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            query = format!("sort={sort}&limit=1&cursor={cursor}");
        }
        assert_eq!(found, whole, "{sort}");
        assert_eq!(found.len(), 3);
    }
}

#[actix_web::test]
async fn a_total_is_counted_only_when_asked_for() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.case().registered().await;
    app.case().registered().await;
    let page = app.get("/api/v1/cases?limit=1").as_(&clerk).send().await.expect(200);
    assert_eq!(page["total"], Value::Null);
    let page = app.get("/api/v1/cases?limit=1&count=exact").as_(&clerk).send().await.expect(200);
    assert_eq!(page["total"], 2);
}

#[actix_web::test]
async fn filters_join_with_and_and_repeat_with_or() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let plain = app.case().registered().await.id;
    let phone = app.case().with("channel", "phone").with("level", "simple").registered().await.id;
    let working = app.case().in_progress().await.id;
    let set = |ids: Vec<String>| ids.into_iter().collect::<BTreeSet<_>>();
    let wanted = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<BTreeSet<_>>();
    let table = [
        ("status=registered", wanted(&[&plain, &phone])),
        ("status=registered&channel=phone", wanted(&[&phone])),
        ("status=registered&status=in_progress", wanted(&[&plain, &phone, &working])),
        ("level=simple&level=ordinary", wanted(&[&phone, &working])),
        ("type_code=02", wanted(&[&working])),
        ("type_code=0202&status=in_progress", wanted(&[&working])),
        ("type_code=020", wanted(&[&working])),
        (
            "registered_from=2026-03-02&registered_to=2026-03-02",
            wanted(&[&plain, &phone, &working]),
        ),
        ("registered_from=2026-03-03", wanted(&[])),
        ("queue=unassigned", wanted(&[&plain, &phone])),
        ("queue=returned", wanted(&[])),
    ];
    for (query, expected) in table {
        assert_eq!(set(ids(&app, &clerk, query).await), expected, "{query}");
    }
}

#[actix_web::test]
async fn every_case_has_one_lamp_and_is_found_under_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.case().archived().await;
    app.case().in_progress().await;
    app.advance(Duration::days(8));
    app.case().registered().await;
    app.case().in_progress().await;
    let mut found = Vec::new();
    for lamp in ["green", "yellow", "red", "grey"] {
        let page = app.get(format!("/api/v1/cases?lamp={lamp}")).as_(&clerk).send().await;
        for case in page.expect(200)["items"].as_array().into_iter().flatten() {
            assert_eq!(case["lamp"], lamp);
            found.push(case["id"].clone());
        }
    }
    assert_eq!(found.len(), 4);
    assert_eq!(ids(&app, &clerk, "lamp=green&lamp=yellow&lamp=red&lamp=grey").await.len(), 4);
}

#[actix_web::test]
async fn unknown_and_impossible_parameters_are_refused() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for query in [
        "colour=red",
        "status=happy",
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=-1",
        "limit=99999999999999999999",
        "registered_from=2026-02-30",
        "due_before=tomorrow",
        "region_id=x",
        "region_id=018f0000-0000-7000-8000-000000000001",
        "sort=title",
        "count=all",
        "q=",
        "q=%20",
        "q=a%00b",
        "limit=1&limit=2",
    ] {
        let answer = app.get(format!("/api/v1/cases?{query}")).as_(&clerk).send().await;
        assert_eq!(answer.status, 400, "{query}: {answer}");
    }
    for cursor in ["x", "AAAA", "e30", "%E4%B8%AD", "eyJvIjoieCIsImsiOm51bGwsImkiOiJ4In0"] {
        let answer = app.get(format!("/api/v1/cases?cursor={cursor}")).as_(&clerk).send().await;
        assert_problem(&answer, 400, "request.invalid_cursor");
    }
    app.case().registered().await;
    app.case().registered().await;
    let page = app.get("/api/v1/cases?limit=1").as_(&clerk).send().await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap_or_default().to_owned();
    let other = app.get(format!("/api/v1/cases?sort=due_at&cursor={cursor}")).as_(&clerk).send();
    assert_problem(&other.await, 400, "request.invalid_cursor");
}

#[actix_web::test]
async fn a_cursor_goes_on_in_the_list_it_is_of_and_in_no_other() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    app.advance(Duration::seconds(1));
    let more = app.case().registered().await;
    let get = async |path: String| app.get(path).as_(&clerk).send().await;
    let cursor = |page: &Value| page["next_cursor"].as_str().expect("a cursor").to_owned();
    let filters = "status=registered&channel=walk_in&channel=phone";
    let first = get(format!("/api/v1/cases?{filters}&limit=1")).await.expect(200);
    let next = cursor(&first);
    // Another page size, a count, the same filters in another order: still the same list.
    for query in [
        format!("{filters}&limit=1&cursor={next}"),
        format!("{filters}&limit=200&count=exact&cursor={next}"),
        format!("cursor={next}&channel=phone&channel=walk_in&channel=phone&status=registered"),
    ] {
        let page = get(format!("/api/v1/cases?{query}")).await.expect(200);
        assert_eq!(of(&page), std::slice::from_ref(&case.id), "{query}");
    }
    // The order that is used unless another is asked for may be named, or not.
    let named = get(format!("/api/v1/cases?{filters}&sort=-registered_at&limit=1")).await;
    for query in [
        format!("{filters}&sort=-registered_at&cursor={next}"),
        format!("{filters}&cursor={}", cursor(&named.expect(200))),
    ] {
        let page = get(format!("/api/v1/cases?{query}")).await.expect(200);
        assert_eq!(of(&page), std::slice::from_ref(&case.id), "{query}");
    }
    for query in [
        format!("cursor={next}"),
        format!("status=registered&channel=walk_in&cursor={next}"),
        format!("{filters}&level=complex&cursor={next}"),
        format!("{filters}&sort=registered_at&cursor={next}"),
    ] {
        let other = get(format!("/api/v1/cases?{query}")).await;
        assert_problem(&other, 400, "request.invalid_cursor");
    }
    let dispatcher = app.as_dispatcher().await;
    let classified = zongzhi_tests::builders::case::classified();
    app.act(&dispatcher, &case, "classify", &classified).await;
    let events = get(format!("{}/events?limit=1", case.path())).await.expect(200);
    let next = cursor(&events);
    get(format!("{}/events?cursor={next}", case.path())).await.expect(200);
    let other = get(format!("{}/events?cursor={next}", more.path())).await;
    assert_problem(&other, 400, "request.invalid_cursor");
}

#[actix_web::test]
async fn counts_say_what_the_queues_hold() {
    let app = TestApp::new().await;
    app.case().registered().await;
    app.case().in_progress().await;
    app.case().in_callback().await;
    let handler = app.as_handler().await;
    let returned = app.case().dispatched().await;
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    app.act(&handler, &returned, "return", &back).await;
    // Assisted: to be signed for by both, by the assistant alone, signed for, and done.
    let labour = app.as_other_handler().await;
    app.case().assisted_by(world::LABOUR).dispatched().await;
    app.case().assisted_by(world::LABOUR).in_progress().await;
    let signed = app.case().assisted_by(world::LABOUR).in_progress().await;
    app.act(&labour, &signed, "sign", &json!({})).await;
    let done = app.case().assisted_by(world::LABOUR).in_progress().await;
    let done = app.act(&labour, &done, "sign", &json!({})).await;
    app.act(&labour, &done, "complete_assist", &json!({ "result": "已核实" })).await;
    for (queue, all) in [("mine", 3), ("to_sign", 2), ("department", 4)] {
        assert_eq!(ids(&app, &labour, &format!("queue={queue}")).await.len(), all, "{queue}");
    }
    assert_eq!(ids(&app, &handler, "queue=to_sign").await.len(), 1, "the lead's");
    for client in [
        app.as_clerk().await,
        app.as_dispatcher().await,
        app.as_handler().await,
        labour,
        app.as_supervisor().await,
        app.as_director().await,
        app.as_leader().await,
    ] {
        let counts = app.get("/api/v1/cases/counts").as_(&client).send().await.expect(200);
        let before = app.statements();
        let me = app.get("/api/v1/me").as_(&client).send().await.expect(200);
        let run = app.statements() - before;
        assert!(run <= 8, "{run}");
        for queue in [
            "mine",
            "department",
            "following",
            "overdue",
            "unassigned",
            "returned",
            "returned_to_me",
            "ruling",
        ] {
            let listed = ids(&app, &client, &format!("queue={queue}")).await.len();
            assert_eq!(counts[queue]["count"], listed, "{} of {}", queue, client.username);
            assert_eq!(me["queues"][queue], listed, "{} of {}", queue, client.username);
        }
        let listed = ids(&app, &client, "queue=to_sign").await.len();
        assert_eq!(counts["to_sign"]["count"], listed, "to_sign of {}", client.username);
    }
}

#[actix_web::test]
async fn search_finds_words_numbers_and_nothing_of_others() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().with("title", "A2区景蓉华苑物业管理有问题").registered().await;
    let other = app.as_other_clerk().await;
    for query in ["物业", "景蓉华苑", "a2区", "多次漏水", "赔偿", case.number()] {
        assert_eq!(
            ids(&app, &clerk, &format!("q={query}")).await,
            std::slice::from_ref(&case.id),
            "{query}"
        );
        assert!(ids(&app, &other, &format!("q={query}")).await.is_empty(), "{query}");
    }
    for query in ["管物", "没有这个", "%", "_", "\"", "'", "物业 OR 1", "*", "title:物业"]
    {
        let query: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        assert!(ids(&app, &clerk, &format!("q={query}")).await.is_empty(), "{query}");
    }
}

#[actix_web::test]
async fn what_cannot_wait_is_said_while_the_clerk_types() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let ask = async |body: Value| {
        app.post("/api/v1/cases/similar").as_(&clerk).json(&body).send().await.expect(200)
    };
    let calm = ask(json!({ "title": "楼上漏水", "narrative": "多次漏水。" })).await;
    assert_eq!((&calm["emergencies"], &calm["report"]), (&json!([]), &Value::Null));
    let known = "2026-03-02T00:50:00Z";
    let body = json!({ "title": "邻居争吵", "narrative": "对方持刀堵门。", "known_at": known });
    let urgent = ask(body).await;
    assert_eq!(urgent["emergencies"][0]["kind"], "violence");
    assert_eq!(urgent["emergencies"][0]["phones"], json!(["110"]));
    // Counted from when it was known, not from when it is written down.
    assert_eq!(urgent["report"]["by_phone_until"], "2026-03-02T01:10:00Z");
    assert_eq!(urgent["report"]["in_writing_until"], "2026-03-02T01:30:00Z");
    let now = app.state.clock.now();
    let body = json!({ "title": "家里着火了", "known_at": "9999-12-31T23:59:59Z" });
    let by = ask(body).await["report"]["by_phone_until"].clone();
    let by: DateTime<Utc> = by.as_str().and_then(|at| at.parse().ok()).expect("an instant");
    assert_eq!(by, now + Duration::minutes(20), "no day is that late");
}

#[actix_web::test]
async fn what_the_same_person_brought_before_is_offered_first_to_who_registers() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let person = |name: &str, id_number: &str, phone: &str| {
        json!([
            { "role": "applicant", "kind": "person", "name": name, "id_number": id_number,
              "phone": phone },
            { "role": "respondent", "kind": "person", "name": "王样本" },
        ])
    };
    let own = app.case().with("title", "拖欠工资").with("parties", person("李示例", "A1", "P1"));
    let own = own.assisted_by(world::LABOUR).dispatched().await;
    let alike =
        app.case().with("title", "楼上漏水到家里").with("parties", person("赵样例", "A2", "P2"));
    let alike = alike.registered().await;
    let ask = async |client: &Client, number: &str, value: &str| {
        let body = json!({ "title": "楼上漏水", number: value });
        app.post("/api/v1/cases/similar").as_(client).json(&body).send().await.expect(200)
    };
    for (number, value) in [("id_number", "A1"), ("phone", " P1 ")] {
        let found = ask(&clerk, number, value).await;
        assert_eq!(of(&found), [own.id.clone(), alike.id.clone()], "{number}");
        let same: Vec<_> =
            [0_usize, 1].map(|at| found["items"][at]["is_same_person"].clone()).into();
        assert_eq!(same, [json!(true), json!(false)]);
    }
    assert_eq!(of(&ask(&clerk, "phone", "P2").await), std::slice::from_ref(&alike.id));
    assert_eq!(of(&ask(&clerk, "phone", "").await), std::slice::from_ref(&alike.id));
    // It tells who is a party: nobody learns it who may not look at the parties, or does not register.
    for client in [app.as_other_handler().await, app.as_leader().await, app.as_other_clerk().await]
    {
        let found = ask(&client, "phone", "P1").await;
        let all = found["items"].as_array().cloned().unwrap_or_default();
        assert!(all.iter().all(|item| item["is_same_person"] == false), "{}", client.username);
    }
}

#[actix_web::test]
async fn similar_matters_are_offered_within_the_scope() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().with("title", "东岭镇垃圾站夜间噪音扰民").registered().await;
    app.case().with("title", "拖欠农民工工资").registered().await;
    let ask = json!({ "title": "垃圾站晚上噪音扰民" });
    let found = app.post("/api/v1/cases/similar").as_(&clerk).json(&ask).send().await.expect(200);
    assert_eq!(of(&found), std::slice::from_ref(&case.id));
    let other = app.as_other_clerk().await;
    let found = app.post("/api/v1/cases/similar").as_(&other).json(&ask).send().await.expect(200);
    assert!(of(&found).is_empty());
    let nowhere = json!({ "title": "噪音扰民", "region_id": case.id });
    let nowhere = app.post("/api/v1/cases/similar").as_(&clerk).json(&nowhere).send().await;
    assert_fields(&nowhere, &["/region_id"]);
    // What cannot be read is a fault that is told, not a case that is not there.
    let actor = app.actor_of(&clerk).await;
    tamper(&app, "UPDATE cases SET status = 'nobody knows'").await;
    let found = similar::find(&app.state, &actor, "噪音扰民", None, None, Lang::Zh).await;
    assert!(found.is_err());
}

/// What a request costs does not grow with what it answers.
#[actix_web::test]
async fn statements_stay_few() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    for _ in 0..5 {
        app.case().classified().await;
    }
    // Three people to be named besides who reads: asked first, signed, in charge.
    let leader = app.as_leader().await;
    let seen = app.see(&leader, &case).await;
    let plan = json!({ "plan": "每周调度", "next_review_on": "2026-03-09" });
    let case = app.act(&leader, &seen, "take_charge", &plan).await;
    // The caches are warm now, as they are on any working day.
    app.see(&dispatcher, &case).await;
    let cost = async |path: String| {
        let before = app.statements();
        app.get(path).as_(&dispatcher).send().await.expect(200);
        app.statements() - before
    };
    let one = cost(case.path()).await;
    let few = cost("/api/v1/cases?limit=1".into()).await;
    let many = cost("/api/v1/cases?limit=200".into()).await;
    assert!(one <= 4, "reading one case runs {one} statements");
    assert_eq!(few, many, "a list's cost grows with its length");
    assert!(many <= 3, "a list runs {many} statements");
    let case = app.see(&dispatcher, &case).await;
    let handler = app.as_handler().await;
    let before = app.statements();
    app.act(&handler, &case, "report_progress", &json!({ "note": "已联系" })).await;
    let action = app.statements() - before;
    assert!(action <= 9, "an action runs {action} statements");
    let before = app.statements();
    app.case().registered().await;
    let intake = app.statements() - before;
    assert!(intake <= 9, "registering runs {intake} statements");
}
