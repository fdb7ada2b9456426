//! The dossier as one archive: its manifest, its seal, the ledger, an index for people, and every
//! paper under a name of ours.

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::Data;
use chrono::SecondsFormat;
use futures_util::FutureExt as _;
use futures_util::stream;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::filler::{self, Paper};
use super::following::{Following, following};
use super::manifest::{self, Contents};
use super::service::may_export;
use super::zip_stream::{self, Member, Source};
use super::{entity::seal, repo};
use crate::app::AppState;
use crate::features::attachments::dto::TicketView;
use crate::features::attachments::service::case_of;
use crate::features::attachments::{Asking, disposition, ticket_for};
use crate::features::audit::mark::Mark;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::auth::tickets::{Opens, Ticket};
use crate::features::cases::entity::event;
use crate::features::cases::repo::Loaded;
use crate::features::cases::service::facts_of;
use crate::features::documents;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::files::{FileKind, Folder};
use crate::platform::http::Reply;
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// 403 for whom the dossier may not leave with.
fn check(actor: &Actor, case: &Loaded) -> AppResult<()> {
    let assists = case.state.assist_department_ids();
    if may_export(actor, &facts_of(case, &assists)) {
        return Ok(());
    }
    Err(ErrorCode::AuthNotAllowed.into())
}

/// A ticket for the archive.
pub(super) async fn ticket(
    state: &AppState,
    asking: Asking<'_>,
    case_id: Uuid,
    idempotency: Option<IdempotentRequest>,
) -> AppResult<Reply<TicketView>> {
    state
        .once(asking.actor)
        .run(idempotency, async |tx: &Tx| {
            let case = Box::pin(case_of(&**tx, asking.actor, case_id)).await?;
            check(asking.actor, &case)?;
            let address = format!("/api/v1/cases/{case_id}/dossier/export");
            let ticket = ticket_for(state, asking, (Opens::Dossier, case_id), &address)?;
            Ok(Reply::ok(&ticket)?.personal())
        })
        .await
}

/// The archive, written while it is sent. Who takes one stands in the security log, copy by copy: a
/// ticket is good for several.
pub(super) async fn archive(
    state: &Data<AppState>,
    actor: &Actor,
    case_id: Uuid,
    ticket: &Ticket,
    lang: Lang,
) -> AppResult<HttpResponse> {
    if ticket.object_id != case_id || ticket.opens != Opens::Dossier {
        return Err(ErrorCode::AttachmentTicketInvalid.into());
    }
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    check(actor, &case)?;
    let rules = following(state, db, &case).await?;
    let papers = filler::of_case(db, case_id, rules.volume).await?;
    let seal = match case.state.dossier_sealed_at {
        Some(_) => repo::last(db, case_id).await?,
        None => None,
    };
    let (text, hash) = match &seal {
        Some(seal) => (seal.manifest.clone(), seal.manifest_hash.clone()),
        None => manifest::of(&Contents {
            case: &case,
            volume: rules.volume,
            retained_until: rules.until(),
            papers: &papers,
            at: state.clock.now(),
        })?,
    };
    let mark = Mark::of(state, actor).await?.text(lang);
    let entry = Entry::of(state, AuditAction::DossierExported).by(actor).on("case", case_id);
    let entry = entry.with("manifest_sha256", hash.clone());
    Box::pin(state.db.write(async |tx: &Tx| record(tx, entry).await)).await?;
    let texts = [
        ("manifest.json", text),
        ("seal.json", pretty(&sealed(seal.as_ref(), &hash))?),
        ("events.json", pretty(&events(db, case_id).await?)?),
        ("index.html", index(&case, &rules, &papers, (&hash, &mark), lang)),
    ];
    let texts = texts.into_iter().map(|(path, text)| member(path.to_owned(), text));
    let paths = manifest::paths(&papers);
    let contents = papers.iter().zip(paths).flat_map(|(paper, path)| content(state, paper, path));
    let mut pieces = zip_stream::begin(texts.chain(contents).collect())?;
    let name = format!("{}.zip", case.row.case_no);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, FileKind::Zip.media_type()))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(disposition(false, &name, Some(FileKind::Zip)))
        .streaming(stream::poll_fn(move |context| pieces.poll_recv(context))))
}

fn pretty(value: &Value) -> AppResult<String> {
    Ok(serde_json::to_string_pretty(value)?)
}

fn member(path: String, text: String) -> Member {
    let open = Box::new(move || std::future::ready(AppResult::Ok(Source::Text(text))).boxed());
    Member { path, open }
}

/// The members a paper is: an issued document comes with its canonical content.
fn content(state: &Data<AppState>, paper: &Paper, path: String) -> Vec<Member> {
    let Some(key) = paper.key else { return issued(state, paper.id, path) };
    let state = state.clone();
    let open = Box::new(move || {
        async move {
            let store = state.files.store();
            AppResult::Ok(Source::Content(store.read(Folder::Contents, key, None).await?))
        }
        .boxed()
    });
    vec![Member { path, open }]
}

fn issued(state: &Data<AppState>, id: Uuid, path: String) -> Vec<Member> {
    let content_path = manifest::content_path(&path);
    let file = state.clone();
    let file = Box::new(move || {
        async move { Ok(Source::Bytes(documents::repo::file(file.db.reader(), id).await?.file)) }
            .boxed()
    });
    let content = state.clone();
    let content = Box::new(move || {
        async move { Ok(Source::Text(documents::repo::file(content.db.reader(), id).await?.content)) }
            .boxed()
    });
    vec![Member { path, open: file }, Member { path: content_path, open: content }]
}

fn sealed(seal: Option<&seal::Model>, hash: &str) -> Value {
    json!({
        "is_sealed": seal.is_some(),
        "manifest_sha256": hash,
        "sealed_at": seal.map(|seal| seal.sealed_at.to_rfc3339_opts(SecondsFormat::Micros, true)),
        "sealed_by_id": seal.map(|seal| seal.sealed_by_id),
    })
}

/// The ledger as it is hashed; it holds no personal data.
async fn events(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Value> {
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let told = rows.into_iter().map(|row| {
        json!({
            "id": row.id,
            "seq": row.seq,
            "kind": row.kind,
            "actor_id": row.actor_id,
            "capacity_id": row.capacity_id,
            "capacity": row.capacity,
            "at": row.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "recorded_at": row.recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "data": row.data,
            "prev_hash": row.prev_hash,
            "hash": row.hash,
        })
    });
    Ok(told.collect())
}

/// 卷内目录 as a page that needs no program of ours.
fn index(
    case: &Loaded,
    rules: &Following<'_>,
    papers: &[Paper],
    (hash, mark): (&str, &str),
    lang: Lang,
) -> String {
    let paths = manifest::paths(papers);
    let row = |code: &str, name: &str| {
        let here = papers.iter().zip(&paths);
        let place = |paper: &Paper| {
            if paper.is_front() { "0" } else { paper.document_code.as_deref().unwrap_or("") }
                .to_owned()
        };
        let here = here.filter(|(paper, _)| place(paper) == code);
        let files: Vec<_> = here
            .map(|(paper, path)| format!("<a href=\"{path}\">{}</a>", escaped(&paper.file_name)))
            .collect();
        format!(
            "<tr><td>{code}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escaped(name),
            files.len(),
            files.join("<br>")
        )
    };
    let mut rows: String =
        rules.volume.documents.iter().map(|rule| row(&rule.code, rule.name(lang))).collect();
    if papers.iter().any(Paper::is_front) {
        rows.insert_str(0, &row("0", lang.pick("封面、卷内目录", "Cover and contents")));
    }
    rows.push_str(&row("", lang.pick("未归入目录的材料", "Papers without a place")));
    let head = [
        lang.pick("序号", "No."),
        lang.pick("材料名称", "Document"),
        lang.pick("件数", "Files"),
        lang.pick("文件", "File"),
    ]
    .map(|word| format!("<th>{word}</th>"))
    .concat();
    let until = rules.until().map(|day| day.to_string()).unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <title>{no}</title><style>body{{font-family:sans-serif;margin:2em}}\
         table{{border-collapse:collapse;width:100%}}td,th{{border:1px solid #888;\
         padding:.4em;text-align:left;vertical-align:top}}</style></head><body>\n\
         <p>{mark}</p>\n<h1>{volume}</h1>\n<p>{no}</p>\n<p>{kept} {until}</p>\n\
         <table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n\
         <p>SHA-256 manifest.json: <code>{hash}</code></p>\n</body></html>\n",
        language = lang.pick("zh-CN", "en"),
        mark = escaped(mark),
        no = escaped(&case.row.case_no),
        volume = escaped(rules.volume.name(lang)),
        kept = lang.pick("保管期限至：", "Kept until:"),
    )
}

fn escaped(text: &str) -> String {
    let one = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(one).collect()
}
