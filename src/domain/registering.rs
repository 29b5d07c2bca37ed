//! 单位注册, and 申请成为经办人: how a unit and its people come.

use super::value::{debug_hidden, shown_whole, text_value};
use super::views::RegionGroup;
use super::{
    Address, Email, Field, IdentityCard, Industry, Mobile, PasswordProfile, PersonName, Problem,
    Problems, RegionCode, Telephone, UnitName, UnitType, Uscc, uscc,
};
use serde::{Deserialize, Serialize};

/// The form of 单位注册 as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterDraft {
    pub code: String,
    pub name: String,
    /// 单位类型; empty: what the code says.
    pub kind: String,
    pub industry: String,
    pub region: String,
    pub address: String,
    pub email: String,
    /// 法人账号; empty: one is made of the code.
    pub account: String,
    pub contact_name: String,
    pub contact_phone: String,
    #[serde(flatten)]
    pub person: PersonDraft,
    #[serde(flatten)]
    pub chosen: ChosenPassword,
}

/// Who is to act for a unit, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonDraft {
    pub person: String,
    pub mobile: String,
    pub card: String,
}

/// A password, typed twice.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChosenPassword {
    pub password: String,
    pub repeated: String,
}

/// 申请成为经办人 as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskDraft {
    pub code: String,
    #[serde(flatten)]
    pub person: PersonDraft,
    #[serde(flatten)]
    pub chosen: ChosenPassword,
}

debug_hidden!(RegisterDraft, PersonDraft, ChosenPassword, AskDraft);

impl RegisterDraft {
    /// What comes back to the page: all but the passwords.
    pub fn without_passwords(mut self) -> Self {
        self.chosen = ChosenPassword::default();
        self
    }
}

impl AskDraft {
    pub fn without_passwords(mut self) -> Self {
        self.chosen = ChosenPassword::default();
        self
    }
}

/// What the form of 单位注册 offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterView {
    pub regions: Vec<RegionGroup>,
    pub profile: PasswordProfile,
    /// Whether a unit waits to be verified before it can bind.
    pub verification_required: bool,
}

/// A unit that may be registered, as far as the form alone can tell.
#[derive(Clone, Debug)]
pub struct Registration {
    pub code: Uscc,
    pub name: UnitName,
    pub unit_type: UnitType,
    pub industry: Industry,
    pub region: RegionCode,
    pub address: Address,
    pub email: Email,
    pub account: Option<UnitAccount>,
    pub contact_name: PersonName,
    pub contact_phone: Telephone,
    pub person: NewPerson,
}

/// A person, read but perhaps known already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    pub name: PersonName,
    pub mobile: Mobile,
    pub card: IdentityCard,
}

impl NewPerson {
    /// Notes what is wrong at the field where it was typed.
    pub fn read(draft: &PersonDraft, problems: &mut Problems) -> Option<Self> {
        let name = problems.take(Field::PersonName, PersonName::parse(&draft.person));
        let mobile = problems.take(Field::Mobile, Mobile::parse(&draft.mobile));
        let card = problems.take(Field::IdentityCard, IdentityCard::parse(&draft.card));
        Some(Self {
            name: name?,
            mobile: mobile?,
            card: card?,
        })
    }
}

/// The longest password that is looked at, in bytes: more is nobody's password.
const PASSWORD_MAX: usize = 512;

impl ChosenPassword {
    /// Both fields say the same; whether it is good enough is the policy's.
    pub fn read(self, problems: &mut Problems) -> Option<String> {
        use super::PasswordError::NotRepeated;
        let repeated = match (self.repeated.is_empty(), self.password == self.repeated) {
            (true, false) => Err(Problem::Required),
            (false, false) => Err(NotRepeated.into()),
            _ => Ok(()),
        };
        let password = match self.password.len() {
            0 => Err(Problem::Required),
            n if n > PASSWORD_MAX => Err(Problem::PasswordTooLong),
            _ => Ok(self.password),
        };
        let password = problems.take(Field::NewPassword, password);
        problems.take(Field::RepeatedPassword, repeated)?;
        password
    }
}

impl Registration {
    /// Reads all fields, and notes what is wrong with each.
    pub fn read(draft: &RegisterDraft, problems: &mut Problems) -> Option<Self> {
        let code = problems.take(Field::OwnCode, Uscc::parse(&draft.code));
        let name = problems.take(Field::Name, UnitName::parse(&draft.name));
        let unit_type = match draft.kind.trim() {
            "" => code.as_ref().map(UnitType::of),
            kind => {
                let unit_type = UnitType::parse(kind).map_err(|_| Problem::NotOffered);
                problems.take(Field::Kind, unit_type)
            }
        };
        let industry = choice(&draft.industry, |text| Industry::parse(text).ok());
        let industry = problems.take(Field::Industry, industry);
        let region = choice(&draft.region, |text| RegionCode::parse(text).ok());
        let region = problems.take(Field::Region, region);
        let address = problems.take(Field::Address, Address::parse(&draft.address));
        let email = problems.take(Field::Email, Email::parse(&draft.email));
        let account = problems.optional(Field::UnitAccount, &draft.account, |text| {
            UnitAccount::parse(text).map_err(|_| Problem::NotAUnitAccount)
        });
        let contact_name = PersonName::parse(&draft.contact_name);
        let contact_name = problems.take(Field::ContactName, contact_name);
        let contact_phone = Telephone::parse(&draft.contact_phone);
        let contact_phone = problems.take(Field::ContactPhone, contact_phone);
        let person = NewPerson::read(&draft.person, problems);
        Some(Self {
            code: code?,
            name: name?,
            unit_type: unit_type?,
            industry: industry?,
            region: region?,
            address: address?,
            email: email?,
            account,
            contact_name: contact_name?,
            contact_phone: contact_phone?,
            person: person?,
        })
    }
}

fn choice<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Problem> {
    match text.trim() {
        "" => Err(Problem::Required),
        text => read(text).ok_or(Problem::NotOffered),
    }
}

/// Somebody who asks to act for a unit.
#[derive(Clone, Debug)]
pub struct Asking {
    pub code: Uscc,
    pub person: NewPerson,
}

impl Asking {
    pub fn read(draft: &AskDraft, problems: &mut Problems) -> Option<Self> {
        let code = problems.take(Field::OwnCode, Uscc::parse(&draft.code));
        let person = NewPerson::read(&draft.person, problems);
        Some(Self {
            code: code?,
            person: person?,
        })
    }
}

/// 法人账号: a short name to sign in with in place of the code: 4–15 small letters and digits, a
/// letter first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitAccount(String);

/// The text is no 法人账号.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 4 to 15 letters and digits, a letter first")]
pub struct NotAUnitAccount;

impl UnitAccount {
    /// Reads an account as people type it: capitals and full-width are put right.
    pub fn parse(text: &str) -> Result<Self, NotAUnitAccount> {
        let account = uscc::normalise(text).to_ascii_lowercase();
        let fits = (4..=15).contains(&account.len())
            && account.starts_with(|c: char| c.is_ascii_lowercase())
            && account
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        fits.then_some(Self(account)).ok_or(NotAUnitAccount)
    }
}

text_value!(UnitAccount, NotAUnitAccount);
shown_whole!(UnitAccount);

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> RegisterDraft {
        RegisterDraft {
            code: "12220000MB9000023N".into(),
            name: "春城大学".into(),
            industry: "P".into(),
            region: "220100".into(),
            address: "学苑路66号".into(),
            email: "office@example.cn".into(),
            contact_name: "王芳".into(),
            contact_phone: "0431-1234567".into(),
            person: PersonDraft {
                person: "王芳".into(),
                mobile: "13900000002".into(),
                card: "11010519491231002X".into(),
            },
            ..RegisterDraft::default()
        }
    }

    #[test]
    fn the_type_comes_from_the_code_unless_one_is_chosen() {
        let mut problems = Problems::default();
        let read = Registration::read(&draft(), &mut problems).expect("complete");
        assert_eq!(read.unit_type.code(), "12");
        let chosen = RegisterDraft {
            kind: "11".into(),
            ..draft()
        };
        let read = Registration::read(&chosen, &mut problems).expect("complete");
        assert_eq!(read.unit_type.code(), "11");
    }

    #[test]
    fn every_empty_field_is_told_at_once() {
        let mut problems = Problems::default();
        assert!(Registration::read(&RegisterDraft::default(), &mut problems).is_none());
        let told = problems.into_vec();
        assert_eq!(told.len(), 11, "{told:?}");
    }

    #[test]
    fn an_account_is_short_and_begins_with_a_letter() {
        assert_eq!(
            UnitAccount::parse(" CCDX ").expect("an account").as_str(),
            "ccdx"
        );
        for text in ["", "abc", "1abcd", "春城大学", "abcdefghijklmnop", "ab-c_"] {
            assert!(UnitAccount::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn nothing_typed_is_shown_by_debug() {
        assert_eq!(format!("{:?}", draft()), "RegisterDraft { .. }");
    }
}
