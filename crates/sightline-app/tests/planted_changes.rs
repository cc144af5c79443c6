//! Each change of practice that is planted in the synthetic council is flagged on its measure's chart.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod council;

use chrono::NaiveDate;
use council::engine;
use sightline_domain::measure::{Better, Period, Tally, Window};
use sightline_domain::spc::{self, Point, Settings, Towards};

/// Children whose records the council has: fewer give so few missing episodes in a month that no method could tell.
const CHILDREN: u32 = 12_000;
/// Months that the chart has; the records begin half a year before, when there is little in them.
const MONTHS: u32 = 30;
/// Months that a change takes to be flagged at the latest, from when it shows: a run of seven.
const LATEST: usize = 7;

/// A change of `content/synthetic/scenarios/improving.toml`, and where it is seen.
struct Planted {
    measure: &'static str,
    /// The team that changed; the whole council when absent.
    team: Option<&'static str>,
    /// The month of 2026.
    month: u32,
    /// Months until all that is counted began after the change.
    shows_after: usize,
    towards: Towards,
}

/// The day that the records are as at: long enough after the changes.
fn as_at() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 31).unwrap()
}

const PLANTED: [Planted; 5] = [
    Planted {
        measure: "assessments_within_45_working_days",
        team: Some("Assessment North"),
        month: 3,
        shows_after: 2,
        towards: Towards::High,
    },
    Planted { measure: "return_interviews_offered", team: None, month: 5, shows_after: 0, towards: Towards::Low },
    Planted {
        measure: "strategy_meetings_attended_by_police",
        team: None,
        month: 2,
        shows_after: 0,
        towards: Towards::High,
    },
    Planted {
        measure: "open_cases_with_management_oversight",
        team: None,
        month: 4,
        shows_after: 0,
        towards: Towards::High,
    },
    Planted { measure: "training_places_attended", team: None, month: 3, shows_after: 0, towards: Towards::Low },
];

#[tokio::test]
async fn each_planted_change_is_flagged_in_time() {
    let engine = engine(CHILDREN, as_at()).await;
    let months = Period::whole_months_until(as_at(), MONTHS);
    let mut missed = Vec::new();
    for planted in &PLANTED {
        let table = engine.table(planted.measure, &months).await.unwrap();
        let tallies: &[Tally] = match planted.team {
            None => &table.whole,
            Some(team) => {
                let teams = &table.breakdown("team").unwrap().values;
                &teams
                    .iter()
                    .find(|(label, _)| label == team)
                    .unwrap_or_else(|| panic!("{:?}", teams.iter().map(|(label, _)| label).collect::<Vec<_>>()))
                    .1
            }
        };
        let points: Vec<Point> = (0..months.len())
            .map(|at| {
                table
                    .figure(tallies, at, Window::Month, None)
                    .map_or_else(|| Point::missing(months[at]), |figure| Point::of(&figure))
            })
            .collect();
        let chart = spc::read(&points, &Settings::new(Better::Higher, 1)).unwrap();
        let changed_on = NaiveDate::from_ymd_opt(2026, planted.month, 1).unwrap();
        let after = chart.points.iter().filter(|read| read.point.period.from >= changed_on);
        let flagged =
            after.clone().position(|read| read.signal.is_some_and(|signal| signal.towards == planted.towards));
        println!(
            "{} {:?}: flagged after {:?} of {} months",
            planted.measure,
            planted.team,
            flagged.map(|at| at + 1),
            after.count()
        );
        if flagged.is_none_or(|at| at >= LATEST + planted.shows_after) {
            missed.push(planted.measure);
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}
