//! The challenges of a plan, by what they are about.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::challenge::{ChallengeKind, Subject};
use sightline_app::{App, PlanChallenges, RaisedChallenge};

use super::{AnswerView, challenge_href, href, state_tag};
use crate::components::filter_panel::FilterField;
use crate::components::{Breadcrumbs, Choice, EmptyState, FilterPanel, Link, Select, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::address::{PlanLinks, PlanQuery};
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::visitor::Visitor;
use crate::words::count;

/// Challenges of one kind that are listed one by one although all of them ask the same.
const FEW: usize = 5;
/// Challenges of one kind that are listed.
const MOST_OF_A_KIND: usize = 60;

#[derive(Template)]
#[template(path = "challenges/list.html")]
struct ChallengesPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    summary: String,
    turned_out_href: String,
    filter: FilterPanel,
    empty: Option<EmptyState>,
    groups: Vec<GroupView>,
}

/// The challenges of one kind.
struct GroupView {
    id: &'static str,
    name: &'static str,
    count: usize,
    answered_by: &'static str,
    lines: Vec<LineView>,
    more: Option<String>,
    /// What is asked of many alike, when that is not the name of the kind.
    gathered: Option<String>,
    /// In place of lines: the actions of each priority, when the same is asked of many.
    gaps: Vec<GapView>,
    /// Where the lines are.
    one_by_one: Link,
}

/// The actions of one priority that the same is asked about.
struct GapView {
    priority: String,
    actions: Vec<GapLink>,
    /// How many of them are answered, in words.
    answered: String,
}

struct GapLink {
    reference: String,
    title: String,
    href: String,
}

struct LineView {
    sentence: String,
    link: Link,
    state: Tag,
    /// Where it is answered; absent for somebody who may not.
    answer: Option<Link>,
    /// How many answers there are.
    said: String,
    answers: Vec<AnswerView>,
}

/// Whether only challenges that wait for an answer are listed, or only those that were answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    Yes,
    No,
}

impl Waits {
    const ALL: [Self; 2] = [Self::Yes, Self::No];

    fn code(self) -> &'static str {
        match self {
            Self::Yes => "to_be_answered",
            Self::No => "answered",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Yes => "To be answered",
            Self::No => "Answered",
        }
    }
}

/// The challenges, narrowed to one priority or one kind when the address says so.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let raised = app.plan_challenges(call, Some(&plan), query.as_at.day).await?;
    let chosen = Chosen::of(&query, &raised);
    let navigation =
        PlanNavigation::dated(call, &raised.summary, raised.as_at, "challenges", &query.as_at, chosen.pairs());
    let day = (raised.as_at != call.today).then_some(raised.as_at);
    Ok(render::page(&ChallengesPage::of(
        frame,
        navigation,
        &raised,
        &chosen,
        &PlanLinks::new(&raised.summary.handle, day),
    )))
}

/// What the list is narrowed to; what is not there narrows nothing.
struct Chosen {
    priority: Option<String>,
    kind: Option<ChallengeKind>,
    waits: Option<Waits>,
}

impl Chosen {
    fn of(query: &PlanQuery, raised: &PlanChallenges) -> Self {
        let is_there = |wanted: &&str| raised.priorities.iter().any(|(reference, _)| reference == wanted);
        Self {
            priority: query.value("priority").filter(is_there).map(str::to_owned),
            kind: query.value("kind").and_then(ChallengeKind::from_code),
            waits: query.value("answer").and_then(|code| Waits::ALL.into_iter().find(|waits| waits.code() == code)),
        }
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let priority = self.priority.clone().map(|priority| ("priority", priority));
        let kind = self.kind.map(|kind| ("kind", kind.code().to_owned()));
        let waits = self.waits.map(|waits| ("answer", waits.code().to_owned()));
        priority.into_iter().chain(kind).chain(waits).collect()
    }

    fn is_narrowed(&self) -> bool {
        self.priority.is_some() || self.kind.is_some() || self.waits.is_some()
    }

    fn keeps(&self, raised: &RaisedChallenge) -> bool {
        self.kind.is_none_or(|kind| raised.challenge.kind == kind)
            && self.waits.is_none_or(|waits| raised.state.is_open() == (waits == Waits::Yes))
            && self.priority.as_ref().is_none_or(|priority| raised.priority.as_ref() == Some(priority))
    }
}

impl ChallengesPage {
    fn of(
        frame: Frame,
        navigation: PlanNavigation,
        raised: &PlanChallenges,
        chosen: &Chosen,
        links: &PlanLinks,
    ) -> Self {
        let mut listed: Vec<&RaisedChallenge> = raised.challenges.iter().filter(|one| chosen.keeps(one)).collect();
        // Within a kind those that wait for an answer come first.
        listed.sort_by_key(|one| !one.state.is_open());
        let groups = ChallengeKind::ALL.into_iter().filter_map(|kind| {
            let of_kind: Vec<&RaisedChallenge> =
                listed.iter().copied().filter(|raised| raised.challenge.kind == kind).collect();
            (!of_kind.is_empty()).then(|| group_view(kind, &of_kind, raised, chosen, links))
        });
        let is_narrowed = chosen.is_narrowed();
        Self {
            breadcrumbs: PlanNavigation::breadcrumbs(&raised.summary, true),
            navigation,
            plan: plan_title(&raised.summary),
            turned_out_href: format!("{}/optimism", crate::words::plan_href(&raised.summary.handle)),
            summary: summary(raised, listed.len(), is_narrowed),
            filter: filter(raised, chosen, links),
            empty: listed.is_empty().then(|| {
                if is_narrowed {
                    EmptyState::new("Nothing is challenged here", "No challenge is of this priority, kind and answer.")
                } else {
                    EmptyState::new(
                        "Nothing is challenged",
                        "Every rating is supported by its evidence, every action has been updated, and no chain is broken.",
                    )
                }
            }),
            groups: groups.collect(),
            frame,
        }
    }
}

fn summary(raised: &PlanChallenges, listed: usize, is_narrowed: bool) -> String {
    let all = count(raised.challenges.len(), "challenge", "challenges");
    let open = match raised.to_be_answered() {
        _ if raised.challenges.is_empty() => String::new(),
        0 => " All of them are answered.".to_owned(),
        open => format!(" {} to be answered.", count(open, "is", "are")),
    };
    if is_narrowed { format!("{listed} of {all}.{open}") } else { format!("{all}.{open}") }
}

fn group_view(
    kind: ChallengeKind,
    of_kind: &[&RaisedChallenge],
    raised: &PlanChallenges,
    chosen: &Chosen,
    links: &PlanLinks,
) -> GroupView {
    let (mut gathered, mut listed): (Vec<&RaisedChallenge>, Vec<&RaisedChallenge>) =
        of_kind.iter().copied().partition(|one| one.challenge.asks_the_same());
    if chosen.kind == Some(kind) || gathered.len() <= FEW {
        (gathered, listed) = (Vec::new(), of_kind.to_vec());
    }
    let more = listed.len().saturating_sub(MOST_OF_A_KIND);
    let plan = &raised.summary.handle;
    let narrowed = Chosen { kind: Some(kind), priority: chosen.priority.clone(), waits: chosen.waits };
    GroupView {
        id: kind.code(),
        name: kind.name(),
        count: of_kind.len(),
        answered_by: kind.answered_by(),
        lines: listed.iter().take(MOST_OF_A_KIND).map(|one| line_view(one, links, plan)).collect(),
        more: (more > 0).then(|| format!("{} not listed: choose a priority.", count(more, "more is", "more are"))),
        gathered: (kind == ChallengeKind::RatedAboveEvidence).then(|| {
            format!("{} without any evidence linked that could show it.", count(gathered.len(), "rating", "ratings"))
        }),
        gaps: gaps(&gathered, raised, links),
        one_by_one: Link::new("List them one by one", links.with("challenges", &query_of(&narrowed.pairs()))),
    }
}

/// The actions that the same is asked about, by priority in plan order.
fn gaps(of_kind: &[&RaisedChallenge], raised: &PlanChallenges, links: &PlanLinks) -> Vec<GapView> {
    let of_priority = |(reference, title): &(String, Option<String>)| {
        let of_it = || of_kind.iter().filter(|one| one.priority.as_ref() == Some(reference));
        let open: Vec<GapLink> =
            of_it().filter(|one| one.state.is_open()).map(|one| gap_link(one, raised, links)).collect();
        let answered = of_it().count() - open.len();
        let title = title.as_deref().unwrap_or_default();
        (!open.is_empty() || answered > 0).then(|| GapView {
            priority: format!("{reference} {title}").trim().to_owned(),
            actions: open,
            answered: if answered == 0 { "None".to_owned() } else { answered.to_string() },
        })
    };
    raised.priorities.iter().filter_map(of_priority).collect()
}

/// Where the challenge is answered by those who may; the action for the others.
fn gap_link(one: &RaisedChallenge, raised: &PlanChallenges, links: &PlanLinks) -> GapLink {
    let reference = one.challenge.subject.action().unwrap_or_default();
    GapLink {
        href: if one.may_answer { challenge_href(&raised.summary.handle, &one.id) } else { links.action(reference) },
        title: one.title.clone().unwrap_or_default(),
        reference: reference.to_owned(),
    }
}

fn query_of(pairs: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(key, value)| format!("{key}={}", crate::words::segment(value))).collect();
    pairs.join("&")
}

fn line_view(raised: &RaisedChallenge, links: &PlanLinks, plan: &str) -> LineView {
    let words = if raised.state.is_open() { "Answer" } else { "Answer again" };
    LineView {
        sentence: raised.challenge.sentence.clone(),
        link: about(raised, links),
        state: state_tag(raised.state),
        answer: raised.may_answer.then(|| Link::new(words, challenge_href(plan, &raised.id))),
        said: count(raised.answers.len(), "answer", "answers"),
        answers: raised.answers.iter().map(AnswerView::of).collect(),
    }
}

/// Where what is challenged stands.
pub(super) fn about(raised: &RaisedChallenge, links: &PlanLinks) -> Link {
    match &raised.challenge.subject {
        Subject::Finding { .. } => Link::new("See the findings of the plan", links.view("by-finding")),
        Subject::Action { action }
        | Subject::Rating { action, .. }
        | Subject::Date { action, .. }
        | Subject::Link { action, .. } => {
            let title = raised.title.as_deref().unwrap_or_default();
            Link::new(format!("{action} {title}").trim(), links.action(action))
        }
    }
}

fn filter(raised: &PlanChallenges, chosen: &Chosen, links: &PlanLinks) -> FilterPanel {
    let priorities = raised.priorities.iter().map(|(reference, title)| {
        let words = format!("{reference} {}", title.as_deref().unwrap_or_default());
        Choice::new(reference, words.trim()).chosen(chosen.priority.as_ref() == Some(reference))
    });
    let kinds = ChallengeKind::ALL.map(|kind| Choice::new(kind.code(), kind.name()).chosen(chosen.kind == Some(kind)));
    let waits = Waits::ALL.map(|waits| Choice::new(waits.code(), waits.name()).chosen(chosen.waits == Some(waits)));
    let any = |words: &str| std::iter::once(Choice::new("", words));
    let fields = vec![
        FilterField::Select(Select::new("priority", "Priority").choices(any("Every priority").chain(priorities))),
        FilterField::Select(Select::new("kind", "Kind").choices(any("Every kind").chain(kinds))),
        FilterField::Select(Select::new("answer", "Answer").choices(any("Answered or not").chain(waits))),
    ];
    let address = links.view("challenges");
    let without = |name: &str| {
        let rest: Vec<_> = chosen.pairs().into_iter().filter(|(key, _)| *key != name).collect();
        links.with("challenges", &query_of(&rest))
    };
    let mut in_use = Vec::new();
    in_use.extend(
        chosen.priority.as_ref().map(|priority| Link::new(format!("Priority {priority}"), without("priority"))),
    );
    in_use.extend(chosen.kind.map(|kind| Link::new(kind.name(), without("kind"))));
    in_use.extend(chosen.waits.map(|waits| Link::new(waits.name(), without("answer"))));
    let panel = FilterPanel::new("Filter challenges", href(&raised.summary.handle), fields).in_use(in_use, &address);
    match address.split_once("as_at=") {
        Some((_, day)) => panel.keep("as_at", day),
        None => panel,
    }
}
