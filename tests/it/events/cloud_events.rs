//! Events as they leave the server: what they say of a case is true, and follows on itself.

use zongzhi::features::cases::model::CaseStatus;
use zongzhi::features::events::cloud_event::{CloudEvent, source};
use zongzhi::features::events::follow::{self, Position};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::kit::seal;

#[actix_web::test]
async fn an_event_says_what_the_case_was_right_after_it() {
    let app = TestApp::new().await;
    let case = app.case().archived().await;
    let second = app.case().assisted_by(world::LABOUR).in_progress().await;
    seal(&app).await;
    let db = app.state.db.reader();
    let (mut at, mut told) = (Position::START, Vec::new());
    loop {
        let batch = follow::after(db, at, 3).await.expect("events");
        let afters = follow::afters(db, &batch.events).await.expect("the cases");
        let source = source(&app.state.config);
        told.extend(
            batch
                .events
                .iter()
                .map(|sealed| CloudEvent::of(&sealed.event, &afters[&sealed.event.id], &source)),
        );
        at = batch.next;
        if !batch.has_more {
            break;
        }
    }
    assert_eq!(at, follow::end(db).await.expect("the end"));
    for case in [&case, &second] {
        let own: Vec<_> =
            told.iter().filter(|event| event.subject.to_string() == case.id).collect();
        let places: Vec<_> =
            own.iter().filter_map(|event| event.sequence.parse::<usize>().ok()).collect();
        assert_eq!(places, (1..=own.len()).collect::<Vec<_>>(), "in order and without a gap");
        assert_eq!(own[0].of_type, "cn.zongzhi.case.registered.v1");
        let last = own.last().expect("an event");
        assert_eq!(i64::from(last.data.version), case.version);
        assert_eq!(last.data.status.map(CaseStatus::as_str), Some(case.status()));
        assert_eq!(last.data.case_no.as_deref(), Some(case.number()));
    }
    let all =
        told.iter().filter(|event| [&case.id, &second.id].contains(&&event.subject.to_string()));
    assert_eq!(all.count(), told.len(), "nothing else has happened");
}
