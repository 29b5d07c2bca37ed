//! The deployment's policy (安全策略): what 安全管理员 decides for everybody. It is one document, kept
//! whole each time that it is changed; what an older one does not say yet is as it is by default.

use super::{Field, FieldProblem, Instant, Problem, Problems};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Whether a unit can bind only once an administrator has verified it (已认证).
    pub verification_required: bool,
    pub password_profile: PasswordProfile,
    /// A session ends when nothing was done in it for so long.
    pub idle_minutes: u32,
    /// A session ends so long after its sign-in, whatever is done in it.
    pub absolute_hours: u32,
    pub second_factor: SecondFactorFor,
    /// How long acts are kept. Events, which units and cases are told by, are kept for good.
    pub trail_months: u32,
}

impl Policy {
    pub const IDLE_MINUTES: RangeInclusive<u32> = 5..=480;
    pub const ABSOLUTE_HOURS: RangeInclusive<u32> = 1..=720;
    /// 网络安全法 art. 21: logs are kept for six months at least.
    pub const TRAIL_MONTHS: RangeInclusive<u32> = 6..=240;
    /// A month of the trail is the longest there is: so many days.
    const DAYS_OF_A_MONTH: i64 = 31;

    /// Acts of before this time need not be kept any longer.
    pub fn trail_kept_since(&self, at: Instant) -> Instant {
        let months = self.trail_months.max(*Self::TRAIL_MONTHS.start());
        at.plus_days(-i64::from(months) * Self::DAYS_OF_A_MONTH)
    }

    /// Nothing younger may be removed from the trail, whatever a policy says.
    pub fn youngest_to_prune(at: Instant) -> Instant {
        at.plus_days(-i64::from(*Self::TRAIL_MONTHS.start()) * Self::DAYS_OF_A_MONTH)
    }

    /// Whether a session of this beginning and last use has run out.
    pub fn ends(&self, opened_at: Instant, seen_at: Instant, at: Instant) -> bool {
        let oldest = at.plus_seconds(-i64::from(self.absolute_hours) * 3600);
        let idlest = at.plus_seconds(-i64::from(self.idle_minutes) * 60);
        opened_at <= oldest || seen_at <= idlest
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            verification_required: true,
            password_profile: PasswordProfile::Asvs,
            idle_minutes: 30,
            absolute_hours: 12,
            second_factor: SecondFactorFor::default(),
            trail_months: 12,
        }
    }
}

/// What a new password must be, and how long it stays one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PasswordProfile {
    /// OWASP ASVS 5.0 V6.2: long, and not a common one; never changed without a reason.
    #[default]
    Asvs,
    /// 等保 2.0 三级, GB/T 22239-2019 8.1.4.1: 复杂度, 定期更换.
    Dengbao3,
}

impl PasswordProfile {
    pub const ALL: [Self; 2] = [Self::Asvs, Self::Dengbao3];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asvs => "asvs",
            Self::Dengbao3 => "dengbao3",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == word)
    }

    /// After so many days a password must be changed.
    pub fn rotation_days(self) -> Option<i64> {
        match self {
            Self::Asvs => None,
            Self::Dengbao3 => Some(90),
        }
    }

    /// So many of the passwords before are not taken again, the present one among them.
    pub fn remembered(self) -> u32 {
        match self {
            Self::Asvs => 0,
            Self::Dengbao3 => 5,
        }
    }
}

/// Who must have a second factor (两步验证). Anybody may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecondFactorFor {
    /// 经办
    pub applying: bool,
    /// 审核
    pub reviewing: bool,
    /// 单位管理员
    pub managing: bool,
    /// 三员
    pub administrators: bool,
}

impl SecondFactorFor {
    /// The words of the form, in its order.
    pub const WORDS: [&str; 4] = ["applying", "reviewing", "managing", "administrators"];

    pub fn names(self, word: &str) -> bool {
        match word {
            "applying" => self.applying,
            "reviewing" => self.reviewing,
            "managing" => self.managing,
            "administrators" => self.administrators,
            _ => false,
        }
    }
}

/// The form that changes the policy, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyDraft {
    /// The version that was seen; 0 where nobody has changed the defaults yet.
    pub version: i64,
    /// Ticked: any word.
    pub verification_required: String,
    pub password_profile: String,
    pub idle_minutes: String,
    pub absolute_hours: String,
    /// Those of [`SecondFactorFor::WORDS`] that were ticked.
    pub second_factor: Vec<String>,
    pub trail_months: String,
}

impl PolicyDraft {
    /// The form as it stands before anything was changed.
    pub fn of(policy: &Policy, version: i64) -> Self {
        let words = SecondFactorFor::WORDS.into_iter();
        let asked = words.filter(|word| policy.second_factor.names(word));
        Self {
            version,
            verification_required: match policy.verification_required {
                true => "yes".to_owned(),
                false => String::new(),
            },
            password_profile: policy.password_profile.as_str().to_owned(),
            idle_minutes: policy.idle_minutes.to_string(),
            absolute_hours: policy.absolute_hours.to_string(),
            second_factor: asked.map(str::to_owned).collect(),
            trail_months: policy.trail_months.to_string(),
        }
    }
}

impl TryFrom<PolicyDraft> for Policy {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: PolicyDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let profile = PasswordProfile::parse(&draft.password_profile).ok_or(Problem::NotOffered);
        let profile = problems.take(Field::PasswordProfile, profile);
        let mut number = |field, text: &str, range| problems.take(field, within(text, range));
        let idle = number(Field::IdleMinutes, &draft.idle_minutes, Self::IDLE_MINUTES);
        let absolute = number(
            Field::AbsoluteHours,
            &draft.absolute_hours,
            Self::ABSOLUTE_HOURS,
        );
        let months = number(Field::TrailMonths, &draft.trail_months, Self::TRAIL_MONTHS);
        let second_factor = match asked_of(&draft.second_factor) {
            Some(asked) => asked,
            None => {
                problems.add(Field::SecondFactorFor, Problem::NotOffered);
                SecondFactorFor::default()
            }
        };
        if !problems.is_empty() {
            return Err(problems.into_vec());
        }
        let defaults = Self::default();
        Ok(Self {
            verification_required: !draft.verification_required.is_empty(),
            password_profile: profile.unwrap_or(defaults.password_profile),
            idle_minutes: idle.unwrap_or(defaults.idle_minutes),
            absolute_hours: absolute.unwrap_or(defaults.absolute_hours),
            second_factor,
            trail_months: months.unwrap_or(defaults.trail_months),
        })
    }
}

fn within(text: &str, range: RangeInclusive<u32>) -> Result<u32, Problem> {
    let (min, max) = (*range.start(), *range.end());
    match text.trim() {
        "" => Err(Problem::Required),
        text => (text.parse().ok())
            .filter(|n| range.contains(n))
            .ok_or(Problem::OutOfRange { min, max }),
    }
}

fn asked_of(words: &[String]) -> Option<SecondFactorFor> {
    let mut asked = SecondFactorFor::default();
    for word in words {
        match word.as_str() {
            "applying" => asked.applying = true,
            "reviewing" => asked.reviewing = true,
            "managing" => asked.managing = true,
            "administrators" => asked.administrators = true,
            _ => return None,
        }
    }
    Some(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_nobody_touched_is_the_policy() {
        let policy = Policy {
            second_factor: SecondFactorFor {
                reviewing: true,
                administrators: true,
                ..SecondFactorFor::default()
            },
            verification_required: false,
            ..Policy::default()
        };
        assert_eq!(Policy::try_from(PolicyDraft::of(&policy, 3)), Ok(policy));
    }

    #[test]
    fn the_trail_is_kept_for_six_months_whatever_the_policy_says() {
        let at = Instant::from_date_shanghai("2026-07-01").expect("a day");
        let of = |trail_months| {
            Policy {
                trail_months,
                ..Policy::default()
            }
            .trail_kept_since(at)
        };
        assert_eq!(of(0), of(6));
        assert_eq!(of(6), Policy::youngest_to_prune(at));
        assert!(of(6) <= Instant::from_date_shanghai("2026-01-01").expect("a day"));
        assert!(of(12) <= Instant::from_date_shanghai("2025-07-01").expect("a day"));
        assert!(of(12) > Instant::from_date_shanghai("2025-06-01").expect("a day"));
    }

    #[test]
    fn every_slip_is_told_at_once() {
        let draft = PolicyDraft {
            password_profile: "none".into(),
            idle_minutes: "4".into(),
            absolute_hours: "soon".into(),
            trail_months: "5".into(),
            second_factor: vec!["everybody".into()],
            ..PolicyDraft::default()
        };
        let problems = Policy::try_from(draft).expect_err("all of it is wrong");
        let fields: Vec<Field> = problems.iter().map(|p| p.field).collect();
        assert_eq!(
            fields,
            [
                Field::PasswordProfile,
                Field::IdleMinutes,
                Field::AbsoluteHours,
                Field::TrailMonths,
                Field::SecondFactorFor
            ]
        );
        let range = Problem::OutOfRange { min: 5, max: 480 };
        assert_eq!(problems[1].problem, range);
    }
}
