//! What to do next, where the answer is a command or one of its options.
//!
//! The use cases say what is missing in words that fit any front door; these
//! are the words of this one.

use sightline_app::StoreError;
use sightline_app::error::{Error, Missing};

/// What to do about an error, at the command line.
pub(crate) fn on(error: &Error) -> String {
    let own = match error {
        Error::Store(error) => on_store(error),
        _ => on_use_case(error),
    };
    own.unwrap_or_else(|| error.help())
}

fn on_use_case(error: &Error) -> Option<String> {
    let words = match error {
        Error::NoPlans => {
            "Import one with `sightline plan import FILE`, or look at the demonstration with `sightline demo`."
        }
        Error::WhichPlan { handles } => return Some(format!("Say which with `--plan`: {}.", shortened(handles))),
        Error::ImportHasErrors { .. } => {
            "See all of them with `sightline plan import FILE --dry-run`, put them right in the document and import it again."
        }
        Error::NothingFound { .. } => {
            "A plan needs a table with a column for the action. If the column has an unusual heading, say what it is, for example `--map \"What we will do=action\"`."
        }
        Error::BlueUnsupported { missing, .. } => return Some(on_missing(missing)),
        Error::FutureDay { .. } => "Give a day up to today; what is expected goes into the forecast (`--forecast`).",
        Error::UnknownAction { plan, near, .. } if near.is_empty() => {
            return Some(format!("See `sightline plan show {plan}` for its references."));
        }
        Error::NoReason { .. } => "Say why with `--reason`; it is shown wherever the change is.",
        Error::MailSettings { .. } => {
            "Put the settings under `[mail]` in sightline.toml right; `sightline config check` tries them."
        }
        Error::KeyDoesNotFit { .. } => {
            "Give the key it was sealed with, beside the new one while keys are exchanged. When that key is lost, turn the codes from a phone off for everybody who has them with `sightline account codes-off`; docs/operate/keys.md says more."
        }
        _ => return None,
    };
    Some(words.to_owned())
}

fn on_store(error: &StoreError) -> Option<String> {
    let words = match error {
        StoreError::Query { .. } => {
            "Nothing was saved. Try again; if it keeps failing, run `sightline history verify` and take a backup."
        }
        StoreError::Unreadable { .. } => {
            "The database has been changed from outside or is damaged. Run `sightline history verify` and restore the last backup into a new data directory."
        }
        StoreError::AlreadyImported { handle } => {
            return Some(format!(
                "Open the plan with `sightline plan show {handle}`, or import it a second time with `--again`."
            ));
        }
        StoreError::UnknownPlan { near, .. } if near.is_empty() => "See `sightline plan list`.",
        StoreError::UnknownAction { near, .. } if near.is_empty() => {
            "See `sightline plan show` for the references of the plan."
        }
        StoreError::NotEmpty { .. } => "Restore into a new data directory: `sightline restore FILE --data-dir NEW`.",
        _ => return None,
    };
    Some(words.to_owned())
}

fn on_missing(missing: &[Missing]) -> String {
    let options = missing.iter().map(|part| match part {
        Missing::Evidence => "name the evidence with `--evidence`",
        Missing::Note => "say what happened with `--note`",
        Missing::Sustained => "say how it will last with `--sustained`",
        Missing::Complete => "rate the action complete with `--action-rating`",
        Missing::Verdict(_) => "look at `sightline verdict --action ACTION` for what the evidence still lacks",
        Missing::Milestone(_) => "record the milestone with `sightline plan amend ACTION --milestone-done TEXT`",
    });
    let mut once: Vec<&str> = Vec::new();
    for option in options {
        if !once.contains(&option) {
            once.push(option);
        }
    }
    format!(
        "The best level is for what is complete, evidenced and going to last: {}. Otherwise choose the level below it.",
        once.join("; ")
    )
}

fn shortened(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(8).map(String::as_str).collect();
    let rest = names.len().saturating_sub(shown.len());
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_for_the_best_level_is_said_by_the_options_that_give_it() {
        let missing = vec![Missing::Evidence, Missing::Milestone("a".into()), Missing::Milestone("b".into())];
        let error = Error::BlueUnsupported { action: "1.2".to_owned(), level: "Blue".to_owned(), missing };
        let words = on(&error);
        assert!(words.contains("--evidence") && !words.contains("--sustained"), "{words}");
        assert_eq!(words.matches("--milestone-done").count(), 1, "{words}");
        assert_eq!(on(&Error::NothingWritten), Error::NothingWritten.help());
    }
}
