//! What a server's role in PostgreSQL may do: all that a server does, and nothing that would let it
//! rewrite what is on record.

use super::{Db, sql};

/// Why a role was given nothing.
#[derive(Debug, thiserror::Error)]
pub enum Ungranted {
    #[error("SQLite has no roles: whoever can write to the file can write all of it")]
    NoRoles,
    #[error("there is no role {0}: CREATE ROLE {0} LOGIN … makes it")]
    NoSuchRole(String),
    #[error("the role {0} is a superuser or owns the tables: nothing can be kept from it")]
    Almighty(String),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Gives the role what a server needs. What it had on these tables before is taken back; so after a
/// migration the same again is right.
pub async fn grant_to(db: &Db, role: &str) -> Result<(), Ungranted> {
    if matches!(db, Db::Sqlite { .. }) {
        return Err(Ungranted::NoRoles);
    }
    let mut tx = db.begin().await?;
    let known: Option<(String, String, bool)> = sql(
        "SELECT quote_ident(rolname), quote_ident(current_schema()), rolsuper OR EXISTS
            (SELECT 1 FROM pg_tables t WHERE t.schemaname = current_schema()
             AND pg_has_role(r.rolname, t.tableowner, 'MEMBER'))
         FROM pg_roles r WHERE rolname = $1",
    )
    .bind(role)
    .optional(&mut tx)
    .await?;
    let (role, schema) = match known {
        None => return Err(Ungranted::NoSuchRole(role.to_owned())),
        Some((role, _, true)) => return Err(Ungranted::Almighty(role)),
        Some((role, schema, false)) => (role, schema),
    };
    for statement in statements(&role, &schema) {
        sql(statement).once().execute(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Both names are quoted already.
fn statements(role: &str, schema: &str) -> [String; 7] {
    [
        format!("GRANT USAGE ON SCHEMA {schema} TO {role}"),
        format!("REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}"),
        format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}"),
        // Append-only: neither a mistake nor somebody who got into the server changes what is there.
        format!("REVOKE UPDATE, DELETE ON event, act, trail FROM {role}"),
        // What is removed after its time is removed by the owner.
        format!("REVOKE INSERT, UPDATE, DELETE ON act_pruned FROM {role}"),
        // One row each, which is locked and moved on.
        format!("REVOKE INSERT, DELETE ON trail_head, tie_lock FROM {role}"),
        // The schema is brought up to date by its owner.
        format!("REVOKE INSERT, UPDATE, DELETE ON _sqlx_migrations FROM {role}"),
    ]
}
