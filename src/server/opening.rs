//! The session that a sign-in opens, in place of the one that the browser had: a token never
//! outlives a sign-in.

use super::device::Device;
use super::second_factor::Proof;
use super::session::Token;
use super::state::AppState;
use super::store::{self, Act, By, NewSession, Tx};
use crate::domain::{ActKind, Instant, NextStep};
use http::{HeaderMap, HeaderValue};
use serde_json::json;

/// What is still to come, and the cookies to set, the session's first.
pub struct Entered {
    pub next: NextStep,
    pub cookies: Vec<HeaderValue>,
}

/// Whose session is to be opened, and where.
pub struct Opening<'a> {
    pub state: &'a AppState,
    pub headers: &'a HeaderMap,
    pub at: Instant,
    pub person: i64,
    /// Either an operator, with the unit, or an administrator.
    pub operator: Option<i64>,
    pub unit: Option<i64>,
    pub administrator: Option<i64>,
    /// What the browser says that it is.
    pub device: &'a str,
}

/// A sign-in waits so long for its code.
const CODE_SECONDS: i64 = 10 * 60;

impl Opening<'_> {
    /// The password was right; the code is still to come.
    pub async fn wait_for_code(&self, tx: &mut Tx) -> sqlx::Result<Entered> {
        let expires = self.at.plus_seconds(CODE_SECONDS);
        let token = self.replace(tx, expires, false).await?;
        Ok(Entered {
            next: NextStep::Code,
            cookies: vec![token.cookie(&self.state.settings, 1)],
        })
    }

    /// All is proved.
    pub async fn open(&self, tx: &mut Tx, proof: Option<Proof>) -> sqlx::Result<Entered> {
        let hours = store::policy(tx).await?.absolute_hours;
        let expires = self.at.plus_seconds(i64::from(hours) * 3600);
        let token = self.replace(tx, expires, true).await?;
        self.note(tx, ActKind::SignedIn, proof).await?;
        if proof == Some(Proof::RecoveryCode) {
            self.note(tx, ActKind::RecoveryUsed, proof).await?;
        }
        let settings = &self.state.settings;
        let device = Device::of(self.headers, settings).unwrap_or_else(Device::random);
        let device = device.remember(&self.state.vault, self.person);
        Ok(Entered {
            next: NextStep::Done,
            cookies: vec![token.cookie(settings, hours), device.cookie(settings)],
        })
    }

    async fn replace(&self, tx: &mut Tx, expires: Instant, proved: bool) -> sqlx::Result<Token> {
        if let Some(former) = Token::of(self.headers, &self.state.settings) {
            store::close_session(tx, &former.hash()).await?;
        }
        let token = Token::random();
        let session = NewSession {
            token_hash: &token.hash(),
            person: self.person,
            operator: self.operator,
            administrator: self.administrator,
            expires,
            proved,
            device: self.device,
        };
        store::open_session(tx, session, self.at).await?;
        Ok(token)
    }

    async fn note(&self, tx: &mut Tx, kind: ActKind, proof: Option<Proof>) -> sqlx::Result<()> {
        let by = match (self.operator, self.administrator) {
            (Some(operator), _) => By::Operator(operator),
            (None, Some(administrator)) => By::Administrator(administrator),
            (None, None) => By::Nobody,
        };
        let act = Act {
            unit: self.unit,
            person: Some(self.person),
            detail: json!({ "device": self.device, "second_factor": proof.is_some() }),
            ..Act::new(kind, by, self.at)
        };
        store::note(tx, act).await
    }
}
