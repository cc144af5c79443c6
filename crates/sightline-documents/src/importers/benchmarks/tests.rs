//! Files as they are published, made small, and everything that can be wrong with them.

use std::io::{Cursor, Write as _};
use std::path::Path;

use proptest::prelude::*;
use sightline_domain::benchmark::{Area, Comparators, ComparesWith, Statistic, Symbol};
use sightline_domain::decimal::Decimal;
use sightline_domain::measure::Better;

use super::*;
use crate::Error;

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn read_all(files: Vec<SourceFile>) -> Result<Published> {
    read(&unpack(files)?[0], &built_in_places()?)
}

fn published(text: &str) -> Published {
    read_all(vec![file("data.csv", text)]).unwrap()
}

/// Every value as `key | period | area | value or symbol`.
fn rows(published: &Published) -> Vec<String> {
    let shown = |value: &BenchmarkValue| {
        let number = value.value.map(|number| number.to_string());
        number.or(value.symbol.map(|symbol| symbol.code().to_owned())).unwrap_or_default()
    };
    let row = |value: &BenchmarkValue| format!("{} | {} | {} | {}", value.key, value.period, value.area, shown(value));
    published.values.iter().map(row).collect()
}

fn codes(published: &Published) -> Vec<&str> {
    published.problems.iter().map(|problem| problem.code.as_str()).collect()
}

const WIDE: &str = "\u{feff}time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code,rereferral_percent,other_count\r\n\
2025,Reporting year,National,E92000001,England,,,,,,22.6,100\r\n\
2025,Reporting year,Regional,E92000001,England,E12000002,North West,,,,21.7,z\r\n\
2025,Reporting year,Local authority,E92000001,England,E12000002,North West,301,Barking and Dagenham,E09000002,c,low\r\n\
2025,Reporting year,Local authority,E92000001,England,E12000002,North West,,Somerset,E10000027,~,\r\n\
2025,Reporting year,Parliamentary constituency,E92000001,England,,,,,,1,2\r\n";

#[test]
fn a_wide_release_gives_a_measure_for_each_column_and_keeps_symbols() {
    let found = published(WIDE);
    assert_eq!(
        rows(&found),
        [
            "ReReferral | 2025 | E92000001 | 22.6",
            "other_count | 2025 | E92000001 | 100",
            "ReReferral | 2025 | E12000002 | 21.7",
            "other_count | 2025 | E12000002 | z",
            "ReReferral | 2025 | 301 | c",
            "other_count | 2025 | 301 | low",
            "ReReferral | 2025 | 933 | ~",
        ]
    );
    assert_eq!((found.rows, found.rows_of_other_areas, found.edition.as_str()), (5, 1, "2025"));
    assert!(found.problems.is_empty(), "{:?}", found.problems);
}

const LONG: &str = "time_period,time_identifier,old_la_code,new_la_code,la_name,geographic_level,country_code,country_name,cla_group,placement_stability,children_count,children_percent\n\
202425,Financial year,372,E08000018,Rotherham,Local authority,E92000001,England,CLA on 31 March,With 3 or more placements during the year,50,11.1\n\
202425,Financial year,372,E08000018,Rotherham,Local authority,E92000001,England,CLA on 31 March,Total,450,100\n\
202425,Financial year,,,,National,E92000001,England,CLA on 31 March,With 3 or more placements during the year,8500,10.4\n";

#[test]
fn a_long_release_names_measures_by_its_filters_in_whatever_order_its_columns_are() {
    let found = published(LONG);
    let rows = rows(&found);
    assert_eq!(
        &rows[..4],
        [
            "children_count: CLA on 31 March; With 3 or more placements during the year | 2024-25 | 372 | 50",
            "LACStable_2016on | 2024-25 | 372 | 11.1",
            "children_count: CLA on 31 March | 2024-25 | 372 | 450",
            "children_percent: CLA on 31 March | 2024-25 | 372 | 100",
        ]
    );
    assert_eq!(rows.len(), 6);
}

#[test]
fn a_meta_file_says_what_is_a_filter_and_gives_labels_and_units() {
    let data = "time_period,time_identifier,geographic_level,country_code,country_name,age,absence\n\
                2025,Calendar year,National,E92000001,England,16,3.1\n";
    let meta = "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint\n\
                age,Filter,Age in years,,,,\nabsence,Indicator,Sickness absence,,%,1,\n";
    let without = published(data);
    assert_eq!(rows(&without), ["age | 2025 | E92000001 | 16", "absence | 2025 | E92000001 | 3.1"]);
    let with = read_all(vec![file("workers.csv", data), file("Workers.META.csv", meta)]).unwrap();
    assert_eq!(rows(&with), ["absence: 16 | 2025 | E92000001 | 3.1"]);
    assert_eq!((with.measures[0].title.as_str(), with.measures[0].unit.as_str()), ("Sickness absence: 16", "%"));
}

#[test]
fn an_archive_is_opened_and_what_describes_its_files_goes_with_them() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [("data/a.csv", WIDE), ("data/a.meta.csv", "col_name,col_type\n"), ("readme.txt", "words")] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    let files = unpack(vec![SourceFile { name: "all.zip".to_owned(), bytes: bytes.clone() }]).unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!((files[0].name.as_str(), files[0].meta.is_some()), ("a.csv", true));
    let cut = unpack(vec![SourceFile { name: "all.zip".to_owned(), bytes: bytes[..bytes.len() / 2].to_vec() }]);
    assert!(matches!(cut, Err(Error::Corrupt { .. })));
}

const TOOL: &str = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n\
ReReferral,Re-referrals,2025,England,22.6,970,\n\
ReReferral,Re-referrals,2025,North West,21.7,981,\n\
ReReferral,Re-referrals,2025,Rotherham,27.7,372.0,Yorkshire and The Humber\n\
ReReferral,Re-referrals,2023/24,Rotherham,-,372.0,Yorkshire and The Humber\n\
ReReferral,Re-referrals,2024 (Rev),Rotherham,,372.0,Yorkshire and The Humber\n\
ReReferral,Re-referrals,2016-17 (OT),Rotherham,20.1,372.0,Yorkshire and The Humber\n\
ReReferral,Re-referrals,2025,Statistical Neighbours,19,,\n";

#[test]
fn the_long_form_of_the_tool_keeps_labels_and_takes_titles_from_its_dictionary() {
    let dictionary = "Measure_code,Topic,Measure,Measure_short,Polarity,Description\n\
                      271,Child Protection,Re-referrals within 12 months,ReReferral,Low,words\n";
    let found = read_all(vec![file("bds_long.csv", TOOL), file("lait_data_dictionary.csv", dictionary)]).unwrap();
    assert_eq!(
        rows(&found),
        [
            "ReReferral | 2025 | E92000001 | 22.6",
            "ReReferral | 2025 | E12000002 | 21.7",
            "ReReferral | 2025 | 372 | 27.7",
            "ReReferral | 2023/24 | 372 | x",
            "ReReferral | 2016-17 (OT) | 372 | 20.1",
        ]
    );
    let years: Vec<i32> = found.values.iter().map(|value| value.year).collect();
    assert_eq!(years, [2025, 2025, 2025, 2023, 2016]);
    assert_eq!(
        (found.measures[0].title.as_str(), found.measures[0].better),
        ("Re-referrals within 12 months", Better::Lower)
    );
    assert_eq!((found.edition.as_str(), found.rows_of_other_areas), ("2025", 1));
}

#[test]
fn areas_that_nobody_knows_or_that_were_reorganised_are_left_out_with_a_note() {
    let found = published(
        "measure_short,period,old_la_code,value\nLAC,2018,909,70\nLAC,2019,909,71\nLAC,2019,998,1\nLAC,2019,301,69.0\n",
    );
    assert_eq!(rows(&found), ["LAC | 2019 | 301 | 69.0"]);
    assert_eq!(codes(&found), ["SL-D413", "SL-D418"]);
    assert_eq!(found.problems[1].seen, "909 (Cumbria): 2 rows");
    assert_eq!(found.problems[1].place.row, Some(2));
}

#[test]
fn a_cell_that_is_no_number_is_named_by_row_and_column_and_the_rest_is_loaded() {
    let found = published(
        "measure_short,period,old_la_code,value\nLAC,2025,301,sixty\nLAC,latest,302,1\nLAC,2025,303,2\nLAC,2025,303,3\n",
    );
    assert_eq!(rows(&found), ["LAC | 2025 | 303 | 2"]);
    assert_eq!(codes(&found), ["SL-D412", "SL-D419", "SL-D414"]);
    let first = &found.problems[0];
    assert_eq!((first.place.row, first.place.column, first.seen.as_str()), (Some(2), Some(4), "value: sixty"));
}

#[test]
fn a_file_full_of_faults_is_told_of_briefly() {
    let mut text = "measure_short,period,old_la_code,value\nLAC,2025,301,1\n".to_owned();
    for _ in 0..2000 {
        text.push_str("LAC,2025,302,?\n");
    }
    let found = published(&text);
    assert_eq!((found.problems.len(), found.problems[50].code.as_str()), (51, "SL-D417"));
}

#[test]
fn one_line_for_each_measure_names_its_areas_in_its_header_and_a_total_is_flagged() {
    let found = published(
        "measure_short,lait_code,measure,polarity,period,england,north_west,la_q1,la_median,la_q3,la_count,rotherham,rotherham_sn_median\n\
         FirstYJS,1,First time entrants,Low,2024,1258.0,140,102.75,136.5,185.5,150,101,130\n",
    );
    let areas: Vec<String> = found.values.iter().map(|value| value.area.to_string()).collect();
    let statistics = ["authorities:q1", "authorities:median", "authorities:q3", "authorities:count"];
    let mut expected = vec!["E92000001", "E12000002"];
    expected.extend(statistics);
    expected.extend(["372", "neighbours:372:median"]);
    assert_eq!(areas, expected);
    assert_eq!(codes(&found), ["SL-D415"]);
    assert!(found.problems[0].seen.contains("1258"), "{}", found.problems[0].seen);
}

#[test]
fn what_is_no_file_of_published_figures_is_refused_with_its_header() {
    let refused = |text: &str| read_all(vec![file("x.csv", text)]).unwrap_err();
    let error = refused("Ref,Action,Lead\n1.1,Write,Head\n");
    assert_eq!(error.code(), "SL-D410");
    assert!(error.to_string().contains("Ref, Action, Lead"), "{error}");
    assert_eq!(refused("time_period,geographic_level\n2025,National\n").code(), "SL-D411");
    assert_eq!(refused("measure_short,period,old_la_code,value\n").code(), "SL-D420");
    assert_eq!(refused(" \n").code(), "SL-I001");
    assert_eq!(unpack(Vec::new()).unwrap_err().code(), "SL-D410");
}

/// The rows of a shared file of real figures; `None`, said once, where it is not.
fn shared(name: &str) -> Option<SourceFile> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/standards").join(name);
    if let Ok(bytes) = std::fs::read(&path) {
        return Some(SourceFile { name: name.to_owned(), bytes });
    }
    eprintln!("SKIPPED: {} is not there", path.display());
    None
}

#[test]
fn the_shared_files_of_published_figures_are_read_whole() {
    let (Some(latest), Some(seed)) = (shared("benchmarks_la_latest.csv"), shared("benchmarks_seed.csv")) else {
        return;
    };
    let places = built_in_places().unwrap();
    let latest = read(&unpack(vec![latest]).unwrap()[0], &places).unwrap();
    assert_eq!((latest.values.len(), latest.measures.len(), latest.problems.len()), (20_952, 156, 0));
    let seed = read(&unpack(vec![seed]).unwrap()[0], &places).unwrap();
    assert_eq!(seed.measures.len(), 224);
    assert!(seed.problems.iter().all(|problem| problem.code.as_str() == "SL-D415"), "{:?}", seed.problems.first());

    // What the publication has worked out agrees with what is worked out here, but for how it rounds a half.
    let hundredth: Decimal = "0.01".parse().unwrap();
    let agree = |one: Decimal, other: Decimal| {
        let apart = one.rounded(2).minus(other.rounded(2));
        (hundredth.times(-1)..=hundredth).contains(&apart)
    };
    let (mut medians, mut quartiles) = (0, 0);
    for measure in &seed.measures {
        let own: Vec<BenchmarkValue> = latest.values.iter().filter(|value| value.key == measure.key).cloned().collect();
        let at = |area: Area| seed.values.iter().find(|value| value.key == measure.key && value.area == area)?.value;
        let of = seed.values.iter().find_map(|value| match &value.area {
            Area::Neighbours { of, .. } => Some(of.clone()),
            _ => None,
        });
        let (Some(of), false) = (of, own.is_empty()) else { continue };
        let with = ComparesWith::of(&places, &places.authorities[&of]);
        let found = Comparators::of(&own, &places, &with, measure.better, None).unwrap();
        let published = at(Area::Neighbours { of, statistic: Statistic::Median });
        if let (Some(published), Some(median)) = (published, found.neighbours.and_then(|summary| summary.median)) {
            assert!(agree(median, published), "{}: {median} and {published}", measure.key);
            medians += 1;
        }
        if let (Some(published), Some(quartiles_found)) = (at(Area::Authorities(Statistic::Median)), found.quartiles) {
            assert!(
                agree(quartiles_found.median, published),
                "{}: {} and {published}",
                measure.key,
                quartiles_found.median
            );
            quartiles += 1;
        }
    }
    assert!(medians > 100 && quartiles > 100, "{medians} medians, {quartiles} quartiles compared");
    assert!(latest.values.iter().all(|value| value.symbol != Some(Symbol::Low)));
}

proptest! {
    #[test]
    fn a_damaged_file_is_read_or_refused_and_never_ends_the_program(
        which in 0_usize..3, cut in 0_usize..900, put in "[ -~,\\n\"é]{0,12}", length in 0_usize..40,
    ) {
        let whole = [WIDE, LONG, TOOL][which].as_bytes();
        let (from, to) = (cut.min(whole.len()), (cut + length).min(whole.len()));
        let bytes = [&whole[..from], put.as_bytes(), &whole[to..]].concat();
        let file = SourceFile { name: "damaged.csv".to_owned(), bytes };
        if let Ok(found) = unpack(vec![file]).and_then(|files| read(&files[0], &built_in_places()?)) {
            prop_assert!(found.values.iter().all(|value| value.value.is_some() != value.symbol.is_some()));
        }
    }
}
