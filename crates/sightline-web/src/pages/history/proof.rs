//! The proof that nothing was changed afterwards.

use std::time::Instant;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{App, Verification};

use crate::components::Breadcrumbs;
use crate::components::Link;
use crate::error::PageError;
use crate::frame::Frame;
use crate::visitor::Visitor;
use crate::{render, words};

#[derive(Template)]
#[template(path = "history/proof.html")]
struct ProofPage {
    frame: Frame,
    above: Breadcrumbs,
    proof: Proof,
    when: String,
    took: String,
}

enum Proof {
    Whole { rows: String, head_hash: String },
    Broken { row: u64, what: String },
}

/// Walks the whole history and says what was found.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let begun = Instant::now();
    let proof = match app.verify_history(visitor.call()).await? {
        Verification::Whole { rows, head_hash } => {
            let rows = words::count(usize::try_from(rows).unwrap_or(usize::MAX), "row", "rows");
            Proof::Whole { rows: words::capital(&rows), head_hash }
        }
        Verification::Broken { seq, what } => Proof::Broken { row: seq, what },
    };
    let hundredths = begun.elapsed().as_millis().div_ceil(10);
    Ok(render::page(&ProofPage {
        frame,
        above: Breadcrumbs::new(vec![Link::new("History", "/history")]),
        proof,
        when: words::moment(visitor.call().at),
        took: format!("{}.{:02} seconds", hundredths / 100, hundredths % 100),
    }))
}
