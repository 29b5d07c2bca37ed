//! The choices of the list that are no filter: its half, its order, the size of a page.

use serde::{Deserialize, Serialize};

/// The two halves of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tab {
    /// 待审核
    #[default]
    Pending,
    /// 已处理
    Settled,
}

impl Tab {
    /// The word of the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Settled => "settled",
        }
    }

    /// Anything but a known word is the first tab: an address is not a form.
    pub fn from_word(word: &str) -> Self {
        match word {
            "settled" => Self::Settled,
            _ => Self::Pending,
        }
    }
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sort {
    /// 待审核 the last to apply first, 已处理 the last decided first
    #[default]
    Newest,
    /// The other way round
    Oldest,
    /// 单位名称, by its pinyin
    Name,
    /// Whoever waits, or waited, the longest first
    Waited,
}

impl Sort {
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::Name, Self::Waited];

    /// The word of the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Name => "name",
            Self::Waited => "waited",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word)
    }
}

/// Rows of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageSize {
    #[default]
    Twenty,
    Fifty,
    Hundred,
}

impl PageSize {
    pub const ALL: [Self; 3] = [Self::Twenty, Self::Fifty, Self::Hundred];

    pub fn rows(self) -> u32 {
        match self {
            Self::Twenty => 20,
            Self::Fifty => 50,
            Self::Hundred => 100,
        }
    }

    /// The word of the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Twenty => "20",
            Self::Fifty => "50",
            Self::Hundred => "100",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.as_str() == word)
    }
}
