//! The data set of a statistical release: wide, or long with filters.

use std::collections::BTreeMap;

use sightline_domain::benchmark::Area;
use sightline_domain::measure::Better;

use super::cells;
use super::gather::{Figure, Gathered};
use super::keys::Keys;
use super::lines::{Line, Lines};
use crate::Result;

/// Columns that every data set has.
const TIME: [&str; 5] = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"];
/// What the names of columns of areas begin with.
const AREAS: [&str; 18] = [
    "region_",
    "old_la_",
    "new_la_",
    "la_",
    "pcon_",
    "lad_",
    "lsip_",
    "opportunity_area_",
    "ward_",
    "rsc_region_",
    "school_",
    "trust_",
    "sponsor_",
    "provider_",
    "institution_",
    "planning_area_",
    "local_enterprise_partnership_",
    "mayoral_combined_authority_",
];
const ENGLAND: &str = "E92000001";

/// What a meta file says of a column.
struct Described {
    is_filter: bool,
    label: String,
    unit: String,
}

/// Filters by place and name, and the columns of values.
type Columns = (Vec<(usize, String)>, Vec<Indicator>);

/// A column of values, and what its measures are called so far: by the text of the filters.
struct Indicator {
    column: usize,
    name: String,
    label: String,
    unit: String,
    keys: BTreeMap<String, String>,
}

pub(super) fn read(lines: &mut Lines, meta: Option<&[u8]>, gathered: &mut Gathered<'_>) -> Result<()> {
    let file = gathered.file();
    let time = lines.needed(file, "time_period")?;
    let identifier = lines.needed(file, "time_identifier")?;
    let level = lines.needed(file, "geographic_level")?;
    let country = lines.needed(file, "country_code")?;
    let region = lines.column("region_code");
    let (old, new, name) = (lines.column("old_la_code"), lines.column("new_la_code"), lines.column("la_name"));
    let described = meta.map(describe).transpose()?.unwrap_or_default();
    let (filters, mut indicators) = columns(lines, &described)?;
    let keys = Keys::built_in()?;

    while let Some(line) = lines.next()? {
        let cell = |column: Option<usize>| column.map_or("", |column| line.cell(column));
        let area = match line.cell(level).to_lowercase().as_str() {
            "national" if line.cell(country) == ENGLAND => Some(Area::England),
            "regional" => gathered.places.regions.get(cell(region)).map(|region| Area::Region(region.code.clone())),
            "local authority" => {
                // Codes of three digits outlive those of nine characters.
                let code = if has_three_digits(cell(old)) { cell(old) } else { cell(new) };
                let Some(area) = gathered.authority(code, cell(name), line.row) else { continue };
                Some(area)
            }
            _ => None,
        };
        let Some(area) = area else {
            gathered.other_area();
            continue;
        };
        let period = gathered.period(line.cell(time), line.cell(identifier), line.row, (time, "time_period"));
        let Some((period, year)) = period else { continue };
        let chosen = filters_of(&filters, &line);
        let text = chosen.iter().map(|(_, value)| *value).collect::<Vec<_>>().join("; ");
        for indicator in &mut indicators {
            if !indicator.keys.contains_key(&text) {
                let key = keys.of(&indicator.name, &chosen);
                let title =
                    if text.is_empty() { indicator.label.clone() } else { format!("{}: {text}", indicator.label) };
                gathered.measure(&key, &title, &indicator.unit, Better::Neither);
                indicator.keys.insert(text.clone(), key);
            }
            let key = indicator.keys.get(&text).map_or("", String::as_str);
            gathered.add(Figure {
                key,
                period: &period,
                year,
                area: area.clone(),
                cell: line.cell(indicator.column),
                row: line.row,
                column: (indicator.column, &indicator.name),
            });
        }
    }
    Ok(())
}

fn has_three_digits(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The filters that narrow a row: those that are `Total` say nothing.
fn filters_of<'a>(filters: &'a [(usize, String)], line: &'a Line<'_>) -> Vec<(&'a str, &'a str)> {
    filters
        .iter()
        .map(|(column, name)| (name.as_str(), line.cell(*column)))
        .filter(|(_, value)| !value.is_empty() && !value.eq_ignore_ascii_case("total"))
        .collect()
}

/// The filters and the columns of values; without a meta file, a column is one of values when each cell of it is.
fn columns(lines: &mut Lines, described: &BTreeMap<String, Described>) -> Result<Columns> {
    let header = lines.header().to_vec();
    let mut is_number: Vec<bool> = header.iter().map(|name| !is_of_time_or_area(name)).collect();
    if described.is_empty() {
        while let Some(line) = lines.next()? {
            for (column, is_number) in is_number.iter_mut().enumerate() {
                *is_number = *is_number && cells::read(line.cell(column)).is_some();
            }
        }
        lines.rewind()?;
    }
    let (mut filters, mut indicators) = (Vec::new(), Vec::new());
    for (column, name) in header.into_iter().enumerate() {
        if is_of_time_or_area(&name) || name.is_empty() {
            continue;
        }
        let known = described.get(&name.to_lowercase());
        if known.map_or(!is_number[column], |known| known.is_filter) {
            filters.push((column, name));
        } else {
            let (label, unit) =
                known.map_or((name.clone(), String::new()), |known| (known.label.clone(), known.unit.clone()));
            indicators.push(Indicator { column, name, label, unit, keys: BTreeMap::new() });
        }
    }
    Ok((filters, indicators))
}

fn is_of_time_or_area(name: &str) -> bool {
    let name = name.to_lowercase();
    let is_area = AREAS.iter().any(|area| {
        name.strip_prefix(area).is_some_and(|rest| ["code", "name", "id", "urn", "ukprn", "laestab"].contains(&rest))
    });
    is_area || TIME.contains(&name.as_str())
}

/// The columns of a meta file, by name.
fn describe(meta: &[u8]) -> Result<BTreeMap<String, Described>> {
    let mut lines = Lines::open("meta.csv", meta)?;
    let (name, kind) = (lines.needed("meta.csv", "col_name")?, lines.needed("meta.csv", "col_type")?);
    let (label, unit) = (lines.column("label"), lines.column("indicator_unit"));
    let mut described = BTreeMap::new();
    while let Some(line) = lines.next()? {
        let cell = |column: Option<usize>| column.map_or("", |column| line.cell(column)).to_owned();
        let column = line.cell(name);
        let label = Some(cell(label)).filter(|label| !label.is_empty()).unwrap_or_else(|| column.to_owned());
        let unit = Some(cell(unit)).filter(|unit| unit != "numberstring").unwrap_or_default();
        let is_filter = line.cell(kind).eq_ignore_ascii_case("filter");
        described.insert(column.to_lowercase(), Described { is_filter, label, unit });
    }
    Ok(described)
}
