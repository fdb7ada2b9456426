//! The registry on the wire.

use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

#[actix_web::test]
async fn the_registry_is_read_by_whoever_reads_reference_data() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let read = async |query: &str| {
        let path = format!("/api/v1/data-fields?{query}");
        app.get(path).as_(&clerk).send().await.expect(200)
    };
    let all = read("").await;
    let own = read("object=party&is_personal=true").await;
    assert!(own["total"].as_u64() < all["total"].as_u64());
    for field in own["items"].as_array().into_iter().flatten() {
        let table = field["table"].as_str().unwrap_or_default();
        assert!(["case_parties", "case_party_changes"].contains(&table), "{field}");
        for told in ["owner", "basis", "retention", "name"] {
            assert!(field[told].as_str().is_some_and(|text| !text.is_empty()), "{field}");
        }
    }
    let agreed = read("object=agreement&origin=entered").await;
    let items = agreed["items"].as_array().cloned().unwrap_or_default();
    let due = items.iter().find(|field| field["column"] == "due_on").expect("when it is due");
    assert_eq!(due["asked_by"][0]["form"], "agreements_record");
    assert_eq!(due["reused_by"][1], "履约跟踪");
    // What a form has to say of itself: each field it asks for, with its ground and its term.
    let asked = read("form=cases_register").await;
    let fields = asked["items"].as_array().cloned().unwrap_or_default();
    assert!(fields.iter().any(|field| field["column"] == "id_number"), "{asked}");
    for field in &fields {
        let mut forms = field["asked_by"].as_array().into_iter().flatten();
        assert!(forms.any(|form| form["form"] == "cases_register"), "{field}");
    }
    assert_eq!(read("form=nothing_like_it").await["items"], serde_json::json!([]));
    let odd = app.get("/api/v1/data-fields?object=car").as_(&clerk).send().await;
    assert_problem(&odd, 400, "request.invalid_parameter");
}
