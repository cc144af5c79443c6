//! The elements of one child, and the paths that definitions know.

use std::collections::HashMap;
use std::ops::Range;

use crate::definitions::SourceFormat;
use crate::values::Cell;

/// Every path that a format's definitions name, as a tree of names.
#[derive(Debug)]
pub(super) struct Paths {
    nodes: Vec<HashMap<String, usize>>,
    depths: Vec<usize>,
    in_unit: Vec<bool>,
    /// The element that holds all of one child.
    pub(super) unit: usize,
    /// The element that says what day the file is about.
    pub(super) reference: Option<usize>,
    pub(super) tables: Vec<TablePaths>,
}

/// The paths of one table.
#[derive(Debug)]
pub(super) struct TablePaths {
    /// Position of the table in the format.
    pub(super) position: usize,
    pub(super) path: usize,
    /// For each column, the places it is looked for.
    pub(super) columns: Vec<Vec<ColumnPath>>,
    pub(super) row_when: Vec<(usize, Option<String>)>,
}

/// Where a column is, seen from an element of its table.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnPath {
    /// Levels up to the element that holds both.
    up: usize,
    /// The path of the column.
    path: usize,
}

impl Paths {
    pub(super) fn new(format: &SourceFormat) -> Self {
        let mut paths = Self {
            nodes: vec![HashMap::new()],
            depths: vec![0],
            in_unit: Vec::new(),
            unit: 0,
            reference: None,
            tables: Vec::new(),
        };
        let unit = format.unit.clone().unwrap_or_default();
        paths.unit = paths.add(&unit);
        paths.reference = format.refers_to.as_deref().map(|path| paths.add(path));
        for (position, table) in format.tables.iter().enumerate() {
            let Some(table_path) = table.path.as_deref().filter(|_| table.left_out.is_none()) else { continue };
            let path = paths.add(table_path);
            let columns = table.columns.iter().map(|column| {
                let main = column.path.iter().cloned();
                let others = column.also.iter().map(|other| format!("{table_path}/{other}"));
                let all = main.chain(others).map(|column_path| {
                    let common = common_depth(table_path, &column_path);
                    ColumnPath { up: depth(table_path) - common, path: paths.add(&column_path) }
                });
                all.collect()
            });
            let columns = columns.collect();
            paths.tables.push(TablePaths { position, path, columns, row_when: table.row_when.clone() });
        }
        paths.in_unit = vec![false; paths.nodes.len()];
        let mut below = vec![paths.unit];
        while let Some(node) = below.pop() {
            paths.in_unit[node] = true;
            below.extend(paths.nodes[node].values());
        }
        paths
    }

    fn add(&mut self, path: &str) -> usize {
        let mut node = 0;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            node = if let Some(known) = self.nodes[node].get(name) {
                *known
            } else {
                let new = self.nodes.len();
                self.nodes.push(HashMap::new());
                self.depths.push(self.depths[node] + 1);
                self.nodes[node].insert(name.to_owned(), new);
                new
            };
        }
        node
    }

    /// The path of an element below another.
    pub(super) fn below(&self, parent: usize, name: &str) -> Option<usize> {
        self.nodes[parent].get(name).copied()
    }

    /// True for the element of a child and everything below.
    pub(super) fn is_in_unit(&self, path: usize) -> bool {
        self.in_unit[path]
    }
}

fn depth(path: &str) -> usize {
    path.split('/').filter(|name| !name.is_empty()).count()
}

fn common_depth(one: &str, other: &str) -> usize {
    let (one, other) = (one.split('/').skip(1), other.split('/').skip(1));
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// The elements of one child, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Child {
    elements: Vec<Element>,
    text: String,
    open: Vec<usize>,
}

#[derive(Debug)]
struct Element {
    path: usize,
    depth: usize,
    parent: Option<usize>,
    text: Range<usize>,
}

impl Child {
    pub(super) fn elements(&self) -> usize {
        self.elements.len()
    }

    pub(super) fn open(&mut self, path: usize, depth: usize) {
        let at = self.text.len();
        self.open.push(self.elements.len());
        let parent = self.open.len().checked_sub(2).map(|before| self.open[before]);
        self.elements.push(Element { path, depth, parent, text: at..at });
    }

    /// Adds text to the innermost open element; text between its own elements is left out.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(element) = self.open.last().map(|last| &mut self.elements[*last])
            && element.text.end == self.text.len()
        {
            self.text.push_str(text);
            element.text.end = self.text.len();
        }
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    pub(super) fn clear(&mut self) {
        self.elements.clear();
        self.text.clear();
        self.open.clear();
    }

    /// Positions of the elements at a path.
    pub(super) fn at(&self, path: usize) -> impl Iterator<Item = usize> {
        let elements = self.elements.iter().enumerate();
        elements.filter(move |(_, element)| element.path == path).map(|(position, _)| position)
    }

    /// The value of a column for an element of its table: the first that is not blank of the places it may be.
    pub(super) fn cell(&self, element: usize, places: &[ColumnPath]) -> Cell<'_> {
        let found = places.iter().filter_map(|place| self.find(element, *place));
        found.map(|text| Cell::Text(text.into())).find(|cell| !cell.is_blank()).unwrap_or(Cell::Blank)
    }

    fn find(&self, element: usize, place: ColumnPath) -> Option<&str> {
        let mut from = element;
        for _ in 0..place.up {
            from = self.elements[from].parent?;
        }
        let depth = self.elements[from].depth;
        let own = std::iter::once(&self.elements[from]);
        let below = self.elements[from + 1..].iter().take_while(|inner| inner.depth > depth);
        let found = own.chain(below).find(|inner| inner.path == place.path)?;
        Some(&self.text[found.text.clone()])
    }
}
