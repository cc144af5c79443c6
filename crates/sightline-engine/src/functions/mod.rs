//! SQL functions of the sector: working days, due dates, ages, years and places.
//!
//! One file each: what it is called, what it takes, what it means, examples
//! that a test runs, and how it works its column out. All of them give null
//! where an argument is null, and none of them reads a clock.

mod academic_year;
mod academic_year_start;
mod add_months;
mod add_working_days;
mod age_band;
mod age_on;
mod arguments;
mod calendar;
mod days_between;
mod due_on;
mod financial_year;
mod financial_year_start;
mod function;
mod is_working_day;
mod miles_between;
mod misuse;
mod month_end;
mod month_start;
mod outward_code;
mod page;
mod quarter_end;
mod quarter_start;
mod shell;
mod term_start;
mod working_days_between;

use std::sync::Arc;

use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::SessionContext;

pub use calendar::Calendar;
pub use function::{Function, Kind};
pub use misuse::Misuse;
pub(crate) use outward_code::outward;
pub use page::page;

/// Every function, in the order of the reference page.
pub static ALL: [&Function; 19] = [
    &working_days_between::FUNCTION,
    &add_working_days::FUNCTION,
    &is_working_day::FUNCTION,
    &days_between::FUNCTION,
    &add_months::FUNCTION,
    &age_on::FUNCTION,
    &age_band::FUNCTION,
    &due_on::FUNCTION,
    &month_start::FUNCTION,
    &month_end::FUNCTION,
    &quarter_start::FUNCTION,
    &quarter_end::FUNCTION,
    &financial_year::FUNCTION,
    &financial_year_start::FUNCTION,
    &academic_year::FUNCTION,
    &academic_year_start::FUNCTION,
    &term_start::FUNCTION,
    &outward_code::FUNCTION,
    &miles_between::FUNCTION,
];

/// Adds the functions to a session, with the calendar that is built in.
pub fn register(session: &SessionContext) {
    register_with(session, &Arc::new(Calendar::built_in()));
}

/// Adds the functions to a session, with a council's own calendar.
pub fn register_with(session: &SessionContext, calendar: &Arc<Calendar>) {
    for function in ALL {
        session.register_udf(ScalarUDF::from(shell::Shell::new(function, Arc::clone(calendar))));
    }
}
