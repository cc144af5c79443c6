//! Writes the board report of an input file (the invented sample by default) as PDF, Word and Excel.
//!
//! `cargo run -p sightline-documents --example board_report_sample -- FOLDER [INPUT.json]`

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs};

use sightline_documents::generators::board_report;
use sightline_domain::board_report::{BoardReport, BoardReportInput};

const SAMPLE: &str = include_str!("../../../content/documents/board_report/sample.json");

type Writer = fn(&BoardReport) -> sightline_documents::Result<Vec<u8>>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/board-report".to_owned()));
    let input = match arguments.next() {
        Some(path) => fs::read_to_string(path)?,
        None => SAMPLE.to_owned(),
    };
    let input: BoardReportInput = serde_json::from_str(&input)?;
    fs::create_dir_all(&folder)?;
    let started = Instant::now();
    let report = BoardReport::build(&input);
    eprintln!("report computed in {:?}", started.elapsed());
    fs::write(folder.join("report.json"), serde_json::to_vec_pretty(&report)?)?;
    let papers: [(&str, Writer); 3] =
        [("board.pdf", board_report::pdf), ("board.docx", board_report::docx), ("board.xlsx", board_report::xlsx)];
    for (name, write) in papers {
        let started = Instant::now();
        let bytes = write(&report)?;
        eprintln!("{name}: {} bytes in {:?}", bytes.len(), started.elapsed());
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
