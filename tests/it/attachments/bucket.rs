//! Files in an S3-compatible store; a small one on this machine stands in for it, which speaks the
//! calls that are used and ends with the test.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use actix_web::dev::ServerHandle;
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_RANGE, ETAG, LAST_MODIFIED, RANGE};
use actix_web::web::{self, Bytes, Data, PayloadConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use serde_json::json;
use zongzhi::features::cases::ledger::sha256;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

use super::kit::{at, left_behind, png};

const NAME: &str = "zongzhi-test";
const DAY: &str = "Mon, 02 Mar 2026 01:00:00 GMT";

#[derive(Default)]
struct Contents {
    kept: BTreeMap<String, Vec<u8>>,
    /// Of uploads nobody completed or aborted: their parts by number.
    begun: BTreeMap<String, BTreeMap<u16, Vec<u8>>>,
    refuses_parts: bool,
}

/// The store.
struct Bucket {
    contents: Arc<Mutex<Contents>>,
    address: String,
    server: ServerHandle,
}

impl Bucket {
    fn open() -> Self {
        let contents = Arc::new(Mutex::new(Contents::default()));
        let shared = Data::from(Arc::clone(&contents));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .app_data(PayloadConfig::new(64 << 20))
                .default_service(web::to(
                    |contents: Data<Mutex<Contents>>, request: HttpRequest, body: Bytes| async move {
                        answer(&contents, &request, &body)
                    },
                ))
        });
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").expect("a port");
        let address = server.addrs().first().map(ToString::to_string).expect("an address");
        let running = server.run();
        let handle = running.handle();
        actix_web::rt::spawn(running);
        Self { contents, address, server: handle }
    }

    fn look(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().expect("the contents")
    }

    async fn app(&self) -> TestApp {
        TestApp::with(|config| {
            NAME.clone_into(&mut config.files.s3.bucket);
            config.files.s3.endpoint = format!("http://{}", self.address);
            "cn-test-1".clone_into(&mut config.files.s3.region);
            "key".clone_into(&mut config.files.s3.access_key_id);
            config.files.s3.secret_access_key = "not a secret".into();
            config.files.s3.allow_http = true;
        })
        .await
    }
}

/// A parameter of the query.
fn asked(request: &HttpRequest, name: &str) -> Option<String> {
    let pairs = request.query_string().split('&');
    let mut pairs = pairs.filter_map(|pair| pair.split_once('=').or(Some((pair, ""))));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

fn answer(contents: &Mutex<Contents>, request: &HttpRequest, body: &Bytes) -> HttpResponse {
    let signed = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    if !signed.is_some_and(|signed| signed.starts_with("AWS4-HMAC-SHA256 Credential=key/")) {
        return HttpResponse::Forbidden().finish();
    }
    let Some(key) = request.path().strip_prefix(&format!("/{NAME}/")) else {
        return HttpResponse::NotFound().finish();
    };
    let mut contents = contents.lock().expect("the contents");
    let upload = asked(request, "uploadId");
    match (request.method(), upload) {
        (&Method::POST, None) if asked(request, "uploads").is_some() => {
            contents.begun.insert(key.to_owned(), BTreeMap::new());
            xml(format!(
                "<InitiateMultipartUploadResult><UploadId>{}</UploadId>\
                 </InitiateMultipartUploadResult>",
                key.replace('/', "-")
            ))
        }
        (&Method::PUT, Some(_)) if contents.refuses_parts => HttpResponse::Forbidden().finish(),
        (&Method::PUT, Some(_)) => {
            let number = asked(request, "partNumber").and_then(|number| number.parse().ok());
            let Some(parts) = contents.begun.get_mut(key) else {
                return HttpResponse::NotFound().finish();
            };
            parts.insert(number.expect("a number"), body.to_vec());
            HttpResponse::Ok().insert_header((ETAG, "\"part\"")).finish()
        }
        (&Method::POST, Some(_)) => {
            let parts = contents.begun.remove(key).unwrap_or_default();
            contents.kept.insert(key.to_owned(), parts.into_values().flatten().collect());
            xml("<CompleteMultipartUploadResult><ETag>\"whole\"</ETag>\
                 </CompleteMultipartUploadResult>"
                .to_owned())
        }
        (&Method::DELETE, Some(_)) => {
            contents.begun.remove(key);
            HttpResponse::NoContent().finish()
        }
        (&Method::PUT, None) => {
            contents.kept.insert(key.to_owned(), body.to_vec());
            HttpResponse::Ok().insert_header((ETAG, "\"whole\"")).finish()
        }
        (&Method::DELETE, None) => {
            contents.kept.remove(key);
            HttpResponse::NoContent().finish()
        }
        (&Method::GET, None) => content(&contents, key, request),
        (_, _) => HttpResponse::MethodNotAllowed().finish(),
    }
}

fn xml(text: String) -> HttpResponse {
    HttpResponse::Ok().content_type("application/xml").body(text)
}

/// A content, or the part of it that is asked for.
fn content(contents: &Contents, key: &str, request: &HttpRequest) -> HttpResponse {
    let Some(kept) = contents.kept.get(key) else { return HttpResponse::NotFound().finish() };
    let range = request.headers().get(RANGE).and_then(|value| value.to_str().ok());
    let range = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
    let Some((from, to)) = range else {
        return HttpResponse::Ok()
            .insert_header((ETAG, "\"whole\""))
            .insert_header((LAST_MODIFIED, DAY))
            .body(kept.clone());
    };
    let from: usize = from.parse().expect("a number");
    let to = to.parse().unwrap_or(kept.len() - 1).min(kept.len() - 1);
    let said = format!("bytes {from}-{to}/{}", kept.len());
    let part = kept.get(from..=to).expect("a part").to_vec();
    HttpResponse::PartialContent()
        .insert_header((ETAG, "\"whole\""))
        .insert_header((LAST_MODIFIED, DAY))
        .insert_header((CONTENT_RANGE, said))
        .body(part)
}

#[actix_web::test]
async fn contents_live_in_a_bucket_and_go_from_it() {
    let bucket = Bucket::open();
    let app = bucket.app().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    // More than one part.
    let long = vec![b'a'; 9 << 20];
    let kept = app.attach(&clerk, &case, "李示例的申请书.txt", &long, None).await;
    let picture = app.attach(&clerk, &case, "现场.png", &png(), None).await;
    assert_eq!(app.files().len(), 0, "nothing stays on this machine: {:?}", app.files());
    {
        let contents = bucket.look();
        let keys: Vec<_> = contents.kept.keys().cloned().collect();
        let thumbnails = keys.iter().filter(|key| key.starts_with("thumbnails/")).count();
        assert_eq!((keys.len(), thumbnails), (3, 1), "{keys:?}");
        assert!(keys.iter().all(|key| key.is_ascii()), "names are ids of ours: {keys:?}");
        assert!(contents.begun.is_empty(), "every upload was completed");
        let sizes: Vec<_> = contents.kept.values().map(Vec::len).collect();
        assert!(sizes.contains(&long.len()), "{sizes:?}");
    }
    assert_eq!(kept["sha256"], sha256(&long));
    let path = format!("{}/tickets", at(&kept));
    let ticket = app.post(path).as_(&clerk).json(&json!({})).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default();
    let part = app.get(url).as_(&clerk).header("range", "bytes=8388606-8388611").send().await;
    assert_eq!((part.status, &part.body[..]), (206, &b"aaaaaa"[..]));
    let whole = app.get(url).as_(&clerk).send().await;
    assert!(whole.status == 200 && whole.body == long);
    for attachment in [&kept, &picture] {
        let path = format!("{}/actions/remove", at(attachment));
        let reason = json!({ "reason": "传错文件" });
        app.post(path).as_(&clerk).if_match(2).json(&reason).send().await.expect(200);
    }
    assert!(bucket.look().kept.is_empty(), "{:?}", bucket.look().kept.keys());
    bucket.server.stop(false).await;
}

#[actix_web::test]
async fn a_bucket_that_refuses_leaves_no_parts_and_the_content_may_come_again() {
    let bucket = Bucket::open();
    let app = bucket.app().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let announced = app.announce(&clerk, &case, "a.txt", 4, None).await.expect(201);
    bucket.look().refuses_parts = true;
    let refused = app.put_content(&clerk, &announced, b"abcd").await;
    assert_problem(&refused, 503, "attachment.store_unavailable");
    assert!(refused.header("retry-after").is_some());
    {
        let contents = bucket.look();
        assert!(contents.begun.is_empty() && contents.kept.is_empty());
    }
    assert_eq!(left_behind(&app, &case).await, Vec::<String>::new());
    bucket.look().refuses_parts = false;
    app.put_content(&clerk, &announced, b"abcd").await.expect(200);
    assert_eq!(bucket.look().kept.len(), 1);
    bucket.server.stop(false).await;
}
