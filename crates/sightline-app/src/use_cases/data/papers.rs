//! Papers about the quality of the records: what a team should put right, and the figures of the report for the whole service.

use std::collections::BTreeMap;

use sightline_documents::generators::data_quality::{self, ListedFinding, TeamList};
use sightline_domain::data_quality::{CheckFound, Loaded, QualityFigures, TeamScore};
use sightline_records::Definitions;
use sightline_records::quality::Checks;
use sightline_store::ExtractState;

use crate::policy::Action;
use crate::{App, Call, Exported, Result};

use super::quality::{CheckWords, FindingFilter, Findings};
use super::{ExtractView, blocking};

impl App {
    /// The findings that the filter chooses, of the teams whose children the caller may see, as a workbook;
    /// says so in the history.
    ///
    /// # Errors
    ///
    /// [`Error::NoExtractInForce`] – there are no records.
    pub async fn findings_workbook(&self, call: &Call, filter: &FindingFilter) -> Result<Exported> {
        call.may(Action::ChildRead)?;
        let found = self.findings(call, filter).await?;
        let (words, definitions) = (self.check_words(), self.shelf()?.definitions()?);
        let as_at = found.extract.record.as_at;
        let team = filter.team.clone().unwrap_or_else(|| "All teams".to_owned());
        let list = TeamList { team, as_at, findings: listed(found, &words, &definitions) };
        let bytes = blocking(move || Ok(data_quality::xlsx(&list)?)).await?;
        Ok(Exported { name: format!("records-to-put-right-{as_at}.xlsx"), bytes })
    }
}

fn listed(found: Findings, words: &BTreeMap<String, CheckWords>, definitions: &Definitions) -> Vec<ListedFinding> {
    let list = found.findings.into_iter().map(|finding| {
        let check = words.get(&finding.check);
        let of = |get: fn(&CheckWords) -> &String| check.map(get).cloned().unwrap_or_default();
        let row = finding.source_row.map(|row| format!(", row {row}")).unwrap_or_default();
        ListedFinding {
            severity: finding.severity.code().to_owned(),
            table: table_title(definitions, &finding.table),
            what: of(|check| &check.title),
            matters: of(|check| &check.matters),
            action: of(|check| &check.action),
            place: finding.source.as_ref().map(|source| format!("{}{row}", source_title(definitions, source))),
            worker: finding.worker,
            team: finding.team,
            child_id: finding.child_id,
            row: finding.row_key,
            seen: finding.seen,
        }
    });
    list.collect()
}

/// What a record table holds, in words.
pub(super) fn table_title(definitions: &Definitions, name: &str) -> String {
    definitions.table(name).map_or_else(|| name.to_owned(), |table| table.title.clone())
}

/// `annex_a/list_8` as `Annex A, list 8`.
fn source_title(definitions: &Definitions, source: &str) -> String {
    let (format, table) = source.split_once('/').unwrap_or((source, ""));
    let format = definitions.format(format).map_or(format, |format| format.title.as_str());
    format!("{format}, {}", table.replace('_', " "))
}

/// What the data quality report of an extract is made from.
pub(super) fn figures(
    council: Option<String>,
    call: &Call,
    view: &ExtractView,
    extracts: &[ExtractView],
    checks: &Checks,
    definitions: &Definitions,
) -> QualityFigures {
    let days: BTreeMap<String, _> =
        extracts.iter().map(|extract| (extract.record.id.to_string(), extract.record.as_at)).collect();
    let parts = view.manifest.parts.iter().map(|part| Loaded {
        title: definitions.format(&part.format).map_or_else(|| part.format.clone(), |format| format.title.clone()),
        carried_from: part.carried_from.as_ref().and_then(|id| days.get(id)).copied(),
        rows_in: part.rows_in,
        rows_set_aside: part.rows_set_aside,
    });
    // Of several extracts of one day the one published last speaks for it.
    let mut by_day: BTreeMap<_, &ExtractView> = BTreeMap::new();
    for extract in extracts.iter().filter(|extract| extract.record.state == ExtractState::Published) {
        let published = |view: &ExtractView| view.record.published.as_ref().map(|step| step.at);
        let known = by_day.entry(extract.record.as_at).or_insert(extract);
        if published(extract) > published(known) {
            *known = extract;
        }
    }
    by_day.insert(view.record.as_at, view);
    let until = view.record.as_at;
    let scores = by_day.into_iter().filter(|(day, _)| *day <= until).flat_map(|(as_at, extract)| {
        let scores = extract.quality.iter().flat_map(|quality| &quality.scores);
        scores.map(move |score| TeamScore {
            as_at,
            team: score.team.clone(),
            table: table_title(definitions, &score.table),
            rows: score.rows,
            rows_without_error: score.rows_without_error,
        })
    });
    let counts = view.quality.iter().flat_map(|quality| &quality.counts);
    let found = counts.filter_map(|count| {
        let check = checks.check(&count.check)?;
        let table = check.table.and_then(|table| definitions.tables.get(table));
        Some(CheckFound {
            title: check.title.clone(),
            table: table.map_or_else(|| "Any table".to_owned(), |table| table.title.clone()),
            kind: check.kind.words().to_owned(),
            severity: check.severity.code().to_owned(),
            matters: check.matters.clone(),
            action: check.action.clone(),
            found: count.found,
        })
    });
    QualityFigures {
        council,
        as_at: view.record.as_at,
        made_on: call.today,
        loaded: parts.collect(),
        score_meaning: checks.scores.meaning.clone(),
        scores: scores.collect(),
        checks: found.collect(),
        not_asked: view.quality.as_ref().map_or(0, |quality| quality.not_asked),
        asked: checks.checks.len() as u64,
    }
}
