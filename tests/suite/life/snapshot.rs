//! How things stand, to be compared: one application with its applicant, and everything at once.

use crate::support::{Actor, World};
use lishu::server::store::{Conn, Row, sql};

/// The application's row, but for its version and its number in the queue.
type Case = (
    String,      // kind
    String,      // state
    i64,         // superior
    Option<i64>, // the superior that is left
    String,      // consent
    String,      // reason
    String,      // how it stands to the superior's list
    i64,         // round
    i64,         // submitted
    Option<i64>, // settled
);

/// The superior, and the application that made it one.
type Tie = (i64, Option<i64>);

/// An application, with its applicant's tie and its open case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub version: i64,
    pub case: Case,
    pub tie: Option<Tie>,
    pub open: Option<i64>,
}

impl Standing {
    pub async fn of(world: &World, application: i64) -> Self {
        let mut conn = world.read().await;
        let case =
            "SELECT kind, state, superior_id, from_superior_id, consent, special_reason, listed,
                round_id, applied_at, settled_at FROM application WHERE id = $1";
        let case: Case = sql(case)
            .bind(application)
            .one(&mut conn)
            .await
            .expect("read");
        let whose = "SELECT version, applicant_id FROM application WHERE id = $1";
        let whose = sql(whose).bind(application).one(&mut conn).await;
        let (version, applicant): (i64, i64) = whose.expect("read");
        let tie = "SELECT superior_id, application_id FROM affiliation
            WHERE unit_id = $1 AND until_at IS NULL";
        let open = "SELECT id FROM application
            WHERE applicant_id = $1 AND state IN ('pending', 'returned')";
        let tie = sql(tie).bind(applicant).optional(&mut conn).await;
        let open = sql(open).bind(applicant).optional(&mut conn).await;
        let open: Option<(i64,)> = open.expect("read");
        Self {
            version,
            case,
            tie: tie.expect("read"),
            open: open.map(|(id,)| id),
        }
    }
}

/// All that a decision and its 撤销 could have touched among these units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Everything {
    ties: Vec<(i64, i64, Option<i64>)>,
    cases: Vec<(i64, String, String, Option<i64>)>,
    queues: Vec<(i64, String, i64)>,
    subtrees: Vec<(i64, i64, i64)>,
    disabled: Vec<(i64, Option<i64>)>,
}

impl Everything {
    pub async fn of(world: &World, units: &[Actor]) -> Self {
        let ids: Vec<String> = units.iter().map(|actor| actor.unit.to_string()).collect();
        let ids = ids.join(",");
        let mut conn = world.read().await;
        let conn = &mut conn;
        Self {
            ties: all(
                conn,
                format!(
                    "SELECT unit_id, superior_id, application_id FROM affiliation
                     WHERE until_at IS NULL AND unit_id IN ({ids}) ORDER BY unit_id"
                ),
            )
            .await,
            cases: all(
                conn,
                format!(
                    "SELECT id, state, consent, settled_at FROM application
                     WHERE applicant_id IN ({ids}) ORDER BY id"
                ),
            )
            .await,
            queues: all(
                conn,
                format!(
                    "SELECT superior_id, state, n FROM queue_count
                     WHERE n <> 0 AND superior_id IN ({ids}) ORDER BY superior_id, state"
                ),
            )
            .await,
            subtrees: all(
                conn,
                format!(
                    "SELECT unit_id, children, descendants FROM subtree
                     WHERE descendants <> 0 AND unit_id IN ({ids}) ORDER BY unit_id"
                ),
            )
            .await,
            disabled: all(
                conn,
                format!("SELECT id, disabled_at FROM unit WHERE id IN ({ids}) ORDER BY id"),
            )
            .await,
        }
    }
}

async fn all<T: Row>(conn: &mut Conn, text: String) -> Vec<T> {
    sql(text).once().all(conn).await.expect("read")
}
