//! Case lists: what is still to be done for each child, and by when.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::WorkingDays;

/// Working days that count as soon.
const SOON: i64 = 5;
/// Working days that count as the weeks to come.
const WEEKS_TO_COME: i64 = 20;

/// How near the last day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueState {
    /// The last day has passed.
    Overdue,
    /// The last day is today or within five working days.
    DueIn5,
    /// It is within twenty working days.
    DueIn20,
    /// It is further away.
    Later,
    /// No last day can be worked out.
    NoDate,
}

impl DueState {
    /// Every state, the most pressing first.
    pub const ALL: [Self; 5] = [Self::Overdue, Self::DueIn5, Self::DueIn20, Self::Later, Self::NoDate];

    /// The state on the evening of a day of something due on another.
    ///
    /// Something due on the day itself is not overdue. Where the calendar does
    /// not know the day, what is not overdue is due later.
    #[must_use]
    pub fn of(due_on: Option<NaiveDate>, as_at: NaiveDate, calendar: &WorkingDays) -> Self {
        let Some(due_on) = due_on else { return Self::NoDate };
        let is_within = |days| calendar.add(as_at, days).is_some_and(|last| due_on <= last);
        if due_on < as_at {
            Self::Overdue
        } else if is_within(SOON) {
            Self::DueIn5
        } else if is_within(WEEKS_TO_COME) {
            Self::DueIn20
        } else {
            Self::Later
        }
    }

    /// The name in files and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DueIn5 => "due_in_5",
            Self::DueIn20 => "due_in_20",
            Self::Later => "later",
            Self::NoDate => "no_date",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The words that pages show.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::DueIn5 => "Due within 5 working days",
            Self::DueIn20 => "Due within 20 working days",
            Self::Later => "Due later",
            Self::NoDate => "No date",
        }
    }
}

/// One thing still to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// The child, or whatever the list is about.
    pub key: String,
    /// What tells rows of the same child apart, where one has several.
    pub row_id: Option<String>,
    /// What started the clock.
    pub started_on: Option<NaiveDate>,
    /// The last day in time.
    pub due_on: Option<NaiveDate>,
    /// How near that is.
    pub state: DueState,
    /// Working days until the last day, negative when it has passed.
    pub working_days_left: Option<i64>,
    /// The team.
    pub team: Option<String>,
    /// The worker.
    pub worker: Option<String>,
    /// How much the case weighs, in hundredths; only of lists that are weighted.
    pub weight: Option<u32>,
    /// The further columns of the list, as they are shown.
    pub cells: Vec<Option<String>>,
}

/// A case list on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseList {
    /// The day, in whose evening things stood so.
    pub as_at: NaiveDate,
    /// Titles of the further columns.
    pub columns: Vec<String>,
    /// The rows; what is due first comes first, what has no date last.
    pub rows: Vec<CaseRow>,
}

/// How many rows are in each state, and what they weigh together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseCounts {
    by_state: [usize; DueState::ALL.len()],
    /// What the rows weigh together, in hundredths; 0 of lists that are not weighted.
    pub weight: u64,
}

impl CaseCounts {
    /// Rows in a state.
    #[must_use]
    pub fn in_state(&self, state: DueState) -> usize {
        self.by_state[state as usize]
    }

    /// Rows in all states.
    #[must_use]
    pub fn all(&self) -> usize {
        self.by_state.iter().sum()
    }

    /// What the rows weigh together, such as `13.75`.
    #[must_use]
    pub fn weight_shown(&self) -> String {
        weight_shown(self.weight)
    }

    fn add(&mut self, row: &CaseRow) {
        self.by_state[row.state as usize] += 1;
        self.weight += u64::from(row.weight.unwrap_or_default());
    }
}

/// Hundredths as a number with two places.
#[must_use]
pub fn weight_shown(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

impl CaseList {
    /// The list with its rows in order.
    #[must_use]
    pub fn new(as_at: NaiveDate, columns: Vec<String>, mut rows: Vec<CaseRow>) -> Self {
        let order = |row: &CaseRow| (row.due_on.is_none(), row.due_on, row.started_on);
        rows.sort_by(|one, other| (order(one), &one.key, &one.row_id).cmp(&(order(other), &other.key, &other.row_id)));
        Self { as_at, columns, rows }
    }

    /// Rows in each state.
    #[must_use]
    pub fn counts(&self) -> CaseCounts {
        let mut counts = CaseCounts::default();
        for row in &self.rows {
            counts.add(row);
        }
        counts
    }

    /// Rows in each state by team; without a team comes first, as `None`.
    #[must_use]
    pub fn by_team(&self) -> BTreeMap<Option<&str>, CaseCounts> {
        let mut teams: BTreeMap<Option<&str>, CaseCounts> = BTreeMap::new();
        for row in &self.rows {
            teams.entry(row.team.as_deref()).or_default().add(row);
        }
        teams
    }

    /// Rows in each state by team and worker: somebody who works in two teams stands in both.
    #[must_use]
    pub fn by_worker(&self) -> BTreeMap<(Option<&str>, Option<&str>), CaseCounts> {
        let mut workers: BTreeMap<(Option<&str>, Option<&str>), CaseCounts> = BTreeMap::new();
        for row in &self.rows {
            workers.entry((row.team.as_deref(), row.worker.as_deref())).or_default().add(row);
        }
        workers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(key: &str, due_on: Option<&str>, team: Option<&str>, worker: Option<&str>) -> CaseRow {
        let due_on = due_on.map(on);
        let (as_at, calendar) = (on("2026-04-02"), WorkingDays::of_england());
        CaseRow {
            key: key.to_owned(),
            row_id: None,
            started_on: None,
            due_on,
            state: DueState::of(due_on, as_at, calendar),
            working_days_left: due_on.and_then(|due_on| calendar.between(as_at, due_on)),
            team: team.map(str::to_owned),
            worker: worker.map(str::to_owned),
            weight: Some(75),
            cells: Vec::new(),
        }
    }

    #[test]
    fn five_working_days_reach_over_easter() {
        let calendar = WorkingDays::of_england();
        let thursday_before_easter = on("2026-04-02");
        let state = |due_on: &str| DueState::of(Some(on(due_on)), thursday_before_easter, calendar);
        assert_eq!(state("2026-04-01"), DueState::Overdue);
        assert_eq!(state("2026-04-02"), DueState::DueIn5);
        assert_eq!(state("2026-04-13"), DueState::DueIn5);
        assert_eq!(state("2026-04-14"), DueState::DueIn20);
        assert_eq!(state("2026-05-05"), DueState::DueIn20);
        assert_eq!(state("2026-05-06"), DueState::Later);
        assert_eq!(DueState::of(None, thursday_before_easter, calendar), DueState::NoDate);
    }

    #[test]
    fn states_are_known_by_their_names() {
        for state in DueState::ALL {
            assert_eq!(DueState::named(state.name()), Some(state));
        }
        assert_eq!(DueState::named("soon"), None);
    }

    #[test]
    fn what_is_due_first_comes_first_and_what_has_no_date_last() {
        let rows = vec![
            row("3", None, None, None),
            row("2", Some("2026-04-13"), None, None),
            row("1", Some("2026-04-13"), None, None),
            row("4", Some("2026-03-13"), None, None),
        ];
        let list = CaseList::new(on("2026-04-02"), Vec::new(), rows);
        assert_eq!(list.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["4", "1", "2", "3"]);
    }

    #[test]
    fn the_counts_of_teams_and_of_workers_each_add_up_to_the_list() {
        let rows = vec![
            row("1", Some("2026-03-13"), Some("North"), Some("W1")),
            row("2", Some("2026-04-13"), Some("North"), Some("W2")),
            row("3", None, Some("South"), Some("W1")),
            row("4", None, None, None),
        ];
        let list = CaseList::new(on("2026-04-02"), Vec::new(), rows);
        let all = list.counts();
        assert_eq!((all.all(), all.in_state(DueState::Overdue), all.in_state(DueState::NoDate)), (4, 1, 2));
        assert_eq!(all.weight_shown(), "3.00");
        assert_eq!(list.by_team().len(), 3);
        assert_eq!(list.by_worker().len(), 4);
        for state in DueState::ALL {
            assert_eq!(
                list.by_team().values().map(|counts| counts.in_state(state)).sum::<usize>(),
                all.in_state(state)
            );
            assert_eq!(
                list.by_worker().values().map(|counts| counts.in_state(state)).sum::<usize>(),
                all.in_state(state)
            );
        }
        assert_eq!(list.by_team()[&Some("North")].weight_shown(), "1.50");
    }
}
