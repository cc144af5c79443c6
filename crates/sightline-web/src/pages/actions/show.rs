//! The page of one action.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::plan::{Milestone, Part};
use sightline_app::domain::reporting::{Outcome, SignOffStanding};
use sightline_app::{ActionEvidence, ActionRecord, App, Attachment, Call, Comment, Error, MayDo, RecordedUpdate};

use super::evidence::{self, EvidenceView};
use super::{facts, history};
use crate::components::{Breadcrumbs, ErrorSummary, FileUpload, Link, Rating, SummaryList, Tag, Textarea, Timeline};
use crate::error::PageError;
use crate::forms::{FormErrors, Path};
use crate::frame::Frame;
use crate::pages::evidence::{PieceLine, piece_lines};
use crate::pages::plans::address::{PlanLinks, PlanQuery};
use crate::pages::plans::navigation::plan_title;
use crate::pages::plans::row::standing_tag;
use crate::pages::{impact_tests, line_of_sight};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "actions/show.html")]
pub(super) struct ActionPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    reference: String,
    title: String,
    /// The day shown, when it is not today.
    past: Option<String>,
    as_at: String,
    /// What is wrong with the day that was typed.
    as_at_error: Option<&'static str>,
    state: Option<String>,
    placeholder: bool,
    ratings: Vec<RatingView>,
    /// What the evidence says; absent for somebody who may not see measures.
    evidence: Option<EvidenceView>,
    /// Evidence beside the measures that stands, or may come to.
    pieces: Vec<PieceLine>,
    pieces_href: String,
    /// One screen from the finding to the children; it is of today.
    sight_href: Option<String>,
    /// Its impact test, where a day is set for one.
    test_href: Option<String>,
    standing: Tag,
    standing_sentence: String,
    sign_off: Option<SignOffView>,
    asked: Option<String>,
    draft: Option<String>,
    may: MayDo,
    facts: SummaryList,
    parts: Vec<PartView>,
    milestones: Vec<MilestoneView>,
    how_will_we_know: Vec<String>,
    measures: Vec<MeasureView>,
    child_statements: Vec<String>,
    files: Vec<FileView>,
    file: FileUpload,
    comments: Vec<CommentView>,
    comment: Textarea,
    history: Timeline,
}

/// One of the two ratings, with what the level means.
struct RatingView {
    label: &'static str,
    question: &'static str,
    rating: Rating,
    meaning: Option<String>,
}

/// Where the last update stands with its sponsor.
struct SignOffView {
    tag: Tag,
    sentence: String,
    /// What a sponsor asks, when it was sent back.
    question: Option<String>,
}

struct PartView {
    text: String,
    parts: Vec<String>,
    about: String,
}

struct MilestoneView {
    text: String,
    due: String,
    state: String,
}

struct MeasureView {
    text: String,
    source: String,
}

struct FileView {
    name: String,
    href: String,
    about: String,
}

struct CommentView {
    by: String,
    when: String,
    text: String,
}

/// What was typed into a form of the page, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// What was typed as a day and is none.
    pub(super) day: String,
    pub(super) comment: String,
    pub(super) errors: FormErrors,
}

/// The action as it stands today or stood on a day.
pub(super) async fn show(
    State(app): State<App>,
    Path((plan, reference)): Path<(String, String)>,
    query: PlanQuery,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let typed = Typed { day: query.as_at.unreadable, ..Typed::default() };
    Ok(render::page(&action_page(&app, frame, visitor.call(), (&plan, &reference), query.as_at.day, typed).await?))
}

/// The page of an action of a plan, by its reference, with what was typed into its forms.
pub(super) async fn action_page(
    app: &App,
    frame: Frame,
    call: &Call,
    (plan, reference): (&str, &str),
    as_at: Option<NaiveDate>,
    typed: Typed,
) -> Result<ActionPage, Error> {
    let record = app.action_record(call, plan, reference, as_at).await?;
    let evidence = evidence::evidence(app, call, plan, reference, as_at).await?;
    let given = app.action_evidence(call, plan, reference, as_at).await?;
    Ok(ActionPage::of(frame, &record, (evidence, &given), call.today, typed))
}

impl ActionPage {
    fn of(
        frame: Frame,
        record: &ActionRecord,
        (evidence, given): (Option<EvidenceView>, &ActionEvidence),
        today: NaiveDate,
        typed: Typed,
    ) -> Self {
        let action = &record.action;
        let href = words::action_href(&record.summary.handle, &action.reference);
        let links = PlanLinks::new(&record.summary.handle, (record.as_at != today).then_some(record.as_at));
        Self {
            frame,
            breadcrumbs: breadcrumbs(record, &links),
            summary: ErrorSummary::from(&typed.errors),
            is_wrong: !typed.errors.is_empty(),
            reference: action.reference.clone(),
            title: one_line(action.title()),
            past: (record.as_at != today).then(|| words::day(record.as_at)),
            as_at_error: (!typed.day.is_empty())
                .then_some("Enter a date such as 30 June 2026. The action is shown as it is today."),
            as_at: if typed.day.is_empty() { record.as_at.to_string() } else { typed.day },
            state: facts::state_sentence(&action.state),
            placeholder: action.placeholder,
            ratings: ratings(record),
            pieces: piece_lines(given).into_iter().filter(|piece| piece.is_standing).collect(),
            pieces_href: links.of_action(&action.reference, "evidence"),
            sight_href: (record.as_at == today).then(|| line_of_sight::href(&record.summary.handle, &action.reference)),
            test_href: (record.as_at == today && evidence.is_some() && action.is_live())
                .then_some(action.schedule.test_on)
                .flatten()
                .map(|_| impact_tests::test_href(&record.summary.handle, &action.reference)),
            evidence,
            standing: standing_tag(record.standing),
            standing_sentence: facts::standing_sentence(record),
            sign_off: record.latest_update().map(|latest| sign_off_view(record, latest)),
            asked: asked(record),
            draft: record.draft_saved_at.map(words::moment),
            may: MayDo { sign_off: record.may.sign_off && record.waits_for_sign_off(), ..record.may },
            facts: SummaryList::new(facts::rows(record, &links)),
            parts: action.parts.iter().map(part_view).collect(),
            milestones: action.milestones.iter().map(|step| milestone_view(step, record.as_at)).collect(),
            how_will_we_know: action.how_will_we_know.clone(),
            measures: record
                .measures
                .iter()
                .map(|measure| MeasureView {
                    text: one_line(&measure.text),
                    source: measure.data_source_raw.as_deref().map(one_line).unwrap_or_default(),
                })
                .collect(),
            child_statements: action.child_statements.clone(),
            files: record.attachments.iter().map(|file| file_view(&href, file)).collect(),
            file: FileUpload::new("file", "Choose a file")
                .hint(
                    "A document, table, presentation, picture or text file, at most 25 MB. Nothing that names a child.",
                )
                .accept(".pdf,.docx,.xlsx,.pptx,.odt,.ods,.csv,.txt,.png,.jpg,.jpeg")
                .error(typed.errors.of("file")),
            comments: record.comments.iter().map(comment_view).collect(),
            comment: Textarea::new("comment", "Write to everybody who looks at this action")
                .hint("A question or an answer. Do not name children or families.")
                .rows(3)
                .limit(4_000)
                .value(typed.comment)
                .error(typed.errors.of("comment")),
            history: history::timeline(record),
            href,
        }
    }
}

fn breadcrumbs(record: &ActionRecord, links: &PlanLinks) -> Breadcrumbs {
    let mut above = vec![Link::new("Plans", "/plans"), Link::new(plan_title(&record.summary), links.view(""))];
    if let Some(priority) = &record.priority {
        let title = priority.title.as_deref().map(one_line).unwrap_or_default();
        let text = format!("{} {title}", priority.reference);
        above.push(Link::new(text.trim(), links.priority(&priority.reference)));
    }
    Breadcrumbs::new(above)
}

fn ratings(record: &ActionRecord) -> Vec<RatingView> {
    let scale = &record.scale;
    let level = |code: Option<&String>| code.and_then(|code| scale.level(code));
    let mut views = vec![RatingView {
        label: "Action rating",
        question: "Are we doing it?",
        rating: Rating::of(scale, record.action_rating.as_deref()),
        meaning: level(record.action_rating.as_ref()).and_then(facts::action_meaning),
    }];
    if scale.rates_impact {
        views.push(RatingView {
            label: "Impact rating",
            question: "Is it making a difference?",
            rating: Rating::of(scale, record.impact_rating.as_deref()),
            meaning: level(record.impact_rating.as_ref()).and_then(facts::impact_meaning),
        });
    }
    views
}

fn sign_off_view(record: &ActionRecord, latest: &RecordedUpdate) -> SignOffView {
    let standing = record.sign_off_standing(latest);
    let given = format!("The last update is for {}, by {}.", words::day(latest.update.on), latest.update.by);
    let colour = match standing {
        SignOffStanding::Accepted => "teal",
        SignOffStanding::SentBack => "magenta",
        SignOffStanding::Waiting | SignOffStanding::Replaced => "yellow",
    };
    let (said, question) = match &latest.sign_off {
        None => (String::new(), None),
        Some(sign_off) => match &sign_off.outcome {
            Outcome::Accepted => (format!(" {} accepted it on {}.", sign_off.by, words::moment(sign_off.at)), None),
            Outcome::SentBack { question } => {
                (format!(" {} sent it back on {}.", sign_off.by, words::moment(sign_off.at)), Some(question.clone()))
            }
        },
    };
    SignOffView { tag: Tag::new(standing.name(), colour), sentence: given + &said, question }
}

/// What the open round asks, when it still waits for this action.
fn asked(record: &ActionRecord) -> Option<String> {
    let round = record.round.as_ref().filter(|_| record.owes_update && record.may.update)?;
    Some(format!("An update for {} is asked for by {}.", round.month.format("%B %Y"), words::day(round.due_on)))
}

fn part_view(part: &Part) -> PartView {
    let text = part.text.as_deref().map_or_else(|| "(no text in the plan)".to_owned(), one_line);
    let about: Vec<String> = [
        part.leads_raw.as_deref().map(|leads| format!("Lead: {}", one_line(leads))),
        part.due_on.map(words::day).or_else(|| part.due_raw.as_deref().map(one_line)).map(|due| format!("Due: {due}")),
        part.delivered_through_raw.as_deref().map(|through| format!("Delivered through: {}", one_line(through))),
    ]
    .into_iter()
    .flatten()
    .collect();
    PartView {
        text: part.letter.as_ref().map_or_else(|| text.clone(), |letter| format!("{letter}) {text}")),
        parts: part.parts.clone(),
        about: about.join(" · "),
    }
}

fn milestone_view(step: &Milestone, as_at: NaiveDate) -> MilestoneView {
    let done = step.completed_on.filter(|on| *on <= as_at);
    let state = match (done, step.due_on) {
        (Some(on), _) => format!("Complete on {}", words::day(on)),
        (None, Some(due)) => words::due(due, as_at),
        (None, None) => "Open".to_owned(),
    };
    let due = step.due_on.map(words::day).or_else(|| step.due_raw.as_deref().map(one_line));
    MilestoneView { text: one_line(&step.text), due: due.unwrap_or_else(|| "No date".to_owned()), state }
}

fn file_view(href: &str, file: &Attachment) -> FileView {
    FileView {
        name: file.name.clone(),
        href: format!("{href}/attachments/{}", file.number),
        about: format!("{}, attached by {} on {}", words::size(file.size_bytes), file.by, words::moment(file.at)),
    }
}

fn comment_view(comment: &Comment) -> CommentView {
    CommentView { by: comment.by.clone(), when: words::moment(comment.at), text: comment.text.clone() }
}
