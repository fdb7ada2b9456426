//! TLS for clients that bring no cryptography of their own.

/// Chooses the cryptography of such clients, once a process: the one that sends mails too.
pub fn install() {
    // Whoever came before chose the same.
    let _is_first = rustls::crypto::ring::default_provider().install_default().is_ok();
}
