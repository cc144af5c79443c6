//! What was found, by kind.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::{App, Found, FoundGroup, FoundKind, Piece, SearchResults, SearchWords, WhereTo};

use crate::components::{EmptyState, Pagination, TextInput};
use crate::error::PageError;
use crate::forms::Query;
use crate::frame::Frame;
use crate::visitor::Visitor;
use crate::{render, words};

/// Of each kind, when all kinds are shown.
const FIRST: usize = 5;
/// On one page, when one kind is shown.
const PAGE: usize = 25;
/// Letters of an excerpt.
const EXCERPT: usize = 220;

/// What is looked for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct SearchQuery {
    #[serde(default)]
    q: String,
    /// Only this kind.
    #[serde(default, rename = "in")]
    within: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "search/show.html")]
struct SearchPage {
    frame: Frame,
    typed: String,
    field: TextInput,
    summary: String,
    groups: Vec<Group>,
    pagination: Pagination,
    all_kinds: Option<String>,
    empty: Option<EmptyState>,
}

/// The results of one kind.
struct Group {
    code: &'static str,
    heading: String,
    items: Vec<Item>,
    more: Option<More>,
}

struct More {
    text: String,
    href: String,
}

struct Item {
    title: Vec<Piece>,
    href: String,
    excerpt: Vec<Piece>,
    about: String,
}

/// Everything the visitor may see that holds the words.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<SearchQuery>,
    frame: Frame,
) -> Result<Response, PageError> {
    let results = app.search(visitor.call(), &query.q).await?;
    Ok(render::page(&SearchPage::of(frame, &query, &results)))
}

impl SearchPage {
    fn of(frame: Frame, query: &SearchQuery, results: &SearchResults) -> Self {
        let typed = query.q.trim().to_owned();
        let chosen = FoundKind::from_code(&query.within);
        let only = chosen.and_then(|kind| results.groups.iter().find(|group| group.kind == kind));
        let page = query.page.unwrap_or(1).max(1);
        let mut pagination = Pagination::default();
        let groups = match (only, chosen) {
            (Some(group), _) => {
                let address = address(&typed, group.kind);
                pagination = Pagination::new(page, group.items.len().div_ceil(PAGE), address);
                let skip = (page - 1).saturating_mul(PAGE);
                vec![Group::of(&results.words, group, skip, PAGE)]
            }
            (None, Some(_)) => Vec::new(),
            (None, None) => {
                let first = |group: &FoundGroup| {
                    let total = group.items.len();
                    let more = (total > FIRST).then(|| More {
                        text: format!("Show all {} {}", how_many(group), kind_words(group.kind).1),
                        href: address(&typed, group.kind),
                    });
                    Group { more, ..Group::of(&results.words, group, 0, FIRST) }
                };
                results.groups.iter().map(first).collect()
            }
        };
        Self {
            frame,
            field: TextInput::new("q", "Search everything").value(typed.as_str()).kind("search").hint(
                "Actions, milestones, measures, updates, discussions, findings, people and posts. \
                 Put words that belong together in quotes.",
            ),
            summary: summary(results),
            empty: groups.is_empty().then(|| nothing(results)).flatten(),
            groups,
            pagination,
            all_kinds: chosen.map(|_| format!("/search?q={}", words::segment(&typed))),
            typed,
        }
    }
}

impl Group {
    fn of(looked_for: &SearchWords, group: &FoundGroup, skip: usize, take: usize) -> Self {
        let heading = format!("{} ({})", words::capital(kind_words(group.kind).1), how_many(group));
        let items = group.items.iter().skip(skip).take(take).map(|found| Item::of(looked_for, found)).collect();
        Self { code: group.kind.code(), heading, items, more: None }
    }
}

impl Item {
    fn of(looked_for: &SearchWords, found: &Found) -> Self {
        let title = match &found.reference {
            Some(reference) => format!("{reference} {}", found.title),
            None => found.title.clone(),
        };
        let plan = words::plan_href(&found.plan);
        let href = match &found.to {
            WhereTo::Plan => plan,
            WhereTo::Priority(reference) => words::priority_href(&found.plan, reference),
            WhereTo::Action(reference) => words::action_href(&found.plan, reference),
            WhereTo::Findings => format!("{plan}/by-finding"),
            WhereTo::Registers => format!("{plan}/registers"),
        };
        let mut about = vec![found.plan_title.clone()];
        about.extend(found.by.clone());
        about.extend(found.on.map(words::day));
        Self {
            title: looked_for.pieces(&looked_for.excerpt(&title, EXCERPT)),
            href,
            excerpt: found
                .text
                .as_deref()
                .map(|text| looked_for.pieces(&looked_for.excerpt(text, EXCERPT)))
                .unwrap_or_default(),
            about: about.join(" · "),
        }
    }
}

fn address(typed: &str, kind: FoundKind) -> String {
    format!("/search?q={}&in={}", words::segment(typed), kind.code())
}

/// One and several of a kind.
fn kind_words(kind: FoundKind) -> (&'static str, &'static str) {
    match kind {
        FoundKind::Action => ("action", "actions"),
        FoundKind::Priority => ("priority", "priorities"),
        FoundKind::Milestone => ("milestone", "milestones"),
        FoundKind::Measure => ("success measure", "success measures"),
        FoundKind::Person => ("person or post", "people and posts"),
        FoundKind::Finding => ("finding", "findings"),
        FoundKind::Update => ("update", "updates"),
        FoundKind::Comment => ("contribution to discussions", "contributions to discussions"),
    }
}

fn how_many(group: &FoundGroup) -> String {
    let number = words::number(group.items.len());
    if group.is_cut { format!("more than {number}") } else { number }
}

fn summary(results: &SearchResults) -> String {
    if results.groups.is_empty() {
        return String::new();
    }
    let found: Vec<String> = results
        .groups
        .iter()
        .map(|group| {
            let (one, many) = kind_words(group.kind);
            format!("{} {}", how_many(group), if group.items.len() == 1 { one } else { many })
        })
        .collect();
    format!("Found {}.", words::list(&found))
}

fn nothing(results: &SearchResults) -> Option<EmptyState> {
    if results.words.is_empty() {
        return None;
    }
    let text = if results.groups.is_empty() {
        "Check the spelling, look for fewer words, or for the beginning of one. \
         Only what you have been given access to is looked through."
    } else {
        "Other kinds of things hold these words: show all of them."
    };
    let heading = if results.groups.is_empty() { "Nothing holds these words" } else { "None of these hold the words" };
    Some(EmptyState::new(heading, text).link("Go to the plans", "/plans"))
}
