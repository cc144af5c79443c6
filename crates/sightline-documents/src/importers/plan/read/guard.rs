//! Reading guard.
