//! One line for each measure, with England, regions, quartiles and authorities as columns.

use sightline_domain::benchmark::{Area, Places, Statistic};

use super::gather::{Figure, Gathered};
use super::lines::Lines;
use super::tool::direction;
use crate::Result;

pub(super) fn read(lines: &mut Lines, gathered: &mut Gathered<'_>) -> Result<()> {
    let file = gathered.file();
    let (key, period) = (lines.needed(file, "measure_short")?, lines.needed(file, "period")?);
    let (title, polarity) = (lines.column("measure"), lines.column("polarity"));
    let areas: Vec<(usize, String, Area)> = lines
        .header()
        .iter()
        .enumerate()
        .filter_map(|(column, name)| Some((column, name.clone(), area_of(gathered.places, name)?)))
        .collect();
    while let Some(line) = lines.next()? {
        let cell = |column: Option<usize>| column.map_or("", |column| line.cell(column));
        let Some((label, year)) = gathered.period(line.cell(period), "", line.row, (period, "period")) else {
            continue;
        };
        gathered.measure(line.cell(key), cell(title), "", direction(cell(polarity)));
        for (column, name, area) in &areas {
            gathered.add(Figure {
                key: line.cell(key),
                period: &label,
                year,
                area: area.clone(),
                cell: line.cell(*column),
                row: line.row,
                column: (*column, name),
            });
        }
    }
    Ok(())
}

/// What a column is of: its name is that of an area or of a figure over authorities. `None` for any other column.
fn area_of(places: &Places, column: &str) -> Option<Area> {
    let lower = column.to_lowercase();
    match lower.as_str() {
        "england" => return Some(Area::England),
        "la_q1" => return Some(Area::Authorities(Statistic::LowestQuarter)),
        "la_median" => return Some(Area::Authorities(Statistic::Median)),
        "la_q3" => return Some(Area::Authorities(Statistic::HighestQuarter)),
        "la_count" => return Some(Area::Authorities(Statistic::Count)),
        _ => {}
    }
    for (ending, statistic) in [("_sn_median", Statistic::Median), ("_sn_mean", Statistic::Mean)] {
        if let Some(name) = lower.strip_suffix(ending) {
            return Some(Area::Neighbours { of: places.authority_named(name)?.code.clone(), statistic });
        }
    }
    if let Some(region) = places.region_named(&lower) {
        return Some(Area::Region(region.code.clone()));
    }
    Some(Area::Authority(places.authority_named(&lower)?.code.clone()))
}
