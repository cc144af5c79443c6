//! The council itself: whom it compares itself with, and how many children live there.

use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use sightline_documents::importers::benchmarks::built_in_places;
use sightline_domain::benchmark::{Authority, ComparesWith, Places};

use crate::{App, Error, Result};

const DEMONSTRATION: &str = include_str!("../../../content/demo/council.toml");

/// The authorities, regions and neighbours that are part of Sightline.
pub(crate) fn places() -> Result<&'static Places> {
    static PLACES: OnceLock<Places> = OnceLock::new();
    if let Some(places) = PLACES.get() {
        return Ok(places);
    }
    let loaded = built_in_places()?;
    Ok(PLACES.get_or_init(|| loaded))
}

/// What somebody sets of the council, as codes that are not looked up yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CouncilSettings {
    /// The council's own code, of three digits or nine characters.
    pub authority: Option<String>,
    /// Code of the region to compare with; that of the authority when absent.
    pub region: Option<String>,
    /// Codes of the authorities to compare with; the published neighbours of the authority when absent.
    pub neighbours: Option<Vec<String>>,
    /// Children aged 0 to 17 who live there; the estimate for the authority when absent.
    pub children_0_17: Option<u32>,
}

/// The council, with its codes looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Council {
    /// Name of the authority; `None` when no code is set.
    pub authority_name: Option<String>,
    /// Whom it compares itself with.
    pub compares_with: ComparesWith,
    /// Names of the neighbours, the nearest first.
    pub neighbour_names: Vec<String>,
    /// Children aged 0 to 17 who live there, for rates; `None` when nobody has said.
    pub children_0_17: Option<u32>,
    /// Where that number is from, such as `mid-2024 estimate`.
    pub children_from: String,
}

impl Council {
    /// The council of these settings.
    ///
    /// # Errors
    ///
    /// [`Error::CouncilSetting`] – a code is that of no authority or region of today.
    pub fn of(settings: &CouncilSettings) -> Result<Self> {
        let places = places()?;
        let authority =
            settings.authority.as_deref().map(|code| known(places, code, "council.authority")).transpose()?;
        let mut compares_with = authority.map(|own| ComparesWith::of(places, own)).unwrap_or_default();
        if let Some(code) = &settings.region {
            if !places.regions.contains_key(code) {
                return Err(Error::CouncilSetting { setting: "council.region", code: code.clone() });
            }
            compares_with.is_chosen |= compares_with.region.as_ref() != Some(code);
            compares_with.region = Some(code.clone());
        }
        if let Some(codes) = &settings.neighbours {
            let chosen = codes.iter().map(|code| Ok(known(places, code, "council.neighbours")?.code.clone()));
            let chosen = chosen.collect::<Result<Vec<String>>>()?;
            if chosen != compares_with.neighbours {
                compares_with.is_chosen = true;
                "chosen by the council".clone_into(&mut compares_with.neighbour_model);
            }
            compares_with.neighbours = chosen;
        }
        let names = compares_with.neighbours.iter().filter_map(|code| places.authorities.get(code));
        let neighbour_names = names.map(|authority| authority.name.clone()).collect();
        let (children_0_17, children_from) = match (settings.children_0_17, authority) {
            (Some(children), _) => (Some(children), "set by the council".to_owned()),
            (None, Some(own)) => (Some(own.children), "mid-2024 estimate".to_owned()),
            (None, None) => (None, String::new()),
        };
        let authority_name = authority.map(|own| own.name.clone());
        Ok(Self { authority_name, compares_with, neighbour_names, children_0_17, children_from })
    }

    /// The invented council of the demonstration, which keeps the records of so many children.
    ///
    /// # Errors
    ///
    /// [`Error::Demonstration`] – its settings do not load.
    pub fn of_demonstration(known_children: u32) -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Demonstration {
            region: String,
            neighbours: Vec<String>,
            children_0_17_for_1000_known: u64,
        }
        let read: Demonstration =
            toml::from_str(DEMONSTRATION).map_err(|error| Error::Demonstration { what: error.to_string() })?;
        let children = u64::from(known_children) * read.children_0_17_for_1000_known / 1000;
        let settings = CouncilSettings {
            authority: None,
            region: Some(read.region),
            neighbours: Some(read.neighbours),
            children_0_17: u32::try_from(children).ok().filter(|children| *children > 0),
        };
        Self::of(&settings)
    }
}

fn known<'p>(places: &'p Places, code: &str, setting: &'static str) -> Result<&'p Authority> {
    places.authority(code).ok_or_else(|| Error::CouncilSetting { setting, code: code.to_owned() })
}

impl App {
    /// The same for this council.
    #[must_use]
    pub fn with_council(mut self, council: Council) -> Self {
        self.council = Arc::new(council);
        self
    }

    /// The council, as it was set when Sightline began.
    #[must_use]
    pub fn council(&self) -> &Council {
        &self.council
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_council_has_the_neighbours_and_children_that_are_published_for_it() {
        let settings = CouncilSettings { authority: Some("E08000018".to_owned()), ..CouncilSettings::default() };
        let council = Council::of(&settings).unwrap();
        assert_eq!(council.compares_with.authority.as_deref(), Some("372"));
        assert_eq!((council.compares_with.neighbours.len(), council.neighbour_names.len()), (10, 10));
        assert!(!council.compares_with.is_chosen);
        assert_eq!(council.children_from, "mid-2024 estimate");
        assert!(council.children_0_17 > Some(10_000));
    }

    #[test]
    fn what_is_chosen_by_hand_is_said_to_be() {
        let with = |region: &str, neighbours: Option<Vec<String>>| {
            let (authority, region) = (Some("372".to_owned()), Some(region.to_owned()));
            Council::of(&CouncilSettings { authority, region, neighbours, children_0_17: Some(7) }).unwrap()
        };
        let own = Council::of(&CouncilSettings { authority: Some("372".to_owned()), ..CouncilSettings::default() });
        let published = own.unwrap().compares_with;
        assert!(!with("E12000003", Some(published.neighbours)).compares_with.is_chosen);
        assert!(with("E12000002", None).compares_with.is_chosen);
        let chosen = with("E12000003", Some(vec!["301".to_owned()]));
        assert!(chosen.compares_with.is_chosen);
        assert_eq!(
            (chosen.neighbour_names.as_slice(), chosen.children_0_17),
            (["Barking and Dagenham".to_owned()].as_slice(), Some(7))
        );
    }

    #[test]
    fn a_code_that_is_none_of_today_is_refused() {
        for (authority, region) in [(Some("909"), None), (Some("Cumbria"), None), (None, Some("E12000099"))] {
            let settings = CouncilSettings {
                authority: authority.map(str::to_owned),
                region: region.map(str::to_owned),
                ..CouncilSettings::default()
            };
            assert_eq!(Council::of(&settings).unwrap_err().code(), "SL-A297");
        }
    }

    #[test]
    fn the_demonstration_borrows_a_region_and_neighbours_and_says_so() {
        let council = Council::of_demonstration(5000).unwrap();
        assert!(council.compares_with.is_chosen && council.compares_with.authority.is_none());
        assert_eq!((council.neighbour_names.len(), council.children_0_17), (10, Some(17_500)));
        assert_eq!(Council::of_demonstration(0).unwrap().children_0_17, None);
    }
}
