//! The codes of what the interpreter asks, notes and warns of, each with its explanation.
//!
//! `reading` holds those raised while the document is read, `checking` those
//! raised when the plan is looked at as a whole.

mod checking;
mod reading;

pub(in crate::importers::plan) use checking::*;
pub(super) use reading::*;

use crate::codes::Explanation;

/// Every code of the interpreter with its explanation, in order.
pub(crate) fn explanations() -> impl Iterator<Item = &'static Explanation> {
    reading::EXPLANATIONS.iter().chain(checking::EXPLANATIONS)
}

/// Makes a constant of each code and a table of their explanations, so that no code is without one.
macro_rules! explained {
    ($($(#[$doc:meta])+ $name:ident = $code:literal { title: $title:literal, help: $help:literal, detail: $detail:literal })+) => {
        $($(#[$doc])+ pub(in crate::importers::plan) const $name: &str = $code;)+
        /// The explanations of these codes, in order.
        pub(super) const EXPLANATIONS: &[$crate::codes::Explanation] = &[
            $($crate::codes::Explanation { code: $name, title: $title, help: $help, detail: $detail },)+
        ];
    };
}
use explained;
