//! A verdict that was kept, and how it came to be another one than the one before.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{DoingInput, ImpactInput, LinkFigures, LinkState, LinkVerdict, RULES, TargetState};
use super::{doing_inputs, impact_inputs};
use crate::board_report::Axis;
use crate::scale::{Brag, Scale};

/// A verdict on one rating of an action, as it was kept on a day; never changed afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictRecord {
    /// Reference of the action.
    pub action: String,
    /// Which of its two ratings.
    pub axis: Axis,
    /// The day of the verdict.
    pub as_at: NaiveDate,
    /// Code of the rating in force.
    pub rated: String,
    /// The day that the update reports on which gave it; absent for the rating of the plan as it was imported.
    pub rated_on: Option<NaiveDate>,
    /// The best rating that the evidence supports; absent when it supports none.
    pub supports: Option<Brag>,
    /// The verdict, by its code: where the action stands, or what the evidence says of its impact.
    pub says: String,
    /// Why, in sentences that hold no figure which anybody may not see.
    pub reasons: Vec<String>,
    /// Each linked measure with its figures; of a verdict on doing there are none.
    pub measures: Vec<RecordedMeasure>,
    /// The extract that measures were counted in; absent when none was published, or none is linked.
    pub extract: Option<String>,
    /// The version of the rules.
    pub rules: String,
    /// SHA-256 of [`RecordInputs`] as JSON, as 64 small hexadecimal digits.
    pub inputs_sha256: String,
    /// Who had it kept.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A linked measure as it stood in a verdict that was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedMeasure {
    /// Its id.
    pub measure: String,
    /// What people called it.
    pub name: String,
    /// The version of its definition; absent when it was no more.
    pub definition: Option<String>,
    /// What its figures said.
    pub state: LinkState,
    /// What they said about the target.
    pub target: TargetState,
    /// The figures; empty where they are too small to be shown to everybody.
    pub figures: LinkFigures,
}

/// Everything that a verdict was made from but the day itself; its JSON is the same for the same inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordInputs<'a> {
    /// Which rating.
    side: Axis,
    /// The rules.
    rules: &'a str,
    /// The rating in force.
    rated: &'a str,
    /// Of doing, whether the evidence of impact is ready for the best level; of impact, whether the action is complete.
    is_other_side_ready: bool,
    /// The version of each measure's definition, by its id.
    definitions: BTreeMap<&'a str, &'a str>,
    /// The extract.
    extract: Option<&'a str>,
    /// Every other fact, a line each.
    facts: Vec<String>,
}

impl<'a> RecordInputs<'a> {
    /// What a verdict on doing was made from.
    #[must_use]
    pub fn of_doing(input: &DoingInput<'_>, rated: &'a str, is_impact_ready: bool) -> Self {
        Self {
            side: Axis::Action,
            rules: RULES,
            rated,
            is_other_side_ready: is_impact_ready,
            definitions: BTreeMap::new(),
            extract: None,
            facts: facts(&doing_inputs(input)),
        }
    }

    /// What a verdict on impact was made from.
    #[must_use]
    pub fn of_impact(
        input: &ImpactInput<'_>,
        rated: &'a str,
        is_complete: bool,
        definitions: BTreeMap<&'a str, &'a str>,
        extract: Option<&'a str>,
    ) -> Self {
        Self {
            side: Axis::Impact,
            rules: RULES,
            rated,
            is_other_side_ready: is_complete,
            definitions,
            extract,
            facts: facts(&impact_inputs(input)),
        }
    }
}

/// The lines without the first, which names the day: a day that passes is no other evidence.
fn facts(text: &str) -> Vec<String> {
    text.lines().skip(1).map(str::to_owned).collect()
}

impl RecordedMeasure {
    /// A linked measure of a verdict.
    #[must_use]
    pub fn of(link: &LinkVerdict, definition: Option<&str>) -> Self {
        Self {
            measure: link.measure.clone(),
            name: link.name.clone(),
            definition: definition.map(str::to_owned),
            state: link.state,
            target: link.target,
            figures: link.figures.clone(),
        }
    }
}

impl VerdictRecord {
    /// True when nothing is to be kept after `earlier`: it was made from the same and says the same.
    ///
    /// The same inputs can say something else on another day, when a date has passed.
    #[must_use]
    pub fn repeats(&self, earlier: &Self) -> bool {
        self.inputs_sha256 == earlier.inputs_sha256 && self.supports == earlier.supports && self.says == earlier.says
    }

    /// What is otherwise than in the record before, in sentences; `None` being the first record.
    ///
    /// `scale` is that of the rating.
    #[must_use]
    pub fn changes_since(&self, earlier: Option<&Self>, scale: &Scale) -> Vec<String> {
        let Some(earlier) = earlier else { return vec!["The first verdict that was kept.".to_owned()] };
        let mut changes = Vec::new();
        if self.rated != earlier.rated {
            changes.push(format!("Rated {}, before that {}.", name(scale, &self.rated), name(scale, &earlier.rated)));
        } else if self.rated_on != earlier.rated_on {
            changes.push(format!("Rated {} again.", name(scale, &self.rated)));
        }
        if self.supports != earlier.supports {
            let supported = |supports: Option<Brag>| supports.map_or("no rating", Brag::code);
            changes.push(format!(
                "The evidence supports {}, before that {}.",
                supported(self.supports),
                supported(earlier.supports)
            ));
        }
        let before: BTreeMap<&str, &RecordedMeasure> =
            earlier.measures.iter().map(|measure| (measure.measure.as_str(), measure)).collect();
        for now in &self.measures {
            changes.extend(now.changes_since(before.get(now.measure.as_str()).copied()));
        }
        if self.extract != earlier.extract {
            changes.push("Measures are counted in other records.".to_owned());
        }
        if self.rules != earlier.rules {
            changes.push("The rules of verdicts are other ones.".to_owned());
        }
        if changes.is_empty() {
            changes.push("What it is made from changed, and the verdict stayed.".to_owned());
        }
        changes
    }
}

impl RecordedMeasure {
    fn changes_since(&self, earlier: Option<&Self>) -> Option<String> {
        let (name, state) = (&self.name, self.state.words());
        match earlier {
            None => Some(format!("{name} is linked: {state}.")),
            Some(earlier) if earlier.state != self.state => {
                Some(format!("{name}: {state}, before that {}.", earlier.state.words()))
            }
            Some(earlier) if earlier.definition != self.definition => {
                Some(format!("{name} is counted by another version of its definition."))
            }
            Some(_) => None,
        }
    }
}

fn name<'a>(scale: &'a Scale, code: &'a str) -> &'a str {
    scale.level(code).map_or(code, |level| level.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> VerdictRecord {
        VerdictRecord {
            action: "1.1".to_owned(),
            axis: Axis::Impact,
            as_at: NaiveDate::from_ymd_opt(2026, 11, 5).unwrap(),
            rated: "green".to_owned(),
            rated_on: NaiveDate::from_ymd_opt(2026, 10, 20),
            supports: Some(Brag::Amber),
            says: "amber".to_owned(),
            reasons: Vec::new(),
            measures: vec![RecordedMeasure {
                measure: "visits".to_owned(),
                name: "Visits in time".to_owned(),
                definition: Some("v1".to_owned()),
                state: LinkState::TooEarly,
                target: TargetState::NoTarget,
                figures: LinkFigures::default(),
            }],
            extract: Some("e1".to_owned()),
            rules: RULES.to_owned(),
            inputs_sha256: "a".repeat(64),
            by: "Sightline".to_owned(),
            at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_changed_is_told_in_sentences() {
        let (scale, before) = (Scale::brag(), record());
        assert_eq!(before.changes_since(None, &scale), ["The first verdict that was kept."]);
        let mut now = record();
        now.inputs_sha256 = "b".repeat(64);
        assert_eq!(now.changes_since(Some(&before), &scale), ["What it is made from changed, and the verdict stayed."]);
        now.rated = "blue".to_owned();
        now.supports = None;
        now.measures[0].state = LinkState::Worsening;
        now.measures.push(RecordedMeasure {
            measure: "new".to_owned(),
            name: "New".to_owned(),
            ..now.measures[0].clone()
        });
        now.extract = Some("e2".to_owned());
        assert_eq!(
            now.changes_since(Some(&before), &scale),
            [
                "Rated Blue, before that Green.",
                "The evidence supports no rating, before that amber.",
                "Visits in time: worsening, before that too early.",
                "New is linked: worsening.",
                "Measures are counted in other records.",
            ]
        );
    }

    #[test]
    fn a_verdict_is_kept_again_when_its_inputs_or_its_words_change_and_not_because_a_day_passed() {
        let before = record();
        let later = VerdictRecord { as_at: NaiveDate::from_ymd_opt(2026, 11, 6).unwrap(), ..record() };
        assert!(later.repeats(&before));
        assert!(!VerdictRecord { supports: Some(Brag::Red), ..record() }.repeats(&before));
        assert!(!VerdictRecord { inputs_sha256: "b".repeat(64), ..record() }.repeats(&before));
    }

    #[test]
    fn the_day_is_no_part_of_the_inputs_and_everything_known_is() {
        let input = |as_at| ImpactInput {
            links: &[],
            items: &[],
            test_on: None,
            due_on: NaiveDate::from_ymd_opt(2026, 12, 31),
            as_at: NaiveDate::from_ymd_opt(2026, 11, as_at).unwrap(),
        };
        let text = |as_at, rated| {
            let inputs = RecordInputs::of_impact(&input(as_at), rated, false, BTreeMap::new(), None);
            serde_json::to_string(&inputs).unwrap()
        };
        assert_eq!(text(5, "green"), text(6, "green"));
        assert_ne!(text(5, "green"), text(5, "red"));
        assert_eq!(
            text(5, "green"),
            r#"{"side":"impact","rules":"verdict-1","rated":"green","is_other_side_ready":false,"definitions":{},"extract":null,"facts":["test - due 2026-12-31"]}"#
        );
    }
}
