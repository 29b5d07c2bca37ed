//! The trail: every event and every act is a link of one chain. Written by whoever links next, never
//! changed after, and checked by anybody who can read it. What is removed after its time leaves its link there.

mod damage;
mod explain;
mod link;
mod prune;
mod rows;
mod search;
mod verify;

pub use damage::{Damage, Unverified};
pub use link::{is_all_linked, link, trail_head};
pub use prune::{count_prunable, prune};
pub use search::{TrailRow, search_trail};
pub use verify::{Pruned, Verified, verify};

use crate::domain::Source;
use sm3::{Digest, Sm3};

/// Links are read and written in parts of this size.
const PART: i64 = 1000;

/// SM3 of a row.
type RowDigest = [u8; 32];

/// What a hash is taken of. Each part says first what it is and how long, so that no two rows give
/// the same bytes.
struct Canon(Sm3);

impl Canon {
    /// `what` names the encoding; another one would take another name.
    fn begin(what: &str) -> Self {
        Self(Sm3::new()).text(what)
    }

    fn text(mut self, text: &str) -> Self {
        self.0.update([2]);
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
        self
    }

    fn int(mut self, int: i64) -> Self {
        self.0.update([1]);
        self.0.update(int.to_be_bytes());
        self
    }

    fn nothing(mut self) -> Self {
        self.0.update([0]);
        self
    }

    fn text_or_null(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    fn int_or_null(self, int: Option<i64>) -> Self {
        match int {
            Some(int) => self.int(int),
            None => self.nothing(),
        }
    }

    fn end(self) -> RowDigest {
        self.0.finalize().into()
    }
}

/// The hash of the link `seq`, which follows the one whose hash is `previous` (empty before the
/// first) and stands for a row.
fn hash(previous: &str, seq: i64, source: Source, id: i64, row: &RowDigest) -> String {
    let whole = Canon::begin("lishu link 1")
        .text(previous)
        .int(seq)
        .text(source.as_str())
        .int(id)
        .text(&hex::encode(row));
    hex::encode(whole.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm3_is_that_of_gb_t_32905() {
        let abc = Sm3::new().chain_update("abc").finalize();
        assert_eq!(
            hex::encode(abc),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn texts_that_run_together_are_told_apart() {
        let of = |a, b| Canon::begin("test").text(a).text(b).end();
        assert_ne!(of("ab", "c"), of("a", "bc"));
        assert_ne!(of("", "abc"), of("abc", ""));
        let null = Canon::begin("test").nothing().end();
        assert_ne!(null, Canon::begin("test").text("").end());
        assert_ne!(null, Canon::begin("test").int(0).end());
    }

    #[test]
    fn a_link_depends_on_all_that_it_is_made_of() {
        let row = [7; 32];
        let link = hash("", 1, Source::Event, 1, &row);
        for other in [
            hash(&link, 1, Source::Event, 1, &row),
            hash("", 2, Source::Event, 1, &row),
            hash("", 1, Source::Act, 1, &row),
            hash("", 1, Source::Event, 2, &row),
            hash("", 1, Source::Event, 1, &[8; 32]),
        ] {
            assert_ne!(link, other);
        }
    }
}
