//! What can be wrong with a trail.

use crate::domain::Source;

/// The first thing that is wrong. The words are for whoever runs `lishu audit verify`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    #[error("link {seq}: {} {id} was changed after it was linked", .of)]
    RowChanged { seq: i64, of: Source, id: i64 },
    #[error("link {seq}: {} {id} is missing", .of)]
    RowMissing { seq: i64, of: Source, id: i64 },
    #[error("link {seq}: its hash was changed; {} {id} is as it was", .of)]
    LinkChanged { seq: i64, of: Source, id: i64 },
    #[error("link {seq} is missing")]
    LinkMissing { seq: i64 },
    #[error("link {seq}: {} {id} is out of order", .of)]
    OutOfOrder { seq: i64, of: Source, id: i64 },
    /// Something was put in or taken out before it, or it was rewritten.
    #[error("link {seq}, {} {id}, does not follow the link before it", .of)]
    NotFollowing { seq: i64, of: Source, id: i64 },
    #[error("{} {id} was never linked: it was put in past the trail", .of)]
    NeverLinked { of: Source, id: i64 },
    #[error("{} {id} is missing: it was taken out before it was linked", .of)]
    GoneUnlinked { of: Source, id: i64 },
    #[error("link {seq}: {} {id} was removed, and no pruning on record reaches so far", .of)]
    PrunedBeyond { seq: i64, of: Source, id: i64 },
    #[error("{gone} acts were removed, and the prunings on record removed {recorded}")]
    PrunedOther { gone: i64, recorded: i64 },
    #[error("a pruning on record removed what was younger than six months, or can't be read")]
    PrunedEarly,
    #[error(
        "the head says that link {head} is the newest, the newest that is there is link {last}, or another one"
    )]
    HeadDiffers { head: i64, last: i64 },
    #[error("link {seq} is not the one of the anchor: the trail was rewritten")]
    AnchorDiffers { seq: i64 },
    #[error("link {seq} of the anchor is missing: the trail ends with link {last}")]
    AnchorBeyond { seq: i64, last: i64 },
}

/// Why a trail was not verified.
#[derive(Debug, thiserror::Error)]
pub enum Unverified {
    #[error(transparent)]
    Damaged(#[from] Damage),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
