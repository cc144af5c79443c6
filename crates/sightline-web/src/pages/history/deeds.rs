//! The rows of the audit log in words.

use serde_json::Value;
use sightline_app::Role;

use crate::words;

/// What was done, in words, by its code; the ones people look for most.
pub(super) const DEEDS: &[(&str, &str)] = &[
    ("plan.import", "Imported a plan"),
    ("plan.update", "Reported on actions"),
    ("plan.sign_off", "Signed off updates"),
    ("plan.amend", "Amended the plan"),
    ("plan.baseline", "Froze a baseline"),
    ("register.amend", "Changed a register"),
    ("round.manage", "Managed an update round"),
    ("discussion.write", "Wrote in a discussion"),
    ("challenge.answer", "Answered a challenge"),
    ("verdict.keep", "Kept verdicts"),
    ("evidence.give", "Gave evidence or took it back"),
    ("evidence.accept", "Accepted or declined evidence"),
    ("impact_test.conclude", "Concluded an impact test"),
    ("impact_test.sign", "Signed an impact test or sent it back"),
    ("obsession.manage", "Managed an obsession"),
    ("board.manage", "Kept boards, meetings or risks"),
    ("board.challenge", "Logged a challenge at a board"),
    ("report.order", "Ordered a report"),
    ("report.build", "Built a report"),
    ("data.load", "Loaded children’s records"),
    ("data.publish", "Published children’s records"),
    ("data.withdraw", "Withdrew children’s records"),
    ("data.discard", "Discarded children’s records"),
    ("data.destroy", "Destroyed children’s records"),
    ("child.read", "Opened a child’s records"),
    ("measure.children", "Looked at the children behind a figure"),
    ("case_list.read", "Looked at a case list"),
    ("settings.change", "Changed a setting"),
    ("digest.write", "Wrote digests"),
    ("account.sign_in", "Signed in"),
    ("account.sign_in_refused", "Was refused at sign-in"),
    ("account.sign_out", "Signed out"),
    ("account.lock", "Locked an account"),
    ("account.unlock", "Unlocked an account"),
    ("account.add", "Added an account"),
    ("account.change", "Changed an account"),
    ("account.disable", "Disabled an account"),
    ("account.enable", "Enabled an account"),
    ("account.password_change", "Changed a password"),
    ("store.backup", "Took a backup"),
    ("store.restore", "Restored a backup"),
];

/// What was done, in words; a code without words of its own is told by its parts.
pub(super) fn deed(code: &str) -> String {
    match DEEDS.iter().find(|(known, _)| *known == code) {
        Some((_, words)) => (*words).to_owned(),
        None => words::capital(&code.replace(['.', '_'], " ")),
    }
}

/// The details of a row, a line for each: `Actions: 1.1, 1.2`.
pub(super) fn details(detail: &Value) -> Vec<String> {
    match detail {
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(name, value)| {
                let value = if name == "role" { role_words(value) } else { value_words(value) };
                (!value.is_empty()).then(|| format!("{}: {value}", words::capital(&name.replace('_', " "))))
            })
            .collect(),
        other => Some(value_words(other)).filter(|words| !words.is_empty()).into_iter().collect(),
    }
}

/// The role as people call it; whatever else is there as it stands.
fn role_words(value: &Value) -> String {
    let known = Role::ALL.iter().find(|role| value.as_str() == Some(role.code()));
    known.map_or_else(|| value_words(value), |role| role.words().to_owned())
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.parse().map_or_else(|_| text.clone(), words::day),
        Value::Array(items) => items.iter().map(value_words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{} {}", name.replace('_', " "), value_words(value)))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_deed_without_words_of_its_own_is_still_told() {
        assert_eq!(deed("plan.update"), "Reported on actions");
        assert_eq!(deed("account.second_factor_on"), "Account second factor on");
    }

    #[test]
    fn details_are_told_line_by_line_and_nothing_is_said_of_nothing() {
        let detail = json!({ "on": "2026-10-31", "actions": ["1.1", "1.2"], "why": null, "of": { "is_shared": true } });
        assert_eq!(details(&detail), ["On: 31 October 2026", "Actions: 1.1, 1.2", "Of: is shared yes"]);
        assert!(details(&Value::Null).is_empty());
    }
}
