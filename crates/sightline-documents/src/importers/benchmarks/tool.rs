//! The Local Authority Interactive Tool in long form, its data dictionary, and files of its values.

use sightline_domain::benchmark::{Area, PublishedMeasure};
use sightline_domain::measure::Better;

use super::gather::{Figure, Gathered};
use super::lines::Lines;
use crate::Result;

/// The long form: one value a row.
pub(super) fn read(lines: &mut Lines, gathered: &mut Gathered<'_>) -> Result<()> {
    let file = gathered.file();
    let (key, years, values) =
        (lines.needed(file, "Short Desc")?, lines.needed(file, "Years")?, lines.needed(file, "Values")?);
    let name = lines.needed(file, "LA and Regions")?;
    let (code, title) = (lines.column("LA Number"), lines.column("Data item"));
    while let Some(line) = lines.next()? {
        let cell = |column: Option<usize>| column.map_or("", |column| line.cell(column));
        let area = match area_named(gathered, line.cell(name)) {
            Named::Area(area) => area,
            Named::Other => {
                gathered.other_area();
                continue;
            }
            Named::Authority => {
                // Codes come as `301` and as `301.0`.
                let code = cell(code).split('.').next().unwrap_or_default();
                let Some(area) = gathered.authority(code, line.cell(name), line.row) else { continue };
                area
            }
        };
        let Some((period, year)) = gathered.period(line.cell(years), "", line.row, (years, "Years")) else { continue };
        gathered.measure(line.cell(key), cell(title), "", Better::Neither);
        gathered.add(Figure {
            key: line.cell(key),
            period: &period,
            year,
            area,
            cell: line.cell(values),
            row: line.row,
            column: (values, "Values"),
        });
    }
    Ok(())
}

/// What the name of an area says before its code is looked at.
enum Named {
    Area(Area),
    Authority,
    Other,
}

fn area_named(gathered: &Gathered<'_>, name: &str) -> Named {
    let lower = name.to_lowercase();
    if lower == "england" {
        return Named::Area(Area::England);
    }
    if lower.starts_with("sn ") || lower == "sn" || lower.starts_with("statistical neighbour") {
        return Named::Other;
    }
    match gathered.places.region_named(name) {
        Some(region) => Named::Area(Area::Region(region.code.clone())),
        None => Named::Authority,
    }
}

/// One value for each measure, period and authority.
pub(super) fn read_values(lines: &mut Lines, gathered: &mut Gathered<'_>) -> Result<()> {
    let file = gathered.file();
    let (key, period) = (lines.needed(file, "measure_short")?, lines.needed(file, "period")?);
    let (code, value) = (lines.needed(file, "old_la_code")?, lines.needed(file, "value")?);
    while let Some(line) = lines.next()? {
        let Some(area) = gathered.authority(line.cell(code), "", line.row) else { continue };
        let Some((label, year)) = gathered.period(line.cell(period), "", line.row, (period, "period")) else {
            continue;
        };
        gathered.measure(line.cell(key), "", "", Better::Neither);
        gathered.add(Figure {
            key: line.cell(key),
            period: &label,
            year,
            area,
            cell: line.cell(value),
            row: line.row,
            column: (value, "value"),
        });
    }
    Ok(())
}

/// True for the header of the data dictionary.
pub(super) fn is_dictionary(header: &[String]) -> bool {
    let has = |name: &str| header.iter().any(|column| column.eq_ignore_ascii_case(name));
    has("Measure_short") && has("Measure") && has("Polarity") && !has("period") && !has("value")
}

/// The measures of a data dictionary.
pub(super) fn dictionary(bytes: &[u8]) -> Result<Vec<PublishedMeasure>> {
    const FILE: &str = "the data dictionary";
    let mut lines = Lines::open(FILE, bytes)?;
    let (key, title, better) =
        (lines.needed(FILE, "Measure_short")?, lines.needed(FILE, "Measure")?, lines.needed(FILE, "Polarity")?);
    let mut measures = Vec::new();
    while let Some(line) = lines.next()? {
        measures.push(PublishedMeasure {
            key: line.cell(key).to_owned(),
            title: line.cell(title).to_owned(),
            unit: String::new(),
            better: direction(line.cell(better)),
        });
    }
    Ok(measures)
}

/// Which way is good, as the tool writes it.
pub(super) fn direction(polarity: &str) -> Better {
    match polarity.to_lowercase().as_str() {
        "high" => Better::Higher,
        "low" => Better::Lower,
        _ => Better::Neither,
    }
}
