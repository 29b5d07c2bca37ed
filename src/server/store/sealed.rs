//! The columns that hold sealed texts, the keys that sealed them, and moving them to another key.

use super::{Conn, Tx, sql};
use crate::server::vault::{Purpose, Vault};

/// A column of sealed texts.
pub struct SealedColumn {
    table: &'static str,
    sealed: &'static str,
    /// The column by which a value is found.
    digest: Option<&'static str>,
    /// The column that held the values in the clear before they were sealed, and the condition that
    /// one does: an index answers it.
    plain: Option<(&'static str, &'static str)>,
    purpose: Purpose,
}

/// All of them: what is not here stays under its key when the key is changed.
pub static SEALED: [SealedColumn; 8] = [
    SealedColumn {
        table: "person",
        sealed: "mobile_sealed",
        digest: Some("mobile_digest"),
        plain: Some(("mobile", "mobile >= ''")),
        purpose: Purpose::Mobile,
    },
    SealedColumn {
        table: "person",
        sealed: "identity_sealed",
        digest: Some("identity_digest"),
        plain: Some(("identity_card", "identity_card >= ''")),
        purpose: Purpose::IdentityCard,
    },
    SealedColumn {
        table: "person",
        sealed: "totp_sealed",
        digest: None,
        plain: None,
        purpose: Purpose::Totp,
    },
    SealedColumn {
        table: "unit",
        sealed: "report_phone",
        digest: None,
        plain: Some((
            "report_phone",
            "report_phone <> '' AND substr(report_phone, 1, 3) <> 'v1.'",
        )),
        purpose: Purpose::ReportPhone,
    },
    SealedColumn {
        table: "unit",
        sealed: "contact_phone",
        digest: None,
        plain: None,
        purpose: Purpose::ContactPhone,
    },
    SealedColumn {
        table: "person",
        sealed: "mail_sealed",
        digest: None,
        plain: None,
        purpose: Purpose::Mail,
    },
    SealedColumn {
        table: "mail_link",
        sealed: "mail_sealed",
        digest: None,
        plain: None,
        purpose: Purpose::Mail,
    },
    SealedColumn {
        table: "webhook",
        sealed: "secret",
        digest: None,
        plain: None,
        purpose: Purpose::Webhook,
    },
];

impl SealedColumn {
    /// Which column it is, to somebody who looks at the database.
    pub fn describe(&self) -> String {
        format!("{}.{} of row", self.table, self.sealed)
    }
}

/// How many values stand in the clear.
pub async fn count_plain(conn: &mut Conn, column: &SealedColumn) -> sqlx::Result<u64> {
    let Some((_, condition)) = column.plain else {
        return Ok(0);
    };
    let text = format!("SELECT COUNT(*) FROM {} WHERE {condition}", column.table);
    Ok(sql(text).int(conn).await?.unsigned_abs())
}

/// Seals some of the values that stand in the clear. Returns how many it found.
pub async fn seal_plain(
    tx: &mut Tx,
    vault: &Vault,
    column: &SealedColumn,
    most: i64,
) -> sqlx::Result<u64> {
    let Some((plain, condition)) = column.plain else {
        return Ok(0);
    };
    let table = column.table;
    let rows: Vec<(i64, String)> = sql(format!(
        "SELECT id, {plain} FROM {table} WHERE {condition} LIMIT $1"
    ))
    .bind(most)
    .all(tx)
    .await?;
    for (id, value) in &rows {
        let found = Found {
            id: *id,
            column: plain,
            text: value,
        };
        seal_row(tx, vault, column, &found, value).await?;
    }
    Ok(rows.len() as u64)
}

/// What was sealed anew.
pub struct Resealed {
    pub resealed: u64,
    /// Rows whose text can't be opened.
    pub shut: Vec<i64>,
    /// The last row that was looked at; none after the last.
    pub last: Option<i64>,
}

/// How many values are sealed with a key that is not the current one.
pub async fn count_of_former_keys(
    conn: &mut Conn,
    vault: &Vault,
    column: &SealedColumn,
) -> sqlx::Result<u64> {
    let SealedColumn { table, sealed, .. } = column;
    let found = sql(format!(
        "SELECT COUNT(*) FROM {table} WHERE {sealed} <> '' AND {sealed} NOT LIKE $1"
    ))
    .bind(vault.current().prefix() + "%")
    .int(conn)
    .await?;
    Ok(found.unsigned_abs())
}

/// Seals some of the values anew that another key than the current one sealed, from a row on.
pub async fn reseal(
    tx: &mut Tx,
    vault: &Vault,
    column: &SealedColumn,
    after: i64,
    most: i64,
) -> sqlx::Result<Resealed> {
    let SealedColumn { table, sealed, .. } = column;
    let rows: Vec<(i64, String)> = sql(format!(
        "SELECT id, {sealed} FROM {table}
         WHERE id > $1 AND {sealed} <> '' AND {sealed} NOT LIKE $2 ORDER BY id LIMIT $3"
    ))
    .bind(after)
    .bind(vault.current().prefix() + "%")
    .bind(most)
    .all(tx)
    .await?;
    let mut part = Resealed {
        resealed: 0,
        shut: Vec::new(),
        last: rows.last().map(|(id, _)| *id),
    };
    for (id, former) in &rows {
        let found = Found {
            id: *id,
            column: sealed,
            text: former,
        };
        match vault.open(column.purpose, former) {
            Some(value) => part.resealed += seal_row(tx, vault, column, &found, &value).await?,
            None => part.shut.push(*id),
        }
    }
    Ok(part)
}

/// As what a value stands in a row.
struct Found<'a> {
    id: i64,
    column: &'a str,
    text: &'a str,
}

/// Writes the value as the current key seals it; leaves it alone where somebody changed it
/// meanwhile. Returns how many rows that were.
async fn seal_row(
    tx: &mut Tx,
    vault: &Vault,
    column: &SealedColumn,
    found: &Found<'_>,
    value: &str,
) -> sqlx::Result<u64> {
    let kept = vault.keep(column.purpose, value);
    let mut set = format!("{} = $3", column.sealed);
    if let Some(digest) = column.digest {
        set += &format!(", {digest} = $4");
    }
    if found.column != column.sealed {
        set += &format!(", {} = NULL", found.column);
    }
    let update = sql(format!(
        "UPDATE {} SET {set} WHERE id = $1 AND {} = $2",
        column.table, found.column
    ));
    let update = update.bind(found.id).bind(found.text).bind(kept.sealed);
    match column.digest {
        Some(_) => update.bind(kept.digest).execute(tx).await,
        None => update.execute(tx).await,
    }
}

/// The keys that something may be sealed with, each with its proof.
pub async fn vault_keys(conn: &mut Conn) -> sqlx::Result<Vec<(String, String)>> {
    sql("SELECT id, proof FROM vault_key ORDER BY id")
        .all(conn)
        .await
}

pub async fn note_vault_key(tx: &mut Tx, id: &str, proof: &str) -> sqlx::Result<()> {
    sql("INSERT INTO vault_key (id, proof) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(proof)
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets all keys but this one.
pub async fn forget_vault_keys_but(tx: &mut Tx, current: &str) -> sqlx::Result<()> {
    sql("DELETE FROM vault_key WHERE id <> $1")
        .bind(current)
        .execute(tx)
        .await?;
    Ok(())
}
