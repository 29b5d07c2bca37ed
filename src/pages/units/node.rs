//! The tree: lists in lists. Opening and closing are links to the same tree, one node more or less.

use crate::domain::branch::{NodeView, Place, TreeAddress};
use crate::texts::{Tone, branch as words};
use crate::ui::Badge;
use leptos::prelude::*;

/// The units below one, as far as they are shown.
#[component]
pub fn Nodes(of: NodeView, address: TreeAddress, past: bool, releasing: bool) -> AnyView {
    let NodeView { id, name, page, .. } = of;
    let Some(page) = page else {
        return ().into_any();
    };
    if page.nodes.is_empty() {
        let (title, note) = match past {
            true => (words::NONE_THEN, words::NONE_THEN_NOTE),
            false => (words::NONE, words::NONE_NOTE),
        };
        return view! {
            <p class="table-empty-title">{title}</p>
            <p>{note}</p>
        }
        .into_any();
    }
    let turn = |text: &'static str, to: Option<Place>| {
        to.map(|to| {
            let href = format!("{}#b{id}", address.turned(id, to).to_path());
            view! {
                <a class="button button-small" href=href data-visit="">
                    {text}
                </a>
            }
        })
    };
    let (before, after) = (page.before, page.after);
    let pages = (before.is_some() || after.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=words::pages_of(&name)>
                {turn(crate::texts::FIRST_PAGE, before.map(|_| Place::First))}
                {turn(words::PREVIOUS, before.map(Place::Before))}
                {turn(words::NEXT, after.map(Place::From))}
                {turn(words::LAST, after.map(|_| Place::Last))}
            </nav>
        }
    });
    let nodes = page.nodes.into_iter();
    let nodes = nodes.map(|node| node_view(node, address.clone(), past, releasing));
    view! {
        <ul class="tree" role="list" id=format!("b{id}") aria-label=words::below(&name)>
            {nodes.collect_view()}
        </ul>
        {pages}
    }
    .into_any()
}

/// `releasing`: it stands directly below the caller's unit, which may release it.
fn node_view(node: NodeView, address: TreeAddress, past: bool, releasing: bool) -> AnyView {
    let id = node.id;
    let found = address.found == Some(id);
    let class = if found {
        "tree-node tree-node-found"
    } else {
        "tree-node"
    };
    let kind = [node.kind.clone(), node.region.clone()];
    let kind = kind.into_iter().filter(|word| !word.is_empty());
    let counts = (!past).then(|| words::counts(node.children, node.descendants));
    let facts = kind.chain(node.since.map(words::since)).chain(counts);
    let facts = facts.map(|fact| view! { <span>{fact}</span> " " });
    let release = releasing.then(|| {
        view! {
            <a
                class="button button-small"
                href=format!("/units/{id}")
                aria-label=format!("{} {}", words::RELEASE, node.name)
            >
                {words::RELEASE}
            </a>
        }
    });
    view! {
        <li class="tree-item" id=format!("u{id}")>
            <div class=class>
                {toggle(&node, &address)}
                <div class="tree-text">
                    <p class="tree-name">
                        {node.name.clone()} " " <span class="code">{node.code.clone()}</span>
                        {node
                            .disabled
                            .then(|| {
                                view! { " " <Badge tone=Some(Tone::Danger) text=words::DISABLED /> }
                            })}
                        {found
                            .then(|| {
                                view! { " " <Badge tone=Some(Tone::Info) text=words::FOUND_HERE /> }
                            })}
                    </p>
                    <p class="tree-facts">{facts.collect_view()}</p>
                </div>
                {release}
            </div>
            {node.page.is_some().then(|| view! { <Nodes of=node address past releasing=false /> })}
        </li>
    }
    .into_any()
}

fn toggle(node: &NodeView, address: &TreeAddress) -> AnyView {
    let id = node.id;
    if node.children == 0 {
        return view! { <span class="tree-leaf" aria-hidden="true"></span> }.into_any();
    }
    let (to, label, open) = match node.page {
        Some(_) => (address.closed(id), words::close(&node.name), true),
        None => (address.opened(id), words::open(&node.name), false),
    };
    view! {
        <a
            class="tree-toggle"
            id=format!("t{id}")
            href=format!("{}#u{id}", to.to_path())
            aria-label=label
            aria-expanded=open.to_string()
            data-visit=""
        >
            <span aria-hidden="true">{if open { "▾" } else { "▸" }}</span>
        </a>
    }
    .into_any()
}
