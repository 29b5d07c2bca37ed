//! The round of this year, and what the portal announces about it.

use super::workdays::Workdays;
use crate::domain::Instant;
use crate::server::store::{Tx, sql};
use anyhow::Context;

/// Opens the round and publishes two announcements. Returns the round's id.
pub(super) async fn publish(tx: &mut Tx, at: Instant) -> anyhow::Result<i64> {
    let year: i64 = at.date_shanghai()[..4]
        .parse()
        .context("the clock is wrong")?;
    let new_year = |year: i64| Instant::from_date_shanghai(&format!("{year:04}-01-01"));
    let opens = new_year(year).context("the clock is wrong")?;
    let closes = new_year(year + 1).context("the clock is wrong")?;
    // In the first weeks of a year the oldest applications are from the year before.
    let opens = opens.min(Workdays::before(at).first());
    let round = sql(
        "INSERT INTO round (name, year, opens_at, closes_at) VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(format!("{year}年度职称申报"))
    .bind(year)
    .bind(opens)
    .bind(closes)
    .int(tx)
    .await?;
    let guide = format!("关于做好{year}年度职称申报单位绑定工作的通知");
    announce(tx, &guide, GUIDE, at, 17).await?;
    announce(tx, "绑定申请被退回的常见原因及填写提示", HINTS, at, 4).await?;
    Ok(round)
}

async fn announce(
    tx: &mut Tx,
    title: &str,
    body: &str,
    at: Instant,
    days_ago: i64,
) -> sqlx::Result<()> {
    sql("INSERT INTO announcement (title, body, published_at) VALUES ($1, $2, $3)")
        .bind(title)
        .bind(body)
        .bind(at.plus_days(-days_ago))
        .execute(tx)
        .await?;
    Ok(())
}

/// Paragraphs are separated by a blank line.
const GUIDE: &str = "\
本年度职称申报已经开始。事业单位、社会团体和民办非企业单位在申报前，须在“大人才一体化”中绑定上级单位；企业除特殊情况外无需绑定。

绑定前请先做好两项准备：一是核对本单位的所属行政区划，申报信息将据此推送到对应的人社部门；二是向上级单位确认其社会统一信用代码，并确认其已进入过“大人才一体化”。

办理步骤：登录后进入工作台，点击“去绑定”，输入上级单位的社会统一信用代码并查询，核对单位名称无误后点击“绑定”。上级单位审核通过后，绑定方才生效。

严禁绑定本单位的社会统一信用代码。请各单位尽早办理，以免影响本单位人员申报。";

const HINTS: &str = "\
根据近期审核情况，现将绑定申请被退回的常见原因说明如下，请各单位经办人在申请前逐项核对。

一、上级单位选择有误。请以本单位的主管部门为准：学校一般绑定主管的教育行政部门，不要绑定同级的其他单位。

二、基本信息不完整。所属行政区划、所属行业、单位地址未填写或与登记证书不一致的，请在工作台修改并保存后再申请。

三、企业未说明特殊情况。企业确需绑定上级单位的，请写明承担的职能和绑定的依据。

被退回的申请无需重新发起：在工作台按审核意见修改后，可就原申请再次提交。审核中的申请可以随时撤回。";
