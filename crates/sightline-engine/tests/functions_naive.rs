//! The functions that count days give what walking from day to day gives, for thousands of rows of any days.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Date32Array, Int64Array, RecordBatch};
use datafusion::arrow::datatypes::{Date32Type, Int64Type};
use datafusion::prelude::SessionContext;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sightline_domain::calendar::BankHolidays;
use sightline_engine::functions;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows of each try.
const ROWS: usize = 40;

struct Naive {
    holidays: BTreeSet<NaiveDate>,
}

impl Naive {
    fn new() -> Self {
        Self { holidays: (1990..=2040).flat_map(|year| BankHolidays::built_in().of_year(year)).collect() }
    }

    fn is_worked(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&day)
    }

    fn next_worked(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_worked(*day)).expect("weeks have working days")
    }

    /// Walks from the first day that counts to the end, one day at a time.
    fn between(&self, start: NaiveDate, end: NaiveDate) -> i64 {
        let first = self.next_worked(start);
        let walked = |from: NaiveDate, to: NaiveDate| {
            let days = from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| self.is_worked(*day));
            i64::try_from(days.count()).expect("few days")
        };
        if end >= start { if end < first { 0 } else { walked(first, end) } } else { -walked(end, first) }
    }

    fn add(&self, day: NaiveDate, working_days: i64) -> NaiveDate {
        let mut day = self.next_worked(day);
        for _ in 0..working_days.abs() {
            loop {
                day = if working_days > 0 { day + Days::new(1) } else { day - Days::new(1) };
                if self.is_worked(day) {
                    break;
                }
            }
        }
        day
    }

    /// Counts birthdays: the same day of the year, 1 March where there is no 29 February.
    fn age(born_on: NaiveDate, day: NaiveDate) -> Option<i64> {
        let is_birthday = |on: NaiveDate| {
            let same = (on.month(), on.day()) == (born_on.month(), born_on.day());
            let moved = (born_on.month(), born_on.day()) == (2, 29) && !on.leap_year() && on.ordinal() == 60;
            same || moved
        };
        if day < born_on {
            return None;
        }
        let birthdays = born_on.iter_days().skip(1).take_while(|on| *on <= day).filter(|on| is_birthday(*on));
        i64::try_from(birthdays.count()).ok()
    }
}

fn any_day() -> impl Strategy<Value = Option<NaiveDate>> {
    let first = NaiveDate::from_ymd_opt(1995, 1, 1).expect("a day");
    let last = NaiveDate::from_ymd_opt(2034, 12, 31).expect("a day");
    let any = (first.to_epoch_days()..=last.to_epoch_days()).prop_map(NaiveDate::from_epoch_days);
    prop_oneof![9 => any, 1 => Just(None)]
}

/// Asks a call of columns `a`, `b` (days) and `n` (whole numbers).
fn ask(call: &str, a: &[Option<NaiveDate>], b: &[Option<NaiveDate>], n: &[Option<i64>]) -> ArrayRef {
    let session = SessionContext::new();
    functions::register(&session);
    let days = |days: &[Option<NaiveDate>]| -> ArrayRef {
        Arc::new(days.iter().map(|day| day.map(|day| day.to_epoch_days())).collect::<Date32Array>())
    };
    let numbers: ArrayRef = Arc::new(Int64Array::from(n.to_vec()));
    let batch =
        RecordBatch::try_from_iter_with_nullable([("a", days(a), true), ("b", days(b), true), ("n", numbers, true)])
            .expect("columns of one length");
    session.register_batch("given", batch).expect("a new table");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a thread of our own");
    let sql = format!("select {call} as answer from given");
    let batches = runtime.block_on(async { session.sql(&sql).await?.collect().await }).expect("an answer");
    let answer = datafusion::arrow::compute::concat_batches(&batches[0].schema(), &batches).expect("one type");
    Arc::clone(answer.column(0))
}

fn number(answer: &ArrayRef, row: usize) -> Option<i64> {
    answer.is_valid(row).then(|| answer.as_primitive::<Int64Type>().value(row))
}

fn day(answer: &ArrayRef, row: usize) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(answer.is_valid(row).then(|| answer.as_primitive::<Date32Type>().value(row))?)
}

#[test]
fn counting_at_once_gives_what_walking_gives() {
    let naive = Naive::new();
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let days = || proptest::collection::vec(any_day(), ROWS);
    let numbers = proptest::collection::vec(proptest::option::weighted(0.9, -400..400_i64), ROWS);
    let given = (days(), days(), numbers);
    let tried = runner.run(&given, |(a, b, n)| {
        let between = ask("working_days_between(a, b)", &a, &b, &n);
        let added = ask("add_working_days(a, n)", &a, &b, &n);
        let worked = ask("is_working_day(a)", &a, &b, &n);
        let age = ask("age_on(a, b)", &a, &b, &n);
        let apart = ask("days_between(a, b)", &a, &b, &n);
        for row in 0..ROWS {
            let both = a[row].zip(b[row]);
            prop_assert_eq!(number(&between, row), both.map(|(a, b)| naive.between(a, b)), "{:?}", both);
            prop_assert_eq!(day(&added, row), a[row].zip(n[row]).map(|(a, n)| naive.add(a, n)), "{:?}", a[row]);
            let is_worked = worked.is_valid(row).then(|| worked.as_boolean().value(row));
            prop_assert_eq!(is_worked, a[row].map(|a| naive.is_worked(a)), "{:?}", a[row]);
            prop_assert_eq!(number(&age, row), both.and_then(|(a, b)| Naive::age(a, b)), "{:?}", both);
            prop_assert_eq!(number(&apart, row), both.map(|(a, b)| (b - a).num_days()), "{:?}", both);
        }
        Ok(())
    });
    tried.unwrap();
}

#[test]
fn one_value_for_every_row_gives_what_a_column_of_it_gives() {
    let naive = Naive::new();
    let start: NaiveDate = "2026-04-03".parse().unwrap();
    let ends: Vec<Option<NaiveDate>> = start.iter_days().take(60).map(Some).collect();
    let nothing = vec![None; ends.len()];
    let answer = ask("working_days_between(date '2026-04-03', b)", &ends, &ends, &nothing);
    for (row, end) in ends.iter().enumerate() {
        assert_eq!(number(&answer, row), end.map(|end| naive.between(start, end)));
    }
}
