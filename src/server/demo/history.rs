//! The events of what was written in bulk.

use crate::server::store::{Conn, Tx, sql};

/// The newest ids before a part was written: what is newer has no events yet.
pub(super) struct Newest {
    unit: i64,
    application: i64,
    affiliation: i64,
}

impl Newest {
    pub(super) async fn of(conn: &mut Conn) -> sqlx::Result<Self> {
        Ok(Self {
            unit: sql("SELECT COALESCE(MAX(id), 0) FROM unit")
                .int(conn)
                .await?,
            application: sql("SELECT COALESCE(MAX(id), 0) FROM application")
                .int(conn)
                .await?,
            affiliation: sql("SELECT COALESCE(MAX(id), 0) FROM affiliation")
                .int(conn)
                .await?,
        })
    }

    /// The ids of the newer units, in the order of the units: their accounts count up. To have them
    /// returned by each INSERT would take twice as long, in an order that no engine promises.
    pub(super) async fn units(&self, conn: &mut Conn) -> sqlx::Result<Vec<i64>> {
        let ids: Vec<(i64,)> = sql("SELECT id FROM unit WHERE id > $1 ORDER BY account")
            .bind(self.unit)
            .all(conn)
            .await?;
        Ok(ids.into_iter().map(|(id,)| id).collect())
    }

    /// Every newer unit entered the module.
    pub(super) async fn record_entered(&self, tx: &mut Tx) -> sqlx::Result<()> {
        sql("INSERT INTO event (unit_id, kind, actor_id, at)
             SELECT u.id, 'entered', o.id, u.entered_at
             FROM unit u LEFT JOIN operator o ON o.unit_id = u.id WHERE u.id > $1 ORDER BY u.id")
        .bind(self.unit)
        .execute(tx)
        .await?;
        Ok(())
    }

    /// By each two neighbouring characters of its name a newer unit is found; in the order of the
    /// index, which keeps it fast. Invented names need no folding, and have no twenty characters.
    pub(super) async fn index_names(&self, tx: &mut Tx) -> sqlx::Result<()> {
        sql(
            "WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < 20)
             INSERT INTO unit_gram (gram, unit_id)
             SELECT substr(u.name, p.n, 2), u.id
             FROM unit u JOIN place p ON p.n < length(u.name) WHERE u.id > $1
             ORDER BY 1, 2 ON CONFLICT (gram, unit_id) DO NOTHING",
        )
        .bind(self.unit)
        .execute(tx)
        .await?;
        Ok(())
    }

    /// The names of the newer applications.
    pub(super) async fn names(&self, conn: &mut Conn) -> sqlx::Result<Vec<(i64, String)>> {
        sql("SELECT id, name FROM application WHERE id > $1")
            .bind(self.application)
            .all(conn)
            .await
    }

    /// Every newer application was applied for, with the unit's data, by the unit's operator where it has one.
    pub(super) async fn record_applied(&self, tx: &mut Tx) -> sqlx::Result<()> {
        sql("INSERT INTO event
                (unit_id, application_id, version, kind, to_state, actor_id, why, at, seq)
             SELECT a.applicant_id, a.id, a.version, 'applied', a.state, o.id, a.special_reason,
                a.applied_at, a.seq
             FROM application a LEFT JOIN operator o ON o.unit_id = a.applicant_id
             WHERE a.id > $1 ORDER BY a.id")
        .bind(self.application)
        .execute(tx)
        .await?;
        sql(
            "INSERT INTO submission (application_id, version, name, uscc, unit_type, industry,
                region, email, address, special_reason)
             SELECT a.id, a.version, a.name, a.uscc, a.unit_type, u.industry, a.region, u.email,
                u.address, a.special_reason
             FROM application a JOIN unit u ON u.id = a.applicant_id
             WHERE a.id > $1 ORDER BY a.id",
        )
        .bind(self.application)
        .execute(tx)
        .await?;
        Ok(())
    }

    /// Every newer tie was made without an application.
    pub(super) async fn record_bound(&self, tx: &mut Tx) -> sqlx::Result<()> {
        sql("INSERT INTO event (unit_id, kind, at, tie_to)
             SELECT unit_id, 'bound', from_at, superior_id FROM affiliation
             WHERE id > $1 ORDER BY id")
        .bind(self.affiliation)
        .execute(tx)
        .await?;
        Ok(())
    }
}
