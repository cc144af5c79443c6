//! Local authorities, their regions and their statistical neighbours.

use std::collections::BTreeMap;

/// A region, or the half of London that statistics know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Nine-character code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of the region around it: that of London for its halves.
    pub within: Option<String>,
}

/// A local authority with children's services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Three-digit code of the Department for Education.
    pub code: String,
    /// Nine-character code of the Office for National Statistics.
    pub ons_code: String,
    /// Name.
    pub name: String,
    /// Code of its region, or its half of London.
    pub region: String,
    /// Children aged 0 to 17 in the middle of the year of the table.
    pub children: u32,
}

/// How near a statistical neighbour is, in the words of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proximity {
    /// Extremely close.
    ExtremelyClose,
    /// Very close.
    VeryClose,
    /// Close.
    Close,
    /// Somewhat close.
    SomewhatClose,
    /// Not close.
    NotClose,
}

impl Proximity {
    const ALL: [Self; 5] = [Self::ExtremelyClose, Self::VeryClose, Self::Close, Self::SomewhatClose, Self::NotClose];

    /// As published.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ExtremelyClose => "Extremely close",
            Self::VeryClose => "Very close",
            Self::Close => "Close",
            Self::SomewhatClose => "Somewhat close",
            Self::NotClose => "Not close",
        }
    }

    /// The proximity in these words.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.words() == words.trim())
    }
}

/// One statistical neighbour of an authority; the relation is not symmetric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its three-digit code.
    pub code: String,
    /// 1 for the nearest.
    pub rank: u32,
    /// How near.
    pub proximity: Proximity,
}

/// A code that publications have used for an authority, or for what several now are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeAlias {
    /// The code: three digits or nine characters.
    pub code: String,
    /// The authorities of today, by three-digit code: one, or those that it was divided into.
    pub now: Vec<String>,
    /// What it was called.
    pub name: String,
    /// True when the figures of the old code are not those of the one authority of today.
    pub is_reorganised: bool,
}

/// The authorities, regions and neighbours that figures are compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Regions by code.
    pub regions: BTreeMap<String, Region>,
    /// Authorities by three-digit code.
    pub authorities: BTreeMap<String, Authority>,
    /// Neighbours of each authority, the nearest first.
    pub neighbours: BTreeMap<String, Vec<Neighbour>>,
    /// Which model of neighbours it is, such as `May 2025`.
    pub neighbour_model: String,
    /// Old and other codes.
    pub aliases: Vec<CodeAlias>,
}

impl Places {
    /// The authority that a code of three digits or nine characters means today.
    ///
    /// `None` when nobody knows the code, and when it is one of an area that was
    /// reorganised: its figures belong to no authority of today.
    #[must_use]
    pub fn authority(&self, code: &str) -> Option<&Authority> {
        let code = code.trim();
        self.authorities
            .get(code)
            .or_else(|| self.authorities.values().find(|authority| authority.ons_code == code))
            .or_else(|| {
                let alias = self.alias(code).filter(|alias| !alias.is_reorganised)?;
                self.authorities.get(alias.now.first()?)
            })
    }

    /// The alias of this code.
    #[must_use]
    pub fn alias(&self, code: &str) -> Option<&CodeAlias> {
        self.aliases.iter().find(|alias| alias.code == code.trim())
    }

    /// The authority of this name; `and`, full stops, hyphens, underscores and capital letters do not matter.
    #[must_use]
    pub fn authority_named(&self, name: &str) -> Option<&Authority> {
        self.authorities.values().find(|authority| same_name(&authority.name, name))
    }

    /// The region of this name.
    #[must_use]
    pub fn region_named(&self, name: &str) -> Option<&Region> {
        self.regions.values().find(|region| same_name(&region.name, name))
    }

    /// The region of an authority and the one around it, the smaller first.
    #[must_use]
    pub fn regions_of(&self, region: &str) -> Vec<&Region> {
        let first = self.regions.get(region);
        let around = first.and_then(|region| self.regions.get(region.within.as_ref()?));
        first.into_iter().chain(around).collect()
    }
}

fn same_name(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty() && *word != "and")
            .map(str::to_owned)
            .collect()
    };
    words(one) == words(other)
}

/// Whom a council compares itself with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComparesWith {
    /// The council's own three-digit code; `None` for one that publications do not have.
    pub authority: Option<String>,
    /// Code of its region.
    pub region: Option<String>,
    /// Codes of its statistical neighbours, the nearest first.
    pub neighbours: Vec<String>,
    /// Where the neighbours come from, such as `May 2025`.
    pub neighbour_model: String,
    /// True when region or neighbours were chosen by hand: a page then says so.
    pub is_chosen: bool,
}

impl ComparesWith {
    /// What publications say of an authority.
    #[must_use]
    pub fn of(places: &Places, authority: &Authority) -> Self {
        let neighbours = places.neighbours.get(&authority.code);
        Self {
            authority: Some(authority.code.clone()),
            region: Some(authority.region.clone()),
            neighbours: neighbours.into_iter().flatten().map(|neighbour| neighbour.code.clone()).collect(),
            neighbour_model: places.neighbour_model.clone(),
            is_chosen: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        let authority = |code: &str, ons: &str, name: &str| Authority {
            code: code.to_owned(),
            ons_code: ons.to_owned(),
            name: name.to_owned(),
            region: "E13000001".to_owned(),
            children: 1000,
        };
        let alias = |code: &str, now: &[&str], is_reorganised| CodeAlias {
            code: code.to_owned(),
            now: now.iter().map(|code| (*code).to_owned()).collect(),
            name: "Old Fen".to_owned(),
            is_reorganised,
        };
        let region = |code: &str, name: &str, within: Option<&str>| Region {
            code: code.to_owned(),
            name: name.to_owned(),
            within: within.map(str::to_owned),
        };
        Places {
            authorities: [
                authority("990", "E06000990", "Upper Fen and Moor"),
                authority("991", "E06000991", "St. Ash"),
            ]
            .into_iter()
            .map(|authority| (authority.code.clone(), authority))
            .collect(),
            regions: [region("E13000001", "Inner London", Some("E12000007")), region("E12000007", "London", None)]
                .into_iter()
                .map(|region| (region.code.clone(), region))
                .collect(),
            aliases: vec![alias("E10000990", &["990"], false), alias("899", &["990", "991"], true)],
            ..Places::default()
        }
    }

    #[test]
    fn an_authority_is_found_by_any_of_its_codes_and_not_by_one_that_was_divided() {
        let places = places();
        for code in ["990", "E06000990", "E10000990", " 990 "] {
            assert_eq!(places.authority(code).map(|found| found.code.as_str()), Some("990"), "{code}");
        }
        assert!(places.authority("899").is_none() && places.authority("000").is_none());
    }

    #[test]
    fn names_are_found_however_they_are_joined() {
        let places = places();
        assert!(places.authority_named("upper_fen_moor").is_some());
        assert!(places.authority_named("St Ash").is_some());
        assert!(places.authority_named("Upper Fen").is_none());
        let names: Vec<&str> = places.regions_of("E13000001").iter().map(|region| region.name.as_str()).collect();
        assert_eq!(names, ["Inner London", "London"]);
    }
}
