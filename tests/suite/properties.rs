//! Whatever anybody sends is read or refused, and nothing panics. PROPTEST_CASES=1000000 tries as many.

use http::{HeaderMap, HeaderValue, header};
use lishu::domain::{
    Anchor, ApplyDraft, BatchOrder, Cursor, Decision, DecisionDraft, DeskAddress, DeskDraft,
    Listing, ListingDraft, OrderDraft, Profile, ProfileDraft, Search, SearchDraft, Selection,
    SignIn, SignInDraft, Uscc, Walk,
};
use lishu::server::session::Token;
use lishu::server::settings::{self, Settings};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use std::sync::LazyLock;

static SETTINGS: LazyLock<Settings> =
    LazyLock::new(|| settings::load(None).expect("the defaults").0);

/// The names of our forms' fields, and some others.
fn name() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "panel",
        "unit",
        "operator",
        "password",
        "code",
        "name",
        "status",
        "special_reason",
        "application",
        "version",
        "faulty",
        "outcome",
        "opinion",
        "confirm",
        "go",
        "row",
        "rows",
        "sel",
        "key",
        "asked",
        "region",
        "industry",
        "email",
        "address",
        "report_contact",
        "report_phone",
        "report_department",
        "tab",
        "kind",
        "state",
        "from",
        "until",
        "sort",
        "size",
        "after",
        "before",
    ]);
    prop_oneof![9 => known.prop_map(str::to_owned), 1 => ".*"]
}

/// What is typed by people, by machines, and by whoever looks for a crack.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        ".*",
        "[0-9A-Z]{0,20}",
        "-?[0-9]{1,25}",
        "1[0-9]{10}",
        "[0-9]{17}[0-9X]",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        prop::sample::select(vec![
            "yes",
            "no",
            "approve",
            "return",
            "reject",
            "terminate",
            "settled"
        ])
        .prop_map(str::to_owned),
    ]
}

fn form() -> impl Strategy<Value = String> {
    let pairs = prop::collection::vec((name(), value()), 0..12);
    let written =
        pairs.prop_map(|pairs| serde_html_form::to_string(&pairs).expect("pairs of texts"));
    prop_oneof![4 => written, 1 => ".*"]
}

/// A draft of the form, as the server reads it: what can't be read is as if nothing was filled in.
fn draft<D: DeserializeOwned + Default>(form: &str) -> D {
    serde_html_form::from_str(form).unwrap_or_default()
}

proptest! {
    #[test]
    fn forms_of_any_bytes_are_read_or_refused(form in form()) {
        let _ = SignIn::try_from(draft::<SignInDraft>(&form));
        let _ = Search::try_from(draft::<SearchDraft>(&form));
        let _ = draft::<ApplyDraft>(&form);
        let _ = Decision::try_from(draft::<DecisionDraft>(&form));
        let _ = BatchOrder::try_from(draft::<OrderDraft>(&form));
        let _ = Profile::try_from(draft::<ProfileDraft>(&form));
        let _ = draft::<DeskDraft>(&form);
    }

    #[test]
    fn filters_of_any_bytes_are_read_or_refused(form in form()) {
        let _ = Listing::try_from(ListingDraft::from_query(&form));
        let _ = Listing::from_query(&form);
        let _ = DeskAddress::from_query(&form);
        let _ = Walk::from_query(&form);
    }

    #[test]
    fn a_cookie_of_any_bytes_is_a_token_or_none(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(&bytes) {
            headers.append(header::COOKIE, value);
        }
        if let Some(token) = Token::of(&headers, &SETTINGS) {
            prop_assert_eq!(token.hash().len(), 64);
        }
    }

    #[test]
    fn a_token_is_found_among_other_cookies(
        before in "[a-z]{1,8}=[a-zA-Z0-9]{0,20}",
        token in "[0-9a-f]{64}",
        after in "[a-z]{1,8}=[a-zA-Z0-9]{0,20}",
    ) {
        prop_assume!(!before.starts_with("lishu="));
        let of = |line: String| {
            let mut headers = HeaderMap::new();
            headers.append(header::COOKIE, HeaderValue::from_str(&line).expect("ASCII"));
            Token::of(&headers, &SETTINGS).map(|token| token.hash())
        };
        let alone = of(format!("lishu={token}"));
        prop_assert!(alone.is_some());
        prop_assert_eq!(of(format!("{before}; lishu={token}; {after}")), alone);
    }

    #[test]
    fn codes_cursors_selections_and_anchors_of_any_bytes_are_read_or_refused(text in value()) {
        if let Ok(code) = Uscc::parse(&text) {
            prop_assert_eq!(Uscc::parse(code.as_str()), Ok(code));
        }
        let _ = Cursor::from_word(&text);
        let _ = Selection::from_word(&text);
        let _ = text.parse::<Anchor>();
    }
}
