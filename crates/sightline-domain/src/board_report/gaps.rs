//! What the plan itself lacks: dates, leads, words, links to findings.

use serde::{Deserialize, Serialize};

use crate::plan::Action;

use super::words::{due_words, leads_words, listed, listed_title, number_of, one_line};
use crate::standpoint::Standpoint;

/// One kind of gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Its heading, such as `Actions without a date`.
    pub title: String,
    /// One sentence: how many, or that there are none.
    pub sentence: String,
    /// Heading of the first column of its lines: `Ref` or `Inspection`.
    pub about: String,
    /// Heading of the second column: `Action` or `Finding`.
    pub what: String,
    /// Heading of the third column, such as `Lead`.
    pub with: String,
    /// All references, `1.5, 1.6 and 2.8`: enough on paper where a gap may be as it should.
    /// Null where each line is to be printed.
    pub references: Option<String>,
    /// What is lacking where, in plan order.
    pub lines: Vec<GapLine>,
}

/// One gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapLine {
    /// Reference of the action, or name of the inspection.
    pub reference: String,
    /// The action or finding, short.
    pub title: String,
    /// What helps to close it: the lead, or what the plan prints instead of a date.
    pub detail: String,
}

/// All kinds of gap, in a fixed order, also those without lines.
pub(super) fn gaps(now: &Standpoint<'_>) -> Vec<Gap> {
    let pick = |wanted: &dyn Fn(&Action) -> bool, detail: &dyn Fn(&Action) -> String| -> Vec<GapLine> {
        now.items
            .iter()
            .filter(|item| wanted(item.action))
            .map(|item| GapLine {
                reference: item.action.reference.clone(),
                title: listed_title(item.action),
                detail: detail(item.action),
            })
            .collect()
    };
    let lead = |action: &Action| leads_words(&action.leads, action.leads_raw.as_deref());
    let undated = pick(&|action| !action.placeholder && action.is_undated(), &|action| {
        format!("{}; {}", lead(action), lower_first(&due_words(action)))
    });
    let leaderless = pick(&|action| !action.placeholder && action.is_leaderless(), &|action| due_words(action));
    let placeholders =
        pick(&|action| action.placeholder, &|action| format!("{}; {}", lead(action), lower_first(&due_words(action))));
    let wordless =
        pick(&|action| !action.placeholder && action.text.as_deref().is_none_or(|text| text.trim().is_empty()), &lead);
    let (unanswered, sourceless) = finding_gaps(now, &pick);
    vec![
        gap("Actions without a date", "has no date", "have no date", "Lead and timescale", undated),
        gap("Actions without a lead", "has no lead", "have no lead", "Timescale", leaderless),
        gap(
            "Places held for actions still to be agreed",
            "is a placeholder",
            "are placeholders",
            "Lead and timescale",
            placeholders,
        ),
        gap("Actions without words", "has lost its words", "have lost their words", "Lead", wordless),
        unanswered,
        sourceless,
    ]
}

fn gap(title: &str, one: &str, many: &str, with: &str, lines: Vec<GapLine>) -> Gap {
    let sentence = match lines.len() {
        0 => "None.".to_owned(),
        1 => format!("1 action {one}."),
        count => format!("{count} actions {many}."),
    };
    Gap {
        title: title.to_owned(),
        sentence,
        about: "Ref".to_owned(),
        what: "Action".to_owned(),
        with: with.to_owned(),
        references: None,
        lines,
    }
}

/// `To be confirmed` becomes `to be confirmed`; `TBC` stays.
fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => words.to_owned(),
    }
}

type Pick<'a> = dyn Fn(&dyn Fn(&Action) -> bool, &dyn Fn(&Action) -> String) -> Vec<GapLine> + 'a;

/// Findings that no live action answers, and actions that answer no finding.
fn finding_gaps(now: &Standpoint<'_>, pick: &Pick<'_>) -> (Gap, Gap) {
    let findings = || {
        now.plan
            .inspections
            .iter()
            .flat_map(|inspection| inspection.findings.iter().map(move |finding| (inspection, finding)))
    };
    let cites_findings = findings().next().is_some() || now.items.iter().any(|item| !item.action.sources.is_empty());
    let unanswered: Vec<GapLine> = findings()
        .filter(|(_, finding)| !finding.action_refs.iter().any(|reference| now.item(reference).is_some()))
        .map(|(inspection, finding)| GapLine {
            reference: inspection.name.clone(),
            title: one_line(&finding.reference),
            detail: finding.text.as_deref().map(one_line).unwrap_or_default(),
        })
        .collect();
    let answers_none = |action: &Action| {
        !action.placeholder
            && action.sources.is_empty()
            && !findings().any(|(_, finding)| finding.action_refs.contains(&action.reference))
    };
    let sourceless = if cites_findings {
        pick(&answers_none, &|action| leads_words(&action.leads, action.leads_raw.as_deref()))
    } else {
        Vec::new()
    };
    let silent = "The plan does not cite inspection findings.";
    let sentence = |words: String| if cites_findings { words } else { silent.to_owned() };
    (
        Gap {
            title: "Findings without an action".to_owned(),
            sentence: sentence(match unanswered.len() {
                0 => "Every finding that the plan cites has an action.".to_owned(),
                count => format!("{} without an action in the plan.", number_of(count, "finding")),
            }),
            about: "Inspection".to_owned(),
            what: "Finding".to_owned(),
            with: "What it is about".to_owned(),
            references: None,
            lines: unanswered,
        },
        Gap {
            title: "Actions that answer no finding".to_owned(),
            sentence: sentence(match sourceless.len() {
                0 => "Every action answers a finding.".to_owned(),
                1 => "1 action answers no inspection finding. That may be right; it should be known.".to_owned(),
                count => {
                    format!("{count} actions answer no inspection finding. That may be right; it should be known.")
                }
            }),
            about: "Ref".to_owned(),
            what: "Action".to_owned(),
            with: "Lead".to_owned(),
            references: (!sourceless.is_empty())
                .then(|| listed(&sourceless.iter().map(|line| line.reference.clone()).collect::<Vec<_>>())),
            lines: sourceless,
        },
    )
}
