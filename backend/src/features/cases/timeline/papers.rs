//! What happened to the papers of a case, in words. Their names are no part of the ledger: a hash
//! says which one it was.

use crate::features::cases::change::{AttachmentThen, Change};
use crate::platform::lang::Lang;

/// Characters of a hash that people compare.
const SHOWN: usize = 12;

/// The sentence of a change of attachments or of the dossier; empty for any other.
pub(super) fn sentence(change: &Change, lang: Lang) -> String {
    let pick = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    if let Change::AttachmentAdded { attachment, document_code } = change {
        let what = described(attachment, lang);
        let place = document_code.as_deref().map(|code| placed(code, lang)).unwrap_or_default();
        return pick(format!("添加附件：{what}{place}"), format!("Attachment: {what}{place}"));
    }
    if let Change::AttachmentFiled { document_code, is_identity, .. } = change {
        let identity =
            if *is_identity { lang.pick("（身份材料）", " (identity)") } else { "" };
        return match document_code {
            Some(code) => pick(
                format!("附件归入卷宗第 {code} 项{identity}"),
                format!("Attachment filed as document {code}{identity}"),
            ),
            None => pick(
                format!("附件移出卷宗{identity}"),
                format!("Attachment taken out of the dossier{identity}"),
            ),
        };
    }
    if let Change::AttachmentOpened { reason, .. } = change {
        return pick(
            format!("查看身份材料。{reason}"),
            format!("Opened an identity paper. {reason}"),
        );
    }
    if let Change::AttachmentRemoved { attachment, reason } = change {
        let what = described(attachment, lang);
        return pick(
            format!("删除附件：{what}。{reason}"),
            format!("Attachment removed: {what}. {reason}"),
        );
    }
    if let Change::DossierSealed { file_count, manifest_hash, .. } = change {
        let hash = short(manifest_hash);
        return pick(
            format!("卷宗封存：{file_count} 件，清单摘要 {hash}…"),
            format!("Dossier sealed: {file_count} files, manifest {hash}…"),
        );
    }
    String::new()
}

fn described(attachment: &AttachmentThen, lang: Lang) -> String {
    let AttachmentThen { sha256, size_bytes, media_type, .. } = attachment;
    lang.pick("{type}，{size} 字节，摘要 {hash}…", "{type}, {size} bytes, hash {hash}…")
        .replace("{type}", media_type)
        .replace("{size}", &size_bytes.to_string())
        .replace("{hash}", &short(sha256))
}

fn placed(code: &str, lang: Lang) -> String {
    lang.pick("，归入卷宗第 {code} 项", ", document {code} of the dossier").replace("{code}", code)
}

fn short(hash: &str) -> String {
    hash.chars().take(SHOWN).collect()
}
