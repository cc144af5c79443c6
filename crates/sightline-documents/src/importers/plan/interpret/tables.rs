//! Tables: which kind they are, and what each row is.

use sightline_domain::Place;

use super::super::source::{Cell, Covered, Row, Table};
use super::codes;
use super::columns::{Alignment, Columns, align, header, is_reference};
use super::draft::{Draft, TableKind};
use super::leads::leads_of;
use super::lines::Standing;
use super::words::{one_space, plain};

impl Draft<'_> {
    /// Takes in one table, or one fragment of a table that a page break has cut.
    pub(super) fn table(&mut self, table: &Table) {
        if let Some(name) = &table.name {
            self.sheet(name);
        }
        let rows: Vec<&Row> = table
            .rows
            .iter()
            .filter(|row| row.cells.iter().any(|cell| !cell.is_empty() || cell.fill.is_some()))
            .collect();
        let width = rows
            .iter()
            .map(|row| row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1))
            .max()
            .unwrap_or(0);
        if width <= 1 {
            self.single_column(&rows);
            return;
        }
        if self.plan.scales.is_empty() && self.rating_rows(&rows) {
            return;
        }
        let mut alignment: Option<Alignment> = None;
        let mut at = 0;
        while at < rows.len() {
            let row = rows[at];
            if let Some(found) = header(row, self.overrides, self.vocabulary, self.action_columns.as_ref()) {
                self.take_header(row, found, rows.get(at + 1..).unwrap_or_default());
                alignment = None;
                at += 1;
                continue;
            }
            if self.attribute_row(row) || self.banner(row, width) {
                at += 1;
                continue;
            }
            if self.kind == TableKind::Unknown && self.headless(&rows[at..]) {
                return;
            }
            if self.kind == TableKind::Actions {
                self.flush_lines(true);
                self.list = None;
            }
            let is_text = row.place.line.is_some();
            if self.kind == TableKind::Actions && is_text && alignment.is_none() {
                let fragment: Vec<&Row> = rows[at..].to_vec();
                alignment = Some(self.lay(&fragment));
            }
            self.data_row(row, alignment.as_ref());
            at += 1;
        }
    }

    /// A workbook's sheet: its name stands for a heading.
    fn sheet(&mut self, name: &str) {
        self.finish_action();
        self.flush_lines(false);
        self.kind = TableKind::Unknown;
        self.columns = Columns::default();
        self.list = None;
        self.after_actions = false;
        self.note_title(&Place { sheet: Some(name.to_owned()), ..Place::default() }, name);
        let kind = self.section_kind(name);
        self.open_section(name, kind);
    }

    fn single_column(&mut self, rows: &[&Row]) {
        for row in rows {
            for cell in &row.cells {
                for paragraph in &cell.paragraphs {
                    let standing = paragraph.item_level.map_or(Standing::Paragraph, Standing::Item);
                    self.line(&row.place, &paragraph.text, standing);
                }
            }
        }
    }

    fn lay(&mut self, fragment: &[&Row]) -> Alignment {
        let found = align(fragment, &self.columns, self.vocabulary);
        let Some(first) = fragment.first() else { return found };
        let seen = one_space(&first.cells.iter().map(Cell::text).collect::<Vec<_>>().join(" | "));
        if found.is_reversed {
            self.question(
                codes::COLUMNS_REVERSED,
                &first.place,
                &seen,
                "The columns of this row stand in reverse order. They are read from right to left: check the action, lead and date.",
            );
        } else if found.is_shifted {
            self.note(codes::COLUMNS_LOST, &first.place, &seen, "The rows after the page break have lost columns. They are put back under the headings that their contents fit.");
        }
        found
    }

    fn take_header(&mut self, row: &Row, found: super::columns::Header, next: &[&Row]) {
        let columns = found.columns;
        let place = &row.place;
        let kind = kind_of(&columns);
        if kind == TableKind::Actions {
            self.flush_lines(true);
        } else {
            self.finish_action();
            self.flush_lines(false);
        }
        let seen = columns.printed.values().cloned().collect::<Vec<_>>().join(" | ");
        if found.collapsed {
            self.question(codes::HEADINGS_TOGETHER, place, &seen, "Several headings stand together in one cell. They are spread over the columns in order: check that each column is what its heading says.");
        }
        for (field, column) in &found.doubled {
            let printed = columns.printed.get(column).cloned().unwrap_or_default();
            let read_as = columns.fields.get(column).cloned();
            let help = match read_as {
                Some(read_as) => format!(
                    "The heading “{printed}” is printed over two columns. The second is read as the {read_as} column: confirm, or map it with --map."
                ),
                None => {
                    format!("Two columns are headed as {field}. Only the first is read: map the second with --map.")
                }
            };
            self.question(
                codes::HEADING_TWICE,
                &place.at_column(u32::try_from(column + 1).unwrap_or(u32::MAX)),
                &printed,
                help,
            );
        }
        for (column, printed) in &found.unknown {
            if kind == TableKind::Actions {
                self.warning(
                    codes::UNKNOWN_HEADING,
                    &place.at_column(u32::try_from(column + 1).unwrap_or(u32::MAX)),
                    printed,
                    format!("No field is known for the heading “{printed}”. Its cells are kept with each action's notes; map it with --map \"{printed}=FIELD\"."),
                );
            }
        }
        self.kind = kind;
        self.columns = columns;
        if kind == TableKind::Actions {
            self.reference_column(next);
            if self.plan.columns.is_empty() {
                self.plan.columns = self.columns.printed.values().cloned().collect();
            }
            self.action_columns = Some(self.columns.clone());
        }
        if found.stray_reference.is_some() {
            self.stray_reference = found.stray_reference;
        }
    }

    /// A heading over two columns, the first of which holds references: the second holds the action.
    fn reference_column(&mut self, next: &[&Row]) {
        let Some(column) = self.columns.column("action") else { return };
        if self.columns.has("ref") || self.columns.fields.contains_key(&(column + 1)) {
            return;
        }
        let holds_references =
            next.iter().take(6).any(|row| is_reference(&row.cell(column).text()) && !row.cell(column + 1).is_empty());
        if holds_references {
            self.columns.fields.insert(column, "ref".to_owned());
            self.columns.fields.insert(column + 1, "action".to_owned());
        }
    }

    /// `Priority 1 | Title`, `Key areas | …`, `Overall lead | …`.
    fn attribute_row(&mut self, row: &Row) -> bool {
        let key = one_space(&row.cell(0).text());
        let place = &row.place;
        if key.is_empty() || key.chars().count() > 40 {
            return false;
        }
        let raw = row
            .cells
            .iter()
            .skip(1)
            .filter(|cell| cell.covered.is_none())
            .map(|cell| cell.raw.trim())
            .collect::<Vec<_>>()
            .join("\t");
        let raw = raw.trim_end().to_owned();
        let value = one_space(&row.cells.iter().skip(1).map(Cell::text).collect::<Vec<_>>().join(" "));
        if let Some((printed, title)) = self.priority_heading(&key)
            && title.is_empty()
            && !value.is_empty()
        {
            if self.is_printed_again(&printed, &value) {
                // The top of a page: the action in hand may go on below it.
                self.kind = TableKind::Unknown;
                return true;
            }
            self.flush_lines(false);
            self.finish_action();
            self.pending_heading = None;
            let heading = format!("{key}\t{raw}");
            self.heading_priority(place, &printed, &value, &heading);
            self.kind = TableKind::Unknown;
            return true;
        }
        let wanted = plain(&key);
        let headings = &self.vocabulary.headings;
        let is_areas = headings.key_areas.contains(&wanted);
        let is_leads = headings.priority_leads.contains(&wanted);
        if !(is_areas || is_leads) || self.kind == TableKind::Actions || self.priority.is_none() {
            return false;
        }
        let raw = if is_leads { without_cut_copy(&raw) } else { raw };
        let leads = leads_of(&rejoined(&raw));
        let is_blank = raw.is_empty();
        let cut_in_pieces = raw.contains('\t');
        if let Some(priority) = self.current_priority() {
            if is_areas {
                priority.key_areas_raw = (!is_blank).then(|| raw.clone());
            } else {
                priority.leads_label = Some(key.clone());
                priority.leads_raw = (!is_blank).then(|| raw.clone());
                priority.leads = leads;
            }
        }
        if is_leads && is_blank {
            self.question_about(
                &self.priority_in_hand(),
                codes::NO_PRIORITY_LEADS,
                place,
                &key,
                "The cell for the priority's leads is empty. If the names stand in the cell above, move them here.",
            );
        }
        if cut_in_pieces {
            self.question_about(
                &self.priority_in_hand(),
                codes::CELL_IN_PIECES,
                place,
                &raw,
                "The words of this cell stand in several cells. They are kept as printed: check the words and names.",
            );
        }
        true
    }

    /// A row with words in its first cell only: a line of its own.
    fn banner(&mut self, row: &Row, width: usize) -> bool {
        let first = row.cell(0);
        let alone = row.cells.iter().skip(1).all(Cell::is_empty);
        let text = one_space(&first.text());
        let starts_low = text.chars().next().is_some_and(char::is_lowercase);
        if !alone || text.is_empty() || is_reference(&text) || starts_low || width < 2 {
            return false;
        }
        let spans = first.columns > 1 || row.cells.iter().skip(1).any(|cell| cell.covered == Some(Covered::FromLeft));
        let opens_aim = self.columns.has("aim")
            && text.split(' ').next().is_some_and(|word| word.contains('.') && is_reference(word));
        if self.kind == TableKind::Actions && opens_aim {
            return false;
        }
        let in_aims = self.kind == TableKind::Actions && self.columns.has("aim") && !spans && self.list.is_none();
        if in_aims && self.label_like(&text).is_none() && row.place.line.is_some() {
            return false;
        }
        if self.kind != TableKind::Actions && self.kind != TableKind::Unknown && !spans {
            return false;
        }
        if self.kind == TableKind::Unknown && self.headless(&[row]) {
            return true;
        }
        for paragraph in &first.paragraphs {
            let standing = match (self.list, paragraph.item_level) {
                (Some(_), Some(level)) => Standing::Item(level),
                _ => Standing::Banner,
            };
            self.line(&row.place, &paragraph.text, standing);
        }
        true
    }

    fn label_like(&self, text: &str) -> Option<()> {
        let wanted = plain(text);
        self.vocabulary.headings.impact.contains(&wanted).then_some(())
    }

    fn data_row(&mut self, row: &Row, alignment: Option<&Alignment>) {
        let cell_of = |draft: &Self, field: &str| -> Cell {
            let Some(column) = draft.columns.column(field) else { return Cell::default() };
            row.cell(column).clone()
        };
        match self.kind {
            TableKind::Actions => self.action_row(row, alignment),
            TableKind::Measures => {
                let refs = ["action_refs", "ref"].into_iter().find(|field| self.columns.has(field)).unwrap_or("action");
                let (area, refs) = (cell_of(self, "focus_area"), cell_of(self, refs));
                let (measure, source) = (cell_of(self, "measure"), cell_of(self, "data_source"));
                self.measure_row(row, &area, &refs, &measure, &source);
            }
            TableKind::Posts => {
                let post =
                    if self.columns.has("post_title") { cell_of(self, "post_title") } else { cell_of(self, "role") };
                let holder =
                    if self.columns.has("post_holder") { cell_of(self, "post_holder") } else { cell_of(self, "name") };
                self.post_row(&post.text(), &holder.text());
            }
            TableKind::Board => {
                let (partner, role, name) = (cell_of(self, "partner"), cell_of(self, "role"), cell_of(self, "name"));
                self.board_row(&row.place, &partner, &role.text(), &name.text());
            }
            TableKind::Abbreviations => {
                let (short, long) = (cell_of(self, "abbreviation"), cell_of(self, "meaning"));
                self.abbreviation(&row.place, &short.text(), &long.text());
            }
            TableKind::DeliveryLeads => {
                let (pillar, leads) = (cell_of(self, "pillar"), cell_of(self, "leads"));
                self.delivery_lead(&row.place, &pillar, &leads.text());
            }
            TableKind::Statements => {
                let (area, kind, text) =
                    (cell_of(self, "priority_ref"), cell_of(self, "statement_type"), cell_of(self, "statement"));
                self.statement_row(&area.text(), &kind.text(), &text);
            }
            TableKind::Unknown => {
                let text =
                    row.cells.iter().map(Cell::text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ");
                if !text.is_empty() {
                    self.current_section().paragraphs.push(text);
                }
            }
        }
    }

    /// Rows under no header: known by what they hold, or by the heading above.
    fn headless(&mut self, rows: &[&Row]) -> bool {
        let section = self.section.and_then(|at| self.plan.sections.get(at)).and_then(|section| section.kind.clone());
        if self.focus_matrix(rows) {
            return true;
        }
        if section.as_deref() == Some("abbreviations")
            && rows.iter().all(|row| !row.cell(0).is_empty() && !row.cell(1).is_empty())
        {
            for row in rows {
                self.abbreviation(&row.place, &row.cell(0).text(), &row.cell(1).text());
            }
            return true;
        }
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let fits = self
            .action_columns
            .as_ref()
            .is_some_and(|columns| width + 2 >= columns.width && width <= columns.width + 1);
        if fits && self.priority.is_some() && self.list.is_none() {
            // A table that goes on after a page break, or after a line of its own.
            self.columns = self.action_columns.clone().unwrap_or_default();
            self.kind = TableKind::Actions;
            self.flush_lines(true);
        }
        false
    }

    /// A block that is no table has come: the columns stay in force only inside an action table.
    pub(super) fn between_tables(&mut self) {
        if self.kind == TableKind::Actions {
            if self.gathered.is_some() || self.composite.is_some() {
                self.after_actions = true;
            }
        } else {
            self.kind = TableKind::Unknown;
            self.columns = Columns::default();
        }
    }

    /// The place of a column of a row.
    pub(super) fn column_place(place: &Place, column: usize) -> Place {
        if place.line.is_some() {
            let mut place = place.clone();
            place.column = Some(u32::try_from(column + 1).unwrap_or(u32::MAX));
            return place;
        }
        place.at_column(u32::try_from(column + 1).unwrap_or(u32::MAX))
    }
}

/// The cells of a row without one that is only the cut-off beginning of another.
fn without_cut_copy(raw: &str) -> String {
    let cells: Vec<&str> = raw.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let kept: Vec<&str> = cells
        .iter()
        .copied()
        .filter(|cell| !cells.iter().any(|other| other.len() > cell.len() && other.starts_with(cell)))
        .collect();
    if kept.len() < cells.len() { kept.join("\t") } else { raw.to_owned() }
}

/// Words cut over several cells, put together again where the cut goes through a word.
fn rejoined(raw: &str) -> String {
    let mut text = String::new();
    for piece in raw.split('\t') {
        let piece = piece.trim();
        if piece.is_empty() {
            continue;
        }
        let cuts_word =
            text.chars().next_back().is_some_and(char::is_alphabetic) && piece.starts_with(|c: char| c.is_lowercase());
        if !text.is_empty() && !cuts_word {
            text.push(' ');
        }
        text.push_str(piece);
    }
    text
}

fn kind_of(columns: &Columns) -> TableKind {
    if columns.has("data_source") || columns.has("measure") && (columns.has("focus_area") || columns.has("action_refs"))
    {
        TableKind::Measures
    } else if columns.has("post_holder") {
        TableKind::Posts
    } else if columns.has("abbreviation") && columns.has("meaning") {
        TableKind::Abbreviations
    } else if columns.has("partner") && columns.has("role") || columns.has("role") && columns.has("name") {
        TableKind::Board
    } else if columns.has("statement") && columns.has("statement_type") {
        TableKind::Statements
    } else if columns.hold_actions() {
        TableKind::Actions
    } else if columns.has("pillar") && columns.has("leads") {
        TableKind::DeliveryLeads
    } else {
        TableKind::Unknown
    }
}
