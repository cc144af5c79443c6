//! What a person can correct about a plan that was read: an item of it and a field of the item.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One item of a plan, as problems name it: `priority 1`, `measure 3`; an action by its reference alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Item {
    /// The plan itself.
    Plan,
    /// Its rating scale.
    Scale,
    /// A priority, by reference.
    Priority(String),
    /// An aim, by reference.
    Aim(String),
    /// An action, by reference.
    Action(String),
    /// A line of the measures register, counted from 1.
    Measure(usize),
    /// A focus area, by reference.
    FocusArea(String),
    /// A person, by name.
    Person(String),
    /// Whoever these words name wherever they lead something.
    Lead(String),
    /// An abbreviation.
    Abbreviation(String),
    /// The list of who leads delivery of each pillar.
    DeliveryLeads,
    /// A board, counted from 1.
    Board(usize),
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plan => f.write_str("plan"),
            Self::Scale => f.write_str("scale"),
            Self::Priority(reference) => write!(f, "priority {reference}"),
            Self::Aim(reference) => write!(f, "aim {reference}"),
            Self::Action(reference) => write!(f, "action {reference}"),
            Self::Measure(number) => write!(f, "measure {number}"),
            Self::FocusArea(reference) => write!(f, "focus area {reference}"),
            Self::Person(name) => write!(f, "person {name}"),
            Self::Lead(words) => write!(f, "lead {words}"),
            Self::Abbreviation(short) => write!(f, "abbreviation {short}"),
            Self::DeliveryLeads => f.write_str("delivery leads"),
            Self::Board(number) => write!(f, "board {number}"),
        }
    }
}

impl FromStr for Item {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "plan" => return Ok(Self::Plan),
            "scale" => return Ok(Self::Scale),
            "delivery leads" => return Ok(Self::DeliveryLeads),
            _ => {}
        }
        let number = |rest: &str| rest.parse::<usize>().map_err(|_| text.to_owned());
        if let Some(reference) = text.strip_prefix("focus area ") {
            return Ok(Self::FocusArea(reference.to_owned()));
        }
        match text.split_once(' ') {
            Some(("priority", reference)) => Ok(Self::Priority(reference.to_owned())),
            Some(("aim", reference)) => Ok(Self::Aim(reference.to_owned())),
            Some(("action", reference)) => Ok(Self::Action(reference.to_owned())),
            Some(("measure", rest)) => Ok(Self::Measure(number(rest)?)),
            Some(("person", name)) => Ok(Self::Person(name.to_owned())),
            Some(("lead", words)) => Ok(Self::Lead(words.to_owned())),
            Some(("abbreviation", short)) => Ok(Self::Abbreviation(short.to_owned())),
            Some(("board", rest)) => Ok(Self::Board(number(rest)?)),
            _ => Err(text.to_owned()),
        }
    }
}

impl From<Item> for String {
    fn from(item: Item) -> Self {
        item.to_string()
    }
}

impl TryFrom<String> for Item {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl Item {
    /// The item that a problem is about.
    #[must_use]
    pub fn about(about: &str) -> Self {
        about.parse().unwrap_or_else(|_| Self::Action(about.to_owned()))
    }

    /// In words, at the beginning of a line: `Action 1.1`, `Whoever “MC” is`.
    #[must_use]
    pub fn heading(&self) -> String {
        match self {
            Self::Lead(words) => format!("Whoever “{words}” is"),
            Self::Person(name) => name.clone(),
            Self::Scale => "The rating scale".to_owned(),
            Self::Plan => "The plan".to_owned(),
            Self::DeliveryLeads => "The list of delivery leads".to_owned(),
            other => {
                let mut words = other.to_string();
                if let Some(first) = words.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                words
            }
        }
    }
}

/// How a field is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A few words.
    Line,
    /// A sentence or more.
    Text,
    /// One entry on each line.
    Lines,
    /// A level of the plan's scale.
    Level,
    /// What a lead is: a person, a post or a group.
    LeadKind,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $code:literal $words:literal $shape:ident $hint:literal)*) => {
        /// A field of an item.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// As it stands in forms.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// In words.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }

            /// How it is given.
            #[must_use]
            pub fn shape(self) -> Shape {
                match self { $(Self::$name => Shape::$shape,)* }
            }

            /// What may be given, in a sentence; empty when that is plain.
            #[must_use]
            pub fn hint(self) -> &'static str {
                match self { $(Self::$name => $hint,)* }
            }
        }
    };
}

fields! {
    /// Title of the plan, of a priority or of an aim.
    Title "title" "Title" Line ""
    /// The council or partnership.
    Council "council" "Council or partnership" Line "The plan belongs to the programme of this name."
    /// Reference.
    Reference "reference" "Reference" Line "As it is to be known from now on. No other may have it."
    /// An action or measure in words.
    Text "text" "Words" Text ""
    /// Key areas of a priority.
    KeyAreas "key_areas" "Key areas" Text ""
    /// Leads.
    Leads "leads" "Leads" Lines "One on each line."
    /// Start.
    Start "start" "Start" Line "For example, 1 April 2026 or April 2026."
    /// Timescale.
    Due "due" "Timescale" Line "For example, 31 March 2027, Mar 27, quarterly, ongoing or TBC."
    /// Action rating.
    ActionRating "action_rating" "Action rating" Level ""
    /// Impact rating.
    ImpactRating "impact_rating" "Impact rating" Level ""
    /// Bullets or lettered items.
    Parts "parts" "Items" Lines "One on each line: letter) words. To give an item its own lead and date, write them after it: a) words | lead | date."
    /// Dated steps.
    Milestones "milestones" "Milestones" Lines "One on each line, with its date after a stroke: Open the hub | 31 March 2027."
    /// Inspection tags.
    Sources "sources" "Inspection findings it answers" Lines "One on each line."
    /// What it is delivered through.
    DeliveredThrough "delivered_through" "Delivered through" Text ""
    /// How we will know.
    HowWillWeKnow "how_will_we_know" "How we will know" Lines "One statement on each line."
    /// What children will say.
    ChildStatements "child_statements" "What children will say" Lines "One statement on each line."
    /// Impact of a priority.
    Impact "impact" "What will be different for children" Lines "One statement on each line."
    /// Objectives of a priority.
    Objectives "objectives" "Objectives" Lines "One on each line. Begin a line with a hyphen to put it under the one above."
    /// Outcomes of a priority.
    Outcomes "outcomes" "Outcomes" Lines "One on each line. Begin a line with a hyphen to put it under the one above."
    /// What a priority is measured by.
    MeasuredBy "measured_by" "Measured by" Lines "One on each line. Begin a line with a hyphen to put it under the one above."
    /// Targets of a priority.
    Targets "targets" "Targets" Lines "One on each line. Write “or fewer” or “or more” after a percentage to say which side is good."
    /// The day that targets are for.
    TargetsDue "targets_due" "Day the targets are for" Line "For example, 31 March 2027."
    /// Source of a measure.
    DataSource "data_source" "Data source" Line ""
    /// Actions of a measure or focus area.
    ActionRefs "action_refs" "Its actions" Lines "References, one on each line."
    /// Judgement areas of a focus area.
    JudgementAreas "judgement_areas" "Judgement areas" Lines "One on each line."
    /// Who a lead is.
    Who "who" "Who it is" Line "A person, a post or a group."
    /// What a lead is.
    Kind "kind" "What it is" LeadKind ""
    /// Who holds the post that leads.
    Holder "holder" "Who holds the post" Line "Leave this empty if the post is vacant."
    /// Post of a person.
    Post "post" "Post" Line ""
    /// Meaning of an abbreviation.
    Meaning "meaning" "Meaning" Line ""
    /// Lines of a list of delivery leads or of board members.
    Members "members" "Lines" Lines "One on each line, parts separated by a stroke."
    /// Levels of a scale.
    Levels "levels" "Levels, worst first" Lines "One on each line: code | name | what it says about the action."
}

impl Field {
    /// The field with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_from_their_words() {
        for words in
            ["plan", "priority 1", "action 1.1/2", "measure 3", "focus area FA2", "lead A / B", "delivery leads"]
        {
            assert_eq!(words.parse::<Item>().unwrap().to_string(), words);
        }
        assert!("measure three".parse::<Item>().is_err());
        assert_eq!(Item::about("1.1 (2)"), Item::Action("1.1 (2)".to_owned()));
        assert_eq!(Item::about("aim 1.1"), Item::Aim("1.1".to_owned()));
    }

    #[test]
    fn fields_are_found_by_their_codes() {
        for field in Field::ALL {
            assert_eq!(Field::from_code(field.code()), Some(*field));
        }
    }
}
