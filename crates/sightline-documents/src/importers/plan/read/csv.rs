//! Reading csv.
