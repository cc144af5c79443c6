//! Days as the law and the figures count them: working days, ages, years, terms and timescales.
//!
//! What is fact and may change stands in `content/reference/`: bank holidays,
//! timescales, terms. Every function takes its days as arguments; nothing here
//! knows what day it is.

mod age;
mod bank_holidays;
mod reference;
mod timescale;
mod working_days;
mod years;

pub use age::{age_band, age_on, birthday};
pub use bank_holidays::{BankHoliday, BankHolidays};
pub use reference::ReferenceFault;
pub(crate) use reference::{day as toml_day, read as read_reference};
pub use timescale::{Length, SetBy, Timescale, Timescales};
pub use working_days::WorkingDays;
pub use years::{
    Terms, academic_year, academic_year_start, add_months, financial_year, financial_year_start, month_end,
    month_start, quarter_end, quarter_start,
};
