//! Checks: read from their files, and checked against the record tables.

use std::collections::{BTreeMap, HashSet};

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::definitions::fault::{Fault, Faults, Text};
use crate::definitions::{ColumnType, Definitions, Matched, RecordTable};
use crate::reading::Kind as ReadKind;

use super::examples;
use super::rule::{Condition, During, Length, Literal, Operand, Operands, Other, Rule, Span};
use super::scores::{Holds, Names, ScoreDefinition};
use super::written::{
    WrittenCheck, WrittenChecks, WrittenCondition, WrittenGap, WrittenHolds, WrittenName, WrittenOther, WrittenOverlap,
    WrittenScores,
};
use super::{Check, Checks, Kind};

/// The file does not load.
const DOES_NOT_LOAD: &str = "SL-R160";
/// An id is there twice, or is no id.
const ID: &str = "SL-R161";
/// A table or a column is named that does not exist.
const NO_SUCH_COLUMN: &str = "SL-R162";
/// A check has no rule, or several, or one that does not fit.
const RULE: &str = "SL-R163";
/// A value is compared with a column that can never hold it.
const VALUE: &str = "SL-R164";
/// The file of the scores is not there, or does not fit.
const SCORES: &str = "SL-R168";

/// The file that says what the score is.
const SCORES_FILE: &str = "scores.toml";
/// What `table` says in a check of what the readers found in any table.
const EVERY_TABLE: &str = "*";
/// The word for the day that the records are of.
const AS_AT: &str = "as_at";

pub(super) fn load<N: AsRef<str>, T: AsRef<str>>(
    definitions: &Definitions,
    files: &[(N, T)],
) -> Result<Checks, Vec<Fault>> {
    let mut faults = Faults::none("content/quality");
    let sorted: BTreeMap<&str, &str> = files.iter().map(|(file, text)| (file.as_ref(), text.as_ref())).collect();
    let mut checks: Vec<Check> = Vec::new();
    let mut ids = HashSet::new();
    let mut scores = None;
    for (file, text) in sorted {
        let text = Text { file, text };
        if file == SCORES_FILE {
            scores = parse::<WrittenScores>(text, &mut faults)
                .and_then(|written| Loader { definitions, text, at: 0 }.scores(&written, &mut faults));
            continue;
        }
        let Some(written) = parse::<WrittenChecks>(text, &mut faults) else { continue };
        for check in written.checks {
            let loader = Loader { definitions, text, at: check.span().start };
            let check = check.into_inner();
            if !ids.insert(check.id.get_ref().clone()) {
                let what = format!("the id {} is there twice", check.id.get_ref());
                faults.add((text, check.id.span().start), ID, what, "an id names one check", "give it another");
            }
            let before = faults.found.len();
            if let Some(loaded) = loader.check(&check, &mut faults)
                && faults.found.len() == before
            {
                examples::run(definitions, text, &loaded, &check.examples, &mut faults);
                checks.push(loaded);
            }
        }
    }
    let Some(scores) = scores else {
        if faults.found.is_empty() {
            let text = Text { file: SCORES_FILE, text: "" };
            let what = "the file is not there".to_owned();
            faults.add((text, 0), SCORES, what, "nothing says what the score is", "add it");
        }
        return Err(faults.found);
    };
    if faults.found.is_empty() { Ok(Checks { checks, scores }) } else { Err(faults.found) }
}

fn parse<W: DeserializeOwned>(text: Text<'_>, faults: &mut Faults) -> Option<W> {
    faults.read_toml(text, DOES_NOT_LOAD, "no check could be run", "compare it with a file beside it")
}

/// Loads one check.
struct Loader<'a> {
    definitions: &'a Definitions,
    text: Text<'a>,
    /// Where the check begins in the file.
    at: usize,
}

impl Loader<'_> {
    fn check(&self, written: &WrittenCheck, faults: &mut Faults) -> Option<Check> {
        let id = written.id.get_ref();
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            let what = format!("{id} is no id");
            let at = (self.text, written.id.span().start);
            let next = "use small letters, digits and underscores";
            faults.add(at, ID, what, "answer keys and saved findings name checks by it", next);
        }
        let table =
            if written.table.get_ref() == EVERY_TABLE { None } else { Some(self.table(&written.table, faults)?) };
        let other = match (&written.other, table) {
            (Some(other), Some(table)) => Some(self.other(&self.definitions.tables[table], other, faults)?),
            _ => None,
        };
        let rule = self.rule(written, table, other.as_ref(), faults)?;
        let conditions = match table {
            Some(table) => self.conditions(table, &written.only_where, faults),
            None => Vec::new(),
        };
        let mut formats = Vec::new();
        for format in &written.formats {
            let found = self.definitions.formats.iter().position(|known| known.name == *format.get_ref());
            if found.is_none() {
                let what = format!("there is no format {}", format.get_ref());
                let at = (self.text, format.span().start);
                let next = "name one of content/records/formats";
                faults.add(at, NO_SUCH_COLUMN, what, "no row would ever be checked", next);
            }
            formats.extend(found);
        }
        Some(Check {
            id: id.clone(),
            kind: written.kind,
            severity: written.severity,
            table,
            title: written.title.clone(),
            matters: written.matters.clone(),
            action: written.action.clone(),
            standard: written.standard.clone(),
            formats,
            conditions,
            other,
            rule,
        })
    }

    fn rule(
        &self,
        written: &WrittenCheck,
        table: Option<usize>,
        other: Option<&Other>,
        faults: &mut Faults,
    ) -> Option<Rule> {
        let mut rules = Vec::new();
        if let Some(codes) = &written.read {
            for code in codes {
                if ReadKind::of_code(code).is_none() {
                    let what = format!("{code} is no code of a finding of the readers");
                    faults.add(
                        (self.text, self.find(code)),
                        RULE,
                        what,
                        "nothing would ever be found",
                        "docs/errors.md lists them",
                    );
                }
            }
            rules.push(Rule::Read(codes.clone()));
        }
        if let Some(table) = table {
            self.rules_of_table(written, table, other, &mut rules, faults);
        }
        let is_read = matches!(rules.first(), Some(Rule::Read(_)));
        if rules.len() != 1 || is_read != table.is_none() {
            let what = format!("the check {} has {} rules", written.id.get_ref(), rules.len());
            let next = "give it one of missing, order, gap, range, shape, never, repeated, without_other, overlap, many, or read with table = \"*\"";
            faults.add((self.text, self.at), RULE, what, "a check asks one thing", next);
            return None;
        }
        let rule = rules.pop()?;
        if !fits(written.kind, &rule) {
            let what = format!("a check of the kind {} has a rule of another", written.kind.words());
            faults.add((self.text, self.at), RULE, what, "findings are counted by kind", "change the kind or the rule");
        }
        Some(rule)
    }

    fn rules_of_table(
        &self,
        written: &WrittenCheck,
        table: usize,
        other: Option<&Other>,
        rules: &mut Vec<Rule>,
        faults: &mut Faults,
    ) {
        if let Some(names) = &written.missing {
            rules.extend(self.columns(table, names, faults).map(Rule::Missing));
        }
        if let Some(order) = &written.order {
            let first = self.operands(table, other, &order.first, faults);
            let then = self.operands(table, other, &order.then, faults);
            rules.extend(first.zip(then).map(|(first, then)| Rule::Order { first, then }));
        }
        if let Some(gap) = &written.gap {
            rules.extend(self.gap(table, other, gap, faults).map(Rule::Gap));
        }
        if let Some(range) = &written.range {
            let kinds = [ColumnType::WholeNumber, ColumnType::Decimal];
            let scaled = |bound: Option<i64>| bound.map(|bound| bound.saturating_mul(super::world::SCALE));
            rules.extend(self.column_of(table, &range.column, &kinds, faults).map(|column| Rule::Range {
                column,
                at_least: scaled(range.at_least),
                at_most: scaled(range.at_most),
            }));
        }
        if let Some(shape) = &written.shape {
            let column = self.column_of(table, &shape.column, &[ColumnType::Text], faults);
            rules.extend(column.map(|column| Rule::Shape { column, like: shape.like.clone() }));
        }
        if let Some(conditions) = &written.never {
            rules.push(Rule::Never(self.conditions(table, conditions, faults)));
        }
        if let Some(names) = &written.repeated {
            rules.extend(self.columns(table, names, faults).map(Rule::Repeated));
        }
        if written.without_other {
            rules.push(Rule::WithoutOther);
        }
        if let Some(overlap) = &written.overlap {
            rules.extend(self.overlap(table, other, overlap, faults));
        }
        if let Some(many) = &written.many {
            let same = self.columns(table, &many.same, faults);
            let day = self.column_of(table, &many.day, &[ColumnType::Date], faults);
            rules.extend(same.zip(day).map(|(same, day)| Rule::Many {
                same,
                day,
                within_days: many.within_days,
                at_most: many.at_most,
            }));
        }
        if rules.iter().any(Rule::uses_other) && other.is_none() {
            let what = format!("the rule of {} asks for another table, and none is named", written.id.get_ref());
            faults.add((self.text, self.at), RULE, what, "there is nothing to look in", "name the table in `other`");
        }
    }

    fn overlap(
        &self,
        table: usize,
        other: Option<&Other>,
        written: &WrittenOverlap,
        faults: &mut Faults,
    ) -> Option<Rule> {
        let from = self.column_of(table, &written.from, &[ColumnType::Date], faults)?;
        let to = self.column_of(table, &written.to, &[ColumnType::Date], faults)?;
        match (&written.other_from, &written.other_to, other) {
            (Some(other_from), Some(other_to), Some(other)) => Some(Rule::OverlapOther {
                from,
                to,
                other_from: self.column_of(other.table, other_from, &[ColumnType::Date], faults)?,
                other_to: self.column_of(other.table, other_to, &[ColumnType::Date], faults)?,
            }),
            (None, None, None) => Some(Rule::Overlap { same: self.columns(table, &written.same, faults)?, from, to }),
            _ => {
                let what = "an overlap names the other table in part only".to_owned();
                let next = "give `other`, `other_from` and `other_to`, or none of them";
                faults.add((self.text, self.at), RULE, what, "it cannot be told what overlaps with what", next);
                None
            }
        }
    }

    fn other(&self, own: &RecordTable, written: &WrittenOther, faults: &mut Faults) -> Option<Other> {
        let table = self.table(&written.table, faults)?;
        let own_table = self.definitions.tables.iter().position(|known| known.name == own.name)?;
        let mut matching = Vec::new();
        for (ours, theirs) in &written.matching {
            matching.push((self.column(own_table, ours, faults)?, self.column(table, theirs, faults)?));
        }
        if matching.is_empty() || matching.len() > super::world::MAX_KEY {
            let what = format!("rows are matched by {} columns", matching.len());
            let at = (self.text, written.table.span().start);
            faults.add(at, RULE, what, "one to three are compared", "name one to three pairs in `match`");
        }
        let during = match &written.during {
            Some(during) => Some(During {
                day: self.column_of(own_table, &during.day, &[ColumnType::Date], faults)?,
                from: self.column_of(table, &during.from, &[ColumnType::Date], faults)?,
                to: self.column_of(table, &during.to, &[ColumnType::Date], faults)?,
            }),
            None => None,
        };
        Some(Other { table, matching, conditions: self.conditions(table, &written.only_where, faults), during })
    }

    fn gap(&self, table: usize, other: Option<&Other>, written: &WrittenGap, faults: &mut Faults) -> Option<Span> {
        let bounds = [written.at_least_days, written.at_most_days, written.at_least_years, written.at_most_years];
        self.span(table, other, (&written.from, &written.to), bounds, faults)
    }

    fn span(
        &self,
        table: usize,
        other: Option<&Other>,
        (from, to): (&str, &str),
        [least_days, most_days, least_years, most_years]: [Option<i64>; 4],
        faults: &mut Faults,
    ) -> Option<Span> {
        let at_least = least_days.map(Length::Days).or(least_years.map(Length::Years));
        let at_most = most_days.map(Length::Days).or(most_years.map(Length::Years));
        let is_twice = least_days.and(least_years).is_some() || most_days.and(most_years).is_some();
        if is_twice || (at_least.is_none() && at_most.is_none()) {
            let what = format!("the time between {from} and {to} has no bound, or one in days and in years");
            let next = "give at_least_days or at_least_years, at_most_days or at_most_years";
            faults.add((self.text, self.at), RULE, what, "it cannot be told what is too long", next);
        }
        Some(Span {
            from: self.operands(table, other, from, faults)?,
            to: self.operands(table, other, to, faults)?,
            at_least,
            at_most,
        })
    }

    fn operands(&self, table: usize, other: Option<&Other>, written: &str, faults: &mut Faults) -> Option<Operands> {
        let mut operands = Vec::new();
        for part in written.split(" or ") {
            operands.push(match (part.strip_prefix("other."), other) {
                _ if part == AS_AT => Operand::AsAt,
                (Some(name), Some(other)) => {
                    Operand::Other(self.column_of(other.table, name, &[ColumnType::Date], faults)?)
                }
                (Some(_), None) => {
                    let what = format!("{part} is of another table, and none is named");
                    let at = (self.text, self.find(written));
                    faults.add(at, RULE, what, "there is nothing to look in", "name the table in `other`");
                    return None;
                }
                (None, _) => Operand::Own(self.column_of(table, part, &[ColumnType::Date], faults)?),
            });
        }
        Some(operands)
    }

    fn conditions(&self, table: usize, written: &[WrittenCondition], faults: &mut Faults) -> Vec<Condition> {
        let mut conditions = Vec::new();
        for condition in written {
            let WrittenCondition { column, is, is_not, given, from, to, .. } = condition;
            let bounds =
                [condition.at_least_days, condition.at_most_days, condition.at_least_years, condition.at_most_years];
            let loaded = match (column, is, is_not, given, from, to) {
                (Some(column), Some(values), None, None, None, None) => self
                    .column(table, column, faults)
                    .map(|column| Condition::Is(column, self.literals(table, column, values, faults))),
                (Some(column), None, Some(values), None, None, None) => self
                    .column(table, column, faults)
                    .map(|column| Condition::IsNot(column, self.literals(table, column, values, faults))),
                (Some(column), None, None, Some(given), None, None) => {
                    self.column(table, column, faults).map(|column| Condition::Given(column, *given))
                }
                (None, None, None, None, Some(from), Some(to)) => {
                    self.span(table, None, (from, to), bounds, faults).map(Condition::Within)
                }
                _ => {
                    let what = "a condition asks several things, or none".to_owned();
                    let next = "give `column` with one of is, is_not and given, or `from` and `to` with bounds";
                    faults.add((self.text, self.at), RULE, what, "it cannot be told what is asked", next);
                    None
                }
            };
            conditions.extend(loaded);
        }
        conditions
    }

    fn literals(&self, table: usize, column: usize, values: &[String], faults: &mut Faults) -> Vec<Literal> {
        let definition = &self.definitions.tables[table].columns[column];
        let mut literals = Vec::new();
        for value in values {
            let literal = match (definition.kind, definition.codes) {
                (ColumnType::Code, Some(list)) => {
                    let list = &self.definitions.code_lists[list];
                    list.codes.iter().any(|code| code.code == *value).then(|| Literal::Text(value.clone()))
                }
                (ColumnType::Text, _) => Some(Literal::Text(value.clone())),
                (ColumnType::YesNo, _) if value == "yes" || value == "no" => Some(Literal::YesNo(value == "yes")),
                (ColumnType::WholeNumber | ColumnType::Decimal, _) => {
                    value.parse::<i64>().ok().map(|number| Literal::Number(number.saturating_mul(super::world::SCALE)))
                }
                _ => None,
            };
            if literal.is_none() {
                let what = format!("{} can never hold {value}", definition.name);
                let next = "write it as docs/records.md has it";
                faults.add((self.text, self.find(value)), VALUE, what, "the condition could never change", next);
            }
            literals.extend(literal);
        }
        literals
    }

    fn table(&self, name: &Spanned<String>, faults: &mut Faults) -> Option<usize> {
        let found = self.definitions.tables.iter().position(|table| table.name == *name.get_ref());
        if found.is_none() {
            let what = format!("there is no record table {}", name.get_ref());
            let at = (self.text, name.span().start);
            faults.add(at, NO_SUCH_COLUMN, what, "nothing could be checked", "docs/records.md lists them");
        }
        found
    }

    fn columns(&self, table: usize, names: &[String], faults: &mut Faults) -> Option<Vec<usize>> {
        if names.is_empty() {
            let what = "the rule names no column".to_owned();
            faults.add((self.text, self.at), RULE, what, "every row would be found", "name one");
        }
        names.iter().map(|name| self.column(table, name, faults)).collect()
    }

    fn column(&self, table: usize, name: &str, faults: &mut Faults) -> Option<usize> {
        let table = &self.definitions.tables[table];
        let found = table.column(name);
        if found.is_none() {
            let what = format!("{} has no column {name}", table.name);
            let next = "docs/records.md lists the columns";
            faults.add((self.text, self.find(name)), NO_SUCH_COLUMN, what, "nothing could be checked", next);
        }
        found
    }

    fn column_of(&self, table: usize, name: &str, kinds: &[ColumnType], faults: &mut Faults) -> Option<usize> {
        let column = self.column(table, name, faults)?;
        let definition = &self.definitions.tables[table].columns[column];
        if !kinds.contains(&definition.kind) {
            let what = format!("{name} holds a value of the type {}", definition.kind.words());
            let words: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
            let next = format!("name a column of the type {}", words.join(" or "));
            faults.add((self.text, self.find(name)), RULE, what, "it cannot be compared", next);
            return None;
        }
        Some(column)
    }

    /// Where a word of the check is, else where the check begins.
    fn find(&self, word: &str) -> usize {
        self.text
            .text
            .get(self.at..)
            .and_then(|rest| rest.find(&format!("\"{word}")))
            .map_or(self.at, |at| self.at + at)
    }

    fn scores(&self, written: &WrittenScores, faults: &mut Faults) -> Option<ScoreDefinition> {
        let mut holds = Vec::new();
        for entry in &written.holds {
            holds.extend(self.holds(entry, faults));
        }
        Some(ScoreDefinition {
            title: written.score.title.clone(),
            meaning: written.score.meaning.clone(),
            counts: written.score.counts.clone(),
            holds,
            team: self.names(&written.names.team, faults)?,
            worker: self.names(&written.names.worker, faults)?,
        })
    }

    fn holds(&self, written: &WrittenHolds, faults: &mut Faults) -> Option<Holds> {
        let table = self.table(&written.table, faults)?;
        let at = Self { at: written.table.span().start, ..*self };
        let day = |name: &Option<String>, faults: &mut Faults| match name {
            Some(name) => at.column_of(table, name, &[ColumnType::Date], faults),
            None => None,
        };
        Some(Holds {
            table,
            child: at.column(table, "child_id", faults)?,
            team: at.column(table, "team", faults)?,
            worker: at.column(table, "worker", faults)?,
            from: day(&written.from, faults),
            to: day(&written.to, faults),
        })
    }

    fn names(&self, written: &WrittenName, faults: &mut Faults) -> Option<Names> {
        let table = self.table(&written.table, faults)?;
        Some(Names {
            table,
            id: self.column(table, &written.id, faults)?,
            name: self.column(table, &written.name, faults)?,
        })
    }
}

/// Whether findings of this kind can come of this rule.
fn fits(kind: Kind, rule: &Rule) -> bool {
    match rule {
        Rule::Missing(_) => matches!(kind, Kind::Missing | Kind::Orphan),
        Rule::Order { .. } => kind == Kind::Impossible,
        Rule::Gap(_) | Rule::Range { .. } | Rule::Many { .. } => matches!(kind, Kind::Impossible | Kind::Improbable),
        Rule::Shape { .. } => kind == Kind::UnknownCode,
        Rule::Never(_) => matches!(kind, Kind::Impossible | Kind::Improbable | Kind::Missing),
        Rule::Repeated(_) => kind == Kind::Duplicate,
        Rule::WithoutOther => matches!(kind, Kind::Orphan | Kind::Missing),
        Rule::Overlap { .. } | Rule::OverlapOther { .. } => kind == Kind::Overlap,
        Rule::Read(_) => true,
    }
}

/// The value of a code as an example writes it; none when the list has no such code.
pub(super) fn code_position(definitions: &Definitions, list: usize, written: &str) -> Option<u16> {
    match definitions.code_lists[list].matched_position(written) {
        Matched::Code(position) => u16::try_from(position).ok(),
        _ => None,
    }
}
