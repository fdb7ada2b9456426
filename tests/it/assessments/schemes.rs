//! A scheme's life, and what is refused.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};

use super::kit::{SCHEMES, act, body, drafted, id, simulated};

#[actix_web::test]
async fn a_scheme_is_tried_out_published_and_retired() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let draft = drafted(&app, &body("department")).await;
    assert_eq!((&draft["state"], &draft["edition"]), (&json!("draft"), &json!(1)));
    assert_eq!(draft["refused_actions"]["publish"], "assessment_scheme.not_simulated");
    let publish = json!({ "valid_from": "2026-04-01", "source": "县综治办〔2026〕5 号" });
    let path = format!("{SCHEMES}/{}/actions/publish", id(&draft));
    let early = app.post(&path).as_(&director).if_match(1).json(&publish).send().await;
    assert_problem(&early, 409, "assessment_scheme.not_simulated");
    let tried = act(&app, &director, &draft, "simulate", &json!({})).await;
    assert_eq!((&tried["from_on"], &tried["to_on"]), (&json!("2026-02-01"), &json!("2026-02-28")));
    assert_eq!(tried["results"].as_array().map(Vec::len), Some(3), "{tried}");
    // Other indicators have to be tried out again.
    let path = format!("{SCHEMES}/{}", id(&draft));
    let other = json!({ "indicators": [
        { "source": "order_reply", "weight": 100, "formula": "100*share" },
    ] });
    let changed = app.patch(&path).as_(&director).if_match(2).json(&other).send().await.expect(200);
    assert_eq!((&changed["state"], &changed["simulated_at"]), (&json!("draft"), &json!(null)));
    assert_eq!(changed["indicators"][0]["formula"], "100 * share");
    let seen = act(&app, &director, &changed, "simulate", &json!({})).await["scheme"].clone();
    let published = act(&app, &director, &seen, "publish", &publish).await;
    assert_eq!(published["state"], "published");
    assert_eq!(published["refused_actions"]["update"], "assessment_scheme.wrong_state");
    let end = json!({ "valid_to": "2026-06-30", "reason": "考核办法已修订" });
    let retired = act(&app, &director, &published, "retire", &end).await;
    assert_eq!(
        (&retired["state"], &retired["valid_to"]),
        (&json!("retired"), &json!("2026-06-30"))
    );
    let stale = app.post(format!("{path}/actions/retire")).as_(&director).if_match(1).json(&end);
    assert_problem(&stale.send().await, 412, "request.stale_version");
}

#[actix_web::test]
async fn a_next_version_follows_and_has_the_same_subject() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let first = drafted(&app, &body("department")).await;
    let mut next = body("department");
    next["follows_id"] = first["id"].clone();
    let second = drafted(&app, &next).await;
    assert_eq!((&second["edition"], &second["line_id"]), (&json!(2), &first["line_id"]));
    let mut other = body("person");
    other["follows_id"] = first["id"].clone();
    let refused = app.post(SCHEMES).as_(&director).json(&other).send().await;
    assert_fields(&refused, &["/follows_id"]);
    let path = format!("{SCHEMES}?line_id={}&count=exact", id(&first));
    let page = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(page["total"], 2);
}

#[actix_web::test]
async fn a_scheme_that_would_reward_volume_or_failing_is_refused() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let mut bad = body("person");
    bad["indicators"] = json!([
        { "source": "sign_for", "weight": 40, "formula": "100 * counted" },
        { "source": "sign_for", "weight": 40, "formula": "failed" },
        { "source": "dossier", "weight": 10, "formula": "100 / share" },
        { "source": "case_task", "weight": 5, "formula": "100 *" },
    ]);
    let refused = app.post(SCHEMES).as_(&director).json(&bad).send().await;
    let pointers = [
        "/indicators/0/formula",
        "/indicators/1/source",
        "/indicators/1/formula",
        "/indicators/2/source",
        "/indicators/2/formula",
        "/indicators/3/formula",
        "/indicators",
    ];
    assert_fields(&refused, &pointers);
    let errors = refused.json()["errors"].to_string();
    for code in ["unknown_word", "rewards_failing", "divisor", "source_subject", "weights"] {
        assert!(errors.contains(code), "{code}: {errors}");
    }
    let path = format!("{SCHEMES}/formula-checks");
    let check = json!({ "formula": "min(100*share,90)" });
    let seen = app.post(&path).as_(&director).json(&check).send().await.expect(200);
    assert_eq!(seen["formula"], "min(100 * share, 90)");
    assert_eq!(seen["samples"][0]["score_hundredths"], 9000);
    let wrong = app.post(&path).as_(&director).json(&json!({ "formula": "entries" })).send().await;
    let problem = assert_problem(&wrong, 422, "request.validation");
    assert_eq!(problem["errors"][0]["params"]["at"], 1);
}

#[actix_web::test]
async fn days_are_ends_of_periods_to_come() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let seen = simulated(&app, &body("department")).await;
    let path = format!("{SCHEMES}/{}/actions/publish", id(&seen));
    let asked = async |from: &str, to: Option<&str>| {
        let body = json!({ "valid_from": from, "valid_to": to, "source": "某文件" });
        app.post(&path).as_(&director).if_match(2).json(&body).send().await
    };
    assert_fields(&asked("2026-04-02", None).await, &["/valid_from"]);
    assert_fields(&asked("2026-03-01", None).await, &["/valid_from"]);
    assert_fields(&asked("2026-04-01", Some("2026-04-29")).await, &["/valid_to"]);
    asked("2026-04-01", Some("2026-04-30")).await.expect(200);
}
