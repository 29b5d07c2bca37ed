use super::*;
use proptest::prelude::*;

const ONE: &str = "one:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const TWO: &str = "two:ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const PURPOSES: [Purpose; 6] = [
    Purpose::Mobile,
    Purpose::IdentityCard,
    Purpose::ReportPhone,
    Purpose::ContactPhone,
    Purpose::Totp,
    Purpose::Attempt,
];

fn vault(keys: &str) -> Vault {
    Vault::parse(keys).unwrap()
}

#[test]
fn keys_are_read_one_a_line_or_one_a_semicolon() {
    let file = format!("# one; two\n\n {ONE} \n{TWO}\n");
    assert_eq!(format!("{:?}", vault(&file)), r#"["one", "two"]"#);
    assert_eq!(
        format!("{:?}", vault(&format!("{TWO};{ONE}"))),
        r#"["two", "one"]"#
    );
    let refused = |text: &str| Vault::parse(text).unwrap_err();
    assert_eq!(refused("# none\n"), KeyError::Missing);
    assert_eq!(
        refused(&format!("{ONE};{ONE}")),
        KeyError::Twice("one".into())
    );
    for wrong in [
        "one",
        ":00",
        "One:00",
        &ONE[..ONE.len() - 2],
        &format!("{ONE}00"),
        "a.b:00",
    ] {
        assert_eq!(refused(wrong), KeyError::Shape, "{wrong}");
    }
}

#[test]
fn a_new_key_is_one_that_is_read() {
    let (one, other) = (Key::random(), Key::random());
    let both = vault(&format!("{one};{other}"));
    assert_ne!(both.0[0].proof(), both.0[1].proof());
}

/// Values that are kept are looked for and opened for years: what a key gives never changes. The
/// digest was also computed by hand, with another program's HMAC.
#[test]
fn what_a_key_gives_stays_the_same() {
    let one = vault(ONE);
    let sealed = "v1.one.q6TooVpIRpJMcUdfo1npY2SaAXwt2uSLcOvnmmKuMctCYVK_rKDpbWB9CeE0qdkEpMak";
    let opened = one.open(Purpose::Mobile, sealed);
    assert_eq!(opened.as_deref(), Some("13900000001"));
    let digest = "one.ba9970891441645cee0225ee3acd0591fee08ba69de06ba941b6e014f0cc69d3";
    assert_eq!(one.digest(Purpose::Mobile, "13900000001"), digest);
    let other = vault(TWO).digest(Purpose::Mobile, "13900000001");
    assert_ne!(other[4..], digest[4..]);
    assert_ne!(one.digest(Purpose::IdentityCard, "13900000001"), digest);
}

#[test]
fn the_first_key_seals_and_all_open() {
    let before = vault(ONE).seal(Purpose::Mobile, "13900000001");
    let both = vault(&format!("{TWO};{ONE}"));
    let after = both.seal(Purpose::Mobile, "13900000001");
    assert!(before.starts_with("v1.one.") && after.starts_with("v1.two."));
    for sealed in [&before, &after] {
        let opened = both.open(Purpose::Mobile, sealed);
        assert_eq!(opened.as_deref(), Some("13900000001"));
    }
    assert_eq!(vault(ONE).open(Purpose::Mobile, &after), None);
    let digests = both.digests(Purpose::Mobile, "13900000001");
    assert_eq!(digests.len(), 2);
    assert_eq!(
        digests[1],
        vault(ONE).digest(Purpose::Mobile, "13900000001")
    );
}

#[test]
fn a_key_of_the_same_id_opens_nothing_of_another() {
    let other = TWO.replace("two", "one");
    let sealed = vault(ONE).seal(Purpose::Totp, "secret");
    assert_eq!(vault(&other).open(Purpose::Totp, &sealed), None);
    assert_ne!(
        vault(&other).current().proof(),
        vault(ONE).current().proof()
    );
}

#[test]
fn no_debug_shows_a_key() {
    let shown = format!("{:?}", vault(ONE));
    assert!(!shown.contains("0001"), "{shown}");
}

proptest! {
    #[test]
    fn what_was_sealed_opens(text in any::<String>(), which in 0..PURPOSES.len()) {
        let purpose = PURPOSES[which];
        let sealed = vault(ONE).seal(purpose, &text);
        prop_assert_ne!(&sealed, &vault(ONE).seal(purpose, &text));
        prop_assert_eq!(vault(ONE).open(purpose, &sealed), Some(text));
    }

    #[test]
    fn sealed_for_one_purpose_it_opens_for_no_other(text in any::<String>(), which in 0..PURPOSES.len()) {
        let sealed = vault(ONE).seal(PURPOSES[which], &text);
        for (other, purpose) in PURPOSES.into_iter().enumerate() {
            prop_assert_eq!(vault(ONE).open(purpose, &sealed).is_some(), other == which);
        }
    }

    #[test]
    fn any_byte_that_is_changed_is_noticed(text in any::<String>(), place in any::<prop::sample::Index>(), by in 1..128u8) {
        let sealed = vault(ONE).seal(Purpose::Mobile, &text);
        let mut bytes = sealed.into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = (bytes[place] ^ by) & 0x7f;
        let changed = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(vault(ONE).open(Purpose::Mobile, &changed), None);
    }

    #[test]
    fn what_was_never_sealed_opens_not_and_breaks_nothing(text in any::<String>()) {
        prop_assert_eq!(vault(ONE).open(Purpose::Mobile, &text), None);
        prop_assert_eq!(vault(ONE).open(Purpose::Mobile, &format!("v1.one.{text}")), None);
    }

    #[test]
    fn two_values_have_two_digests(one in any::<String>(), other in any::<String>()) {
        let digest = |value: &str| vault(ONE).digest(Purpose::Mobile, value);
        prop_assert_eq!(digest(&one) == digest(&other), one == other);
    }
}
