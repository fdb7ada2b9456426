//! Which addresses (URLs) a webhook may have. Pure; the addresses behind a name are looked at by
//! [`super::client`] each time it is resolved.

use std::net::IpAddr;

use reqwest::Url;

use super::address::Guard;
use crate::platform::error::ErrorCode;

/// The address of a webhook that may be used as far as one can tell without a network.
pub fn checked(text: &str, guard: &Guard) -> Result<Url, ErrorCode> {
    let url = Url::parse(text).ok().ok_or(ErrorCode::WebhookUrl)?;
    let is_plain_http = match url.scheme() {
        "https" => false,
        "http" => true,
        _ => return Err(ErrorCode::WebhookUrl),
    };
    let has_account = !url.username().is_empty() || url.password().is_some();
    if has_account || url.fragment().is_some() || url.host_str().is_none_or(str::is_empty) {
        return Err(ErrorCode::WebhookUrl);
    }
    match literal(&url) {
        Some(address) if guard.allows(address, is_plain_http) => Ok(url),
        Some(address) if guard.allows(address, false) => Err(ErrorCode::WebhookHttpsRequired),
        Some(_) => Err(ErrorCode::WebhookAddressRefused),
        None if is_plain_http && !guard.names_networks() => Err(ErrorCode::WebhookHttpsRequired),
        None => Ok(url),
    }
}

/// The address in the URL itself, which is never resolved.
pub fn literal(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    let host = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    host.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::checked;
    use crate::features::webhooks::address::Guard;
    use crate::platform::error::ErrorCode;

    #[test]
    fn addresses_are_told_apart_however_they_are_written() {
        let none = Guard::default();
        let refused: [(&str, ErrorCode); 22] = [
            ("", ErrorCode::WebhookUrl),
            ("hooks.example.cn", ErrorCode::WebhookUrl),
            ("ftp://hooks.example.cn/", ErrorCode::WebhookUrl),
            ("file:///etc/passwd", ErrorCode::WebhookUrl),
            ("https://", ErrorCode::WebhookUrl),
            ("https://user:secret@hooks.example.cn/", ErrorCode::WebhookUrl),
            ("https://user@hooks.example.cn/", ErrorCode::WebhookUrl),
            ("https://hooks.example.cn/#part", ErrorCode::WebhookUrl),
            ("http://hooks.example.cn/", ErrorCode::WebhookHttpsRequired),
            ("http://8.8.8.8/", ErrorCode::WebhookHttpsRequired),
            ("https://127.0.0.1/", ErrorCode::WebhookAddressRefused),
            ("https://127.1/", ErrorCode::WebhookAddressRefused),
            ("https://2130706433/", ErrorCode::WebhookAddressRefused),
            ("https://0x7f.0.0.1/", ErrorCode::WebhookAddressRefused),
            ("https://0177.0.0.1/", ErrorCode::WebhookAddressRefused),
            ("https://10.0.0.8:8443/hook", ErrorCode::WebhookAddressRefused),
            ("https://169.254.169.254/latest", ErrorCode::WebhookAddressRefused),
            ("https://[::1]/", ErrorCode::WebhookAddressRefused),
            ("https://[::ffff:127.0.0.1]/", ErrorCode::WebhookAddressRefused),
            ("https://[fd00::1]/", ErrorCode::WebhookAddressRefused),
            ("https://[fe80::1]/", ErrorCode::WebhookAddressRefused),
            ("https://１２７.0.0.1/", ErrorCode::WebhookAddressRefused),
        ];
        for (text, code) in refused {
            assert_eq!(checked(text, &none).err(), Some(code), "{text}");
        }
        for text in
            ["https://hooks.example.cn/", "https://8.8.8.8:9/x", "https://综治.example/a?b=c"]
        {
            assert!(checked(text, &none).is_ok(), "{text}");
        }
        let extranet = Guard::of(&["10.8.0.0/16".to_owned()]);
        for text in ["http://10.8.0.5/", "https://10.8.0.5/", "http://grid.county.internal/"] {
            assert!(checked(text, &extranet).is_ok(), "{text}");
        }
        let beside = checked("http://10.9.0.5/", &extranet);
        assert_eq!(beside.err(), Some(ErrorCode::WebhookAddressRefused));
        let open = checked("http://8.8.8.8/", &extranet);
        assert_eq!(open.err(), Some(ErrorCode::WebhookHttpsRequired));
    }
}
