//! Bodies that govern: boards, groups and panels, with their members.

use chrono::NaiveDate;
use sightline_app::domain::plan::{Board, BoardMember, Plan};
use sightline_app::domain::register::{Entry, Register};

use super::Group;
use super::kind::{Kind, MOST_ROWS, area, line, of_row, required, rows};
use crate::forms::{FormErrors, Typed};
use crate::pages::plans::address::AsAt;
use crate::words;

pub(super) struct Bodies;

fn board(entry: &Entry) -> Board {
    match entry {
        Entry::Board(board) => board.clone(),
        _ => Board::default(),
    }
}

fn member(member: &BoardMember) -> String {
    let name = if member.is_vacant { "vacant" } else { member.name.as_deref().unwrap_or_default() };
    let partner = member.partner.as_ref().map(|partner| format!(" ({partner})")).unwrap_or_default();
    format!("{}{partner}: {name}", member.role)
}

impl Kind for Bodies {
    const REGISTER: Register = Register::Board;
    const PATH: &'static str = "bodies";
    const TITLE: &'static str = "Bodies";
    const ADD: &'static str = "Add a body";
    const ABOUT: &'static str =
        "Boards, groups and panels that govern the plan or lead its actions, with their members.";
    const EMPTY: &'static str = "The plan names no body yet. Add the board that it answers to.";
    const HEADS: &'static [&'static str] = &["Body", "Members", "Vacant seats", "Next meeting"];

    fn cells(entry: &Entry, _: &Plan, on: NaiveDate) -> Vec<String> {
        let board = board(entry);
        let vacant = board.members.iter().filter(|member| member.is_vacant).count();
        let next = board.meets_on.iter().filter(|day| **day >= on).min();
        vec![
            board.members.len().to_string(),
            vacant.to_string(),
            next.map_or_else(|| "None known".to_owned(), |day| words::day(*day)),
        ]
    }

    fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
        let board = board(entry);
        let days = board.meets_on.iter().map(|day| words::day(*day)).collect::<Vec<_>>().join("\n");
        let members = board.members.iter().map(member).collect::<Vec<_>>().join("\n");
        vec![("Name", board.name), ("Meetings", days), ("Members", members)]
    }

    fn first(entry: Option<&Entry>) -> Typed {
        let board = entry.map(board).unwrap_or_default();
        let mut typed = Typed::default();
        typed.set("name", board.name);
        typed.set("meets", board.meets_on.iter().map(|day| words::day(*day)).collect::<Vec<_>>().join("\n"));
        for (number, member) in board.members.iter().enumerate() {
            typed.set(format!("member-{number}-role"), &member.role);
            typed.set(format!("member-{number}-partner"), member.partner.clone().unwrap_or_default());
            typed.set(format!("member-{number}-name"), member.name.clone().unwrap_or_default());
        }
        typed
    }

    fn groups(typed: &Typed, errors: &FormErrors, _: bool) -> Vec<Group> {
        let fields = vec![
            line(typed, errors, "name", "Name of the body", ""),
            area(typed, errors, "meets", "Days on which it meets", "One on each line, such as 14 May 2026.", 4),
        ];
        let mut groups = vec![Group { legend: None, fields }];
        for number in rows(typed, "member", "role") {
            let name = |field: &str| format!("member-{number}-{field}");
            let fields = vec![
                line(typed, errors, &name("role"), "Role or post", ""),
                line(typed, errors, &name("partner"), "Organisation (optional)", ""),
                line(typed, errors, &name("name"), "Name", "Leave it empty when the seat is vacant."),
            ];
            groups.push(Group { legend: Some(format!("Member {}", number + 1)), fields });
        }
        groups
    }

    fn read(typed: &Typed, _: Option<&Entry>) -> Result<Entry, FormErrors> {
        let mut errors = FormErrors::default();
        let name = required(typed, &mut errors, "name", "Enter the name of the body");
        let mut meets_on = Vec::new();
        for line in typed.lines("meets") {
            match AsAt::typed(&line).day {
                Some(day) => meets_on.push(day),
                None => errors.add("meets", format!("‘{line}’ is no day: write it as 14 May 2026")),
            }
        }
        meets_on.sort_unstable();
        meets_on.dedup();
        let member = |number: usize| {
            let role = of_row(typed, "member", number, "role")?;
            let name = of_row(typed, "member", number, "name");
            Some(BoardMember {
                partner: of_row(typed, "member", number, "partner"),
                role,
                is_vacant: name.is_none(),
                name,
            })
        };
        for number in 0..MOST_ROWS {
            let is_named = of_row(typed, "member", number, "name").is_some();
            if is_named && of_row(typed, "member", number, "role").is_none() {
                errors.add(format!("member-{number}-role"), "Enter the role or post of this member");
            }
        }
        let members = (0..MOST_ROWS).filter_map(member).collect();
        if errors.is_empty() { Ok(Entry::Board(Board { name, meets_on, members })) } else { Err(errors) }
    }
}
