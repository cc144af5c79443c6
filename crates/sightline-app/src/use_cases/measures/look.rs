//! Who looked at the children behind a figure or on a case list.

use serde_json::json;
use sightline_domain::measure::Period;
use sightline_engine::Engine;

use crate::policy::{Action, Target};
use crate::{App, Call, Result};

/// A list of children that somebody is about to see. It says which list it is, and no child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChildList {
    /// The children behind a figure.
    Measure {
        /// The measure, by its id.
        measure: String,
        /// The part of the measure that is shown, such as `team=North`; the whole when absent.
        breakdown: Option<String>,
        /// The period of the figure.
        period: Period,
    },
    /// Those something is overdue or due soon for.
    CaseList {
        /// The case list, by its id.
        list: String,
        /// The day that it is as at.
        as_at: chrono::NaiveDate,
    },
    /// The rows of every case list together.
    AllCaseLists {
        /// The day that they are as at.
        as_at: chrono::NaiveDate,
    },
}

impl ChildList {
    fn action(&self) -> Action {
        match self {
            Self::Measure { .. } => Action::MeasureChildren,
            Self::CaseList { .. } | Self::AllCaseLists { .. } => Action::CaseListRead,
        }
    }
}

impl App {
    /// The rows of a list of children that the caller may see, after the history says that they are looked at.
    ///
    /// `team` gives the team that holds the case of a row; none for a child of
    /// no known team. What `engine` knows the team as, by name or by code, is
    /// the team as well. The row of the history names the list, the extract and
    /// how many rows there are, and no child. Nothing is written when none may be seen.
    ///
    /// # Errors
    ///
    /// [`Error::NotAllowed`](crate::Error::NotAllowed) – the caller sees no lists of children at all.
    pub async fn look_at_children<T: Send>(
        &self,
        call: &Call,
        list: &ChildList,
        extract: &str,
        rows: Vec<T>,
        engine: Option<&Engine>,
        team: impl Fn(&T) -> Option<&str> + Send,
    ) -> Result<Vec<T>> {
        call.may(list.action())?;
        let mut seen = rows;
        seen.retain(|row| sees_team(call, list.action(), engine, team(row)));
        if seen.is_empty() {
            return Ok(seen);
        }
        let (object, mut detail) = match list {
            ChildList::Measure { measure, breakdown, period } => {
                (format!("measure {measure}"), json!({ "breakdown": breakdown, "from": period.from, "to": period.to }))
            }
            ChildList::CaseList { list, as_at } => (format!("case list {list}"), json!({ "as_at": as_at })),
            ChildList::AllCaseLists { as_at } => ("every case list".to_owned(), json!({ "as_at": as_at })),
        };
        detail["extract"] = json!(extract);
        detail["rows"] = json!(seen.len());
        self.store.record_reading(call.audit(list.action(), object, detail)).await?;
        Ok(seen)
    }
}

/// Whether the caller may do this with rows of a team, by its name or by a code that the records have for it.
pub(crate) fn sees_team(call: &Call, action: Action, engine: Option<&Engine>, team: Option<&str>) -> bool {
    let allows = |team: &str| call.allows(action, &Target::Team(team));
    match (team, engine) {
        (Some(team), Some(engine)) => engine.called(team).any(allows),
        (team, _) => allows(team.unwrap_or_default()),
    }
}
