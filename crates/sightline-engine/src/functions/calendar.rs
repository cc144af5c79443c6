//! What the functions count by: working days, timescales and terms.

use std::collections::BTreeMap;

use sightline_domain::calendar::{BankHolidays, ReferenceFault, Terms, Timescales, WorkingDays};
use sightline_domain::content::{Faults, Text};

/// A file of the calendar does not load.
const DOES_NOT_LOAD: &str = "SL-M033";

/// The calendar of a session.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Days that are worked.
    pub working_days: WorkingDays,
    /// How long each thing may take.
    pub timescales: Timescales,
    /// When school terms start.
    pub terms: Terms,
}

impl Calendar {
    /// The calendar of `content/reference/`.
    #[must_use]
    pub fn built_in() -> Self {
        Self {
            working_days: WorkingDays::of_england().clone(),
            timescales: Timescales::built_in().clone(),
            terms: Terms::built_in().clone(),
        }
    }

    /// The calendar of the files `reference/bank_holidays.toml`, `timescales.toml` and `terms.toml`.
    ///
    /// What a file does not give stays as it is built in: the days and the
    /// terms where the file is not there, and each timescale that it does not name.
    pub(crate) fn load(files: &BTreeMap<&str, &str>, faults: &mut Faults) -> Self {
        let mut calendar = Self::built_in();
        let mut read = |file: &'static str, take: &mut dyn FnMut(&str) -> Result<(), ReferenceFault>| {
            let Some(text) = files.get(file) else { return };
            let Err(ReferenceFault { line, what }) = take(text) else { return };
            let offset =
                line.map_or(0, |line| text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum());
            let next = "compare it with the file that is built in";
            faults.add(
                (Text { file, text }, offset),
                DOES_NOT_LOAD,
                what.trim_end_matches('.').to_owned(),
                "no due date could be worked out",
                next,
            );
        };
        read("reference/bank_holidays.toml", &mut |text| {
            calendar.working_days = WorkingDays::new(&BankHolidays::from_toml(text)?);
            Ok(())
        });
        read("reference/timescales.toml", &mut |text| {
            calendar.timescales = Timescales::built_in().with_own(&Timescales::from_toml(text)?);
            Ok(())
        });
        read("reference/terms.toml", &mut |text| {
            calendar.terms = Terms::from_toml(text)?;
            Ok(())
        });
        calendar
    }
}
