//! The two languages of texts the server writes: zh-CN (default) and English.

use actix_web::HttpMessage;
use actix_web::http::header::ACCEPT_LANGUAGE;

/// A language of titles, details and explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Simplified Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// From `Accept-Language`: the first of `zh` and `en` it names, else Chinese.
    pub fn of(message: &impl HttpMessage) -> Self {
        let Some(value) = message.headers().get(ACCEPT_LANGUAGE) else { return Self::Zh };
        let Ok(value) = value.to_str() else { return Self::Zh };
        value
            .split(',')
            .find_map(|part| match part.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "en" => Some(Self::En),
                "zh" => Some(Self::Zh),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Picks the text of this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}
