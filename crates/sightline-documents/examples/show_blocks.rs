//! Prints the blocks of a document as its reader gives them: `show_blocks FILE`.

use std::process::ExitCode;

use sightline_documents::importers::plan::read;
use sightline_documents::importers::plan::recognise::{Format, recognise};
use sightline_documents::importers::plan::source::{Content, Covered, SourceDocument};

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("show_blocks FILE");
        return ExitCode::FAILURE;
    };
    match read_file(&path) {
        Ok(document) => {
            show(&document);
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn read_file(path: &str) -> Result<SourceDocument, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let explain = |error: sightline_documents::Error| format!("{}: {error}. {}", error.code(), error.help());
    match recognise(path, &bytes).map_err(explain)? {
        Format::Docx => read::docx::read(&bytes),
        Format::Xlsx => read::xlsx::read(&bytes),
        Format::Csv => read::csv::read(&bytes),
        Format::Pdf => read::pdf::read(&bytes),
        Format::Text => return Err("text is read by the text reader".to_owned()),
    }
    .map_err(explain)
}

fn show(document: &SourceDocument) {
    for block in &document.blocks {
        match &block.content {
            Content::Heading { level, text } => {
                println!("[{}] {} {text}", block.place, "#".repeat(usize::from(*level)))
            }
            Content::Paragraph { text } => println!("[{}] {text}", block.place),
            Content::Item { level, text } => println!("[{}] {}* {text}", block.place, "  ".repeat(usize::from(*level))),
            Content::Table(table) => {
                println!("[{}] table {}", block.place, table.name.as_deref().unwrap_or_default());
                for row in &table.rows {
                    println!("  row {}{}", row.place, if row.is_header { " (header)" } else { "" });
                    for (index, cell) in row.cells.iter().enumerate() {
                        let mut marks = String::new();
                        if cell.columns > 1 {
                            marks.push_str(&format!(" spans {}", cell.columns));
                        }
                        if let Some(fill) = &cell.fill {
                            marks.push_str(&format!(" fill {fill}"));
                        }
                        if let Some(date) = cell.date {
                            marks.push_str(&format!(" date {date}"));
                        }
                        match cell.covered {
                            Some(Covered::FromAbove) => marks.push_str(" ^"),
                            Some(Covered::FromLeft) => marks.push_str(" <"),
                            None => {}
                        }
                        println!("    {}{marks}: {:?}", index + 1, cell.raw);
                        for paragraph in &cell.paragraphs {
                            println!(
                                "        {}{}{}",
                                if paragraph.is_marked { "¶ " } else { "" },
                                paragraph.item_level.map_or(String::new(), |level| format!("({level}) ")),
                                paragraph.text
                            );
                        }
                    }
                }
            }
        }
    }
    for problem in &document.problems {
        println!("{} {:?} [{}] {:?} {}", problem.code, problem.severity, problem.place, problem.seen, problem.help);
    }
}
