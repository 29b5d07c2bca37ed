//! `lishu admin`: the only way to become an administrator. No page makes one, so that nobody who
//! has one role can give themselves another.

use super::super::now;
use super::super::passwords::hash;
use super::super::store::{self, Act, AppointedRow, Appointment, By, Db};
use crate::domain::admin::AdminAccount;
use crate::domain::{ActKind, Fault, Field, NewPassword, PersonName, Problem, Role};
use crate::texts;
use anyhow::{Context, anyhow, bail};
use serde_json::json;

/// Who is to administrate, as the command line says it.
pub struct Wanted<'a> {
    pub role: Role,
    pub account: &'a str,
    pub name: &'a str,
    /// None: one is invented.
    pub password: Option<&'a str>,
}

/// Makes an administrator. Returns the password that was invented, which nothing keeps.
pub async fn create(db: &Db, wanted: Wanted<'_>) -> anyhow::Result<Option<String>> {
    let account = account(wanted.account)?;
    let name = PersonName::parse(wanted.name);
    let name = name.map_err(|error| anyhow!("--name: {}", error))?;
    let invented = wanted.password.is_none().then(invented);
    let password = wanted.password.or(invented.as_deref()).unwrap_or_default();
    let profile = store::policy(&mut db.read().await?).await?.password_profile;
    let context = [account.as_str(), name.as_str()];
    let password = NewPassword::parse(password, profile, &context).map_err(|error| {
        anyhow!(texts::problem(
            Field::NewPassword,
            &Problem::Password(error)
        ))
    })?;
    let hashed = tokio::task::spawn_blocking(move || hash(password.as_str()));
    let password_hash = hashed.await.context("the password could not be hashed")?;
    let at = now();
    let mut tx = db.begin().await?;
    let appointment = Appointment {
        account: &account,
        name: &name,
        role: wanted.role,
        password_hash: &password_hash,
    };
    let made = match store::appoint(&mut tx, appointment, at).await {
        Ok(made) => made,
        Err(store::Error::Refused(Fault::Invalid(_))) => {
            bail!("there is an administrator {account} already")
        }
        Err(store::Error::Refused(fault)) => bail!("refused: {fault:?}"),
        Err(store::Error::Database(error)) => return Err(error.into()),
    };
    note(&mut tx, ActKind::AdministratorCreated, &made).await?;
    tx.commit().await?;
    Ok(invented)
}

/// Every administrator there is or was, for the terminal.
pub async fn list(db: &Db) -> anyhow::Result<Vec<AppointedRow>> {
    Ok(store::administrators(&mut db.read().await?).await?)
}

/// Takes effect with the administrator's next request.
pub async fn disable(db: &Db, account_text: &str) -> anyhow::Result<()> {
    let account = account(account_text)?;
    let mut tx = db.begin().await?;
    let found = store::find_administrator(&mut tx, &account).await?;
    let found = found.with_context(|| format!("there is no administrator {account}"))?;
    if !store::dismiss(&mut tx, found.id, now()).await? {
        bail!("{account} is disabled already");
    }
    note(&mut tx, ActKind::AdministratorDisabled, &found).await?;
    Ok(tx.commit().await?)
}

fn account(text: &str) -> anyhow::Result<AdminAccount> {
    AdminAccount::parse(text).map_err(|_| {
        anyhow!("--account: 3 to 32 of a-z, 0-9, dot and underscore, the first a letter")
    })
}

/// By whoever may run the command: the system.
async fn note(tx: &mut store::Tx, kind: ActKind, who: &AppointedRow) -> sqlx::Result<()> {
    let act = Act {
        person: Some(who.person_id),
        detail: json!({ "account": who.account, "role": who.role }),
        ..Act::new(kind, By::Nobody, now())
    };
    store::note(tx, act).await
}

/// Over a hundred bits, in signs that are not mistaken for each other.
fn invented() -> String {
    const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    let mut password = String::with_capacity(24);
    while password.len() < 24 {
        if password.len() % 6 == 5 {
            password.push('-');
            continue;
        }
        let mut byte = [0];
        getrandom::fill(&mut byte).expect("the system has randomness");
        // Each sign as likely as any other.
        if let Some(sign) = SIGNS.get(usize::from(byte[0] & 63)) {
            password.push(char::from(*sign));
        }
    }
    password.pop();
    password
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_password_is_long_and_its_own() {
        let (one, other) = (invented(), invented());
        assert_ne!(one, other);
        assert_eq!(one.len(), 23);
        assert_eq!(one.matches('-').count(), 3);
    }
}
