//! The browser's half, run as wasm: the same rules answer at the field as on the server, and what
//! the server says is understood.
#![cfg(target_arch = "wasm32")]

use lishu::domain::{ApplicationState, FieldProblem};
use lishu::domain::{
    Decision, DecisionDraft, Fault, Field, Instant, Obstacle, Problem, Search, SearchDraft, Stale,
    Uscc, UsccError, Verdict,
};
use lishu::texts;
use server_fn::error::FromServerFnError;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_code_is_read_as_on_the_server() {
    let code = Uscc::parse("　１122 0000mb9000015y").expect("well-formed");
    assert_eq!(code.as_str(), "11220000MB9000015Y");
    assert_eq!(code.verdict(), Verdict::Valid);
    let slip = Uscc::parse("1122OOOOMB9000015Y").expect_err("there is no O");
    assert_eq!(
        texts::suggestion(&Problem::Uscc(slip))
            .map(String::from)
            .as_deref(),
        Some("11220000MB9000015Y")
    );
    assert_eq!(
        Uscc::parse("362322198709086409"),
        Err(UsccError::IdentityCard)
    );
}

#[wasm_bindgen_test]
fn drafts_are_refused_at_their_fields() {
    let search = Search::try_from(SearchDraft::default()).expect_err("empty");
    assert_eq!(search[0].field, Field::Code);
    let decision = Decision::try_from(DecisionDraft {
        faulty: "yes".into(),
        outcome: "approve".into(),
        ..DecisionDraft::default()
    });
    assert_eq!(
        decision.expect_err("faulty data can't pass"),
        [FieldProblem {
            field: Field::Outcome,
            problem: Problem::FaultyCannotPass
        }]
    );
}

#[wasm_bindgen_test]
fn every_fault_survives_the_way_to_the_browser() {
    let stale = Stale {
        state: ApplicationState::Returned,
        by: Some("周*".into()),
        at: Instant::from_micros(1_700_000_000_000_000),
    };
    for fault in [
        Fault::SignInRequired,
        Fault::Busy,
        Fault::Stale(stale),
        Fault::Obstacle(Obstacle::OwnCode),
        Fault::Invalid(Search::try_from(SearchDraft::default()).expect_err("empty")),
    ] {
        assert_eq!(Fault::de(fault.ser()), fault);
        assert!(!texts::fault(&fault).title.is_empty());
    }
}

#[wasm_bindgen_test]
fn a_date_is_the_same_as_on_the_server() {
    let instant = Instant::from_micros(1_700_000_000_000_000);
    assert_eq!(instant.minute_shanghai(), "2023-11-15 06:13");
}
