//! The children behind a figure.

use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::measure::{Counts, Period, Window};

use crate::policy::Action;
use crate::use_cases::measures::look::ChildList;
use crate::{App, Call, Error, Result};

use super::desk::is_of_programme;
use super::lists::not_counted;
use super::view::ChildrenView;

impl App {
    /// The children behind a figure, after the history says that they are looked at.
    ///
    /// `part` is a breakdown by its name and one of its values, as the page shows it.
    ///
    /// # Errors
    ///
    /// * [`Error::Engine`] – there is no measure of this id.
    /// * [`Error::NotCounted`] – it could not be asked; names the code.
    /// * [`Error::NoExtractInForce`] – there are no records yet.
    pub async fn measure_children(
        &self,
        call: &Call,
        id: &str,
        window: Window,
        as_at: Option<NaiveDate>,
        part: Option<(&str, &str)>,
    ) -> Result<ChildrenView> {
        call.may(Action::MeasureChildren)?;
        let mut standing = self.standing(call, as_at).await?;
        let definition = Arc::new(standing.catalogue.measure(id)?.clone());
        let of_programme = is_of_programme(&definition);
        let set = standing.set(of_programme).await?.ok_or(Error::NoExtractInForce)?;
        let last = set.periods[set.last_whole_month()];
        let months = if definition.counts == Counts::Snapshot { vec![last] } else { window.months_until(last) };
        let period = months.first().map_or(last, |first| Period::spanning(*first, last));
        let found = set.engine.cohort(id, period, part).await.map_err(|error| not_counted(&error))?;
        let provenance = standing.provenance(of_programme);
        let breakdown = part.map(|(name, value)| format!("{name}={value}"));
        let looked_at = ChildList::Measure { measure: id.to_owned(), breakdown, period };
        let extract = provenance.extract.clone().unwrap_or_default();
        let engine = Some(&set.engine);
        let rows =
            self.look_at_children(call, &looked_at, &extract, found.rows, engine, |row| row.team.as_deref()).await?;
        Ok(ChildrenView { definition, period: period.words(), columns: found.columns, rows, provenance })
    }
}
