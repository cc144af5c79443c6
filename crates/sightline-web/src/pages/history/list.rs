//! The audit log, page by page.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use sightline_app::policy::{Action, Target};
use sightline_app::{App, AuditFilter, AuditRow, HistoryRows, PlanSummary};

use super::deeds::{DEEDS, deed, details};
use crate::components::filter_panel::FilterField;
use crate::components::{Choice, EmptyState, ErrorSummary, FilterPanel, Link, Pagination, Select, TextInput};
use crate::error::PageError;
use crate::forms::{FormErrors, Query};
use crate::frame::Frame;
use crate::visitor::Visitor;
use crate::{render, words};

/// Rows of one page.
const PAGE: u64 = 50;

/// What is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct HistoryQuery {
    #[serde(default)]
    who: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    page: Option<u64>,
}

#[derive(Template)]
#[template(path = "history/list.html")]
struct HistoryPage {
    frame: Frame,
    errors: ErrorSummary,
    filter: FilterPanel,
    found: String,
    rows: Vec<HistoryRow>,
    pagination: Pagination,
    empty: Option<EmptyState>,
    export: String,
}

struct HistoryRow {
    number: u64,
    when: String,
    who: String,
    what: String,
    about: String,
    about_href: Option<String>,
    details: Vec<String>,
}

/// The audit log, the latest first.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HistoryQuery>,
    frame: Frame,
) -> Result<Response, PageError> {
    let (filter, errors) = query.filter();
    let plans = plans_to_open(&app, &visitor).await?;
    let page = query.page.unwrap_or(1).max(1);
    let filter = AuditFilter { skip: Some((page - 1).saturating_mul(PAGE)), limit: Some(PAGE), ..filter };
    let found = app.history_rows(visitor.call(), &filter).await?;
    let total = usize::try_from(found.total).unwrap_or(usize::MAX);
    let pages = usize::try_from(found.total.div_ceil(PAGE)).unwrap_or(usize::MAX);
    let address = query.address("/history");
    Ok(render::page(&HistoryPage {
        frame,
        filter: query.panel(&errors),
        errors: ErrorSummary::from(&errors),
        found: words::capital(&words::count(total, "row", "rows")),
        rows: found.rows.iter().map(|row| HistoryRow::of(row, &found, &plans)).collect(),
        pagination: Pagination::new(usize::try_from(page).unwrap_or(usize::MAX), pages, address),
        empty: found.rows.is_empty().then(|| query.nothing(total)),
        export: query.address("/history/export"),
    }))
}

/// The plans that rows may lead to: an administrator sees that something was done to a plan, not the plan.
async fn plans_to_open(app: &App, visitor: &Visitor) -> Result<Vec<PlanSummary>, PageError> {
    if visitor.call().allows(Action::PlanRead, &Target::Sightline) {
        Ok(app.list_plans(visitor.call()).await?)
    } else {
        Ok(Vec::new())
    }
}

impl HistoryQuery {
    /// Which rows, and what of it could not be read.
    pub(super) fn filter(&self) -> (AuditFilter, FormErrors) {
        let mut errors = FormErrors::default();
        let mut day = |field: &str, text: &str| -> Option<NaiveDate> {
            let text = Some(text.trim()).filter(|text| !text.is_empty())?;
            let read = text.parse().or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"));
            if read.is_err() {
                errors.add(field, format!("“{text}” is not a day. Write it like 2026-10-31 or 31/10/2026."));
            }
            read.ok()
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let filter = AuditFilter {
            actor: filled(&self.who),
            action: filled(&self.what),
            about: filled(&self.about),
            from,
            to,
            ..AuditFilter::default()
        };
        (filter, errors)
    }

    fn parts(&self) -> [(&'static str, &str); 5] {
        [("who", &self.who), ("what", &self.what), ("about", &self.about), ("from", &self.from), ("to", &self.to)]
    }

    /// The address of the same rows, without the page.
    fn address(&self, path: &str) -> String {
        self.address_without(path, "")
    }

    fn address_without(&self, path: &str, left_out: &str) -> String {
        let pairs: Vec<String> = self
            .parts()
            .into_iter()
            .filter(|(name, value)| *name != left_out && !value.is_empty())
            .map(|(name, value)| format!("{name}={}", words::segment(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }

    fn panel(&self, errors: &FormErrors) -> FilterPanel {
        let families = [("plan.", "Anything about plans"), ("account.", "Anything about accounts and sign-in")];
        let deeds =
            families.iter().chain(DEEDS).map(|(code, words)| Choice::new(*code, *words).chosen(*code == self.what));
        let day = |name: &str, label: &str, value: &str| {
            let field = TextInput::new(name, label).value(value).width(10).error(errors.of(name));
            FilterField::Text(field.hint("For example, 31/10/2026"))
        };
        let fields = vec![
            FilterField::Text(TextInput::new("who", "Who").hint("Any part of a name").value(self.who.as_str())),
            FilterField::Select(
                Select::new("what", "What was done")
                    .choices([Choice::new("", "Anything").chosen(self.what.is_empty())].into_iter().chain(deeds)),
            ),
            FilterField::Text(
                TextInput::new("about", "To what").hint("For example, the name of a plan").value(self.about.as_str()),
            ),
            day("from", "From", &self.from),
            day("to", "To", &self.to),
        ];
        let in_use = self
            .parts()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| Link::new(in_use_words(name, value), self.address_without("/history", name)))
            .collect();
        FilterPanel::new("Filter the history", "/history", fields).in_use(in_use, "/history")
    }

    fn nothing(&self, total: usize) -> EmptyState {
        if total > 0 {
            EmptyState::new("There is no such page", "The history is not that long.")
                .link("Show the first page", self.address("/history"))
        } else if self.parts().iter().all(|(_, value)| value.is_empty()) {
            let text = "Everything that is done from now on is written down here: who did it, what, and when.";
            EmptyState::new("Nothing has been done yet", text)
        } else {
            EmptyState::new("Nothing fits these filters", "Take one of them away, or look for fewer letters.")
                .link("Show the whole history", "/history")
        }
    }
}

fn in_use_words(name: &str, value: &str) -> String {
    match name {
        "who" => format!("By {value}"),
        "what" => match value {
            "plan." => "About plans".to_owned(),
            "account." => "About accounts and sign-in".to_owned(),
            code => deed(code),
        },
        "about" => format!("To {value}"),
        "from" => format!("From {value}"),
        _ => format!("To the end of {value}"),
    }
}

impl HistoryRow {
    fn of(row: &AuditRow, found: &HistoryRows, plans: &[PlanSummary]) -> Self {
        let about = row.entry.object.as_str();
        let account = about.strip_prefix("account ").and_then(|id| found.account_names.get(id));
        let extract = about.strip_prefix("extract ").and_then(|id| found.extract_days.get(id));
        let plan = about.strip_prefix("plan ").and_then(|rest| rest.split(' ').next());
        Self {
            number: row.seq,
            when: words::moment(row.entry.at),
            who: row.entry.actor.clone(),
            what: deed(&row.entry.action),
            about: match (account, extract) {
                (Some(name), _) => format!("Account of {name}"),
                (None, Some(as_at)) => format!("Records as at {}", words::day(*as_at)),
                (None, None) => words::capital(about),
            },
            about_href: plan.filter(|plan| plans.iter().any(|known| known.handle == *plan)).map(words::plan_href),
            details: details(&row.entry.detail),
        }
    }
}
