use super::*;
use crate::domain::uscc::Verdict;
use crate::domain::{IdentityCard, Mobile, UnitType, Uscc};
use invented::{Invented, applicant, department, subordinate};
use std::collections::HashSet;

fn ten_thousand() -> Vec<Invented> {
    let applicants = (0..5000).map(|i| applicant(i, i).unwrap());
    let departments = (1..1000).map(|i| department(i, 5000 + i as u64).unwrap());
    let others = (0..5000).map(|i| subordinate(i, 6000 + i).unwrap().0);
    applicants.chain(departments).chain(others).collect()
}

#[test]
fn invented_codes_accounts_and_names_are_valid_and_each_its_own() {
    let units = ten_thousand();
    let mut seen: HashSet<String> = HashSet::new();
    for unit in &units {
        assert_eq!(
            unit.uscc.verdict(),
            Verdict::Valid,
            "{}",
            unit.uscc.as_str()
        );
        assert!(UNITS.iter().all(|known| known.uscc != unit.uscc.as_str()));
        seen.extend([
            unit.uscc.as_str().to_owned(),
            unit.account.clone(),
            unit.name.clone(),
        ]);
    }
    assert_eq!(seen.len(), 3 * units.len());
}

#[test]
fn the_last_applicants_and_units_can_be_made() {
    applicant(invented::MOST_PENDING - 1, invented::MOST_PENDING - 1).unwrap();
    subordinate(invented::MOST_UNITS - 1, invented::MOST_UNITS - 1).unwrap();
}

#[test]
fn the_eight_have_valid_codes_cards_and_mobiles_of_their_own() {
    let mut seen = HashSet::new();
    for unit in &UNITS {
        let uscc = Uscc::parse(unit.uscc).unwrap();
        assert_eq!(uscc.verdict(), Verdict::Valid);
        for member in unit.members {
            assert_eq!(
                IdentityCard::parse(member.identity_card).unwrap().as_str(),
                member.identity_card
            );
            assert_eq!(
                Mobile::parse(member.mobile).unwrap().as_str(),
                member.mobile
            );
            assert!(seen.insert(member.identity_card) && seen.insert(member.mobile));
        }
    }
    assert!(UnitType::of(&Uscc::parse(UNITS[3].uscc).unwrap()).is_enterprise());
}

#[test]
fn invented_operators_have_cards_of_their_own() {
    let cards: HashSet<_> = (0..120)
        .map(|i| people::identity_card(i).unwrap())
        .collect();
    assert_eq!(cards.len(), 120);
}

#[test]
fn the_table_of_accounts_has_a_line_for_every_operator() {
    let table = accounts();
    for member in UNITS.iter().flat_map(|unit| unit.members) {
        let line = table
            .lines()
            .find(|line| line.contains(member.mobile))
            .unwrap();
        assert!(
            line.contains(member.identity_card) && line.ends_with(PASSWORD),
            "{line}"
        );
    }
}

/// A database in a file that goes with the guard.
async fn empty() -> (Db, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/demo.db", folder.path().display());
    let db = Db::open(&url.parse().unwrap(), 2).await.unwrap();
    db.migrate().await.unwrap();
    (db, folder)
}

async fn count(db: &Db, of: &'static str) -> i64 {
    let text = format!("SELECT COUNT(*) FROM {of}");
    sql(text).int(&mut db.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_demo_is_what_the_contract_says() {
    let (db, _folder) = empty().await;
    assert!(is_empty(&db).await.unwrap());
    let filled = fill(&db, &Vault::of_tests(), Size::default(), &|_, _| {})
        .await
        .unwrap();
    assert_eq!((filled.units, filled.pending, filled.bound), (120, 120, 0));
    assert!(!is_empty(&db).await.unwrap());

    assert_eq!(count(&db, "unit").await, 128);
    assert_eq!(count(&db, "unit WHERE entered_at IS NULL").await, 2);
    assert_eq!(count(&db, "unit WHERE verified_at IS NULL").await, 0);
    assert_eq!(count(&db, "unit WHERE report_contact <> ''").await, 1);
    assert_eq!(count(&db, "operator WHERE legal = 1").await, 8);
    assert_eq!(
        count(&db, "operator WHERE reviews = 1 AND applies = 1").await,
        3
    );
    assert_eq!(
        count(&db, "operator WHERE manages = 1 AND applies = 0").await,
        1
    );
    assert_eq!(count(&db, "operator").await, 8 + 9 + 120);
    assert_eq!(count(&db, "affiliation").await, 2);
    assert_eq!(count(&db, "event WHERE kind = 'bound'").await, 2);
    assert_eq!(count(&db, "announcement").await, 2);
    let at_education = "application a JOIN unit s ON s.id = a.superior_id JOIN event e
        ON e.application_id = a.id AND e.version = 1 AND e.kind = 'applied' AND e.at = a.applied_at
        WHERE s.name = '示例省教育厅' AND a.state = 'pending' AND e.actor_id IS NOT NULL";
    assert_eq!(count(&db, at_education).await, 120);

    let mut conn = db.read().await.unwrap();
    let round = super::super::store::current_round(&mut conn, now())
        .await
        .unwrap();
    assert!(round.unwrap().name.ends_with("年度职称申报"));
}

#[tokio::test]
async fn a_database_with_data_is_refused_and_left_alone() {
    let (db, _folder) = empty().await;
    let none = Size {
        units: 0,
        pending: 0,
    };
    fill(&db, &Vault::of_tests(), none, &|_, _| {})
        .await
        .unwrap();
    let refused = fill(&db, &Vault::of_tests(), Size::default(), &|_, _| {})
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("has data already"),
        "{refused}"
    );
    assert_eq!(count(&db, "unit").await, 8);
}

#[tokio::test]
async fn a_large_demo_has_a_tree_and_each_of_its_events() {
    let (db, _folder) = empty().await;
    let size = Size {
        units: 25_000,
        pending: 500,
    };
    let heard = std::cell::Cell::new((0, 0));
    let filled = fill(&db, &Vault::of_tests(), size, &|done, total| {
        heard.set((done, total))
    })
    .await
    .unwrap();
    assert_eq!(heard.get(), (25_000, 25_000));
    assert_eq!((filled.units, filled.pending), (25_000, 500));
    assert!((15_000..20_000).contains(&filled.bound), "{filled:?}");
    assert_eq!(count(&db, "unit").await, 25_008);
    assert_eq!(count(&db, "affiliation").await as u64, filled.bound + 2);
    assert_eq!(
        count(&db, "event WHERE kind = 'bound'").await as u64,
        filled.bound + 2
    );
    assert_eq!(count(&db, "event WHERE kind = 'applied'").await, 500);
    assert_eq!(
        count(&db, "event WHERE kind = 'applied' AND seq = 1").await,
        500
    );
    assert_eq!(
        count(&db, "application WHERE seq = 1 AND city = '2201'").await,
        56
    );
    assert_eq!(count(&db, "submission WHERE industry <> ''").await, 500);
    assert_eq!(count(&db, "queue WHERE seq = 1").await, 1);
    assert_eq!(
        count(&db, "queue_count WHERE state = 'pending' AND n = 500").await,
        1
    );
    assert_eq!(
        count(
            &db,
            "application a WHERE NOT EXISTS (SELECT 1 FROM queue_gram g
            WHERE g.application_id = a.id AND g.gram = substr(a.name, 1, 2))"
        )
        .await,
        0
    );
    assert_eq!(count(&db, "event WHERE kind = 'entered'").await, 25_006);
}
