//! An attacker who knows every figure shown, every sum and the rules, tried on every small table there is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Suppression, suppress};
use crate::measure::{Audience, Breakdown, Counts, Disclosure, DisclosureRule, Kind, MeasureTable, Period, Tally};

fn rule(hide_up_to: u64) -> DisclosureRule {
    DisclosureRule { hide_up_to, ..Disclosure::built_in().rule(Audience::Partners).clone() }
}

/// A breakdown: for each value, for each period, the rows in the numerator and those that are not.
type Values = Vec<Vec<(u64, u64)>>;

fn tally((within, without): (u64, u64)) -> Tally {
    Tally { counted: within + without, in_numerator: within, left_out: 0, amounts: Vec::new() }
}

fn table(kind: Kind, breakdowns: &[Values]) -> MeasureTable {
    let periods = breakdowns[0][0].len();
    let whole = (0..periods).map(|at| {
        let cells = breakdowns[0].iter().map(|value| value[at]);
        tally(cells.fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1)))
    });
    let breakdown = |(at, values): (usize, &Values)| Breakdown {
        name: format!("breakdown_{at}"),
        title: format!("Breakdown {at}"),
        values: values
            .iter()
            .enumerate()
            .map(|(at, periods)| (format!("value {at}"), periods.iter().map(|cell| tally(*cell)).collect()))
            .collect(),
    };
    MeasureTable {
        measure: "made_up".to_owned(),
        kind,
        counts: Counts::Events,
        periods: Period::whole_months_until("2026-05-31".parse().unwrap(), u32::try_from(periods).unwrap()),
        whole: whole.collect(),
        breakdowns: breakdowns.iter().enumerate().map(breakdown).collect(),
        left_out: BTreeMap::new(),
    }
}

/// Everything that is shown of a table, the sum over all periods too where it is shown.
fn shown(table: &MeasureTable, hidden: &Suppression) -> String {
    let cell = |tally: &Tally, is_hidden: bool| {
        if is_hidden { "c ".to_owned() } else { format!("{}/{} ", tally.in_numerator, tally.counted) }
    };
    let sum = |tallies: &[Tally]| {
        let mut sum = Tally::default();
        for tally in tallies {
            sum.add(tally);
        }
        sum
    };
    let all = 0..table.periods.len();
    let mut text = String::new();
    for (at, tally) in table.whole.iter().enumerate() {
        text += &cell(tally, hidden.hides_whole(at));
    }
    text += &cell(&sum(&table.whole), hidden.hides_whole_over(all.clone()));
    for (one, breakdown) in table.breakdowns.iter().enumerate() {
        for (value, (_, tallies)) in breakdown.values.iter().enumerate() {
            for (at, tally) in tallies.iter().enumerate() {
                text += &cell(tally, hidden.hides_value(one, value, at));
            }
            text += &cell(&sum(tallies), hidden.hides_value_over(one, value, all.clone()));
        }
    }
    text
}

/// Every number of a table that may be small: what it is of, and the number.
fn numbers(table: &MeasureTable) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    let mut note = |name: String, tally: &Tally| {
        let mut numbers = vec![("counted", tally.counted)];
        if table.kind == Kind::Proportion {
            numbers.push(("within", tally.in_numerator));
            numbers.push(("without", tally.counted - tally.in_numerator));
        }
        found.extend(numbers.into_iter().map(|(of, number)| (format!("{name} {of}"), number)));
    };
    for (at, tally) in table.whole.iter().enumerate() {
        note(format!("whole {at}"), tally);
    }
    for (one, breakdown) in table.breakdowns.iter().enumerate() {
        for (value, (_, tallies)) in breakdown.values.iter().enumerate() {
            for (at, tally) in tallies.iter().enumerate() {
                note(format!("{one} {value} {at}"), tally);
            }
        }
    }
    found
}

/// Groups the tables by what is shown of them; in no group may a small number have only one answer.
fn attack(tables: impl Iterator<Item = MeasureTable>, rule: &DisclosureRule) {
    let mut groups: BTreeMap<String, BTreeMap<String, BTreeSet<u64>>> = BTreeMap::new();
    let mut count = 0;
    for table in tables {
        let answers = groups.entry(shown(&table, &suppress(&table, rule))).or_default();
        for (name, number) in numbers(&table) {
            answers.entry(name).or_default().insert(number);
        }
        count += 1;
    }
    assert!(count > 100, "{count} tables");
    for (shown, answers) in &groups {
        for (name, numbers) in answers {
            let pinned = numbers.len() == 1 && numbers.iter().all(|number| rule.is_small(*number));
            assert!(!pinned, "{name} can only be {numbers:?} when this is shown: {shown}");
        }
    }
    println!("{count} tables look like {} from outside", groups.len());
}

/// Every list of so many numbers whose sum is at most this.
fn lists(length: usize, most: u64) -> Vec<Vec<u64>> {
    if length == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in 0..=most {
        for mut rest in lists(length - 1, most - first) {
            rest.insert(0, first);
            all.push(rest);
        }
    }
    all
}

fn one_period(counts: &[u64]) -> Values {
    counts.iter().map(|count| vec![(0, *count)]).collect()
}

#[test]
fn no_small_count_of_a_breakdown_can_be_worked_out() {
    for (values, most, hide_up_to) in [(2, 24, 5), (3, 20, 5), (4, 12, 2), (5, 10, 2), (4, 14, 3)] {
        attack(lists(values, most).iter().map(|counts| table(Kind::Count, &[one_period(counts)])), &rule(hide_up_to));
    }
}

#[test]
fn no_small_part_of_a_proportion_can_be_worked_out() {
    let values = |numbers: &[u64]| numbers.chunks(2).map(|pair| vec![(pair[0], pair[1])]).collect::<Values>();
    for (parts, most, hide_up_to) in [(4, 18, 5), (6, 9, 2), (6, 9, 3)] {
        attack(lists(parts, most).iter().map(|numbers| table(Kind::Proportion, &[values(numbers)])), &rule(hide_up_to));
    }
}

#[test]
fn neither_other_periods_nor_their_sum_give_a_small_count_away() {
    let both = lists(2, 9);
    let tables = both.iter().flat_map(|first| {
        both.iter().map(|second| {
            let values = (0..2).map(|at| vec![(0, first[at]), (0, second[at])]).collect();
            table(Kind::Count, &[values])
        })
    });
    attack(tables, &rule(2));
}

#[test]
fn another_breakdown_does_not_give_a_small_count_away() {
    let (twos, threes) = (lists(2, 12), lists(3, 12));
    let tables = twos.iter().flat_map(|one| {
        let sum: u64 = one.iter().sum();
        threes
            .iter()
            .filter(move |other| other.iter().sum::<u64>() == sum)
            .map(|other| table(Kind::Count, &[one_period(one), one_period(other)]))
    });
    attack(tables, &rule(3));
}

fn hidden_in(kind: Kind, values: &[(u64, u64)]) -> String {
    let table = table(kind, &[values.iter().map(|cell| vec![*cell]).collect()]);
    let hidden = suppress(&table, &rule(5));
    let mark = |is_hidden: bool| if is_hidden { 'c' } else { '-' };
    let mut text = String::from(mark(hidden.hides_whole(0)));
    text.extend((0..values.len()).map(|value| mark(hidden.hides_value(0, value, 0))));
    text
}

#[test]
fn what_is_hidden_is_small_or_would_reveal_something_small() {
    let counts =
        |numbers: &[u64]| hidden_in(Kind::Count, &numbers.iter().map(|number| (0, *number)).collect::<Vec<_>>());
    assert_eq!(counts(&[20, 30, 40]), "----", "nothing small");
    assert_eq!(counts(&[0, 30, 40]), "----", "noughts are shown");
    assert_eq!(counts(&[3, 30, 41]), "-cc-", "the smallest of the others goes with it");
    assert_eq!(counts(&[3, 30, 30]), "-ccc", "equal ones go together");
    assert_eq!(counts(&[3, 4, 31]), "-cc-", "two small ones protect each other");
    assert_eq!(counts(&[1, 2, 30]), "-ccc", "together they are too few");
    assert_eq!(counts(&[3, 3, 31]), "-ccc", "two equal ones give themselves away");
    assert_eq!(counts(&[3, 0, 31]), "-c-c", "a nought stays when something else can go");
    assert_eq!(counts(&[2, 0, 1]), "cccc", "a small whole hides everything");
    assert_eq!(counts(&[1, 2, 9]), "-ccc", "twelve in three values may be four in each");
    let parts = |values: &[(u64, u64)]| hidden_in(Kind::Proportion, values);
    assert_eq!(parts(&[(20, 30), (15, 18)]), "---");
    assert_eq!(parts(&[(20, 3), (15, 18)]), "-cc", "who is not in the numerator is as few");
    assert_eq!(parts(&[(20, 3), (15, 0)]), "ccc", "of the whole too");
    assert_eq!(parts(&[(23, 0), (15, 20)]), "---", "all of them is no small number");
}

#[test]
fn those_who_may_see_everything_see_everything() {
    let table = table(Kind::Count, &[one_period(&[1, 2, 9])]);
    let hidden = suppress(&table, Disclosure::built_in().rule(Audience::Authorised));
    assert!(!hidden.hides_anything());
    assert!(hidden.hides_whole(9) && hidden.hides_value(0, 9, 0), "what is not there is not shown");
}

#[test]
fn a_longer_window_is_shown_where_all_of_it_is() {
    let values = vec![vec![(0, 20), (0, 3), (0, 20)], vec![(0, 30), (0, 40), (0, 50)]];
    let table = table(Kind::Count, &[values]);
    let hidden = suppress(&table, &rule(5));
    assert!(!hidden.hides_whole_over(0..3));
    assert!(hidden.hides_value_over(0, 0, 0..3) && hidden.hides_value_over(0, 1, 1..2));
    assert!(!hidden.hides_value_over(0, 0, 0..1) && !hidden.hides_value_over(0, 0, 2..3));
}
