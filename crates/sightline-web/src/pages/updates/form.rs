//! What is said in an update, as a form.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use sightline_app::domain::scale::{Level, Scale};
use sightline_app::error::Missing;
use sightline_app::{ActionRecord, DraftFields, Error, UpdateForm, UpdateInput};

use crate::components::{Choice, DateInput, ErrorSummary, Radios, Textarea};
use crate::forms::{FormErrors, TypedDay};
use crate::pages::actions::{action_meaning, impact_meaning};
use crate::words;

/// Letters of a note at most: what fits a paper for a board.
const LONGEST_NOTE: usize = 1_200;
/// Letters of the other texts at most.
const LONGEST_TEXT: usize = 2_000;

/// The form as it was sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GiveForm {
    action_rating: String,
    impact_rating: String,
    note: String,
    forecast_day: String,
    forecast_month: String,
    forecast_year: String,
    evidence: String,
    sustained: String,
    on_day: String,
    on_month: String,
    on_year: String,
    /// Which button was pressed: `draft`, or anything else to send.
    step: String,
}

/// The fields of the page, with what was typed and what is wrong.
pub(super) struct GiveFields {
    pub(super) is_wrong: bool,
    pub(super) summary: ErrorSummary,
    pub(super) action_rating: Radios,
    pub(super) impact_rating: Option<Radios>,
    pub(super) note: Textarea,
    pub(super) forecast: DateInput,
    pub(super) evidence: Textarea,
    pub(super) sustained: Textarea,
    pub(super) on: DateInput,
}

/// An update that can be handed over, and the day it reports on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) on: Option<NaiveDate>,
    pub(super) input: UpdateInput,
}

impl GiveForm {
    /// True when it is to be kept for later.
    pub(super) fn is_draft(&self) -> bool {
        self.step == "draft"
    }

    /// What the form is first filled with: the draft, or how the action stands.
    pub(super) fn of(form: &UpdateForm) -> Self {
        if let Some(draft) = &form.draft {
            return Self::from_draft(draft);
        }
        let record = &form.record;
        let [forecast_day, forecast_month, forecast_year] = TypedDay::fields(record.forecast_on);
        let [on_day, on_month, on_year] = TypedDay::fields(Some(form.reports_on));
        Self {
            action_rating: record.action_rating.clone().unwrap_or_default(),
            impact_rating: record.impact_rating.clone().unwrap_or_default(),
            forecast_day,
            forecast_month,
            forecast_year,
            on_day,
            on_month,
            on_year,
            ..Self::default()
        }
    }

    /// Everything that was typed, by field.
    pub(super) fn typed(&self) -> BTreeMap<String, String> {
        self.fields_by_name().into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    fn fields_by_name(&self) -> [(&'static str, &String); 11] {
        [
            ("action_rating", &self.action_rating),
            ("impact_rating", &self.impact_rating),
            ("note", &self.note),
            ("forecast_day", &self.forecast_day),
            ("forecast_month", &self.forecast_month),
            ("forecast_year", &self.forecast_year),
            ("evidence", &self.evidence),
            ("sustained", &self.sustained),
            ("on_day", &self.on_day),
            ("on_month", &self.on_month),
            ("on_year", &self.on_year),
        ]
    }

    fn from_draft(draft: &DraftFields) -> Self {
        let field = |name: &str| draft.fields.get(name).cloned().unwrap_or_default();
        Self {
            action_rating: field("action_rating"),
            impact_rating: field("impact_rating"),
            note: field("note"),
            forecast_day: field("forecast_day"),
            forecast_month: field("forecast_month"),
            forecast_year: field("forecast_year"),
            evidence: field("evidence"),
            sustained: field("sustained"),
            on_day: field("on_day"),
            on_month: field("on_month"),
            on_year: field("on_year"),
            step: String::new(),
        }
    }

    /// The update that the form gives for an action.
    pub(super) fn validate(&self, reference: &str) -> Result<Given, FormErrors> {
        let mut errors = FormErrors::default();
        let too_long = |text: &str, most: usize| text.chars().count() > most;
        if too_long(&self.note, LONGEST_NOTE) {
            errors.add("note", format!("Use at most {} letters to say what happened", words::number(LONGEST_NOTE)));
        }
        let forecast = TypedDay::read(&self.forecast_day, &self.forecast_month, &self.forecast_year);
        if forecast == TypedDay::NoDay {
            errors.add("forecast", "Enter a real day on which it will be complete, such as 30 6 2027");
        }
        for (field, text, what) in [
            ("evidence", &self.evidence, "for the evidence"),
            ("sustained", &self.sustained, "to say how it will last"),
        ] {
            if too_long(text, LONGEST_TEXT) {
                errors.add(field, format!("Use at most {} letters {what}", words::number(LONGEST_TEXT)));
            }
        }
        let on = TypedDay::read(&self.on_day, &self.on_month, &self.on_year);
        if on == TypedDay::NoDay {
            errors.add("on", "Enter the real day that this update is for, such as 31 10 2026");
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Given {
            on: day_of(on),
            input: UpdateInput {
                action: reference.to_owned(),
                action_rating: filled(&self.action_rating),
                impact_rating: filled(&self.impact_rating),
                note: filled(&self.note),
                forecast_on: day_of(forecast),
                evidence: self.evidence.lines().filter_map(filled).collect(),
                sustained: filled(&self.sustained),
            },
        })
    }

    /// The fields of the page.
    pub(super) fn fields(self, record: &ActionRecord, errors: &FormErrors) -> GiveFields {
        let scale = &record.scale;
        GiveFields {
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            action_rating: Radios::new("action_rating", "Are we doing it?")
                .hint("The action rating. It says nothing about whether children are better off.")
                .choices(levels(scale, &self.action_rating, action_meaning))
                .error(errors.of("action_rating")),
            impact_rating: scale.rates_impact.then(|| {
                Radios::new("impact_rating", "Is it making a difference?")
                    .hint("The impact rating. ‘Done’ never makes it green; leave it open when nobody can say yet.")
                    .choices(levels(scale, &self.impact_rating, impact_meaning))
                    .error(errors.of("impact_rating"))
            }),
            note: Textarea::new("note", "What happened since the last update?")
                .hint("A sentence or two. Do not name children or families.")
                .rows(4)
                .limit(LONGEST_NOTE)
                .value(self.note)
                .error(errors.of("note")),
            forecast: DateInput::new("forecast", "When will it be complete?")
                .hint("Only when you expect another day than the plan says, for example 30 6 2027.")
                .typed(self.forecast_day, self.forecast_month, self.forecast_year)
                .error(errors.of("forecast")),
            evidence: Textarea::new("evidence", "What does this rest on?")
                .hint("One on each line: a measure, an audit, what families said. You can attach files afterwards.")
                .rows(3)
                .value(self.evidence)
                .error(errors.of("evidence")),
            sustained: Textarea::new("sustained", "How will it last?")
                .hint("Asked for when you choose the best level.")
                .rows(2)
                .value(self.sustained)
                .error(errors.of("sustained")),
            on: DateInput::new("on", "Which day is this update for?")
                .hint("Today, or a day of the month that is asked for.")
                .typed(self.on_day, self.on_month, self.on_year)
                .error(errors.of("on")),
        }
    }
}

fn day_of(typed: TypedDay) -> Option<NaiveDate> {
    match typed {
        TypedDay::Day(day) => Some(day),
        TypedDay::Nothing | TypedDay::NoDay => None,
    }
}

/// The levels of a scale as answers, best first, each with its definition beside it.
fn levels(scale: &Scale, chosen: &str, meaning: fn(&Level) -> Option<String>) -> Vec<Choice> {
    scale
        .levels
        .iter()
        .rev()
        .map(|level| {
            let choice = Choice::new(level.code.as_str(), level.name.as_str())
                .chosen(level.code.eq_ignore_ascii_case(chosen.trim()));
            match meaning(level) {
                Some(meaning) => choice.hint(meaning),
                None => choice,
            }
        })
        .collect()
}

/// What a use case refused, beside the fields that it is about; anything else comes back.
pub(super) fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    match &error {
        Error::BlueUnsupported { level, missing, .. } => {
            for part in missing {
                let (field, what) = match part {
                    Missing::Note => ("note", format!("Say what happened: {level} needs a note")),
                    Missing::Evidence => ("evidence", format!("Name what shows it: {level} needs evidence")),
                    Missing::Sustained => ("sustained", format!("Say how it will last: {level} needs that")),
                    Missing::Complete => (
                        "impact_rating",
                        format!("Choose a level below {level}: the action itself is not rated complete"),
                    ),
                    Missing::Verdict(_) => {
                        let lacking = part.words();
                        ("impact_rating", format!("Choose a level below {level}: its evidence still lacks {lacking}"))
                    }
                    Missing::Milestone(step) => (
                        "action_rating",
                        format!("Choose a level below {level}: the milestone ‘{step}’ is not complete yet"),
                    ),
                };
                errors.add(field, what);
            }
        }
        Error::FutureDay { on } => {
            errors.add("on", format!("Choose a day up to today: {} is still to come", words::day(*on)));
        }
        Error::NothingSaid { .. } => errors.add("note", "Choose a rating or say what happened"),
        Error::UnknownRating { .. } => errors.add("action_rating", "Choose one of the levels of this plan"),
        Error::NoImpactRating { .. } => errors.add("action_rating", "This plan rates the action only"),
        _ => return Err(error),
    }
    Ok(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> GiveForm {
        GiveForm { action_rating: "green".to_owned(), ..GiveForm::default() }
    }

    #[test]
    fn what_is_typed_becomes_an_update_without_blank_lines() {
        let form = GiveForm {
            note: " Two more people started. ".to_owned(),
            evidence: "Scorecard\r\n\r\n Audit of May ".to_owned(),
            forecast_day: "30".to_owned(),
            forecast_month: "6".to_owned(),
            forecast_year: "2027".to_owned(),
            ..form()
        };
        let given = form.validate("1.1").unwrap();
        assert_eq!(given.on, None);
        assert_eq!(given.input.note.as_deref(), Some("Two more people started."));
        assert_eq!(given.input.evidence, ["Scorecard", "Audit of May"]);
        assert_eq!(given.input.forecast_on, NaiveDate::from_ymd_opt(2027, 6, 30));
        assert_eq!((given.input.impact_rating, given.input.sustained), (None, None));
    }

    #[test]
    fn each_thing_that_is_wrong_is_said_at_its_field() {
        let form = GiveForm {
            note: "x".repeat(LONGEST_NOTE + 1),
            forecast_day: "31".to_owned(),
            forecast_month: "2".to_owned(),
            forecast_year: "2027".to_owned(),
            on_year: "2026".to_owned(),
            sustained: "x".repeat(LONGEST_TEXT + 1),
            ..form()
        };
        let errors = form.validate("1.1").unwrap_err();
        let fields: Vec<&str> = errors.all().map(|(field, _)| field).collect();
        assert_eq!(fields, ["note", "forecast", "sustained", "on"]);
    }

    #[test]
    fn an_unsupported_blue_is_told_at_every_field_that_lacks_something() {
        let error = Error::BlueUnsupported {
            action: "1.1".to_owned(),
            level: "Blue".to_owned(),
            missing: vec![Missing::Evidence, Missing::Milestone("Lease signed".to_owned())],
        };
        let errors = beside_its_field(error).unwrap();
        assert!(errors.of("evidence").unwrap().contains("Blue needs evidence"));
        assert!(errors.of("action_rating").unwrap().contains("Lease signed"));
    }

    #[test]
    fn a_draft_gives_back_every_field_as_it_was_typed() {
        let mut typed = form();
        typed.note = " half a sen".to_owned();
        typed.forecast_month = "June".to_owned();
        let draft = DraftFields { fields: typed.typed(), ..DraftFields::default() };
        assert_eq!(GiveForm::from_draft(&draft).typed(), typed.typed());
    }
}
