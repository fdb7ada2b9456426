//! A document as a DOCX file (ISO/IEC 29500-1, WordprocessingML): A4, the typography of GB/T
//! 9704-2012, page numbers, the QR code. The same content gives the same bytes. Pure.
//!
//! Written here and not by a library: what is kept of them writes no East Asian font attributes or
//! no page fields (`docs/adr/0042-papers-as-docx-and-print-pages.md`).

mod body;
mod parts;

use std::io::{Cursor, Write as _};

use chrono::{DateTime, SecondsFormat, Utc};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::content::DocumentContent;
use super::qr::Modules;
use crate::platform::error::{AppError, AppResult};

/// What stands around the content.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// In whose name.
    pub center: &'a str,
    /// 文书编号.
    pub document_no: &'a str,
    /// 版次.
    pub edition: i32,
    /// The first digits of the hash of the content (校验码).
    pub check_code: &'a str,
    /// What the QR code says.
    pub verify_url: &'a str,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
}

/// Writes the file.
pub fn write(content: &DocumentContent, frame: &Frame<'_>) -> AppResult<Vec<u8>> {
    let image = Modules::of(frame.verify_url)?.png()?;
    let issued_at = frame.issued_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let texts = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/core.xml", parts::properties(content.title(), &issued_at)),
        ("word/document.xml", body::document(content)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/fontTable.xml", parts::FONTS.to_owned()),
        ("word/header1.xml", parts::header(frame, content.title())),
        ("word/footer1.xml", parts::footer(frame)),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // A file of the same content is the same file.
        .last_modified_time(zip::DateTime::DEFAULT);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in &texts {
        zip.start_file(*name, options).map_err(AppError::internal)?;
        zip.write_all(text.as_bytes()).map_err(AppError::internal)?;
    }
    zip.start_file("word/media/qr.png", options).map_err(AppError::internal)?;
    zip.write_all(&image).map_err(AppError::internal)?;
    Ok(zip.finish().map_err(AppError::internal)?.into_inner())
}

/// Text as XML: its signs escaped, and without the characters XML 1.0 cannot carry.
fn xml(text: &str) -> String {
    let carried = |one: &char| matches!(one, '\t' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    let text: String = text.chars().filter(carried).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read as _;

    use super::*;
    use crate::features::documents::fact::Fact;
    use crate::features::documents::filling::{Facts, fill};
    use crate::features::documents::template::TemplateDefinition;

    fn written(title: &str) -> Vec<u8> {
        let definition: TemplateDefinition = serde_json::from_str(
            r#"{"fields": [{"name": "title"}],
                "blocks": [{"kind": "title", "text": "受理回执"},
                 {"kind": "form", "widths": [1, 3],
                  "rows": [{"cells": [{"label": "事项", "text": "{title}"}]}]},
                 {"kind": "qr_code", "text": "扫码核验"}]}"#,
        )
        .expect("a template");
        let mut facts = Facts::default();
        facts.text(Fact::Title, title.to_owned());
        let content =
            DocumentContent::of(&definition, fill(&definition, &facts, &BTreeMap::new()).0);
        let frame = Frame {
            center: "测试县综治中心",
            document_no: "DOC990101-20260302-000001",
            edition: 1,
            check_code: "0123456789abcdef",
            verify_url: "http://127.0.0.1:8080/verify?no=DOC990101-20260302-000001",
            issued_at: DateTime::UNIX_EPOCH,
        };
        write(&content, &frame).expect("a file")
    }

    #[test]
    fn every_part_is_well_formed_and_says_what_it_was_given() {
        let file = written("楼上 <漏水> & \"家具\"\u{1}受损");
        let mut zip = zip::ZipArchive::new(Cursor::new(file)).expect("a zip");
        let names: Vec<_> =
            zip.file_names().map(|name| name.expect("a name").into_owned()).collect();
        for name in names.iter().filter(|name| !name.starts_with("word/media/")) {
            let mut text = String::new();
            zip.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
            let mut reader = quick_xml::Reader::from_str(&text);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{name}: {error}"),
                }
            }
            if name == "word/document.xml" {
                assert!(text.contains("楼上 &lt;漏水&gt; &amp; &quot;家具&quot;受损"), "{text}");
                assert!(text.contains("w:hint=\"eastAsia\""), "no font of East Asia");
            }
        }
    }

    #[test]
    fn the_same_content_is_the_same_file() {
        assert_eq!(written("一"), written("一"));
        assert_ne!(written("一"), written("二"));
    }
}
