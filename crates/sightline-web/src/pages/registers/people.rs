//! People named in the plan.

use chrono::NaiveDate;
use sightline_app::domain::plan::{Person, Plan};
use sightline_app::domain::register::{Entry, Register};

use super::Group;
use super::kind::{Kind, action_links, line, required};
use crate::components::Link;
use crate::forms::{FormErrors, Typed};
use crate::words;

pub(super) struct People;

fn person(entry: &Entry) -> Person {
    match entry {
        Entry::Person(person) => person.clone(),
        _ => Person::default(),
    }
}

impl Kind for People {
    const REGISTER: Register = Register::Person;
    const PATH: &'static str = "people";
    const TITLE: &'static str = "People";
    const ADD: &'static str = "Add a person";
    const ABOUT: &'static str = "Everybody whom the plan names. An action that names a person stays with them; one that names a post goes on to the next holder.";
    const EMPTY: &'static str = "The plan names nobody yet. Add the people who lead its actions.";
    const HEADS: &'static [&'static str] = &["Name", "Initials", "Post", "Organisation", "Holds now"];

    fn cells(entry: &Entry, plan: &Plan, on: NaiveDate) -> Vec<String> {
        let person = person(entry);
        let holds = |post: &&sightline_app::domain::plan::Post| {
            post.holder_on(on).is_some_and(|held| held.holder == person.name)
        };
        let posts: Vec<&str> = plan.posts.iter().filter(holds).map(|post| post.title.as_str()).collect();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![text(&person.initials), text(&person.post), text(&person.body), posts.join("; ")]
    }

    fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
        let person = person(entry);
        let text = |value: Option<String>| value.unwrap_or_default();
        vec![
            ("Name", person.name),
            ("Initials", text(person.initials)),
            ("Post", text(person.post)),
            ("Organisation", text(person.body)),
        ]
    }

    fn first(entry: Option<&Entry>) -> Typed {
        let person = entry.map(person).unwrap_or_default();
        let mut typed = Typed::default();
        typed.set("name", person.name);
        for (name, value) in [("initials", person.initials), ("post", person.post), ("body", person.body)] {
            typed.set(name, value.unwrap_or_default());
        }
        typed
    }

    fn groups(typed: &Typed, errors: &FormErrors, _: bool) -> Vec<Group> {
        let field = |name: &str, label: &str, hint: &str| line(typed, errors, name, label, hint);
        let fields = vec![
            field("name", "Name", ""),
            field("initials", "Initials (optional)", "As the plan uses them for a lead, such as AB."),
            field(
                "post",
                "Post (optional)",
                "As printed with the name. Who holds a post from when, is kept under Posts.",
            ),
            field("body", "Organisation (optional)", ""),
        ];
        vec![Group { legend: None, fields }]
    }

    fn read(typed: &Typed, _: Option<&Entry>) -> Result<Entry, FormErrors> {
        let mut errors = FormErrors::default();
        let name = required(typed, &mut errors, "name", "Enter the name of the person");
        let filled = |name: &str| typed.filled(name).map(str::to_owned);
        let person = Person { name, initials: filled("initials"), post: filled("post"), body: filled("body") };
        if errors.is_empty() { Ok(Entry::Person(person)) } else { Err(errors) }
    }

    fn related(entry: &Entry, plan: &Plan, handle: &str) -> Vec<(&'static str, Vec<Link>)> {
        let person = person(entry);
        let is_named = |words: &str| {
            words.eq_ignore_ascii_case(&person.name) || person.initials.as_deref().is_some_and(|own| own == words)
        };
        let leads = plan.actions.iter().filter(|action| {
            action.is_live()
                && action
                    .leads
                    .iter()
                    .any(|lead| is_named(&lead.name) || lead.resolved.as_deref().is_some_and(is_named))
        });
        let posts = plan
            .posts
            .iter()
            .filter(|post| post.holdings.iter().any(|held| held.holder == person.name))
            .map(|post| Link::new(&post.title, format!("{}/posts", words::plan_href(handle))))
            .collect();
        vec![("Posts held", posts), ("Actions led by name", action_links(handle, leads))]
    }
}
