//! The JSON that commands print, written by hand so that the inside can change without it.

use serde_json::{Value, json};
use sightline_app::domain::Problem;
use sightline_app::domain::history::{Amendment, Update};
use sightline_app::{
    ActionView, AuditRow, BackupSummary, BaselineSummary, BuiltReport, Comparison, ExtractChanges, ExtractStep,
    ExtractView, LoadOutcome, PlanSummary, PlanView, Retained, Verification,
};

pub(crate) fn summary(plan: &PlanSummary) -> Value {
    json!({
        "id": plan.id.as_str(),
        "handle": plan.handle,
        "title": plan.title,
        "council": plan.council,
        "imported_on": plan.imported_on,
        "priorities": plan.priorities,
        "actions": plan.actions,
        "last_update_on": plan.last_update_on,
        "files": plan.source_files.iter().map(|file| json!({
            "name": file.name, "sha256": file.sha256, "size_bytes": file.size_bytes,
        })).collect::<Vec<_>>(),
    })
}

pub(crate) fn plan(view: &PlanView) -> Value {
    json!({
        "as_at": view.at.as_at,
        "handle": view.summary.handle,
        "plan": view.at.plan,
        "latest_updates": view.at.latest_updates,
    })
}

pub(crate) fn action(view: &ActionView) -> Value {
    json!({
        "as_at": view.as_at,
        "plan": view.summary.handle,
        "action": view.action,
        "action_rating": view.action_rating,
        "impact_rating": view.impact_rating,
        "updates": view.updates,
        "amendments": view.amendments,
    })
}

pub(crate) fn import(plan: &sightline_app::domain::plan::Plan, problems: &[Problem]) -> Value {
    json!({ "plan": plan, "problems": problems })
}

pub(crate) fn comparison(comparison: &Comparison) -> Value {
    json!({ "earlier": comparison.earlier, "later": comparison.later, "changes": comparison.changes })
}

pub(crate) fn updates(plan: &PlanSummary, updates: &[Update]) -> Value {
    json!({ "plan": plan.handle, "updates": updates })
}

pub(crate) fn amendments(plan: &PlanSummary, amendments: &[Amendment]) -> Value {
    json!({ "plan": plan.handle, "amendments": amendments })
}

pub(crate) fn baseline(baseline: &BaselineSummary) -> Value {
    json!({ "name": baseline.name, "on": baseline.on, "sha256": baseline.sha256 })
}

pub(crate) fn report(report: &BuiltReport) -> Value {
    json!({
        "path": report.path,
        "sha256": report.sha256,
        "size_bytes": report.size_bytes,
        "compared_with": report.compared_with,
    })
}

pub(crate) fn audit_row(row: &AuditRow) -> Value {
    json!({
        "seq": row.seq,
        "at": row.entry.at,
        "actor": row.entry.actor,
        "action": row.entry.action,
        "object": row.entry.object,
        "detail": row.entry.detail,
        "content_hash": row.content_hash,
        "previous_hash": row.previous_hash,
        "hash": row.hash,
    })
}

pub(crate) fn backup(backup: &BackupSummary) -> Value {
    json!({
        "at": backup.at,
        "size_bytes": backup.size_bytes,
        "sha256": backup.sha256,
        "plans": backup.plans,
        "rows": backup.rows.iter().map(|(table, rows)| json!({ "table": table, "rows": rows })).collect::<Vec<_>>(),
        "history": verification(&backup.history),
    })
}

pub(crate) fn verification(found: &Verification) -> Value {
    match found {
        Verification::Whole { rows, head_hash } => json!({ "whole": true, "rows": rows, "head_hash": head_hash }),
        Verification::Broken { seq, what } => json!({ "whole": false, "seq": seq, "what": what }),
    }
}

pub(crate) fn extract(view: &ExtractView) -> Value {
    let record = &view.record;
    let step = |step: &ExtractStep| json!({ "at": step.at, "by": step.by, "because": step.because });
    json!({
        "id": record.id.as_str(),
        "state": record.state.code(),
        "is_in_force": view.is_in_force,
        "as_at": record.as_at,
        "formats": record.formats,
        "sha256": record.sha256,
        "loaded": step(&record.loaded),
        "published": record.published.as_ref().map(step),
        "withdrawn": record.withdrawn.as_ref().map(step),
        "destroyed": record.destroyed.as_ref().map(step),
        "rows": view.manifest.rows(),
        "manifest": record.manifest,
        "quality": record.quality,
    })
}

pub(crate) fn load(outcome: &LoadOutcome, extract: Option<&ExtractView>) -> Value {
    let readings = outcome.readings.iter().map(|reading| {
        json!({
            "format": reading.format,
            "reference_on": reading.reference_on,
            "rows_in": reading.rows_in(),
            "rows_kept": reading.rows_kept(),
            "rows_set_aside": reading.rows_set_aside(),
            "sources": reading.sources.iter().map(|source| json!({
                "source": source.source,
                "file": source.file,
                "sheet": source.sheet,
                "rows_in": source.rows_in,
                "rows_kept": source.rows_kept,
                "rows_set_aside": source.rows_set_aside,
            })).collect::<Vec<_>>(),
            "findings": reading.findings.iter().map(|finding| json!({
                "code": finding.kind.code,
                "what": finding.kind.reason,
                "source": finding.source,
                "column": finding.column,
                "place": finding.place.to_string(),
            })).collect::<Vec<_>>(),
        })
    });
    json!({
        "as_at": outcome.as_at,
        "read": readings.collect::<Vec<_>>(),
        "carried_from": outcome.carried_from,
        "tables": outcome.tables,
        "differing": outcome.differing,
        "extract": extract.map(self::extract),
    })
}

pub(crate) fn retained(retained: &Retained, is_rehearsal: bool) -> Value {
    json!({
        "destroyed": !is_rehearsal,
        "past": retained.past.iter().map(|(id, as_at, why)| json!({
            "id": id.as_str(), "as_at": as_at, "because": why,
        })).collect::<Vec<_>>(),
        "kept": retained.kept,
        "keep_months": retained.keep_months,
    })
}

pub(crate) fn changes(changes: &ExtractChanges) -> Value {
    let difference = &changes.difference;
    let side = |view: &ExtractView| json!({ "id": view.record.id.as_str(), "as_at": view.record.as_at });
    json!({
        "before": side(&changes.before),
        "after": side(&changes.after),
        "children_appeared": difference.children_appeared,
        "children_disappeared": difference.children_disappeared,
        "tables": difference.tables,
    })
}
