//! What a press on 审核列表 does: it leads to another address of the list, or of a case or a batch.

use super::store::{self, Conn, Db, Reviewer};
use crate::domain::{
    Day, DeskAddress, DeskDraft, Fault, Field, FieldProblem, Listing, Press, Problem, Selection,
    ViewName, under,
};

/// The path that the press leads to.
pub async fn press(db: &Db, reviewer: Reviewer, draft: DeskDraft) -> Result<String, Fault> {
    let mut conn = db.read().await?;
    let shown = draft.ticked(reviewer.operator).map_err(at_rows)?;
    let address = counted(&mut conn, reviewer, shown).await?;
    let to = match draft.press() {
        Press::Filter => {
            let address = address.listing(Listing::try_from(draft.filter())?);
            // Enter in the field of the day presses the form's first button.
            match draft.jump.trim() {
                "" => address,
                day => address.at_day(read_day(day)?),
            }
        }
        Press::First => address.first(),
        Press::After(cursor) => DeskAddress {
            after: Some(cursor),
            ..address.first()
        },
        Press::Before(cursor) => DeskAddress {
            before: Some(cursor),
            ..address.first()
        },
        Press::Jump => address.at_day(read_day(&draft.jump)?),
        Press::Everything => everything(&mut conn, reviewer, address).await?,
        Press::Matching => {
            let listing = Listing {
                size: address.listing.size,
                ..Listing::from_query("listed=match")
            };
            everything(&mut conn, reviewer, address.listing(listing)).await?
        }
        Press::Nothing => address.unselected(),
        Press::Decide(outcome) => return decide(&address, &outcome),
        Press::Open(id) => return Ok(under(&format!("/review/{id}"), &address.to_query())),
        Press::SaveView => {
            drop(conn);
            save_view(db, reviewer, &address, &draft.view_name).await?;
            return Ok(view_done(&address, "saved"));
        }
        Press::RemoveView(id) => {
            drop(conn);
            let mut tx = db.begin().await?;
            store::remove_view(&mut tx, reviewer.operator, id).await?;
            tx.commit().await?;
            return Ok(view_done(&address, "removed"));
        }
    };
    Ok(to.path())
}

/// The same page, which says what was done to 常用筛选.
fn view_done(address: &DeskAddress, word: &str) -> String {
    let done = format!("view={word}");
    let query = match address.to_query() {
        query if query.is_empty() => done,
        query => format!("{query}&{done}"),
    };
    under("/review", &query)
}

fn at_rows(problem: Problem) -> Fault {
    Fault::at(Field::Rows, problem)
}

fn read_day(text: &str) -> Result<Day, Fault> {
    let read = match text.trim() {
        "" => Err(Problem::Required),
        text => Day::parse(text),
    };
    let at_field = |problem| FieldProblem {
        field: Field::Jump,
        problem,
    };
    read.map_err(|problem| Fault::Invalid(vec![at_field(problem)]))
}

/// Counted here and carried in the address, so that no page has to count.
async fn counted(
    conn: &mut Conn,
    reviewer: Reviewer,
    mut address: DeskAddress,
) -> Result<DeskAddress, Fault> {
    address.selected = match address.selection.all() {
        None => address.selection.picked().len() as i64,
        Some(_) => store::count_selected(conn, reviewer.unit, &address.selection).await?,
    };
    Ok(address)
}

/// All rows that the filter has now. What arrives later is not in it.
async fn everything(
    conn: &mut Conn,
    reviewer: Reviewer,
    address: DeskAddress,
) -> Result<DeskAddress, Fault> {
    let mut selection = Selection::default();
    let as_of = store::queue_seq(conn, reviewer.unit).await?;
    selection.select_all(address.listing.filter.clone(), as_of);
    let selection = selection.owned_by(reviewer.operator);
    let address = DeskAddress {
        selection,
        refiltered: false,
        ..address
    };
    counted(conn, reviewer, address).await
}

fn decide(address: &DeskAddress, outcome: &str) -> Result<String, Fault> {
    if address.selection.is_empty() {
        return Err(at_rows(Problem::Required));
    }
    let query = address.to_query();
    Ok(format!("/review/batch?outcome={outcome}&{query}"))
}

async fn save_view(
    db: &Db,
    reviewer: Reviewer,
    address: &DeskAddress,
    name: &str,
) -> Result<(), Fault> {
    let name = ViewName::parse(name).map_err(|error| Fault::at(Field::ViewName, error))?;
    let mut tx = db.begin().await?;
    let query = address.listing.to_query();
    store::save_view(&mut tx, reviewer.operator, &name, &query).await?;
    Ok(tx.commit().await?)
}
