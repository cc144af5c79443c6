//! The impact test of one action: the evidence side by side, and what is concluded of it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::impact_test::{Conclusion, Found};
use sightline_app::domain::verdict::ImpactLevel;
use sightline_app::error::EvidenceError;
use sightline_app::{ActionEvidence, ActionImpactTest, ConclusionInput, Error, LONGEST_WORDS};

use super::{state_tag, test_href};
use crate::components::{
    Breadcrumbs, Checkboxes, Choice, DateInput, ErrorSummary, FormField, Link, Radios, Tag, Textarea,
};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::actions::{EvidenceView, evidence_view};
use crate::pages::evidence::{PieceLine, piece_lines};
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "impact_tests/test.html")]
struct ImpactTestPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    reference: String,
    title: String,
    state: Tag,
    sentence: String,
    evidence: Option<EvidenceView>,
    pieces: Vec<PieceLine>,
    evidence_href: String,
    conclusions: Vec<ConclusionView>,
    href: String,
    /// The form to conclude; empty for those who may not, and while a conclusion waits.
    conclude: Vec<FormField>,
    /// The form of the sponsor; empty for everybody else.
    sign: Vec<FormField>,
    number: usize,
    /// Where the error points to and what was written, when there is no longer a form for it.
    unsent: Option<(String, String)>,
}

/// A conclusion as it was recorded, and the sponsor's word.
struct ConclusionView {
    found: &'static str,
    reasons: String,
    evidence: Vec<String>,
    about: String,
    verdict: String,
    is_above: bool,
    answer: String,
    again: String,
}

/// The evidence, what was concluded, and the form that is the visitor's.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let page = page(&site, &visitor, frame, (&plan, &reference), &Typed::default(), &FormErrors::default()).await?;
    Ok(render::page(&page))
}

/// Records the conclusion.
pub(super) async fn conclude(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let errors = match read(&typed) {
        Err(errors) => errors,
        Ok(input) => match site.app.conclude_impact_test(visitor.call(), &plan, &reference, &input).await {
            Ok(test) => {
                let said = "Your conclusion is recorded. It waits for the sponsor.";
                return Ok(render::done(&site, &test_href(&plan, &test.action), said));
            }
            Err(error) => beside_its_field(error, "found", "reasons")?,
        },
    };
    Ok(render::refused(&page(&site, &visitor, frame, (&plan, &reference), &typed, &errors).await?))
}

/// The sponsor signs the conclusion, or sends it back.
pub(super) async fn answer(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let question = typed.filled("question");
    let errors = match typed.get("answer") {
        "sign" | "back" => {
            let number = typed.get("number").parse().unwrap_or_default();
            let question = (typed.get("answer") == "back").then(|| question.unwrap_or_default());
            match site.app.answer_impact_test(visitor.call(), &plan, &reference, number, question).await {
                Ok(test) => {
                    let did = if question.is_none() {
                        "The conclusion is signed."
                    } else {
                        "The conclusion is sent back with your question."
                    };
                    return Ok(render::done(&site, &test_href(&plan, &test.action), did));
                }
                Err(error) => {
                    beside_its_field(error, if question.is_some() { "question" } else { "answer" }, "question")?
                }
            }
        }
        _ => {
            let mut errors = FormErrors::default();
            errors.add("answer", "Choose whether to sign it or to send it back");
            errors
        }
    };
    Ok(render::refused(&page(&site, &visitor, frame, (&plan, &reference), &typed, &errors).await?))
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    frame: Frame,
    (plan, reference): (&str, &str),
    typed: &Typed,
    errors: &FormErrors,
) -> Result<ImpactTestPage, PageError> {
    let call = visitor.call();
    let test = site.app.impact_test(call, plan, reference).await?;
    let given = site.app.action_evidence(call, plan, reference, None).await?;
    let evidence = evidence_view(&site.app, call, plan, reference, None).await?;
    Ok(ImpactTestPage::of(frame, &test, &given, evidence, typed, errors))
}

fn read(typed: &Typed) -> Result<ConclusionInput, FormErrors> {
    let mut errors = FormErrors::default();
    let again = typed.day("again");
    let lacking = typed.filled("lacking").unwrap_or_default().to_owned();
    let found = match (typed.get("found"), again.day()) {
        ("shown", _) => Some(Found::ImpactShown),
        ("not_shown", _) => Some(Found::NotShown),
        ("too_early", Some(again_on)) => Some(Found::TooEarly { again_on }),
        ("lacking", Some(again_on)) => Some(Found::EvidenceLacking { lacking, again_on }),
        ("too_early" | "lacking", None) => {
            errors.add("again", "Enter the day by which it is tested again, such as 31 3 2027");
            None
        }
        _ => {
            errors.add("found", "Choose what the evidence shows");
            None
        }
    };
    if typed.get("found") == "lacking" && typed.filled("lacking").is_none() {
        errors.add("lacking", "Say what is lacking, and who gets it");
    }
    if typed.filled("reasons").is_none() {
        errors.add("reasons", "Say why");
    }
    match found {
        Some(found) if errors.is_empty() => Ok(ConclusionInput {
            found,
            reasons: typed.get("reasons").to_owned(),
            evidence: typed.all("evidence").map(str::to_owned).collect(),
        }),
        _ => Err(errors),
    }
}

fn beside_its_field(error: Error, told_at: &str, words_at: &str) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    match &error {
        Error::Evidence(EvidenceError::Refused(refusal)) => {
            errors.add(told_at, format!("{} {}", refusal.what, refusal.next));
        }
        Error::TooLong { limit, .. } => errors.add(words_at, format!("Use at most {} letters", words::number(*limit))),
        _ => return Err(error),
    }
    Ok(errors)
}

impl ImpactTestPage {
    fn of(
        frame: Frame,
        known: &ActionImpactTest,
        given: &ActionEvidence,
        evidence: Option<EvidenceView>,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Self {
        let (plan, reference) = (&known.summary.handle, &known.action.reference);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&known.summary, true);
        let list = format!("{}/impact-tests", words::plan_href(plan));
        breadcrumbs.links.push(Link::new("Impact tests", list));
        let pieces: Vec<PieceLine> = piece_lines(given).into_iter().filter(|piece| piece.is_standing).collect();
        let names: Vec<String> = evidence
            .iter()
            .flat_map(|evidence| evidence.measures.iter().map(|measure| measure.link.text.clone()))
            .chain(pieces.iter().map(|piece| piece.link.text.clone()))
            .collect();
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            reference: reference.clone(),
            title: one_line(known.action.title()),
            state: state_tag(known.line.state),
            sentence: known.line.sentence.clone(),
            evidence_href: crate::pages::evidence::href(plan, reference),
            pieces,
            conclusions: known.test.conclusions.iter().rev().map(conclusion_view).collect(),
            href: test_href(plan, reference),
            conclude: if known.line.may_conclude { conclude_fields(&names, typed, errors) } else { Vec::new() },
            sign: if known.line.may_sign { sign_fields(typed, errors) } else { Vec::new() },
            number: known.test.conclusions.len(),
            unsent: unsent(known, typed, errors),
            evidence,
        }
    }
}

/// What was written into a form that somebody else was quicker with.
fn unsent(known: &ActionImpactTest, typed: &Typed, errors: &FormErrors) -> Option<(String, String)> {
    let (field, _) = errors.all().next()?;
    let is_gone = match field {
        "answer" | "question" => !known.line.may_sign,
        _ => !known.line.may_conclude,
    };
    let wrote = [typed.get("question"), typed.get("reasons")].into_iter().find(|text| !text.trim().is_empty());
    is_gone.then(|| (field.to_owned(), wrote.unwrap_or_default().to_owned()))
}

fn conclusion_view(conclusion: &Conclusion) -> ConclusionView {
    let verdict = match &conclusion.verdict {
        Some(beside) if beside.level == ImpactLevel::NoEvidence => "The evidence supported no rating.".to_owned(),
        Some(beside) => format!("The evidence supported {}.", beside.level.words().to_lowercase()),
        None => "No verdict lay beside it.".to_owned(),
    };
    let answer = match &conclusion.answer {
        None => "Not signed yet.".to_owned(),
        Some(answer) => {
            let at = words::moment(answer.at);
            match &answer.question {
                None => format!("Signed by {} on {at}.", answer.by),
                Some(question) => format!("Sent back by {} on {at}: {question}", answer.by),
            }
        }
    };
    let again = match &conclusion.found {
        Found::ImpactShown | Found::NotShown => String::new(),
        Found::TooEarly { again_on } => format!("To be tested again by {}.", words::day(*again_on)),
        Found::EvidenceLacking { lacking, again_on } => {
            format!("Lacking: {lacking} To be tested again by {}.", words::day(*again_on))
        }
    };
    ConclusionView {
        found: conclusion.found.name(),
        reasons: conclusion.reasons.clone(),
        evidence: conclusion.evidence.clone(),
        about: format!("{}, {}", conclusion.by, words::moment(conclusion.recorded_at)),
        verdict,
        is_above: conclusion.is_above_its_verdict(),
        answer,
        again,
    }
}

fn conclude_fields(names: &[String], typed: &Typed, errors: &FormErrors) -> Vec<FormField> {
    let choice =
        |value: &str, label: &str, hint: &str| Choice::new(value, label).hint(hint).chosen(typed.get("found") == value);
    let found = [
        choice("shown", "Impact shown", "It makes a difference for children."),
        choice("not_shown", "Impact not shown", "It makes none, or a bad one."),
        choice("too_early", "Too early to tell", "Say by when it is tested again."),
        choice("lacking", "Evidence lacking", "Say what is lacking, and by when it is tested again."),
    ];
    let [day, month, year] = ["day", "month", "year"].map(|part| typed.get(&format!("again_{part}")).to_owned());
    let mut fields: Vec<FormField> =
        vec![Radios::new("found", "What does the evidence show?").choices(found).error(errors.of("found")).into()];
    if !names.is_empty() {
        let is_chosen = |name: &str| typed.all("evidence").any(|chosen| chosen == name);
        let names = names.iter().map(|name| Choice::new(name, name).chosen(is_chosen(name)));
        fields.push(
            Checkboxes::new("evidence", "Which evidence does it rest on?")
                .choices(names)
                .error(errors.of("evidence"))
                .into(),
        );
    }
    let area = |name: &'static str, label: &str, hint: &str| {
        Textarea::new(name, label).hint(hint).rows(3).limit(LONGEST_WORDS).value(typed.get(name)).error(errors.of(name))
    };
    fields.push(area("reasons", "Why?", "What in the evidence says so. Do not name children or families.").into());
    fields.push(area("lacking", "What is lacking, and who gets it?", "Only when evidence is lacking.").rows(2).into());
    fields.push(
        DateInput::new("again", "By when is it tested again?")
            .hint("Only when it is too early or evidence is lacking, such as 31 3 2027.")
            .typed(day, month, year)
            .error(errors.of("again"))
            .into(),
    );
    fields
}

fn sign_fields(typed: &Typed, errors: &FormErrors) -> Vec<FormField> {
    let choices = [
        Choice::new("sign", "Sign it").hint("You stand by the conclusion.").chosen(typed.get("answer") == "sign"),
        Choice::new("back", "Send it back").hint("Ask what you want to know.").chosen(typed.get("answer") == "back"),
    ];
    vec![
        Radios::new("answer", "What do you say of the last conclusion?")
            .choices(choices)
            .error(errors.of("answer"))
            .into(),
        Textarea::new("question", "Your question")
            .hint("Needed to send it back.")
            .rows(2)
            .limit(LONGEST_WORDS)
            .value(typed.get("question"))
            .error(errors.of("question"))
            .into(),
    ]
}
