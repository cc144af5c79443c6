//! How far a role reaches, as words and as it is typed.

use sightline_app::{Reach, Scope};

use crate::words::list;

/// A sentence for each limit; one that says so when there is none.
pub(in crate::pages) fn words(reach: &Reach) -> Vec<String> {
    let limits = [
        ("programme", "programmes", &reach.programmes),
        ("priority", "priorities", &reach.priorities),
        ("team", "teams", &reach.teams),
    ];
    let said: Vec<String> = limits
        .into_iter()
        .filter_map(|(one, many, scope)| match scope {
            Scope::All => None,
            Scope::Only(names) if names.is_empty() => Some(format!("No {many}")),
            Scope::Only(names) if names.len() == 1 => Some(format!("Only the {one} {}", names[0])),
            Scope::Only(names) => Some(format!("Only the {many} {}", list(names))),
        })
        .collect();
    if said.is_empty() { vec!["Everything".to_owned()] } else { said }
}

/// As it stands in a field: one name on each line, none for everything.
pub(super) fn typed(scope: &Scope) -> String {
    match scope {
        Scope::All => String::new(),
        Scope::Only(names) => names.join("\n"),
    }
}

/// What was typed: everything when nothing was.
pub(super) fn read(typed: &str) -> Scope {
    let names = lines(typed);
    if names.is_empty() { Scope::All } else { Scope::Only(names) }
}

/// The lines that say something.
pub(super) fn lines(typed: &str) -> Vec<String> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_everything_and_lines_are_names() {
        assert_eq!(read(" \r\n "), Scope::All);
        let two = read("Wexcombe\r\n\r\n Harbour ");
        assert_eq!(two, Scope::Only(vec!["Wexcombe".to_owned(), "Harbour".to_owned()]));
        assert_eq!(typed(&two), "Wexcombe\nHarbour");
        let reach = Reach { programmes: two, priorities: read("2"), ..Reach::default() };
        assert_eq!(words(&reach), ["Only the programmes Wexcombe and Harbour", "Only the priority 2"]);
        assert_eq!(words(&Reach::default()), ["Everything"]);
    }
}
