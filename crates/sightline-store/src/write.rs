//! One writing transaction.
