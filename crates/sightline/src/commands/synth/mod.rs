//! `synth`.

mod args;

use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;
use sightline_app::synthetic::{self, Form, Settings};

use super::words::{count, long_day};
use crate::Outcome;
use crate::args::Global;
use crate::failure::Failure;
use crate::screen::{Progress, Screen};

pub(crate) use args::{Synth, SynthFormat};

pub(super) fn synth(global: &Global, args: Synth, screen: &mut Screen) -> Result<Outcome, Failure> {
    let as_at = args.as_at.unwrap_or_else(|| end_of_last_month(global.call().today));
    let settings = Settings {
        children: args.children,
        years: args.years,
        authorities: args.authorities,
        seed: args.seed,
        as_at,
        scenario: args.scenario,
    };
    let mut forms: Vec<Form> = args.formats.iter().flat_map(|format| forms(*format)).copied().collect();
    forms.sort_unstable();
    forms.dedup();
    let progress = Progress::start("Telling the children's stories");
    let made = synthetic::make(&settings, &forms, &args.out, &mut |done, all| progress.at(done, all))?;
    drop(progress);
    if args.json {
        let councils: Vec<_> = made
            .councils
            .iter()
            .map(|council| {
                let rows: serde_json::Map<String, serde_json::Value> =
                    council.rows.iter().map(|(form, rows)| (form.name().to_owned(), (*rows).into())).collect();
                json!({
                    "name": council.name,
                    "folder": council.folder.display().to_string(),
                    "children": council.children,
                    "record_rows": council.record_rows,
                    "rows": rows,
                    "planted_errors": council.planted,
                })
            })
            .collect();
        screen.json(&json!({ "scenario": made.about, "as_at": as_at, "councils": councils }))?;
        return Ok(Outcome::Fine);
    }
    screen.paragraph(made.about)?;
    screen.gap()?;
    for council in &made.councils {
        let rows = usize::try_from(council.record_rows).unwrap_or(usize::MAX);
        screen.line(format!(
            "{}: {} children, {} as at {}, in {}",
            council.name,
            council.children,
            count(rows, "row"),
            long_day(as_at),
            council.folder.display()
        ))?;
        for (form, rows) in &council.rows {
            screen.line(format!("  {:<12} {rows} rows", form.name()))?;
        }
        if council.planted > 0 {
            let planted = count(council.planted, "planted error");
            screen.line(format!("  {planted}; {} says where", synthetic::ANSWER_KEY))?;
        }
    }
    Ok(Outcome::Fine)
}

/// The last day of the month before.
fn end_of_last_month(today: NaiveDate) -> NaiveDate {
    today.with_day(1).and_then(|first| first.checked_sub_days(Days::new(1))).unwrap_or(today)
}

fn forms(format: SynthFormat) -> &'static [Form] {
    match format {
        SynthFormat::AnnexA => &[Form::AnnexA],
        SynthFormat::AnnexACsv => &[Form::AnnexACsv],
        SynthFormat::Ssda903 => &[Form::Ssda903],
        SynthFormat::Ssda903Xml => &[Form::Ssda903Xml],
        SynthFormat::CinCensus => &[Form::CinCensus],
        SynthFormat::Ssd => &[Form::Ssd],
        SynthFormat::SsdParquet => &[Form::SsdParquet],
        SynthFormat::Local => &[Form::Local],
        SynthFormat::All => &[Form::AnnexA, Form::Ssda903, Form::CinCensus, Form::Ssd, Form::Local],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_as_at_date_is_the_end_of_the_month_before() {
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(end_of_last_month(on(2026, 11, 21)), on(2026, 10, 31));
        assert_eq!(end_of_last_month(on(2026, 3, 1)), on(2026, 2, 28));
    }
}
