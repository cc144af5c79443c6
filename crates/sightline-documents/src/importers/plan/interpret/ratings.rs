//! Rating keys printed in a plan, and the ratings of its actions.

use std::collections::BTreeMap;

use sightline_domain::Place;
use sightline_domain::plan::Action;
use sightline_domain::scale::{Brag, Level, Scale};

use super::super::source::Row;
use super::codes;
use super::draft::Draft;
use super::words::{one_space, plain};

impl Draft<'_> {
    /// A line that opens or is part of a rating key.
    pub(super) fn rating_line(&mut self, text: &str) -> bool {
        let lower = plain(text);
        if lower.contains("rating") && self.plan.update_cycle_days.is_none() {
            for (word, days) in [("weekly", 7), ("fortnightly", 14), ("monthly", 31), ("quarterly", 92)] {
                if lower.split(' ').any(|known| known == word) && lower.contains("updat") {
                    self.plan.update_cycle_days = Some(days);
                }
            }
        }
        let phrases = &self.vocabulary.headings.rating_key;
        if phrases.contains(&lower) {
            return true;
        }
        // `Key to ratings of …`: a phrase of several words may go on.
        let is_short = lower.split(' ').count() <= 12 && !text.ends_with('.');
        let goes_on = |phrase: &String| phrase.contains(' ') && lower.starts_with(&format!("{phrase} "));
        let opens = is_short && phrases.iter().any(goes_on);
        if opens {
            self.flush_lines(false);
            self.finish_action();
            self.after_actions = false;
            self.list = None;
            self.open_section(text, None);
        }
        opens
    }

    /// Rows of a rating key: `1 - Achieved` in one row, or a code with its definition in each.
    pub(super) fn rating_rows(&mut self, rows: &[&Row]) -> bool {
        if let [row] = rows {
            let levels: Vec<Level> = row.cells.iter().filter_map(|cell| numbered_level(&cell.text())).collect();
            if levels.len() >= 3 && levels.len() == row.cells.iter().filter(|cell| !cell.is_empty()).count() {
                self.add_progress_scale(levels, &row.place);
                return true;
            }
        }
        let coded: Vec<(&Row, String)> =
            rows.iter().filter_map(|row| self.level_code(&row.cell(0).text()).map(|code| (*row, code))).collect();
        if coded.len() >= 3 && coded.len() * 2 >= rows.len() {
            self.add_key(&coded);
            return true;
        }
        let numbered: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| {
                let code = one_space(&row.cell(0).text());
                code.len() == 1
                    && code.chars().all(|c| c.is_ascii_digit())
                    && !row.cell(1).is_empty()
                    && row.cells.iter().skip(2).all(super::super::source::Cell::is_empty)
            })
            .collect();
        if numbered.len() >= 3
            && numbered.len() * 2 >= rows.len()
            && self.plan.actions.is_empty()
            && self.gathered.is_none()
            && self.composite.is_none()
        {
            let others: Vec<&Row> =
                rows.iter().copied().filter(|row| !numbered.iter().any(|known| std::ptr::eq(*known, *row))).collect();
            for row in others {
                let text = one_space(&row.cell(0).text());
                self.line(&row.place, &text, super::lines::Standing::Paragraph);
            }
            let levels = numbered
                .iter()
                .map(|row| Level {
                    colour: row.cell(0).fill.clone().or_else(|| row.cell(1).fill.clone()),
                    ..level(&one_space(&row.cell(0).text()), &one_space(&row.cell(1).text()))
                })
                .collect();
            self.add_progress_scale(levels, &numbered[0].place);
            return true;
        }
        false
    }

    /// The colour that a word names, by the vocabulary; only whole colour words open a key.
    fn level_code(&self, text: &str) -> Option<String> {
        let word = plain(text);
        if word.len() < 3 {
            return None;
        }
        self.vocabulary
            .ratings
            .colours
            .iter()
            .find(|(code, colour)| **code == word || colour.words.contains(&word))
            .map(|(code, _)| code.clone())
    }

    fn add_key(&mut self, coded: &[(&Row, String)]) {
        let mut levels = Vec::new();
        for (row, code) in coded {
            let printed: Vec<String> =
                row.cells.iter().skip(1).map(|cell| one_space(&cell.text())).filter(|text| !text.is_empty()).collect();
            let (action, impact) = match printed.as_slice() {
                [] => (None, None),
                [one] => self.two_definitions(one, &row.place, code),
                [first, second, ..] => (Some(first.clone()), Some(second.clone())),
            };
            let stands_for = brag_of(code);
            levels.push(Level {
                code: code.clone(),
                name: one_space(&row.cell(0).text()),
                colour: row.cells.iter().find_map(|cell| cell.fill.clone()).or_else(|| brag_colour(code)),
                action_definition: action,
                impact_definition: impact,
                definition_raw: (!printed.is_empty()).then(|| printed.join(" ")),
                stands_for,
            });
        }
        levels.sort_by_key(|level| level.stands_for);
        let rates_impact = levels.iter().any(|level| level.impact_definition.is_some());
        self.plan.scales.push(Scale {
            id: "brag".to_owned(),
            name: if levels.len() == 4 { "BRAG" } else { "RAG" }.to_owned(),
            rates_impact,
            levels,
        });
    }

    /// `Action: … Impact …` in one cell.
    fn two_definitions(&mut self, text: &str, place: &Place, code: &str) -> (Option<String>, Option<String>) {
        let Some(rest) = text.strip_prefix("Action:").or_else(|| text.strip_prefix("Action ")) else {
            self.note(codes::ONE_DEFINITION, place, text, format!("One definition is printed for {code}. It is used for the action rating and the impact rating alike."));
            return (Some(text.to_owned()), None);
        };
        let Some(at) = rest.find("Impact") else { return (Some(rest.trim().to_owned()), None) };
        self.note(codes::DEFINITIONS_TOGETHER, place, text, format!("The cell holds the action and the impact definition of {code} together. They are told apart at the word “Impact”."));
        (Some(rest[..at].trim().to_owned()), Some(rest[at..].trim_start_matches("Impact:").trim().to_owned()))
    }

    fn add_progress_scale(&mut self, mut levels: Vec<Level>, place: &Place) {
        for level in &levels {
            let name = plain(&level.name);
            if name.contains("not achieved") && name.contains("not started") {
                self.question_about(
                    "scale",
                    codes::RATING_MEANS_TWO_THINGS,
                    place,
                    &level.name,
                    format!("The rating {} means two things. Actions with it are kept so: say for each whether it was not started, or tried and not achieved.", level.code),
                );
            }
        }
        // A key that begins with the best level is turned round: scales are ordered worst first.
        let first_is_best = levels.first().is_some_and(|level| {
            let name = plain(&level.name);
            !name.starts_with("not") && (name.contains("achieved") || name.contains("complete"))
        });
        if first_is_best {
            levels.reverse();
        }
        let count = levels.len();
        for (rank, level) in levels.iter_mut().enumerate() {
            level.stands_for = Some(match (count - 1 - rank, rank) {
                (0, _) => Brag::Blue,
                (_, 0) => Brag::Red,
                (1, _) => Brag::Green,
                _ => Brag::Amber,
            });
        }
        self.plan.scales.push(Scale {
            id: "progress".to_owned(),
            name: "Progress".to_owned(),
            rates_impact: false,
            levels,
        });
    }

    /// Gives every action the levels that its printed ratings or colours name.
    pub(super) fn settle_ratings(&mut self) {
        let has_column = self.action_columns.as_ref().is_some_and(|columns| columns.has("action_rating"));
        self.scale_of_numbers();
        let mut actions = std::mem::take(&mut self.plan.actions);
        let mut used_brag = false;
        for (at, action) in actions.iter_mut().enumerate() {
            let place = self.place_of(&action.reference);
            let fills = self.rating_fills.get(&at).cloned().unwrap_or_default();
            for is_impact in [false, true] {
                let fill = if is_impact { fills.1.clone() } else { fills.0.clone() };
                used_brag |= self.settle_rating(action, is_impact, fill.as_deref(), &place);
            }
        }
        let unrated =
            actions.iter().all(|action| action.action_rating_raw.is_none() && action.impact_rating_raw.is_none());
        self.plan.actions = actions;
        if self.plan.scales.is_empty() && (used_brag || has_column && !unrated) {
            self.plan.scales.push(Scale::brag());
        }
        if has_column && unrated {
            let count = self.plan.actions.len();
            self.note(
                codes::NO_RATINGS,
                &Place::default(),
                &format!("{count} actions without a rating"),
                "The rating columns are blank for every action. All actions start as not yet rated.",
            );
        } else if !has_column {
            self.note(
                codes::NO_RATING_COLUMN,
                &Place::default(),
                &self.plan.columns.join(" | "),
                "The plan has no rating column. All actions start as not yet rated.",
            );
        }
    }

    /// Ratings that are all numbers from 1 to 4, in a plan that prints no key.
    fn scale_of_numbers(&mut self) {
        let mut printed = self.plan.actions.iter().filter_map(|action| action.action_rating_raw.as_deref()).peekable();
        let first = printed.peek().map(|raw| (*raw).to_owned());
        let all_numbers = printed.all(|raw| matches!(raw.trim(), "1" | "2" | "3" | "4"));
        let Some(first) = first.filter(|_| all_numbers && self.plan.scales.is_empty()) else { return };
        self.plan.scales.push(Scale::progress_1_4());
        self.question_about(
            "scale",
            codes::NUMBERS_WITHOUT_KEY,
            &Place::default(),
            &first,
            "No key says what the ratings 1 to 4 mean. They are read with 1 as achieved and 4 as not started: confirm.",
        );
    }

    fn settle_rating(&mut self, action: &mut Action, is_impact: bool, fill: Option<&str>, place: &Place) -> bool {
        let printed = if is_impact { action.impact_rating_raw.clone() } else { action.action_rating_raw.clone() };
        let found = match (&printed, fill) {
            (Some(printed), _) => {
                let code = self.code_of_words(printed);
                if code.is_none() {
                    let several =
                        printed.split_whitespace().filter(|word| self.code_of_words(word).is_some()).count() > 1;
                    let help = if several {
                        "Several ratings stand in one cell. None is taken: rate the action, or split it into one action for each rating."
                    } else {
                        "This is not a level of the plan's rating scale. It is kept as printed: rate the action."
                    };
                    let code = if several { codes::SEVERAL_RATINGS } else { codes::UNKNOWN_RATING };
                    self.question(code, place, printed, help);
                    self.problems
                        .last_mut()
                        .into_iter()
                        .for_each(|problem| problem.about = Some(action.reference.clone()));
                }
                code
            }
            (None, Some(fill)) => {
                let code = self.code_of_fill(fill);
                if let Some(code) = &code {
                    let seen = format!("fill #{fill}");
                    self.note(
                        codes::RATING_BY_COLOUR,
                        place,
                        &seen,
                        format!("The rating is given by the cell's colour alone. It is read as {code}."),
                    );
                    if is_impact {
                        action.impact_rating_raw = Some(code.clone());
                    } else {
                        action.action_rating_raw = Some(code.clone());
                    }
                }
                code
            }
            (None, None) => None,
        };
        let is_brag = found.as_deref().is_some_and(|code| brag_of(code).is_some());
        if is_impact {
            action.impact_rating = found;
        } else {
            action.action_rating = found;
        }
        is_brag
    }

    fn code_of_words(&self, printed: &str) -> Option<String> {
        let text = one_space(printed);
        let word = plain(&text);
        for scale in &self.plan.scales {
            let by_name = scale.levels.iter().find(|level| plain(&level.name) == word || level.code == word);
            if let Some(level) = by_name {
                return Some(level.code.clone());
            }
            let digit = word.split(' ').next().unwrap_or_default();
            if let Some(level) = scale.level(digit)
                && plain(&level.name) == word[digit.len()..].trim()
            {
                return Some(level.code.clone());
            }
        }
        if self.plan.scales.iter().any(|scale| scale.id.starts_with("progress")) {
            return None;
        }
        self.vocabulary
            .ratings
            .colours
            .iter()
            .find(|(code, colour)| **code == word || colour.words.contains(&word))
            .map(|(code, _)| code.clone())
    }

    fn code_of_fill(&self, fill: &str) -> Option<String> {
        let limit = self.vocabulary.ratings.tolerance;
        let mut nearest: BTreeMap<u32, String> = BTreeMap::new();
        for level in self.plan.scales.iter().flat_map(|scale| &scale.levels) {
            if let Some(apart) = level.colour.as_deref().and_then(|colour| apart(colour, fill)) {
                nearest.entry(apart).or_insert_with(|| level.code.clone());
            }
        }
        let has_own_colours = !nearest.is_empty();
        if !has_own_colours || self.plan.scales.iter().all(|scale| scale.id == "brag") {
            for (code, colour) in &self.vocabulary.ratings.colours {
                for known in &colour.fills {
                    if let Some(apart) = apart(known, fill) {
                        nearest.entry(apart).or_insert_with(|| code.clone());
                    }
                }
            }
        }
        nearest.into_iter().next().filter(|(apart, _)| *apart <= limit).map(|(_, code)| code)
    }
}

/// How far two colours lie apart: the largest difference of red, green or blue.
fn apart(one: &str, other: &str) -> Option<u32> {
    let part = |text: &str, at: usize| text.get(at..at + 2).and_then(|pair| u32::from_str_radix(pair, 16).ok());
    (0..3).map(|n| Some(part(one, n * 2)?.abs_diff(part(other, n * 2)?))).collect::<Option<Vec<_>>>()?.into_iter().max()
}

fn brag_of(code: &str) -> Option<Brag> {
    match code {
        "red" => Some(Brag::Red),
        "amber" => Some(Brag::Amber),
        "green" => Some(Brag::Green),
        "blue" => Some(Brag::Blue),
        _ => None,
    }
}

fn brag_colour(code: &str) -> Option<String> {
    Scale::brag().level(code).and_then(|level| level.colour.clone())
}

fn level(code: &str, name: &str) -> Level {
    Level {
        code: code.to_owned(),
        name: name.to_owned(),
        colour: None,
        action_definition: Some(name.to_owned()),
        impact_definition: None,
        definition_raw: Some(name.to_owned()),
        stands_for: None,
    }
}

/// `2 - Largely achieved` as a level.
fn numbered_level(text: &str) -> Option<Level> {
    let text = one_space(text);
    let (code, name) = text.split_once([' ', '-', '–', '='])?;
    let name = name.trim_start_matches([' ', '-', '–', '=', ':']);
    (code.len() <= 2 && code.chars().all(|c| c.is_ascii_digit()) && !code.is_empty() && !name.is_empty())
        .then(|| level(code, name))
}
