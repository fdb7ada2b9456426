//! Pages stay whole while others write, filters say what they mean, and statements stay few.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use zongzhi::features::calendars::civil_day::local_date;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::matter;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{ids, percent};

const SORTS: [&str; 6] =
    ["registered_at", "-registered_at", "due_at", "-due_at", "updated_at", "-updated_at"];

async fn list(app: &TestApp, client: &Client, query: &str) -> Value {
    app.get(format!("/api/v1/cases?{query}")).as_(client).send().await.expect(200)
}

#[actix_web::test]
async fn rows_that_were_there_come_once_though_others_are_added_between_pages() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut there = BTreeSet::new();
    for at in 0..6 {
        there.insert(app.case().registered().await.id);
        there.insert(app.case().archived().await.id);
        app.advance(Duration::minutes(at % 2));
    }
    for sort in SORTS {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let page = list(&app, &clerk, &format!("sort={sort}&limit=4{after}")).await;
            found.extend(ids(&page));
            app.case().registered().await;
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            after = format!("&cursor={cursor}");
        }
        let once: BTreeSet<_> = found.iter().cloned().collect();
        assert_eq!(once.len(), found.len(), "{sort}: a row twice");
        let seen: BTreeSet<_> = once.intersection(&there).cloned().collect();
        assert_eq!(seen, there, "{sort}: a row is missing");
        there.extend(once);
    }
}

#[actix_web::test]
async fn rows_come_in_the_order_asked_for_and_without_a_limit_last() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for _ in 0..2 {
        app.case().registered().await;
        app.case().archived().await;
        app.case().in_progress().await;
        app.advance(Duration::hours(30));
    }
    for sort in SORTS {
        let page = list(&app, &clerk, &format!("sort={sort}")).await;
        let key = sort.trim_start_matches('-');
        let keys: Vec<Option<DateTime<Utc>>> = page["items"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|item| item[key].as_str().and_then(|text| text.parse().ok()))
            .collect();
        let with: Vec<_> = keys.iter().flatten().collect();
        let is_ordered = with.windows(2).all(|pair| {
            if sort.starts_with('-') { pair[0] >= pair[1] } else { pair[0] <= pair[1] }
        });
        assert!(is_ordered, "{sort}: {keys:?}");
        assert!(keys[..with.len()].iter().all(Option::is_some), "{sort}: {keys:?}");
    }
}

/// What a filter means, said once more over the answers themselves.
struct Meaning {
    query: String,
    holds: Box<dyn Fn(&Value) -> bool>,
}

fn means(query: &str, holds: impl Fn(&Value) -> bool + 'static) -> Meaning {
    Meaning { query: query.to_owned(), holds: Box::new(holds) }
}

fn instant(value: &Value) -> Option<DateTime<Utc>> {
    value.as_str().and_then(|text| text.parse().ok())
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn filters() -> Vec<Meaning> {
    let registered =
        |item: &Value| local_date(instant(&item["registered_at"]).expect("an instant"));
    let due = "2026-03-05T15:59:59.999999Z";
    let mut filters = vec![
        means("status=registered&status=closed", |i| {
            i["status"] == "registered" || i["status"] == "closed"
        }),
        means("level=simple", |i| i["level"] == "simple"),
        means("channel=phone&channel=grid", |i| i["channel"] == "phone" || i["channel"] == "grid"),
        means("type_code=02", |i| {
            i["type_code"].as_str().is_some_and(|code| code.starts_with("02"))
        }),
        means("type_code=0202&type_code=03", |i| {
            i["type_code"]
                .as_str()
                .is_some_and(|code| code.starts_with("0202") || code.starts_with("03"))
        }),
        means("registered_from=2026-03-03", move |i| registered(i) >= day("2026-03-03")),
        means("registered_to=2026-03-03", move |i| registered(i) <= day("2026-03-03")),
        means(&format!("due_before={due}"), move |i| {
            instant(&i["due_at"]).is_some_and(|at| Some(at) < due.parse().ok())
        }),
        means("lamp=red&lamp=grey", |i| i["lamp"] == "red" || i["lamp"] == "grey"),
        means("lamp=yellow", |i| i["lamp"] == "yellow"),
        means("lamp=green&status=in_progress", |i| {
            i["lamp"] == "green" && i["status"] == "in_progress"
        }),
        means("queue=unassigned", |i| i["status"] == "registered"),
    ];
    for region in [world::COUNTY, world::TOWNSHIP, world::OTHER_TOWNSHIP, world::VILLAGE] {
        filters.push(means(&format!("region_id={}", region.id), move |i| {
            i["region"]["code"].as_str().is_some_and(|code| code.starts_with(region.code))
        }));
    }
    let (one, other) = (world::HOUSING.id, world::LABOUR.id);
    filters.push(means(&format!("department_id={one}&department_id={other}"), move |i| {
        let lead = &i["lead_department"]["id"];
        *lead == one.to_string() || *lead == other.to_string()
    }));
    filters
}

#[actix_web::test]
async fn every_filter_means_what_it_says_alone_and_with_another() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let officer = app.as_village_officer().await;
    let mut random = StdRng::seed_from_u64(8);
    for round in 0..18 {
        let channel = ["phone", "grid", "walk_in"][round % 3];
        let region =
            [world::COUNTY, world::TOWNSHIP, world::OTHER_TOWNSHIP][random.random_range(0..3)];
        let place = json!({ "region_id": region.id });
        let case = app.case().with("channel", channel).with("place", place);
        match round % 6 {
            0 => drop(case.registered().await),
            1 => drop(case.in_progress().await),
            2 => drop(case.classified().await),
            3 => drop(case.closed().await),
            4 => drop(app.case().by(&officer).with("level", "simple").registered().await),
            _ => drop(case.led_by(world::LABOUR).dispatched().await),
        }
        app.advance(Duration::minutes(random.random_range(0..600)));
    }
    let all = list(&app, &clerk, "limit=200&count=exact").await;
    let all: Vec<Value> = all["items"].as_array().cloned().unwrap_or_default();
    let (filters, mut hits) = (filters(), 0);
    let agree = async |query: String, holds: &dyn Fn(&Value) -> bool| {
        let page = list(&app, &clerk, &format!("limit=200&count=exact&{query}")).await;
        let found: BTreeSet<_> = ids(&page).into_iter().collect();
        let naive: BTreeSet<_> = all
            .iter()
            .filter(|item| holds(item))
            .map(|item| item["id"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(found, naive, "{query}");
        assert_eq!(page["total"], naive.len(), "{query}");
        naive.len()
    };
    for one in &filters {
        assert!(agree(one.query.clone(), &one.holds).await > 0, "{} is never tried", one.query);
        for other in &filters {
            let name = |query: &str| {
                query.split(['=', '&']).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>()
            };
            if !name(&one.query).is_disjoint(&name(&other.query)) {
                continue;
            }
            let query = format!("{}&{}", one.query, other.query);
            hits += agree(query, &|item| (one.holds)(item) && (other.holds)(item)).await;
        }
    }
    assert!(hits > 50, "the filters meet too seldom: {hits}");
    for (name, wanted) in
        [("source_system=12345", 1), ("source_number=7", 1), ("source_number=8", 0)]
    {
        if name == "source_system=12345" {
            app.case()
                .with("source", json!({ "system": "12345", "number": "7" }))
                .registered()
                .await;
        }
        assert_eq!(ids(&list(&app, &clerk, name).await).len(), wanted, "{name}");
    }
}

#[actix_web::test]
async fn pages_of_a_filtered_search_make_the_whole() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for at in 0..7 {
        let title = if at % 2 == 0 { "路灯不亮" } else { "井盖缺失" };
        app.case().with("title", title).registered().await;
    }
    let query = format!("q={}&status=registered&sort=updated_at", percent("路灯"));
    let whole = ids(&list(&app, &clerk, &query).await);
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = list(&app, &clerk, &format!("{query}&limit=1{after}")).await;
        found.extend(ids(&page));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        after = format!("&cursor={cursor}");
    }
    assert_eq!((found.len(), found), (4, whole));
}

/// quality.md: read, list of any size, register, action: 4, 3, 9, 9.
#[actix_web::test]
async fn a_request_costs_few_statements_and_no_more_for_more_rows() {
    let app = TestApp::new().await;
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    let dispatcher = app.as_dispatcher().await;
    for _ in 0..5 {
        app.case().classified().await;
    }
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let assistant = app.as_other_handler().await;
    let case = app.act(&assistant, &case, "sign", &json!({})).await;
    let other = app.case().classified().await;
    app.see(&clerk, &case).await;
    app.see(&dispatcher, &case).await;
    let cost = async |sending: zongzhi_tests::app::Asking<'_>| {
        let before = app.statements();
        let answer = sending.send().await;
        assert!(answer.status < 300, "{answer}");
        (app.statements() - before, answer)
    };
    let (read, _) = cost(app.get(case.path()).as_(&clerk)).await;
    assert!(read <= 3, "reading a case both departments signed runs {read} statements");
    // How common words are is learnt now and then, not at each search.
    app.get("/api/v1/cases?limit=1&q=%E6%BC%8F").as_(&handler).send().await.expect(200);
    for limit in [1, 200] {
        let path = format!("/api/v1/cases?limit={limit}&queue=department&q=%E6%BC%8F&count=exact");
        let (list, _) = cost(app.get(path).as_(&handler)).await;
        assert!(list <= 3, "a list of {limit} runs {list} statements");
    }
    let (counts, _) = cost(app.get("/api/v1/cases/counts").as_(&handler)).await;
    assert!(counts <= 1, "the queues run {counts} statements");
    let register =
        |key: &str| app.post("/api/v1/cases").as_(&clerk).idempotency_key(key).json(&matter());
    cost(register("warm")).await;
    let (registering, _) = cost(register("cold")).await;
    assert!(registering <= 9, "registering once runs {registering} statements");
    let (again, _) = cost(register("cold")).await;
    assert!(again <= 1, "replaying runs {again} statements");
    let note = json!({ "note": "已联系" });
    let (progress, answer) = cost(app.acting(&handler, &case, "report_progress", &note)).await;
    assert!(progress <= 9, "reporting progress runs {progress} statements");
    let case = Case::of(&answer);
    let keyed = app.acting(&handler, &case, "report_progress", &note).idempotency_key("once");
    let (keyed, _) = cost(keyed).await;
    assert!(keyed <= 9, "reporting progress once runs {keyed} statements");
    let to = json!({ "lead_department_id": world::HOUSING.id, "assist_department_ids": [world::LABOUR.id] });
    let (dispatch, answer) = cost(app.acting(&dispatcher, &other, "dispatch", &to)).await;
    assert!(dispatch <= 9, "dispatching runs {dispatch} statements");
    let (sign, _) = cost(app.acting(&handler, &Case::of(&answer), "sign", &json!({}))).await;
    assert!(sign <= 9, "signing runs {sign} statements");
}
