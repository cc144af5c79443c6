//! What is kept of verdicts: the verdicts themselves, and what was said to challenges.

mod answers;
mod records;
