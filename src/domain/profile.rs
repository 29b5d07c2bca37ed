//! 基本信息 and 人才分类定级报送信息: what a unit keeps up about itself on the workbench.

use super::{
    Address, Contact, Email, Field, FieldProblem, Industry, PersonName, Problem, Problems,
    RegionCode, Telephone, UnitName,
};
use serde::{Deserialize, Serialize};

/// The workbench's form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileDraft {
    /// The unit's version that the form was read at.
    pub version: i64,
    pub name: String,
    pub region: String,
    pub industry: String,
    pub email: String,
    pub address: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub report_contact: String,
    pub report_phone: String,
    pub report_department: String,
    /// Asked for where e-mail or contact change
    pub password: String,
}

impl ProfileDraft {
    /// What comes back to the page.
    pub fn without_password(mut self) -> Self {
        self.password.clear();
        self
    }
}

/// Debug keeps the phone out of any log.
impl std::fmt::Debug for ProfileDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProfileDraft").finish_non_exhaustive()
    }
}

/// What may be saved. All but 单位名称 and 所属行政区划 may be left empty: the region decides which
/// 人社部门 receives a unit's filings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    name: UnitName,
    region: RegionCode,
    industry: Option<Industry>,
    email: Option<Email>,
    address: Option<Address>,
    contact_name: Option<PersonName>,
    contact_phone: Option<Telephone>,
    report_contact: Option<Contact>,
    report_phone: Option<Telephone>,
    report_department: Option<Contact>,
}

impl Profile {
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    pub fn region(&self) -> &str {
        self.region.as_str()
    }

    /// The section's letter, or empty.
    pub fn industry(&self) -> String {
        self.industry
            .map_or_else(String::new, |industry| industry.code().into())
    }

    pub fn email(&self) -> &str {
        self.email.as_ref().map_or("", Email::as_str)
    }

    pub fn address(&self) -> &str {
        self.address.as_ref().map_or("", Address::as_str)
    }

    pub fn contact_name(&self) -> &str {
        self.contact_name.as_ref().map_or("", PersonName::as_str)
    }

    pub fn contact_phone(&self) -> &str {
        self.contact_phone.as_ref().map_or("", Telephone::as_str)
    }

    pub fn report_contact(&self) -> &str {
        self.report_contact.as_ref().map_or("", Contact::as_str)
    }

    pub fn report_phone(&self) -> &str {
        self.report_phone.as_ref().map_or("", Telephone::as_str)
    }

    pub fn report_department(&self) -> &str {
        self.report_department.as_ref().map_or("", Contact::as_str)
    }
}

impl TryFrom<ProfileDraft> for Profile {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: ProfileDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let name = problems.take(Field::Name, UnitName::parse(&draft.name));
        let region = match draft.region.trim() {
            "" => Err(Problem::Required),
            code => RegionCode::parse(code).map_err(|_| Problem::NotOffered),
        };
        let region = problems.take(Field::Region, region);
        let mut text = Optional(&mut problems);
        let industry = text.read(Field::Industry, &draft.industry, |code| {
            Industry::parse(code).map_err(|_| Problem::NotOffered)
        });
        let email = text.read(Field::Email, &draft.email, Email::parse);
        let address = text.read(Field::Address, &draft.address, Address::parse);
        let contact_name = text.read(Field::ContactName, &draft.contact_name, PersonName::parse);
        let contact_phone = text.read(Field::ContactPhone, &draft.contact_phone, Telephone::parse);
        let contact = text.read(Field::ReportContact, &draft.report_contact, Contact::parse);
        let phone = text.read(Field::ReportPhone, &draft.report_phone, Telephone::parse);
        let department = text.read(
            Field::ReportDepartment,
            &draft.report_department,
            Contact::parse,
        );
        match name.zip(region) {
            Some((name, region)) if problems.is_empty() => Ok(Self {
                name,
                region,
                industry,
                email,
                address,
                contact_name,
                contact_phone,
                report_contact: contact,
                report_phone: phone,
                report_department: department,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// Reads fields that may be left empty.
struct Optional<'a>(&'a mut Problems);

impl Optional<'_> {
    fn read<T, E: Into<Problem>>(
        &mut self,
        field: Field,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match text.trim() {
            "" => None,
            text => self.0.take(field, parse(text)),
        }
    }
}

/// The parts of 人才分类定级报送信息 that are still missing: none of them, and staff can file.
pub fn missing_report_fields(contact: &str, phone: &str, department: &str) -> Vec<Field> {
    [
        (Field::ReportContact, contact),
        (Field::ReportPhone, phone),
        (Field::ReportDepartment, department),
    ]
    .into_iter()
    .filter(|(_, value)| value.is_empty())
    .map(|(field, _)| field)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_name_and_region_may_be_left_empty() {
        let problems = Profile::try_from(ProfileDraft::default()).expect_err("neither");
        let fields: Vec<Field> = problems.iter().map(|p| p.field).collect();
        assert_eq!(fields, [Field::Name, Field::Region]);
        let draft = ProfileDraft {
            name: "春城大学".into(),
            region: "220100".into(),
            ..ProfileDraft::default()
        };
        assert!(Profile::try_from(draft).is_ok());
    }

    #[test]
    fn a_wrong_phone_and_a_wrong_industry_are_told_at_once() {
        let draft = ProfileDraft {
            name: "春城大学".into(),
            region: "220100".into(),
            industry: "Z".into(),
            report_phone: "12345".into(),
            ..ProfileDraft::default()
        };
        let fields: Vec<_> = Profile::try_from(draft)
            .expect_err("two are wrong")
            .into_iter()
            .map(|p| p.field)
            .collect();
        assert_eq!(fields, [Field::Industry, Field::ReportPhone]);
    }

    #[test]
    fn rule_16_the_report_is_complete_when_nothing_is_missing() {
        assert!(missing_report_fields("周岚", "13900000011", "人事处").is_empty());
        assert_eq!(
            missing_report_fields("周岚", "", "人事处"),
            [Field::ReportPhone]
        );
    }
}
