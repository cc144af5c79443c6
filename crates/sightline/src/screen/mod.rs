//! What is printed: width, colour, tables, progress.

mod progress;
mod style;
mod table;

use std::io::{self, IsTerminal, StdoutLock, Write};

use crate::args::Colour;
use crate::settings;

pub(crate) use progress::Progress;
pub(crate) use style::{Style, Text};
pub(crate) use table::{Column, Table};

/// Width that is taken when the output is not a terminal.
const WIDTH_ELSEWHERE: usize = 110;
/// Widest that is used: longer lines are hard to read.
const WIDEST: usize = 140;
/// Narrowest that is laid out for.
const NARROWEST: usize = 40;

/// Standard output, with what is known about it.
pub(crate) struct Screen {
    out: StdoutLock<'static>,
    pub(crate) width: usize,
    pub(crate) is_coloured: bool,
}

impl Screen {
    pub(crate) fn new(colour: Colour) -> Self {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        let width = if is_terminal {
            terminal_size::terminal_size().map_or(WIDTH_ELSEWHERE, |(width, _)| usize::from(width.0))
        } else {
            WIDTH_ELSEWHERE
        };
        let is_coloured = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && !settings::no_colour(),
        };
        Self { out: stdout.lock(), width: width.clamp(NARROWEST, WIDEST), is_coloured }
    }

    /// One line.
    pub(crate) fn line(&mut self, text: impl Into<Text>) -> io::Result<()> {
        let text = text.into().shown(self.is_coloured);
        writeln!(self.out, "{}", text.trim_end())
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A paragraph, broken to the width.
    pub(crate) fn paragraph(&mut self, text: impl Into<Text>) -> io::Result<()> {
        for line in table::wrap(&text.into(), self.width) {
            self.line(line)?;
        }
        Ok(())
    }

    /// A table.
    pub(crate) fn table(&mut self, table: &Table) -> io::Result<()> {
        for line in table.lines(self.width) {
            self.line(line)?;
        }
        Ok(())
    }

    /// A JSON value, indented.
    pub(crate) fn json(&mut self, value: &serde_json::Value) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, value).map_err(io::Error::from)?;
        writeln!(self.out)
    }

    /// Bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Hands everything over; called once at the end of a command.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
