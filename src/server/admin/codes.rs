//! 例外代码

use super::super::caller::Administrator;
use super::super::now;
use super::super::store::{self, AllowedRow, Conn, Tx};
use super::who;
use crate::domain::admin::{AllowedCode, CodeDraft, CodeLine, CodesView};
use crate::domain::{Fault, Field, Instant, Uscc};

/// Codes of a page.
const PAGE: i64 = 20;

pub async fn code_list(
    conn: &mut Conn,
    administrator: &Administrator,
    after: &str,
) -> Result<CodesView, Fault> {
    // A NUL is in no code, and no database takes one.
    let after = if after.contains('\0') { "" } else { after };
    let mut rows = store::allowed_codes(conn, after, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    Ok(CodesView {
        who: who(administrator),
        after: rows.last().filter(|_| more).map(|row| row.uscc.clone()),
        codes: rows.into_iter().map(line).collect(),
    })
}

fn line(row: AllowedRow) -> CodeLine {
    CodeLine {
        code: row.uscc,
        why: row.why,
        by: store::masked_name(&row.by),
        at: Instant::from_micros(row.at),
    }
}

/// Allows a code, or no longer. Returns the code.
pub async fn press_code(tx: &mut Tx, administrator: i64, draft: CodeDraft) -> store::Result<Uscc> {
    if draft.go == "remove" {
        let code = Uscc::parse(&draft.code).map_err(|error| Fault::at(Field::UnitCode, error))?;
        return match store::forbid_code(tx, &code).await? {
            true => Ok(code),
            false => Err(Fault::NotFound.into()),
        };
    }
    let allowed = AllowedCode::try_from(draft).map_err(Fault::from)?;
    store::allow_code(tx, &allowed, administrator, now()).await?;
    Ok(allowed.code)
}
