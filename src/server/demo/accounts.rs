//! What is printed once the data is there.

use super::contract::{ADMINISTRATORS, Duty, PASSWORD, UNITS, Unit};

/// The demo accounts as a table for the terminal.
pub fn accounts() -> String {
    let headings = [
        "Unit",
        "Code",
        "Account",
        "Mobile",
        "Name",
        "Role",
        "Identity card",
        "Password",
    ];
    let mut rows = vec![headings];
    for unit in &UNITS {
        rows.extend(unit.members.iter().map(|member| {
            let duty = member.duty.in_english();
            let card = member.identity_card;
            let Unit {
                name,
                uscc,
                account,
                ..
            } = *unit;
            [
                name,
                uscc,
                account,
                member.mobile,
                member.name,
                duty,
                card,
                PASSWORD,
            ]
        }));
    }
    let widths: [usize; 8] =
        std::array::from_fn(|i| rows.iter().map(|row| columns(row[i])).max().unwrap_or(0));
    let mut table = String::new();
    for row in rows {
        let cells = row.iter().zip(widths);
        let padded =
            cells.map(|(cell, width)| format!("{cell}{}", " ".repeat(width - columns(cell))));
        table += padded.collect::<Vec<_>>().join("  ").trim_end();
        table.push('\n');
    }
    table.push_str("\nAdministrators sign in at /admin/login, with the same password:\n");
    for (role, account, name) in ADMINISTRATORS {
        table += &format!("{account}  {}  {name}\n", crate::texts::admin::role(role));
    }
    table
        + "The legal person of a unit signs in with the code or the account, and the same password.\n"
}

/// How many columns a text takes on a terminal, where a Han character is as wide as two letters.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

impl Duty {
    fn in_english(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Reviewer => "reviewer",
            Self::Manager => "manager",
        }
    }
}
