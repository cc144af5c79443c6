//! Positions to draft plan.
