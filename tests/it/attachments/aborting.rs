//! Somebody hangs up in the middle of an upload, over a real connection.

use std::time::Duration;

use actix_web::HttpServer;
use actix_web::web::Data;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use zongzhi::app;
use zongzhi::features::attachments::jobs::sweep;
use zongzhi::openapi::Document;
use zongzhi_tests::app::TestApp;

use super::kit::rows;

/// Waits for other threads, and not for long.
async fn until(mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("it came to hold");
}

#[actix_web::test]
async fn an_upload_that_is_hung_up_on_leaves_nothing() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let size = 4 << 20;
    let announced = app.announce(&clerk, &case, "现场.txt", size, None).await.expect(201);
    let url = announced["upload"]["url"].as_str().unwrap_or_default();
    let (state, document) = (app.state.clone(), Data::new(Document::of(&app::document())));
    let server = HttpServer::new(move || app::mount(state.clone(), document.clone()));
    let server = server.workers(1).disable_signals().bind("127.0.0.1:0").expect("a port");
    let address = server.addrs().first().copied().expect("an address");
    let running = server.run();
    let handle = running.handle();
    actix_web::rt::spawn(running);

    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "PUT {url} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
         content-type: application/octet-stream\r\ncontent-length: {size}\r\n\r\n",
        clerk.token
    );
    stream.write_all(head.as_bytes()).await.expect("a request");
    stream.write_all(&vec![b'a'; size / 2]).await.expect("half of the content");
    until(async || !app.files().is_empty()).await;
    drop(stream);
    until(async || app.files().is_empty()).await;
    let row = rows(&app, &case).await.pop().expect("the announcement");
    assert_eq!((row.state.as_str(), row.sha256, row.kept_at), ("awaiting", None, None));

    // Nobody waits for it for ever.
    app.advance(chrono::Duration::minutes(122));
    until(async || {
        sweep(app.state.clone().into_inner()).await.expect("a round");
        rows(&app, &case).await.is_empty()
    })
    .await;
    assert_eq!(app.files().len(), 0, "{:?}", app.files());
    handle.stop(false).await;
}
