//! `explain`.

use sightline_app::explain as pages;

use crate::Outcome;
use crate::failure::Failure;
use crate::screen::{Screen, Style, Text};

pub(super) fn explain(code: &str, screen: &mut Screen) -> Result<Outcome, Failure> {
    let page = pages::explain(code).ok_or_else(|| Failure::UnknownCode(code.to_owned()))?;
    screen.paragraph(Text::styled(Style::Bold, format!("{}: {}", page.code, page.title)))?;
    screen.gap()?;
    screen.paragraph(page.detail)?;
    screen.gap()?;
    screen.paragraph(Text::styled(Style::Bold, "What to do: ").and(Style::Plain, page.help))?;
    if let Some(example) = page.example {
        screen.gap()?;
        for line in example.lines() {
            screen.line(format!("    {line}").trim_end())?;
        }
    }
    Ok(Outcome::Fine)
}
