//! From the tree under a unit to what 下级单位 shows.

use super::caller::Caller;
use super::store::{self, BranchRow, Conn};
use super::{now, regions};
use crate::domain::admin::UnitSearch;
use crate::domain::branch::{
    BelowView, BranchSearch, FoundNode, NodePage, NodeView, Place, Sought, TreeAddress, TreeAsked,
    TreeView,
};
use crate::domain::{ApplicationKind, Fault, Instant, RegionCode, UnitType, fold_name};

/// Rows of a page.
pub const PAGE: usize = 50;
/// So many of what is found are listed.
const LISTED: usize = 20;
/// A tree of so many units is looked through; of a larger one so many are that have such a name.
const LOOKED_AT: usize = 2_000;

/// The tree as the address has it open. What it names but does not stand below the caller's unit does
/// not exist.
pub async fn tree(
    conn: &mut Conn,
    caller: &Caller,
    address: TreeAddress,
) -> Result<TreeView, Fault> {
    let root = caller.reviewing()?.unit;
    let (asked, problems) = match TreeAsked::read(&address, now()) {
        Ok(asked) => (asked, Vec::new()),
        Err(problems) => (TreeAsked::default(), problems),
    };
    let mut view = TreeView {
        who: caller.who(),
        past: asked.on.is_some(),
        may_release: asked.on.is_none(),
        root: None,
        search: None,
        address,
        problems,
    };
    if !view.problems.is_empty() {
        return Ok(view);
    }
    if let Some(sought) = &asked.find {
        let search = search(conn, root, sought, (&view.address, asked.on)).await?;
        if let ([only], false) = (&search.found[..], search.more) {
            let query = only.path.split_once('?').map_or("", |(_, query)| query);
            let find = view.address.find;
            view.address = TreeAddress::from_query(query);
            view.address.find = find;
        }
        view.search = Some(search);
    }
    let named = view.address.open.iter().chain(&view.address.found);
    let elsewhere = named.filter(|unit| **unit != root).copied();
    let elsewhere: Vec<i64> = elsewhere.collect();
    let below = store::which_stand_below(conn, root, &elsewhere, asked.on).await?;
    if elsewhere.iter().any(|unit| !below.contains(unit)) {
        return Err(Fault::NotFound);
    }
    let mut node = root_node(conn, root, asked.on).await?;
    node.page = Some(Box::pin(page(conn, root, &view.address, asked.on)).await?);
    view.root = Some(node);
    Ok(view)
}

async fn root_node(conn: &mut Conn, root: i64, on: Option<Instant>) -> Result<NodeView, Fault> {
    let row = store::find_unit(conn, root).await?.ok_or(Fault::NotFound)?;
    let (children, descendants) = match on {
        None => store::counts_below(conn, root).await?,
        Some(_) => (0, 0),
    };
    let row = BranchRow {
        id: row.id,
        name: row.name,
        uscc: row.uscc,
        unit_type: row.unit_type,
        region: row.region,
        disabled_at: row.disabled_at,
        since: 0,
        children,
        descendants,
    };
    Ok(NodeView {
        since: None,
        ..node(row)
    })
}

/// The page that is shown of the units below one, each open as far as the address says. Reads no more
/// pages than an address can name.
async fn page(
    conn: &mut Conn,
    superior: i64,
    address: &TreeAddress,
    on: Option<Instant>,
) -> Result<NodePage, Fault> {
    let place = address.place_of(superior);
    let mut found = store::branch_page(conn, superior, place, on, PAGE).await?;
    if found.rows.is_empty() && place != Place::First {
        // The units of that page have gone.
        found = store::branch_page(conn, superior, Place::First, on, PAGE).await?;
    }
    let mut nodes = Vec::with_capacity(found.rows.len());
    for row in found.rows {
        let mut node = node(row);
        if address.is_open(node.id) && node.children > 0 {
            node.page = Some(Box::pin(page(conn, node.id, address, on)).await?);
        }
        nodes.push(node);
    }
    Ok(NodePage {
        nodes,
        before: found.before,
        after: found.after,
    })
}

fn node(row: BranchRow) -> NodeView {
    NodeView {
        id: row.id,
        kind: kind_name(&row.unit_type),
        region: region_name(&row.region),
        name: row.name,
        code: row.uscc,
        disabled: row.disabled_at.is_some(),
        since: Some(Instant::from_micros(row.since)),
        children: row.children,
        descendants: row.descendants,
        page: None,
    }
}

fn kind_name(word: &str) -> String {
    UnitType::parse(word).map_or_else(|_| String::new(), |kind| kind.name().to_owned())
}

fn region_name(code: &str) -> String {
    let code = RegionCode::parse(code).ok();
    let name = code.and_then(|code| regions::full_name(&code));
    name.unwrap_or_default()
}

/// The units below `root` that are sought, each with the address at which the tree is open down to it.
async fn search(
    conn: &mut Conn,
    root: i64,
    sought: &Sought,
    (address, on): (&TreeAddress, Option<Instant>),
) -> Result<BranchSearch, Fault> {
    let (mut units, looked_at) = match sought {
        Sought::Code(code) => {
            let unit = store::find_unit_by_code(conn, code).await?;
            let unit = unit.filter(|unit| unit.id != root);
            let found: Vec<_> = unit.map(|u| (u.id, u.name, u.uscc)).into_iter().collect();
            (found, None)
        }
        Sought::Name(_) => named(conn, root, sought, on).await?,
    };
    let ids: Vec<i64> = units.iter().map(|(id, ..)| *id).collect();
    let below = store::which_stand_below(conn, root, &ids, on).await?;
    units.retain(|(id, ..)| below.contains(id));
    let more = units.len() > LISTED;
    units.truncate(LISTED);
    let mut found = Vec::with_capacity(units.len());
    for (id, name, code) in units {
        if let Some(path) = store::path_down(conn, root, id, on).await? {
            let path = address.leading(root, &path).to_path();
            found.push(FoundNode { name, code, path });
        }
    }
    Ok(BranchSearch {
        found,
        looked_at,
        more,
    })
}

type Named = (i64, String, String);

/// Units with such a name that may stand below `root`, and how many were looked at where that were not
/// all: a tree of some size is looked through, in a larger one the units of that name are.
async fn named(
    conn: &mut Conn,
    root: i64,
    sought: &Sought,
    on: Option<Instant>,
) -> Result<(Vec<Named>, Option<usize>), Fault> {
    let Sought::Name(part) = sought else {
        return Ok((Vec::new(), None));
    };
    let folded = part.folded();
    let is_named = |name: &str| fold_name(name).contains(&folded);
    let mut all = store::whole_branch(conn, root, on, LOOKED_AT + 1).await?;
    if all.len() <= LOOKED_AT {
        all.retain(|unit| is_named(&unit.name));
        all.sort_by(|one, other| one.name_key.cmp(&other.name_key));
        let of = |unit: store::Walked| (unit.id, unit.name, unit.uscc);
        return Ok((all.into_iter().map(of).collect(), None));
    }
    let search = UnitSearch {
        name: Some(part.clone()),
        ..UnitSearch::default()
    };
    let limit = i64::try_from(LOOKED_AT + 1).unwrap_or(i64::MAX);
    let mut found = store::search_units(conn, &search, limit).await?;
    let looked_at = (found.len() > LOOKED_AT).then_some(LOOKED_AT);
    found.truncate(LOOKED_AT);
    found.retain(|unit| unit.id != root && is_named(&unit.name));
    let of = |unit: store::FoundUnit| (unit.id, unit.name, unit.uscc);
    Ok((found.into_iter().map(of).collect(), looked_at))
}

/// A unit directly below, and what releasing it would do.
pub async fn below(conn: &mut Conn, caller: &Caller, unit: i64) -> Result<BelowView, Fault> {
    let own = caller.reviewing()?.unit;
    let superior = store::superior_of(conn, unit).await?;
    let since = match superior {
        Some((id, _, since)) if id == own => since,
        _ => return Err(Fault::NotFound),
    };
    let row = store::find_unit(conn, unit).await?.ok_or(Fault::NotFound)?;
    let case = store::open_case(conn, unit).await?;
    let of = |kind: ApplicationKind| case.as_ref().filter(|case| case.kind == kind.as_str());
    Ok(BelowView {
        who: caller.who(),
        id: unit,
        name: row.name,
        code: row.uscc,
        kind: kind_name(&row.unit_type),
        region: region_name(&row.region),
        since: Instant::from_micros(since),
        descendants: store::counts_below(conn, unit).await?.1,
        unbinding: of(ApplicationKind::Unbind).is_some_and(|case| case.superior_id == own),
        moving_to: of(ApplicationKind::Transfer).map(|case| case.superior.clone()),
    })
}
