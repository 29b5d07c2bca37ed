//! 业务规则, as the 系统管理员 changes them.

use super::super::binding_policy::{AtLimit, BindingPolicy};
use super::super::{Day, Field, FieldProblem, Instant, Outcome, Problem, Problems, UnitType};
use super::AdminWho;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The form, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RulesDraft {
    /// The latest version that was seen; 0 where nobody has changed the defaults yet.
    pub version: i64,
    pub exempt: Vec<String>,
    pub outcomes: Vec<String>,
    /// Ticked: any word.
    pub consent_to_transfer: String,
    pub consent_to_unbind: String,
    pub outside_rounds: String,
    pub resubmissions: String,
    pub review_days: String,
    pub at_limit: String,
    pub urge_after_days: String,
    pub mail: String,
    pub webhook: String,
    /// The day from which they hold.
    pub holds_from: String,
}

/// Rules, and from which day they are to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    pub policy: BindingPolicy,
    pub holds_from: Day,
}

impl Rules {
    /// Beside 审核通过, which is always offered.
    pub const OUTCOMES: [Outcome; 3] = [Outcome::Return, Outcome::Reject, Outcome::Terminate];
    pub const RESUBMISSIONS: RangeInclusive<u32> = 0..=99;
    pub const DAYS: RangeInclusive<u32> = 0..=250;
}

impl RulesDraft {
    /// The form as it stands before anything was changed.
    pub fn of(policy: &BindingPolicy, version: i64, today: Instant) -> Self {
        let tick = |ticked: bool| if ticked { "1" } else { "" }.to_owned();
        let words = policy.outcomes.iter().map(|outcome| outcome.as_str());
        Self {
            version,
            exempt: policy.exempt.clone(),
            outcomes: words.map(str::to_owned).collect(),
            consent_to_transfer: tick(policy.consent_to_transfer),
            consent_to_unbind: tick(policy.consent_to_unbind),
            outside_rounds: tick(policy.outside_rounds),
            resubmissions: policy.resubmissions.to_string(),
            review_days: policy.review_days.to_string(),
            at_limit: policy.at_limit.as_str().to_owned(),
            urge_after_days: policy.urge_after_days.to_string(),
            mail: tick(policy.mail),
            webhook: tick(policy.webhook),
            holds_from: today.date_shanghai(),
        }
    }

    /// The rules, if they may be set at this time: they hold from today at the earliest.
    pub fn read(self, at: Instant) -> Result<Rules, Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let exempt = problems.take(Field::Exempt, exempt(&self.exempt));
        let outcomes = problems.take(Field::Outcomes, outcomes(&self.outcomes));
        let mut number = |field, text: &str, range| problems.take(field, within(text, range));
        let resubmissions = number(
            Field::Resubmissions,
            &self.resubmissions,
            Rules::RESUBMISSIONS,
        );
        let review_days = number(Field::ReviewDays, &self.review_days, Rules::DAYS);
        let urge_after_days = number(Field::UrgeAfterDays, &self.urge_after_days, Rules::DAYS);
        let at_limit = AtLimit::parse(&self.at_limit).ok_or(Problem::NotOffered);
        let at_limit = problems.take(Field::AtLimit, at_limit);
        let holds_from = problems.take(Field::HoldsFrom, from_today(&self.holds_from, at));
        let read = || {
            Some(Rules {
                policy: BindingPolicy {
                    exempt: exempt?,
                    outcomes: outcomes?,
                    consent_to_transfer: !self.consent_to_transfer.is_empty(),
                    consent_to_unbind: !self.consent_to_unbind.is_empty(),
                    outside_rounds: !self.outside_rounds.is_empty(),
                    resubmissions: resubmissions?,
                    review_days: review_days?,
                    at_limit: at_limit?,
                    urge_after_days: urge_after_days?,
                    mail: !self.mail.is_empty(),
                    webhook: !self.webhook.is_empty(),
                },
                holds_from: holds_from?,
            })
        };
        problems.none_or(read())
    }
}

/// Types that GB 32100 has, each once, in its order.
fn exempt(words: &[String]) -> Result<Vec<String>, Problem> {
    if words.iter().any(|word| UnitType::parse(word).is_err()) {
        return Err(Problem::NotOffered);
    }
    let named = |unit_type: &&UnitType| words.iter().any(|word| word == unit_type.code());
    let codes = UnitType::ALL
        .iter()
        .filter(named)
        .map(|t| t.code().to_owned());
    Ok(codes.collect())
}

/// A superior that could not but approve would review nothing.
fn outcomes(words: &[String]) -> Result<Vec<Outcome>, Problem> {
    let offered = |word: &String| Rules::OUTCOMES.iter().any(|o| o.as_str() == word);
    if !words.iter().all(offered) {
        return Err(Problem::NotOffered);
    }
    let named = |outcome: &Outcome| words.iter().any(|word| word == outcome.as_str());
    let outcomes: Vec<Outcome> = Rules::OUTCOMES.into_iter().filter(named).collect();
    match outcomes.as_slice() {
        [] => Err(Problem::Required),
        [Outcome::Terminate] => Err(Problem::OnlyTermination),
        _ => Ok(outcomes),
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

fn from_today(text: &str, at: Instant) -> Result<Day, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Required);
    }
    let day = Day::parse(text)?;
    match day.ends() <= at {
        true => Err(Problem::Past),
        false => Ok(day),
    }
}

/// `/admin/rules`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesView {
    pub who: AdminWho,
    /// What holds now.
    pub policy: BindingPolicy,
    pub now: Instant,
    pub draft: RulesDraft,
    /// The version that is to hold later, and from when: another that is saved takes its place.
    pub later: Option<(i64, Instant)>,
    pub versions: Vec<RulesVersion>,
    pub older: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesVersion {
    pub version: i64,
    pub policy: BindingPolicy,
    /// What the version before it said.
    pub before: BindingPolicy,
    pub holds_from: Instant,
    /// Masked.
    pub by: String,
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        Instant::from_minute_shanghai("2026-11-24T23:00").expect("a minute")
    }

    #[test]
    fn a_form_that_nobody_touched_is_the_rules() {
        let policy = BindingPolicy {
            exempt: vec!["12".into(), "91".into()],
            outcomes: vec![Outcome::Return],
            outside_rounds: true,
            at_limit: AtLimit::Escalate,
            ..BindingPolicy::default()
        };
        let rules = RulesDraft::of(&policy, 3, now()).read(now());
        assert_eq!(rules.expect("as it was").policy, policy);
    }

    #[test]
    fn rules_hold_from_today_at_the_earliest() {
        let from = |day: &str| RulesDraft {
            holds_from: day.into(),
            ..RulesDraft::of(&BindingPolicy::default(), 0, now())
        };
        let problems = from("2026-11-23").read(now()).expect_err("yesterday");
        assert_eq!(problems[0].problem, Problem::Past);
        assert!(from("2026-11-24").read(now()).is_ok());
        assert!(from("2027-01-01").read(now()).is_ok());
    }

    #[test]
    fn a_unit_that_asks_to_be_released_can_be_told_no() {
        let with = |outcomes: &[Outcome]| RulesDraft {
            outcomes: outcomes.iter().map(|o| o.as_str().to_owned()).collect(),
            ..RulesDraft::of(&BindingPolicy::default(), 0, now())
        };
        let problems = with(&[Outcome::Terminate])
            .read(now())
            .expect_err("refused");
        assert_eq!(problems[0].problem, Problem::OnlyTermination);
        assert!(
            with(&[Outcome::Terminate, Outcome::Reject])
                .read(now())
                .is_ok()
        );
    }

    #[test]
    fn every_slip_is_told_at_once() {
        let draft = RulesDraft {
            exempt: vec!["00".into()],
            resubmissions: "100".into(),
            review_days: "soon".into(),
            ..RulesDraft::default()
        };
        let problems = draft.read(now()).expect_err("all of it is wrong");
        let fields: Vec<Field> = problems.iter().map(|p| p.field).collect();
        assert_eq!(
            fields,
            [
                Field::Exempt,
                Field::Outcomes,
                Field::Resubmissions,
                Field::ReviewDays,
                Field::UrgeAfterDays,
                Field::AtLimit,
                Field::HoldsFrom
            ]
        );
    }
}
