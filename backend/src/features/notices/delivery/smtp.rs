//! E-mail over SMTP.

use std::time::Duration;

use futures_util::future::BoxFuture;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::letter::Letter;
use super::{Channel, ChannelName, SendError};
use crate::config::{SmtpConfig, SmtpSecurity};
use crate::platform::error::{AppError, AppResult};

/// Answers that say the server does not accept our sign-in (RFC 4954): ours to repair, whoever the
/// mail is for.
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];

/// A mail server.
pub(super) struct Smtp {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// As the settings say; connects when it sends.
    pub(super) fn new(config: &SmtpConfig) -> AppResult<Self> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .tls(tls(config)?)
            .timeout(Some(Duration::from_secs(config.timeout_seconds)));
        if !config.username.is_empty() {
            let (name, password) = (config.username.clone(), config.password.reveal().to_owned());
            builder = builder.credentials(Credentials::new(name, password));
        }
        let from = config.from.parse().map_err(AppError::internal)?;
        Ok(Self { from, transport: builder.build() })
    }

    fn message(&self, letter: &Letter) -> Result<Message, SendError> {
        let to = letter.to.parse().map_err(|_error| SendError::permanent("smtp.address"))?;
        let domain = self.from.email.domain();
        Message::builder()
            .message_id(Some(format!("<{}@{domain}>", letter.id)))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|_error| SendError::permanent("smtp.message"))
    }
}

fn tls(config: &SmtpConfig) -> AppResult<Tls> {
    if config.security == SmtpSecurity::None {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(config.host.clone());
    if !config.ca_file.is_empty() {
        let pem = std::fs::read(&config.ca_file).map_err(AppError::internal)?;
        let certificate = Certificate::from_pem(&pem).map_err(AppError::internal)?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters.build_rustls().map_err(AppError::internal)?;
    Ok(match config.security {
        SmtpSecurity::Tls => Tls::Wrapper(parameters),
        SmtpSecurity::Starttls => Tls::Required(parameters),
        SmtpSecurity::None => Tls::None,
    })
}

impl Channel for Smtp {
    fn name(&self) -> ChannelName {
        ChannelName::Email
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), SendError>> {
        Box::pin(async move {
            let message = self.message(letter)?;
            self.transport.send(message).await.map(|_| ()).map_err(|error| of(&error))
        })
    }
}

/// The answer of the server is not kept: it may quote the address.
fn of(error: &Error) -> SendError {
    let code = error.status().map(u16::from);
    match code {
        Some(code) if SIGN_IN.contains(&code) => SendError::down("smtp.sign_in"),
        Some(_) if error.is_permanent() => SendError::permanent("smtp.rejected"),
        Some(_) => SendError::later("smtp.deferred"),
        None if error.is_timeout() => SendError::down("smtp.timeout"),
        None if error.is_tls() => SendError::down("smtp.tls"),
        None => SendError::down("smtp.connection"),
    }
}
