//! Letters: by SMTP, or into a folder. Off where the settings name neither.

use super::settings::Settings;
use crate::domain::Fault;
use lettre::message::header::ContentType;
use lettre::transport::smtp;
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::fmt::Display;
use std::time::Duration;

/// A letter in plain text.
pub struct Letter {
    /// The Message-ID, where it must stay the same however often the letter is sent.
    pub id: Option<String>,
    pub to: String,
    pub subject: String,
    pub body: String,
}

const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a letter. Why it could not be sent is logged, without the letter and its addressee.
pub async fn send(settings: &Settings, letter: Letter) -> Result<(), Fault> {
    let message = message(settings, letter).map_err(failed)?;
    let url = settings.smtp_url.reveal();
    if let Some(folder) = url.strip_prefix("file://") {
        let folder = AsyncFileTransport::<Tokio1Executor>::new(folder);
        return folder.send(message).await.map(drop).map_err(failed);
    }
    let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(failed)?;
    let smtp = smtp.timeout(Some(PATIENCE)).build();
    smtp.send(message).await.map(drop).map_err(not_taken)
}

fn message(
    settings: &Settings,
    letter: Letter,
) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
    Ok(Message::builder()
        .from(settings.mail_from.parse()?)
        .to(letter.to.parse()?)
        .message_id(letter.id)
        .subject(letter.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body)?)
}

/// What the mail server said may repeat whom the letter was for: its code says enough.
fn not_taken(error: smtp::Error) -> Fault {
    let code = error.status().map(|code| code.to_string());
    let kind = match &error {
        error if error.is_timeout() => "time-out",
        error if error.is_tls() => "TLS",
        error if error.is_permanent() => "refused for good",
        error if error.is_transient() => "refused for now",
        error if error.is_response() => "an answer that can't be read",
        _ => "no connection",
    };
    tracing::error!(kind, code, "a letter could not be sent");
    Fault::Internal
}

fn failed(error: impl Display) -> Fault {
    tracing::error!(%error, "a letter could not be sent");
    Fault::Internal
}
