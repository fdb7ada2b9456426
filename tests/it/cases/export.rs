//! Anybody can check the exported ledger without us.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use zongzhi::features::cases::ledger::sha256;
use zongzhi::features::cases::ledger::verify::verify;
use zongzhi_tests::app::TestApp;

/// A file in memory that outlives the check.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the paper").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What anybody with the exported lines can do without us: sorted members, no spaces, SHA-256.
/// All values are strings, small integers or null, for which that is RFC 8785.
fn hash_again(line: &Value) -> String {
    let mut members = line.as_object().expect("an object").clone();
    for not_hashed in ["case_no", "hash", "block_no"] {
        members.remove(not_hashed);
    }
    let mut names: Vec<_> = members.keys().cloned().collect();
    names.sort();
    let parts: Vec<_> =
        names.iter().map(|name| format!("{}:{}", json!(name), members[name])).collect();
    sha256(format!("{{{}}}", parts.join(",")).as_bytes())
}

#[actix_web::test]
async fn the_export_is_enough_to_check_the_ledger_without_us() {
    let app = TestApp::new().await;
    let quotes = json!({ "note": "引号\"、反斜杠\\、换行\n、制表\t、表情😀、<script>" });
    let case = app.case().in_progress().await;
    let handler = app.as_handler().await;
    app.act(&handler, &case, "report_progress", &quotes).await;
    app.case().archived().await;
    let paper = Paper::default();
    let mut export: Option<Box<dyn Write>> = Some(Box::new(paper.clone()));
    let report = verify(&app.state.db, None, &mut export).await.expect("a check");
    let text = String::from_utf8(paper.0.lock().expect("the paper").clone()).expect("UTF-8");
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(u64::try_from(lines.len()).ok(), Some(report.events));
    let mut last: Option<&Value> = None;
    for line in &lines {
        assert_eq!(line["hash"], hash_again(line), "{line}");
        match last.filter(|last| last["case_id"] == line["case_id"]) {
            Some(last) => assert_eq!(line["prev_hash"], last["hash"]),
            None => {
                assert_eq!((&line["seq"], &line["prev_hash"]), (&json!(1), &json!("0".repeat(64))));
            }
        }
        last = Some(line);
    }
}
