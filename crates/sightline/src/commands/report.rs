//! `report build`.

use serde_json::Value;
use sightline_app::ReportInput;

use super::words::{long_day, size};
use crate::args::Global;
use crate::failure::Failure;
use crate::screen::{Progress, Screen};
use crate::{Outcome, json};

pub(super) async fn build(
    global: &Global,
    input: &ReportInput,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let progress = Progress::start("Building the report");
    let app = global.app().await?;
    let built = app.build_report(&global.call(), input).await?;
    app.close().await?;
    drop(progress);
    if as_json {
        screen.json(&Value::from(built.iter().map(json::report).collect::<Vec<_>>()))?;
        return Ok(Outcome::Fine);
    }
    for report in &built {
        screen.line(format!(
            "Wrote {} ({}, sha256 {})",
            report.path.display(),
            size(report.size_bytes),
            report.sha256
        ))?;
    }
    match built.first().and_then(|report| report.compared_with) {
        Some(day) => screen.line(format!("Compared with the report of {}.", long_day(day)))?,
        None => screen.line("This is the first report, so it is compared with none.")?,
    }
    Ok(Outcome::Fine)
}
