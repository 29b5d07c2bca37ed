//! A bar chart, drawn by the server, with its table behind it.

use leptos::prelude::*;

const BAR: i64 = 28;
const LABEL: i64 = 86;
// As wide as a phone has room for: what is drawn wider is drawn smaller there.
const WIDTH: i64 = 320;
const NUMBER: i64 = 62;

/// `rows`: a name, a number, and the number in words. `said`: all of it for who does not see it.
#[component]
pub fn BarChart(
    title: &'static str,
    said: String,
    rows: Vec<(String, i64, String)>,
    /// The headings of the table.
    name: &'static str,
    number: &'static str,
    as_table: &'static str,
) -> impl IntoView {
    let most = rows.iter().map(|row| row.1).max().unwrap_or(0).max(1);
    let height = BAR * i64::try_from(rows.len()).unwrap_or(1);
    let room = WIDTH - LABEL - NUMBER;
    let bar = |(n, (name, value, words)): (i64, &(String, i64, String))| {
        let (top, width) = (n * BAR, value * room / most);
        view! {
            <text class="chart-name" x=LABEL - 8 y=top + 19 text-anchor="end">
                {name.clone()}
            </text>
            <rect class="chart-bar" x=LABEL y=top + 4 width=width.max(1) height=BAR - 8 rx="3" />
            <text class="chart-number" x=LABEL + width + 8 y=top + 19>
                {words.clone()}
            </text>
        }
    };
    let bars = (0..).zip(&rows).map(bar).collect_view();
    let line = |(name, _, words): (String, i64, String)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{words}</td>
            </tr>
        }
    };
    view! {
        <figure class="chart">
            <figcaption>{title}</figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=said>
                {bars}
            </svg>
            <details>
                <summary>{as_table}</summary>
                <table class="chart-table">
                    <thead>
                        <tr>
                            <th scope="col">{name}</th>
                            <th scope="col">{number}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}
