//! What a published value is the value of.

use std::fmt;
use std::str::FromStr;

/// A figure that a publication has worked out over several authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statistic {
    /// The value below which a quarter of them lie.
    LowestQuarter,
    /// The middle one.
    Median,
    /// The value above which a quarter of them lie.
    HighestQuarter,
    /// The plain mean.
    Mean,
    /// How many have a value.
    Count,
}

impl Statistic {
    const ALL: [Self; 5] = [Self::LowestQuarter, Self::Median, Self::HighestQuarter, Self::Mean, Self::Count];

    fn code(self) -> &'static str {
        match self {
            Self::LowestQuarter => "q1",
            Self::Median => "median",
            Self::HighestQuarter => "q3",
            Self::Mean => "mean",
            Self::Count => "count",
        }
    }
}

/// What a published value is the value of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// England.
    England,
    /// A region, by its nine-character code.
    Region(String),
    /// A local authority, by its three-digit code.
    Authority(String),
    /// A figure over all authorities, as published.
    Authorities(Statistic),
    /// A figure over the statistical neighbours of an authority, as published.
    Neighbours {
        /// Three-digit code of the authority.
        of: String,
        /// Which figure.
        statistic: Statistic,
    },
}

/// England's code.
const ENGLAND: &str = "E92000001";

/// The text names no area.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the code of an area")]
pub struct NotAnArea(String);

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::England => f.write_str(ENGLAND),
            Self::Region(code) | Self::Authority(code) => f.write_str(code),
            Self::Authorities(statistic) => write!(f, "authorities:{}", statistic.code()),
            Self::Neighbours { of, statistic } => write!(f, "neighbours:{of}:{}", statistic.code()),
        }
    }
}

impl FromStr for Area {
    type Err = NotAnArea;

    /// The area that [`Display`](fmt::Display) has written.
    fn from_str(text: &str) -> Result<Self, NotAnArea> {
        let wrong = || NotAnArea(text.to_owned());
        let statistic = |code: &str| Statistic::ALL.into_iter().find(|one| one.code() == code).ok_or_else(wrong);
        let is_authority = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        if text == ENGLAND {
            Ok(Self::England)
        } else if let Some(code) = text.strip_prefix("authorities:") {
            Ok(Self::Authorities(statistic(code)?))
        } else if let Some((of, code)) = text.strip_prefix("neighbours:").and_then(|rest| rest.split_once(':')) {
            let of = if is_authority(of) { of.to_owned() } else { return Err(wrong()) };
            Ok(Self::Neighbours { of, statistic: statistic(code)? })
        } else if is_authority(text) {
            Ok(Self::Authority(text.to_owned()))
        } else if text.len() == 9 && (text.starts_with("E12") || text.starts_with("E13")) {
            Ok(Self::Region(text.to_owned()))
        } else {
            Err(wrong())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_reads_back_from_its_text() {
        let areas = [
            Area::England,
            Area::Region("E12000002".to_owned()),
            Area::Authority("372".to_owned()),
            Area::Authorities(Statistic::HighestQuarter),
            Area::Neighbours { of: "372".to_owned(), statistic: Statistic::Mean },
        ];
        for area in areas {
            assert_eq!(area.to_string().parse(), Ok(area));
        }
        for text in ["", "37", "E06000001", "authorities:q9", "neighbours:37:mean", "England"] {
            assert!(text.parse::<Area>().is_err(), "{text}");
        }
    }
}
