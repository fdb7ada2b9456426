//! Templates on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::content::DocumentBlock;
use super::fact::FactOrigin;
use super::kind::DocumentKind;
use super::template::TemplateDefinition;
use crate::features::calendars::civil_day::in_calendar;
use crate::platform::error::not_blank;
use crate::platform::words::words;

words! {
    /// What stands in the fields of a preview.
    PreviewFilling {
        /// Their own names.
        Names = "names";
        /// What a fictitious case would give.
        Example = "example";
    }
}

/// How to fill a preview.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DocumentTemplatePreviewParams {
    /// What stands in the fields, their own names unless given.
    #[param(inline)]
    pub filled_with: Option<PreviewFilling>,
}

/// Which templates to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DocumentTemplateFilter {
    /// Of these papers.
    #[param(explode = true)]
    pub kind: Vec<DocumentKind>,
}

/// A new version of a template.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "receipt",
    "name": "受理回执",
    "source": "清和县综治中心文书格式（2026年版）",
    "valid_from": "2030-01-01",
    "definition": {
        "fields": [{ "name": "case_no", "required": true }],
        "blocks": [
            { "kind": "title", "text": "受理回执" },
            { "kind": "paragraph", "text": "案号：{case_no}" },
        ],
    },
}))]
pub struct PublishDocumentTemplateRequest {
    /// Which paper.
    #[schema(example = "receipt")]
    pub kind: DocumentKind,
    /// What it is called on the list.
    #[validate(length(min = 1, max = 60), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 60, example = "受理回执")]
    pub name: String,
    /// The law, standard or notice it rests on.
    #[validate(length(min = 1, max = 300), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 300, example = "清和县综治中心文书格式（2026年版）")]
    pub source: String,
    /// The first day on which documents are issued by it; today or later.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2030-01-01")]
    pub valid_from: NaiveDate,
    /// Why it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: Option<String>,
    /// Its fields and layout.
    #[validate(nested)]
    pub definition: TemplateDefinition,
}

/// One version of a template.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentTemplateView {
    /// Its id, kept by every document issued by it.
    pub id: Uuid,
    /// Which paper.
    pub kind: DocumentKind,
    /// Number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What it is called.
    pub name: String,
    /// What it rests on.
    pub source: String,
    /// The first day on which documents are issued by it.
    pub valid_from: NaiveDate,
    /// Whether documents are issued by it today.
    pub is_in_force: bool,
    /// Whether documents of it name the parties.
    pub names_parties: bool,
    /// Why it was made.
    pub reason: Option<String>,
    /// Its fields and layout.
    pub definition: TemplateDefinition,
    /// When it was published.
    pub created_at: DateTime<Utc>,
    /// What the caller may do: `publish` the next version.
    #[schema(example = json!(["publish"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "publish": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A template as it would look.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentTemplatePreview {
    /// How it would look.
    pub blocks: Vec<DocumentBlock>,
    /// Whether documents of it would name the parties.
    pub names_parties: bool,
}

/// A fact templates may name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentFactView {
    /// The name in a template.
    #[schema(example = "case_no")]
    pub name: String,
    /// What it is called on paper.
    #[schema(example = "案号")]
    pub label: String,
    /// Where it comes from.
    pub origin: FactOrigin,
    /// Where it comes from, in words.
    #[schema(example = "登记")]
    pub origin_name: String,
    /// Whether it names a party.
    pub is_personal: bool,
    /// Of a list: what each of its rows says; empty for text.
    #[schema(example = json!([]))]
    pub members: Vec<String>,
}
