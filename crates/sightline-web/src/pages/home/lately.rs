//! What changed in the last seven days, as one list.

use chrono::{DateTime, Utc};
use sightline_app::Lately;
use sightline_app::domain::reporting::Outcome;

use super::super::actions::amendment_words;
use crate::words;

/// Lines at most; the history has all of them.
const MOST: usize = 8;

/// What changed, the latest first.
pub(super) struct LatelyView {
    /// How much, in a sentence.
    pub(super) sentence: String,
    pub(super) lines: Vec<LatelyLine>,
}

/// One thing that changed.
pub(super) struct LatelyLine {
    pub(super) what: String,
    pub(super) href: String,
    pub(super) by: String,
}

impl LatelyView {
    pub(super) fn of(lately: &Lately, handle: &str) -> Self {
        let mut found: Vec<(DateTime<Utc>, &str, String, &str)> = Vec::new();
        for recorded in &lately.updates {
            let update = &recorded.update;
            found.push((update.recorded_at, &update.action, "updated".to_owned(), &update.by));
        }
        for amendment in &lately.amendments {
            let what = format!("amended: {}", amendment_words(amendment).0.to_lowercase());
            found.push((amendment.recorded_at, &amendment.action, what, &amendment.by));
        }
        for signed in &lately.sign_offs {
            let what = match signed.sign_off.outcome {
                Outcome::Accepted => "accepted",
                Outcome::SentBack { .. } => "sent back",
            };
            found.push((signed.sign_off.at, &signed.action, what.to_owned(), &signed.sign_off.by));
        }
        found.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        Self {
            sentence: sentence(lately),
            lines: found
                .into_iter()
                .take(MOST)
                .map(|(at, action, what, by)| LatelyLine {
                    what: format!("Action {action} {what}"),
                    href: words::action_href(handle, action),
                    by: format!("{by}, {}", words::moment(at)),
                })
                .collect(),
        }
    }
}

fn sentence(lately: &Lately) -> String {
    let parts = [
        words::count(lately.updates.len(), "update", "updates"),
        words::count(lately.amendments.len(), "amendment", "amendments"),
        words::count(lately.sign_offs.len(), "sign-off", "sign-offs"),
    ];
    format!("Since {}: {}.", words::day(lately.since), words::list(&parts))
}
