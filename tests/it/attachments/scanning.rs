//! A virus scanner is asked in clamd's protocol; a small one stands in for it.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

/// Answers one `INSTREAM` after another: what contains `virus` is one.
fn scanner() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a caller");
            let mut command = [0; 10];
            stream.read_exact(&mut command).expect("the command");
            assert_eq!(&command, b"zINSTREAM\0");
            let mut content = Vec::new();
            loop {
                let mut length = [0; 4];
                stream.read_exact(&mut length).expect("a length");
                let length = usize::try_from(u32::from_be_bytes(length)).expect("a size");
                if length == 0 {
                    break;
                }
                let mut piece = vec![0; length];
                stream.read_exact(&mut piece).expect("a piece");
                content.extend(piece);
            }
            let is_bad = content.windows(5).any(|five| five == b"virus");
            let said = if is_bad { "stream: Test-Signature FOUND\0" } else { "stream: OK\0" };
            stream.write_all(said.as_bytes()).expect("an answer");
        }
    });
    address
}

#[actix_web::test]
async fn what_a_scanner_refuses_is_not_kept() {
    let address = scanner();
    let app = TestApp::with(|config| {
        config.files.scan.address = address;
        config.files.scan.is_required = true;
    })
    .await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let good = app.attach(&clerk, &case, "a.txt", b"harmless", None).await;
    assert_eq!(good["scan"], "clean");
    let bad = app.announce(&clerk, &case, "b.txt", 5, None).await.expect(201);
    let refused = app.put_content(&clerk, &bad, b"virus").await;
    assert_problem(&refused, 422, "attachment.infected");
    assert_eq!(app.files().len(), 1, "{:?}", app.files());
}

#[actix_web::test]
async fn without_a_scanner_files_are_marked_or_refused_as_the_settings_say() {
    // Nobody listens there any more.
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    for is_required in [false, true] {
        let app = TestApp::with(|config| {
            config.files.scan.address = gone.to_string();
            config.files.scan.is_required = is_required;
        })
        .await;
        let clerk = app.as_clerk().await;
        let case = app.case().registered().await;
        let announced = app.announce(&clerk, &case, "a.txt", 1, None).await.expect(201);
        let answer = app.put_content(&clerk, &announced, b"x").await;
        if is_required {
            assert_problem(&answer, 503, "attachment.scanner_unreachable");
            assert!(answer.header("retry-after").is_some());
            assert_eq!(app.files().len(), 0);
        } else {
            assert_eq!(answer.expect(200)["scan"], "unscanned");
        }
    }
}
