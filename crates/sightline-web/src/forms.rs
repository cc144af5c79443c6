//! Forms: what was typed, and what is wrong with it.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use crate::api::is_api;
use crate::error::PageError;
use crate::site::Site;

/// What is wrong with a form, field by field, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FormErrors(Vec<(String, String)>);

impl FormErrors {
    /// Adds what is wrong with a field: a sentence that says what to do.
    pub(crate) fn add(&mut self, field: impl Into<String>, what: impl Into<String>) {
        self.0.push((field.into(), what.into()));
    }

    /// True when nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with one field.
    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, what)| what.as_str())
    }

    /// Field and sentence, for the summary at the top of the page.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, what)| (field.as_str(), what.as_str()))
    }
}

/// A form without files. Fields may be repeated; unknown ones are left alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Site> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Self::Rejection> {
        match axum_extra::extract::Form::<T>::from_request(request, site).await {
            Ok(axum_extra::extract::Form(form)) => Ok(Self(form)),
            Err(rejection) => {
                let status = axum::response::IntoResponse::into_response(rejection).status();
                tracing::debug!(%status, "a form could not be read");
                Err(PageError::Malformed { what: "The form could not be read. Nothing was changed.".to_owned() })
            }
        }
    }
}

/// A form whose fields are known only when it is read: names and values, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    /// What a field says; empty when it was not sent. The first when it was sent several times.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// What a field says without white space around it; `None` when nothing.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }

    /// Everything that was sent under one name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The lines of a field that say something.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        self.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// The day in the three fields of a `DateInput`.
    pub(crate) fn day(&self, name: &str) -> TypedDay {
        let [day, month, year] = ["day", "month", "year"].map(|part| self.get(&format!("{name}_{part}")));
        TypedDay::read(day, month, year)
    }

    /// Fills a field, as a page does when it is first shown.
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Fills the three fields of a `DateInput`.
    pub(crate) fn set_day(&mut self, name: &str, on: Option<NaiveDate>) {
        for (part, value) in ["day", "month", "year"].into_iter().zip(TypedDay::fields(on)) {
            self.set(format!("{name}_{part}"), value);
        }
    }

    /// Names and values, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromRequest<Site> for Typed {
    type Rejection = PageError;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Self::Rejection> {
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, site).await?;
        // Browsers send two signs for the end of a line.
        Ok(Self(fields.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect()))
    }
}

/// A day as it was typed, in the three fields of a `DateInput`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypedDay {
    /// All three fields are empty.
    Nothing,
    /// A day of the calendar.
    Day(NaiveDate),
    /// Something else.
    NoDay,
}

impl TypedDay {
    /// What the three fields say; months may be numbers only, years have four digits.
    pub(crate) fn read(day: &str, month: &str, year: &str) -> Self {
        let parts = [day, month, year].map(str::trim);
        if parts.iter().all(|part| part.is_empty()) {
            return Self::Nothing;
        }
        let [day, month, year] = parts.map(|part| part.parse::<u32>().ok());
        let year = year.filter(|year| (1900..=2999).contains(year)).and_then(|year| i32::try_from(year).ok());
        let found = match (year, month, day) {
            (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
            _ => None,
        };
        found.map_or(Self::NoDay, Self::Day)
    }

    /// The day, when it is one.
    pub(crate) fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Nothing | Self::NoDay => None,
        }
    }

    /// Day, month and year as they stand in the three fields.
    pub(crate) fn fields(on: Option<NaiveDate>) -> [String; 3] {
        ["%-d", "%-m", "%Y"].map(|format| on.map(|on| on.format(format).to_string()).unwrap_or_default())
    }
}

/// What stands in an address in place of `{…}`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Site> for Path<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        match axum::extract::Path::<T>::from_request_parts(parts, site).await {
            Ok(axum::extract::Path(path)) => Ok(Self(path)),
            Err(_) => Err(PageError::NotFound),
        }
    }
}

/// What stands in an address after `?`. Unknown parameters are left alone. On pages
/// empty ones are as if not there; a program says what it means, and sends none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Site> for Query<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Self::Rejection> {
        let given = parts.uri.query().unwrap_or_default();
        let is_empty = |pair: &&str| pair.split_once('=').is_some_and(|(_, value)| value.is_empty());
        if is_api(parts.uri.path())
            && let Some(pair) = given.split('&').find(is_empty)
        {
            return Err(PageError::Malformed { what: format!("The address cannot be read: {pair} says nothing.") });
        }
        // A browser sends every field of a form, also those left empty.
        let filled: Vec<&str> = given.split('&').filter(|pair| !is_empty(pair)).collect();
        match serde_html_form::from_str(&filled.join("&")) {
            Ok(query) => Ok(Self(query)),
            Err(error) => Err(PageError::Malformed { what: format!("The address cannot be read: {error}.") }),
        }
    }
}

/// One file of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UploadedFile {
    /// The field it was chosen in.
    pub(crate) field: String,
    /// Its name, without any folder.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Bytes,
}

/// A form with files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Upload {
    /// The fields that are no files; the last value of each.
    pub(crate) fields: BTreeMap<String, String>,
    /// The files that were chosen, in order.
    pub(crate) files: Vec<UploadedFile>,
}

impl FromRequest<Site> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Self::Rejection> {
        let unreadable =
            || PageError::Malformed { what: "The upload could not be read. Nothing was changed.".to_owned() };
        let mut multipart = Multipart::from_request(request, site).await.map_err(|_| unreadable())?;
        let mut upload = Self::default();
        while let Some(field) = multipart.next_field().await.map_err(|_| unreadable())? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(plain_name) {
                Some(file_name) => {
                    let bytes = field.bytes().await.map_err(|_| unreadable())?;
                    // A browser sends an empty part for a field in which nothing was chosen.
                    if !file_name.is_empty() || !bytes.is_empty() {
                        upload.files.push(UploadedFile { field: name, name: file_name, bytes });
                    }
                }
                None => {
                    upload.fields.insert(name, field.text().await.map_err(|_| unreadable())?);
                }
            }
        }
        Ok(upload)
    }
}

/// The name of a file without any folder before it, whatever system wrote it.
fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_are_typed_are_found_by_name() {
        let mut typed = Typed::default();
        typed.set("text", "  ");
        typed.set("finding", "0");
        typed.set("finding", "2");
        typed.set("lines", " one \n\ntwo");
        typed.set_day("on", NaiveDate::from_ymd_opt(2026, 6, 5));
        assert_eq!(typed.all("finding").collect::<Vec<_>>(), ["0", "2"]);
        assert_eq!(typed.lines("lines"), ["one", "two"]);
        assert_eq!((typed.get("text"), typed.filled("text"), typed.get("none")), ("  ", None, ""));
        assert_eq!(typed.day("on"), TypedDay::Day(NaiveDate::from_ymd_opt(2026, 6, 5).unwrap()));
    }

    #[test]
    fn a_typed_day_is_a_day_nothing_or_wrong() {
        let day = NaiveDate::from_ymd_opt(2026, 6, 5).unwrap();
        assert_eq!(TypedDay::read(" 5", "06", "2026 "), TypedDay::Day(day));
        assert_eq!(TypedDay::read(" ", "", ""), TypedDay::Nothing);
        for (day, month, year) in [("31", "2", "2026"), ("5", "", "2026"), ("5", "June", "2026"), ("5", "6", "26")] {
            assert_eq!(TypedDay::read(day, month, year), TypedDay::NoDay, "{day} {month} {year}");
        }
        assert_eq!(TypedDay::fields(Some(day)), ["5", "6", "2026"]);
    }

    #[test]
    fn a_file_is_known_by_its_name_without_any_folder() {
        for (sent, kept) in [
            ("plan.docx", "plan.docx"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\jo\\plan.xlsx", "plan.xlsx"),
            ("a\u{0}b\n.pdf", "ab.pdf"),
            ("..", ".."),
        ] {
            assert_eq!(plain_name(sent), kept);
        }
    }
}
