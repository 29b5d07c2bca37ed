//! The table of endpoints, walked: each is called as everybody, on everybody's records, in each
//! state. An endpoint that can't be asked for, or of which nothing is expected, fails.

mod asks;
mod mutations;
mod rules;
mod scene;
mod table;

use crate::support::server::Browser;
use crate::support::{Server, TestDatabase, World};
use asks::{Ask, ask};
use lishu::server::access::{Entry, Kind, Whose, table};
use rules::{Expected, expected};
use scene::{Asker, Relation, Scene, State, fingerprint};

on_both_engines!(what_you_may_not_see_is_404_and_what_you_may_not_do_is_403);

/// One call of the matrix.
struct Cell<'a> {
    entry: &'a Entry,
    asker: Asker,
    relation: Relation,
    state: State,
    expected: Expected,
}

impl Cell<'_> {
    /// Whether both are about the same endpoint and state.
    fn is_of(&self, other: &Self) -> bool {
        std::ptr::eq(self.entry, other.entry) && self.state == other.state
    }
}

async fn what_you_may_not_see_is_404_and_what_you_may_not_do_is_403(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start_limited(&database, 0).await;
    let entries = endpoints();
    let cells: Vec<Cell> = entries.iter().flat_map(cells).collect();
    let mut wrong = Vec::new();
    let mut shared = Vec::new();
    for state in State::ALL {
        shared.push(Scene::new(&world, &server, state).await);
    }
    // First whatever is refused: together it changes nothing.
    let before = fingerprint(&world).await;
    let (admitted, refused): (Vec<&Cell>, Vec<&Cell>) =
        cells.iter().partition(|cell| cell.expected.admits());
    let of = |state| shared.iter().find(|scene: &&Scene| scene.state == state);
    let scene_of = |cell: &Cell| of(cell.state).expect("a scene of each state");
    for cell in refused {
        wrong.extend(check(cell, scene_of(cell)).await);
    }
    assert_eq!(before, fingerprint(&world).await, "a refusal has no effect");
    // Then what is admitted: where it changes something, in a scene of its own.
    for cells in admitted.chunk_by(|one, next| one.is_of(next)) {
        let mutates = cells[0].entry.method == "POST";
        let own = match mutates {
            true => Some(Scene::new(&world, &server, cells[0].state).await),
            false => None,
        };
        for cell in cells {
            let scene = own.as_ref().unwrap_or_else(|| scene_of(cell));
            wrong.extend(check(cell, scene).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every endpoint but the site's files, which `table` is about.
fn endpoints() -> Vec<Entry> {
    let mut entries = table();
    entries.retain(|entry| entry.kind != Kind::Asset);
    entries
}

fn name(entry: &Entry) -> String {
    format!("{} {}", entry.method, entry.path)
}

fn cells(entry: &Entry) -> Vec<Cell<'_>> {
    // What is about no particular record is the same for all relations and states.
    let (relations, states) = match entry.whose {
        Whose::OwnCase | Whose::QueuedCase => (&Relation::ALL[..], &State::ALL[..]),
        Whose::OfUnit | Whose::OfUnitOrBelow | Whose::Below => {
            (&Relation::ALL[..], &State::ALL[..1])
        }
        Whose::Public | Whose::Own | Whose::Platform => (&Relation::ALL[..1], &State::ALL[..1]),
    };
    let mut cells = Vec::new();
    for &state in states {
        for &relation in relations {
            for asker in Asker::ALL {
                // Who acts for no unit has one relation to all of them.
                if relation == Relation::Own || asker.is_operator() {
                    let expected = expected(entry, asker, relation);
                    cells.push(Cell {
                        entry,
                        asker,
                        relation,
                        state,
                        expected,
                    });
                }
            }
        }
    }
    cells
}

/// What is wrong about the answer, in a line.
async fn check(cell: &Cell<'_>, scene: &Scene) -> Option<String> {
    let Cell {
        entry,
        asker,
        relation,
        state,
        expected,
    } = cell;
    let name = name(entry);
    let ask = ask(entry, scene, 0).unwrap_or_else(|| panic!("asks.rs does not know {name}"));
    let browser = scene.browser(entry, *asker, *relation).await;
    let answer = send(&browser, entry, &ask).await;
    let works = ask.works(*state);
    let said = format!("{} {}", answer.0, answer.1);
    let right = expected.is(&answer, &ask, works);
    (!right)
        .then(|| format!("{name} as {asker:?}, {relation:?}, {state:?}: {said}, not {expected:?}"))
}

/// The status and where it leads. A stream is not read to its end.
async fn send(browser: &Browser, entry: &Entry, ask: &Ask) -> (u16, String) {
    let response = ask.request(browser, entry).send().await;
    let response = response.expect("the server answers");
    let location = response.headers().get("location");
    let location = location.and_then(|to| to.to_str().ok()).unwrap_or_default();
    (response.status().as_u16(), location.to_owned())
}
