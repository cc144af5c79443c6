//! Every printed form in the requirements, and laws on any text.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::super::{Cadence, ScheduleKind};
use super::{DateWords, Doubt, Reading, read_date, read_schedule, split_schedules};

fn words() -> DateWords {
    let words: DateWords = toml::from_str(include_str!("../../../../../content/plan_vocabulary/dates.toml"))
        .expect("the built-in words load");
    words.normalised()
}

fn read(raw: &str) -> Reading {
    read_schedule(raw, &words())
}

#[expect(clippy::unnecessary_wraps, reason = "compared with the schedule's own optional dates")]
fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a date"))
}

#[test]
fn a_partial_date_is_due_on_its_last_day() {
    for (raw, due) in [
        ("Sep 23", "2023-09-30"),
        ("March 2019", "2019-03-31"),
        ("Sept 2019", "2019-09-30"),
        ("2020", "2020-12-31"),
        ("October 2020", "2020-10-31"),
        ("31/1/21", "2021-01-31"),
        ("31/03/21", "2021-03-31"),
        ("30 June 2021", "2021-06-30"),
        ("Nov 20", "2020-11-30"),
        ("By 31/1/21", "2021-01-31"),
        ("6th January 2015", "2015-01-06"),
        ("February 2024", "2024-02-29"),
        ("2026-03-31", "2026-03-31"),
        ("March 31, 2026", "2026-03-31"),
        ("<p>March 2015</p>", "2015-03-31"),
    ] {
        let reading = read(raw);
        assert_eq!(reading.schedule.due_on, day(due), "{raw}");
        assert_eq!(reading.schedule.kind, ScheduleKind::Dated, "{raw}");
        assert!(reading.doubts.is_empty(), "{raw}: {:?}", reading.doubts);
    }
}

#[test]
fn to_be_confirmed_is_a_state_not_a_date() {
    for raw in ["TBC", "tbc", "To be confirmed", "To be set through the transformation programme"] {
        let reading = read(raw);
        assert_eq!(reading.schedule.kind, ScheduleKind::ToBeConfirmed, "{raw}");
        assert_eq!(reading.schedule.due_on, None);
    }
}

#[test]
fn a_cadence_is_read_with_or_without_a_first_date() {
    for (raw, cadence, due) in [
        ("Quarterly", Cadence::Quarterly, None),
        ("Monthly", Cadence::Monthly, None),
        ("Annual", Cadence::Annual, None),
        ("Quarterly review", Cadence::Quarterly, None),
        ("Review quarterly", Cadence::Quarterly, None),
        ("Ongoing, quarterly", Cadence::Quarterly, None),
        ("July 2019, Quarterly", Cadence::Quarterly, day("2019-07-31")),
        ("Quarterly from July 2019", Cadence::Quarterly, day("2019-07-31")),
        ("First report June 2015 and then quarterly", Cadence::Quarterly, day("2015-06-30")),
    ] {
        let schedule = read(raw).schedule;
        assert_eq!(schedule.kind, ScheduleKind::Recurring, "{raw}");
        assert_eq!(schedule.cadence, Some(cadence), "{raw}");
        assert_eq!(schedule.due_on, due, "{raw}");
    }
    assert_eq!(read("Quarterly from July 2019").schedule.start_on, day("2019-07-01"));
}

#[test]
fn ongoing_keeps_the_date_it_is_given() {
    let schedule = read("Feb 2019 and ongoing").schedule;
    assert!(schedule.is_ongoing);
    assert_eq!(schedule.due_on, day("2019-02-28"));
    assert_eq!(read("Ongoing").schedule.due_on, None);
    let commence = read("Commence Jan 2019").schedule;
    assert_eq!(commence.start_on, day("2019-01-01"));
    assert_eq!(read("October 2019 to review first year").schedule.due_on, day("2019-10-31"));
}

#[test]
fn test_dates_and_target_dates_are_not_due_dates() {
    let schedule = read("Ongoing – test impact by 31/12/20").schedule;
    assert_eq!(schedule.test_on, day("2020-12-31"));
    assert_eq!(schedule.due_on, None);
    assert_eq!(schedule.kind, ScheduleKind::Ongoing);
    let both = read("By 31/3/21 and ongoing Test impact by 30 June 21").schedule;
    assert_eq!(both.due_on, day("2021-03-31"));
    assert_eq!(both.test_on, day("2021-06-30"));
    assert_eq!(read("Targets met by 30/11/20").schedule.targets_on, day("2020-11-30"));
    assert_eq!(read("Ongoing Test impact By 31/12/20").schedule.test_on, day("2020-12-31"));
}

#[test]
fn stages_keep_their_words() {
    let schedule = read("Diagnostic by 30/10/20 leading to improve't plan & timescales to 31/03/21").schedule;
    assert_eq!(schedule.stages.len(), 2);
    assert_eq!(schedule.due_on, day("2021-03-31"));
}

#[test]
fn a_period_has_a_start_and_an_end() {
    let schedule = read("April 2026 to March 2027").schedule;
    assert_eq!(schedule.start_on, day("2026-04-01"));
    assert_eq!(schedule.due_on, day("2027-03-31"));
}

#[test]
fn what_cannot_be_known_is_asked() {
    for (raw, doubt) in [
        ("April 2019 Feb 2019", Doubt::SeveralDates),
        ("March 2019 Sept 2019 April 2019", Doubt::SeveralDates),
        ("September", Doubt::NoYear),
        ("Autumn term 2024", Doubt::Vague),
        ("Q2 2025", Doubt::Vague),
        ("when ready", Doubt::Unreadable),
        ("January Transformation Board to agree target dates for each milestone.", Doubt::Delegated),
    ] {
        let reading = read(raw);
        assert_eq!(reading.doubts, [doubt], "{raw}");
        assert_eq!(reading.schedule.due_on, None, "{raw}");
    }
    assert_eq!(read("2025/26").schedule.due_on, None);
    assert_eq!(read("Early help offer by 31/1/21").schedule.due_on, day("2021-01-31"));
}

#[test]
fn a_shared_cell_is_cut_where_a_new_timescale_begins() {
    let words = words();
    let cut = |raw: &str| split_schedules(raw, &words);
    assert_eq!(cut("Ongoing Test impact by 31/1/21 Ongoing Test impact 30/11/20").len(), 2);
    assert_eq!(cut("By 31/3/21 and ongoing Test impact by 30 June 21").len(), 1);
    assert_eq!(cut("February 2015 TBC"), ["February 2015", "TBC"]);
    assert_eq!(cut("Dec 2014 Jan 2015 February 2015"), ["Dec 2014", "Jan 2015", "February 2015"]);
    assert_eq!(cut("<p>March 2015</p> <p>TBC</p> <p>TBC</p>"), ["March 2015", "TBC", "TBC"]);
    assert_eq!(cut("Early Help offer by 31/1/21 Ongoing Test impact by 30 June 2021").len(), 2);
}

#[test]
fn only_a_date_alone_is_a_date() {
    let words = words();
    assert_eq!(read_date("Sep 23", &words).map(|(first, _)| first), day("2023-09-01"));
    assert_eq!(read_date("the Sep 23 board", &words), None);
    assert_eq!(read_date("", &words), None);
}

proptest! {
    #[test]
    fn any_text_is_read_without_failing(raw in "\\PC{0,200}") {
        let _ = read(&raw);
        let _ = split_schedules(&raw, &words());
    }

    #[test]
    fn a_due_date_always_comes_from_a_printed_date(raw in "(Ongoing|TBC|by|from|Quarterly|test impact| |,|to|31/1/21|March 2026|2020|Q3|May){0,8}") {
        let reading = read(&raw);
        if let Some(due) = reading.schedule.due_on {
            prop_assert!(reading.dates.iter().any(|date| date.last == due));
        }
    }

    #[test]
    fn a_written_date_reads_back(days in 0i64..20_000) {
        let date = NaiveDate::from_ymd_opt(1995, 1, 1).expect("a date") + chrono::Duration::days(days);
        for form in ["%d/%m/%Y", "%-d %B %Y", "%Y-%m-%d", "%-d %b %Y", "%d.%m.%Y"] {
            let printed = date.format(form).to_string();
            prop_assert_eq!(read(&printed).schedule.due_on, Some(date), "{}", printed);
        }
    }
}
