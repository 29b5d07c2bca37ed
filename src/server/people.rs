//! 经办人管理: from operators to what the screens show, and from a button to its verb.

use super::account::check_password;
use super::caller::{Administrator, Caller, SignedIn};
use super::choose_password::choose_password;
use super::now;
use super::recovering::{link_of, offer_of};
use super::request::site;
use super::session::Token;
use super::state::AppState;
use super::store::{self, Conn, Managing, OperatorRow, Tx};
use super::vault::{Purpose, Vault};
use crate::domain::people::{
    AddedView, Below, LinkFor, LinkView, OperatorPageView, PeopleView, PersonLine, Standing,
};
use crate::domain::views::Who;
use crate::domain::{Adding, Change, Fault, Field, IdentityCard, Instant, Mobile, Uscc};
use http::HeaderMap;

/// The people of the own unit, or of one that is bound to it.
pub async fn people(
    state: &AppState,
    caller: &Caller,
    unit: Option<i64>,
    below: &str,
) -> Result<PeopleView, Fault> {
    let managing = caller.people()?;
    let unit = unit.unwrap_or_else(|| caller.unit());
    let mut conn = state.db.read().await?;
    if !store::has_say(&mut conn, managing, unit).await? {
        return Err(Fault::NotFound);
    }
    let row = store::find_unit(&mut conn, unit).await?;
    let row = row.ok_or(Fault::NotFound)?;
    let people = store::people_of(&mut conn, unit).await?;
    let below = find_below(&mut conn, managing, caller.unit(), below).await?;
    Ok(PeopleView {
        who: caller.who(),
        unit,
        name: row.name,
        own: unit == caller.unit(),
        people: people
            .iter()
            .map(|row| line(&state.vault, row, caller.operator()))
            .collect(),
        below,
    })
}

async fn find_below(
    conn: &mut Conn,
    managing: Managing,
    own: i64,
    code: &str,
) -> Result<Option<Below>, Fault> {
    if code.trim().is_empty() {
        return Ok(None);
    }
    let code = match Uscc::parse(code) {
        Ok(code) => code,
        Err(error) => return Ok(Some(Below::Wrong(error.into()))),
    };
    let found = store::find_unit_by_code(conn, &code).await?;
    Ok(Some(match found {
        Some(unit) if unit.id != own && store::has_say(conn, managing, unit.id).await? => {
            Below::Found {
                unit: unit.id,
                name: unit.name,
            }
        }
        _ => Below::NotBelow,
    }))
}

/// An operator's page.
pub async fn operator(
    state: &AppState,
    caller: &Caller,
    operator: i64,
) -> Result<OperatorPageView, Fault> {
    let me = (caller.unit(), caller.operator());
    operator_page(state, caller.people()?, caller.who(), me, operator).await
}

/// The same for an administrator of the platform, who is of no unit.
pub async fn operator_of_anybody(
    state: &AppState,
    administrator: &Administrator,
    operator: i64,
) -> Result<OperatorPageView, Fault> {
    let who = SignedIn::Administrator(administrator.clone()).who();
    operator_page(state, platform(administrator), who, (0, 0), operator).await
}

/// Whoever manages, for every unit.
pub fn platform(administrator: &Administrator) -> Managing {
    Managing::Platform {
        administrator: administrator.id(),
    }
}

/// `me`: the unit and the operator of whoever asks.
async fn operator_page(
    state: &AppState,
    managing: Managing,
    who: Who,
    me: (i64, i64),
    operator: i64,
) -> Result<OperatorPageView, Fault> {
    let mut conn = state.db.read().await?;
    let row = store::operator_of(&mut conn, managing, operator).await?;
    let colleagues = store::people_of(&mut conn, row.unit_id).await?;
    let successors = colleagues
        .into_iter()
        .filter(|other| other.id != row.id && other.waits == 0 && other.disabled_at.is_none())
        .map(|other| (other.id, other.name))
        .collect();
    Ok(OperatorPageView {
        who,
        unit: row.unit_id,
        unit_name: row.unit_name.clone(),
        own: row.unit_id == me.0,
        line: line(&state.vault, &row, me.1),
        version: row.version,
        successors,
        acts_elsewhere: store::is_out_of_reach(&mut conn, managing, row.person_id).await?,
        everywhere: matches!(managing, Managing::Platform { .. }),
    })
}

fn line(vault: &Vault, row: &OperatorRow, me: i64) -> PersonLine {
    let open = |purpose, sealed: &Option<String>| {
        sealed
            .as_deref()
            .and_then(|sealed| vault.open(purpose, sealed))
    };
    let mobile = open(Purpose::Mobile, &row.mobile);
    let card = open(Purpose::IdentityCard, &row.card);
    let standing = match (row.waits, row.offered, row.disabled_at) {
        (1, 1, _) => Standing::Offered,
        (1, ..) => Standing::Waits,
        (.., Some(_)) => Standing::Disabled,
        _ => Standing::Acts,
    };
    PersonLine {
        operator: row.id,
        name: row.name.clone(),
        mobile: mobile.map_or_else(String::new, |text| masked_mobile(&text)),
        card: card.map_or_else(String::new, |text| masked_card(&text)),
        roles: row.roles(),
        legal: row.legal == 1,
        standing,
        since: (row.since_at > 0).then(|| Instant::from_micros(row.since_at)),
        me: row.id == me,
    }
}

pub fn masked_mobile(text: &str) -> String {
    Mobile::parse(text).map_or_else(|_| String::new(), |mobile| mobile.masked())
}

fn masked_card(text: &str) -> String {
    IdentityCard::parse(text).map_or_else(|_| String::new(), |card| card.masked())
}

/// 新增经办人: who is new gets a link to set a password with, who has an account one to take the role with.
pub async fn add(
    state: &AppState,
    caller: &Caller,
    unit: Option<i64>,
    adding: Adding,
) -> Result<AddedView, Fault> {
    let managing = caller.people()?;
    let unit = unit.unwrap_or_else(|| caller.unit());
    // Nobody knows it: the password is set through the link.
    let unset = unset_password(state).await?;
    let at = now();
    let mut tx = state.db.begin().await?;
    let vault = &state.vault;
    let added = store::add_operator(&mut tx, vault, managing, unit, &adding, &unset, at).await?;
    let opens = match added.fresh {
        true => LinkFor::Password,
        false => LinkFor::Role,
    };
    // Who is known already keeps the name that is on record.
    let name = store::operator_of(&mut tx, managing, added.operator)
        .await?
        .name;
    let person = name.clone();
    let link = make(&mut tx, managing, added.operator, person, opens).await?;
    tx.commit().await?;
    Ok(AddedView { name, link })
}

/// A one-time link for the person behind an operator.
async fn make(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    person: String,
    opens: LinkFor,
) -> Result<LinkView, Fault> {
    let (token, at) = (Token::random(), now());
    let hash = token.hash();
    let (until, url) = match opens {
        LinkFor::Password => (
            store::make_link(tx, managing, operator, &hash, at).await?,
            link_of(&site(), &token),
        ),
        LinkFor::Role => (
            store::make_offer(tx, managing, operator, &hash, at).await?,
            offer_of(&site(), &token),
        ),
    };
    Ok(LinkView {
        person,
        url,
        until,
        opens,
    })
}

async fn unset_password(state: &AppState) -> Result<String, Fault> {
    let random = Token::random();
    choose_password(state, None, Field::NewPassword, random.secret(), &[]).await
}

/// A button of an operator's page. A new link is the only answer that is shown once. `person`: whoever presses.
pub async fn change(
    state: &AppState,
    headers: &HeaderMap,
    person: i64,
    managing: Managing,
    operator: i64,
    seen: i64,
    change: Change,
) -> Result<Option<LinkView>, Fault> {
    if let Change::Phone { password, .. } = &change {
        let (field, password) = (Field::OwnPassword, password.clone());
        check_password(state, headers, person, field, password).await?;
    }
    let at = now();
    let mut tx = state.db.begin().await?;
    let row = store::operator_of(&mut tx, managing, operator).await?;
    let mut link = None;
    match change {
        Change::Admit(roles) => store::admit(&mut tx, managing, operator, roles, seen, at).await?,
        Change::Refuse(why) => store::refuse(&mut tx, managing, operator, &why, at).await?,
        Change::Roles(roles) => {
            store::change_roles(&mut tx, managing, operator, roles, seen, at).await?;
        }
        Change::Phone { mobile, .. } => {
            store::change_phone(&mut tx, &state.vault, managing, operator, &mobile, at).await?;
        }
        Change::Disable(why) => {
            store::disable_operator(&mut tx, managing, operator, &why, at).await?;
        }
        Change::Enable => store::enable_operator(&mut tx, managing, operator, at).await?,
        Change::HandOver { successor, why } => {
            store::hand_over(&mut tx, managing, operator, successor, &why, at).await?;
        }
        Change::Link => {
            let opens = LinkFor::Password;
            link = Some(make(&mut tx, managing, operator, row.name, opens).await?);
        }
        Change::Offer => {
            let opens = LinkFor::Role;
            link = Some(make(&mut tx, managing, operator, row.name, opens).await?);
        }
    }
    tx.commit().await?;
    Ok(link)
}
