//! 划转, 撤销 and 合并 of a branch: proposed by one reviewer, looked at and carried out by another.

mod carry;
mod plan;
mod proposals;

pub use carry::{agree, refuse_reorganization, withdraw_reorganization};
pub use plan::{Order, Plan, plan};
use proposals::is_of;
pub use proposals::{
    BranchOfEvent, OF_BRANCH, ReorganizationRow, branch_tables, propose, reorganization,
    reorganizations,
};
