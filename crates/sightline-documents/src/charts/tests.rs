//! Every kind of chart, read as text; `SIGHTLINE_CHARTS` names a folder to look at them.

use std::fmt::Write as _;
use std::fs;

use chrono::{Months, NaiveDate};
use sightline_domain::measure::{Better, Exact, Period, interval_of_proportion};
use sightline_domain::spc::{
    Assurance, DatedTarget, NoAssurance, Point, PointValue, Settings, SpcChart, TargetPath, Targets, Towards,
    Variation, read,
};

use super::{
    Bar, BarChart, BarFigure, Bounds, Chart, DriverBox, DriverDrawing, FunnelChart, FunnelTeam, Intervention,
    SpcDrawing, Width, assurance_icon, sparkline, variation_icon,
};
use crate::generators::typeset::{Typeset, pdf};

fn month(at: usize) -> NaiveDate {
    "2023-06-01".parse::<NaiveDate>().unwrap() + Months::new(u32::try_from(at).unwrap())
}

/// Months of percentages; -1 is missing, -2 suppressed.
fn points(values: &[i64]) -> Vec<Point> {
    values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            let period = Period::month_of(month(at));
            match value {
                -1 => Point::missing(period),
                ..-1 => Point::suppressed(period),
                _ => Point {
                    value: PointValue::Actual(Exact::whole(*value)),
                    numerator: Some(u64::try_from(*value).unwrap()),
                    counted: Some(100),
                    period,
                },
            }
        })
        .collect()
}

fn noise(count: usize, around: i64) -> Vec<i64> {
    let steps = [0, 4, -3, 2, -5, 3, 1, -2, 5, -4, 2, -1];
    (0..count).map(|at| around + steps[at % steps.len()]).collect()
}

struct Sample {
    chart: SpcChart,
    targets: Targets,
    better: Better,
    interventions: Vec<Intervention>,
}

impl Sample {
    fn draw(&self, id: &str, title: &str, is_run_chart: bool) -> Chart {
        SpcDrawing {
            id,
            title,
            unit: "per cent",
            places: 1,
            bounds: Bounds::PER_CENT,
            better: self.better,
            chart: &self.chart,
            targets: &self.targets,
            interventions: &self.interventions,
            is_run_chart,
        }
        .draw()
    }
}

fn sample(values: &[i64], better: Better, targets: Targets, rebases: Vec<NaiveDate>) -> Sample {
    let settings = Settings { targets: targets.clone(), rebases, ..Settings::new(better, 1) };
    let chart = read(&points(values), &settings).unwrap();
    let intervention = |on: &str, words: &str| Intervention { on: on.parse().unwrap(), words: words.to_owned() };
    let interventions = vec![
        intervention("2024-09-02", "1.3 A second front door team <started>"),
        intervention("2023-11-20", "2.1 Weekly clinic"),
        intervention("2024-09-20", "2.4 New form"),
        intervention("2031-01-01", "Not in the chart"),
    ];
    Sample { chart, targets, better, interventions }
}

/// Three years: noise, a step up with a rebase, a gap, a suppressed month, a run for the worse and a spike.
fn long() -> Sample {
    let mut values = noise(16, 62);
    values.extend(noise(10, 84));
    values[6] = -1;
    values[20] = -2;
    values.extend([79, 78, 79, 77, 78, 79, 78, 77, 95, 60]);
    let dated = |from: &str, value| DatedTarget { from: from.parse().unwrap(), value: Exact::whole(value) };
    let dated = vec![dated("2023-06-30", 70), dated("2024-06-30", 80), dated("2026-06-30", 90)];
    sample(&values, Better::Higher, Targets { dated, path: TargetPath::Line }, vec![month(16)])
}

fn bars<'a>(id: &'a str, bars: &'a [Bar]) -> BarChart<'a> {
    BarChart {
        id,
        title: "Assessments completed within 45 working days, by ethnicity, May 2026",
        unit: "per cent",
        places: 1,
        bounds: Bounds::PER_CENT,
        bars,
        comparator: Some(("Whole service", Exact::new(857, 10).unwrap())),
    }
}

fn sample_bars() -> Vec<Bar> {
    let bar = |name: &str, numerator: u64, of: u64| Bar {
        name: name.to_owned(),
        figure: BarFigure::Value(
            Exact::new(100 * i64::try_from(numerator).unwrap(), i64::try_from(of).unwrap()).unwrap(),
            interval_of_proportion(numerator, of),
        ),
        made_from: Some(format!("{numerator} of {of}")),
    };
    let other = |name: &str, figure| Bar { name: name.to_owned(), figure, made_from: None };
    vec![
        bar("White", 412, 480),
        bar("Mixed or multiple ethnic groups", 20, 29),
        bar("Asian or Asian British", 58, 60),
        other("Black, Black British, Caribbean or African", BarFigure::Suppressed),
        other("Not yet obtained", BarFigure::Missing),
    ]
}

fn teams() -> Vec<FunnelTeam> {
    let counts = [(41, 50), (88, 100), (60, 64), (12, 24), (130, 160), (9, 10), (150, 155)];
    let mut teams: Vec<FunnelTeam> = counts
        .into_iter()
        .enumerate()
        .map(|(at, counts)| FunnelTeam { name: format!("Assessment team {}", at + 1), counts: Some(counts) })
        .collect();
    teams.push(FunnelTeam { name: "Duty & advice".to_owned(), counts: None });
    teams
}

fn funnel<'a>(id: &'a str, teams: &'a [FunnelTeam]) -> FunnelChart<'a> {
    FunnelChart {
        id,
        title: "Assessments completed within 45 working days, by team, year to May 2026",
        counted: "Assessments authorised in the period",
        teams,
    }
}

fn sample_drivers() -> Vec<DriverBox> {
    let one = |priority: &str, action: &str, because: Option<&str>| DriverBox {
        priority: priority.to_owned(),
        action: action.to_owned(),
        because: because.map(str::to_owned),
        shows_by: "31 March 2027".to_owned(),
        might_worsen: String::new(),
    };
    vec![
        one("1 The front door", "1.1 Open a hub in each district & staff it", Some("Families are seen sooner")),
        one("1 The front door", "1.4 Answer every call within a day", None),
        one("4 A workforce that stays", "4.2 Bring caseloads below eighteen for every social worker", Some("Time")),
    ]
}

fn drivers<'a>(id: &'a str, drivers: &'a [DriverBox]) -> DriverDrawing<'a> {
    DriverDrawing { id, measure: "Assessments completed within 45 working days", drivers }
}

/// Every kind of chart by name.
fn all() -> Vec<(&'static str, Chart)> {
    let title = "Assessments completed within 45 working days";
    let one = |value| Targets::always(Exact::whole(value));
    let mut run = noise(14, 40);
    run.extend([52, 53, 52, 54, 53, 52, 55]);
    vec![
        ("spc-long", long().draw("long", title, false)),
        ("spc-run", sample(&run, Better::Lower, one(60), vec![]).draw("run", "Repeat referrals", false)),
        ("spc-neutral", sample(&run, Better::Neither, Targets::default(), vec![]).draw("neutral", "Contacts", false)),
        ("spc-trial", sample(&noise(10, 97), Better::Higher, one(95), vec![]).draw("trial", title, false)),
        ("spc-constant", sample(&[100; 14], Better::Higher, one(95), vec![]).draw("constant", title, false)),
        ("spc-short", sample(&[80, 84, 79], Better::Higher, one(95), vec![]).draw("short", title, false)),
        ("spc-empty", sample(&[-1, -1], Better::Higher, one(95), vec![]).draw("empty", title, false)),
        ("spc-nothing", sample(&[], Better::Higher, Targets::default(), vec![]).draw("nothing", title, false)),
        ("run-chart", long().draw("run-chart", title, true)),
        ("bars", bars("bars", &sample_bars()).draw()),
        ("drivers", drivers("drivers", &sample_drivers()).draw()),
        ("drivers-empty", drivers("drivers-empty", &[]).draw()),
        ("funnel", funnel("funnel", &teams()).draw()),
        ("funnel-empty", funnel("funnel-empty", &[]).draw()),
    ]
}

fn small() -> Vec<(&'static str, String)> {
    use Towards::{High, Low};
    let values: Vec<Option<f64>> =
        [3.0, 5.0, 4.0, 8.0, 7.0, 9.0].map(Some).into_iter().chain([None, Some(6.0)]).collect();
    vec![
        ("sparkline", sparkline("s1", "Down to 6 in May 2026", &values)),
        ("sparkline-empty", sparkline("s2", "No figures", &[None, None])),
        ("v-common", variation_icon("v1", Variation::CommonCause)),
        ("v-improvement-high", variation_icon("v2", Variation::Improvement(High))),
        ("v-improvement-low", variation_icon("v3", Variation::Improvement(Low))),
        ("v-concern-high", variation_icon("v4", Variation::Concern(High))),
        ("v-concern-low", variation_icon("v5", Variation::Concern(Low))),
        ("v-neutral-high", variation_icon("v6", Variation::Neutral(High))),
        ("v-neutral-low", variation_icon("v7", Variation::Neutral(Low))),
        ("v-constant", variation_icon("v8", Variation::NoVariation)),
        ("v-few", variation_icon("v9", Variation::TooFew)),
        ("a-pass", assurance_icon("a1", Assurance::ConsistentlyPasses)),
        ("a-hit", assurance_icon("a2", Assurance::HitOrMiss)),
        ("a-fail", assurance_icon("a3", Assurance::ConsistentlyFails)),
        ("a-none", assurance_icon("a4", Assurance::None(NoAssurance::NoTarget))),
    ]
}

/// Every picture by name.
fn pictures() -> Vec<(String, String)> {
    let mut pictures = Vec::new();
    for (name, chart) in all() {
        pictures.push((format!("{name}-wide"), chart.svg(Width::Wide).to_owned()));
        pictures.push((format!("{name}-narrow"), chart.svg(Width::Narrow).to_owned()));
    }
    pictures.extend(small().into_iter().map(|(name, svg)| (name.to_owned(), svg)));
    pictures
}

#[test]
fn every_picture_is_well_formed_named_and_without_style_or_script() {
    for (name, svg) in pictures() {
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut texts = 0;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(start) if start.name().as_ref() == "title" => texts += 1,
                _ => {}
            }
        }
        assert_eq!(texts, 1, "{name} has one title");
        assert!(svg.contains("role=\"img\"") && svg.contains("aria-labelledby=\""), "{name}");
        for banned in ["style=", "<script", "<style", "onload", "NaN", "inf\"", "href"] {
            assert!(!svg.contains(banned), "{name} has {banned}");
        }
        let id = svg.split("aria-labelledby=\"").nth(1).unwrap().split(['"', ' ']).next().unwrap();
        assert!(svg.contains(&format!("id=\"{id}\"")), "{name}");
    }
    if let Some(folder) = option_env!("SIGHTLINE_CHARTS") {
        write_gallery(folder);
    }
}

/// Pages that show everything, to be looked at.
fn write_gallery(folder: &str) {
    let page = |file: &str, wanted: fn(&str) -> bool, head: &str| {
        let mut html = format!("<!doctype html><meta charset=utf-8><title>Charts</title>{head}<body>");
        for (name, svg) in pictures().iter().filter(|(name, _)| wanted(name)) {
            let _ = write!(html, "<h2>{name}</h2>{svg}");
        }
        fs::write(format!("{folder}/{file}.html"), html).unwrap();
    };
    page("wide", |name| name.ends_with("-wide"), "");
    page("narrow", |name| name.ends_with("-narrow"), "");
    page("small", |name| !name.ends_with("-wide") && !name.ends_with("-narrow"), "");
}

#[test]
fn letters_are_large_enough_to_read_at_both_widths() {
    for (name, svg) in pictures() {
        for size in svg.split("font-size=\"").skip(1) {
            let size: f64 = size.split('"').next().unwrap().parse().unwrap();
            assert!(size >= 12.0, "{name}: {size}");
        }
        let width: f64 = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert!(width <= if name.ends_with("-wide") { 720.0 } else { 343.0 }, "{name}: {width}");
    }
}

#[test]
fn what_comes_from_outside_is_escaped() {
    let chart = long().draw("a\"><b", "Re-referrals <12 months & \"more\"", false);
    let svg = chart.svg(Width::Wide);
    assert!(svg.contains("Re-referrals &lt;12 months &amp; &quot;more&quot;"));
    assert!(svg.contains("id=\"a---b-wide-title\""));
}

#[test]
fn the_table_behind_a_chart_says_what_the_picture_shows() {
    let chart = long().draw("long", "Assessments", false);
    let table = chart.rows();
    assert_eq!(
        table.heads,
        [
            "Period",
            "Figure (per cent)",
            "In the numerator",
            "Counted",
            "Mean",
            "Lower limit",
            "Upper limit",
            "Target",
            "What it says",
        ]
    );
    assert_eq!(table.rows.len(), 36);
    assert!(table.rows.iter().all(|row| row.len() == table.heads.len()));
    assert_eq!(table.rows[6][1..4], ["no figure", "–", "–"]);
    assert_eq!(table.rows[20][1..4], ["c", "–", "–"]);
    assert_eq!(table.rows[0][1..4], ["62.0", "62", "100"]);
    assert_eq!(table.rows[35][8], "Concern: below the lower limit");
    // The way from 80 on 30 June 2024 to 90 on 30 June 2026: 700 of 730 days on 31 May 2026.
    assert_eq!(table.rows[35][7], "89.6");
    assert_eq!(
        chart.key,
        [
            "20 November 2023: 2.1 Weekly clinic",
            "2 September 2024: 1.3 A second front door team <started>",
            "20 September 2024: 2.4 New form",
        ]
    );
    assert!(chart.description.starts_with("36 figures from June 2023 to May 2026. The latest, of May 2026, is 60.0%."));
    let run = long().draw("long", "Assessments", true);
    assert!(!run.rows().heads.contains(&"Mean".to_owned()) && run.description.contains("median"));
}

#[test]
fn limits_are_drawn_within_what_figures_can_be() {
    let values = [100, 98, 100, 94, 100, 99, 100, 95, 100, 97, 100, 96, 100, 98];
    let sample = sample(&values, Better::Higher, Targets::default(), vec![]);
    assert!(sample.chart.segments[0].limits.unwrap().upper > 100.0);
    assert_eq!(sample.draw("a", "A", false).rows().rows[0][6], "100.0");
}

#[test]
fn marks_are_told_apart_without_colour() {
    let chart = long().draw("long", "Assessments", false);
    let svg = chart.svg(Width::Wide);
    for words in ["C: concern", "no figure", "c: number too small to show", "limits of noise"] {
        assert!(svg.contains(&format!(">{words}<")), "{words}");
    }
    let risen = sample(&[noise(14, 40), vec![52; 7]].concat(), Better::Higher, Targets::default(), vec![]);
    assert!(risen.draw("risen", "Risen", false).svg(Width::Narrow).contains(">I: improvement<"));
    let shape = |svg: &str| {
        let drawn = svg.split_once("</title>").unwrap().1.replace("fill=\"#", "");
        drawn.split('<').filter(|part| !part.starts_with("/text")).map(str::to_owned).collect::<Vec<_>>()
    };
    let icons = small();
    for (at, (name, svg)) in icons.iter().enumerate() {
        for (other, other_svg) in &icons[at + 1..] {
            assert_ne!(shape(svg), shape(other_svg), "{name} and {other}");
        }
    }
}

#[test]
fn a_funnel_names_the_teams_that_differ_beyond_chance() {
    let teams = teams();
    let chart = funnel("f", &teams).draw();
    assert!(chart.description.contains("Assessment team 4 is far below the others"), "{}", chart.description);
    assert!(chart.description.contains("Assessment team 7 is far above the others"), "{}", chart.description);
    assert!(!chart.description.contains("Assessment team 6 is"), "{}", chart.description);
    assert_eq!(chart.rows().rows[7][1..5], ["Duty & advice", "c", "c", "c"]);
    assert_eq!(funnel("f", &[]).draw().description, "There is no figure.");
}

#[test]
fn bars_show_what_they_are_compared_with_and_what_chance_leaves_open() {
    let all = sample_bars();
    let chart = bars("b", &all).draw();
    assert!(chart.svg(Width::Narrow).contains("Whole service: 85.7%"));
    assert_eq!(chart.rows().rows[1], ["Mixed or multiple ethnic groups", "69.0", "20 of 29", "50.8 to 82.7"]);
    assert_eq!(chart.rows().rows[3], ["Black, Black British, Caribbean or African", "c", "–", "–"]);
    assert_eq!(chart.rows().rows[5][..2], ["Compared with: Whole service", "85.7"]);
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    assert_eq!(pictures(), pictures());
}

#[test]
fn papers_take_charts_as_they_are() {
    #[derive(serde::Serialize)]
    struct Paper {
        title: String,
        charts: Vec<(String, String)>,
    }
    let charts = all().into_iter().map(|(_, chart)| (chart.wide.clone(), chart.description)).collect();
    let values = Paper { title: "Charts".to_owned(), charts };
    let template = "#let report = json(\"report.json\")\n#set document(title: report.title)\n#set text(lang: \"en\")\n\
                    = #report.title\n#for (svg, words) in report.charts {\n  image(bytes(svg), format: \"svg\", alt: words)\n}\n";
    let as_at = "2026-05-31".parse().unwrap();
    let bytes = pdf(Typeset { template, values: &values, as_at, ident: "charts".to_owned() }).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    if let Some(folder) = option_env!("SIGHTLINE_CHARTS") {
        fs::write(format!("{folder}/charts.pdf"), bytes).unwrap();
    }
}

#[test]
fn a_driver_diagram_tells_apart_what_is_explained_and_its_table_says_why() {
    let chart = drivers("drivers", &sample_drivers()).draw();
    assert_eq!(chart.wide.matches("stroke-dasharray").count(), 1, "{}", chart.wide);
    assert!(chart.description.contains("1 more is linked without a word on why"), "{}", chart.description);
    let why: Vec<&str> = chart.rows.rows.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(why, ["Families are seen sooner", "Nobody has said", "Time"]);
}
