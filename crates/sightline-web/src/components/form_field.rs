//! Any field of a form, for pages whose fields are known only when they are shown.

use std::fmt;

use super::{Checkboxes, DateInput, Radios, Select, TextInput, Textarea};

#[derive(Clone, Debug)]
pub(crate) enum FormField {
    Text(TextInput),
    Area(Textarea),
    Select(Select),
    Radios(Radios),
    Checks(Checkboxes),
    Day(DateInput),
}

impl fmt::Display for FormField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(field) => field.fmt(f),
            Self::Area(field) => field.fmt(f),
            Self::Select(field) => field.fmt(f),
            Self::Radios(field) => field.fmt(f),
            Self::Checks(field) => field.fmt(f),
            Self::Day(field) => field.fmt(f),
        }
    }
}

macro_rules! from_part {
    ($($part:ident as $field:ident),* $(,)?) => {$(
        impl From<$part> for FormField {
            fn from(field: $part) -> Self {
                Self::$field(field)
            }
        }
    )*};
}

from_part!(
    TextInput as Text,
    Textarea as Area,
    Select as Select,
    Radios as Radios,
    Checkboxes as Checks,
    DateInput as Day,
);
