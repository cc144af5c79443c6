//! Every code of this crate with its explanation, so that `sightline explain` can print it.
//!
//! The codes of the interpreter (`SL-I3…`) are written beside it.

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The stable code, such as `SL-I004`.
    pub code: &'static str,
    /// What happened, in a few words.
    pub title: &'static str,
    /// What to do next.
    pub help: &'static str,
    /// How it comes about, and what Sightline does.
    pub detail: &'static str,
}

/// The explanation of a code, or `None` when the code is not one of this crate.
#[must_use]
pub fn explain(code: &str) -> Option<&'static Explanation> {
    all().find(|explanation| explanation.code.eq_ignore_ascii_case(code))
}

/// Every code of this crate with its explanation, in order.
pub fn all() -> impl Iterator<Item = &'static Explanation> {
    CODES.iter().chain(crate::importers::plan::explanations())
}

/// Codes of published figures to compare with.
pub mod benchmarks {
    /// The header is none that is known.
    pub const NOT_BENCHMARKS: &str = "SL-D410";
    /// A column is missing.
    pub const COLUMN: &str = "SL-D411";
    /// A cell holds neither a number nor a symbol.
    pub const CELL: &str = "SL-D412";
    /// An area that nobody knows.
    pub const UNKNOWN_AREA: &str = "SL-D413";
    /// Two values of one measure, period and area.
    pub const TWICE: &str = "SL-D414";
    /// A value that is on another scale than those of authorities.
    pub const OTHER_SCALE: &str = "SL-D415";
    /// A reference list does not load.
    pub const REFERENCE: &str = "SL-D416";
    /// More was noticed than is listed.
    pub const MANY: &str = "SL-D417";
    /// A code of an area that was divided, joined or redrawn.
    pub const REORGANISED: &str = "SL-D418";
    /// A period that does not begin with a year.
    pub const PERIOD: &str = "SL-D419";
    /// No row gives a value.
    pub const NO_VALUE: &str = "SL-D420";
}

/// Codes that refuse a file.
pub mod refusal {
    /// The file is empty.
    pub const EMPTY: &str = "SL-I001";
    /// Nothing that is read.
    pub const UNKNOWN_CONTENT: &str = "SL-I002";
    /// Name and content disagree.
    pub const WRONG_EXTENSION: &str = "SL-I003";
    /// Damaged or cut short.
    pub const CORRUPT: &str = "SL-I004";
    /// A password is needed.
    pub const PASSWORD: &str = "SL-I005";
    /// The file is too large.
    pub const FILE_TOO_LARGE: &str = "SL-I006";
    /// Unpacks to too much.
    pub const EXPANDS: &str = "SL-I007";
    /// Too many parts, rows, columns or words.
    pub const TOO_MUCH: &str = "SL-I008";
    /// Nested too deeply.
    pub const TOO_DEEP: &str = "SL-I009";
    /// A document type inside.
    pub const DOCUMENT_TYPE: &str = "SL-I010";
    /// An older or other office format.
    pub const OLD_FORMAT: &str = "SL-I011";
    /// A PDF of pictures.
    pub const NO_TEXT_LAYER: &str = "SL-I012";
    /// A PDF that cannot be taken apart.
    pub const PDF_UNREADABLE: &str = "SL-I013";
    /// A vocabulary file does not load.
    pub const VOCABULARY: &str = "SL-I014";
    /// No table with actions.
    pub const NO_ACTION_TABLE: &str = "SL-I015";
    /// More than one plan in a file.
    pub const SEVERAL_PLANS: &str = "SL-I016";
}

/// What a reader notices in a file that it can read.
pub mod reader {
    /// Macros are present and were not run.
    pub const MACROS: &str = "SL-I101";
    /// Tracked changes: inserted words kept, deleted words left out.
    pub const TRACKED_CHANGES: &str = "SL-I102";
    /// Words in a text box.
    pub const TEXT_BOX: &str = "SL-I103";
    /// Hidden words left out.
    pub const HIDDEN_WORDS: &str = "SL-I104";
    /// Pictures, which are not read.
    pub const PICTURES: &str = "SL-I105";
    /// Cells computed by a formula: the stored value was used.
    pub const FORMULAS: &str = "SL-I110";
    /// A formula without a stored value.
    pub const FORMULA_WITHOUT_VALUE: &str = "SL-I111";
    /// A cell shows an error such as `#REF!`.
    pub const CELL_ERROR: &str = "SL-I112";
    /// A hidden sheet was left out.
    pub const HIDDEN_SHEET: &str = "SL-I113";
    /// Hidden rows or columns were read.
    pub const HIDDEN_ROWS: &str = "SL-I114";
    /// Colours that depend on a rule of the workbook were not worked out.
    pub const CONDITIONAL_COLOURS: &str = "SL-I115";
    /// A reference kept as a number may have lost a zero.
    pub const REFERENCE_AS_NUMBER: &str = "SL-I116";
    /// The encoding of a text file was taken to be Windows-1252.
    pub const ENCODING_GUESSED: &str = "SL-I120";
    /// A quoted cell of a csv file is never closed.
    pub const QUOTE_NOT_CLOSED: &str = "SL-I121";
    /// Columns of a PDF table taken from its ruling lines.
    pub const PDF_RULED: &str = "SL-I130";
    /// Columns of a PDF table guessed from white space.
    pub const PDF_GUESSED: &str = "SL-I131";
    /// Some pages of a PDF hold no words.
    pub const PDF_EMPTY_PAGES: &str = "SL-I132";
    /// Some words of a PDF could not be decoded.
    pub const PDF_UNKNOWN_LETTERS: &str = "SL-I133";
}

/// What can be wrong with a plan in Sightline's own template.
pub mod template {
    /// A table that every plan has is missing.
    pub const NO_TABLE: &str = "SL-I201";
    /// The template is of another version.
    pub const VERSION: &str = "SL-I202";
    /// The file is not a plan in the template.
    pub const NOT_TEMPLATE: &str = "SL-I203";
    /// The JSON does not have the shape of a plan.
    pub const JSON: &str = "SL-I204";
    /// The text is not UTF-8.
    pub const ENCODING: &str = "SL-I205";
    /// A column that the template does not have.
    pub const UNKNOWN_COLUMN: &str = "SL-I210";
    /// A table that the template does not have, or has twice.
    pub const UNKNOWN_TABLE: &str = "SL-I211";
    /// A cell that does not hold the kind of value its column takes.
    pub const CELL: &str = "SL-I212";
    /// A reference that stands twice.
    pub const REFERENCE_TWICE: &str = "SL-I213";
    /// A row that belongs to something the plan does not have.
    pub const NO_PARENT: &str = "SL-I214";
    /// A date that does not agree with the words beside it.
    pub const DATE_DISAGREES: &str = "SL-I215";
    /// An exact value that cannot be used.
    pub const EXACT_VALUE: &str = "SL-I216";
    /// An action without a reference.
    pub const NO_REFERENCE: &str = "SL-I217";
    /// A field of a JSON plan that Sightline does not know.
    pub const UNKNOWN_FIELD: &str = "SL-I218";
    /// A long cell that was cut over rows and cannot be put together.
    pub const LOOSE_ROW: &str = "SL-I219";
}

/// The codes of refusals, readers and the template, in order.
const CODES: &[Explanation] = &[
    Explanation {
        code: "SL-D001",
        title: "The document could not be written",
        help: "Try again; if it happens again, report it with the message above.",
        detail: "The library that writes the format refused what it was given. Nothing was saved.",
    },
    Explanation {
        code: benchmarks::NOT_BENCHMARKS,
        title: "This is no file of published figures that is known",
        help: "Give a data set of Explore Education Statistics as CSV or zip, or the long form of the Local Authority Interactive Tool.",
        detail: "A file is told by the names in its first row. These are none of a statistical release, of the Local Authority Interactive Tool, or of Sightline's own lists.",
    },
    Explanation {
        code: benchmarks::COLUMN,
        title: "A column of published figures is missing",
        help: "Download the file again; open it only to look, because saving it from a spreadsheet can change it.",
        detail: "The other columns say what kind of file it is, and such a file always has this one.",
    },
    Explanation {
        code: benchmarks::CELL,
        title: "A cell holds neither a number nor a symbol",
        help: "Look at the cell in the file. The other values are loaded; this one is left out.",
        detail: "Published cells hold a number or one of the symbols z, x, c, low and u, in older files also k, ~ and a colon.",
    },
    Explanation {
        code: benchmarks::UNKNOWN_AREA,
        title: "Figures of an area that nobody knows",
        help: "Nothing is to be done, unless the code is one of an authority of today: then add it to content/reference.",
        detail: "The code is that of no local authority and of none that there was, so its rows are left out.",
    },
    Explanation {
        code: benchmarks::TWICE,
        title: "Two values of one measure, period and area",
        help: "Look whether the file was put together by hand. The first of the two is loaded.",
        detail: "A publication gives one value for each measure, period and area. A second one is left out, whether it is the same or not.",
    },
    Explanation {
        code: benchmarks::OTHER_SCALE,
        title: "A published value is on another scale than those of authorities",
        help: "Nothing is to be done: it is kept, and no figure is compared with it.",
        detail: "The value of England or a region lies outside everything that authorities have, so it is a total or in another unit, and not something that a council can be compared with.",
    },
    Explanation {
        code: benchmarks::REFERENCE,
        title: "A reference list does not load",
        help: "Put the row right that the message names.",
        detail: "Local authorities, regions, neighbours, old codes and the names of columns are files of content/reference, checked whenever they are read.",
    },
    Explanation {
        code: benchmarks::MANY,
        title: "More was noticed than is listed",
        help: "Put right what is listed and read the file again; what remains is listed then.",
        detail: "A file with something in every row would give a list that nobody reads, so only the first are listed.",
    },
    Explanation {
        code: benchmarks::REORGANISED,
        title: "Figures of an area that was reorganised",
        help: "Nothing is to be done: what is there today has figures under its own code.",
        detail: "The area was divided, joined with another or redrawn since, so that its figures belong to no authority of today and are left out.",
    },
    Explanation {
        code: benchmarks::PERIOD,
        title: "A period that does not begin with a year",
        help: "Look at the row. If the period can be told, write it with its year first, such as 2024-25.",
        detail: "The year of a published value is the four digits that its label begins with; without them the row is left out.",
    },
    Explanation {
        code: benchmarks::NO_VALUE,
        title: "The file gives no value",
        help: "Check that the file holds rows of national, regional or local authority level.",
        detail: "Every row was of another area, or blank.",
    },
    Explanation {
        code: refusal::EMPTY,
        title: "The file is empty",
        help: "Check that the file was saved or downloaded completely, and choose it again.",
        detail: "The file holds no bytes, or nothing but white space.",
    },
    Explanation {
        code: refusal::UNKNOWN_CONTENT,
        title: "This is not a document that can be read",
        help: "Give the plan as .docx, .xlsx, .csv, .txt, .md or a .pdf with a text layer.",
        detail: "The content decides what a file is, not its name. This content is none of the formats that \
                 Sightline reads: a picture, a program, another kind of archive, or noise.",
    },
    Explanation {
        code: refusal::WRONG_EXTENSION,
        title: "The name and the content of the file disagree",
        help: "Give the file the ending that fits its content, or choose the right file.",
        detail: "The ending of the name says one format and the content is another. The file may be the wrong \
                 one, so nothing was read.",
    },
    Explanation {
        code: refusal::CORRUPT,
        title: "The file is damaged or cut short",
        help: "Open it in the program that made it, save it again, and choose the new file.",
        detail: "Part of the file is missing or does not follow its format, as after a broken download.",
    },
    Explanation {
        code: refusal::PASSWORD,
        title: "The file is protected by a password",
        help: "Open it with its password, save a copy without one, and choose the copy.",
        detail: "The content is encrypted. Sightline never asks for or keeps the password of a document.",
    },
    Explanation {
        code: refusal::FILE_TOO_LARGE,
        title: "The file is too large",
        help: "Remove pictures and sheets that are not part of the plan, or export the plan as .csv.",
        detail: "A plan with thousands of actions takes a few mebibytes. Larger files are refused before they \
                 are read, so that no file can exhaust the machine.",
    },
    Explanation {
        code: refusal::EXPANDS,
        title: "The file unpacks to far more than a plan holds",
        help: "Open it in the program that made it and save it again; if it is refused again, export it as .csv.",
        detail: "Office files are archives. This one unpacks to a size, or at a rate, that no honest document \
                 reaches: it may be an attack on the reader.",
    },
    Explanation {
        code: refusal::TOO_MUCH,
        title: "The document holds more than is ever read",
        help: "Import the plan without the other sheets or appendices, or in several files.",
        detail: "There are limits on parts, rows, columns, cells and words, far above the largest plan.",
    },
    Explanation {
        code: refusal::TOO_DEEP,
        title: "The file is nested too deeply",
        help: "Open it in the program that made it and save it again.",
        detail: "Elements lie inside elements deeper than any office program writes them: the file is damaged or \
                 an attack on the reader.",
    },
    Explanation {
        code: refusal::DOCUMENT_TYPE,
        title: "The file declares a document type",
        help: "Open it in the program that made it and save it again.",
        detail: "Office programs never write a document type declaration. It can make a reader open other files \
                 or fill the memory, so the file is refused and nothing it names is opened.",
    },
    Explanation {
        code: refusal::OLD_FORMAT,
        title: "This office format cannot be read",
        help: "In Word, Excel or LibreOffice choose Save as, pick the newer format, and choose the new file.",
        detail: "Word and Excel files of 2003 or earlier (.doc, .xls), binary workbooks (.xlsb), OpenDocument \
                 (.odt, .ods) and presentations are recognised but not read.",
    },
    Explanation {
        code: refusal::NO_TEXT_LAYER,
        title: "The PDF holds pictures and no words",
        help: "Ask for the Word or Excel file, or run text recognition (OCR) on the PDF first.",
        detail: "The pages were scanned: a person sees words, but the file holds only pictures of them.",
    },
    Explanation {
        code: refusal::PDF_UNREADABLE,
        title: "The PDF could not be read",
        help: "Ask for the Word or Excel file, or print the PDF to a new PDF and choose that.",
        detail: "The structure of the file does not follow the PDF standard closely enough to find its words.",
    },
    Explanation {
        code: refusal::VOCABULARY,
        title: "A vocabulary file does not load",
        help: "Correct the file in the folder plan_vocabulary at the line that is named, or take it away.",
        detail: "A council's own words are kept in files with the names of the built-in ones. A file that does not \
                 load, or has another name, would leave words out without anybody noticing, so nothing was read.",
    },
    Explanation {
        code: refusal::NO_ACTION_TABLE,
        title: "No table with actions was found",
        help: "If the plan has an action table, say what its columns are called: --map \"What we will do=action\" \
               --map \"Who=leads\" --map \"By=due\".",
        detail: "A plan is known by a table with a column for actions and at least one for leads, dates, ratings or \
                 milestones. The document has none, under any heading that the plan vocabulary knows. Nothing was saved.",
    },
    Explanation {
        code: refusal::SEVERAL_PLANS,
        title: "The file holds more than one plan",
        help: "Cut the file into one for each plan and import them one by one.",
        detail: "A second title with a second set of priorities from 1 begins inside the document. Which actions \
                 belong to which plan would be a guess, so nothing was saved.",
    },
    Explanation {
        code: reader::MACROS,
        title: "The file holds macros",
        help: "Nothing to do: macros are never run. Check that no figure in the plan depends on them.",
        detail: "A program is stored in the document. Sightline reads the saved words only.",
    },
    Explanation {
        code: reader::TRACKED_CHANGES,
        title: "The document has tracked changes",
        help: "Accept or reject the changes in Word and import again if the draft is not the version you want.",
        detail: "Inserted and moved words are read as if accepted, and deleted words are left out.",
    },
    Explanation {
        code: reader::TEXT_BOX,
        title: "The document has text boxes",
        help: "Check that their words stand where they belong.",
        detail: "A floating text box has no exact place in the text. Its words are read after the paragraph it is \
                 anchored to.",
    },
    Explanation {
        code: reader::HIDDEN_WORDS,
        title: "Hidden words were left out",
        help: "Unhide them in Word and import again if they belong to the plan.",
        detail: "Words formatted as hidden do not appear on paper, so they are not read.",
    },
    Explanation {
        code: reader::PICTURES,
        title: "The document has pictures",
        help: "If a rating or a table is a picture, type it into the plan.",
        detail: "Pictures are not read: neither words nor colours in them.",
    },
    Explanation {
        code: reader::FORMULAS,
        title: "Some cells are computed",
        help: "Open the workbook, let it calculate, and save it before importing if the values may be old.",
        detail: "Formulas are not run. The value that the workbook stored when it was last saved is used.",
    },
    Explanation {
        code: reader::FORMULA_WITHOUT_VALUE,
        title: "A computed cell has no stored value",
        help: "Open the workbook in Excel or LibreOffice, save it, and import again.",
        detail: "Formulas are not run, and the workbook was saved by a program that does not store their values. \
                 The cell is read as empty.",
    },
    Explanation {
        code: reader::CELL_ERROR,
        title: "A cell shows an error",
        help: "Correct the formula in the workbook and import again.",
        detail: "The stored value is an error such as #REF! or #N/A. It is kept as it is printed.",
    },
    Explanation {
        code: reader::HIDDEN_SHEET,
        title: "A hidden sheet was left out",
        help: "Unhide the sheet and import again if it belongs to the plan.",
        detail: "Hidden sheets usually hold lists for drop-down cells, so they are not read.",
    },
    Explanation {
        code: reader::HIDDEN_ROWS,
        title: "Hidden rows or columns were read",
        help: "Check that they belong to the plan; a filter may have hidden them.",
        detail: "A filter hides rows without removing them, so hidden rows and columns are read like the others.",
    },
    Explanation {
        code: reader::CONDITIONAL_COLOURS,
        title: "Some colours depend on rules",
        help: "Check ratings that are shown by colour alone.",
        detail: "Conditional formatting colours a cell by its content. The rules are not worked out; only colours \
                 given to the cell itself are read.",
    },
    Explanation {
        code: reader::REFERENCE_AS_NUMBER,
        title: "A reference kept as a number may have lost its zero",
        help: "Format the column as text in the workbook, type the reference again, and import again.",
        detail: "A workbook cannot tell 1.1 from 1.10 when the cell is a number. Where 1.1 follows 1.9 the \
                 reference was probably 1.10; it is not changed.",
    },
    Explanation {
        code: reader::ENCODING_GUESSED,
        title: "The letters of a text file were guessed",
        help: "Check pound signs, dashes and quotation marks; save the file as UTF-8 to be sure.",
        detail: "The file is not UTF-8 or UTF-16, so it was read as Windows-1252, as older programs save it.",
    },
    Explanation {
        code: reader::QUOTE_NOT_CLOSED,
        title: "A quoted cell is never closed",
        help: "Look at the last row that was read and add the missing quotation mark.",
        detail: "A quotation mark opens a cell and the file ends before it is closed: the rest of the file stands \
                 in that cell.",
    },
    Explanation {
        code: reader::PDF_RULED,
        title: "Columns taken from ruling lines",
        help: "Compare a few rows of the draft with the document.",
        detail: "A PDF holds no table, only words at places. The lines drawn around the cells gave the columns.",
    },
    Explanation {
        code: reader::PDF_GUESSED,
        title: "Columns guessed from white space",
        help: "Check the draft against the document, or ask for the Word or Excel file.",
        detail: "A PDF holds no table, only words at places. No lines are drawn around the cells, so the columns \
                 come from gaps that line up over neighbouring lines.",
    },
    Explanation {
        code: reader::PDF_EMPTY_PAGES,
        title: "Some pages hold no words",
        help: "Look at those pages: they may be scanned and are missing from the draft.",
        detail: "A page without a text layer is a picture or is blank.",
    },
    Explanation {
        code: reader::PDF_UNKNOWN_LETTERS,
        title: "Some letters could not be read",
        help: "Check the words named against the document.",
        detail: "A font in the PDF does not say which letters its shapes stand for.",
    },
    Explanation {
        code: template::NO_TABLE,
        title: "A Sightline plan without a table it needs",
        help: "Put the table back under the name in the message; it may hold no rows.",
        detail: "Every Sightline plan has the tables “Sightline plan” and “Actions”. Nothing was read.",
    },
    Explanation {
        code: template::VERSION,
        title: "A Sightline plan of another version",
        help: "Export the plan again from the Sightline that holds it, or update this one.",
        detail: "The first table names the version of the template. Only version 1 is read, so that nothing is misread.",
    },
    Explanation {
        code: template::NOT_TEMPLATE,
        title: "The file is not a Sightline plan",
        help: "Import it as an ordinary plan, or export it from Sightline again.",
        detail: "A Sightline plan begins with a table called “Sightline plan” that names the template's version.",
    },
    Explanation {
        code: template::JSON,
        title: "The JSON is not a plan",
        help: "Look at the line and column in the message; schemas/plan.schema.json lists every field.",
        detail: "The file does not follow the published schema, or a comma or bracket is missing. Nothing was read.",
    },
    Explanation {
        code: template::ENCODING,
        title: "The Sightline plan is not UTF-8 text",
        help: "Save it again as UTF-8 (in Excel: “CSV UTF-8”), or use the workbook.",
        detail: "Exports are UTF-8. A program saved the file in another encoding, which would change letters without saying so.",
    },
    Explanation {
        code: template::UNKNOWN_COLUMN,
        title: "A column that the template does not have",
        help: "Use the heading of the template, or move the words to a column it has.",
        detail: "Words under a heading that Sightline does not know are not read. A heading that stands twice is read once.",
    },
    Explanation {
        code: template::UNKNOWN_TABLE,
        title: "A table that the template does not have",
        help: "Use the name of the template, or remove the table if it is not part of the plan.",
        detail: "A table under a name that Sightline does not know is not read. A table that stands twice is read once.",
    },
    Explanation {
        code: template::CELL,
        title: "A cell that cannot be read",
        help: "Write the value as the message says, or leave the cell empty.",
        detail: "Some columns take a day, a number, Yes, or one of a few words. The cell holds something else and was left empty.",
    },
    Explanation {
        code: template::REFERENCE_TWICE,
        title: "A reference used twice",
        help: "Give one of the two rows another reference.",
        detail: "References tell items apart, so two actions, aims or priorities cannot share one.",
    },
    Explanation {
        code: template::NO_PARENT,
        title: "A row that belongs to nothing",
        help: "Write the reference or name exactly as it stands in its own table.",
        detail: "Milestones, parts, targets and the like name what they belong to. Nothing in the plan has that name, so the row was left out.",
    },
    Explanation {
        code: template::DATE_DISAGREES,
        title: "A date and the words beside it disagree",
        help: "Clear the date to follow the words, or correct whichever is wrong.",
        detail: "“Due” holds the words of the plan and “Due on” the day they mean. The day in its own column was kept.",
    },
    Explanation {
        code: template::EXACT_VALUE,
        title: "An exact value that was not used",
        help: "Leave the last table as it was exported, or delete the row.",
        detail: "The last table holds what Sightline read from printed words. A row that was changed, or whose item is gone, is not used; the words are read afresh.",
    },
    Explanation {
        code: template::NO_REFERENCE,
        title: "An action without a reference",
        help: "Give it a reference in the first column.",
        detail: "It was called by its place, such as 1.1/2, so that it can be found until it is given one.",
    },
    Explanation {
        code: template::UNKNOWN_FIELD,
        title: "A field that a plan does not have",
        help: "Compare the name with schemas/plan.schema.json.",
        detail: "The JSON holds a field that Sightline does not know, so it was not read.",
    },
    Explanation {
        code: template::LOOSE_ROW,
        title: "A carried-on row without the row above it",
        help: "Put the rows back in the order in which they were exported.",
        detail: "A very long cell is carried on in the next row, marked [[more]]. The row it carries on is not there.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_each_is_there_once() {
        let codes: Vec<&str> = all().map(|explanation| explanation.code).collect();
        assert!(codes.len() > 130);
        for pair in codes.windows(2) {
            assert!(pair[0] < pair[1], "{} must come before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn every_code_is_explained_in_sentences_of_its_own() {
        let mut titles = std::collections::BTreeSet::new();
        let mut details = std::collections::BTreeSet::new();
        for found in all() {
            for text in [found.title, found.help, found.detail] {
                assert!(!text.trim().is_empty(), "{}", found.code);
            }
            assert!(found.help.ends_with('.') && found.detail.ends_with('.'), "{}", found.code);
            assert!(titles.insert(found.title), "{} has the title of another", found.code);
            assert!(details.insert(found.detail), "{} has the detail of another", found.code);
        }
    }

    #[test]
    fn a_code_is_found_in_any_case() {
        assert_eq!(explain("sl-i004").map(|found| found.code), Some(refusal::CORRUPT));
        assert_eq!(explain("SL-I324").map(|found| found.title), Some("Milestones and dates that do not pair up"));
        assert_eq!(explain("SL-I999"), None);
    }
}
