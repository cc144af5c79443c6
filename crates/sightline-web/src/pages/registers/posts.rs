//! Posts and who holds them.

use chrono::NaiveDate;
use sightline_app::domain::plan::{Plan, Post, PostHolding};
use sightline_app::domain::register::{Entry, Register};

use super::Group;
use super::kind::{Kind, MOST_ROWS, action_links, area, day, line, of_row, required, rows};
use crate::components::Link;
use crate::forms::{FormErrors, Typed};
use crate::words;

pub(super) struct Posts;

pub(super) fn post(entry: &Entry) -> Post {
    match entry {
        Entry::Post(post) => post.clone(),
        _ => Post::default(),
    }
}

/// When somebody holds a post: `from 1 April 2026`, `until 30 June 2026`.
fn span(holding: &PostHolding) -> String {
    match (holding.from_on, holding.to_on) {
        (Some(from), Some(to)) => format!("from {} to {}", words::day(from), words::day(to)),
        (Some(from), None) => format!("from {}", words::day(from)),
        (None, Some(to)) => format!("until {}", words::day(to)),
        (None, None) => String::new(),
    }
}

fn held(holding: &PostHolding) -> String {
    let span = span(holding);
    if span.is_empty() { holding.holder.clone() } else { format!("{}, {span}", holding.holder) }
}

impl Kind for Posts {
    const REGISTER: Register = Register::Post;
    const PATH: &'static str = "posts";
    const TITLE: &'static str = "Posts";
    const ADD: &'static str = "Add a post";
    const ABOUT: &'static str = "Posts that lead actions, and who holds them. When a post changes hands, its actions go to the next holder and none of them is edited.";
    const EMPTY: &'static str =
        "The plan has no posts yet. Add those that lead its actions, so that they survive a change of person.";
    const HEADS: &'static [&'static str] = &["Post", "Holder", "Since", "Actions led"];

    fn cells(entry: &Entry, plan: &Plan, on: NaiveDate) -> Vec<String> {
        let post = post(entry);
        let holding = post.holder_on(on);
        let led = plan
            .actions
            .iter()
            .filter(|action| action.is_live() && action.leads.iter().any(|lead| post.is_named_by(lead)));
        vec![
            holding.map_or_else(|| "Vacant".to_owned(), |holding| holding.holder.clone()),
            holding.and_then(|holding| holding.from_on).map(words::day).unwrap_or_default(),
            led.count().to_string(),
        ]
    }

    fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
        let post = post(entry);
        let holdings = post.holdings.iter().map(held).collect::<Vec<_>>().join("\n");
        vec![("Title", post.title), ("Other names", post.aliases.join("\n")), ("Holders", holdings)]
    }

    fn first(entry: Option<&Entry>) -> Typed {
        let post = entry.map(post).unwrap_or_default();
        let mut typed = Typed::default();
        typed.set("title", post.title);
        typed.set("aliases", post.aliases.join("\n"));
        for (number, holding) in post.holdings.iter().enumerate() {
            typed.set(format!("holding-{number}-holder"), &holding.holder);
            for (name, on) in [("from", holding.from_on), ("to", holding.to_on)] {
                typed.set(format!("holding-{number}-{name}"), on.map(words::day).unwrap_or_default());
            }
        }
        typed
    }

    fn groups(typed: &Typed, errors: &FormErrors, _: bool) -> Vec<Group> {
        let names = vec![
            line(typed, errors, "title", "Title of the post", ""),
            area(
                typed,
                errors,
                "aliases",
                "Other names (optional)",
                "One on each line, as leads are printed in the plan.",
                3,
            ),
        ];
        let mut groups = vec![Group { legend: None, fields: names }];
        for number in rows(typed, "holding", "holder") {
            let name = |field: &str| format!("holding-{number}-{field}");
            let fields = vec![
                line(typed, errors, &name("holder"), "Name", ""),
                line(typed, errors, &name("from"), "First day (optional)", "For example 1 April 2026."),
                line(typed, errors, &name("to"), "Last day (when it has ended)", ""),
            ];
            groups.push(Group { legend: Some(format!("Holder {}", number + 1)), fields });
        }
        groups
    }

    fn read(typed: &Typed, before: Option<&Entry>) -> Result<Entry, FormErrors> {
        let mut errors = FormErrors::default();
        let title = required(typed, &mut errors, "title", "Enter the title of the post");
        let kept = before.map(post).unwrap_or_default();
        let mut holdings = Vec::new();
        for number in 0..MOST_ROWS {
            let Some(holder) = of_row(typed, "holding", number, "holder") else { continue };
            let name = |field: &str| format!("holding-{number}-{field}");
            let (from_on, to_on) = (day(typed, &mut errors, &name("from")), day(typed, &mut errors, &name("to")));
            if from_on.zip(to_on).is_some_and(|(from, to)| to < from) {
                errors.add(name("to"), "Enter a last day after the first day");
            }
            let as_at_raw = kept.holdings.get(number).and_then(|holding| holding.as_at_raw.clone());
            holdings.push(PostHolding { holder, from_on, to_on, as_at_raw });
        }
        let post = Post { title, aliases: typed.lines("aliases"), holdings };
        if errors.is_empty() { Ok(Entry::Post(post)) } else { Err(errors) }
    }

    fn related(entry: &Entry, plan: &Plan, handle: &str) -> Vec<(&'static str, Vec<Link>)> {
        let post = post(entry);
        let led = plan
            .actions
            .iter()
            .filter(|action| action.is_live() && action.leads.iter().any(|lead| post.is_named_by(lead)));
        vec![("Actions it leads", action_links(handle, led))]
    }
}
