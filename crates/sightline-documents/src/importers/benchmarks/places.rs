//! Local authorities, regions, neighbours and old codes: `content/reference/`.

use std::collections::BTreeMap;

use serde::Deserialize;
use sightline_domain::benchmark::{Authority, CodeAlias, Neighbour, Places, Proximity, Region};

use super::lines::Lines;
use crate::{Error, Result};

const AUTHORITIES: (&str, &str) =
    ("local_authorities.csv", include_str!("../../../../../content/reference/local_authorities.csv"));
const REGIONS: (&str, &str) = ("regions.csv", include_str!("../../../../../content/reference/regions.csv"));
const NEIGHBOURS: (&str, &str) =
    ("neighbours_2025.csv", include_str!("../../../../../content/reference/neighbours_2025.csv"));
const CHANGES: (&str, &str) = ("code_changes.toml", include_str!("../../../../../content/reference/code_changes.toml"));
/// The model of neighbours that the file holds.
const MODEL: &str = "May 2025";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: String,
    codes: Vec<String>,
    now: Vec<String>,
    same_area: bool,
    #[serde(rename = "since")]
    _since: toml::value::Datetime,
}

/// The authorities, regions and neighbours that are part of Sightline.
///
/// # Errors
///
/// [`Error::Reference`] – a file does not load, or names something that another does not have.
pub fn built_in_places() -> Result<Places> {
    let mut places = Places { neighbour_model: MODEL.to_owned(), ..Places::default() };
    each(REGIONS, &["region_code", "region_name", "within"], |cells| {
        let within = Some(cells[2].to_owned()).filter(|code| !code.is_empty());
        let region = Region { code: cells[0].to_owned(), name: cells[1].to_owned(), within };
        places.regions.insert(region.code.clone(), region);
        Ok(())
    })?;
    let columns = ["old_la_code", "new_la_code", "la_name", "region_code", "children_0_17_mid_2024"];
    let mut authorities = BTreeMap::new();
    each(AUTHORITIES, &columns, |cells| {
        let children = cells[4].parse().map_err(|_| format!("{} is no number of children", cells[4]))?;
        if !places.regions.contains_key(cells[3]) {
            return Err(format!("there is no region {}", cells[3]));
        }
        let authority = Authority {
            code: cells[0].to_owned(),
            ons_code: cells[1].to_owned(),
            name: cells[2].to_owned(),
            region: cells[3].to_owned(),
            children,
        };
        match authorities.insert(authority.code.clone(), authority) {
            Some(earlier) => Err(format!("{} is there twice", earlier.code)),
            None => Ok(()),
        }
    })?;
    places.authorities = authorities;
    let mut neighbours: BTreeMap<String, Vec<Neighbour>> = BTreeMap::new();
    each(NEIGHBOURS, &["old_la_code", "rank", "neighbour_old_la_code", "proximity"], |cells| {
        for code in [cells[0], cells[2]] {
            if !places.authorities.contains_key(code) {
                return Err(format!("there is no authority {code}"));
            }
        }
        let own = neighbours.entry(cells[0].to_owned()).or_default();
        let rank = cells[1].parse().map_err(|_| format!("{} is no rank", cells[1]))?;
        if own.len() + 1 != usize::try_from(rank).unwrap_or_default() {
            return Err(format!("the neighbours of {} are not in the order of their ranks", cells[0]));
        }
        let proximity = Proximity::from_words(cells[3]).ok_or_else(|| format!("`{}` is no proximity", cells[3]))?;
        own.push(Neighbour { code: cells[2].to_owned(), rank, proximity });
        Ok(())
    })?;
    places.neighbours = neighbours;
    let changes: Changes =
        toml::from_str(CHANGES.1).map_err(|error| Error::Reference { file: CHANGES.0, reason: error.to_string() })?;
    for change in changes.change {
        if let Some(unknown) = change.now.iter().find(|code| !places.authorities.contains_key(*code)) {
            return Err(Error::Reference { file: CHANGES.0, reason: format!("there is no authority {unknown}") });
        }
        for code in change.codes {
            places.aliases.push(CodeAlias {
                code,
                now: change.now.clone(),
                name: change.name.clone(),
                is_reorganised: !change.same_area,
            });
        }
    }
    Ok(places)
}

/// Gives each row of a file to `take`, its cells in the order of `columns`.
fn each(
    (file, text): (&'static str, &str),
    columns: &[&'static str],
    mut take: impl FnMut(&[&str]) -> std::result::Result<(), String>,
) -> Result<()> {
    let mut lines = Lines::open(file, text.as_bytes())?;
    let places = columns.iter().map(|column| lines.needed(file, column)).collect::<Result<Vec<usize>>>()?;
    while let Some(line) = lines.next()? {
        let cells: Vec<&str> = places.iter().map(|place| line.cell(*place)).collect();
        take(&cells).map_err(|reason| Error::Reference { file, reason: format!("row {}: {reason}", line.row) })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_authority_has_a_region_ten_neighbours_and_children() {
        let places = built_in_places().unwrap();
        assert_eq!((places.authorities.len(), places.regions.len()), (153, 11));
        assert!(places.authorities.values().all(|authority| authority.children > 0));
        assert_eq!(places.authorities.values().map(|authority| authority.children).sum::<u32>(), 12_183_016);
        assert_eq!(places.neighbours.len(), 153);
        for (code, neighbours) in &places.neighbours {
            assert_eq!(neighbours.len(), 10, "{code}");
            assert!(neighbours.iter().all(|neighbour| neighbour.code != *code), "{code}");
        }
    }

    #[test]
    fn old_codes_lead_to_today_unless_the_area_is_another() {
        let places = built_in_places().unwrap();
        let now = |code: &str| places.authority(code).map(|authority| authority.code.as_str());
        for (code, expected) in [
            ("E10000023", Some("815")),
            ("E10000027", Some("933")),
            ("E10000002", Some("825")),
            ("E08000020", Some("390")),
            ("E08000037", Some("390")),
            ("E08000016", Some("370")),
            ("E08000038", Some("370")),
            ("E08000039", Some("373")),
            ("909", None),
            ("E10000006", None),
            ("837", None),
            ("835", None),
        ] {
            assert_eq!(now(code), expected, "{code}");
        }
        let alias = places.alias("928").unwrap();
        assert_eq!((alias.now.len(), alias.is_reorganised), (2, true));
    }
}
