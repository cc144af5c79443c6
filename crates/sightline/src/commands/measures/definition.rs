//! `measure explain`.

use serde_json::json;

use crate::Outcome;
use crate::args::Global;
use crate::commands::words::long_day;
use crate::failure::Failure;
use crate::screen::{Screen, Style, Text};

pub(super) async fn explain(global: &Global, id: &str, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let explained = app.explain_measure(&global.call(), id).await?;
    app.close().await?;
    let measure = &explained.definition;
    if as_json {
        screen.json(&json!({
            "id": measure.id,
            "title": measure.title,
            "kind": measure.kind.name(),
            "definition": measure.definition,
            "why": measure.why,
            "numerator": measure.numerator,
            "denominator": measure.denominator,
            "unit": measure.unit,
            "version": measure.version,
            "query": measure.sql,
            "plan": explained.plan,
        }))?;
        return Ok(Outcome::Fine);
    }
    screen.line(Text::styled(Style::Bold, measure.title.clone()))?;
    for words in [&measure.definition, &measure.why] {
        screen.paragraph(words.clone())?;
    }
    screen.gap()?;
    let mut facts = vec![
        ("Which way is good", measure.better.sentence().to_owned()),
        ("Kind", format!("{}, {}", measure.kind.name(), measure.unit)),
        ("Counted", measure.denominator.clone()),
    ];
    facts.extend(measure.numerator.iter().map(|numerator| ("Numerator", numerator.clone())));
    facts.extend(
        measure.threshold.iter().map(|threshold| ("Threshold", format!("{} ({})", threshold.words, threshold.source))),
    );
    facts.push(("Source", measure.source.title.clone()));
    facts.push(("Needs one of", measure.needs.join(", ")));
    facts.push((
        "Looked over",
        format!("{}, due again {}", long_day(measure.reviewed_on), long_day(measure.review_due)),
    ));
    facts.push(("Version", measure.version.clone()));
    for (label, words) in facts {
        screen.paragraph(Text::styled(Style::Bold, format!("{label}: ")).and(Style::Plain, words))?;
    }
    for (title, text) in [("Query", &measure.sql), ("How it is worked out, from the bottom up", &explained.plan)] {
        screen.gap()?;
        screen.line(Text::styled(Style::Bold, title))?;
        for line in text.lines() {
            screen.line(format!("  {line}"))?;
        }
    }
    Ok(Outcome::Fine)
}
