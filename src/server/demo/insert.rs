//! INSERTs of many rows in one statement.

use crate::server::store::{Conn, Statement, sql};

/// Rows of one statement. More lose: SQLite looks up the name of each bind by walking over those before
/// it.
const ROWS: usize = 16;

/// An INSERT whose text for a full batch is made once, so that the database prepares it once.
pub(super) struct Insert {
    head: &'static str,
    /// Binds of a row.
    width: usize,
    full: String,
}

impl Insert {
    /// `head` goes up to VALUES.
    pub(super) fn new(head: &'static str, width: usize) -> Self {
        let full = text(head, width, ROWS);
        Self { head, width, full }
    }

    pub(super) async fn run<T>(
        &self,
        conn: &mut Conn,
        rows: &[T],
        bind: impl Fn(Statement, &T) -> Statement,
    ) -> sqlx::Result<()> {
        for rows in rows.chunks(ROWS) {
            self.statement(rows, &bind).execute(conn).await?;
        }
        Ok(())
    }

    fn statement<T>(&self, rows: &[T], bind: impl Fn(Statement, &T) -> Statement) -> Statement {
        let text = match rows.len() {
            ROWS => self.full.clone(),
            count => text(self.head, self.width, count),
        };
        rows.iter().fold(sql(text), bind)
    }
}

fn text(head: &str, width: usize, rows: usize) -> String {
    let row = |row: usize| {
        let binds = (1..=width).map(|column| format!("${}", row * width + column));
        format!("({})", binds.collect::<Vec<_>>().join(", "))
    };
    let rows = (0..rows).map(row).collect::<Vec<_>>().join(", ");
    format!("{head} VALUES {rows}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binds_are_numbered_through() {
        assert_eq!(
            text("INSERT INTO t (a, b)", 2, 2),
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)"
        );
    }
}
