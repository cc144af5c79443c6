//! A filter as it stands in an address.

use sightline_domain::standing::Standing;

use super::{Column, DueWindow, LeadIs, Order, PlanFilter, PriorityIs, RatingIs, SourceIs, StateIs};

/// A filter read from an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedFilter {
    /// What was understood.
    pub filter: PlanFilter,
    /// What was not, as `key=value`: known keys with values that mean nothing.
    pub not_understood: Vec<String>,
}

/// Longest value, in letters, and most values of one kind; more is cut.
const LONGEST_VALUE: usize = 200;
const MOST_VALUES: usize = 50;

const NO_PRIORITY: &str = "no-priority";
const NOT_RATED: &str = "not-rated";
const OFF_SCALE: &str = "off-scale";
const NO_LEAD: &str = "no-lead";
const NO_SOURCE: &str = "no-source";

impl PlanFilter {
    /// The filter of an address's query, with or without `?`.
    ///
    /// Keys that are none of the filter's are left alone, and so are empty
    /// values: an untouched form sends them. What has a filter's key and no
    /// meaning is named in [`ParsedFilter::not_understood`].
    #[must_use]
    pub fn parse(query: &str) -> ParsedFilter {
        let mut parsed = ParsedFilter::default();
        for pair in query.trim_start_matches('?').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value: String = decoded(value).trim().chars().take(LONGEST_VALUE).collect();
            if !value.is_empty() && !parsed.filter.take(&decoded(key), &value) {
                parsed.not_understood.push(format!("{}={value}", decoded(key)));
            }
        }
        parsed
    }

    /// The query of an address that shows this, without `?`; empty for the default.
    #[must_use]
    pub fn to_query(&self) -> String {
        let pairs = self.pairs();
        pairs.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect::<Vec<_>>().join("&")
    }

    /// Keys and values as they stand in the address, in a fixed order.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        if !self.words.is_empty() {
            pairs.push(("q", self.words.clone()));
        }
        pairs.extend(self.priorities.iter().map(|is| ("priority", is.code())));
        pairs.extend(self.action_ratings.iter().map(|is| ("rating", is.code())));
        pairs.extend(self.impact_ratings.iter().map(|is| ("impact", is.code())));
        pairs.extend(self.standings.iter().map(|is| ("standing", standing_code(*is).to_owned())));
        pairs.extend(self.leads.iter().map(|is| ("lead", is.code())));
        pairs.extend(self.due.iter().map(|is| ("due", is.code().to_owned())));
        if self.is_silent {
            pairs.push(("updated", "no".to_owned()));
        }
        if let Some(only) = self.placeholder {
            pairs.push(("placeholder", if only { "only" } else { "without" }.to_owned()));
        }
        pairs.extend(self.sources.iter().map(|is| ("source", is.code())));
        pairs.extend(self.states.iter().map(|is| ("state", is.code().to_owned())));
        if let Some(order) = self.order {
            pairs.push(("sort", order.code()));
        }
        pairs
    }

    /// False when the key is the filter's and the value means nothing.
    fn take(&mut self, key: &str, value: &str) -> bool {
        match key {
            "q" => value.clone_into(&mut self.words),
            "priority" => add(&mut self.priorities, PriorityIs::read(value)),
            "rating" => add(&mut self.action_ratings, RatingIs::read(value)),
            "impact" => add(&mut self.impact_ratings, RatingIs::read(value)),
            "lead" => add(&mut self.leads, LeadIs::read(value)),
            "source" => add(&mut self.sources, SourceIs::read(value)),
            "standing" => match Standing::ALL.into_iter().find(|is| standing_code(*is) == value) {
                Some(is) => add(&mut self.standings, is),
                None => return false,
            },
            "due" => match DueWindow::ALL.into_iter().find(|is| is.code() == value) {
                Some(is) => add(&mut self.due, is),
                None => return false,
            },
            "state" => match StateIs::ALL.into_iter().find(|is| is.code() == value) {
                Some(is) => add(&mut self.states, is),
                None => return false,
            },
            "updated" => match value {
                "no" => self.is_silent = true,
                _ => return false,
            },
            "placeholder" => match value {
                "only" => self.placeholder = Some(true),
                "without" => self.placeholder = Some(false),
                _ => return false,
            },
            "sort" => match Order::read(value) {
                Some(order) => self.order = Some(order),
                None => return false,
            },
            _ => {}
        }
        true
    }
}

fn add<T: PartialEq>(values: &mut Vec<T>, value: T) {
    if values.len() < MOST_VALUES && !values.contains(&value) {
        values.push(value);
    }
}

/// A standing as it stands in an address.
pub(super) fn standing_code(standing: Standing) -> &'static str {
    match standing {
        Standing::Complete => "complete",
        Standing::OnTrack => "on-track",
        Standing::Stale => "not-updated",
        Standing::Slipping => "slipping",
        Standing::Overdue => "overdue",
    }
}

macro_rules! name_or_none {
    ($type:ident::$name:ident, $($none:ident = $code:ident),+) => {
        impl $type {
            /// As it stands in an address.
            #[must_use]
            pub fn code(&self) -> String {
                match self {
                    Self::$name(name) => name.clone(),
                    $(Self::$none => $code.to_owned(),)+
                }
            }

            fn read(value: &str) -> Self {
                match value {
                    $($code => Self::$none,)+
                    name => Self::$name(name.to_owned()),
                }
            }
        }
    };
}

name_or_none!(PriorityIs::Reference, None = NO_PRIORITY);
name_or_none!(RatingIs::Level, NotRated = NOT_RATED, OffScale = OFF_SCALE);
name_or_none!(LeadIs::Named, Nobody = NO_LEAD);
name_or_none!(SourceIs::Tag, None = NO_SOURCE);

impl DueWindow {
    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Next30Days => "next-30-days",
            Self::Later => "later",
            Self::Undated => "undated",
        }
    }
}

impl StateIs {
    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Withdrawn => "withdrawn",
            Self::Merged => "merged",
            Self::Split => "split",
        }
    }
}

impl Order {
    /// As it stands in an address: `due`, or `-due` from the end.
    #[must_use]
    pub fn code(self) -> String {
        let minus = if self.is_descending { "-" } else { "" };
        format!("{minus}{}", self.by.code())
    }

    fn read(value: &str) -> Option<Self> {
        let name = value.strip_prefix('-').unwrap_or(value);
        let by = Column::ALL.into_iter().find(|column| column.code() == name)?;
        Some(Self { by, is_descending: value.starts_with('-') })
    }
}

/// A value for the query of an address, as forms write it.
fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            b' ' => text.push('+'),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// What an encoded value says; broken escapes are kept as they stand, bytes that are no text are replaced.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        rest = if escape.is_some() { &after[2..] } else { after };
        bytes.push(escape.unwrap_or(if *first == b'+' { b' ' } else { *first }));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> PlanFilter {
        PlanFilter {
            words: "front door & “naïve” 100%".to_owned(),
            priorities: vec![PriorityIs::Reference("1+2".to_owned()), PriorityIs::None],
            action_ratings: vec![RatingIs::Level("red".to_owned()), RatingIs::NotRated],
            impact_ratings: vec![RatingIs::OffScale],
            standings: Standing::ALL.to_vec(),
            leads: vec![LeadIs::Named("Head of Service; North=South".to_owned()), LeadIs::Nobody],
            due: DueWindow::ALL.to_vec(),
            is_silent: true,
            placeholder: Some(false),
            sources: vec![SourceIs::Tag("ILACS #4".to_owned()), SourceIs::None],
            states: StateIs::ALL.to_vec(),
            order: Some(Order { by: Column::Due, is_descending: true }),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for filter in [PlanFilter::default(), full()] {
            let parsed = PlanFilter::parse(&filter.to_query());
            assert_eq!(parsed.filter, filter);
            assert!(parsed.not_understood.is_empty());
        }
        for by in Column::ALL {
            let filter = PlanFilter { order: Some(Order { by, is_descending: false }), ..PlanFilter::default() };
            assert_eq!(PlanFilter::parse(&filter.to_query()).filter, filter);
        }
        assert_eq!(PlanFilter::default().to_query(), "");
    }

    #[test]
    fn what_means_nothing_is_said_and_what_is_not_ours_is_left_alone() {
        let parsed =
            PlanFilter::parse("?as_at=2026-01-01&page=2&due=tomorrow&due=overdue&rating=&sort=colour&q=%zz%41");
        assert_eq!(parsed.not_understood, ["due=tomorrow", "sort=colour"]);
        assert_eq!(parsed.filter.due, [DueWindow::Overdue]);
        assert_eq!(parsed.filter.words, "%zzA");
        assert!(parsed.filter.action_ratings.is_empty());
    }

    #[test]
    fn an_address_full_of_values_is_cut_not_refused() {
        let query = (0..500).map(|number| format!("priority={number}")).collect::<Vec<_>>().join("&");
        assert_eq!(PlanFilter::parse(&query).filter.priorities.len(), MOST_VALUES);
        assert_eq!(PlanFilter::parse(&format!("q={}", "é".repeat(900))).filter.words.chars().count(), LONGEST_VALUE);
    }
}
