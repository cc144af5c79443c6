//! XML files, written one child after the other, with elements where the definitions have their paths.

use std::collections::HashMap;
use std::io::Write;

use chrono::{Datelike, NaiveDate};
use quick_xml::escape::escape;

use super::super::shape::{Shaper, SourceRow, SourceRows};
use super::text::Texts;
use super::{Files, Form, Writer, failed};
use crate::Result;
use crate::definitions::{Definitions, SourceTable};

/// An element while a child is put together.
struct Element<'d> {
    name: &'d str,
    text: Option<String>,
    children: Vec<usize>,
}

/// One XML file.
pub(super) struct Xml<'d> {
    definitions: &'d Definitions,
    format: usize,
    form: Form,
    as_at: NaiveDate,
    council: u32,
    open: Option<Box<dyn Write + Send>>,
}

impl<'d> Xml<'d> {
    pub(super) fn new(definitions: &'d Definitions, format: usize, form: Form, as_at: NaiveDate, council: u32) -> Self {
        Self { definitions, format, form, as_at, council, open: None }
    }

    fn name(&self) -> String {
        format!("{0}/{0}.xml", self.form.name())
    }

    /// The elements around the children, without the child's own.
    fn around(&self) -> Vec<&'d str> {
        let unit = self.definitions.formats[self.format].unit.as_deref().unwrap_or_default();
        let mut names: Vec<&str> = unit.split('/').filter(|name| !name.is_empty()).collect();
        names.pop();
        names
    }

    fn begin(&self) -> String {
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        let around = self.around();
        for (depth, name) in around.iter().enumerate() {
            text.push_str(&format!("{}<{name}>\n", "  ".repeat(depth)));
            if depth == 0 && self.form == Form::CinCensus {
                let (year, month) = (self.as_at.year(), self.as_at.month());
                let collected = if month > 3 { year + 1 } else { year };
                text.push_str(&format!(
                    "  <Header>\n    <CollectionDetails>\n      <Collection>CIN</Collection>\n      \
                     <Year>{collected}</Year>\n      <ReferenceDate>{}</ReferenceDate>\n    </CollectionDetails>\n    \
                     <Source>\n      <SourceLevel>L</SourceLevel>\n      <LEA>{:03}</LEA>\n      \
                     <SoftwareCode>Sightline</SoftwareCode>\n    </Source>\n  </Header>\n",
                    self.as_at, self.council
                ));
            }
        }
        text
    }

    fn file(&mut self, files: &mut dyn Files) -> Result<&mut Box<dyn Write + Send>> {
        let name = self.name();
        if self.open.is_none() {
            let mut file = files.create(&name).map_err(failed(&name))?;
            file.write_all(self.begin().as_bytes()).map_err(failed(&name))?;
            self.open = Some(Box::new(std::io::BufWriter::new(file)));
        }
        Ok(self.open.as_mut().expect("opened above"))
    }

    /// The text of one child's element.
    fn child(&self, shaper: &Shaper<'_>, texts: &Texts<'_>, rows: &[(usize, &SourceRow)]) -> String {
        let format = &self.definitions.formats[self.format];
        let unit = format.unit.as_deref().unwrap_or_default();
        let name = unit.rsplit('/').next().unwrap_or_default();
        let elements = vec![Element { name, text: None, children: Vec::new() }];
        let mut tree = Tree { tables: &format.tables, unit, elements, placed: Vec::new() };
        for (table, row) in rows {
            tree.add(shaper, texts, *table, row);
        }
        let mut text = String::new();
        tree.write(0, self.around().len(), &mut text);
        text
    }
}

impl Writer for Xml<'_> {
    fn add(
        &mut self,
        shaper: &Shaper<'_>,
        texts: &Texts<'_>,
        sources: &[SourceRows],
        files: &mut dyn Files,
    ) -> Result<()> {
        let tables = &self.definitions.formats[self.format].tables;
        let in_xml = |table: &usize| tables[*table].path.is_some() && tables[*table].left_out.is_none();
        let Some(first) = (0..tables.len()).find(in_xml) else { return Ok(()) };
        let mut by_child: HashMap<&str, Vec<(usize, &SourceRow)>> = HashMap::new();
        for table in (0..tables.len()).filter(in_xml) {
            for row in &sources[table].rows {
                by_child.entry(row.child.words().unwrap_or_default()).or_default().push((table, row));
            }
        }
        for row in &sources[first].rows {
            // A child who is there twice is written once, with both rows.
            let rows = by_child.remove(row.child.words().unwrap_or_default()).unwrap_or_default();
            let text = self.child(shaper, texts, &rows);
            let name = self.name();
            self.file(files)?.write_all(text.as_bytes()).map_err(failed(&name))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, files: &mut dyn Files) -> Result<()> {
        let name = self.name();
        let around = self.around();
        let file = self.file(files)?;
        for (depth, element) in around.iter().enumerate().rev() {
            file.write_all(format!("{}</{element}>\n", "  ".repeat(depth)).as_bytes()).map_err(failed(&name))?;
        }
        file.flush().map_err(failed(&name))
    }
}

/// The elements of one child.
struct Tree<'d, 'r> {
    tables: &'d [SourceTable],
    unit: &'d str,
    elements: Vec<Element<'d>>,
    /// Rows so far with their tables and elements.
    placed: Vec<(usize, &'r SourceRow, usize)>,
}

impl<'d, 'r> Tree<'d, 'r> {
    fn add(&mut self, shaper: &Shaper<'_>, texts: &Texts<'_>, table: usize, row: &'r SourceRow) {
        let source = &self.tables[table];
        let Some(path) = source.path.as_deref() else { return };
        let own = self.element(shaper, table, path, row);
        for (column, (definition, cell)) in source.columns.iter().zip(&row.cells).enumerate() {
            let Some(at) = definition.path.as_deref().and_then(|own| own.strip_prefix(path)) else { continue };
            let required =
                source.row_when.iter().find(|(when, _)| *when == column).and_then(|(_, value)| value.clone());
            let text = texts.text(table, column, cell).map(std::borrow::Cow::into_owned).or(required);
            let Some(text) = text else { continue };
            let leaf = if at.is_empty() { own } else { self.below(own, at, false) };
            self.elements[leaf].text.get_or_insert(text);
        }
        self.placed.push((table, row, own));
    }

    /// The element of a row: that of the child itself, one shared with another table, or a new one.
    fn element(&mut self, shaper: &Shaper<'_>, table: usize, path: &'d str, row: &SourceRow) -> usize {
        if path == self.unit {
            return 0;
        }
        let shares = |other: usize| other < table && self.tables[other].path.as_deref() == Some(path);
        if let Some((.., element)) = self.placed.iter().find(|(other, ..)| shares(*other)) {
            return *element;
        }
        let parent = shaper.parent(table).and_then(|(parent, columns)| {
            let around = self.placed.iter().find(|(other, other_row, _)| {
                other == parent && columns.iter().all(|(own, theirs)| row.cells[*own].same(&other_row.cells[*theirs]))
            });
            Some((self.tables[*parent].path.as_deref()?.len(), around?.2))
        });
        let (length, element) = parent.unwrap_or((self.unit.len(), 0));
        self.below(element, &path[length..], true)
    }

    /// The element at a path below another; its last is always a new one when `is_new`.
    fn below(&mut self, mut element: usize, path: &'d str, is_new: bool) -> usize {
        let mut names = path.split('/').filter(|name| !name.is_empty()).peekable();
        while let Some(name) = names.next() {
            let is_last = names.peek().is_none();
            let known = self.elements[element].children.iter().rev().find(|child| self.elements[**child].name == name);
            element = if let Some(known) = known.copied().filter(|_| !(is_last && is_new)) {
                known
            } else {
                self.elements.push(Element { name, text: None, children: Vec::new() });
                let new = self.elements.len() - 1;
                self.elements[element].children.push(new);
                new
            };
        }
        element
    }

    fn write(&self, element: usize, depth: usize, into: &mut String) {
        let Element { name, text, children } = &self.elements[element];
        let margin = "  ".repeat(depth);
        if children.is_empty() {
            into.push_str(&format!("{margin}<{name}>{}</{name}>\n", escape(text.as_deref().unwrap_or_default())));
            return;
        }
        into.push_str(&format!("{margin}<{name}>\n"));
        for child in children {
            self.write(*child, depth + 1, into);
        }
        into.push_str(&format!("{margin}</{name}>\n"));
    }
}
