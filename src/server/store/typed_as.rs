//! What a person may type to say who they are.

use super::{Conn, sql};

#[derive(Clone, Debug, Default)]
pub struct TypedAs {
    pub mobile_sealed: Option<String>,
    pub identity_sealed: Option<String>,
    /// The account of an administrator.
    pub administrator: Option<String>,
    /// The codes and the accounts of the units that they act for, each with whether as 法人.
    pub units: Vec<(String, bool)>,
}

/// The most units of one person that are looked at.
const UNITS: i64 = 100;

pub async fn typed_as(conn: &mut Conn, person: i64) -> sqlx::Result<TypedAs> {
    let found: Option<(Option<String>, Option<String>, Option<String>)> =
        sql("SELECT p.mobile_sealed, p.identity_sealed, a.account
             FROM person p LEFT JOIN administrator a ON a.person_id = p.id WHERE p.id = $1")
        .bind(person)
        .optional(conn)
        .await?;
    let units: Vec<(String, String, i64)> = sql("SELECT u.uscc, u.account, o.legal
         FROM operator o JOIN unit u ON u.id = o.unit_id WHERE o.person_id = $1 LIMIT $2")
    .bind(person)
    .bind(UNITS)
    .all(conn)
    .await?;
    let (mobile_sealed, identity_sealed, administrator) = found.unwrap_or_default();
    let both = |(code, account, legal)| [(code, legal == 1), (account, legal == 1)];
    Ok(TypedAs {
        mobile_sealed,
        identity_sealed,
        administrator,
        units: units.into_iter().flat_map(both).collect(),
    })
}

/// The names of the units that a person acts for.
pub async fn unit_names_of(conn: &mut Conn, person: i64) -> sqlx::Result<Vec<String>> {
    let rows: Vec<(String,)> = sql(
        "SELECT u.name FROM operator o JOIN unit u ON u.id = o.unit_id
         WHERE o.person_id = $1 LIMIT $2",
    )
    .bind(person)
    .bind(UNITS)
    .all(conn)
    .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}
