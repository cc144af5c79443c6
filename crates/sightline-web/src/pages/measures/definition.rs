//! What a measure is: the box at the end of its page.

use sightline_app::figures_view::MeasureDefinition;

use crate::components::Link;
use crate::words;

/// The definition, name by name.
pub(super) struct DefinitionBox {
    pub(super) what: String,
    pub(super) why: String,
    pub(super) rows: Vec<(&'static str, String)>,
    /// Title of the publication, with its edition; where it is.
    pub(super) source: Link,
    pub(super) version: String,
    pub(super) review_due: Option<String>,
}

impl DefinitionBox {
    /// `is_past_review` puts the warning before it.
    pub(super) fn of(definition: &MeasureDefinition, is_past_review: bool) -> Self {
        let mut rows = vec![("One row is", definition.one_row.clone())];
        rows.extend(definition.numerator.clone().map(|numerator| ("Numerator", numerator)));
        let denominator = if definition.numerator.is_some() { "Denominator" } else { "What is counted" };
        rows.push((denominator, definition.denominator.clone()));
        rows.extend(definition.population.as_deref().map(|name| ("Population", population(name))));
        rows.push(("Which way is good", definition.better.sentence().to_owned()));
        rows.extend(
            definition
                .threshold
                .as_ref()
                .map(|threshold| ("Threshold", format!("{} ({})", threshold.words, threshold.source))),
        );
        rows.push(("Owner", definition.owner.clone()));
        rows.push(("Checked by", definition.checker.clone()));
        let (reviewed, due) = (words::day(definition.reviewed_on), words::day(definition.review_due));
        rows.push(("Reviewed", format!("{reviewed}; to be reviewed again by {due}")));
        rows.extend(definition.catalogue.clone().map(|id| ("Id in the sector’s catalogue", id)));
        if !definition.scorecard_refs.is_empty() {
            rows.push(("References on scorecards", words::list(&definition.scorecard_refs)));
        }
        let edition = definition.source.edition.as_ref().map(|edition| format!(", {edition}")).unwrap_or_default();
        Self {
            what: definition.definition.clone(),
            why: definition.why.clone(),
            rows,
            source: Link::new(
                format!("{}{edition}", definition.source.title),
                definition.source.url.as_deref().filter(|url| url.starts_with("https://")).unwrap_or_default(),
            ),
            version: definition.version.clone(),
            review_due: is_past_review.then_some(due),
        }
    }
}

/// A population by its name, in words.
fn population(name: &str) -> String {
    match name {
        "children_0_17" => "Children aged 0 to 17 who live in the area".to_owned(),
        other => words::capital(&other.replace('_', " ")),
    }
}
