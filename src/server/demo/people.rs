//! Invented operators.

use super::random::Random;
use crate::domain::{IdentityCard, Instant};
use crate::server::store::{Tx, sql};
use crate::server::vault::{Purpose, Vault};
use anyhow::Context;

/// What a person may do for a unit.
#[derive(Clone, Copy, Default)]
pub(super) struct Rights {
    pub(super) legal: bool,
    pub(super) applies: bool,
    pub(super) reviews: bool,
    pub(super) manages: bool,
}

/// Who somebody is. The table keeps it sealed.
pub(super) struct Person<'a> {
    pub(super) name: &'a str,
    pub(super) mobile: Option<&'a str>,
    pub(super) identity_card: Option<&'a str>,
    pub(super) password_hash: &'a str,
}

/// Adds a person who acts for the unit; returns the operator's id.
pub(super) async fn employ(
    tx: &mut Tx,
    vault: &Vault,
    unit: i64,
    person: Person<'_>,
    rights: Rights,
) -> sqlx::Result<i64> {
    let keep = |purpose, value: Option<&str>| {
        let kept = value.map(|value| vault.keep(purpose, value));
        kept.map(|kept| (kept.sealed, kept.digest)).unzip()
    };
    let (mobile, mobile_digest) = keep(Purpose::Mobile, person.mobile);
    let (card, card_digest) = keep(Purpose::IdentityCard, person.identity_card);
    let person = sql(
        "INSERT INTO person (name, mobile_sealed, mobile_digest, identity_sealed, identity_digest,
            password_hash)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    )
    .bind(person.name)
    .bind(mobile)
    .bind(mobile_digest)
    .bind(card)
    .bind(card_digest)
    .bind(person.password_hash)
    .int(tx)
    .await?;
    sql(
        "INSERT INTO operator (unit_id, person_id, legal, applies, reviews, manages)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    )
    .bind(unit)
    .bind(person)
    .bind(rights.legal)
    .bind(rights.applies)
    .bind(rights.reviews)
    .bind(rights.manages)
    .int(tx)
    .await
}

/// Adds the operator of an invented unit, the `index`th.
pub(super) async fn employ_clerk(
    tx: &mut Tx,
    vault: &Vault,
    unit: i64,
    index: u64,
    password_hash: &str,
) -> anyhow::Result<i64> {
    let (name, card) = (name(index), identity_card(index)?);
    let mobile = format!("1390001{index:04}");
    let person = Person {
        name: &name,
        mobile: Some(&mobile),
        identity_card: Some(card.as_str()),
        password_hash,
    };
    let clerk = Rights {
        applies: true,
        ..Rights::default()
    };
    Ok(employ(tx, vault, unit, person, clerk).await?)
}

/// The 居民身份证号 of an invented person, different for each index below a thousand: of the region
/// 229998, which does not exist.
pub(super) fn identity_card(index: u64) -> anyhow::Result<IdentityCard> {
    let day = Random::seeded(index).below(9000) as i64;
    let birth = Instant::from_micros(0).plus_days(day).date_shanghai();
    let first17 = format!("229998{}{:03}", birth.replace('-', ""), index % 1000);
    let checks = "0123456789X".chars();
    let mut cards = checks.filter_map(|c| IdentityCard::parse(&format!("{first17}{c}")).ok());
    cards.next().context("one check character is always right")
}

fn name(index: u64) -> String {
    let mut random = Random::seeded(index ^ 0xA11CE);
    let mut pick = |characters: &str| {
        let count = characters.chars().count() as u64;
        characters.chars().nth(random.below(count) as usize)
    };
    let surname = pick("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾");
    let given = pick("文志建国海晓雨思佳欣宇子嘉明婉若永立春秋家景书正和");
    let last = pick("华平军杰敏娜婷磊洋勇艳霞鹏飞宁琳涛亮凯颖雪梅博辉");
    surname.into_iter().chain(given).chain(last).collect()
}
