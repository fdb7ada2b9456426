//! The two languages of texts the server writes: zh-CN (default) and English.

use actix_web::HttpMessage;
use actix_web::http::header::{AcceptLanguage, Header as _, Quality};

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
    /// From `Accept-Language` (RFC 9110, 12.5.4): of `zh` and `en` the one it likes best, else Chinese.
    pub fn of(message: &impl HttpMessage) -> Self {
        let Ok(mut accepted) = AcceptLanguage::parse(message) else { return Self::Zh };
        accepted.retain(|language| language.quality > Quality::ZERO);
        let mut ranked = accepted.ranked().into_iter();
        ranked
            .find_map(|language| match language.item()?.primary_language() {
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

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_language_liked_best_is_spoken() {
        let asked = [
            ("en-GB, zh;q=0.5", Lang::En),
            ("en;q=0.4, zh-Hans-CN;q=0.9", Lang::Zh),
            ("fr, EN;q=0.2", Lang::En),
            ("en;q=0, *", Lang::Zh),
            ("*", Lang::Zh),
            ("", Lang::Zh),
            (";;q=x", Lang::Zh),
        ];
        for (header, lang) in asked {
            let request = TestRequest::default().insert_header(("accept-language", header));
            assert_eq!(Lang::of(&request.to_http_request()), lang, "{header}");
        }
        assert_eq!(Lang::of(&TestRequest::default().to_http_request()), Lang::Zh);
    }
}
