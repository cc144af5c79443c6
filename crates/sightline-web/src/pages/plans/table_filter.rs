//! The filter of the plan table as a form.

use sightline_app::plan_views::{Facet, FacetValue, Facets, PlanFilter};

use super::address::PlanLinks;
use crate::components::filter_panel::FilterField;
use crate::components::{Checkboxes, Choice, FilterPanel, Link, Select, TextInput};

/// The form, and what of the filter is in use.
///
/// `path` is the page below the plan's address; `keep` is what else its address holds.
pub(super) fn filter_panel(
    filter: &PlanFilter,
    facets: &Facets,
    links: &PlanLinks,
    path: &str,
    keep: &[(&'static str, String)],
) -> FilterPanel {
    let mut fields = vec![FilterField::Text(
        TextInput::new("q", "Words")
            .hint("In the action, its lead or its latest update")
            .value(&filter.words)
            .kind("search"),
    )];
    fields.extend(checkboxes("Action rating", &facets.action_ratings));
    if let Some(ratings) = &facets.impact_ratings {
        fields.extend(checkboxes("Impact rating", ratings));
    }
    fields.extend(checkboxes("Standing", &facets.standings));
    fields.extend(checkboxes("Due", &facets.due));
    fields.extend(checkboxes("Priority", &facets.priorities));
    fields.extend(select("Lead", "Anybody", &facets.leads));
    fields.extend(select("Inspection finding", "Any or none", &facets.sources));
    fields.extend(checkboxes("Updates", &facets.silent));
    fields.extend(select("Placeholders", "With and without", &facets.placeholder));
    if facets.states.values.len() > 1 {
        fields.extend(checkboxes("State", &facets.states));
    }
    let label = if filter.shows_everything() { "Filter" } else { "Change filter" };
    let mut panel = FilterPanel::new(label, links.view(path), fields);
    let mut kept: Vec<(&'static str, String)> = keep.to_vec();
    kept.extend(filter.pairs().into_iter().filter(|(key, _)| *key == "sort"));
    for (key, value) in &kept {
        panel = panel.keep(*key, value);
    }
    // Beyond the one that a select can hold.
    for facet in [&facets.leads, &facets.sources] {
        for value in facet.values.iter().filter(|value| value.is_chosen).skip(1) {
            panel = panel.keep(facet.key, &value.code);
        }
    }
    let href = |pairs: &[(&'static str, String)]| {
        let all: Vec<String> = keep.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let query = [all.join("&"), query_of(pairs)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        links.with(path, &query.join("&"))
    };
    panel.in_use(in_use(filter, facets, &href), href(&sort_only(filter)))
}

/// Address of the table with these filters.
type HrefOf<'a> = &'a dyn Fn(&[(&'static str, String)]) -> String;

/// Each filter in use in words; its link leads to the list without it.
fn in_use(filter: &PlanFilter, facets: &Facets, href: HrefOf<'_>) -> Vec<Link> {
    let pairs = filter.pairs();
    let mut links = Vec::new();
    for (place, (key, code)) in pairs.iter().enumerate().filter(|(_, (key, _))| *key != "sort") {
        let mut others = pairs.clone();
        others.remove(place);
        links.push(Link::new(words_of(key, code, facets), href(&others)));
    }
    links
}

fn words_of(key: &str, code: &str, facets: &Facets) -> String {
    let facet = |name: &str, facet: &Facet| {
        let value = facet.values.iter().find(|value| value.code.eq_ignore_ascii_case(code));
        format!("{name}: {}", value.map_or(code, |value| value.words.as_str()))
    };
    match key {
        "priority" => facet("Priority", &facets.priorities),
        "rating" => facet("Action rating", &facets.action_ratings),
        "impact" => facet("Impact rating", facets.impact_ratings.as_ref().unwrap_or(&facets.action_ratings)),
        "standing" => facet("Standing", &facets.standings),
        "lead" => facet("Lead", &facets.leads),
        "due" => facet("Due", &facets.due),
        "updated" => facet("Updates", &facets.silent),
        "placeholder" => facet("Placeholders", &facets.placeholder),
        "source" => facet("Finding", &facets.sources),
        "state" => facet("State", &facets.states),
        _ => format!("Words: {code}"),
    }
}

fn sort_only(filter: &PlanFilter) -> Vec<(&'static str, String)> {
    filter.pairs().into_iter().filter(|(key, _)| *key == "sort").collect()
}

/// The query of some of a filter's pairs.
pub(super) fn query_of(pairs: &[(&'static str, String)]) -> String {
    let one = |(key, value): &(&'static str, String)| {
        let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
        format!("{key}={value}")
    };
    pairs.iter().map(one).collect::<Vec<_>>().join("&")
}

fn counted(value: &FacetValue) -> Choice {
    Choice::new(&value.code, format!("{} ({})", value.words, value.count)).chosen(value.is_chosen)
}

fn checkboxes(legend: &'static str, facet: &Facet) -> Option<FilterField> {
    let choices: Vec<Choice> = facet.values.iter().map(counted).collect();
    (!choices.is_empty()).then(|| FilterField::Checkboxes(Checkboxes::new(facet.key, legend).choices(choices).small()))
}

fn select(label: &'static str, any: &'static str, facet: &Facet) -> Option<FilterField> {
    let is_any = !facet.values.iter().any(|value| value.is_chosen);
    let mut is_first = true;
    let choices = facet.values.iter().map(|value| {
        let chosen = value.is_chosen && std::mem::take(&mut is_first);
        counted(value).chosen(chosen)
    });
    let choices: Vec<Choice> = std::iter::once(Choice::new("", any).chosen(is_any)).chain(choices).collect();
    (choices.len() > 1).then(|| FilterField::Select(Select::new(facet.key, label).choices(choices)))
}
