//! Codes of the problems that a template can have.

/// A column that the template does not have.
pub const UNKNOWN_COLUMN: &str = "SL-I210";
/// A table that the template does not have, or has twice.
pub const UNKNOWN_TABLE: &str = "SL-I211";
/// A cell that does not hold the kind of value its column takes.
pub const CELL: &str = "SL-I212";
/// A reference that stands twice.
pub const REFERENCE_TWICE: &str = "SL-I213";
/// A row that belongs to something the plan does not have.
pub const NO_PARENT: &str = "SL-I214";
/// A date that does not agree with the words beside it.
pub const DATE_DISAGREES: &str = "SL-I215";
/// An exact value that cannot be used.
pub const EXACT_VALUE: &str = "SL-I216";
/// An action without a reference.
pub const NO_REFERENCE: &str = "SL-I217";
/// A field of a JSON plan that Sightline does not know.
pub const UNKNOWN_FIELD: &str = "SL-I218";
/// A long cell that was cut over rows and cannot be put together.
pub const LOOSE_ROW: &str = "SL-I219";
